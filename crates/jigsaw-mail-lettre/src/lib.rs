//! The mail adapter of Jigsaw: writes letters as mails, and captures or sends them.
//!
//! - [`Writer`] turns a [`Letter`](jigsaw_domain::delivery::Letter) into a [`Mail`]: subject, text part, HTML part,
//!   calendar part, and the MIME message that holds them. It is pure: the same letter gives the same bytes at every try.
//! - [`CaptureMailer`] keeps each mail as files, for servers without SMTP; it is the
//!   [`Mailbox`](jigsaw_domain::port::Mailbox) that the operator reads, too.
//! - [`SmtpMailer`] hands each mail to a relay, over connections that are kept; [`Metered`] counts what either does.
//!
//! ```
//! use jigsaw_domain::{delivery::Letter, port::DeliveryError};
//! use jigsaw_mail_lettre::{MailFrom, Writer};
//!
//! fn preview(letter: &Letter) -> Result<String, DeliveryError> {
//!     let from = MailFrom::parse("Jigsaw <door@example.org>").map_err(|e| DeliveryError::Unwritable(e.to_string()))?;
//!     Ok(Writer::new(from).write(letter)?.text)
//! }
//! ```
//!
//! Every word is in `locales/<language>/mail.ftl`, the frame in `templates/letter.txt` and `letter.html`. To add a kind
//! of letter: its words in each language, its arm in `page.rs`, a sample in `tests/it/samples.rs`; the tests then hold it to the rules.
//!
//! What people typed (titles, names) is text everywhere: it is stripped of controls before it comes near a header or a
//! calendar property, escaped in HTML, and kept from looking like a link (`plain.rs`). Links come from the letter alone.
//!
//! This crate decides nothing: whom to write to, when, and whether at all is the domain's business.

mod calendar;
mod capture;
mod from;
mod message;
mod metered;
mod page;
mod plain;
mod relay;
mod smtp;
mod words;
mod writer;

pub use capture::CaptureMailer;
pub use from::MailFrom;
pub use metered::Metered;
pub use relay::{RelayAddress, SmtpSetupError};
pub use smtp::{SmtpMailer, SmtpOptions};
pub use writer::{Mail, Writer};
