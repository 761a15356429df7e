//! [`Commits`](jigsaw_domain::port::Commits): versions, guards and uniqueness; what the single writes of a change set do.

use jigsaw_domain::account::Account;
use jigsaw_domain::admission::{Participant, Pass, PassEnd};
use jigsaw_domain::delivery::MailCode;
use jigsaw_domain::id::{AccountId, CodeId, InvitationId, ParticipantId, PassId};
use jigsaw_domain::invitation::{Invitation, Role};
use jigsaw_domain::port::{Change, DoorQuery};
use jigsaw_domain::session::{Session, SessionEdit};
use jigsaw_domain::text::Title;
use jigsaw_domain::version::Version;

use super::stage::{Stage, assert_conflict};
use crate::StorePorts;
use crate::build::{
    account, api_token, decision_record, email, guest, invitation, mail_code, minutes, name, now, offset, participant, pass,
    session, sign_in,
};

fn retitled(session: &Session, title: &str) -> Session {
    let edit = SessionEdit { title: Some(Title::parse(title).expect("a title")), ..SessionEdit::default() };
    session.clone().edit(edit, now()).expect("an edit")
}

/// An update from a version that has moved on, is still to come, or of a session that is not there, is a conflict.
pub async fn must_2_a_session_is_updated_from_its_version_only(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    stage.write([Change::UpdateSession(retitled(&stage.session, "first"))]).await;
    let stored = stage.stored_session(stage.session.id()).await;
    let ahead = session().version(7).build();
    for (what, stale) in [("an older version", &stage.session), ("a newer version", &ahead)] {
        assert_conflict(stage.try_write([Change::UpdateSession(retitled(stale, "second"))]).await, what);
    }
    let unknown = session().titled("unknown").build();
    assert_conflict(stage.try_write([Change::UpdateSession(unknown)]).await, "an unknown session");
    assert_eq!(stage.stored_session(stored.id()).await, stored, "nothing was written");
    let twice = [Change::UpdateSession(stored.clone()), Change::UpdateSession(stored.clone())];
    assert_conflict(stage.try_write(twice).await, "one version twice in one change set");
    let in_order = [Change::UpdateSession(stored.clone()), Change::UpdateSession(stored.clone().committed())];
    stage.write(in_order).await;
    assert_eq!(stage.stored_session(stored.id()).await, stored.committed().committed());
}

/// The same for invitations, each of a list.
pub async fn must_2_an_invitation_is_updated_from_its_version_only(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let (mike, zoe) = (invitation(&stage.session, "mike@example.org"), invitation(&stage.session, "zoe@example.org"));
    stage.write([Change::InsertInvitations(vec![mike.clone(), zoe.clone()])]).await;
    stage.write([Change::UpdateInvitations(vec![mike.clone()])]).await;
    let both = vec![zoe.clone().revoked(now()), mike.clone().revoked(now())];
    assert_conflict(stage.try_write([Change::UpdateInvitations(both)]).await, "one of two is stale");
    assert_eq!(stage.ports.invitations.find(zoe.id).await, Ok(Some(zoe)), "the other one is as it was");
    let unknown = invitation(&stage.session, "unknown@example.org");
    assert_conflict(stage.try_write([Change::UpdateInvitations(vec![unknown])]).await, "an unknown invitation");
    let ahead = Invitation { version: Version::new(3), ..mike };
    assert_conflict(stage.try_write([Change::UpdateInvitations(vec![ahead])]).await, "a newer version");
}

/// The same for people, each of a list.
pub async fn must_2_a_person_is_updated_from_their_version_only(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let (mike, zoe) = (participant(&stage.session, "mike@example.org"), participant(&stage.session, "zoe@example.org"));
    stage.write([Change::InsertParticipant(mike.clone()), Change::InsertParticipant(zoe.clone())]).await;
    stage.write([Change::UpdateParticipants(vec![mike.clone()])]).await;
    let both = vec![zoe.clone().with_role(Role::CoHost), mike.clone().with_role(Role::CoHost)];
    assert_conflict(stage.try_write([Change::UpdateParticipants(both)]).await, "one of two is stale");
    assert_eq!(stage.ports.participants.find(zoe.id).await, Ok(Some(zoe)), "the other one is as they were");
    let unknown = participant(&stage.session, "unknown@example.org");
    assert_conflict(stage.try_write([Change::UpdateParticipants(vec![unknown])]).await, "an unknown person");
    let ahead = Participant { version: Version::new(3), ..mike };
    assert_conflict(stage.try_write([Change::UpdateParticipants(vec![ahead])]).await, "a newer version");
}

/// The same for accounts; and an account does not take another one's address.
pub async fn must_2_an_account_is_updated_from_its_version_only(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let other = guest();
    stage.write([Change::InsertAccount(other.clone()), Change::UpdateAccount(other.clone())]).await;
    assert_conflict(stage.try_write([Change::UpdateAccount(other.clone())]).await, "an older version");
    assert_conflict(stage.try_write([Change::UpdateAccount(account("x@example.org"))]).await, "an unknown account");
    let stored = stage.ports.accounts.find(other.id).await.expect("read").expect("stored");
    let taken = Account { email: email("HOST@example.org"), ..stored.clone() };
    assert_conflict(stage.try_write([Change::UpdateAccount(taken)]).await, "another one's address");
    assert_eq!(stage.ports.accounts.find(other.id).await, Ok(Some(stored)));
}

/// A guard holds at exactly the stored version, writes nothing, and sees the writes before it.
pub async fn must_2_guards_hold_at_their_version_only(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let id = stage.session.id();
    let listed = invitation(&stage.session, "mike@example.org");
    stage.write([Change::InsertInvitations(vec![listed.clone()])]).await;
    let guards = |n| [Change::GuardSession(id, Version::new(n)), Change::GuardInvitation(listed.id, Version::new(n))];
    stage.write(guards(1)).await;
    stage.write(guards(1)).await;
    assert_eq!(stage.stored_session(id).await, stage.session, "a guard writes nothing");
    for number in [0, 2] {
        for guard in guards(number) {
            assert_conflict(stage.try_write([guard]).await, "a guard at another version");
        }
    }
    let unknown = session().titled("unknown").build();
    let guard = Change::GuardSession(unknown.id(), Version::FIRST);
    assert_conflict(stage.try_write([guard]).await, "a guard of an unknown session");
    let guard = Change::GuardInvitation(invitation(&unknown, "mike@example.org").id, Version::FIRST);
    assert_conflict(stage.try_write([guard]).await, "a guard of an unknown invitation");
    let [session_guard, invitation_guard] = guards(2);
    let updates = [Change::UpdateSession(stage.session.clone()), Change::UpdateInvitations(vec![listed])];
    stage.write(updates.into_iter().chain([session_guard, invitation_guard])).await;
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
    let double = Account { id: AccountId::mint(now(), [1; 16]), name: name("Another One"), ..account("HOST@example.org") };
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

async fn code_at_the_door(stage: &Stage, address: &str) -> Option<MailCode> {
    let email = Some(email(address).key().clone());
    let query = DoorQuery { session: Some(stage.session.id()), invitation: None, email, pass: None };
    stage.ports.door.situation(query).await.expect("the door is read").expect("a door").code
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
    assert_eq!(code_at_the_door(&stage, "mike@example.org").await, None);
    stage.write([Change::PutCode(MailCode { id: CodeId::mint(minutes(2), [2; 16]), ..code })]).await;
}

/// One code a session and address: a newer one takes the place of the older, whatever its tries.
pub async fn a_newer_code_replaces_the_older(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let code = mail_code(&stage.session, "Mike@example.org");
    let newer = MailCode {
        id: CodeId::mint(minutes(1), [1; 16]),
        created_at: minutes(1),
        ..mail_code(&stage.session, "mike@EXAMPLE.org")
    };
    stage.write([Change::PutCode(code.clone()), Change::CountWrongTry(code.id)]).await;
    stage.write([Change::PutCode(newer.clone())]).await;
    assert_eq!(code_at_the_door(&stage, "mike@example.org").await, Some(newer));
}

/// A wrong try is counted on the stored number. The port does not say what a code that is gone does; settled here: nothing.
pub async fn a_wrong_try_is_counted(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let code = mail_code(&stage.session, "mike@example.org");
    stage.write([Change::PutCode(code.clone())]).await;
    for tries in 1..4_u32 {
        stage.write([Change::CountWrongTry(code.id)]).await;
        let stored = code_at_the_door(&stage, "mike@example.org").await.expect("a code");
        assert_eq!(stored.wrong_tries, tries);
    }
    stage.write([Change::UseCode(code.id)]).await;
    stage.write([Change::CountWrongTry(code.id)]).await;
}

/// Passes that are still open end; those that have ended stay as they ended. Touching notes when a device was heard of.
pub async fn passes_end_once_and_are_touched(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let person = participant(&stage.session, "mike@example.org");
    let (first, second) = (pass(&person, "first"), pass(&person, "second"));
    stage.write([Change::InsertParticipant(person.clone())]).await;
    stage.write([Change::InsertPass(first.clone()), Change::InsertPass(second.clone())]).await;
    stage.write([Change::EndPasses(vec![first.id], PassEnd::Left)]).await;
    let unknown: PassId = pass(&person, "unknown").id;
    stage.write([Change::EndPasses(vec![first.id, second.id, unknown], PassEnd::Replaced)]).await;
    let stored = async |pass: &Pass| {
        let holder = stage.ports.participants.by_pass(pass.digest).await.expect("read");
        holder.expect("a holder").pass
    };
    assert_eq!(stored(&first).await.ended, Some(PassEnd::Left), "as it ended first");
    assert_eq!(stored(&second).await.ended, Some(PassEnd::Replaced));
    let third = pass(&person, "third");
    stage.write([Change::InsertPass(third.clone()), Change::TouchPass(third.id, minutes(3))]).await;
    assert_eq!(stored(&third).await, Pass { seen_at: minutes(3), ..third });
    stage.write([Change::EndPasses(Vec::new(), PassEnd::Left)]).await;
}

/// The port does not say what marking twice is. Settled here: fine, because the reminders themselves have unique keys.
pub async fn marking_a_reminder_twice_is_fine(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let mark = || [Change::MarkReminded(stage.session.id(), offset(10), stage.session.schedule().starts_at())];
    stage.write(mark()).await;
    stage.write(mark()).await;
    let due = stage.ports.sessions.reminders_due(minutes(55), 10).await.expect("reminders");
    assert_eq!(due.iter().map(|due| due.offset).collect::<Vec<_>>(), [offset(1_440)]);
}

/// Ending all sign-ins of an account leaves those of others.
pub async fn ending_sign_ins_ends_all_of_the_account(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let other = guest();
    let mine = ["one", "two"].map(|text| sign_in(&stage.host, text));
    let theirs = sign_in(&other, "three");
    stage.write([Change::InsertAccount(other)]).await;
    stage.write(mine.iter().chain([&theirs]).cloned().map(Change::InsertSignIn)).await;
    stage.write([Change::DeleteSignIns(stage.host.id)]).await;
    for sign_in in &mine {
        assert_eq!(stage.ports.accounts.by_sign_in(sign_in.digest).await, Ok(None));
    }
    assert!(stage.ports.accounts.by_sign_in(theirs.digest).await.expect("read").is_some());
    stage.write([Change::DeleteSignIns(stage.host.id)]).await;
}
