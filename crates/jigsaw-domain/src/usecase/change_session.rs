//! Creating a session and changing what it is.

use std::sync::atomic::AtomicU32;

use super::context::event;
use super::{Action, Caller, FrontDoor, UseCaseError, authorise};
use crate::audit::FieldChange;
use crate::event::EventKind;
use crate::id::SessionId;
use crate::malformed::Malformed;
use crate::port::{Change, ChangeSet};
use crate::session::{
    Room, Schedule, Scope, Session, SessionDraft, SessionEdit, SessionKind, SessionParts, SessionState, Tell, day_word,
};
use crate::text::{HostText, PersonName};
use chrono::{DateTime, Utc};

/// What a host gives to create a session.
pub type CreateSession = SessionDraft;

/// A session as its host sees it.
#[derive(Clone, Debug)]
pub struct SessionView {
    /// The session.
    pub session: Session,
    /// The host's name.
    pub host_name: PersonName,
    /// The address of the session link, made for showing.
    pub link: String,
}

impl FrontDoor {
    /// Creates a session owned by the caller.
    pub async fn create_session(&self, caller: &Caller, draft: CreateSession) -> Result<SessionView, UseCaseError> {
        let now = self.now();
        authorise(&caller.subject, Action::Host, None, now)?;
        let host = caller.subject.account().ok_or(UseCaseError::SignInRequired)?;
        draft.check().map_err(|(field, fault)| UseCaseError::field(field, fault))?;
        check_times(&draft.schedule, draft.door.joinable_until, now)?;
        let session = Session::create(self.mint(SessionId::mint, now), host.id, draft, now);
        let fields = [
            FieldChange::set("title", session.title()),
            FieldChange::set("invitation_type", session.invitation_type().as_str()),
            FieldChange::set("starts_at", session.schedule().starts_at().to_rfc3339()),
        ];
        let mut changes = ChangeSet::of([Change::InsertSession(session.clone())]);
        let object = (Some(session.id()), session.id().as_uuid());
        changes.audit.push(self.audit(caller, "session.created", object, fields, now));
        self.commit(changes).await?;
        Ok(self.view(session, host.name.clone()))
    }

    /// A session of the caller's.
    pub async fn view_session(&self, caller: &Caller, id: SessionId) -> Result<SessionView, UseCaseError> {
        let session = self.session_for(caller, id, Action::ViewSession).await?;
        let host = self.ports.accounts.find(session.host()).await?.ok_or(UseCaseError::NotFound)?;
        Ok(self.view(session, host.name))
    }

    /// Changes settings, the invitation type included; the list, the link and the people inside stay. Whoever waited and
    /// may now enter does. `if_version` refuses when somebody else changed the session meanwhile.
    pub async fn edit_session(
        &self,
        caller: &Caller,
        id: SessionId,
        edit: SessionEdit,
        if_version: Option<crate::version::Version>,
    ) -> Result<SessionView, UseCaseError> {
        let now = self.now();
        self.change_session_as(
            caller,
            id,
            (Action::EditSession, "session.edited", EventKind::SessionChanged),
            |session| {
                if if_version.is_some_and(|version| version != session.version()) {
                    return Err(UseCaseError::Contradiction("version_moved"));
                }
                edited(session, edit.clone(), now)
            },
        )
        .await?;
        self.promote_waiting(id).await?;
        self.view_session(caller, id).await
    }

    /// Renews the session link. Once this has answered, no join by the old link is admitted.
    pub async fn rotate_link(&self, caller: &Caller, id: SessionId, tell: Tell) -> Result<SessionView, UseCaseError> {
        let now = self.now();
        let what = (Action::EditSession, "session.link_rotated", EventKind::SessionChanged);
        self.change_session_as(caller, id, what, |session| Ok(session.rotate_link(tell, now)?)).await?;
        // Whoever waits by the old link is told so.
        self.promote_waiting(id).await?;
        self.view_session(caller, id).await
    }

    /// Calls the session off.
    pub async fn cancel_session(
        &self,
        caller: &Caller,
        id: SessionId,
        reason: Option<HostText>,
        tell: Tell,
    ) -> Result<SessionView, UseCaseError> {
        let now = self.now();
        let what = (Action::EditSession, "session.cancelled", EventKind::SessionCancelled);
        self.change_session_as(caller, id, what, |session| Ok(session.cancel(reason.clone(), tell, now)?)).await?;
        self.view_session(caller, id).await
    }

    /// Calls off one occurrence of a series, or one and all that follow. Those who waited for it wait no longer.
    pub async fn cancel_occurrence(
        &self,
        caller: &Caller,
        id: SessionId,
        (scope, reason): (Scope, Option<HostText>),
        tell: Tell,
    ) -> Result<SessionView, UseCaseError> {
        let paid = AtomicU32::new(0);
        self.until_settled(|| async {
            let session = self.session_for(caller, id, Action::EditSession).await?;
            let now = self.now();
            let next = session.clone().cancel_part(scope, reason.clone(), tell, now)?;
            if next == session {
                return Ok(());
            }
            let kind = match next.state() {
                SessionState::Cancelled { .. } => EventKind::SessionCancelled,
                _ => EventKind::SessionChanged,
            };
            let mut changes = ChangeSet::of([Change::UpdateSession(next.clone())]);
            changes.messages = self.announcements((&session, &next), &paid, now).await?;
            changes.events.push(event(id, kind, now));
            let object = (Some(id), id.as_uuid());
            let fields = differences(&session, &next);
            let row = self.audit(caller, "session.occurrence_cancelled", object, fields, now);
            changes.audit.push(row.clone());
            if kind == EventKind::SessionChanged && next.schedule() != session.schedule() {
                self.see_everyone_off(id, &row, &mut changes).await?;
            }
            self.commit(changes).await
        })
        .await?;
        self.view_session(caller, id).await
    }

    /// Loads, authorises, changes and commits a session, guarded by its version; with it the mails to those whom it
    /// concerns. A change that changes nothing writes nothing.
    pub(super) async fn change_session_as(
        &self,
        caller: &Caller,
        id: SessionId,
        (action, name, kind): (Action, &'static str, EventKind),
        change: impl Fn(Session) -> Result<Session, UseCaseError> + Sync,
    ) -> Result<Session, UseCaseError> {
        let paid = AtomicU32::new(0);
        self.until_settled(|| async {
            let session = self.session_for(caller, id, action).await?;
            let next = change(session.clone())?;
            if next == session {
                return Ok(session);
            }
            let now = self.now();
            let messages = self.announcements((&session, &next), &paid, now).await?;
            let changes = ChangeSet {
                changes: vec![Change::UpdateSession(next.clone())],
                events: vec![event(id, kind, now)],
                messages,
                audit: vec![self.audit(caller, name, (Some(id), id.as_uuid()), differences(&session, &next), now)],
            };
            self.commit(changes).await?;
            Ok(next.committed())
        })
        .await
    }

    pub(super) fn view(&self, session: Session, host_name: PersonName) -> SessionView {
        let link = self.address.of(&self.keyring, session.current_link());
        SessionView { session, host_name, link }
    }
}

/// The session with other settings, checked as far as they changed.
pub(super) fn edited(session: Session, edit: SessionEdit, now: DateTime<Utc>) -> Result<Session, UseCaseError> {
    let (was, until) = (session.schedule().clone(), session.door().joinable_until);
    let edited = session.edit(edit, now)?;
    if *edited.schedule() != was {
        check_times(edited.schedule(), edited.door().joinable_until, now)?;
    } else if edited.door().joinable_until != until {
        check_joinable(edited.schedule(), edited.door().joinable_until)?;
    }
    Ok(edited)
}

/// A session to come, or one under way, is fine; one that is over already is a slip of the pen.
pub(super) fn check_times(
    schedule: &Schedule,
    joinable_until: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    if schedule.ends_at() <= now {
        return Err(UseCaseError::field("ends_at", Malformed::InThePast));
    }
    check_joinable(schedule, joinable_until)
}

/// A door that closes before it opens is another slip.
fn check_joinable(schedule: &Schedule, joinable_until: Option<DateTime<Utc>>) -> Result<(), UseCaseError> {
    if joinable_until.is_some_and(|until| until <= schedule.starts_at()) {
        return Err(UseCaseError::field("joinable_until", Malformed::EndsBeforeStart));
    }
    Ok(())
}

/// What an audit row tells of a changed session.
pub(super) fn differences(before: &Session, after: &Session) -> Vec<FieldChange> {
    let (a, b) = (before.parts(), after.parts());
    let text = |read: fn(&SessionParts) -> String, field| FieldChange::between(field, read(a), read(b));
    [
        text(|s| s.title.to_string(), "title"),
        text(|s| kind(&s.kind), "kind"),
        text(|s| s.schedule.starts_at().to_rfc3339(), "starts_at"),
        text(|s| s.schedule.ends_at().to_rfc3339(), "ends_at"),
        text(|s| s.schedule.zone().name().to_owned(), "time_zone"),
        text(|s| s.invitation_type.as_str().to_owned(), "invitation_type"),
        text(|s| format!("{:?}", s.door), "door"),
        text(|s| s.link.generation.get().to_string(), "link_generation"),
        text(|s| format!("{:?}", s.link.expires_at), "link_expires_at"),
        text(|s| format!("{:?}", s.lock), "lock"),
        text(|s| format!("{:?}", s.state), "state"),
        text(|s| format!("{:?}", s.reminders), "reminders"),
        text(|s| s.message.as_ref().map(HostText::to_string).unwrap_or_default(), "message"),
        text(|s| room(&s.room), "room"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A kind in a few words; what a series has seen of itself is no change that anybody made.
fn kind(kind: &SessionKind) -> String {
    match kind {
        SessionKind::OneTime => kind.as_str().to_owned(),
        SessionKind::Open(hours) => {
            let days: Vec<&str> = hours.days().iter().copied().map(day_word).collect();
            format!("{} {}–{} {}", kind.as_str(), hours.opens(), hours.closes(), days.join(","))
        }
        SessionKind::Recurring(series) => {
            let first = series.first.starts;
            format!("{} {} from {first}, {} exceptions", kind.as_str(), series.rule, series.exceptions.len())
        }
    }
}

fn room(room: &Room) -> String {
    match room {
        Room::Builtin => room.kind().to_owned(),
        Room::Url(url) => url.clone(),
    }
}

#[cfg(test)]
mod tests;
