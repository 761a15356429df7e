//! Inviting, taking back, mailing again.

use jigsaw_domain::delivery::{MessageBody, Priority};
use jigsaw_domain::invitation::{AddressList, ListSearch, Role};
use jigsaw_domain::session::Session;
use jigsaw_domain::usecase::{FaultyRows, ListChange, Selection};
use jigsaw_testkit::build::{as_host, session};
use jigsaw_testkit::house::House;

use crate::given::{MIKE, NORA, comes, invited, row, state_of};
use crate::run::{Seen, at_every_call};

fn mails<W, A>(seen: &Seen<W, A>) -> usize {
    let is_invitation = |body: &MessageBody| matches!(body, MessageBody::Invitation { .. });
    seen.house.store.messages().iter().filter(|(message, _)| is_invitation(&message.body)).count()
}

async fn listed(house: &House) -> Session {
    house.add_session(session().invitation_list()).await
}

#[tokio::test]
async fn invite_lists_and_mails_everyone_once() {
    at_every_call(
        listed,
        async |door, it| {
            let rows = vec![row(MIKE, None), row(NORA, Some(Role::Captioner))];
            door.invite(&as_host(), it.id(), rows).await
        },
        async |seen| {
            // The list itself is the key: the second time both are listed already, and the links are the same.
            assert_eq!(seen.answer().invitations.len(), 2);
            assert_eq!(seen.answer().invitations.iter().all(|one| one.is_new), !seen.lost);
            assert_eq!((seen.house.store.all_invitations().len(), mails(&seen)), (2, 2));
        },
    )
    .await;
}

#[tokio::test]
async fn invite_live_calls_once_and_lets_in_whoever_knocked() {
    at_every_call(
        async |house: &House| {
            let live = house.add_session(session().invitation_list().live()).await;
            let mut request = jigsaw_testkit::build::join_request(live.current_link(), MIKE);
            request.evidence.knock = true;
            house.front_door().join(&request).await.unwrap();
            assert_eq!(state_of(house, MIKE), "waiting");
            live
        },
        async |door, it| door.invite(&as_host(), it.id(), vec![row(MIKE, None), row(NORA, None)]).await,
        async |seen| {
            assert_eq!((seen.house.store.all_invitations().len(), mails(&seen)), (2, 2));
            assert!(seen.house.store.messages().iter().all(|(message, _)| message.priority == Priority::Urgent));
        },
    )
    .await;
}

#[tokio::test]
async fn invite_gives_someone_who_is_in_the_role_once() {
    at_every_call(
        async |house: &House| {
            let live = house.add_session(session().live().capacity(1)).await;
            let (_, link) = invited(house, &live, MIKE, Role::CoHost).await;
            comes(house, link, MIKE).await;
            live
        },
        async |door, it| door.invite(&as_host(), it.id(), vec![row(MIKE, Some(Role::Attendee))]).await,
        async |seen| {
            assert_eq!(seen.answer().invitations[0].invitation.role, Role::Attendee);
            assert_eq!(seen.house.store.all_participants()[0].role, Role::Attendee);
            assert_eq!((seen.rows("participant.invited"), mails(&seen)), (1, 2), "one for each role");
        },
    )
    .await;
}

#[tokio::test]
async fn list_invitations_changes_nothing() {
    at_every_call(
        async |house: &House| {
            let list = listed(house).await;
            invited(house, &list, MIKE, Role::Attendee).await;
            list
        },
        async |door, it| door.list_invitations(&as_host(), it.id(), None, 10).await,
        async |seen| {
            assert_eq!(seen.answer().len(), 1);
            assert!(!seen.lost && mails(&seen) == 1);
        },
    )
    .await;
}

#[tokio::test]
async fn revoke_takes_back_once_and_tells_whoever_waits() {
    at_every_call(
        async |house: &House| {
            let list = listed(house).await;
            let (invitation, link) = invited(house, &list, MIKE, Role::Attendee).await;
            comes(house, link, MIKE).await;
            (list, invitation, link)
        },
        async |door, (list, invitation, _)| door.revoke(&as_host(), list.id(), invitation.id).await,
        async |seen| {
            let () = seen.answer();
            assert!(seen.house.store.all_invitations().iter().all(|one| !one.is_active()));
            assert_eq!((seen.rows("invitation.revoked"), state_of(&seen.house, MIKE)), (1, "waiting"));
            let again = jigsaw_testkit::build::join_request(seen.it.2, MIKE);
            let refused = seen.house.front_door().join(&again).await.unwrap();
            assert_eq!(refused.decision.outcome.as_str(), "refused");
        },
    )
    .await;
}

#[tokio::test]
async fn resend_mails_once_more_and_after_a_lost_answer_twice_more() {
    at_every_call(
        async |house: &House| {
            let list = listed(house).await;
            let (invitation, _) = invited(house, &list, MIKE, Role::Attendee).await;
            (list, invitation)
        },
        async |door, (list, invitation)| door.resend(&as_host(), list.id(), invitation.id).await,
        async |seen| {
            assert_eq!(seen.answer().generation, seen.it.1.generation, "the same link");
            // Nothing tells a retry from a second wish. With an Idempotency-Key it will be one.
            assert_eq!(mails(&seen), 1 + seen.once_more_if_lost());
        },
    )
    .await;
}

fn pasted() -> AddressList {
    AddressList::read_pasted("Mia Ito <mia@example.org>\nnobody\nbo@example.org\nMIA@example.org").unwrap()
}

#[tokio::test]
async fn invite_list_leaves_out_what_it_was_told_to_and_lists_the_others_once() {
    at_every_call(
        listed,
        async |door, it| door.invite_list(&as_host(), it.id(), (&pasted(), None), FaultyRows::LeaveOut).await,
        async |seen| {
            assert_eq!(seen.answer().invitations.len(), 2);
            assert_eq!((seen.house.store.all_invitations().len(), mails(&seen)), (2, 2));
        },
    )
    .await;
}

#[tokio::test]
async fn preview_list_writes_nothing() {
    at_every_call(
        listed,
        async |door, it| door.preview_list(&as_host(), it.id(), &pasted(), None).await,
        async |seen| {
            assert_eq!((seen.answer().people.len(), seen.answer().faults.len()), (2, 1));
            assert!(seen.house.store.all_invitations().is_empty() && !seen.lost);
        },
    )
    .await;
}

async fn two_listed(house: &House) -> Session {
    let list = listed(house).await;
    invited(house, &list, MIKE, Role::Attendee).await;
    invited(house, &list, NORA, Role::Attendee).await;
    list
}

fn everyone() -> Selection {
    Selection::Matching(ListSearch::default())
}

#[tokio::test]
async fn change_invitations_takes_all_of_them_back_or_none() {
    at_every_call(
        two_listed,
        async |door, it| door.change_invitations(&as_host(), it.id(), &everyone(), ListChange::Revoke).await,
        async |seen| {
            let _ = seen.answer();
            assert!(seen.house.store.all_invitations().iter().all(|one| !one.is_active()));
            assert_eq!(seen.rows("invitation.revoked"), 2, "each once");
        },
    )
    .await;
}

#[tokio::test]
async fn change_invitations_gives_everyone_the_role_once() {
    at_every_call(
        two_listed,
        async |door, it| {
            let change = ListChange::Role(Role::Presenter);
            door.change_invitations(&as_host(), it.id(), &everyone(), change).await
        },
        async |seen| {
            let _ = seen.answer();
            assert!(seen.house.store.all_invitations().iter().all(|one| one.role == Role::Presenter));
            assert_eq!(mails(&seen), 4, "one for each role");
        },
    )
    .await;
}

#[tokio::test]
async fn preview_change_and_looking_through_the_list_write_nothing() {
    at_every_call(
        two_listed,
        async |door, it| door.preview_change(&as_host(), it.id(), &everyone(), ListChange::Resend).await,
        async |seen| assert!(seen.answer().0.len() == 2 && mails(&seen) == 2),
    )
    .await;
    at_every_call(
        two_listed,
        async |door, it| door.search_invitations(&as_host(), it.id(), &ListSearch::default(), (None, 1)).await,
        async |seen| assert!(seen.answer().found == 2 && seen.answer().next.is_some()),
    )
    .await;
}

async fn mike_listed(house: &House) -> (Session, jigsaw_domain::invitation::Invitation, jigsaw_domain::link::Link) {
    let list = listed(house).await;
    let (invitation, link) = invited(house, &list, MIKE, Role::Attendee).await;
    (list, invitation, link)
}

#[tokio::test]
async fn answer_invitation_is_noted_once() {
    at_every_call(
        mike_listed,
        async |door, (_, _, link)| {
            let nobody = jigsaw_testkit::build::as_anyone();
            door.answer_invitation(&nobody, *link, jigsaw_domain::invitation::Answer::Declined).await
        },
        async |seen| {
            seen.answer();
            assert!(seen.house.store.all_invitations()[0].is_declined());
            assert_eq!(seen.rows("invitation.answered"), 1);
        },
    )
    .await;
}

#[tokio::test]
async fn answers_changes_nothing() {
    at_every_call(
        mike_listed,
        async |door, (list, ..)| door.answers(&as_host(), list.id()).await,
        async |seen| assert_eq!((seen.answer().unanswered, seen.lost), (1, false)),
    )
    .await;
}

#[tokio::test]
async fn mail_calendar_changes_nothing() {
    at_every_call(
        mike_listed,
        async |door, (list, ..)| door.mail_calendar(&as_host(), list.id()).await,
        async |seen| assert_eq!((seen.answer().1.len(), seen.lost), (3, false), "the invitation and two reminders"),
    )
    .await;
}

#[tokio::test]
async fn link_state_changes_nothing() {
    at_every_call(
        listed,
        async |door, it| door.link_state(&as_host(), it.id()).await,
        async |seen| assert_eq!((seen.answer().came, seen.lost), (0, false)),
    )
    .await;
}

#[tokio::test]
async fn show_link_is_written_down_each_time() {
    at_every_call(
        mike_listed,
        async |door, (list, invitation, _)| door.show_link(&as_host(), list.id(), invitation.id).await,
        async |seen| {
            assert_eq!(seen.answer().invitation.generation, seen.it.1.generation);
            assert_eq!(seen.rows("invitation.link_shown"), seen.once_more_if_lost());
        },
    )
    .await;
}

#[tokio::test]
async fn renew_link_ends_the_old_link_and_after_a_lost_answer_the_one_between_too() {
    at_every_call(
        mike_listed,
        async |door, (list, invitation, _)| door.renew_link(&as_host(), list.id(), invitation.id, true).await,
        async |seen| {
            let renewed = seen.house.store.all_invitations().remove(0);
            assert_eq!(renewed.generation, seen.answer().invitation.generation);
            assert_eq!(usize::from(renewed.generation.get()), seen.once_more_if_lost());
            assert_eq!(mails(&seen), 1 + seen.once_more_if_lost());
            let old = jigsaw_testkit::build::join_request(seen.it.2, MIKE);
            let refused = seen.house.front_door().join(&old).await.unwrap();
            assert_eq!(refused.decision.outcome.as_str(), "refused");
        },
    )
    .await;
}
