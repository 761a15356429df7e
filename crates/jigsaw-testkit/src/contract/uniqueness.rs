//! [`Commits`](jigsaw_domain::port::Commits): what there is once.

use super::stage::{Stage, assert_conflict};
use crate::StorePorts;
use crate::build::{
    account, api_token, decision_record, email, invitation, mail_code, minutes, name, now, participant, pass, session,
    sign_in,
};
use jigsaw_domain::account::Account;
use jigsaw_domain::admission::{Participant, Pass};
use jigsaw_domain::delivery::MailCode;
use jigsaw_domain::id::{AccountId, CodeId, InvitationId, ParticipantId};
use jigsaw_domain::invitation::Invitation;
use jigsaw_domain::port::Change;
use jigsaw_domain::session::{Session, SessionEdit};
use jigsaw_domain::text::Title;

fn retitled(session: &Session, title: &str) -> Session {
    let edit = SessionEdit { title: Some(Title::parse(title).expect("a title")), ..SessionEdit::default() };
    session.clone().edit(edit, now()).expect("an edit")
}

/// An address stands on a session's list once, by key, also while it is revoked; on other lists it may.
pub async fn must_2_an_address_is_listed_once(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let other = session().titled("other").build();
    let again = |n: u8, address: &str| Invitation {
        id: InvitationId::mint(now(), [n; 16]),
        ..invitation(&stage.session, address)
    };
    let insert = |list| [Change::InsertInvitations(list)];
    stage.write(insert(vec![again(1, "Mike@example.org"), again(2, "gone@example.org").revoked(now())])).await;
    assert_conflict(stage.try_write(insert(vec![again(3, "mike@EXAMPLE.org")])).await, "a listed address");
    assert_conflict(stage.try_write(insert(vec![again(3, "gone@example.org")])).await, "a revoked address");
    let doubled = vec![again(4, "zoe@example.org"), again(5, "ZOE@example.org")];
    assert_conflict(stage.try_write(insert(doubled)).await, "one address twice in one call");
    let renamed = Invitation { email: email("gone@example.org"), ..again(1, "mike@example.org") };
    assert_conflict(stage.try_write([Change::UpdateInvitations(vec![renamed])]).await, "an update to a listed address");
    stage.write([Change::InsertSession(other.clone())]).await;
    stage.write(insert(vec![invitation(&other, "mike@example.org"), again(6, "mike+x@example.org")])).await;
}

/// An address is one person in a session, by key, wherever they stand; in other sessions it is another one.
pub async fn must_2_an_address_is_one_person(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let other = session().titled("other").build();
    let again = |n: u8, address: &str| Participant {
        id: ParticipantId::mint(now(), [n; 16]),
        ..participant(&stage.session, address)
    };
    stage.write([Change::InsertParticipant(again(1, "Mike@example.org"))]).await;
    let double = Change::InsertParticipant(again(2, "mike@EXAMPLE.org"));
    assert_conflict(stage.try_write([double]).await, "a second person with one address");
    stage.write([Change::InsertSession(other.clone())]).await;
    stage.write([Change::InsertParticipant(participant(&other, "mike@example.org"))]).await;
    stage.write([Change::InsertParticipant(again(3, "mike+x@example.org"))]).await;
}

/// An address has one account, by key.
pub async fn must_2_an_address_has_one_account(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let double =
        Account { id: AccountId::mint(now(), [1; 16]), name: name("Another One"), ..account("HOST@example.org") };
    assert_conflict(stage.try_write([Change::InsertAccount(double)]).await, "a second account of one address");
    stage.write([Change::InsertAccount(account("host+x@example.org"))]).await;
}

/// Identifiers and digests are used once, whatever else differs.
pub async fn must_2_an_identifier_is_used_once(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let (mike, zoe) = (participant(&stage.session, "mike@example.org"), participant(&stage.session, "zoe@example.org"));
    let listed = invitation(&stage.session, "mike@example.org");
    let token = api_token(&stage.host, "token");
    let record = decision_record(&stage.session, now());
    let open = pass(&mike, "pass");
    let code = mail_code(&stage.session, "mike@example.org");
    let started = sign_in(&stage.host, "sign-in");
    stage.write([Change::InsertParticipant(mike.clone()), Change::InsertInvitations(vec![listed.clone()])]).await;
    stage.write([Change::InsertToken(token.clone()), Change::RecordDecision(record.clone())]).await;
    stage.write([Change::InsertPass(open.clone()), Change::PutCode(code.clone())]).await;
    stage.write([Change::InsertSignIn(started.clone())]).await;
    let doubles = [
        ("session", Change::InsertSession(retitled(&stage.session, "another"))),
        ("account", Change::InsertAccount(Account { email: email("free@example.org"), ..stage.host.clone() })),
        ("invitation", Change::InsertInvitations(vec![Invitation { email: email("free@example.org"), ..listed }])),
        ("person", Change::InsertParticipant(Participant { id: mike.id, ..zoe })),
        ("pass", Change::InsertPass(Pass { digest: pass(&mike, "other").digest, ..open.clone() })),
        ("pass's digest", Change::InsertPass(Pass { id: pass(&mike, "other").id, ..open })),
        ("code", Change::PutCode(MailCode { email: email("free@example.org"), ..code })),
        ("sign-in", Change::InsertSignIn(started)),
        ("token", Change::InsertToken(token)),
        ("decision", Change::RecordDecision(record)),
    ];
    for (what, double) in doubles {
        assert_conflict(stage.try_write([double]).await, &format!("a {what} with an identifier that is taken"));
    }
}

/// A code that was used, or replaced, is gone: using it again is a conflict.
pub async fn must_2_a_code_is_used_once(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let code = mail_code(&stage.session, "mike@example.org");
    let newer = MailCode { id: CodeId::mint(minutes(1), [1; 16]), ..code.clone() };
    stage.write([Change::PutCode(code.clone())]).await;
    stage.write([Change::PutCode(newer.clone())]).await;
    assert_conflict(stage.try_write([Change::UseCode(code.id)]).await, "using a replaced code");
    stage.write([Change::UseCode(newer.id)]).await;
    assert_conflict(stage.try_write([Change::UseCode(newer.id)]).await, "using a code twice");
    assert_eq!(stage.code_at_the_door("mike@example.org").await, None);
    stage.write([Change::PutCode(MailCode { id: CodeId::mint(minutes(2), [2; 16]), ..code })]).await;
}
