//! `/mailbox`: captured mail.

use askama::Template;

use super::common::{Page, Stamp};
use super::words::MailKind;

/// The list, newest first.
#[derive(Debug, Template)]
#[template(path = "mailbox.html")]
pub struct MailboxPage {
    /// Frame.
    pub page: Page,
    /// Mails.
    pub mails: Vec<MailRow>,
}

/// One mail in the list.
#[derive(Debug, Clone)]
pub struct MailRow {
    /// Page of the mail.
    pub url: String,
    /// Recipient.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// What it is about.
    pub kind: MailKind,
    /// When it was captured.
    pub sent: Stamp,
}

/// One mail.
#[derive(Debug, Template)]
#[template(path = "mail.html")]
pub struct MailPage {
    /// Frame.
    pub page: Page,
    /// Recipient.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// What it is about.
    pub kind: MailKind,
    /// When it was captured.
    pub sent: Stamp,
    /// The text part; addresses in it become links.
    pub body: String,
    /// Address of the HTML part alone, shown in a sandboxed frame.
    pub html_url: Option<String>,
    /// Address of the `.eml` file.
    pub eml_url: String,
}

impl MailPage {
    /// The text part cut into plain pieces and links, so that a link can be followed from here.
    fn pieces(&self) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        let mut rest = self.body.as_str();
        while let Some(start) = next_link(rest) {
            let (plain, tail) = rest.split_at(start);
            let end = tail.find(|c: char| c.is_whitespace() || "<>\"".contains(c)).unwrap_or(tail.len());
            let (link, after) = tail.split_at(end);
            pieces.push(Piece { text: plain, is_link: false });
            pieces.push(Piece { text: link, is_link: true });
            rest = after;
        }
        pieces.push(Piece { text: rest, is_link: false });
        pieces
    }
}

fn next_link(text: &str) -> Option<usize> {
    [text.find("https://"), text.find("http://")].into_iter().flatten().min()
}

struct Piece<'a> {
    text: &'a str,
    is_link: bool,
}
