//! `/room/{id}`: the built-in room, and how it ends.

use askama::Template;

use super::common::{Page, Stamp};
use super::words::{Proof, Role};
use crate::text::Key;

/// Inside.
#[derive(Debug, Template)]
#[template(path = "room.html")]
pub struct RoomPage {
    /// Frame.
    pub page: Page,
    /// Room id: "Leave" posts to `/room/{id}/leave`.
    pub id: String,
    /// Title.
    pub title: String,
    /// The host's name.
    pub host_name: String,
    /// `text` is the span.
    pub when: Stamp,
    /// Oneself.
    pub me: Me,
    /// Everyone inside, by role; empty when there are only counts.
    pub roster: Vec<RoomRow>,
    /// Instead of names when there are many.
    pub counts: Vec<RoleCount>,
    /// How many are inside.
    pub inside: u32,
    /// The live page, for those who lead.
    pub console_url: Option<String>,
    /// The foreign room, if the session has one: an address to open, or a local path that mints one.
    pub outside_url: Option<String>,
    /// Stream of the pass and the roster.
    pub events_url: String,
    /// Where to tell every 15 s that one is still there.
    pub heartbeat_url: String,
}

/// Oneself in the room.
#[derive(Debug, Clone)]
pub struct Me {
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// How one's address is known.
    pub proof: Proof,
}

/// Somebody inside.
#[derive(Debug, Clone)]
pub struct RoomRow {
    /// Participant id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// How their address is known.
    pub proof: Proof,
    /// Oneself.
    pub is_me: bool,
}

/// How many have a role.
#[derive(Debug, Clone, Copy)]
pub struct RoleCount {
    /// Role.
    pub role: Role,
    /// People.
    pub count: u32,
}

/// The same address once one is no longer inside.
#[derive(Debug, Template)]
#[template(path = "room_closed.html")]
pub struct RoomClosedPage {
    /// Frame.
    pub page: Page,
    /// Title, if it may still be shown.
    pub title: Option<String>,
    /// How it ended.
    pub closing: Closing,
    /// The host's own words (reason of a removal).
    pub host_words: Option<String>,
    /// The session's or the personal link as a local path, to come back; `None` if there is no way back.
    pub return_url: Option<String>,
}

/// How being inside ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// By one's own button.
    Left,
    /// The session is over.
    Ended,
    /// The host put one out.
    Removed,
    /// One's place moved to another device.
    Replaced,
    /// The host did not let one in.
    Denied,
    /// Not heard of for too long, or no pass at all.
    Gone,
}

impl Closing {
    /// Every way.
    pub const ALL: &'static [Self] =
        &[Self::Left, Self::Ended, Self::Removed, Self::Replaced, Self::Denied, Self::Gone];

    const fn heading(self) -> Key {
        match self {
            Self::Left => Key("closing-left"),
            Self::Ended => Key("closing-ended"),
            Self::Removed => Key("closing-removed"),
            Self::Replaced => Key("closing-replaced"),
            Self::Denied => Key("closing-denied"),
            Self::Gone => Key("closing-gone"),
        }
    }

    const fn help(self) -> Key {
        match self {
            Self::Left => Key("closing-left.help"),
            Self::Ended => Key("closing-ended.help"),
            Self::Removed => Key("closing-removed.help"),
            Self::Replaced => Key("closing-replaced.help"),
            Self::Denied => Key("closing-denied.help"),
            Self::Gone => Key("closing-gone.help"),
        }
    }

    const fn back(self) -> Key {
        match self {
            Self::Replaced => Key("closing-replaced.back"),
            _ => Key("closing-left.back"),
        }
    }
}
