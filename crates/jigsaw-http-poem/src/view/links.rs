//! Links as the host hands them over: the session link on the details page, one personal link on a page of its own.

use askama::Template;

use super::common::Page;
use super::sessions::{ConsoleHead, LinkCard, Tab};

/// What stands below the session link: files, words to send, its state, its limits.
#[derive(Debug, Clone)]
pub struct SharePanel {
    /// Since when it works, until when, who came by it: whole sentences.
    pub state: String,
    /// A ready text for a message.
    pub text: String,
    /// The same as a mail without recipient.
    pub mailto: String,
    /// Its limits, as typed or as stored; `None` when nothing can be changed any more.
    pub limits: Option<LinkLimits>,
}

/// When the link ends, and how many people there may be. Posts to `/sessions/{id}/link`.
#[derive(Debug, Clone)]
pub struct LinkLimits {
    /// `datetime-local` in the session's zone; empty: with the session.
    pub expires: String,
    /// Empty for any number.
    pub people: String,
    /// The zone that the end is typed in.
    pub zone: String,
    /// The session's version that the form was filled from.
    pub version: String,
}

impl LinkLimits {
    /// Its fields, which are opened when one of them is at fault.
    pub(super) const FIELDS: &'static [&'static str] = &["link_expires", "link_people"];
}

/// One invitee's personal link, after its host asked for it.
#[derive(Debug, Template)]
#[template(path = "personal_link.html")]
pub struct PersonalLinkPage {
    /// Frame.
    pub page: Page,
    /// Console head.
    pub head: ConsoleHead,
    /// Whose link it is.
    pub email: String,
    /// The invitation.
    pub invitation: String,
    /// The link.
    pub link: LinkCard,
    /// Whether it can be renewed: not when the session is over.
    pub can_renew: bool,
}
