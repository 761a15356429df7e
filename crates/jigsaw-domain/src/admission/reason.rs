//! Why: stable codes, who may be told, what is missing.

use crate::words::words;

words! {
    /// The code of a reason: a contract with programs, and the key of the sentence that pages show.
    ReasonCode {
        /// No such link; nothing about any session is said.
        UnknownLink = "unknown_link",
        /// The link was renewed or the invitation taken back.
        LinkRevoked = "link_revoked",
        /// The link's time is over.
        LinkExpired = "link_expired",
        /// The session opens later.
        TooEarly = "too_early",
        /// It begins when the host arrives.
        WaitingForHost = "waiting_for_host",
        /// The host lets people in one by one.
        AwaitingAdmission = "awaiting_admission",
        /// The host said no.
        AdmissionDenied = "admission_denied",
        /// The address is not on the invitation list.
        NotOnList = "not_on_list",
        /// Not the password of this account.
        WrongPassword = "wrong_password",
        /// Too many wrong passwords.
        AccountLocked = "account_locked",
        /// Not the mailed code.
        CodeWrong = "code_wrong",
        /// The mailed code is too old, or was tried too often.
        CodeExpired = "code_expired",
        /// An address is needed.
        EmailRequired = "email_required",
        /// First and last name are needed.
        NameRequired = "name_required",
        /// The account's password is needed.
        PasswordRequired = "password_required",
        /// A profile is needed.
        AccountRequired = "account_required",
        /// The address must be proved with a mailed code.
        ProofRequired = "proof_required",
        /// Every seat is taken.
        Full = "full",
        /// Nobody new is let in.
        Locked = "locked",
        /// The session is over.
        Ended = "ended",
        /// The session was called off.
        Cancelled = "cancelled",
        /// The host removed this person.
        Removed = "removed",
        /// The personal link is in use on another device.
        SeatInUse = "seat_in_use",
        /// Another device took this place over.
        SeatTakenOver = "seat_taken_over",
        /// Slow down.
        TooManyAttempts = "too_many_attempts",
        /// A fact that a rule needs could not be found out.
        FactUnknown = "fact_unknown",
        /// No rule let the person in.
        NoRuleApplies = "no_rule_applies",
        /// What a guest is shown when only internal reasons speak.
        TryAgain = "try_again",
        /// A rule of an embedder; its own code stands in the parameters.
        Custom = "custom",
    } list "a reason code"
}

/// Who may be told a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Disclosure {
    /// Everyone.
    Public,
    /// Whoever has proved the address it is about, and the host. Until then the guest sees the page that
    /// every address sees.
    Address,
    /// The host.
    Host,
    /// Operators only.
    Internal,
}

impl Disclosure {
    /// The word in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Address => "address",
            Self::Host => "host",
            Self::Internal => "internal",
        }
    }
}

/// Why a rule denies or holds. No prose: pages and programs have their own words for each code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The stable code.
    pub code: ReasonCode,
    /// Who may be told.
    pub disclosure: Disclosure,
    /// What the sentence needs: names and values, e.g. `opens_at` as RFC 3339.
    pub params: Vec<(&'static str, String)>,
}

impl Reason {
    /// A reason that everyone may be told.
    pub const fn public(code: ReasonCode) -> Self {
        Self { code, disclosure: Disclosure::Public, params: Vec::new() }
    }

    /// A reason that only whoever proved the address may be told.
    pub const fn of_address(code: ReasonCode) -> Self {
        Self { code, disclosure: Disclosure::Address, params: Vec::new() }
    }

    /// A reason that a fact was missing for.
    pub fn unknown_fact(name: &'static str) -> Self {
        Self {
            code: ReasonCode::FactUnknown,
            disclosure: Disclosure::Internal,
            params: vec![("fact", name.to_owned())],
        }
    }

    /// Adds a parameter.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers hand over numbers and texts alike, without a thought")]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((name, value.to_string()));
        self
    }
}

words! {
    /// What a person may be asked for. The order is the order of the steps.
    Evidence {
        /// An email address.
        Email = "email",
        /// First and last name.
        Name = "name",
        /// The account's password.
        Password = "password",
        /// A profile to create.
        Account = "account",
        /// The mailed six digits.
        Code = "code",
        /// The word that this device takes the place over.
        Seat = "seat",
    } list "email, name, password, account, code, seat"
}

impl Evidence {
    /// The code of the reason for asking.
    pub const fn reason(self) -> ReasonCode {
        match self {
            Self::Email => ReasonCode::EmailRequired,
            Self::Name => ReasonCode::NameRequired,
            Self::Password => ReasonCode::PasswordRequired,
            Self::Account => ReasonCode::AccountRequired,
            Self::Code => ReasonCode::ProofRequired,
            Self::Seat => ReasonCode::SeatInUse,
        }
    }
}

impl PartialOrd for Evidence {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Evidence {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (*self as u8).cmp(&(*other as u8))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The codes that are promised to programs.
    const PROMISED: [&str; 24] = [
        "unknown_link",
        "link_revoked",
        "link_expired",
        "too_early",
        "waiting_for_host",
        "awaiting_admission",
        "admission_denied",
        "not_on_list",
        "wrong_password",
        "account_locked",
        "code_wrong",
        "code_expired",
        "email_required",
        "name_required",
        "password_required",
        "account_required",
        "proof_required",
        "full",
        "locked",
        "ended",
        "cancelled",
        "removed",
        "seat_taken_over",
        "too_many_attempts",
    ];

    /// What the decision core needs beside them.
    const OURS: [&str; 5] = ["seat_in_use", "fact_unknown", "no_rule_applies", "try_again", "custom"];

    #[test]
    fn the_codes_are_the_promised_ones_each_once() {
        let words: BTreeSet<&str> = ReasonCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(words.len(), ReasonCode::ALL.len(), "no word twice");
        assert_eq!(words, PROMISED.into_iter().chain(OURS).collect());
        for code in ReasonCode::ALL {
            assert_eq!(ReasonCode::parse(code.as_str()), Ok(*code));
        }
    }

    #[test]
    fn steps_come_in_their_order_and_each_has_its_reason() {
        let words: Vec<&str> = Evidence::ALL.iter().map(|evidence| evidence.as_str()).collect();
        assert_eq!(words, ["email", "name", "password", "account", "code", "seat"]);
        assert!(Evidence::ALL.is_sorted());
        let reasons: BTreeSet<&str> = Evidence::ALL.iter().map(|evidence| evidence.reason().as_str()).collect();
        assert_eq!(reasons.len(), Evidence::ALL.len());
    }
}
