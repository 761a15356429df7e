//! What became of the mail, and who is not mailed.

use jigsaw_domain::delivery::{DeliveryState, MailReport, ReportKind, Suppression, SuppressionCause};
use jigsaw_domain::id::InvitationId;
use jigsaw_domain::invitation::Role;
use jigsaw_domain::link::{Generation, Link, LinkTarget};
use jigsaw_domain::port::{Change, Suppressions as _};
use jigsaw_domain::session::Session;
use jigsaw_domain::usecase::UseCaseError;
use jigsaw_testkit::build::{as_host, email, now, session};
use jigsaw_testkit::fakes::keyring;
use jigsaw_testkit::house::House;

use crate::given::{MIKE, invited};
use crate::run::at_every_call;

async fn listed(house: &House) -> Session {
    house.add_session(session().invitation_list()).await
}

#[tokio::test]
async fn mail_status_changes_nothing() {
    at_every_call(
        async |house: &House| {
            let list = listed(house).await;
            invited(house, &list, MIKE, Role::Attendee).await;
            list
        },
        async |door, it| door.mail_status(&as_host(), it.id()).await,
        async |seen| {
            let status = seen.answer();
            assert_eq!((status.tally.queued, status.tally.active(), status.relay_out_since), (1, 1, None));
            assert!(!seen.lost);
        },
    )
    .await;
}

#[tokio::test]
async fn lift_suppression_lifts_and_is_written_down_once() {
    at_every_call(
        async |house: &House| {
            let list = listed(house).await;
            let (invitation, _) = invited(house, &list, MIKE, Role::Attendee).await;
            let address = keyring().address_digest(email(MIKE).key());
            let cause = SuppressionCause::Bounced;
            house.write([Change::Suppress(Suppression { address, cause, words: None, since: now() })]).await;
            (list, invitation, address)
        },
        async |door, (list, invitation, _)| door.lift_suppression(&as_host(), list.id(), invitation.id).await,
        async |seen| {
            let () = seen.answer();
            assert_eq!(seen.house.store.suppressed(vec![seen.it.2]).await, Ok(Vec::new()));
            assert_eq!(seen.rows("suppression.lifted"), 1);
        },
    )
    .await;
}

fn unsubscribe(invitation: InvitationId) -> Link {
    Link { target: LinkTarget::Unsubscribe(invitation), generation: Generation::FIRST }
}

async fn mike_is_invited(house: &House) -> (Session, Link) {
    let list = listed(house).await;
    let (invitation, _) = invited(house, &list, MIKE, Role::Attendee).await;
    (list, unsubscribe(invitation.id))
}

#[tokio::test]
async fn look_reminding_changes_nothing() {
    at_every_call(
        mike_is_invited,
        async |door, (_, link)| door.look_reminding(*link).await,
        async |seen| {
            assert!(seen.answer().wanted && !seen.lost);
        },
    )
    .await;
}

#[tokio::test]
async fn remind_again_ends_reminders_once() {
    at_every_call(
        mike_is_invited,
        async |door, (_, link)| door.remind_again(*link, false).await,
        async |seen| {
            assert!(!seen.answer().wanted);
            let address = keyring().address_digest(email(MIKE).key());
            let host = seen.it.0.host();
            assert_eq!(seen.house.store.unsubscribed(host, vec![address]).await.unwrap().len(), 1);
        },
    )
    .await;
}

#[tokio::test]
async fn take_mail_report_takes_it_once() {
    at_every_call(
        async |house: &House| {
            mike_is_invited(house).await;
            let door = house.front_door();
            assert_eq!(door.drain_outbox(10).await.unwrap().sent, 1);
            house.store.messages()[0].0.id
        },
        async |door, message| {
            let (name, kind) = ("report".to_owned(), ReportKind::Bounced);
            let report = MailReport { name, message: *message, kind, reason: None };
            match door.take_mail_report(report).await {
                // The first one was taken, and its answer lost.
                Err(UseCaseError::Contradiction("report_taken")) => Ok(()),
                answer => answer,
            }
        },
        async |seen| {
            let () = seen.answer();
            assert_eq!(seen.house.store.messages()[0].1, DeliveryState::Bounced);
            let address = keyring().address_digest(email(MIKE).key());
            assert_eq!(seen.house.store.suppressed(vec![address]).await.unwrap().len(), 1);
        },
    )
    .await;
}
