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
        Self { code: ReasonCode::FactUnknown, disclosure: Disclosure::Internal, params: vec![("fact", name.to_owned())] }
    }

    /// Adds a parameter.
    #[must_use]
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
