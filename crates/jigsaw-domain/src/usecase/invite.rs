//! Inviting: to the list, or on the fly while the session is live. The host alone.

mod listed;
mod preview;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};

use super::context::event;
use super::live::person_differences;
use super::{Action, Caller, FrontDoor, UseCaseError};
use crate::admission::{Participant, ParticipantState, Proof};
use crate::audit::FieldChange;
use crate::delivery::{MessageBody, OutgoingMessage, Priority};
use crate::email_address::{EmailAddress, EmailKey};
use crate::event::EventKind;
use crate::id::{InvitationId, SessionId};
use crate::invitation::{Invitation, InvitationState, Origin, Role};
use crate::language::Language;
use crate::link::Generation;
use crate::malformed::{FieldProblem, Malformed, Problems};
use crate::port::{Budget, Change, ChangeSet};
use crate::session::{LifecycleError, Phase, Session};
use crate::text::NamePart;
use crate::version::Version;
use chrono::{DateTime, Utc};

pub use listed::ListView;
pub use preview::{FaultyRows, ListPreview, Outlook, PreviewedPerson};

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
    /// The language of their mails; without one, for someone listed already the one they have.
    pub language: Option<Language>,
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

/// Most rows of one call.
const MAX_ROWS: usize = 10_000;

impl FrontDoor {
    /// Invites everyone or nobody. Problems are named by row, e.g. `invitations[3].email`. While the session is live, this
    /// is an on-the-fly invitation: mailed ahead of everything else, and it skips the waiting room.
    pub async fn invite(
        &self,
        caller: &Caller,
        id: SessionId,
        rows: Vec<NewInvitation>,
    ) -> Result<Invited, UseCaseError> {
        let first = self.session_for(caller, id, Action::Invite).await?;
        let host = self.ports.accounts.find(first.host()).await?.ok_or(UseCaseError::NotFound)?;
        check_rows(&rows, &host.email)?;
        let paid = AtomicU32::new(0);
        let invited = self.until_settled(|| self.invite_once(caller, id, (&rows, &paid))).await?;
        self.promote_waiting(id).await?;
        Ok(invited)
    }

    async fn invite_once(
        &self,
        caller: &Caller,
        id: SessionId,
        (rows, paid): (&[NewInvitation], &AtomicU32),
    ) -> Result<Invited, UseCaseError> {
        let session = self.session_for(caller, id, Action::Invite).await?;
        let now = self.now();
        let origin = origin_now(&session, now)?;
        let emails = rows.iter().map(|row| row.email.key().clone()).collect();
        let listed = self.ports.invitations.find_by_emails(id, emails).await?;
        let mut known: HashMap<EmailKey, Invitation> =
            listed.into_iter().map(|invitation| (invitation.email.key().clone(), invitation)).collect();
        let mut people: HashMap<EmailKey, Participant> =
            self.ports.participants.list(id).await?.into_iter().map(|one| (one.email.key().clone(), one)).collect();
        let names_captioner = self.check_captioner(id, rows, (&known, &people)).await?;

        // Nothing new, but guarded: of two captioners who are invited at once, one is the second.
        let guard = if names_captioner {
            Change::UpdateSession(session.clone())
        } else {
            Change::GuardSession(id, session.version())
        };
        let mut changes = ChangeSet::of([guard]);
        let (mut new, mut renewed, mut moved, mut answers) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut taken, mut freed) = (0, 0);
        for row in rows {
            let person = people.remove(row.email.key());
            let before = known.remove(row.email.key());
            let (invitation, is_new) = match &before {
                None => (self.fresh(id, row, origin, now), true),
                Some(listed) => again(listed.clone(), row, (origin, person.as_ref().is_some_and(is_outcast)))?,
            };
            if let Some(person) = person {
                let next = as_invited(person.clone(), (&invitation, before.as_ref(), row.role), now);
                if next != person {
                    taken += u32::from(next.holds_seat() && !person.holds_seat());
                    freed += u32::from(person.holds_seat() && !next.holds_seat());
                    let (object, fields) = ((Some(id), next.id.as_uuid()), person_differences(&person, &next));
                    changes.audit.push(self.audit(caller, "participant.invited", object, fields, now));
                    changes.events.push(event(id, EventKind::ParticipantChanged(next.id), now));
                    moved.push(next);
                }
            }
            if before.as_ref() != Some(&invitation) {
                let action = if is_new { "invitation.made" } else { "invitation.changed" };
                let object = (Some(id), invitation.id.as_uuid());
                changes.audit.push(self.audit(caller, action, object, told(&invitation), now));
                if before.is_some() { &mut renewed } else { &mut new }.push(invitation.clone());
            }
            if is_new {
                changes.messages.push(self.mail(&session, &invitation, now));
                if origin == Origin::OnTheFly {
                    changes.events.push(event(id, EventKind::InvitedOnTheFly(invitation.id), now));
                }
            }
            answers.push(InvitedOne { link: self.personal_link(&invitation), invitation, is_new });
        }
        if new.is_empty() && renewed.is_empty() && moved.is_empty() {
            return Ok(Invited { invitations: answers });
        }
        if names_captioner {
            // Whoever had the role and is gone does not come back with it.
            let former = people.into_values().filter(|one| one.role == Role::Captioner);
            moved.extend(former.map(|one| self.without_captions(caller, one, &mut changes, now)));
        }
        self.take_seats(&session, (taken, freed), &mut changes).await?;
        let writes = [
            (!moved.is_empty()).then_some(Change::UpdateParticipants(moved)),
            (!new.is_empty()).then_some(Change::InsertInvitations(new)),
            (!renewed.is_empty()).then_some(Change::UpdateInvitations(renewed)),
        ];
        changes.changes.extend(writes.into_iter().flatten());
        changes.changes.extend(self.remembered(&session, rows, now).await?);
        changes.events.push(event(id, EventKind::InvitationsChanged, now));
        self.pay(&session, (changes.messages.len(), paid), now).await?;
        self.commit(changes).await?;
        Ok(Invited { invitations: answers })
    }

    /// Spends for the mails that are written, once, however often it is decided again.
    pub(super) async fn pay(
        &self,
        session: &Session,
        (mails, paid): (usize, &AtomicU32),
        now: DateTime<Utc>,
    ) -> Result<(), UseCaseError> {
        let mails = u32::try_from(mails).unwrap_or(u32::MAX);
        let owed = mails.saturating_sub(paid.load(Ordering::Relaxed));
        if owed > 0 {
            self.spend(Budget::MailsOfHost, session.host().to_string(), owed, now).await?;
            paid.fetch_add(owed, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Takes an invitation back. Its link never admits again; someone who is in stays in until removed.
    /// Whoever was mailed and would still come is told, and their calendar with them.
    pub async fn revoke(&self, caller: &Caller, id: SessionId, invitation: InvitationId) -> Result<(), UseCaseError> {
        self.until_settled(|| async {
            let session = self.session_for(caller, id, Action::Invite).await?;
            let listed = self.invitation_of(id, invitation).await?;
            if !listed.is_active() {
                return Ok(());
            }
            let now = self.now();
            let messages = self.uninvited(&session, &listed, now).await?;
            let changes = ChangeSet {
                changes: vec![Change::UpdateInvitations(vec![listed.revoked(now)])],
                events: vec![event(id, EventKind::InvitationsChanged, now)],
                messages,
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
        .await?;
        // Whoever waits by it is told so.
        self.promote_waiting(id).await.map(drop)
    }

    /// Mails an invitation again, with the same link.
    pub async fn resend(
        &self,
        caller: &Caller,
        id: SessionId,
        invitation: InvitationId,
    ) -> Result<Invitation, UseCaseError> {
        let paid = AtomicU32::new(0);
        self.until_settled(|| async {
            let session = self.session_for(caller, id, Action::Invite).await?;
            let now = self.now();
            origin_now(&session, now)?;
            let listed = self.invitation_of(id, invitation).await?;
            if !listed.is_active() {
                return Err(UseCaseError::Contradiction("invitation_revoked"));
            }
            self.pay(&session, (1, &paid), now).await?;
            let changes = ChangeSet {
                changes: vec![Change::GuardInvitation(listed.id, listed.version)],
                events: vec![event(id, EventKind::InvitationsChanged, now)],
                messages: vec![self.mail(&session, &listed, now)],
                audit: vec![self.audit(caller, "invitation.resent", (Some(id), invitation.as_uuid()), [], now)],
            };
            self.commit(changes).await?;
            Ok(listed)
        })
        .await
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
            language: row.language,
            generation: Generation::FIRST,
            state: InvitationState::Active,
            origin,
            rsvp: None,
            created_at: now,
        }
    }

    pub(super) fn mail(&self, session: &Session, invitation: &Invitation, now: DateTime<Utc>) -> OutgoingMessage {
        let on_the_fly = invitation.origin == Origin::OnTheFly;
        OutgoingMessage {
            id: self.message_id(now),
            body: MessageBody::Invitation { invitation: invitation.id, on_the_fly },
            priority: if on_the_fly { Priority::Urgent } else { Priority::Bulk },
            not_before: now,
            deadline: None,
            unique_key: None,
            lane: Some(session.host()),
            created_at: now,
        }
    }

    pub(super) fn personal_link(&self, invitation: &Invitation) -> String {
        self.address.of(&self.keyring, invitation.current_link())
    }

    pub(super) async fn invitation_of(&self, session: SessionId, id: InvitationId) -> Result<Invitation, UseCaseError> {
        let found = self.ports.invitations.find(id).await?;
        found.filter(|invitation| invitation.session == session).ok_or(UseCaseError::NotFound)
    }
}

/// What an audit row tells of an invitation.
fn told(invitation: &Invitation) -> Vec<FieldChange> {
    let name = [&invitation.first_name, &invitation.last_name].map(|part| part.as_ref().map_or("", NamePart::as_str));
    vec![
        FieldChange::set("email", invitation.email.as_typed()),
        FieldChange::set("name", name.join(" ").trim()),
        FieldChange::set("role", invitation.role),
        FieldChange::set("language", invitation.language.map_or("", Language::as_str)),
        FieldChange::set("on_the_fly", invitation.origin == Origin::OnTheFly),
    ]
}

/// Someone the session knows, after the invitation: whoever was removed or sent away may come again, and the role that
/// the host names is theirs at once. Otherwise someone who comes back would go on being what they were.
fn as_invited(
    person: Participant,
    (invitation, before, named): (&Invitation, Option<&Invitation>, Option<Role>),
    now: DateTime<Utc>,
) -> Participant {
    let is_back = is_outcast(&person) || before.is_some_and(|before| !before.is_active());
    let is_renamed = named.is_some() && before.is_none_or(|before| before.role != invitation.role);
    let is_proved = person.proof > Proof::Unverified && person.role != Role::Host;
    let person = if is_outcast(&person) { person.moved(ParticipantState::Left, now) } else { person };
    if is_proved && (is_back || is_renamed) { person.with_role(invitation.role) } else { person }
}

/// Whether the host removed them, or sent them away.
pub(super) const fn is_outcast(person: &Participant) -> bool {
    matches!(person.state, ParticipantState::Removed { .. } | ParticipantState::Denied)
}

/// Whether an invitation made now is on the fly; finished sessions take none.
pub(super) fn origin_now(session: &Session, now: DateTime<Utc>) -> Result<Origin, UseCaseError> {
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
    next.language = row.language.or(next.language);
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
        if row.role == Some(Role::Host) {
            problems.note(
                format!("invitations[{index}].role"),
                Malformed::NotAChoice("co_host, presenter, captioner, attendee"),
            );
        }
        if row.email == *host {
            problems.note(field, Malformed::HostInvited);
        } else if let Some(first) = seen.insert(row.email.key(), index) {
            problems.note(field, Malformed::Duplicate { row: first + 1 });
        }
    }
    problems.into_result()
}

#[cfg(test)]
mod tests;
