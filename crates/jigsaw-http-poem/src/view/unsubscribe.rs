//! `/u/{token}`: ending a host's reminders.

use askama::Template;

use super::common::Page;

/// Whether reminders are sent, with a button that changes it.
#[derive(Debug, Template)]
#[template(path = "unsubscribe.html")]
pub struct UnsubscribePage {
    /// Frame.
    pub page: Page,
    /// Where the form is posted to: the page's own path.
    pub action: String,
    /// Whose reminders.
    pub host_name: String,
    /// To which address.
    pub email: String,
    /// Whether they are sent.
    pub wanted: bool,
}
