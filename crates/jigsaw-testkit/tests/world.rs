//! The law of sound stores sees what is wrong: each of these is one thing that no use case does.
#![expect(clippy::unwrap_used, reason = "a broken expectation ends the test")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use jigsaw_domain::account::Account;
use jigsaw_domain::admission::{Participant, Proof};
use jigsaw_domain::audit::{AuditEntry, FieldChange};
use jigsaw_domain::delivery::MessageBody;
use jigsaw_domain::id::AuditId;
use jigsaw_domain::invitation::Role;
use jigsaw_domain::port::{Change, ChangeSet, Commits as _};
use jigsaw_testkit::build::{self, as_host, join_request, session};
use jigsaw_testkit::house::House;
use jigsaw_testkit::laws;

/// A live session of two seats with one guest, by the use cases, and then this beside it.
async fn complaint_about(wrong: impl AsyncFnOnce(&House) -> ChangeSet) -> Option<String> {
    let house = House::with_host().await;
    let live = house.add_session(session().live().capacity(2)).await;
    house.front_door().join(&join_request(live.current_link(), "mike@example.org")).await.unwrap();
    laws::the_world_is_sound(&house.store);
    house.store.commit(wrong(&house).await).await.unwrap();
    let judged = catch_unwind(AssertUnwindSafe(|| laws::the_world_is_sound(&house.store)));
    judged.err().map(|told| *told.downcast::<String>().unwrap())
}

async fn assert_seen(expected: &str, wrong: impl AsyncFnOnce(&House) -> ChangeSet) {
    let told = complaint_about(wrong).await;
    assert!(told.as_ref().is_some_and(|told| told.contains(expected)), "{expected:?} was expected, and not {told:?}");
}

fn here() -> jigsaw_domain::session::Session {
    session().live().capacity(2).build()
}

fn person(address: &str) -> Participant {
    build::participant(&here(), address)
}

#[tokio::test]
async fn what_is_fine_is_fine() {
    let fine =
        complaint_about(async |_: &House| ChangeSet::of([Change::InsertParticipant(person("nora@example.org"))]));
    assert_eq!(fine.await, None);
}

#[tokio::test]
async fn one_person_too_many_is_seen() {
    let more = ["a@example.org", "b@example.org"].map(|address| Change::InsertParticipant(person(address)));
    assert_seen("3 people on 2 seats", async |_: &House| ChangeSet::of(more)).await;
}

#[tokio::test]
async fn a_second_captioner_is_seen() {
    let two = ["a@example.org", "b@example.org"]
        .map(|address| Change::InsertParticipant(Participant { role: Role::Captioner, ..person(address) }));
    // They hold two of the seats, so Mike makes room.
    assert_seen("a captioner of one session twice", async |house: &House| {
        let mike = house.store.all_participants().remove(0).id;
        house.front_door().remove(&as_host(), here().id(), mike, (None, true)).await.unwrap();
        ChangeSet::of(two)
    })
    .await;
}

#[tokio::test]
async fn somebody_who_is_in_by_an_account_that_is_not_usable_is_seen() {
    let unused = Account { password: None, ..build::account("nora@example.org") };
    let nora = Participant { proof: Proof::Account, ..person("nora@example.org") };
    let wrong = [Change::InsertAccount(unused), Change::InsertParticipant(nora)];
    assert_seen("an account that nobody can use", async |_: &House| ChangeSet::of(wrong)).await;
}

#[tokio::test]
async fn a_sign_in_to_an_account_that_was_never_proved_is_seen() {
    let unused = Account { password: None, ..build::account("nora@example.org") };
    let sign_in = build::sign_in(&unused, "browser");
    let wrong = [Change::InsertAccount(unused), Change::InsertSignIn(sign_in)];
    assert_seen("signed in to nothing usable", async |_: &House| ChangeSet::of(wrong)).await;
}

#[tokio::test]
async fn a_mail_without_its_cause_and_a_second_one_are_seen() {
    let invitation = build::invitation(&here(), "nora@example.org");
    assert_seen("mails of invitation", async |_: &House| ChangeSet {
        changes: vec![Change::InsertInvitations(vec![invitation.clone()])],
        messages: vec![build::invitation_mail(&invitation)],
        ..ChangeSet::default()
    })
    .await;
    let code = build::mail_code(&here(), "nora@example.org");
    let mail = |text: &str| build::message(MessageBody::Code { code: code.id }, text);
    assert_seen("a mail for one cause twice", async |_: &House| ChangeSet {
        changes: vec![Change::PutCode(code.clone())],
        messages: vec![mail("one"), mail("two")],
        ..ChangeSet::default()
    })
    .await;
}

#[tokio::test]
async fn a_change_that_no_audit_row_tells_of_is_seen() {
    assert_seen("the audit rows tell that the state of person", async |house: &House| {
        let mike = house.store.all_participants().remove(0);
        let left = mike.moved(jigsaw_domain::admission::ParticipantState::Left, build::now());
        ChangeSet::of([Change::UpdateParticipants(vec![left])])
    })
    .await;
    assert_seen("came without a pass", async |_: &House| {
        let nora = person("nora@example.org");
        let row = AuditEntry {
            id: AuditId::mint(build::now(), build::id_seed("row")),
            object: nora.id.as_uuid(),
            changes: vec![FieldChange::set("state", "admitted")],
            ..build::audit_entry(&here(), "participant.joined")
        };
        ChangeSet { audit: vec![row], ..ChangeSet::of([Change::InsertParticipant(nora)]) }
    })
    .await;
}
