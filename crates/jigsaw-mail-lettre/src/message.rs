//! The MIME message around the parts.
//!
//! ```text
//! multipart/mixed
//! ├── multipart/alternative
//! │   ├── text/plain
//! │   ├── text/html
//! │   └── text/calendar; method=…           what mail clients with a calendar read
//! └── application/ics, attached             what all others open
//! ```
//!
//! Without a calendar part the alternative is the whole.

use std::time::SystemTime;

use jigsaw_domain::delivery::{CalendarMethod, Letter, LetterBody};
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::id::MessageId;
use jigsaw_domain::port::DeliveryError;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use crate::words::Words;
use crate::{MailFrom, calendar, plain};

/// What goes in.
pub(crate) struct Parts<'a> {
    pub(crate) subject: &'a str,
    pub(crate) text: &'a str,
    pub(crate) html: &'a str,
    pub(crate) calendar: Option<(&'a str, CalendarMethod)>,
}

/// Builds the message. Nothing in it depends on the hour or on chance, so that every try sends the same octets.
pub(crate) fn build(from: &MailFrom, letter: &Letter, parts: &Parts<'_>) -> Result<Message, DeliveryError> {
    let sender = Mailbox::new(from.name().map(plain::header), address(from.address())?);
    // The address alone: a name that somebody typed has no place in a header.
    let recipient = Mailbox::new(None, address(&letter.to)?);
    let builder = Message::builder()
        .from(sender)
        .to(recipient)
        .subject(plain::header(parts.subject))
        .message_id(Some(format!("<{}@{}>", letter.id, from.address().domain())))
        .date(SystemTime::from(letter.created_at));
    let builder = headers(from, letter).fold(builder, |builder, (name, value)| {
        builder.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value))
    });
    // `=_` never stands in quoted-printable or base64, and lines of a calendar begin with neither it nor dashes.
    let mut alternative = MultiPart::alternative()
        .boundary(format!("=_alternative-{}", letter.id))
        .singlepart(SinglePart::plain(parts.text.to_owned()))
        .singlepart(SinglePart::html(parts.html.to_owned()));
    let whole = match parts.calendar {
        None => alternative,
        Some((calendar, method)) => {
            let inline = content_type(&format!("text/calendar; charset=utf-8; method={}", calendar::word(method)))?;
            let attached = content_type("application/ics; name=\"invite.ics\"")?;
            alternative = alternative.singlepart(SinglePart::builder().content_type(inline).body(calendar.to_owned()));
            MultiPart::mixed()
                .boundary(format!("=_mixed-{}", letter.id))
                .multipart(alternative)
                .singlepart(Attachment::new("invite.ics".to_owned()).body(calendar.to_owned(), attached))
        }
    };
    builder.multipart(whole).map_err(|error| DeliveryError::Unwritable(error.to_string()))
}

/// What stands in the head of a letter beside what every mail has.
fn headers(from: &MailFrom, letter: &Letter) -> impl Iterator<Item = (&'static str, String)> {
    // Mail programs put together what refers to one message; it need not exist, so whoever lost the first mail, or got a code
    // before the invitation, has the same thread.
    let thread = letter.thread.map(|thread| format!("<thread.{thread}@{}>", from.address().domain()));
    let thread = thread.into_iter().flat_map(|root| [("References", root.clone()), ("In-Reply-To", root)]);
    // RFC 8058: one click in the mail program ends reminders, without a page and without a sign-in.
    let unsubscribe = match &letter.body {
        LetterBody::Reminder { unsubscribe_url, .. } => Some(unsubscribe_url),
        _ => None,
    };
    let unsubscribe = unsubscribe.into_iter().flat_map(|url| {
        let one_click = "List-Unsubscribe=One-Click".to_owned();
        [("List-Unsubscribe", format!("<{url}>")), ("List-Unsubscribe-Post", one_click)]
    });
    // RFC 3834: no answer by machines, please.
    std::iter::once(("Auto-Submitted", "auto-generated".to_owned())).chain(thread).chain(unsubscribe)
}

/// A mail that says that sending works.
pub(crate) fn test(from: &MailFrom, words: &Words, id: MessageId, to: &EmailAddress) -> Result<Message, DeliveryError> {
    let sender = Mailbox::new(from.name().map(plain::header), address(from.address())?);
    let builder = Message::builder()
        .from(sender)
        .to(Mailbox::new(None, address(to)?))
        .subject(words.say("test-subject", &[]))
        .message_id(Some(format!("<{id}@{}>", from.address().domain())))
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()));
    let text = SinglePart::plain(words.say("test-lead", &[]));
    builder.singlepart(text).map_err(|error| DeliveryError::Unwritable(error.to_string()))
}

/// The stored address, its domain as mail servers know it. The library's own check comes on top of the domain's.
fn address(of: &EmailAddress) -> Result<Address, DeliveryError> {
    let typed = of.as_typed();
    let local = typed.rsplit_once('@').map_or(typed, |(local, _)| local);
    // Without the address: errors are stored and shown.
    Address::new(local, of.domain())
        .map_err(|_| DeliveryError::Unwritable("the address cannot stand in a mail".to_owned()))
}

fn content_type(text: &str) -> Result<ContentType, DeliveryError> {
    ContentType::parse(text).map_err(|error| DeliveryError::Unwritable(error.to_string()))
}
