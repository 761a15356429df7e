//! What is mailed, to whom, when. Outbox rows hold kinds and ids; a [`Letter`] is made from them when it is sent.

mod address;
mod code;
mod counts;
mod hook;
mod letter;
mod message;
mod relay_watch;
mod suppression;
mod tally;

pub use address::AddressDigest;
pub use code::{CodePurpose, MailCode, PendingProfile};
pub use counts::{MailCount, ReminderOf};
pub use hook::{HookHeaders, HookSecret, MailReport, ReportKind, Unbelieved, message_of};
pub use letter::{
    CalendarEntry, CalendarMethod, CalledOff, Knocker, Letter, LetterBody, LetterKind, SessionLetter, Thread, Unreached,
};
pub use message::{Attempt, ClaimedMessage, DeliveryState, Fence, MessageBody, OutgoingMessage, Priority, retry_delay};
pub use relay_watch::{RelayNews, RelayWatch, Round};
pub use suppression::{Suppression, SuppressionCause, Unsubscription};
pub use tally::OutboxTally;
