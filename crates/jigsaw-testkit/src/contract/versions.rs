//! [`Commits`](jigsaw_domain::port::Commits): versions and guards.

use super::stage::{Stage, assert_conflict};
use crate::StorePorts;
use crate::build::{account, email, guest, invitation, now, participant, session};
use jigsaw_domain::account::Account;
use jigsaw_domain::admission::Participant;
use jigsaw_domain::invitation::{Invitation, Role};
use jigsaw_domain::port::Change;
use jigsaw_domain::session::{Session, SessionEdit};
use jigsaw_domain::text::Title;
use jigsaw_domain::version::Version;

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
