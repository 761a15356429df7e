//! Inviting: to the list, or on the fly while the session is live. The host alone.

use std::collections::{HashMap, HashSet};

use super::context::event;
use super::list_sessions::MAX_PAGE;
use super::{Action, Caller, FrontDoor, UseCaseError};
use crate::audit::FieldChange;
use crate::delivery::{MessageBody, OutgoingMessage, Priority};
use crate::email_address::{EmailAddress, EmailKey};
use crate::event::EventKind;
use crate::id::{InvitationId, SessionId};
use crate::invitation::{Invitation, InvitationState, Origin, Role};
use crate::link::Generation;
use crate::malformed::{FieldProblem, Malformed, Problems};
use crate::port::{Budget, Change, ChangeSet, ListedInvitation};
use crate::session::{LifecycleError, Phase, Session};
use crate::text::NamePart;
use crate::version::Version;
use chrono::{DateTime, Utc};

/// One row of a list, as the host gives it.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// The address.
    pub email: EmailAddress,
    /// The role; without one, attendee, or for someone listed already the one they have.
    pub role: Option<Role>,
    /// First name.
    pub first_name: Option<NamePart>,
    /// Last name.
    pub last_name: Option<NamePart>,
}

/// What became of one row.
#[derive(Clone, Debug)]
pub struct InvitedOne {
    /// The invitation.
    pub invitation: Invitation,
    /// The address of its personal link, made for showing.
    pub link: String,
    /// Whether it is new, or was made to count again. Otherwise the address was listed already.
    pub is_new: bool,
}

/// What became of a list.
#[derive(Clone, Debug)]
pub struct Invited {
    /// One for each row, in order.
    pub invitations: Vec<InvitedOne>,
}

/// An invitation as the host sees it.
#[derive(Clone, Debug)]
pub struct InvitationView {
    /// The invitation, and what became of its mail.
    pub listed: ListedInvitation,
    /// The address of its personal link, made for showing; none for one that was taken back.
    pub link: Option<String>,
}

/// Most rows of one call.
const MAX_ROWS: usize = 10_000;

impl FrontDoor {
    /// Invites everyone or nobody. Problems are named by row, e.g. `invitations[3].email`. While the session is live, this
    /// is an on-the-fly invitation: mailed ahead of everything else, and it skips the waiting room.
    pub async fn invite(&self, caller: &Caller, id: SessionId, rows: Vec<NewInvitation>) -> Result<Invited, UseCaseError> {
        let first = self.session_for(caller, id, Action::Invite).await?;
        let host = self.ports.accounts.find(first.host()).await?.ok_or(UseCaseError::NotFound)?;
        check_rows(&rows, &host.email)?;
        let mails = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        self.spend(Budget::MailsOfHost, first.host().to_string(), mails, self.now()).await?;
        let invited = self.until_settled(|| self.invite_once(caller, id, &rows)).await?;
        self.promote_waiting(id).await?;
        Ok(invited)
    }

    async fn invite_once(&self, caller: &Caller, id: SessionId, rows: &[NewInvitation]) -> Result<Invited, UseCaseError> {
        let session = self.session_for(caller, id, Action::Invite).await?;
        let now = self.now();
        let origin = origin_now(&session, now)?;
        let emails = rows.iter().map(|row| row.email.key().clone()).collect();
        let listed = self.ports.invitations.find_by_emails(id, emails).await?;
        self.check_captioner(id, rows, &listed).await?;
        let removed = self.removed_people(id, rows).await?;
        let mut known: HashMap<EmailKey, Invitation> =
            listed.into_iter().map(|invitation| (invitation.email.key().clone(), invitation)).collect();

        let mut changes = ChangeSet::of([Change::GuardSession(id, session.version())]);
        let (mut new, mut renewed, mut answers) = (Vec::new(), Vec::new(), Vec::new());
        for row in rows {
            let (invitation, is_new) = match known.remove(row.email.key()) {
                None => {
                    let invitation = self.fresh(id, row, origin, now);
                    new.push(invitation.clone());
                    (invitation, true)
                }
                Some(listed) => {
                    let was_removed = removed.contains(listed.email.key());
                    let (next, is_new) = again(listed.clone(), row, (origin, was_removed))?;
                    if next != listed {
                        renewed.push(next.clone());
                    }
                    (next, is_new)
                }
            };
            if is_new {
                changes.messages.push(self.mail(&invitation, now));
                let fields = [
                    FieldChange::set("email", invitation.email.as_typed()),
                    FieldChange::set("role", invitation.role),
                    FieldChange::set("on_the_fly", invitation.origin == Origin::OnTheFly),
                ];
                changes.audit.push(self.audit(caller, "invitation.made", (Some(id), invitation.id.as_uuid()), fields, now));
                if origin == Origin::OnTheFly {
                    changes.events.push(event(id, EventKind::InvitedOnTheFly(invitation.id), now));
                }
            }
            answers.push(InvitedOne { link: self.personal_link(&invitation), invitation, is_new });
        }
        if new.is_empty() && renewed.is_empty() {
            return Ok(Invited { invitations: answers });
        }
        self.let_back(id, &removed, &mut changes, now).await?;
        if !new.is_empty() {
            changes.push(Change::InsertInvitations(new));
        }
        if !renewed.is_empty() {
            changes.push(Change::UpdateInvitations(renewed));
        }
        changes.events.push(event(id, EventKind::InvitationsChanged, now));
        self.commit(changes).await?;
        Ok(Invited { invitations: answers })
    }

    /// The list with the state of each mail, oldest first.
    pub async fn list_invitations(
        &self,
        caller: &Caller,
        id: SessionId,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Vec<InvitationView>, UseCaseError> {
        self.session_for(caller, id, Action::ViewSession).await?;
        let listed = self.ports.invitations.list(id, after, limit.clamp(1, MAX_PAGE)).await?;
        let shown = |listed: ListedInvitation| InvitationView {
            link: listed.invitation.is_active().then(|| self.personal_link(&listed.invitation)),
            listed,
        };
        Ok(listed.into_iter().map(shown).collect())
    }

    /// Takes an invitation back. Its link never admits again; someone who is in stays in until removed.
    pub async fn revoke(&self, caller: &Caller, id: SessionId, invitation: InvitationId) -> Result<(), UseCaseError> {
        self.session_for(caller, id, Action::Invite).await?;
        self.until_settled(|| async {
            let listed = self.invitation_of(id, invitation).await?;
            if !listed.is_active() {
                return Ok(());
            }
            let now = self.now();
            let changes = ChangeSet {
                changes: vec![Change::UpdateInvitations(vec![listed.revoked(now)])],
                events: vec![event(id, EventKind::InvitationsChanged, now)],
                messages: Vec::new(),
                audit: vec![self.audit(
                    caller,
                    "invitation.revoked",
                    (Some(id), invitation.as_uuid()),
                    FieldChange::between("state", "active", "revoked"),
                    now,
                )],
            };
            self.commit(changes).await
        })
        .await
    }

    /// Mails an invitation again, with the same link.
    pub async fn resend(&self, caller: &Caller, id: SessionId, invitation: InvitationId) -> Result<Invitation, UseCaseError> {
        let session = self.session_for(caller, id, Action::Invite).await?;
        let now = self.now();
        origin_now(&session, now)?;
        let listed = self.invitation_of(id, invitation).await?;
        if !listed.is_active() {
            return Err(UseCaseError::Contradiction("invitation_revoked"));
        }
        self.spend(Budget::MailsOfHost, session.host().to_string(), 1, now).await?;
        let changes = ChangeSet {
            changes: vec![Change::GuardInvitation(listed.id, listed.version)],
            events: vec![event(id, EventKind::InvitationsChanged, now)],
            messages: vec![self.mail(&listed, now)],
            audit: vec![self.audit(caller, "invitation.resent", (Some(id), invitation.as_uuid()), [], now)],
        };
        self.commit(changes).await?;
        Ok(listed)
    }

    fn fresh(&self, session: SessionId, row: &NewInvitation, origin: Origin, now: DateTime<Utc>) -> Invitation {
        Invitation {
            id: self.mint(InvitationId::mint, now),
            session,
            version: Version::FIRST,
            email: row.email.clone(),
            first_name: row.first_name.clone(),
            last_name: row.last_name.clone(),
            role: row.role.unwrap_or(Role::Attendee),
            generation: Generation::FIRST,
            state: InvitationState::Active,
            origin,
            created_at: now,
        }
    }

    fn mail(&self, invitation: &Invitation, now: DateTime<Utc>) -> OutgoingMessage {
        let on_the_fly = invitation.origin == Origin::OnTheFly;
        OutgoingMessage {
            id: self.message_id(now),
            body: MessageBody::Invitation { invitation: invitation.id, on_the_fly },
            priority: if on_the_fly { Priority::Urgent } else { Priority::Bulk },
            not_before: now,
            deadline: None,
            unique_key: None,
            created_at: now,
        }
    }

    pub(super) fn personal_link(&self, invitation: &Invitation) -> String {
        self.address.of(&self.keyring, invitation.current_link())
    }

    async fn invitation_of(&self, session: SessionId, id: InvitationId) -> Result<Invitation, UseCaseError> {
        let found = self.ports.invitations.find(id).await?;
        found.filter(|invitation| invitation.session == session).ok_or(UseCaseError::NotFound)
    }

    /// One captioner a session, counting the list as it is and the rows to come.
    async fn check_captioner(&self, id: SessionId, rows: &[NewInvitation], listed: &[Invitation]) -> Result<(), UseCaseError> {
        let wanted: Vec<usize> =
            rows.iter().enumerate().filter(|(_, row)| row.role == Some(Role::Captioner)).map(|(index, _)| index).collect();
        let Some(first) = wanted.first() else { return Ok(()) };
        let clash = |index: &usize| UseCaseError::field(format!("invitations[{index}].role"), Malformed::SecondCaptioner);
        if let Some(second) = wanted.get(1) {
            return Err(clash(second));
        }
        let own = rows.get(*first).map(|row| row.email.key());
        let others = if listed.iter().any(|i| i.role == Role::Captioner && i.is_active() && Some(i.email.key()) != own) {
            true
        } else {
            let all = self.ports.invitations.list(id, None, MAX_PAGE).await?;
            all.iter().map(|l| &l.invitation).any(|i| i.role == Role::Captioner && i.is_active() && Some(i.email.key()) != own)
        };
        if others { Err(clash(first)) } else { Ok(()) }
    }

    /// Which of these addresses belong to people who were removed or sent away.
    async fn removed_people(&self, id: SessionId, rows: &[NewInvitation]) -> Result<HashSet<EmailKey>, UseCaseError> {
        let wanted: HashSet<&EmailKey> = rows.iter().map(|row| row.email.key()).collect();
        let people = self.ports.participants.list(id).await?;
        Ok(people
            .into_iter()
            .filter(|person| is_outcast(person) && wanted.contains(person.email.key()))
            .map(|person| person.email.key().clone())
            .collect())
    }

    /// Inviting someone who was removed or sent away takes that back.
    async fn let_back(
        &self,
        id: SessionId,
        removed: &HashSet<EmailKey>,
        changes: &mut ChangeSet,
        now: DateTime<Utc>,
    ) -> Result<(), UseCaseError> {
        if removed.is_empty() {
            return Ok(());
        }
        let back: Vec<_> = self
            .ports
            .participants
            .list(id)
            .await?
            .into_iter()
            .filter(|person| is_outcast(person) && removed.contains(person.email.key()))
            .map(|person| person.moved(crate::admission::ParticipantState::Left, now))
            .collect();
        changes.events.extend(back.iter().map(|person| event(id, EventKind::ParticipantChanged(person.id), now)));
        changes.push(Change::UpdateParticipants(back));
        Ok(())
    }
}

fn is_outcast(person: &crate::admission::Participant) -> bool {
    use crate::admission::ParticipantState::{Denied, Removed};
    matches!(person.state, Removed { .. } | Denied)
}

/// Whether an invitation made now is on the fly; finished sessions take none.
fn origin_now(session: &Session, now: DateTime<Utc>) -> Result<Origin, UseCaseError> {
    match session.phase(now) {
        Phase::Scheduled => Ok(Origin::List),
        Phase::Live => Ok(Origin::OnTheFly),
        Phase::Ended => Err(LifecycleError::Ended.into()),
        Phase::Cancelled => Err(LifecycleError::Cancelled.into()),
    }
}

/// A row for an address that is listed already. A link that was taken back, a removal or another role make a new link;
/// otherwise the one they have stays good.
fn again(
    listed: Invitation,
    row: &NewInvitation,
    (origin, was_removed): (Origin, bool),
) -> Result<(Invitation, bool), UseCaseError> {
    let role = row.role.unwrap_or(listed.role);
    let renew = !listed.is_active() || was_removed || role != listed.role;
    let called = origin == Origin::OnTheFly && listed.origin == Origin::List;
    let mut next = if renew { listed.renewed().ok_or(LifecycleError::LinkWornOut)? } else { listed };
    next.role = role;
    next.first_name = row.first_name.clone().or(next.first_name);
    next.last_name = row.last_name.clone().or(next.last_name);
    if called {
        next.origin = Origin::OnTheFly;
    }
    Ok((next, renew || called))
}

fn check_rows(rows: &[NewInvitation], host: &EmailAddress) -> Result<(), Vec<FieldProblem>> {
    let mut problems = Problems::default();
    if rows.is_empty() {
        problems.note("invitations", Malformed::Blank);
    }
    if rows.len() > MAX_ROWS {
        problems.note("invitations", Malformed::TooMany { max: MAX_ROWS });
    }
    let mut seen: HashMap<&EmailKey, usize> = HashMap::new();
    for (index, row) in rows.iter().enumerate().take(MAX_ROWS) {
        let field = format!("invitations[{index}].email");
        if row.email == *host {
            problems.note(field, Malformed::HostInvited);
        } else if let Some(first) = seen.insert(row.email.key(), index) {
            problems.note(field, Malformed::Duplicate { row: first + 1 });
        }
    }
    problems.into_result()
}
