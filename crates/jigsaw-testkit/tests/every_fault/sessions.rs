//! Creating, reading and changing a session.

use jigsaw_domain::admission::{AccessChange, DecisionSearch, LinkKind, PublicOutcome};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::port::{Change, SessionsOf};
use jigsaw_domain::session::{
    ConflictCode, DoorSettings, InvitationType, Occasion, Session, SessionEdit, SessionState, Tell, WaitingRoom,
};
use jigsaw_domain::text::{HostText, Title};
use jigsaw_domain::usecase::{Coming, ExplainQuery};
use jigsaw_testkit::build::{self, as_host, session};
use jigsaw_testkit::house::House;

use crate::given::{MIKE, comes, invited, state_of};
use crate::run::at_every_call;

#[tokio::test]
async fn create_session_makes_one_and_after_a_lost_answer_a_second_one() {
    at_every_call(
        async |_: &House| (),
        async |door, ()| door.create_session(&as_host(), build::draft()).await,
        async |seen| {
            let sessions = seen.house.store.all_sessions();
            assert!(sessions.iter().any(|one| *one == seen.answer().session));
            // The host sees both and cancels one. With an Idempotency-Key it will be one.
            assert_eq!(sessions.len(), seen.once_more_if_lost());
            assert_eq!(seen.rows("session.created"), sessions.len());
        },
    )
    .await;
}

#[tokio::test]
async fn reading_a_session_changes_nothing() {
    at_every_call(
        async |house: &House| house.add_session(session()).await,
        async |door, it| door.view_session(&as_host(), it.id()).await,
        async |seen| {
            assert_eq!(seen.answer().session, seen.it);
            assert!(!seen.lost && seen.house.store.audit().is_empty());
        },
    )
    .await;
    at_every_call(
        async |house: &House| house.add_session(session()).await,
        async |door, _| door.list_sessions(&as_host(), SessionsOf::All, None, 10).await,
        async |seen| {
            assert_eq!(seen.answer().0.len(), 1);
            assert!(!seen.lost && seen.house.store.audit().is_empty());
        },
    )
    .await;
}

#[tokio::test]
async fn edit_session_changes_it_once_and_lets_in_whoever_may_enter_now() {
    at_every_call(
        async |house: &House| {
            let held = house.add_session(session().live().waiting_room(WaitingRoom::Everyone)).await;
            comes(house, held.current_link(), MIKE).await;
            held
        },
        async |door, it| {
            let title = Some(Title::parse("Week 9").unwrap());
            let edit = SessionEdit { title, door: Some(DoorSettings::default()), ..SessionEdit::default() };
            door.edit_session(&as_host(), it.id(), edit, None).await
        },
        async |seen| {
            assert_eq!(seen.answer().session.title().to_string(), "Week 9");
            assert_eq!(seen.rows("session.edited"), 1, "the second time nothing is left to change");
            assert_eq!(state_of(&seen.house, MIKE), "admitted");
        },
    )
    .await;
}

/// Mike is invited, and the mail has reached him.
async fn mike_was_mailed(house: &House) -> Session {
    let list = house.add_session(session().invitation_list()).await;
    invited(house, &list, MIKE, Role::Attendee).await;
    house.front_door().drain_outbox(10).await.unwrap();
    list
}

/// How often Mike is written to of this kind.
fn written_to_mike(house: &House, kind: &str) -> usize {
    house.store.messages().iter().filter(|(message, _)| message.body.kind() == kind).count()
}

#[tokio::test]
async fn edit_session_tells_each_invitee_once() {
    at_every_call(
        mike_was_mailed,
        async |door, it| {
            let title = Some(Title::parse("Week 9").unwrap());
            door.edit_session(&as_host(), it.id(), SessionEdit { title, ..SessionEdit::default() }, None).await
        },
        async |seen| {
            seen.answer();
            assert_eq!(written_to_mike(&seen.house, "change"), 1);
        },
    )
    .await;
}

#[tokio::test]
async fn cancel_session_and_revoke_tell_each_invitee_once() {
    at_every_call(
        mike_was_mailed,
        async |door, it| door.cancel_session(&as_host(), it.id(), None, Tell::Invitees).await,
        async |seen| {
            seen.answer();
            assert_eq!(written_to_mike(&seen.house, "cancellation"), 1);
        },
    )
    .await;
    at_every_call(
        async |house: &House| {
            let list = mike_was_mailed(house).await;
            let invitation = house.store.all_invitations().remove(0);
            (list, invitation)
        },
        async |door, it| door.revoke(&as_host(), it.0.id(), it.1.id).await,
        async |seen| {
            seen.answer();
            assert_eq!(written_to_mike(&seen.house, "cancellation"), 1);
        },
    )
    .await;
}

#[tokio::test]
async fn count_told_counts_and_writes_nothing() {
    at_every_call(
        mike_was_mailed,
        async |door, it| door.count_told(&as_host(), it.id()).await,
        async |seen| {
            assert_eq!(*seen.answer(), 1);
            assert!(!seen.lost);
        },
    )
    .await;
}

#[tokio::test]
async fn rotate_link_ends_the_old_link_and_after_a_lost_answer_the_one_between_too() {
    at_every_call(
        async |house: &House| {
            let held = house.add_session(session().live().waiting_room(WaitingRoom::Everyone)).await;
            comes(house, held.current_link(), MIKE).await;
            held
        },
        async |door, it| door.rotate_link(&as_host(), it.id(), Tell::Nobody).await,
        async |seen| {
            let now = &seen.answer().session;
            let renewed = usize::from(now.link().generation.get() - seen.it.link().generation.get());
            assert_eq!(renewed, seen.once_more_if_lost(), "nobody has seen the link between");
            let old = build::join_request(seen.it.current_link(), "new@example.org");
            let refused = seen.house.front_door().join(&old).await.unwrap();
            assert_eq!(refused.decision.outcome, PublicOutcome::Refused);
            assert_eq!(state_of(&seen.house, MIKE), "waiting", "and is told that the link counts no more");
        },
    )
    .await;
}

#[tokio::test]
async fn cancel_session_calls_it_off_once() {
    at_every_call(
        async |house: &House| house.add_session(session()).await,
        async |door, it| {
            let reason = Some(HostText::parse("Ill").unwrap());
            door.cancel_session(&as_host(), it.id(), reason, Tell::Invitees).await
        },
        async |seen| {
            assert!(matches!(seen.answer().session.state(), SessionState::Cancelled { reason: Some(_), .. }));
            assert_eq!(seen.rows("session.cancelled"), 1);
        },
    )
    .await;
}

#[tokio::test]
async fn preview_edit_and_conflicts_tell_and_write_nothing() {
    at_every_call(
        async |house: &House| {
            let open = house.add_session(session().live().capacity(5)).await;
            comes(house, open.current_link(), MIKE).await;
            open
        },
        async |door, it| {
            let invitation_type = Some(InvitationType::InvitationList);
            let edit = SessionEdit { invitation_type, ..SessionEdit::default() };
            door.preview_edit(&as_host(), it.id(), edit).await
        },
        async |seen| {
            let shut_out = seen.answer().of(AccessChange::ShutOut).unwrap();
            assert_eq!((shut_out.count, shut_out.people[0].email.as_typed()), (1, MIKE));
            assert!(!seen.lost);
            assert_eq!(seen.rows("session.edited"), 0);
        },
    )
    .await;
    at_every_call(
        async |house: &House| house.add_session(session().invitation_list()).await,
        async |door, it| door.conflicts(&as_host(), it.id(), Occasion::Looking).await,
        async |seen| {
            assert_eq!(seen.answer()[0].code, ConflictCode::ListEmpty);
            assert!(!seen.lost);
        },
    )
    .await;
}

#[tokio::test]
async fn explain_and_decisions_tell_and_write_nothing() {
    at_every_call(
        async |house: &House| house.add_session(session().live()).await,
        async |door, it| {
            let email = build::email(MIKE);
            let query =
                ExplainQuery { session: it.id(), email, at: None, link: LinkKind::Personal, coming: Coming::default() };
            door.explain(&as_host(), &query).await
        },
        async |seen| {
            assert!(seen.answer().satisfied.admits());
            assert!(!seen.lost && seen.house.store.decision_records().is_empty());
        },
    )
    .await;
    at_every_call(
        async |house: &House| {
            let live = house.add_session(session().live()).await;
            comes(house, live.current_link(), MIKE).await;
            live
        },
        async |door, it| door.decisions(&as_host(), it.id(), None, 10).await,
        async |seen| {
            assert_eq!(seen.answer().len(), 1);
            assert!(!seen.lost);
        },
    )
    .await;
    at_every_call(
        async |house: &House| {
            let live = house.add_session(session().live()).await;
            comes(house, live.current_link(), MIKE).await;
            live
        },
        async |door, it| {
            let wanted = DecisionSearch { address: Some(MIKE.to_owned()), ..DecisionSearch::default() };
            door.search_decisions(&as_host(), it.id(), wanted, (None, 10)).await
        },
        async |seen| {
            assert_eq!(seen.answer().len(), 1);
            assert!(!seen.lost);
        },
    )
    .await;
    at_every_call(
        async |house: &House| {
            let live = house.add_session(session().live()).await;
            house.write([Change::InsertInvitations(vec![build::invitation(&live, MIKE)])]).await;
            live
        },
        async |door, it| door.link_uses(&as_host(), it.id(), None, 10).await,
        async |seen| {
            assert_eq!((seen.answer().len(), seen.answer()[0].times), (1, 0));
            assert!(!seen.lost);
        },
    )
    .await;
}
