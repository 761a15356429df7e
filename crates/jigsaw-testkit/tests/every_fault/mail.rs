//! What became of the mail, and who is not mailed.

use jigsaw_domain::delivery::{Suppression, SuppressionCause};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::port::{Change, Suppressions as _};
use jigsaw_domain::session::Session;
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
