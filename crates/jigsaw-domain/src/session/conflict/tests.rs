//! Each oddity beside its nearest neighbour that is none.

use super::*;
use crate::session::{Lock, ReminderOffset, ReminderOffsets, SessionParts, SessionState};
use crate::usecase::testing::{minutes, now, session, session_with};

/// Starts in an hour, opens ten minutes before; reminded of five minutes before.
fn plain(change: impl FnOnce(&mut SessionParts)) -> Session {
    session_with(|parts| {
        parts.reminders = reminders(&[5]);
        change(parts);
    })
}

fn reminders(minutes: &[i64]) -> ReminderOffsets {
    ReminderOffsets::new(minutes.iter().map(|m| ReminderOffset::parse(*m).unwrap()).collect()).unwrap()
}

#[expect(clippy::unnecessary_wraps, reason = "as the field takes it")]
fn seats(people: i64) -> Option<Capacity> {
    Some(Capacity::parse(people).unwrap())
}

const TEN: ListTally = ListTally { active: 10, co_hosts: 1 };
const ONE: ListTally = ListTally { active: 1, co_hosts: 0 };
const NOBODY: ListTally = ListTally { active: 0, co_hosts: 0 };

fn named(session: &Session, list: ListTally) -> Vec<ConflictCode> {
    session.conflicts(list, now(), Occasion::Saving).into_iter().map(|conflict| conflict.code).collect()
}

/// The setting that is odd, and the nearest one that is not.
#[track_caller]
fn odd_and_fine(code: ConflictCode, (odd, at_odd): (Session, ListTally), (fine, at_fine): (Session, ListTally)) {
    assert_eq!(named(&odd, at_odd), [code]);
    assert_eq!(named(&fine, at_fine), []);
    assert!(!code.fields().is_empty());
}

#[test]
fn a_usual_session_has_none() {
    assert_eq!(session().conflicts(ONE, now(), Occasion::Looking), []);
    assert_eq!(named(&plain(|_| {}), NOBODY), []);
}

#[test]
fn a_door_that_closes_by_the_start() {
    let until = |minute| plain(move |parts| parts.door.joinable_until = Some(minutes(minute)));
    odd_and_fine(ConflictCode::DoorClosesBeforeStart, (until(60), ONE), (until(61), ONE));
}

#[test]
fn a_link_that_ends_by_the_opening() {
    let end = |minute| plain(move |parts| parts.link.expires_at = Some(minutes(minute)));
    odd_and_fine(ConflictCode::LinkEndsBeforeOpening, (end(50), ONE), (end(51), ONE));
    let begun = session_with(|parts| {
        parts.link.expires_at = Some(minutes(50));
        parts.state = SessionState::Live { since: now() };
    });
    assert_eq!(named(&begun, ONE), [], "whoever came is in");
}

#[test]
fn fewer_seats_than_people_who_need_one() {
    let room = |people| plain(move |parts| parts.door.capacity = seats(people));
    odd_and_fine(ConflictCode::CapacityBelowList, (room(8), TEN), (room(9), TEN));
    let conflict = room(8).conflicts(TEN, now(), Occasion::Looking).remove(0);
    assert_eq!(conflict.numbers, [("invited", 9), ("capacity", 8)], "a co-host holds no seat");
}

#[test]
fn people_who_are_held_while_nobody_could_admit_them() {
    let held = |room, wait| {
        plain(move |parts| {
            parts.door.waiting_room = room;
            parts.door.wait_for_host = wait;
        })
    };
    let code = ConflictCode::WaitingRoomUnstaffed;
    for room in [WaitingRoom::Everyone, WaitingRoom::Guests] {
        odd_and_fine(code, (held(room, false), ONE), (held(room, true), ONE));
        odd_and_fine(code, (held(room, false), ONE), (held(room, false), TEN));
    }
    odd_and_fine(code, (held(WaitingRoom::Everyone, false), ONE), (held(WaitingRoom::Off, false), ONE));
}

#[test]
fn a_waiting_room_for_guests_where_no_guest_comes() {
    let guests = |kind| {
        plain(move |parts| {
            parts.invitation_type = kind;
            parts.door.waiting_room = WaitingRoom::Guests;
        })
    };
    let open = guests(InvitationType::LinkPasswordNotRequested);
    for kind in [InvitationType::InvitationList, InvitationType::LinkPasswordRequested] {
        odd_and_fine(ConflictCode::WaitingRoomIdle, (guests(kind), ONE), (open.clone(), ONE));
        let everyone = session_with(|parts| {
            *parts = guests(kind).parts().clone();
            parts.door.waiting_room = WaitingRoom::Everyone;
        });
        assert_eq!(named(&everyone, ONE), []);
    }
}

#[test]
fn a_code_where_every_address_is_proved_anyway() {
    let code = |kind| {
        plain(move |parts| {
            parts.invitation_type = kind;
            parts.door.email_proof = EmailProof::Code;
        })
    };
    let open = code(InvitationType::LinkPasswordNotRequested);
    for kind in [InvitationType::InvitationList, InvitationType::LinkPasswordRequested] {
        odd_and_fine(ConflictCode::ProofNeedless, (code(kind), ONE), (open.clone(), ONE));
    }
}

#[test]
fn an_early_entry_longer_than_the_time_left() {
    let early = |long| plain(move |parts| parts.door.early_entry = EarlyEntry::parse(long).unwrap());
    odd_and_fine(ConflictCode::OpensAtOnce, (early(61), ONE), (early(60), ONE));
    assert_eq!(early(61).conflicts(ONE, now(), Occasion::Looking), [], "only when it is saved");
    let usual = plain(|_| {});
    assert_eq!(usual.conflicts(ONE, minutes(54), Occasion::Saving), [], "the usual ten minutes surprise nobody");
}

#[test]
fn a_list_with_nobody_on_it() {
    let list = || plain(|parts| parts.invitation_type = InvitationType::InvitationList);
    odd_and_fine(ConflictCode::ListEmpty, (list(), NOBODY), (list(), ONE));
}

#[test]
fn reminders_whose_time_has_passed() {
    let reminded = |offsets: &'static [i64]| plain(move |parts| parts.reminders = reminders(offsets));
    odd_and_fine(ConflictCode::RemindersTooLate, (reminded(&[61, 1440, 5]), ONE), (reminded(&[60, 5]), ONE));
    let late = reminded(&[61, 1440, 5]).conflicts(ONE, now(), Occasion::Saving).remove(0);
    assert_eq!(late.numbers, [("count", 2)]);
    assert_eq!(reminded(&[61]).conflicts(ONE, now(), Occasion::Looking), [], "by then it may have been sent");
}

#[test]
fn a_lock_before_the_beginning() {
    let locked = |state| {
        plain(move |parts| {
            parts.lock = Some(Lock { message: None });
            parts.state = state;
        })
    };
    let begun = locked(SessionState::Live { since: now() });
    odd_and_fine(ConflictCode::LockedBeforeStart, (locked(SessionState::Scheduled), ONE), (begun, ONE));
}

#[test]
fn what_is_over_has_no_oddities() {
    for state in [SessionState::Ended { at: now() }, SessionState::Cancelled { at: now(), reason: None }] {
        let over = session_with(|parts| {
            parts.state = state;
            parts.lock = Some(Lock { message: None });
            parts.door.capacity = seats(1);
        });
        assert_eq!(over.conflicts(TEN, now(), Occasion::Saving), []);
    }
}

#[test]
fn several_come_in_the_order_of_their_codes() {
    let odd = session_with(|parts| {
        parts.invitation_type = InvitationType::InvitationList;
        parts.lock = Some(Lock { message: None });
        parts.door.email_proof = EmailProof::Code;
    });
    let codes = [ConflictCode::ProofNeedless, ConflictCode::ListEmpty, ConflictCode::RemindersTooLate];
    assert_eq!(named(&odd, NOBODY), [codes.as_slice(), &[ConflictCode::LockedBeforeStart]].concat());
}
