//! Answering an invitation: will you come? Whoever has the personal link answers, until the session is over.

use chrono::{DateTime, Utc};

use super::context::event;
use super::join::{door_query, presented};
use super::{Caller, FrontDoor, UseCaseError};
use crate::admission::ReasonCode;
use crate::audit::FieldChange;
use crate::event::EventKind;
use crate::invitation::{Answer, Invitation, Rsvp};
use crate::link::Link;
use crate::port::{Budget, Change, ChangeSet, DoorSituation};
use crate::session::Phase;

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// The host sees it.
    Noted(Rsvp),
    /// It is too late, or the link counts no more.
    Refused(ReasonCode),
}

impl FrontDoor {
    /// Notes what the owner of a personal link says about coming; it may be said otherwise later. The door stays as it
    /// is: who declined may still come. A link that is nobody's is `NotFound`.
    pub async fn answer_invitation(
        &self,
        caller: &Caller,
        link: Link,
        answer: Answer,
    ) -> Result<Answered, UseCaseError> {
        let (invitation, _) = self.invited_by(link).await?;
        let key = format!("{}|{}", invitation.session, caller.network.as_str());
        self.spend(Budget::Joins, key, 1, self.now()).await?;
        self.until_settled(|| self.answer_once(caller, link, answer)).await
    }

    /// The invitation of a personal link, with where it leads.
    async fn invited_by(&self, link: Link) -> Result<(Invitation, DoorSituation), UseCaseError> {
        let query = door_query(link, None, None).ok_or(UseCaseError::NotFound)?;
        let situation = self.ports.door.situation(query).await?.ok_or(UseCaseError::NotFound)?;
        let invitation = situation.linked_invitation.clone().ok_or(UseCaseError::NotFound)?;
        Ok((invitation, situation))
    }

    async fn answer_once(&self, caller: &Caller, link: Link, answer: Answer) -> Result<Answered, UseCaseError> {
        let now = self.now();
        let (invitation, situation) = self.invited_by(link).await?;
        if let Some(reason) = refusal(link, &situation, now) {
            return Ok(Answered::Refused(reason));
        }
        let id = invitation.session;
        let before = invitation.rsvp;
        let next = invitation.answered(answer, now);
        let rsvp = next.rsvp.unwrap_or(Rsvp { answer, at: now });
        if before == next.rsvp {
            return Ok(Answered::Noted(rsvp));
        }
        let said = before.map_or("none", |said| said.answer.as_str());
        let fields = FieldChange::between("answer", said, answer.as_str());
        let changes = ChangeSet {
            audit: vec![self.audit(caller, "invitation.answered", (Some(id), next.id.as_uuid()), fields, now)],
            changes: vec![Change::UpdateInvitations(vec![next])],
            events: vec![event(id, EventKind::InvitationsChanged, now)],
            messages: Vec::new(),
        };
        self.commit(changes).await?;
        Ok(Answered::Noted(rsvp))
    }
}

fn refusal(link: Link, situation: &DoorSituation, now: DateTime<Utc>) -> Option<ReasonCode> {
    if presented(link, situation, None).is_revoked() {
        return Some(ReasonCode::LinkRevoked);
    }
    match situation.session.phase(now) {
        Phase::Cancelled => Some(ReasonCode::Cancelled),
        Phase::Ended => Some(ReasonCode::Ended),
        Phase::Scheduled | Phase::Live => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invitation::InvitationState;
    use crate::port::{PortError, Spend};
    use crate::session::{Session, SessionState};
    use crate::usecase::testing::*;

    const MIKE: &str = "mike@example.org";

    #[expect(clippy::unnecessary_wraps, reason = "as the field takes it")]
    fn said(answer: Answer, minute: i64) -> Option<Rsvp> {
        Some(Rsvp { answer, at: minutes(minute) })
    }

    /// At the door of this session, by the link of this invitation.
    fn mocks_at(session: Session, invitation: Invitation) -> Mocks {
        let mut mocks = Mocks::new();
        mocks.unlimited();
        mocks.door.expect_situation().returning(move |query| {
            assert_eq!((query.session, query.invitation), (None, Some(invitation.id)), "by the personal link");
            Ok(Some(DoorSituation { linked_invitation: Some(invitation.clone()), ..situation(session.clone()) }))
        });
        mocks
    }

    fn answer(mocks: Mocks, answer: Answer) -> Result<Answered, UseCaseError> {
        block_on(mocks.front_door().answer_invitation(&anonymous(), invitation(MIKE).current_link(), answer))
    }

    #[test]
    fn an_answer_is_noted_and_the_host_is_told() {
        let mut mocks = mocks_at(session(), invitation(MIKE));
        let written = mocks.commits();
        let noted = said(Answer::Tentative, 0).unwrap();
        assert_eq!(answer(mocks, Answer::Tentative), Ok(Answered::Noted(noted)));
        let changes = written.only();
        let Change::UpdateInvitations(updated) = &changes.changes[0] else { panic!("{changes:?}") };
        assert_eq!(updated[0], Invitation { rsvp: Some(noted), ..invitation(MIKE) });
        assert_eq!(changes.events, [event(session().id(), EventKind::InvitationsChanged, now())]);
        assert_eq!(changes.actions(), ["invitation.answered"]);
        assert!(changes.messages.is_empty(), "nobody's mailbox fills with answers");
    }

    #[test]
    fn the_same_answer_again_writes_nothing_and_another_replaces_it() {
        let declined = Invitation { rsvp: said(Answer::Declined, -5), ..invitation(MIKE) };
        let again = mocks_at(session(), declined.clone());
        assert_eq!(answer(again, Answer::Declined), Ok(Answered::Noted(said(Answer::Declined, -5).unwrap())));

        let mut other = mocks_at(session(), declined);
        let written = other.commits();
        assert_eq!(answer(other, Answer::Accepted), Ok(Answered::Noted(said(Answer::Accepted, 0).unwrap())));
        let row = &written.only().audit[0];
        assert_eq!(row.changes, FieldChange::between("answer", "declined", "accepted").into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn it_is_refused_when_it_is_over_or_the_link_counts_no_more() {
        let at = |state| session_with(|parts| parts.state = state);
        let cancelled = at(SessionState::Cancelled { at: now(), reason: None });
        let ended = at(SessionState::Ended { at: now() });
        let revoked = Invitation { state: InvitationState::Revoked { at: now() }, ..invitation(MIKE) };
        let renewed = invitation(MIKE).renewed().unwrap();
        for (session, invitation, reason) in [
            (cancelled, invitation(MIKE), ReasonCode::Cancelled),
            (ended, invitation(MIKE), ReasonCode::Ended),
            (session(), revoked, ReasonCode::LinkRevoked),
            (session(), renewed, ReasonCode::LinkRevoked),
        ] {
            assert_eq!(answer(mocks_at(session, invitation), Answer::Accepted), Ok(Answered::Refused(reason)));
        }
        let mut live = mocks_at(live_session(), invitation(MIKE));
        live.commits();
        assert!(matches!(answer(live, Answer::Declined), Ok(Answered::Noted(_))), "until the session is over");
    }

    #[test]
    fn a_session_link_is_nobodys_answer() {
        let mut mocks = Mocks::new();
        mocks.door.expect_situation().returning(|_| Ok(Some(situation(session()))));
        let link = session().current_link();
        let answered = block_on(mocks.front_door().answer_invitation(&anonymous(), link, Answer::Accepted));
        assert_eq!(answered, Err(UseCaseError::NotFound));
    }

    #[test]
    fn a_conflict_is_answered_again_and_paid_for_once() {
        let mut mocks = mocks_at(session(), invitation(MIKE));
        mocks.limiter.checkpoint();
        mocks.limiter.expect_spend().once().returning(|budget, _, amount, _| {
            assert_eq!((budget, amount), (Budget::Joins, 1));
            Ok(Spend::Allowed)
        });
        let written = mocks.commits_after(vec![PortError::Conflict]);
        assert!(matches!(answer(mocks, Answer::Accepted), Ok(Answered::Noted(_))));
        written.only();
    }
}
