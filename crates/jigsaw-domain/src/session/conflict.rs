//! Settings that cancel each other, or do not do what a host expects of them: named, never forbidden.

use chrono::{DateTime, Utc};

use super::{Capacity, EarlyEntry, EmailProof, InvitationType, Phase, Session, WaitingRoom};
use crate::invitation::ListTally;
use crate::words::words;

words! {
    /// What is odd about a session's settings.
    ConflictCode {
        /// The door closes before the session starts: whoever is not in by then never comes in.
        DoorClosesBeforeStart = "door_closes_before_start",
        /// The session link has run out before anyone may enter by it.
        LinkEndsBeforeOpening = "link_ends_before_opening",
        /// More people are invited than there are seats.
        CapacityBelowList = "capacity_below_list",
        /// It begins without a host, and the waiting room holds people whom nobody else could admit.
        WaitingRoomUnstaffed = "waiting_room_unstaffed",
        /// The waiting room is for guests, and the invitation type lets no such guests come that far.
        WaitingRoomIdle = "waiting_room_idle",
        /// A mailed code is asked for, and the invitation type proves every address anyway.
        ProofNeedless = "proof_needless",
        /// The early entry is longer than the time that is left: the door opens at once.
        OpensAtOnce = "opens_at_once",
        /// Only listed people may enter, and nobody is listed.
        ListEmpty = "list_empty",
        /// Reminders whose time has passed already.
        RemindersTooLate = "reminders_too_late",
        /// It is locked and has not begun: nobody but those who run it will come in.
        LockedBeforeStart = "locked_before_start",
    } list "a conflict code"
}

impl ConflictCode {
    /// The settings concerned, by their names in the API.
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::DoorClosesBeforeStart => &["joinable_until", "starts_at"],
            Self::LinkEndsBeforeOpening => &["link_expires_at", "starts_at", "early_entry_minutes"],
            Self::CapacityBelowList => &["capacity"],
            Self::WaitingRoomUnstaffed => &["waiting_room", "wait_for_host"],
            Self::WaitingRoomIdle => &["waiting_room", "invitation_type"],
            Self::ProofNeedless => &["email_proof", "invitation_type"],
            Self::OpensAtOnce => &["early_entry_minutes", "starts_at"],
            Self::ListEmpty => &["invitation_type"],
            Self::RemindersTooLate => &["reminders", "starts_at"],
            Self::LockedBeforeStart => &["locked"],
        }
    }
}

/// One oddity, with the numbers that its sentence needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Which one.
    pub code: ConflictCode,
    /// Names and values, such as `invited` and `capacity`.
    pub numbers: Vec<(&'static str, u32)>,
}

/// When settings are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// They are being saved: what is too late by now is worth a word.
    Saving,
    /// Any time later. Time passes and reminders are sent; that is no oddity.
    Looking,
}

impl Session {
    /// What is odd about the settings, in the order of [`ConflictCode::ALL`]. A session that is over has no oddities.
    pub fn conflicts(&self, list: ListTally, now: DateTime<Utc>, occasion: Occasion) -> Vec<Conflict> {
        let phase = self.phase(now);
        if !matches!(phase, Phase::Scheduled | Phase::Live) {
            return Vec::new();
        }
        let scheduled = phase == Phase::Scheduled;
        let saving = scheduled && occasion == Occasion::Saving;
        let holds = |code: &ConflictCode| match code {
            ConflictCode::DoorClosesBeforeStart => {
                self.door().joinable_until.is_some_and(|until| until <= self.schedule().starts_at())
            }
            ConflictCode::LinkEndsBeforeOpening => {
                scheduled && self.link().expires_at.is_some_and(|end| end <= self.opens_at())
            }
            ConflictCode::CapacityBelowList => {
                self.door().capacity.is_some_and(|seats| seats.get() < list.need_seats())
            }
            ConflictCode::WaitingRoomUnstaffed => {
                scheduled && !self.door().wait_for_host && self.holds_people() && list.co_hosts == 0
            }
            ConflictCode::WaitingRoomIdle => self.door().waiting_room == WaitingRoom::Guests && !self.holds_people(),
            ConflictCode::ProofNeedless => {
                self.door().email_proof == EmailProof::Code
                    && self.invitation_type() != InvitationType::LinkPasswordNotRequested
            }
            ConflictCode::OpensAtOnce => saving && self.opens_sooner_than_meant(now),
            ConflictCode::ListEmpty => self.invitation_type() == InvitationType::InvitationList && list.active == 0,
            ConflictCode::RemindersTooLate => saving && self.late_reminders(now) > 0,
            ConflictCode::LockedBeforeStart => scheduled && self.lock().is_some(),
        };
        let found = ConflictCode::ALL.iter().copied().filter(holds);
        found.map(|code| Conflict { code, numbers: self.numbers_of(code, list, now) }).collect()
    }

    /// Whether anyone can come as far as the waiting room. Where every address is proved, nobody is a mere guest.
    fn holds_people(&self) -> bool {
        match self.door().waiting_room {
            WaitingRoom::Off => false,
            WaitingRoom::Guests => self.invitation_type() == InvitationType::LinkPasswordNotRequested,
            WaitingRoom::Everyone => true,
        }
    }

    /// Whether the door is open from now on, by an early entry that somebody chose. The usual few minutes surprise nobody.
    fn opens_sooner_than_meant(&self, now: DateTime<Utc>) -> bool {
        self.door().early_entry.minutes() > EarlyEntry::default().minutes() && self.opens_at() < now
    }

    fn late_reminders(&self, now: DateTime<Utc>) -> usize {
        let left = self.schedule().starts_at() - now;
        self.parts().reminders.as_slice().iter().filter(|offset| offset.delta() > left).count()
    }

    fn numbers_of(&self, code: ConflictCode, list: ListTally, now: DateTime<Utc>) -> Vec<(&'static str, u32)> {
        match code {
            ConflictCode::CapacityBelowList => {
                vec![("invited", list.need_seats()), ("capacity", self.door().capacity.map_or(0, Capacity::get))]
            }
            ConflictCode::OpensAtOnce => vec![("minutes", u32::from(self.door().early_entry.minutes()))],
            ConflictCode::RemindersTooLate => {
                vec![("count", u32::try_from(self.late_reminders(now)).unwrap_or(u32::MAX))]
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
