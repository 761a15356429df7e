//! Will you come? The question to an invitee, and what the host sees of the answers and of the mail.

use askama::Template;

use super::common::{Page, Stamp};
use super::join::JoinHead;
use super::words::{MailingStage, Said};

/// The question, with a button for each answer. Posts `answer` to `action`.
#[derive(Debug, Clone)]
pub struct Coming {
    /// `/i/{token}/answer`
    pub action: String,
    /// What was said last.
    pub said: Option<Said>,
    /// What the link of the mail meant; nothing is said before its button is pressed.
    pub chosen: Option<Said>,
}

/// `/i/{token}/answer`: nothing but the question.
#[derive(Debug, Template)]
#[template(path = "coming_page.html")]
pub struct ComingPage {
    /// Frame.
    pub page: Page,
    /// The session.
    pub head: JoinHead,
    /// The question.
    pub coming: Coming,
    /// The personal link's own path.
    pub enter_url: String,
}

/// What the host sees of answers and mail on the Invitations tab.
#[derive(Debug, Clone, Default)]
pub struct MailPlan {
    /// How many will come.
    pub accepted: u32,
    /// How many may.
    pub tentative: u32,
    /// How many will not.
    pub declined: u32,
    /// How many have not said.
    pub unanswered: u32,
    /// Everything that is mailed, by time.
    pub mailings: Vec<MailingRow>,
}

impl MailPlan {
    /// Whether anybody is asked at all.
    pub const fn asks_anyone(&self) -> bool {
        self.accepted + self.tentative + self.declined + self.unanswered > 0
    }
}

/// Mails that belong together.
#[derive(Debug, Clone)]
pub struct MailingRow {
    /// "Reminder, 1 day before"
    pub what: String,
    /// When it will be sent, or was.
    pub when: Stamp,
    /// How far it is.
    pub stage: MailingStage,
    /// To how many, or what became of them.
    pub outcome: String,
}
