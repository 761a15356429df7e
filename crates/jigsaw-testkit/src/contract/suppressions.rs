//! [`Suppressions`](jigsaw_domain::port::Suppressions).

use chrono::TimeDelta;
use jigsaw_domain::delivery::{
    AddressDigest, Attempt, DeliveryState, Fence, MessageBody, Suppression, SuppressionCause, Unsubscription,
};
use jigsaw_domain::port::{Change, ChangeSet, PortError};

use super::stage::Stage;
use crate::StorePorts;
use crate::build::{account, email, host, invitation, message, minutes, now};
use crate::fakes::keyring;

fn digest(address: &str) -> AddressDigest {
    keyring().address_digest(email(address).key())
}

fn suppression(address: &str, cause: SuppressionCause) -> Suppression {
    let since = now() + TimeDelta::microseconds(5);
    Suppression { address: digest(address), cause, words: Some("550 no such user".to_owned()), since }
}

async fn found(stage: &Stage, addresses: &[&str]) -> Vec<Suppression> {
    let asked = addresses.iter().map(|address| digest(address)).collect();
    let mut found = stage.ports.suppressions.suppressed(asked).await.expect("the list is read");
    found.sort_by_key(|one| one.address);
    found
}

/// Exactly those that were put there and not taken off, as they were first put there.
pub async fn must_1_the_list_holds_what_was_put_there_until_it_is_lifted(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let bounced = suppression("gone@example.org", SuppressionCause::Bounced);
    let complained = Suppression { words: None, ..suppression("cross@example.org", SuppressionCause::Complained) };
    stage.write([Change::Suppress(bounced.clone()), Change::Suppress(complained.clone())]).await;
    let later = Suppression { since: minutes(9), cause: SuppressionCause::Complained, ..bounced.clone() };
    stage.write([Change::Suppress(later)]).await;
    let mut both = vec![bounced.clone(), complained.clone()];
    both.sort_by_key(|one| one.address);
    assert_eq!(found(&stage, &["gone@example.org", "cross@example.org", "fine@example.org"]).await, both);
    assert_eq!(found(&stage, &[]).await, []);
    let lifted = vec![digest("gone@example.org"), digest("fine@example.org")];
    stage.write([Change::LiftSuppressions(lifted.clone())]).await;
    stage.write([Change::LiftSuppressions(lifted)]).await;
    assert_eq!(found(&stage, &["gone@example.org", "cross@example.org"]).await, [complained]);
    let many: Vec<AddressDigest> = (0..1_200).map(|n| digest(&format!("p{n}@example.org"))).collect();
    assert_eq!(stage.ports.suppressions.suppressed(many).await, Ok(Vec::new()), "a long list is one call");
}

/// With the outcome of its message or not at all.
pub async fn must_2_an_address_is_put_there_with_the_outcome_of_its_message(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let listed = invitation(&stage.session, "gone@example.org");
    let body = MessageBody::Invitation { invitation: listed.id, on_the_fly: false };
    let changes = vec![Change::InsertInvitations(vec![listed])];
    let messages = vec![message(body, "mail")];
    stage.commit(ChangeSet { changes, messages, ..ChangeSet::default() }).await.expect("written");
    let claimed = stage.ports.outbox.claim(now(), TimeDelta::minutes(1), 10).await.expect("claimed").remove(0);
    let bounced = || Attempt::Bounced { error: "550 no such user".to_owned(), address: digest("gone@example.org") };
    let outbox = &stage.ports.outbox;
    let lost = outbox.complete(claimed.message.id, Fence(claimed.fence.0 + 1), bounced(), now()).await;
    assert_eq!(lost, Err(PortError::Conflict));
    assert_eq!(found(&stage, &["gone@example.org"]).await, [], "a lost fence changes nothing");
    let since = now() + TimeDelta::microseconds(5);
    outbox.complete(claimed.message.id, claimed.fence, bounced(), since).await.expect("completed");
    assert_eq!(
        found(&stage, &["gone@example.org"]).await,
        [suppression("gone@example.org", SuppressionCause::Bounced)]
    );
    let (_, state) = outbox.message(claimed.message.id).await.expect("found").expect("there");
    assert_eq!(state, DeliveryState::Bounced);
}

/// From one host and not from another, until it is taken back.
pub async fn must_3_who_unsubscribed_did_so_from_one_host(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let (host, other) = (host().id, account("other@example.org").id);
    let first = Unsubscription { host, address: digest("mike@example.org"), since: now() + TimeDelta::microseconds(1) };
    stage.write([Change::Unsubscribe(first)]).await;
    stage.write([Change::Unsubscribe(Unsubscription { since: minutes(5), ..first })]).await;
    let asked = || vec![digest("zoe@example.org"), digest("mike@example.org")];
    let suppressions = &stage.ports.suppressions;
    assert_eq!(suppressions.unsubscribed(host, asked()).await, Ok(vec![first]), "as it was the first time");
    assert_eq!(suppressions.unsubscribed(other, asked()).await, Ok(Vec::new()));
    assert_eq!(suppressions.unsubscribed(host, Vec::new()).await, Ok(Vec::new()));
    stage.write([Change::Resubscribe(other, asked())]).await;
    assert_eq!(suppressions.unsubscribed(host, asked()).await, Ok(vec![first]), "another host's does not matter");
    stage.write([Change::Resubscribe(host, asked())]).await;
    assert_eq!(suppressions.unsubscribed(host, asked()).await, Ok(Vec::new()));
}

/// A relay's report changes what it took and nothing else, and is taken once.
pub async fn a_report_is_taken_once_and_changes_what_the_relay_took(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let listed = invitation(&stage.session, "mike@example.org");
    let body = MessageBody::Invitation { invitation: listed.id, on_the_fly: false };
    let mail = message(body, "mail");
    let changes = vec![Change::InsertInvitations(vec![listed])];
    stage.commit(ChangeSet { changes, messages: vec![mail.clone()], ..ChangeSet::default() }).await.expect("written");
    let state = async || stage.ports.outbox.message(mail.id).await.expect("found").map(|(_, state)| state);
    let report = |state, words: &str| Change::ReportMessage(mail.id, state, Some(words.to_owned()));
    stage.write([report(DeliveryState::Bounced, "too early"), Change::TakeReport("a".to_owned(), now())]).await;
    assert_eq!(state().await, Some(DeliveryState::Queued), "the relay has not got it");
    let claimed = stage.ports.outbox.claim(now(), TimeDelta::minutes(1), 10).await.expect("claimed").remove(0);
    let outbox = &stage.ports.outbox;
    outbox.complete(claimed.message.id, claimed.fence, Attempt::Sent, now()).await.expect("completed");
    let again = [report(DeliveryState::Bounced, "twice"), Change::TakeReport("a".to_owned(), minutes(1))];
    assert_eq!(stage.commit(ChangeSet::of(again)).await, Err(PortError::Conflict));
    assert_eq!(state().await, Some(DeliveryState::Sent), "nothing of it was written");
    stage.write([report(DeliveryState::Deferred, "451 full"), Change::TakeReport("b".to_owned(), now())]).await;
    assert_eq!(state().await, Some(DeliveryState::Deferred));
    let claims = outbox.claim(minutes(600), TimeDelta::minutes(1), 10).await.expect("claimed");
    assert_eq!(claims, [], "the relay has it; it is not sent again");
    stage.write([report(DeliveryState::Bounced, "552 full"), Change::TakeReport("c".to_owned(), now())]).await;
    stage.write([report(DeliveryState::Deferred, "late"), Change::TakeReport("d".to_owned(), now())]).await;
    assert_eq!(state().await, Some(DeliveryState::Bounced), "what was sent back stays so");
    let listed = stage.ports.invitations.list(stage.session.id(), None, 10).await.expect("a page").remove(0);
    assert_eq!((listed.mail, listed.mail_error.as_deref()), (Some(DeliveryState::Bounced), Some("552 full")));
}
