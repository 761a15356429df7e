//! What is shown when a page cannot be.

use askama::Template;

use super::common::Page;
use crate::text::Key;

/// Any error that is not the fault of a field.
#[derive(Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// Frame.
    pub page: Page,
    /// Which error.
    pub kind: ErrorKind,
    /// Seconds until another try makes sense; shown and counted down.
    pub retry_after: Option<u32>,
    /// Named to whoever runs the server.
    pub request_id: String,
}

/// The errors that have a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// 404, also for everything that belongs to somebody else.
    NotFound,
    /// 403.
    Forbidden,
    /// 403: the form token does not fit; the page was open too long or comes from elsewhere.
    FormExpired,
    /// 410: a set-up link that was used or is too old.
    SetUpLinkUsed,
    /// 409: the action does not fit the session's state any more.
    Conflict,
    /// 413.
    TooLarge,
    /// 422.
    Unusable,
    /// 429.
    TooMany,
    /// 500.
    Broken,
    /// 503.
    Unavailable,
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::NotFound,
        Self::Forbidden,
        Self::FormExpired,
        Self::SetUpLinkUsed,
        Self::Conflict,
        Self::TooLarge,
        Self::Unusable,
        Self::TooMany,
        Self::Broken,
        Self::Unavailable,
    ];

    /// The status of the answer.
    pub const fn status(self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Forbidden | Self::FormExpired => 403,
            Self::SetUpLinkUsed => 410,
            Self::Conflict => 409,
            Self::TooLarge => 413,
            Self::Unusable => 422,
            Self::TooMany => 429,
            Self::Broken => 500,
            Self::Unavailable => 503,
        }
    }

    /// What happened, as a heading.
    const fn heading(self) -> Key {
        match self {
            Self::NotFound => Key("error-not-found"),
            Self::Forbidden => Key("error-forbidden"),
            Self::FormExpired => Key("error-form-expired"),
            Self::SetUpLinkUsed => Key("error-set-up-link-used"),
            Self::Conflict => Key("error-conflict"),
            Self::TooLarge => Key("error-too-large"),
            Self::Unusable => Key("error-unusable"),
            Self::TooMany => Key("error-too-many"),
            Self::Broken => Key("error-broken"),
            Self::Unavailable => Key("error-unavailable"),
        }
    }

    /// What to do now.
    const fn help(self) -> Key {
        match self {
            Self::NotFound => Key("error-not-found.help"),
            Self::Forbidden => Key("error-forbidden.help"),
            Self::FormExpired => Key("error-form-expired.help"),
            Self::SetUpLinkUsed => Key("error-set-up-link-used.help"),
            Self::Conflict => Key("error-conflict.help"),
            Self::TooLarge => Key("error-too-large.help"),
            Self::Unusable => Key("error-unusable.help"),
            Self::TooMany => Key("error-too-many.help"),
            Self::Broken => Key("error-broken.help"),
            Self::Unavailable => Key("error-unavailable.help"),
        }
    }
}
