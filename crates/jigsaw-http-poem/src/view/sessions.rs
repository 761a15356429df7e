//! Pages of sessions: the list, the form, the details.

use askama::Template;

use super::common::{Errors, Page, Stamp};
use super::links::{LinkLimits, SharePanel};
use super::qr::Qr;
use super::words::{EmailProof, InvitationType, SessionState, WaitingRoom};
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
