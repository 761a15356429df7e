//! One condition for entering, and what it may say.

use std::borrow::Cow;
use std::fmt;

use super::{Evidence, Facts, Reason};

/// The stable name of a rule, e.g. `capacity`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(Cow<'static, str>);

impl RuleId {
    /// Names a rule. Embedders prefix theirs, e.g. `acme.paid`.
    pub const fn new(id: &'static str) -> Self {
        Self(Cow::Borrowed(id))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What one rule says about one attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// This lets the person in, unless another rule objects.
    Permit,
    /// Not at all.
    Deny(Reason),
    /// Not yet; it will change without the person doing anything.
    Hold(Reason),
    /// Not before the person gives this.
    Require(Evidence),
    /// No opinion.
    Abstain,
}

impl Verdict {
    /// The word in records and tables.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Permit => "permit",
            Self::Deny(_) => "deny",
            Self::Hold(_) => "hold",
            Self::Require(_) => "require",
            Self::Abstain => "abstain",
        }
    }

    /// Why it denies, if it does.
    pub const fn denial(&self) -> Option<&Reason> {
        match self {
            Self::Deny(reason) => Some(reason),
            Self::Permit | Self::Hold(_) | Self::Require(_) | Self::Abstain => None,
        }
    }
}

/// One condition for entering a session. Sync, pure and infallible: everything it may read is in [`Facts`].
///
/// A rule that needs a fact which is [`Unknown`](super::Fact::Unknown) denies with [`Reason::unknown_fact`].
/// A rule never repeats another's condition; it abstains where it has nothing to say.
pub trait JoinRule: Send + Sync + fmt::Debug {
    /// The stable name; unique within a policy.
    fn id(&self) -> RuleId;

    /// What it says.
    fn judge(&self, facts: &Facts<'_>) -> Verdict;
}
