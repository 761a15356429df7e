//! Pages of sessions: the list, the form, the details.

use askama::Template;

use super::common::{Errors, Page, Stamp};
use super::links::{LinkLimits, SharePanel};
use super::qr::Qr;
use super::words::{EmailProof, InvitationType, RuleUnit, SessionKind, SessionState, Standing, WaitingRoom};
use crate::text::Key;

/// `/sessions`: My sessions.
#[derive(Debug, Template)]
#[template(path = "sessions.html")]
pub struct SessionsPage {
    /// Frame.
    pub page: Page,
    /// Scheduled and live, next first.
    pub upcoming: Vec<SessionRow>,
    /// Ended and cancelled, latest first.
    pub past: Vec<SessionRow>,
    /// The private address for the host's calendar; `None` for people who host nothing.
    pub calendar_url: Option<String>,
}

/// One session in the list.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// Session id.
    pub id: String,
    /// Title.
    pub title: String,
    /// State.
    pub state: SessionState,
    /// `iso` is the start, `text` the whole span.
    pub when: Stamp,
    /// How it repeats or is open; empty when it takes place once.
    pub repeats: String,
    /// Invitation type.
    pub invitation_type: InvitationType,
    /// How many are on the list.
    pub invited: u32,
    /// How many are inside now.
    pub inside: u32,
}

/// What the host types about a session; kept as typed when something is wrong.
#[derive(Debug, Clone)]
pub struct SessionForm {
    /// Title.
    pub title: String,
    /// `datetime-local`: `2026-11-24T14:00`, in `time_zone`.
    pub starts: String,
    /// `datetime-local`.
    pub ends: String,
    /// IANA zone name.
    pub time_zone: String,
    /// How often it takes place.
    pub kind: SessionKind,
    /// The days of the week, Monday first, for open sessions and series.
    pub days: Vec<DayChoice>,
    /// Every so many units.
    pub every: String,
    /// What `every` counts.
    pub unit: RuleUnit,
    /// After so many times it is over; empty: on a day.
    pub times: String,
    /// `date`: the last day; empty: after so many times.
    pub last: String,
    /// The rule, where it says more than the fields can.
    pub rule: String,
    /// The chosen type.
    pub invitation_type: InvitationType,
    /// Minutes before the start.
    pub early_entry_minutes: String,
    /// Attendees wait until somebody who leads is there.
    pub wait_for_host: bool,
    /// Who is held.
    pub waiting_room: WaitingRoom,
    /// Empty for no limit.
    pub capacity: String,
    /// Proof of the address on the open link.
    pub email_proof: EmailProof,
    /// `datetime-local`; empty: until the end.
    pub joinable_until: String,
    /// The offsets on offer and those chosen.
    pub reminders: Vec<ReminderChoice>,
    /// The host's words to the invitees.
    pub message: String,
    /// Whether invitees are told of another title or time.
    pub tell: bool,
    /// The session's version that the form was filled from; empty for a new one.
    pub version: String,
}

impl Default for SessionForm {
    fn default() -> Self {
        Self {
            title: String::new(),
            starts: String::new(),
            ends: String::new(),
            time_zone: "UTC".to_owned(),
            kind: SessionKind::OneTime,
            days: DayChoice::offer(&[]),
            every: "1".to_owned(),
            unit: RuleUnit::Weeks,
            times: String::new(),
            last: String::new(),
            rule: String::new(),
            invitation_type: InvitationType::List,
            early_entry_minutes: "10".to_owned(),
            wait_for_host: true,
            waiting_room: WaitingRoom::Off,
            capacity: String::new(),
            email_proof: EmailProof::None,
            joinable_until: String::new(),
            reminders: ReminderChoice::offer(&[1440, 10]),
            message: String::new(),
            tell: true,
            version: String::new(),
        }
    }
}

impl SessionForm {
    /// Fields inside "Who may enter when", which is opened when one of them is at fault.
    const FURTHER: &'static [&'static str] = &[
        "early_entry_minutes",
        "wait_for_host",
        "waiting_room",
        "capacity",
        "email_proof",
        "joinable_until",
        "reminders",
    ];
}

/// One day of the week: checkbox `day_{code}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayChoice {
    /// Two letters, such as `MO`.
    pub code: &'static str,
    /// 1 is Monday.
    pub number: u8,
    /// Whether it is one of the days.
    pub chosen: bool,
}

impl DayChoice {
    const CODES: [(&'static str, u8); 7] =
        [("MO", 1), ("TU", 2), ("WE", 3), ("TH", 4), ("FR", 5), ("SA", 6), ("SU", 7)];

    /// The whole week, with every chosen day ticked.
    pub fn offer(chosen: &[&str]) -> Vec<Self> {
        Self::CODES.map(|(code, number)| Self { code, number, chosen: chosen.contains(&code) }).to_vec()
    }
}

/// One reminder offset: checkbox `reminder_{minutes}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReminderChoice {
    /// Minutes before the start.
    pub minutes: u32,
    /// Whether it is sent.
    pub chosen: bool,
}

impl ReminderChoice {
    /// The usual offsets, with every chosen one ticked and unusual ones added.
    pub fn offer(chosen: &[u32]) -> Vec<Self> {
        let mut offsets = vec![1440, 60, 10];
        offsets.extend(chosen);
        offsets.sort_unstable_by_key(|minutes| std::cmp::Reverse(*minutes));
        offsets.dedup();
        offsets.into_iter().map(|minutes| Self { minutes, chosen: chosen.contains(&minutes) }).collect()
    }
}

/// `/sessions/new`: Create session. Posts to itself.
#[derive(Debug, Template)]
#[template(path = "session_new.html")]
pub struct NewSessionPage {
    /// Frame.
    pub page: Page,
    /// As typed, or the defaults with the host's zone.
    pub form: SessionForm,
    /// Faults of the last try.
    pub errors: Errors,
}

/// A tab of the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// `/sessions/{id}`
    Details,
    /// `/sessions/{id}/invitations`
    Invitations,
    /// `/sessions/{id}/live`
    Live,
    /// `/sessions/{id}/access`
    Access,
}

impl Tab {
    /// What a host sees.
    pub const HOST: &'static [Self] = &[Self::Details, Self::Invitations, Self::Live, Self::Access];

    /// What a co-host sees who has no account, only a pass.
    pub const CO_HOST: &'static [Self] = &[Self::Live];

    /// The path below the session's own.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Details => "",
            Self::Invitations => "/invitations",
            Self::Live => "/live",
            Self::Access => "/access",
        }
    }

    pub(super) const fn key(self) -> Key {
        match self {
            Self::Details => Key("tab-details"),
            Self::Invitations => Key("tab-invitations"),
            Self::Live => Key("tab-live"),
            Self::Access => Key("tab-access"),
        }
    }
}

/// The head of the console, the same on every tab.
#[derive(Debug, Clone)]
pub struct ConsoleHead {
    /// Session id; all forms post below `/sessions/{id}`.
    pub id: String,
    /// Title.
    pub title: String,
    /// State.
    pub state: SessionState,
    /// `iso` is the start, `text` the whole span with zone.
    pub when: Stamp,
    /// False for a co-host: sees no control that invites, edits or cancels.
    pub is_host: bool,
    /// The tabs that may be opened: [`Tab::HOST`] or [`Tab::CO_HOST`], or a choice of them.
    pub tabs: &'static [Tab],
    /// How many wait to be let in, shown on the Live tab.
    pub waiting: u32,
    /// The session link as a local path (`/j/{key}`), to enter oneself; `None` when nobody may enter any more.
    pub enter_url: Option<String>,
}

/// `/sessions/{id}`: Session details. The form posts to itself.
#[derive(Debug, Template)]
#[template(path = "session_details.html")]
pub struct DetailsPage {
    /// Frame.
    pub page: Page,
    /// Console head.
    pub head: ConsoleHead,
    /// The session's link in full, for copying; `None` for people who may not see it.
    pub link: Option<LinkCard>,
    /// What the host does with it.
    pub share: Option<SharePanel>,
    /// One sentence generated from the policy.
    pub access_summary: String,
    /// Settings that cancel each other, one sentence each.
    pub conflicts: Vec<String>,
    /// As stored, or as typed.
    pub form: SessionForm,
    /// False when ended or cancelled: the form is not shown.
    pub can_edit: bool,
    /// How many people a mail goes to when the invitees are told of something.
    pub told: usize,
    /// Faults of the last try.
    pub errors: Errors,
    /// Why it was cancelled, if it was.
    pub cancelled_because: Option<String>,
    /// How it repeats or is open; empty when it takes place once.
    pub repeats: String,
    /// The next times, of a series or an open session.
    pub occurrences: Vec<OccurrenceRow>,
    /// How many come after those that are shown.
    pub further: usize,
}

/// One time of a session in the list of them.
#[derive(Debug, Clone)]
pub struct OccurrenceRow {
    /// Its name in addresses.
    pub name: String,
    /// When it takes place, or would have.
    pub when: Stamp,
    /// What became of it.
    pub standing: Standing,
    /// Whether it may be moved and cancelled by itself.
    pub can_change: bool,
}

/// `/sessions/{id}/occurrences/{name}`: one time of a series, to be moved. Posts to itself.
#[derive(Debug, Template)]
#[template(path = "occurrence.html")]
pub struct OccurrencePage {
    /// Frame.
    pub page: Page,
    /// Console head.
    pub head: ConsoleHead,
    /// Its name in addresses.
    pub name: String,
    /// When it takes place now.
    pub when: Stamp,
    /// `datetime-local` in the session's zone.
    pub starts: String,
    /// `datetime-local`.
    pub ends: String,
    /// The session's zone in words.
    pub zone: String,
    /// Faults of the last try.
    pub errors: Errors,
}

/// A link with its QR code.
#[derive(Debug, Clone)]
pub struct LinkCard {
    /// The whole address.
    pub url: String,
    /// Its picture.
    pub qr: Qr,
}

impl LinkCard {
    /// Draws the code of a link.
    pub fn new(url: impl Into<String>) -> Self {
        let url = url.into();
        Self { qr: Qr::of(&url), url }
    }
}
