//! What a host sets about a session's door.

use chrono::{DateTime, TimeDelta, Utc};

use crate::malformed::Malformed;
use crate::text::HostText;
use crate::words::words;

words! {
    /// How people are invited, and what they show at the door.
    InvitationType {
        /// Only listed addresses enter, after proving the mailbox.
        InvitationList = "invitation_list",
        /// One link; email and account password.
        LinkPasswordRequested = "link_password_requested",
        /// One link; email, then first and last name.
        LinkPasswordNotRequested = "link_password_not_requested",
    } list "invitation_list, link_password_requested, link_password_not_requested"
}

words! {
    /// Whom the waiting room holds until the host admits them.
    WaitingRoom {
        /// Nobody.
        Off = "off",
        /// Those who are neither invited nor signed in.
        Guests = "guests",
        /// All but host, co-hosts, presenters and people invited on the fly.
        Everyone = "everyone",
    } list "off, guests, everyone"
}

words! {
    /// Whether a session without passwords asks guests to prove their address.
    EmailProof {
        /// The typed address is taken as it is, and marked unverified.
        None = "none",
        /// A six-digit code is mailed to it.
        Code = "code",
    } list "none, code"
}

/// Minutes before the start at which attendees may enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlyEntry(u16);

impl EarlyEntry {
    /// At most a day.
    pub const MAX: u16 = 24 * 60;

    /// Checks the range.
    pub fn parse(minutes: i64) -> Result<Self, Malformed> {
        bounded(minutes, 0, i64::from(Self::MAX)).map(Self)
    }

    /// Minutes.
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// As a span of time.
    pub fn delta(self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.0))
    }
}

impl Default for EarlyEntry {
    fn default() -> Self {
        Self(10)
    }
}

/// The most people at once; host and co-hosts do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Capacity(u32);

impl Capacity {
    /// More than any room holds.
    pub const MAX: u32 = 1_000_000;

    /// Checks the range.
    pub fn parse(people: i64) -> Result<Self, Malformed> {
        bounded(people, 1, i64::from(Self::MAX)).map(Self)
    }

    /// People.
    pub const fn get(self) -> u32 {
        self.0
    }
}

fn bounded<T: TryFrom<i64>>(number: i64, min: i64, max: i64) -> Result<T, Malformed> {
    let fault = Malformed::OutOfRange { min, max };
    if !(min..=max).contains(&number) {
        return Err(fault);
    }
    T::try_from(number).map_err(|_| fault)
}

/// Who may enter when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorSettings {
    /// How long before the start attendees may enter.
    pub early_entry: EarlyEntry,
    /// Whether attendees wait until a host, co-host or presenter is in.
    pub wait_for_host: bool,
    /// Whom the waiting room holds.
    pub waiting_room: WaitingRoom,
    /// The most people at once.
    pub capacity: Option<Capacity>,
    /// Whether typed addresses must be proved.
    pub email_proof: EmailProof,
    /// When the door closes, if not at the end.
    pub joinable_until: Option<DateTime<Utc>>,
}

impl Default for DoorSettings {
    fn default() -> Self {
        Self {
            early_entry: EarlyEntry::default(),
            wait_for_host: true,
            waiting_room: WaitingRoom::Off,
            capacity: None,
            email_proof: EmailProof::None,
            joinable_until: None,
        }
    }
}

/// Nobody new enters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// The host's words to those outside.
    pub message: Option<HostText>,
}

/// Minutes before the start at which invitees are reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReminderOffset(u32);

impl ReminderOffset {
    /// At most four weeks.
    pub const MAX: u32 = 28 * 24 * 60;

    /// Checks the range.
    pub fn parse(minutes: i64) -> Result<Self, Malformed> {
        bounded(minutes, 1, i64::from(Self::MAX)).map(Self)
    }

    /// Minutes.
    pub const fn minutes(self) -> u32 {
        self.0
    }

    /// As a span of time.
    pub fn delta(self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.0))
    }
}

/// Reminder offsets, longest first, none twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderOffsets(Vec<ReminderOffset>);

impl ReminderOffsets {
    /// The most reminders of one session.
    pub const MAX: usize = 5;

    /// Sorts, drops doubles, checks the number.
    pub fn new(mut offsets: Vec<ReminderOffset>) -> Result<Self, Malformed> {
        offsets.sort_unstable_by(|a, b| b.cmp(a));
        offsets.dedup();
        if offsets.len() > Self::MAX {
            return Err(Malformed::TooMany { max: Self::MAX });
        }
        Ok(Self(offsets))
    }

    /// Longest first.
    pub fn as_slice(&self) -> &[ReminderOffset] {
        &self.0
    }
}

impl Default for ReminderOffsets {
    /// A day before and ten minutes before.
    fn default() -> Self {
        Self(vec![ReminderOffset(24 * 60), ReminderOffset(10)])
    }
}

/// Where admitted people go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Room {
    /// Jigsaw's own live page.
    Builtin,
    /// Any address.
    Url(String),
}

impl Room {
    /// Checks an outside room's address: absolute, https (or http on loopback), no credentials in it.
    pub fn parse_url(url: &str) -> Result<Self, Malformed> {
        let rest = url
            .strip_prefix("https://")
            .or_else(|| {
                url.strip_prefix("http://")
                    .filter(|rest| rest.starts_with("127.0.0.1") || rest.starts_with("localhost"))
            })
            .ok_or(Malformed::NotAnAddress)?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let clean = !host.is_empty() && !host.contains('@') && url.len() <= 2000;
        if clean && url.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>\\^`{|}".contains(&b)) {
            Ok(Self::Url(url.to_owned()))
        } else {
            Err(Malformed::NotAnAddress)
        }
    }

    /// The word in the API.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Builtin => "builtin",
            Self::Url(_) => "url",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_bounded() {
        assert!(Capacity::parse(0).is_err());
        assert!(Capacity::parse(-1).is_err());
        assert!(Capacity::parse(i64::MAX).is_err());
        assert_eq!(Capacity::parse(10).unwrap().get(), 10);
        assert!(EarlyEntry::parse(1441).is_err());
    }

    #[test]
    fn words_read_back() {
        for value in InvitationType::ALL {
            assert_eq!(InvitationType::parse(value.as_str()), Ok(*value));
        }
        assert!(InvitationType::parse("Invitation_list").is_err());
    }

    #[test]
    fn room_addresses_carry_no_script_and_no_credentials() {
        assert!(Room::parse_url("https://meet.example/room?x=1").is_ok());
        for bad in
            ["javascript:alert(1)", "http://meet.example", "https://", "https://a@b.example/", "https://a b", "//x"]
        {
            assert_eq!(Room::parse_url(bad), Err(Malformed::NotAnAddress), "{bad}");
        }
    }

    #[test]
    fn reminders_are_sorted_and_few() {
        let offset = |m| ReminderOffset::parse(m).unwrap();
        let made = ReminderOffsets::new(vec![offset(10), offset(60), offset(10)]).unwrap();
        assert_eq!(made.as_slice(), [offset(60), offset(10)]);
        assert!(ReminderOffsets::new((1..=6).map(offset).collect()).is_err());
    }
}
