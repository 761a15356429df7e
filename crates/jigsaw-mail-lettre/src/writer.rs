//! From a letter to a mail.

use std::panic::AssertUnwindSafe;

use askama::Template;
use jigsaw_domain::delivery::Letter;
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::id::MessageId;
use jigsaw_domain::language::Language;
use jigsaw_domain::port::DeliveryError;
use lettre::Message;

use crate::page::{Page, page};
use crate::words::Words;
use crate::{MailFrom, calendar, message};

/// The most that an HTML part may weigh: larger ones are cut by some clients.
const MAX_HTML: usize = 100_000;

#[derive(Template)]
#[template(path = "letter.txt")]
struct TextPart<'a> {
    page: &'a Page,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct HtmlPart<'a> {
    page: &'a Page,
}

/// A written mail: its parts, and the message that holds them.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The subject line.
    pub subject: String,
    /// The text part, with bare line feeds.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// The calendar part, with CRLF as it is sent; letters that change what stands in a calendar have one.
    pub calendar: Option<String>,
    pub(crate) message: Message,
}

impl Mail {
    /// The whole mail as it is sent: an RFC 5322 message with CRLF.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.message.formatted()
    }
}

/// Writes letters as mails. Holds no clock and no chance: the same letter always gives the same mail.
#[derive(Clone, Debug)]
pub struct Writer {
    from: MailFrom,
}

impl Writer {
    /// Writes mails that come from `from`.
    pub const fn new(from: MailFrom) -> Self {
        Self { from }
    }

    /// Writes one letter.
    ///
    /// # Errors
    ///
    /// [`DeliveryError::Unwritable`] when a link, a time or the address in it cannot stand in a mail. Trying again
    /// does not help.
    pub fn write(&self, letter: &Letter) -> Result<Mail, DeliveryError> {
        unless_it_panics(|| self.compose(letter))
    }

    /// A mail that says that sending works.
    pub(crate) fn test(&self, id: MessageId, to: &EmailAddress) -> Result<Message, DeliveryError> {
        message::test(&self.from, &Words::of(Language::English), id, to)
    }

    fn compose(&self, letter: &Letter) -> Result<Mail, DeliveryError> {
        let words = Words::of(letter.language);
        let page = page(&words, letter)?;
        let text = TextPart { page: &page }.render().map_err(|error| unwritable(&error))?;
        let html = HtmlPart { page: &page }.render().map_err(|error| unwritable(&error))?;
        if html.len() > MAX_HTML {
            return Err(DeliveryError::Unwritable("the HTML part is too large".to_owned()));
        }
        let entry = letter.body.calendar();
        let calendar = entry.map(|(session, entry)| calendar::write(&words, letter, session, entry)).transpose()?;
        let parts = message::Parts {
            subject: &page.subject,
            text: &text,
            html: &html,
            calendar: calendar.as_deref().zip(entry.map(|(_, entry)| entry.method)),
        };
        let message = message::build(&self.from, letter, &parts)?;
        Ok(Mail { subject: page.subject, text, html, calendar, message })
    }
}

/// The library has panicked on texts before. Those are refused by now; should there be another, it is one letter's trouble and
/// not its worker's.
fn unless_it_panics<T>(write: impl FnOnce() -> Result<T, DeliveryError>) -> Result<T, DeliveryError> {
    std::panic::catch_unwind(AssertUnwindSafe(write))
        .unwrap_or_else(|_| Err(DeliveryError::Unwritable("the writer panicked".to_owned())))
}

fn unwritable(error: &askama::Error) -> DeliveryError {
    DeliveryError::Unwritable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_one_letters_trouble() {
        let written: Result<(), _> = unless_it_panics(|| panic!("a panic on purpose"));
        assert_eq!(written, Err(DeliveryError::Unwritable("the writer panicked".to_owned())));
        assert_eq!(unless_it_panics(|| Ok(1)), Ok(1));
    }
}
