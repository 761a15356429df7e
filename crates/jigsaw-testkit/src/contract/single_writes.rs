//! [`Commits`](jigsaw_domain::port::Commits): what the single writes of a change set do.

use super::stage::Stage;
use crate::StorePorts;
use crate::build::{guest, mail_code, minutes, offset, participant, pass, sign_in};
use jigsaw_domain::admission::{Pass, PassEnd};
use jigsaw_domain::delivery::MailCode;
use jigsaw_domain::id::{CodeId, PassId};
use jigsaw_domain::port::Change;

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
    assert_eq!(stage.code_at_the_door("mike@example.org").await, Some(newer));
}

/// A wrong try is counted on the stored number. The port does not say what a code that is gone does; settled here: nothing.
pub async fn a_wrong_try_is_counted(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let code = mail_code(&stage.session, "mike@example.org");
    stage.write([Change::PutCode(code.clone())]).await;
    for tries in 1..4_u32 {
        stage.write([Change::CountWrongTry(code.id)]).await;
        let stored = stage.code_at_the_door("mike@example.org").await.expect("a code");
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
