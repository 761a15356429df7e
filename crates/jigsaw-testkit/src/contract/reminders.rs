//! Reminders under a moving clock: the real use cases on a store, and for each case exactly the mails that are expected.
//!
//! Not a MUST of one port but what several of them keep together: a session in two hours with reminders an hour and twenty
//! minutes before, so at minutes 60 and 100 of the clock. `Scene::at` moves the clock, sweeps, sends everything, and tells
//! who was reminded, with the minutes that their mail named.

use chrono::TimeDelta;
use jigsaw_domain::delivery::LetterBody;
use jigsaw_domain::id::{InvitationId, ParticipantId};
use jigsaw_domain::invitation::{Answer, Role};
use jigsaw_domain::link::Link;
use jigsaw_domain::port::{Change, ChangeSet, DeliveryError};
use jigsaw_domain::session::{Schedule, Session, SessionEdit, Tell};
use jigsaw_domain::usecase::{Answered, FrontDoor, MailingStage, NewInvitation};

use super::stage::{all_at_once, commit};
use crate::StorePorts;
use crate::build::{as_anyone, as_host, email, host, join_request, minutes, session};
use crate::fakes::{keyring, public_address};
use crate::house::House;

const MIKE: &str = "mike@example.org";
const ZOE: &str = "zoe@example.org";

struct Scene {
    house: House,
    door: FrontDoor,
    session: Session,
    /// Held: a store may live no longer than its ports.
    _store: StorePorts,
}

impl Scene {
    async fn set(ports: StorePorts) -> Self {
        let house = House::new();
        let session = session().invitation_list().starts_in(120).reminders(&[60, 20]).build();
        let there = [Change::InsertAccount(host()), Change::InsertSession(session.clone())];
        commit(&ports, ChangeSet::of(there)).await.expect("a host and a session");
        let door = FrontDoor::new(house.ports_on(ports.clone()), keyring(), public_address(), house.settings);
        // Invited long ago, so that nobody was just told.
        house.clock.set(minutes(-60));
        Self { house, door, session, _store: ports }
    }

    /// With Mike on the list.
    async fn with_mike(ports: StorePorts) -> (Self, InvitationId, Link) {
        let scene = Self::set(ports).await;
        let (id, link) = scene.invite(MIKE, Role::Attendee).await;
        (scene, id, link)
    }

    async fn invite(&self, address: &str, role: Role) -> (InvitationId, Link) {
        let invited =
            self.door.invite(&as_host(), self.session.id(), vec![row(address, Some(role))]).await.expect("invited");
        let invitation = &invited.invitations[0].invitation;
        (invitation.id, invitation.current_link())
    }

    async fn moved_to(&self, start: i64) {
        let zone = self.session.schedule().zone();
        let schedule = Schedule::from_instants(minutes(start), minutes(start + 60), zone).expect("a schedule");
        let edit = SessionEdit { schedule: Some(schedule), ..SessionEdit::default() };
        self.door.edit_session(&as_host(), self.session.id(), edit, None).await.expect("moved");
    }

    async fn answers(&self, link: Link, answer: Answer) {
        let answered = self.door.answer_invitation(&as_anyone(), link, answer).await.expect("answered");
        assert!(matches!(answered, Answered::Noted(_)), "{answered:?}");
    }

    /// Comes by a personal link, and gets a place.
    async fn comes(&self, link: Link, address: &str) -> ParticipantId {
        let answer = self.door.join(&join_request(link, address)).await.expect("a decision");
        answer.participant.expect("a place")
    }

    /// The clock shows this minute, and what is due is done.
    async fn at(&self, minute: i64) -> Vec<(String, u32)> {
        self.house.clock.set(minutes(minute));
        self.door.sweep().await.expect("swept");
        self.sent().await
    }

    /// Sends what waits, and tells who was reminded.
    async fn sent(&self) -> Vec<(String, u32)> {
        self.house.mailer.clear();
        while self.door.drain_outbox(100).await.expect("drained").claimed > 0 {}
        self.told()
    }

    fn told(&self) -> Vec<(String, u32)> {
        let mut told: Vec<_> = self
            .house
            .mailer
            .letters()
            .iter()
            .filter_map(|letter| match letter.body {
                LetterBody::Reminder { offset_minutes, .. } => Some((letter.to.as_typed().to_owned(), offset_minutes)),
                _ => None,
            })
            .collect();
        told.sort();
        told
    }
}

fn row(address: &str, role: Option<Role>) -> NewInvitation {
    NewInvitation { email: email(address), role, first_name: None, last_name: None, language: None }
}

fn nobody() -> Vec<(String, u32)> {
    Vec::new()
}

fn mike(minutes: u32) -> Vec<(String, u32)> {
    vec![(MIKE.to_owned(), minutes)]
}

/// Nothing happens: each reminder once, at its minute, and none at or after the start.
pub async fn each_comes_once_at_its_minute_and_never_after_the_start(ports: StorePorts) {
    let (scene, ..) = Scene::with_mike(ports).await;
    assert_eq!(scene.at(59).await, nobody());
    assert_eq!(scene.at(60).await, mike(60));
    assert_eq!(scene.at(61).await, nobody());
    assert_eq!(scene.at(99).await, nobody());
    assert_eq!(scene.at(100).await, mike(20));
    for later in [101, 120, 130, 200] {
        assert_eq!(scene.at(later).await, nobody(), "minute {later}");
    }
}

/// Moved earlier: the reminders move along, and none comes at its former minute.
pub async fn they_move_along_with_a_session_that_moves_earlier(ports: StorePorts) {
    let (scene, ..) = Scene::with_mike(ports).await;
    scene.moved_to(90).await;
    assert_eq!(scene.at(29).await, nobody());
    assert_eq!(scene.at(30).await, mike(60));
    assert_eq!(scene.at(60).await, nobody(), "its former minute");
    assert_eq!(scene.at(70).await, mike(20));
    assert_eq!(scene.at(100).await, nobody(), "it has begun");
}

/// Moved later when the first was sent: people are reminded of the new start as well, once each.
pub async fn they_come_again_for_a_start_that_moved_later(ports: StorePorts) {
    let (scene, ..) = Scene::with_mike(ports).await;
    assert_eq!(scene.at(60).await, mike(60));
    scene.moved_to(300).await;
    assert_eq!(scene.at(100).await, nobody(), "its former minute");
    assert_eq!(scene.at(240).await, mike(60));
    assert_eq!(scene.at(280).await, mike(20));
    scene.moved_to(301).await;
    scene.moved_to(300).await;
    assert_eq!(scene.at(281).await, nobody(), "there and back: this start was reminded of");
}

/// Moved past an offset: it comes at once, and says how long it really is; the one nearest to the start if both are past.
pub async fn one_that_is_late_by_a_move_says_how_long_it_really_is(ports: StorePorts) {
    let (scene, ..) = Scene::with_mike(ports).await;
    assert_eq!(scene.at(10).await, nobody());
    scene.moved_to(50).await;
    assert_eq!(scene.at(11).await, mike(39));
    assert_eq!(scene.at(30).await, mike(20));
    scene.moved_to(200).await;
    assert_eq!(scene.at(31).await, nobody());
    scene.moved_to(41).await;
    assert_eq!(scene.at(32).await, mike(9), "not the one of an hour before as well");
    assert_eq!(scene.at(33).await, nobody());
}

/// Written, but not sent before the move: it is dropped, for it names the former start.
pub async fn one_that_waits_for_the_relay_is_dropped_when_the_session_moves(ports: StorePorts) {
    let (scene, ..) = Scene::with_mike(ports).await;
    assert_eq!(scene.at(59).await, nobody(), "the invitation leaves");
    scene.house.mailer.break_with(DeliveryError::Relay("it is away".to_owned()));
    scene.house.clock.set(minutes(60));
    scene.door.sweep().await.expect("swept");
    scene.door.drain_outbox(10).await.expect("drained");
    scene.house.mailer.mend();
    scene.moved_to(180).await;
    assert_eq!(scene.at(61).await, nobody());
    assert_eq!(scene.at(120).await, mike(60));
}

/// Called off: nothing, neither what was to be written nor what waited.
pub async fn none_comes_for_a_session_that_was_called_off(ports: StorePorts) {
    let (scene, ..) = Scene::with_mike(ports).await;
    scene.house.clock.set(minutes(60));
    scene.door.sweep().await.expect("swept");
    scene.door.cancel_session(&as_host(), scene.session.id(), None, Tell::Invitees).await.expect("called off");
    assert_eq!(scene.sent().await, nobody(), "what waited is dropped");
    assert_eq!(scene.at(100).await, nobody());
}

/// Taken off the list, before and between writing and sending; invited again, they are reminded of what is still to come.
pub async fn none_comes_to_those_who_were_taken_off_the_list(ports: StorePorts) {
    let (scene, mikes, _) = Scene::with_mike(ports).await;
    let (zoes, _) = scene.invite(ZOE, Role::Attendee).await;
    scene.door.revoke(&as_host(), scene.session.id(), mikes).await.expect("revoked");
    scene.house.clock.set(minutes(60));
    scene.door.sweep().await.expect("swept");
    scene.door.revoke(&as_host(), scene.session.id(), zoes).await.expect("revoked");
    assert_eq!(scene.sent().await, nobody());
    scene.invite(MIKE, Role::Attendee).await;
    assert_eq!(scene.at(100).await, mike(20));
}

/// Who declined is left alone until they change their mind.
pub async fn none_comes_to_those_who_declined(ports: StorePorts) {
    let (scene, _, link) = Scene::with_mike(ports).await;
    scene.answers(link, Answer::Declined).await;
    assert_eq!(scene.at(60).await, nobody());
    scene.answers(link, Answer::Tentative).await;
    assert_eq!(scene.at(100).await, mike(20));
}

/// Who is in needs no reminder; who was in and left does.
pub async fn none_comes_to_those_who_are_in(ports: StorePorts) {
    let (scene, ..) = Scene::with_mike(ports).await;
    let (_, link) = scene.invite(ZOE, Role::Presenter).await;
    scene.house.clock.set(minutes(50));
    scene.comes(link, ZOE).await;
    assert_eq!(scene.at(60).await, mike(60));
    let here = scene.at(100).await;
    assert_eq!(here, mike(20), "heard of fifty minutes ago");
    scene.moved_to(240).await;
    assert_eq!(scene.at(180).await, [(MIKE.to_owned(), 60), (ZOE.to_owned(), 60)], "her browser was closed long ago");
}

/// Who was put out is not called back.
pub async fn none_comes_to_those_who_were_removed(ports: StorePorts) {
    let (scene, ..) = Scene::with_mike(ports).await;
    let (_, link) = scene.invite(ZOE, Role::Presenter).await;
    let zoe = scene.comes(link, ZOE).await;
    for (minute, banned) in [(60, false), (100, true)] {
        scene.door.remove(&as_host(), scene.session.id(), zoe, (None, banned)).await.expect("removed");
        let left = if minute == 60 { 60 } else { 20 };
        assert_eq!(scene.at(minute).await, mike(left));
    }
}

/// Invited after the minute of an offset: their invitation told them, and the later reminder comes. When more than half of an
/// offset is gone at the invitation, that reminder is left out, too.
pub async fn whoever_is_invited_later_gets_the_reminders_that_are_still_to_come(ports: StorePorts) {
    let scene = Scene::set(ports).await;
    assert_eq!(scene.at(60).await, nobody());
    scene.invite(MIKE, Role::Attendee).await;
    assert_eq!(scene.at(61).await, nobody());
    scene.house.clock.set(minutes(99));
    scene.invite(ZOE, Role::Attendee).await;
    assert_eq!(scene.at(100).await, [(MIKE.to_owned(), 20), (ZOE.to_owned(), 20)], "she has 21 minutes, he 60");
    scene.house.clock.set(minutes(115));
    scene.invite("late@example.org", Role::Attendee).await;
    assert_eq!(scene.at(116).await, nobody());
}

/// Down across the minute of one reminder: it is late. Down across both: the one nearest to the start is. Down across the
/// start: none.
pub async fn after_a_pause_the_latest_one_comes_late_and_none_after_the_start(ports: StorePorts) {
    let (scene, ..) = Scene::with_mike(ports).await;
    assert_eq!(scene.at(59).await, nobody());
    assert_eq!(scene.at(85).await, mike(35), "down from 59 to 85");
    assert_eq!(scene.at(100).await, mike(20));
    scene.moved_to(300).await;
    assert_eq!(scene.at(295).await, mike(5), "down across both: one mail");
    assert_eq!(scene.at(296).await, nobody());
    scene.moved_to(500).await;
    assert_eq!(scene.at(500).await, nobody(), "down across the start");
    assert_eq!(scene.at(501).await, nobody());
}

/// Written in time, but the relay was away until the start: nothing is sent any more.
pub async fn none_is_sent_after_the_start_when_the_relay_was_away(ports: StorePorts) {
    let (scene, ..) = Scene::with_mike(ports).await;
    assert_eq!(scene.at(59).await, nobody());
    scene.house.clock.set(minutes(100));
    scene.door.sweep().await.expect("swept");
    assert_eq!(scene.at(120).await, nobody());
}

/// The clock is put back: what was sent is not sent again.
pub async fn a_clock_that_is_put_back_reminds_nobody_twice(ports: StorePorts) {
    let (scene, ..) = Scene::with_mike(ports).await;
    assert_eq!(scene.at(60).await, mike(60));
    assert_eq!(scene.at(0).await, nobody());
    assert_eq!(scene.at(60).await, nobody());
    assert_eq!(scene.at(100).await, mike(20));
    assert_eq!(scene.at(58).await, nobody());
    assert_eq!(scene.at(100).await, nobody());
}

/// Several nodes sweep and send at the same time: one mail each.
pub async fn nodes_that_sweep_at_once_remind_everyone_once(ports: StorePorts) {
    let scene = Scene::set(ports).await;
    let addresses: Vec<String> = (10..40).map(|n| format!("p{n}@example.org")).collect();
    let rows = addresses.iter().map(|address| row(address, None)).collect();
    scene.door.invite(&as_host(), scene.session.id(), rows).await.expect("invited");
    for (minute, left) in [(60, 60), (100, 20)] {
        scene.sent().await;
        scene.house.mailer.clear();
        scene.house.clock.set(minutes(minute));
        let node = || {
            let door = scene.door.clone();
            async move {
                for _ in 0..5 {
                    // A conflict is the other's turn.
                    door.sweep().await.expect("swept");
                    door.drain_outbox(7).await.expect("drained");
                }
                while door.drain_outbox(7).await.expect("drained").claimed > 0 {}
            }
        };
        all_at_once([node(), node(), node()]).await;
        let expected: Vec<_> = addresses.iter().map(|address| (address.clone(), left)).collect();
        assert_eq!(scene.told(), expected);
    }
}

/// The mail calendar says beforehand how many will be reminded when, and afterwards what became of it.
pub async fn the_mail_calendar_foretells_what_is_then_sent(ports: StorePorts) {
    let (scene, ..) = Scene::with_mike(ports).await;
    let (_, zoes) = scene.invite(ZOE, Role::Attendee).await;
    let reminders = async || {
        let (_, mailings) = scene.door.mail_calendar(&as_host(), scene.session.id()).await.expect("a calendar");
        let of = |offset| {
            let is_it = |which: jigsaw_domain::delivery::ReminderOf| which.offset_minutes == offset;
            mailings.iter().find(|one| one.reminder.is_some_and(is_it)).expect("the reminder").clone()
        };
        (of(60), of(20))
    };
    let (hour, soon) = reminders().await;
    assert_eq!((hour.stage, hour.at, hour.people), (MailingStage::Planned, minutes(60), 2));
    assert_eq!((soon.stage, soon.at, soon.people), (MailingStage::Planned, minutes(100), 2));
    assert_eq!(scene.at(60).await.len(), 2);
    scene.answers(zoes, Answer::Declined).await;
    let (hour, soon) = reminders().await;
    assert_eq!((hour.stage, hour.sent, hour.people), (MailingStage::Done, 2, 2));
    assert_eq!((soon.stage, soon.people), (MailingStage::Planned, 1), "one has declined");
    assert_eq!(scene.at(100).await, mike(20));
    let (_, soon) = reminders().await;
    assert_eq!((soon.stage, soon.sent, soon.dropped.get("declined")), (MailingStage::Done, 1, Some(&1)));
    assert!(soon.at - minutes(100) < TimeDelta::minutes(1));
}
