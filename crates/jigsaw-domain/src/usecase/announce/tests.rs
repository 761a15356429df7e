use super::*;
use crate::admission::ParticipantState;
use crate::delivery::{Fence, SessionLetter};
use crate::id::MessageId;
use crate::port::{Budget, PortError as Failure, Spend};
use crate::session::{Schedule, SessionEdit, Tell};
use crate::text::{HostText, Title};
use crate::usecase::testing::*;

const MIKE: &str = "mike@example.org";
const ZOE: &str = "zoe@example.org";

/// The session is stored, and these people were mailed.
fn mocks_with(session: &Session, mailed: &[&str]) -> Mocks {
    let mut mocks = Mocks::new();
    mocks.knows(session);
    mocks.unlimited();
    mocks.participants.expect_waiting().returning(|_| Ok(Vec::new()));
    let list: Vec<Invitation> = mailed.iter().map(|address| invitation(address)).collect();
    mocks.invitations.expect_mailed().returning(move |_, only| {
        Ok(list.iter().filter(|one| only.is_none_or(|only| one.id == only)).cloned().collect())
    });
    mocks
}

fn nobody_came(mut mocks: Mocks) -> Mocks {
    mocks.participants.expect_list().returning(|_| Ok(Vec::new()));
    mocks
}

fn moved() -> SessionEdit {
    let later = Schedule::from_instants(minutes(90), minutes(150), chrono_tz::Europe::Berlin).unwrap();
    SessionEdit { schedule: Some(later), ..SessionEdit::default() }
}

fn renamed() -> SessionEdit {
    SessionEdit { title: Some(Title::parse("Geometry").unwrap()), ..SessionEdit::default() }
}

fn edit(mut mocks: Mocks, edit: SessionEdit) -> Vec<OutgoingMessage> {
    let written = mocks.commits();
    block_on(mocks.front_door().edit_session(&as_host(), session().id(), edit, None)).unwrap();
    written.only().messages
}

fn bodies(messages: &[OutgoingMessage]) -> Vec<MessageBody> {
    messages.iter().map(|message| message.body).collect()
}

#[test]
fn another_time_or_title_is_told_to_those_who_were_mailed_in_the_same_commit() {
    for change in [moved(), renamed()] {
        let messages = edit(nobody_came(mocks_with(&session(), &[MIKE, ZOE])), change);
        let told = |address| {
            let (invitation, was) = (invitation(address).id, minutes(60));
            MessageBody::Change { invitation, sequence: 1, was }
        };
        assert_eq!(bodies(&messages), [told(MIKE), told(ZOE)]);
        let key = format!("change:{}:1", invitation(MIKE).id);
        assert_eq!(messages[0].unique_key.as_deref(), Some(key.as_str()), "told twice, it is one mail");
        assert!(messages[0].deadline.is_some_and(|end| end > minutes(60)), "of no use after the end");
    }
}

#[test]
fn any_other_edit_is_told_to_nobody() {
    let message = Some(HostText::parse("Bring the book").ok());
    for change in [
        SessionEdit { reminders: crate::session::ReminderOffsets::new(Vec::new()).ok(), ..SessionEdit::default() },
        SessionEdit { message, ..SessionEdit::default() },
    ] {
        assert!(edit(mocks_with(&session(), &[MIKE]), change).is_empty());
    }
}

#[test]
fn a_host_may_change_things_quietly_and_what_was_told_before_is_still_sent() {
    let quiet = SessionEdit { tell: Tell::Nobody, ..moved() };
    let mut mocks = mocks_with(&session(), &[MIKE]);
    let written = mocks.commits();
    block_on(mocks.front_door().edit_session(&as_host(), session().id(), quiet, None)).unwrap();
    let changes = written.only();
    assert!(changes.messages.is_empty());
    let parts = changes.session().parts();
    assert_eq!((parts.calendar_sequence, parts.announced_sequence), (1, 0), "nothing is superseded by it");
}

#[test]
fn whoever_was_removed_or_sent_away_is_not_told() {
    for state in [ParticipantState::Removed { reason: None, banned: false }, ParticipantState::Denied] {
        let mut mocks = mocks_with(&session(), &[MIKE, ZOE]);
        let out = participant(MIKE).moved(state, now());
        mocks.participants.expect_list().returning(move |_| Ok(vec![out.clone(), participant(ZOE)]));
        let messages = edit(mocks, moved());
        assert_eq!(messages.len(), 1);
        assert!(matches!(messages[0].body, MessageBody::Change { invitation: id, .. } if id == invitation(ZOE).id));
    }
}

#[test]
fn whoever_declined_is_not_told() {
    let mut mocks = nobody_came(mocks_with(&session(), &[]));
    mocks.invitations.checkpoint();
    let declined = invitation(MIKE).answered(crate::invitation::Answer::Declined, now());
    mocks.invitations.expect_mailed().returning(move |_, _| Ok(vec![declined.clone(), invitation(ZOE)]));
    let messages = edit(mocks, moved());
    assert_eq!(messages.len(), 1);
    assert!(matches!(messages[0].body, MessageBody::Change { invitation: id, .. } if id == invitation(ZOE).id));
}

#[test]
fn changes_are_paid_for_and_an_edit_that_cannot_pay_is_refused_whole() {
    let mut mocks = nobody_came(mocks_with(&session(), &[MIKE, ZOE]));
    mocks.limiter.checkpoint();
    mocks
        .limiter
        .expect_spend()
        .withf(|budget, key, amount, _| {
            (*budget, key.0.as_str(), *amount) == (Budget::MailsOfHost, host().id.to_string().as_str(), 2)
        })
        .returning(|_, _, _, _| Ok(Spend::Refused { retry_after: chrono::TimeDelta::hours(1) }));
    mocks.commits.expect_commit().never();
    let done = block_on(mocks.front_door().edit_session(&as_host(), session().id(), moved(), None));
    assert!(matches!(done, Err(UseCaseError::TooManyAttempts { .. })));
}

#[test]
fn an_edit_that_is_decided_again_is_paid_for_once() {
    let mut mocks = nobody_came(mocks_with(&session(), &[MIKE]));
    mocks.limiter.checkpoint();
    mocks.limiter.expect_spend().once().returning(|_, _, _, _| Ok(Spend::Allowed));
    let written = mocks.commits_after(vec![Failure::Conflict]);
    block_on(mocks.front_door().edit_session(&as_host(), session().id(), moved(), None)).unwrap();
    assert_eq!(written.only().messages.len(), 1);
}

#[test]
fn a_cancellation_is_told_and_costs_nothing() {
    let mut mocks = nobody_came(mocks_with(&session(), &[MIKE]));
    mocks.limiter.checkpoint();
    mocks.limiter.expect_spend().never();
    let written = mocks.commits();
    let door = mocks.front_door();
    block_on(door.cancel_session(&as_host(), session().id(), None, Tell::Invitees)).unwrap();
    let changes = written.only();
    assert_eq!(bodies(&changes.messages), [MessageBody::Cancellation { invitation: invitation(MIKE).id }]);
    assert_eq!(changes.session().parts().calendar_sequence, 1, "calendars take it out");

    let mut mocks = mocks_with(&session(), &[MIKE]);
    let written = mocks.commits();
    block_on(mocks.front_door().cancel_session(&as_host(), session().id(), None, Tell::Nobody)).unwrap();
    assert!(written.only().messages.is_empty());
}

#[test]
fn a_new_link_is_told_when_the_host_wants_it() {
    for (tell, expected) in [(Tell::Invitees, 1), (Tell::Nobody, 0)] {
        let mut mocks = nobody_came(mocks_with(&session(), &[MIKE]));
        let written = mocks.commits();
        block_on(mocks.front_door().rotate_link(&as_host(), session().id(), tell)).unwrap();
        let changes = written.only();
        assert_eq!(changes.messages.len(), expected);
        assert_eq!(changes.session().parts().calendar_sequence, 1, "the link stands in calendars");
    }
}

#[test]
fn the_page_counts_those_who_would_be_told() {
    let mocks = nobody_came(mocks_with(&session(), &[MIKE, ZOE]));
    assert_eq!(block_on(mocks.front_door().count_told(&as_host(), session().id())), Ok(2));
    let stranger = caller(crate::usecase::Subject::Account(account("other@example.org")));
    let refused = block_on(mocks_with(&session(), &[]).front_door().count_told(&stranger, session().id()));
    assert_eq!(refused, Err(UseCaseError::NotFound));
}

fn revoke(session: &Session, mailed: &[&str]) -> Vec<OutgoingMessage> {
    let mut mocks = mocks_with(session, mailed);
    mocks.invitations.expect_find().returning(|_| Ok(Some(invitation(MIKE))));
    let written = mocks.commits();
    block_on(mocks.front_door().revoke(&as_host(), session.id(), invitation(MIKE).id)).unwrap();
    written.only().messages
}

#[test]
fn whoever_is_uninvited_is_told_if_they_were_mailed_and_would_still_come() {
    let messages = revoke(&session(), &[MIKE, ZOE]);
    assert_eq!(bodies(&messages), [MessageBody::Cancellation { invitation: invitation(MIKE).id }]);
    let key = format!("cancellation:{}:{}", invitation(MIKE).id, invitation(MIKE).generation.get());
    assert_eq!(messages[0].unique_key.as_deref(), Some(key.as_str()));
    assert!(revoke(&session(), &[ZOE]).is_empty(), "never heard of it");
    assert!(revoke(&live_session().end(now()).unwrap(), &[MIKE]).is_empty(), "it is over");
    let off = session().cancel(None, Tell::Nobody, now()).unwrap();
    assert!(revoke(&off, &[MIKE]).is_empty(), "it does not take place anyway");
}

#[test]
fn whoever_is_removed_before_the_session_is_told_and_during_it_sees_it() {
    for (session, expected) in [(session(), 1), (live_session(), 0)] {
        let mut mocks = mocks_with(&session, &[MIKE]);
        let person = crate::admission::Participant { invitation: Some(invitation(MIKE).id), ..participant(MIKE) };
        let id = person.id;
        mocks.participants.expect_find().returning(move |_| Ok(Some(person.clone())));
        mocks.invitations.expect_find().returning(|_| Ok(Some(invitation(MIKE))));
        let written = mocks.commits();
        block_on(mocks.front_door().remove(&as_host(), session.id(), id, (None, true))).unwrap();
        assert_eq!(written.take()[0].messages.len(), expected);
    }
}

/// The invitation as it was written when the session was [`session`].
fn sent_invitation() -> Letter {
    let said = session();
    Letter {
        id: MessageId::mint(now(), [3; 16]),
        to: email(MIKE),
        language: crate::language::Language::English,
        to_name: None,
        body: LetterBody::Invitation {
            session: SessionLetter {
                title: said.title().clone(),
                host_name: host().name,
                starts_at: said.schedule().starts_at(),
                ends_at: said.schedule().ends_at(),
                zone: chrono_tz::UTC,
                message: None,
            },
            role: crate::invitation::Role::Attendee,
            personal_link: "https://jigsaw.example/i/x".to_owned(),
            on_the_fly: false,
            calendar: crate::delivery::CalendarEntry {
                method: crate::delivery::CalendarMethod::Request,
                session: said.id(),
                sequence: 0,
                organizer: host().email,
                url: "https://jigsaw.example/j/x".to_owned(),
                stamp: now(),
            },
        },
        thread: None,
        created_at: now(),
    }
}

fn overtaken(by: Session) -> Vec<MessageBody> {
    let mut mocks = Mocks::new();
    mocks.sessions.expect_find().returning(move |_| Ok(Some(by.clone())));
    mocks.invitations.expect_find_by_emails().returning(|_, _| Ok(vec![invitation(MIKE)]));
    let written = mocks.commits();
    block_on(mocks.front_door().overtaken(&sent_invitation())).unwrap();
    written.take().iter().flat_map(|changes| bodies(&changes.messages)).collect()
}

#[test]
fn an_invitation_that_was_on_its_way_during_a_change_is_followed_by_it() {
    assert!(overtaken(session()).is_empty());
    assert!(overtaken(session_with(|parts| parts.version = parts.version.next())).is_empty(), "nothing that was said");
    let id = invitation(MIKE).id;
    let change = overtaken(session().edit(moved(), now()).unwrap());
    assert_eq!(change, [MessageBody::Change { invitation: id, sequence: 1, was: minutes(60) }]);
    let off = overtaken(session().cancel(None, Tell::Nobody, now()).unwrap());
    assert_eq!(off, [MessageBody::Cancellation { invitation: id }]);
}

#[test]
fn what_is_sent_is_looked_at_before_it_counts_as_sent() {
    let claimed = crate::delivery::ClaimedMessage {
        message: OutgoingMessage {
            id: MessageId::mint(now(), [3; 16]),
            body: MessageBody::Invitation { invitation: invitation(MIKE).id, on_the_fly: false },
            priority: Priority::Bulk,
            not_before: now(),
            deadline: None,
            unique_key: None,
            lane: None,
            created_at: now(),
        },
        tries: 0,
        answered: false,
        fence: Fence(1),
    };
    let mut mocks = Mocks::new();
    mocks.door.expect_situation().returning(|_| {
        let linked_invitation = Some(invitation(MIKE));
        Ok(Some(crate::port::DoorSituation { linked_invitation, ..situation(session()) }))
    });
    mocks.mailer.expect_deliver().once().returning(|_| Ok(()));
    mocks.sessions.expect_find().returning(|_| Err(Failure::Unavailable("away".to_owned())));
    let tried = block_on(mocks.front_door().try_message(&claimed));
    assert!(matches!(tried, Ok(crate::delivery::Attempt::Deferred { .. })), "it is sent again, as it stands then");
}
