//! The simulator: who would get in, and why. And what was decided before.

use chrono::{DateTime, Utc};

use super::join::{door_query, presented, relation};
use super::list_sessions::MAX_PAGE;
use super::{Action, Caller, FrontDoor, UseCaseError};
use crate::account::Account;
use crate::admission::{
    Decision, DecisionRecord, DecisionSearch, Doorstep, Evidence, LinkKind, LinkUse, Pass, PersonFact, PublicDecision,
    Relation, Visitor,
};
use crate::email_address::EmailAddress;
use crate::id::{DecisionId, InvitationId, SessionId};
use crate::link::{Generation, Link};
use crate::port::DoorSituation;
use crate::session::Session;

/// A question to the simulator.
#[derive(Clone, Debug)]
pub struct ExplainQuery {
    /// Which session.
    pub session: SessionId,
    /// Who comes.
    pub email: EmailAddress,
    /// When; `None` is now. Everything else is taken as it is stored now.
    pub at: Option<DateTime<Utc>>,
    /// By which link.
    pub link: LinkKind,
    /// How they come.
    pub coming: Coming,
}

/// How someone comes, beside their link. Unless told: on a new device that is signed in to nothing, by the link that counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coming {
    /// Signed in to the account with the address; nothing where there is none.
    pub signed_in: bool,
    /// With the device they were last there with; nothing where there is none.
    pub same_device: bool,
    /// By the link as it was before it was last renewed; the current one where it never was.
    pub old_link: bool,
}

/// The simulator's answer, by the very rules that joining is decided by.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// On the bare address, nothing else given.
    pub decision: Decision,
    /// What the guest would be shown of that.
    pub public: PublicDecision,
    /// On the same person once they have given, honestly, everything they are asked for.
    pub satisfied: Decision,
    /// What the guest would be shown of that.
    pub satisfied_public: PublicDecision,
    /// What they gave on the way, in order.
    pub given: Vec<Evidence>,
    /// What the address is to the session.
    pub relation: Relation,
    /// The link that was judged. An address that was never invited has no personal link: it is judged by the session link.
    pub link: LinkKind,
    /// The moment that was judged.
    pub at: DateTime<Utc>,
}

impl FrontDoor {
    /// Tells what would be decided on someone, rule by rule. Writes nothing and spends nothing.
    pub async fn explain(&self, caller: &Caller, query: &ExplainQuery) -> Result<Explanation, UseCaseError> {
        let session = self.session_for(caller, query.session, Action::ViewDecisions).await?;
        let (link, kind) = self.link_for(&session, query).await?;
        let door = door_query(link, Some(&query.email), None).ok_or(UseCaseError::NotFound)?;
        let situation = self.ports.door.situation(door).await?.ok_or(UseCaseError::NotFound)?;
        let at = query.at.unwrap_or_else(|| self.now());
        let doorstep = Doorstep {
            policy: self.policies.of(situation.session.invitation_type()),
            session: &situation.session,
            now: at,
            hide_accounts: self.settings.hide_existence,
            seats_taken: situation.seats_taken,
        };
        let visitor = visitor(&situation, (query, link), at);
        let rehearsed = doorstep.rehearse(&visitor);
        Ok(Explanation {
            decision: rehearsed.bare.decision,
            public: rehearsed.bare.public,
            satisfied: rehearsed.satisfied.decision,
            satisfied_public: rehearsed.satisfied.public,
            given: rehearsed.given,
            relation: visitor.relation,
            link: kind,
            at,
        })
    }

    async fn link_for(&self, session: &Session, query: &ExplainQuery) -> Result<(Link, LinkKind), UseCaseError> {
        let (link, kind) = match query.link {
            LinkKind::Session => (session.current_link(), LinkKind::Session),
            LinkKind::Personal => {
                let key = query.email.key().clone();
                let listed = self.ports.invitations.find_by_emails(session.id(), vec![key]).await?;
                match listed.first() {
                    Some(invitation) => (invitation.current_link(), LinkKind::Personal),
                    None => (session.current_link(), LinkKind::Session),
                }
            }
        };
        let older = Generation::new(link.generation.get().saturating_sub(1));
        Ok((if query.coming.old_link { Link { generation: older, ..link } } else { link }, kind))
    }

    /// What was decided at a session's door, newest first.
    pub async fn decisions(
        &self,
        caller: &Caller,
        session: SessionId,
        before: Option<DecisionId>,
        limit: u32,
    ) -> Result<Vec<DecisionRecord>, UseCaseError> {
        self.session_for(caller, session, Action::ViewDecisions).await?;
        Ok(self.ports.decisions.list(session, before, limit.clamp(1, MAX_PAGE)).await?)
    }

    /// The same of those that fit.
    pub async fn search_decisions(
        &self,
        caller: &Caller,
        session: SessionId,
        wanted: DecisionSearch,
        (before, limit): (Option<DecisionId>, u32),
    ) -> Result<Vec<DecisionRecord>, UseCaseError> {
        self.session_for(caller, session, Action::ViewDecisions).await?;
        Ok(self.ports.decisions.search(session, wanted, before, limit.clamp(1, MAX_PAGE)).await?)
    }

    /// What became of a session's personal links: never opened, or how often, from how many networks, when. Oldest
    /// invitation first.
    pub async fn link_uses(
        &self,
        caller: &Caller,
        session: SessionId,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Vec<LinkUse>, UseCaseError> {
        self.session_for(caller, session, Action::ViewDecisions).await?;
        Ok(self.ports.decisions.link_uses(session, after, limit.clamp(1, MAX_PAGE)).await?)
    }
}

/// The person of a question, as far as they are stored.
fn visitor<'a>(situation: &DoorSituation, (query, link): (&'a ExplainQuery, Link), at: DateTime<Utc>) -> Visitor<'a> {
    let has_account = situation.account.as_ref().is_some_and(Account::is_usable);
    let last = situation.passes.iter().max_by_key(|pass| (pass.seen_at, pass.id));
    let own = last.filter(|_| query.coming.same_device);
    let holds_the_place =
        |pass: &Pass| pass.link == LinkKind::Personal && own.is_none_or(|own| own.id != pass.id) && pass.is_present(at);
    let elsewhere = situation.passes.iter().any(holds_the_place);
    let listed = situation.invitation.as_ref().filter(|invitation| invitation.is_active());
    Visitor {
        email: &query.email,
        relation: relation(situation, Some(&query.email)),
        link: presented(link, situation, Some(&query.email)),
        has_account,
        signed_in: query.coming.signed_in && has_account,
        person: situation.participant.as_ref().map_or(PersonFact::NEW, |known| known.fact(own, elsewhere)),
        is_named: listed.is_some_and(|invitation| invitation.name().is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admission::{Outcome, ParticipantState, PublicOutcome, ReasonCode, RecordedFinding, RuleId, Verdict};
    use crate::invitation::{InvitationState, Role};
    use crate::port::{Change, DoorQuery, DoorSituation};
    use crate::session::{InvitationType, SessionParts, WaitingRoom};
    use crate::usecase::testing::*;
    use crate::usecase::{JoinEvidence, JoinRequest};

    fn query(address: &str, link: LinkKind) -> ExplainQuery {
        ExplainQuery { session: session().id(), email: email(address), at: None, link, coming: Coming::default() }
    }

    fn mocks_at(situation: DoorSituation) -> Mocks {
        let mut mocks = Mocks::new();
        let session = situation.session.clone();
        mocks.sessions.expect_find().returning(move |_| Ok(Some(session.clone())));
        let listed: Vec<_> = situation.invitation.clone().into_iter().collect();
        mocks.invitations.expect_find_by_emails().returning(move |_, _| Ok(listed.clone()));
        mocks.door.expect_situation().returning(move |query: DoorQuery| {
            let linked_invitation = situation.invitation.clone().filter(|_| query.invitation.is_some());
            Ok(Some(DoorSituation { linked_invitation, ..situation.clone() }))
        });
        mocks
    }

    /// Nothing but reading is expected: a write, a hash or a spent budget would fail the test.
    fn explained(situation: DoorSituation, link: LinkKind) -> Explanation {
        block_on(mocks_at(situation).front_door().explain(&as_host(), &query("mike@example.org", link))).unwrap()
    }

    fn open(invitation_type: InvitationType) -> Session {
        let live = live_session();
        session_with(|parts| *parts = SessionParts { invitation_type, ..live.parts().clone() })
    }

    fn listed(situation: DoorSituation, role: Role) -> DoorSituation {
        let invitation = crate::invitation::Invitation { role, ..invitation("mike@example.org") };
        DoorSituation { invitation: Some(invitation), ..situation }
    }

    fn codes(public: &PublicDecision) -> Vec<ReasonCode> {
        public.reasons.iter().map(|reason| reason.code).collect()
    }

    #[test]
    fn a_stranger_with_the_link_gives_a_name() {
        let answer = explained(situation(open(InvitationType::LinkPasswordNotRequested)), LinkKind::Session);
        assert_eq!(answer.public.needs, [Evidence::Name]);
        assert_eq!(answer.satisfied.outcome(), &Outcome::Admit(Role::Attendee));
        assert_eq!(answer.satisfied_public.outcome, PublicOutcome::Admitted);
        assert_eq!((answer.relation, answer.link, answer.at), (Relation::Stranger, LinkKind::Session, now()));
    }

    #[test]
    fn where_passwords_are_asked_the_known_give_theirs_and_the_new_make_a_profile() {
        let new = situation(open(InvitationType::LinkPasswordRequested));
        let known = DoorSituation { account: Some(account("mike@example.org")), ..new.clone() };
        for (situation, asked) in [(new, Evidence::Account), (known, Evidence::Password)] {
            let answer = explained(situation, LinkKind::Session);
            assert_eq!(answer.public.needs, [asked]);
            assert!(answer.satisfied.admits(), "{:#?}", answer.satisfied);
        }
    }

    #[test]
    fn where_accounts_are_hidden_both_get_in_their_own_way() {
        let new = situation(open(InvitationType::LinkPasswordRequested));
        let known = DoorSituation { account: Some(account("mike@example.org")), ..new.clone() };
        for situation in [new, known] {
            let mut mocks = mocks_at(situation);
            mocks.settings.hide_existence = true;
            let asked = query("mike@example.org", LinkKind::Session);
            let answer = block_on(mocks.front_door().explain(&as_host(), &asked)).unwrap();
            assert_eq!(answer.public.needs, [Evidence::Password, Evidence::Account]);
            assert!(answer.satisfied.admits(), "{:#?}", answer.satisfied);
        }
    }

    #[test]
    fn on_a_list_the_host_sees_what_the_guest_does_not() {
        let door = situation(open(InvitationType::InvitationList));
        let unlisted = explained(door.clone(), LinkKind::Session);
        assert_eq!(unlisted.decision.outcome(), &Outcome::Refuse);
        assert_eq!(unlisted.decision.reasons()[0].code, ReasonCode::NotOnList);
        assert_eq!(unlisted.public.needs, [Evidence::Code]);
        assert_eq!(unlisted.satisfied, unlisted.decision, "no code is mailed to them that they could give");

        let invited = explained(listed(door, Role::Presenter), LinkKind::Session);
        assert_eq!(invited.public, unlisted.public, "the same page");
        assert_eq!(invited.satisfied.outcome(), &Outcome::Admit(Role::Presenter));
    }

    #[test]
    fn a_personal_link_needs_no_code() {
        let door = listed(situation(open(InvitationType::InvitationList)), Role::Attendee);
        let answer = explained(door, LinkKind::Personal);
        assert_eq!(answer.public.needs, [Evidence::Name]);
        assert!(answer.satisfied.admits());
        assert_eq!(answer.link, LinkKind::Personal);
    }

    #[test]
    fn a_personal_link_that_was_taken_back_says_so_and_one_that_never_was_is_the_session_link() {
        let door = situation(open(InvitationType::InvitationList));
        let mut revoked = listed(door.clone(), Role::Attendee);
        revoked.invitation.as_mut().unwrap().state = InvitationState::Revoked { at: now() };
        let answer = explained(revoked, LinkKind::Personal);
        assert!(codes(&answer.public).contains(&ReasonCode::LinkRevoked));

        assert_eq!(explained(door, LinkKind::Personal).link, LinkKind::Session);
    }

    #[test]
    fn a_banned_guest_is_told_once_the_mailbox_is_proved() {
        let mut door = listed(situation(open(InvitationType::InvitationList)), Role::Attendee);
        let person = participant("mike@example.org");
        door.participant = Some(person.moved(ParticipantState::Removed { reason: None, banned: true }, now()));
        let answer = explained(door, LinkKind::Session);
        assert_eq!(answer.public.needs, [Evidence::Code]);
        assert_eq!(codes(&answer.satisfied_public), [ReasonCode::Removed]);
    }

    #[test]
    fn a_place_on_another_device_is_taken_over() {
        let mut door = listed(situation(open(InvitationType::InvitationList)), Role::Attendee);
        let person = participant("mike@example.org");
        door.passes = vec![crate::admission::Pass { link: LinkKind::Personal, ..pass(&person) }];
        door.participant = Some(person);
        let answer = explained(door, LinkKind::Personal);
        assert!(answer.public.needs.contains(&Evidence::Seat));
        assert!(answer.satisfied.admits(), "{:#?}", answer.satisfied);
    }

    #[test]
    fn another_moment_may_be_asked_for() {
        let at = |minute| {
            let asked = ExplainQuery { at: Some(minutes(minute)), ..query("mike@example.org", LinkKind::Session) };
            block_on(mocks_at(situation(session())).front_door().explain(&as_host(), &asked)).unwrap()
        };
        assert_eq!(codes(&at(49).satisfied_public), [ReasonCode::TooEarly]);
        assert_eq!(codes(&at(50).satisfied_public), [ReasonCode::WaitingForHost]);
        assert!(codes(&at(120).satisfied_public).contains(&ReasonCode::Ended));
    }

    /// The simulator and the real join come to the same findings, rule by rule.
    #[test]
    fn joining_decides_what_was_explained() {
        let held = session_with(|parts| parts.door.waiting_room = WaitingRoom::Everyone);
        let doors = [held, open(InvitationType::InvitationList), open(InvitationType::LinkPasswordRequested)];
        for door in doors.map(situation) {
            for situation in [door.clone(), listed(door, Role::CoHost)] {
                let explained = explained(situation.clone(), LinkKind::Session);
                let link = situation.session.current_link();
                let mut mocks = mocks_at(situation);
                mocks.unlimited();
                let written = mocks.commits();
                let request = JoinRequest {
                    link,
                    evidence: JoinEvidence { email: Some(email("mike@example.org")), ..JoinEvidence::default() },
                    signed_in: None,
                    pass: None,
                    network: as_host().network,
                    correlation: as_host().correlation,
                };
                let answer = block_on(mocks.front_door().join(&request)).unwrap();
                assert_eq!(answer.decision, explained.public);
                let recorded = written.only().changes.into_iter().find_map(|change| match change {
                    Change::RecordDecision(record) => Some(record.findings),
                    _ => None,
                });
                assert_eq!(recorded, Some(RecordedFinding::all_of(&explained.decision)));
            }
        }
    }

    #[test]
    fn every_rule_is_told() {
        let answer = explained(situation(open(InvitationType::InvitationList)), LinkKind::Session);
        let said = |rule| answer.decision.findings().iter().find(|finding| finding.rule == RuleId::new(rule)).unwrap();
        assert!(matches!(said("list_membership").verdict, Verdict::Deny(_)));
        assert!(matches!(said("capacity").verdict, Verdict::Abstain));
    }

    #[test]
    fn only_the_host_asks() {
        let stranger = caller(crate::usecase::Subject::Account(account("mike@example.org")));
        for (caller, error) in [(anonymous(), UseCaseError::SignInRequired), (stranger, UseCaseError::NotFound)] {
            let front_door = mocks_at(situation(session())).front_door();
            let asked = query("mike@example.org", LinkKind::Session);
            assert_eq!(block_on(front_door.explain(&caller, &asked)).unwrap_err(), error);
            assert_eq!(block_on(front_door.decisions(&caller, session().id(), None, 10)).unwrap_err(), error);
            let all = DecisionSearch::default();
            let found = block_on(front_door.search_decisions(&caller, session().id(), all, (None, 10)));
            assert_eq!(found.unwrap_err(), error);
            assert_eq!(block_on(front_door.link_uses(&caller, session().id(), None, 10)).unwrap_err(), error);
        }
    }

    #[test]
    fn pages_of_decisions_are_bounded() {
        let mut mocks = mocks_at(situation(session()));
        mocks.decisions.expect_list().withf(|_, _, limit| *limit == MAX_PAGE).returning(|_, _, _| Ok(Vec::new()));
        assert!(block_on(mocks.front_door().decisions(&as_host(), session().id(), None, u32::MAX)).unwrap().is_empty());
    }

    #[test]
    fn the_person_comes_on_a_new_device() {
        let mut mocks = mocks_at(situation(session()));
        mocks.door.checkpoint();
        mocks.door.expect_situation().once().returning(|query| {
            assert_eq!((query.session, query.pass), (Some(session().id()), None));
            Ok(Some(situation(session())))
        });
        let asked = query("mike@example.org", LinkKind::Session);
        block_on(mocks.front_door().explain(&as_host(), &asked)).unwrap();
    }
}
