use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use super::PortError;

/// What is rationed. Sizes are settings of the adapter; a size of 0 turns a budget off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Budget {
    /// Join calls, per client network and session: generous, so that a school behind one address gets in.
    Joins,
    /// Passwords and codes that are tried, per address and network.
    Guesses,
    /// The same per address from everywhere, wider: one person's guesses do not lock another out.
    GuessesAtAddress,
    /// Mailed codes, per address.
    CodesToAddress,
    /// Mails that a host causes, per day.
    MailsOfHost,
    /// Mails to a host that somebody knocks, per session.
    AccessRequests,
}

impl Budget {
    /// Every budget.
    pub const ALL: [Self; 6] = [
        Self::Joins,
        Self::Guesses,
        Self::GuessesAtAddress,
        Self::CodesToAddress,
        Self::MailsOfHost,
        Self::AccessRequests,
    ];

    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Joins => "joins",
            Self::Guesses => "guesses",
            Self::GuessesAtAddress => "guesses_at_address",
            Self::CodesToAddress => "codes_to_address",
            Self::MailsOfHost => "mails_of_host",
            Self::AccessRequests => "access_requests",
        }
    }
}

/// Whose budget is spent: an opaque text of ids and a client network.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LimitKey(pub String);

/// Whether a budget allowed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spend {
    /// Yes, and it is spent.
    Allowed,
    /// No; nothing was spent. Try after this time.
    Refused {
        /// How long to wait.
        retry_after: TimeDelta,
    },
}

/// Rations. Fails closed: a use case treats an error as a refusal.
///
/// 1. Within a window a key MUST get no more than its budget's size.
/// 2. A refusal MUST spend nothing and name a wait after which the call is allowed.
/// 3. Keys and budgets MUST NOT influence each other.
/// 4. Budgets other than [`Budget::Joins`] MUST survive a restart.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Limiter: Send + Sync {
    /// Spends `amount` of a budget, or says how long to wait.
    async fn spend(&self, budget: Budget, key: &LimitKey, amount: u32, now: DateTime<Utc>) -> Result<Spend, PortError>;
}
