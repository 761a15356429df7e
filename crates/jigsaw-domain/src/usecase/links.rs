//! Links as the host handles them: what became of the session link, and showing or renewing one personal link.

use std::sync::atomic::AtomicU32;

use chrono::{DateTime, Utc};

use super::context::event;
use super::invite::origin_now;
use super::{Action, Caller, FrontDoor, InvitedOne, UseCaseError};
use crate::admission::{LinkKind, ParticipantState};
use crate::event::EventKind;
use crate::id::{InvitationId, SessionId};
use crate::invitation::Answers;
use crate::port::{Change, ChangeSet};
use crate::session::LifecycleError;

/// What a host is told about the session link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkState {
    /// Since when the current one works.
    pub works_since: DateTime<Utc>,
    /// When it ends, if before the session.
    pub expires_at: Option<DateTime<Utc>>,
    /// How many people got in by the current one.
    pub came: u32,
}

impl FrontDoor {
    /// Since when the session link works, until when, and how many people came by it.
    pub async fn link_state(&self, caller: &Caller, id: SessionId) -> Result<LinkState, UseCaseError> {
        let session = self.session_for(caller, id, Action::ViewSession).await?;
        let link = session.link();
        let came = self.ports.participants.list(id).await?.into_iter().filter(|person| {
            let got_in = !matches!(person.state, ParticipantState::Waiting { .. } | ParticipantState::Denied);
            got_in && person.via.link == LinkKind::Session && person.via.generation == link.generation
        });
        Ok(LinkState {
            works_since: session.link_works_since(),
            expires_at: link.expires_at,
            came: u32::try_from(came.count()).unwrap_or(u32::MAX),
        })
    }

    /// How many of the people on the list said what about coming.
    pub async fn answers(&self, caller: &Caller, id: SessionId) -> Result<Answers, UseCaseError> {
        self.session_for(caller, id, Action::ViewSession).await?;
        let mut answers = Answers::default();
        for invitation in self.still_invited(id).await? {
            answers += invitation.rsvp;
        }
        Ok(answers)
    }

    /// Makes the personal link of one invitation for showing. Whoever has it comes in that person's place, so that it was
    /// shown is written down.
    pub async fn show_link(
        &self,
        caller: &Caller,
        id: SessionId,
        invitation: InvitationId,
    ) -> Result<InvitedOne, UseCaseError> {
        self.session_for(caller, id, Action::Invite).await?;
        let listed = self.invitation_of(id, invitation).await?;
        if !listed.is_active() {
            return Err(UseCaseError::Contradiction("invitation_revoked"));
        }
        let shown = self.audit(caller, "invitation.link_shown", (Some(id), invitation.as_uuid()), [], self.now());
        self.commit(ChangeSet { audit: vec![shown], ..ChangeSet::default() }).await?;
        Ok(InvitedOne { link: self.personal_link(&listed), invitation: listed, is_new: false })
    }

    /// Renews the personal link of one invitation, and mails the new one if the host wishes. Once this has answered, nobody
    /// is admitted by the old one; whoever came by it stays in.
    pub async fn renew_link(
        &self,
        caller: &Caller,
        id: SessionId,
        invitation: InvitationId,
        tells: bool,
    ) -> Result<InvitedOne, UseCaseError> {
        let paid = AtomicU32::new(0);
        let renewed = self
            .until_settled(|| async {
                let session = self.session_for(caller, id, Action::Invite).await?;
                let now = self.now();
                origin_now(&session, now)?;
                let listed = self.invitation_of(id, invitation).await?;
                if !listed.is_active() {
                    return Err(UseCaseError::Contradiction("invitation_revoked"));
                }
                let next = listed.renewed().ok_or(LifecycleError::LinkWornOut)?;
                self.pay(&session, (usize::from(tells), &paid), now).await?;
                let object = (Some(id), invitation.as_uuid());
                let mut changes = ChangeSet::of([Change::UpdateInvitations(vec![next.clone()])]);
                changes.events.push(event(id, EventKind::InvitationsChanged, now));
                changes.audit.push(self.audit(caller, "invitation.link_renewed", object, [], now));
                if tells {
                    changes.messages.push(self.mail(&session, &next, now));
                    changes.audit.push(self.audit(caller, "invitation.resent", object, [], now));
                }
                self.commit(changes).await?;
                Ok(next)
            })
            .await?;
        // Whoever waits by the old link is told so.
        self.promote_waiting(id).await?;
        Ok(InvitedOne { link: self.personal_link(&renewed), invitation: renewed, is_new: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admission::{Participant, Via};
    use crate::invitation::{Answer, Invitation};
    use crate::link::Generation;
    use crate::port::{ListedInvitation, PortError};
    use crate::session::{Session, SessionState};
    use crate::usecase::testing::*;

    const MIKE: &str = "mike@example.org";

    fn mocks_with(session: &Session, listed: Invitation) -> Mocks {
        let mut mocks = Mocks::new();
        mocks.knows(session);
        mocks.unlimited();
        mocks.invitations.expect_find().returning(move |id| Ok(Some(listed.clone()).filter(|one| one.id == id)));
        mocks.participants.expect_waiting().returning(|_| Ok(Vec::new()));
        mocks
    }

    fn renew(mocks: Mocks, tells: bool) -> Result<InvitedOne, UseCaseError> {
        block_on(mocks.front_door().renew_link(&as_host(), session().id(), invitation(MIKE).id, tells))
    }

    #[test]
    fn a_renewed_link_is_another_one_and_is_mailed_only_if_the_host_wishes() {
        let said = invitation(MIKE).answered(Answer::Accepted, now());
        for tells in [true, false] {
            let mut mocks = mocks_with(&session(), said.clone());
            let written = mocks.commits();
            let renewed = renew(mocks, tells).unwrap();
            assert_eq!(renewed.invitation.generation, Generation::new(4));
            assert_eq!(renewed.invitation.rsvp, said.rsvp, "they have answered already");
            let changes = written.only();
            assert_eq!(changes.messages.len(), usize::from(tells));
            let done = ["invitation.link_renewed", "invitation.resent"];
            assert_eq!(changes.actions(), done[..=usize::from(tells)]);
            assert!(matches!(&changes.changes[0], Change::UpdateInvitations(list) if list[0] == renewed.invitation));
        }
    }

    #[test]
    fn a_conflict_is_renewed_again_once() {
        let mut mocks = mocks_with(&session(), invitation(MIKE));
        let written = mocks.commits_after(vec![PortError::Conflict]);
        renew(mocks, true).unwrap();
        written.only();
    }

    #[test]
    fn what_counts_no_more_is_neither_shown_nor_renewed() {
        let revoked = || mocks_with(&session(), invitation(MIKE).revoked(now()));
        let refused = Err(UseCaseError::Contradiction("invitation_revoked"));
        assert_eq!(renew(revoked(), true).map(drop), refused);
        let shown = block_on(revoked().front_door().show_link(&as_host(), session().id(), invitation(MIKE).id));
        assert_eq!(shown.map(drop), refused);
        let over = session_with(|parts| parts.state = SessionState::Ended { at: now() });
        assert_eq!(renew(mocks_with(&over, invitation(MIKE)), true).map(drop), Err(LifecycleError::Ended.into()));
    }

    #[test]
    fn showing_a_link_is_written_down_and_changes_nothing_else() {
        let mut mocks = mocks_with(&session(), invitation(MIKE));
        let written = mocks.commits();
        let shown = block_on(mocks.front_door().show_link(&as_host(), session().id(), invitation(MIKE).id)).unwrap();
        assert_eq!(shown.link, address().of(&keyring(), invitation(MIKE).current_link()));
        let changes = written.only();
        assert_eq!(changes.actions(), ["invitation.link_shown"]);
        assert!(changes.changes.is_empty() && changes.messages.is_empty() && changes.events.is_empty());
        assert!(!format!("{changes:?}").contains(&keyring().seal(invitation(MIKE).current_link())), "not the link");
    }

    #[test]
    fn those_who_got_in_by_the_current_link_are_counted() {
        let renewed = session_with(|parts| {
            parts.link.generation = Generation::new(1);
            parts.link.renewed_at = Some(minutes(-9));
            parts.link.expires_at = Some(minutes(30));
        });
        let via = |link, generation| Via { link, generation: Generation::new(generation) };
        let person = |address, via| Participant { via, ..participant(address) };
        let current = via(LinkKind::Session, 1);
        let people = vec![
            person("a@example.org", current),
            person("left@example.org", current).moved(ParticipantState::Left, now()),
            person("waits@example.org", current).moved(ParticipantState::Waiting { reasons: Vec::new() }, now()),
            person("before@example.org", via(LinkKind::Session, 0)),
            person("personal@example.org", via(LinkKind::Personal, 1)),
        ];
        let mut mocks = Mocks::new();
        mocks.knows(&renewed);
        mocks.participants.expect_list().returning(move |_| Ok(people.clone()));
        let state = block_on(mocks.front_door().link_state(&as_host(), renewed.id())).unwrap();
        assert_eq!(state, LinkState { works_since: minutes(-9), expires_at: Some(minutes(30)), came: 2 });
    }

    #[test]
    fn answers_of_those_on_the_list_are_counted() {
        let mut mocks = Mocks::new();
        mocks.knows(&session());
        mocks.participants.expect_list().returning(|_| Ok(Vec::new()));
        mocks.invitations.expect_list().returning(|_, _, _| {
            let list = [
                invitation("a@example.org").answered(Answer::Accepted, now()),
                invitation("b@example.org"),
                invitation("c@example.org").answered(Answer::Declined, now()),
                invitation("d@example.org").answered(Answer::Declined, now()).revoked(now()),
            ];
            Ok(list.map(ListedInvitation::unseen).to_vec())
        });
        let answers = block_on(mocks.front_door().answers(&as_host(), session().id())).unwrap();
        assert_eq!(answers, Answers { accepted: 1, tentative: 0, declined: 1, unanswered: 1 });
    }

    #[test]
    fn links_are_the_hosts_alone() {
        let mut mocks = Mocks::new();
        mocks.knows(&session());
        let front_door = mocks.front_door();
        let (id, mike) = (session().id(), invitation(MIKE).id);
        let other = caller(crate::usecase::Subject::Account(account(MIKE)));
        let co_host = Participant { role: crate::invitation::Role::CoHost, ..participant(MIKE) };
        let co_host = by_pass(holder(&co_host, &session()));
        for (caller, error) in [
            (anonymous(), UseCaseError::SignInRequired),
            (other, UseCaseError::NotFound),
            (co_host, UseCaseError::Forbidden),
        ] {
            assert_eq!(block_on(front_door.link_state(&caller, id)).unwrap_err(), error);
            assert_eq!(block_on(front_door.answers(&caller, id)).unwrap_err(), error);
            assert_eq!(block_on(front_door.mail_calendar(&caller, id)).unwrap_err(), error);
            assert_eq!(block_on(front_door.show_link(&caller, id, mike)).map(drop).unwrap_err(), error);
            assert_eq!(block_on(front_door.renew_link(&caller, id, mike, true)).map(drop).unwrap_err(), error);
        }
    }
}
