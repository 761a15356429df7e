//! What an edit of a session would do, before it is saved.

use askama::Template;

use super::common::{Page, Stamp};
use super::sessions::{ConsoleHead, Tab};

/// Asked when an edit shuts people out. Posts to the session as the form did, with everything that was typed.
#[derive(Debug, Template)]
#[template(path = "session_preview.html")]
pub struct PreviewPage {
    /// Frame.
    pub page: Page,
    /// Console head.
    pub head: ConsoleHead,
    /// The fields of the form, to be sent again.
    pub kept: Vec<(String, String)>,
    /// The moment that was judged.
    pub when: Stamp,
    /// Whom it concerns, by what it does to them.
    pub groups: Vec<PreviewGroup>,
    /// What it does to everyone else who has the link.
    pub others: Option<String>,
    /// Said when not everyone was looked at.
    pub incomplete: Option<String>,
    /// Settings that would cancel each other, one sentence each.
    pub conflicts: Vec<String>,
}

/// People to whom the same happens.
#[derive(Debug, Clone)]
pub struct PreviewGroup {
    /// "These 4 people could no longer enter:"
    pub heading: String,
    /// They, or the first of them.
    pub people: Vec<PreviewPerson>,
    /// "and 12 more"
    pub more: Option<String>,
}

/// One of them.
#[derive(Debug, Clone)]
pub struct PreviewPerson {
    /// Name, if it is known.
    pub name: Option<String>,
    /// Address.
    pub email: String,
    /// Why, in short words.
    pub because: String,
}
