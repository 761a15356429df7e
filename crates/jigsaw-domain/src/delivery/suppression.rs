//! Who is not mailed, and why.

use chrono::{DateTime, Utc};

use super::AddressDigest;
use crate::id::AccountId;
use crate::words::words;

words! {
    /// Why an address is not mailed.
    SuppressionCause {
        /// Its mailbox did not take a mail, for good.
        Bounced = "bounced",
        /// Whoever reads there called a mail unwanted.
        Complained = "complained",
    } list "bounced, complained"
}

/// An address that is not mailed any more, by nobody on this server. A code that its owner asks for is the exception: they
/// wait for it, and a mailbox that takes mail again shows it that way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The address.
    pub address: AddressDigest,
    /// Why.
    pub cause: SuppressionCause,
    /// What the relay said, without addresses.
    pub words: Option<String>,
    /// Since when.
    pub since: DateTime<Utc>,
}

impl Suppression {
    /// The word of a message that was dropped because its address is on the list.
    pub const WORD: &'static str = "suppressed";
}

/// An address that wants no reminders from one host. Invitations, changes and cancellations still reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsubscription {
    /// From whom.
    pub host: AccountId,
    /// The address.
    pub address: AddressDigest,
    /// Since when.
    pub since: DateTime<Utc>,
}
