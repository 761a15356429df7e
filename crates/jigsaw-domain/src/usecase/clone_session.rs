//! Clone: a new session with the settings of an old one.

use chrono::{DateTime, TimeDelta, Utc};

use super::change_session::check_times;
use super::list_sessions::MAX_PAGE;
use super::{Action, Caller, FrontDoor, SessionView, UseCaseError, authorise};
use crate::audit::FieldChange;
use crate::delivery::OutgoingMessage;
use crate::id::{InvitationId, SessionId};
use crate::invitation::{Invitation, InvitationState, Origin};
use crate::link::Generation;
use crate::port::{Change, ChangeSet};
use crate::session::{KindWish, Rule, RuleEnd, Schedule, Session, SessionDraft, SessionKind, resolve_forward};
use crate::text::Title;
use crate::version::Version;

/// What is to be different, and what is taken along.
#[derive(Clone, Debug, Default)]
pub struct CloneSession {
    /// Another title; without one the same.
    pub title: Option<Title>,
    /// When it begins; without it at the same time of day, as many whole weeks later as it takes to be in the future.
    pub starts_at: Option<DateTime<Utc>>,
    /// Whether those who are invited now are on the new list.
    pub with_invitations: bool,
    /// Whether they are mailed at once. Otherwise they are when the host resends.
    pub mail: bool,
}

/// Invitations of one commit.
const BATCH: usize = 1_000;

impl FrontDoor {
    /// Makes a new session of an old one, whatever became of that: the same settings, a new link, no people.
    pub async fn clone_session(
        &self,
        caller: &Caller,
        id: SessionId,
        wish: CloneSession,
    ) -> Result<SessionView, UseCaseError> {
        let old = self.session_for(caller, id, Action::EditSession).await?;
        let now = self.now();
        authorise(&caller.subject, Action::Host, None, now)?;
        let host = self.ports.accounts.find(old.host()).await?.ok_or(UseCaseError::NotFound)?;
        let draft = draft_of(&old, &wish, now).map_err(|(field, fault)| UseCaseError::field(field, fault))?;
        check_times(&draft.schedule, draft.door.joinable_until, now)?;
        let new = Session::create(self.mint(SessionId::mint, now), old.host(), draft, now);
        let invitations = if wish.with_invitations { self.list_for(&old, &new, now).await? } else { Vec::new() };

        let mut changes = ChangeSet::of([Change::InsertSession(new.clone())]);
        let object = (Some(new.id()), new.id().as_uuid());
        let fields = [FieldChange::set("of", id), FieldChange::set("invitations", invitations.len())];
        changes.audit.push(self.audit(caller, "session.cloned", object, fields, now));
        for part in invitations.chunks(BATCH) {
            changes.push(Change::InsertInvitations(part.to_vec()));
        }
        if wish.mail {
            let mails = u32::try_from(invitations.len()).unwrap_or(u32::MAX);
            if mails > 0 {
                self.spend(crate::port::Budget::MailsOfHost, old.host().to_string(), mails, now).await?;
            }
            let messages: Vec<OutgoingMessage> = invitations.iter().map(|one| self.mail(&new, one, now)).collect();
            changes.messages.extend(messages);
        }
        self.commit(changes).await?;
        Ok(self.view(new, host.name))
    }

    /// The people who are invited to the old session, invited to the new one.
    async fn list_for(
        &self,
        old: &Session,
        new: &Session,
        now: DateTime<Utc>,
    ) -> Result<Vec<Invitation>, UseCaseError> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = self.ports.invitations.list(old.id(), after, MAX_PAGE).await?;
            after = page.last().map(|listed| listed.invitation.id);
            let full = page.len() >= MAX_PAGE as usize;
            let active = page.into_iter().map(|listed| listed.invitation).filter(Invitation::is_active);
            all.extend(active.map(|invitation| Invitation {
                id: self.mint(InvitationId::mint, now),
                session: new.id(),
                version: Version::FIRST,
                generation: Generation::FIRST,
                state: InvitationState::Active,
                origin: Origin::List,
                created_at: now,
                ..invitation
            }));
            if !full {
                return Ok(all);
            }
        }
    }
}

/// The settings of the old session at another time. A series begins anew, with as many occurrences as it was planned with.
fn draft_of(
    old: &Session,
    wish: &CloneSession,
    now: DateTime<Utc>,
) -> Result<SessionDraft, (&'static str, crate::malformed::Malformed)> {
    let parts = old.parts();
    let (schedule, zone) = (&parts.schedule, parts.schedule.zone());
    let lasts = schedule.ends_at() - schedule.starts_at();
    let (starts_at, days) = match wish.starts_at {
        Some(at) => (at, (at.with_timezone(&zone).date_naive() - schedule.starts().date()).num_days()),
        None => weeks_later(schedule, now),
    };
    let moved = Schedule::from_instants(starts_at, starts_at + lasts, zone)?;
    let (kind, moved) = match parts.kind.wish() {
        // Of an open session the days move, and the hours stay.
        KindWish::Open(hours) => {
            let by = TimeDelta::days(days);
            let planned = hours.schedule(schedule.starts().date() + by, schedule.ends().date() + by, zone)?;
            (SessionKind::Open(hours), planned)
        }
        KindWish::Recurring(rule) => KindWish::Recurring(later(rule, schedule, &moved)).plan(moved)?,
        KindWish::OneTime => (SessionKind::OneTime, moved),
    };
    let mut door = parts.door.clone();
    door.joinable_until = door.joinable_until.map(|until| until + (moved.starts_at() - schedule.starts_at()));
    Ok(SessionDraft {
        title: wish.title.clone().unwrap_or_else(|| parts.title.clone()),
        kind,
        schedule: moved,
        invitation_type: parts.invitation_type,
        door,
        reminders: parts.reminders.clone(),
        room: parts.room.clone(),
        message: parts.message.clone(),
    })
}

/// The same local time, as many whole weeks later as it takes to begin in the future; and that in days.
fn weeks_later(schedule: &Schedule, now: DateTime<Utc>) -> (DateTime<Utc>, i64) {
    let behind = (now - schedule.starts_at()).num_days().max(0) / 7;
    let at = |weeks: i64| resolve_forward(schedule.starts() + TimeDelta::weeks(weeks), schedule.zone());
    // Never at the very time of the old one; and clocks that changed meanwhile may ask for another week.
    let weeks = (behind.max(1)..=behind + 2).find(|weeks| at(*weeks) > now).unwrap_or(behind + 2);
    (at(weeks), weeks * 7)
}

/// A rule that ends on a day ends as much later as the series begins.
fn later(rule: Rule, old: &Schedule, new: &Schedule) -> Rule {
    let by = new.starts() - old.starts();
    let rule = rule.moved(old.starts().date(), new.starts().date());
    match rule.end() {
        RuleEnd::Count(_) => rule,
        RuleEnd::Until(end) => rule.ending(RuleEnd::Until(end + by)),
    }
}

#[cfg(test)]
mod tests;
