//! The guest's pages: `/j/{key}`, `/i/{token}` and every answer a guest can get.

use askama::Template;

use super::coming::Coming;
use super::common::{Errors, Page, Stamp, Tone};
use super::words::Said;

/// What always stays on top: which session this is.
#[derive(Debug, Clone)]
pub struct JoinHead {
    /// Title.
    pub title: String,
    /// The host's name.
    pub host_name: String,
    /// `iso` is the start, `text` the span in the reader's or the session's zone.
    pub when: Stamp,
    /// Whether it is going on now.
    pub live: bool,
}

/// One question to a guest. The form posts to `action`; `step` tells which question it answers.
#[derive(Debug, Template)]
#[template(path = "join.html")]
pub struct JoinPage {
    /// Frame.
    pub page: Page,
    /// The session.
    pub head: JoinHead,
    /// The page's own path, `/j/{key}` or `/i/{token}`.
    pub action: String,
    /// What is asked now.
    pub ask: Ask,
    /// What has been given so far.
    pub given: Given,
    /// Whether nothing else follows: the button says "Join", else "Continue".
    pub last: bool,
    /// Offer "Ask the host to let you in".
    pub may_knock: bool,
    /// Will you come? Asked before the session, by a personal link.
    pub coming: Option<Coming>,
    /// Faults of the last try.
    pub errors: Errors,
}

/// The question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// `email`
    Email,
    /// `first_name`, `last_name`
    Name,
    /// `password` of the account
    Password,
    /// `first_name`, `last_name`, `new_password`, `time_zone`
    Account,
    /// Both ways on one page, when nobody may learn whether an account exists.
    PasswordOrAccount,
    /// `code`, mailed to the address
    Code,
    /// `code`, mailed only if the address is on the list; the page is the same for everyone
    ListCode,
    /// Nothing is missing: the button alone
    Nothing,
    /// The place is in use on another device: the button is "Move here"
    Seat,
    /// The same after `password`, which no page carries along: it is given once more with the button
    SeatAndPassword,
}

impl Ask {
    /// The hidden value `step` of the form.
    pub const fn step(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Name => "name",
            Self::Password | Self::PasswordOrAccount => "password",
            Self::Account => "account",
            Self::Code | Self::ListCode => "code",
            Self::Nothing => "join",
            Self::Seat | Self::SeatAndPassword => "seat",
        }
    }
}

/// What a guest has given so far; never a password or a code.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Address; goes along as a hidden field after the first step.
    pub email: String,
    /// False on a personal link, where the address belongs to the link.
    pub email_may_change: bool,
    /// First name, also when remembered on this device.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Zone for a new profile.
    pub time_zone: String,
    /// The place moves to this device, whatever else is still asked.
    pub takes_seat: bool,
    /// The host is asked, whatever else is still asked.
    pub knocks: bool,
    /// Stands for the new profile while its code is asked for.
    pub profile_ticket: String,
}

/// An answer instead of a question: the guest waits, or cannot enter.
#[derive(Debug, Template)]
#[template(path = "join_answer.html")]
pub struct JoinAnswerPage {
    /// Frame.
    pub page: Page,
    /// The session; `None` for links that lead nowhere, so that nothing of it is shown.
    pub head: Option<JoinHead>,
    /// The page's own path, which "Try again", "Move here" and the knock post to.
    pub action: String,
    /// Why.
    pub reason: JoinReason,
    /// The host's own words (lock message, reason of a removal or a cancellation).
    pub host_words: Option<String>,
    /// What has been given so far.
    pub given: Given,
    /// For those who wait.
    pub wait: Option<Wait>,
    /// Seconds until another try makes sense.
    pub retry_after: Option<u32>,
    /// Offer "Ask the host to let you in".
    pub may_knock: bool,
}

/// How a waiting page keeps up to date.
#[derive(Debug, Clone, Default)]
pub struct Wait {
    /// For `too_early`: when the doors open, counted down.
    pub opens: Option<Stamp>,
    /// Calendar entry, if there is one to offer.
    pub calendar_url: Option<String>,
    /// Page to look at again: a GET that answers with this page or leads into the room.
    pub source_url: String,
    /// Stream of the pass; empty without a pass.
    pub events_url: String,
    /// Where to tell every 15 s that the guest is still there; empty without a pass.
    pub heartbeat_url: String,
    /// Where "Stop waiting" posts to; empty without a pass.
    pub leave_action: String,
}

/// Defines the reasons with their stable code, tone and next action.
macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $tone:ident, $next:ident;)+) => {
        /// Why a guest waits or cannot enter: one row for every code of the design.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum JoinReason { $($(#[$doc])* $name,)+ }

        impl JoinReason {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The reason of a code.
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|reason| reason.code() == code)
            }

            /// Colour and icon.
            const fn tone(self) -> Tone {
                match self { $(Self::$name => Tone::$tone),+ }
            }

            /// The button below the sentence.
            const fn next(self) -> Next {
                match self { $(Self::$name => Next::$next),+ }
            }
        }
    };
}

reasons! {
    /// No such link.
    UnknownLink = "unknown_link", Neutral, Nothing;
    /// The link was replaced.
    LinkRevoked = "link_revoked", Neutral, Nothing;
    /// The link had a last day.
    LinkExpired = "link_expired", Neutral, Nothing;
    /// Waits for the doors to open.
    TooEarly = "too_early", Neutral, Nothing;
    /// Waits for somebody who leads.
    WaitingForHost = "waiting_for_host", Neutral, Nothing;
    /// Waits for the host's word.
    AwaitingAdmission = "awaiting_admission", Neutral, Nothing;
    /// The host said no.
    AdmissionDenied = "admission_denied", Bad, Nothing;
    /// Only the host sees this one.
    NotOnList = "not_on_list", Bad, Nothing;
    /// Shown at the field.
    WrongPassword = "wrong_password", Bad, Retry;
    /// Too many wrong passwords.
    AccountLocked = "account_locked", Bad, Retry;
    /// Shown at the field.
    CodeWrong = "code_wrong", Bad, Retry;
    /// Shown at the field.
    CodeExpired = "code_expired", Warn, NewCode;
    /// A question.
    EmailRequired = "email_required", Neutral, Retry;
    /// A question.
    NameRequired = "name_required", Neutral, Retry;
    /// A question.
    PasswordRequired = "password_required", Neutral, Retry;
    /// A question.
    AccountRequired = "account_required", Neutral, Retry;
    /// A question.
    ProofRequired = "proof_required", Neutral, NewCode;
    /// No place left.
    Full = "full", Warn, Retry;
    /// The host lets nobody in.
    Locked = "locked", Warn, Retry;
    /// Over.
    Ended = "ended", Neutral, Nothing;
    /// Called off.
    Cancelled = "cancelled", Bad, Nothing;
    /// Put out by the host.
    Removed = "removed", Bad, Nothing;
    /// In use on another device; normally asked as [`Ask::Seat`].
    SeatInUse = "seat_in_use", Warn, MoveHere;
    /// Open on another device now.
    SeatTakenOver = "seat_taken_over", Warn, MoveHere;
    /// Too many tries in a short time.
    TooManyAttempts = "too_many_attempts", Warn, Retry;
    /// Only internal reasons speak.
    TryAgain = "try_again", Warn, Retry;
}

/// The one next action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Only words.
    Nothing,
    /// `step=retry`
    Retry,
    /// `step=resend`
    NewCode,
    /// `step=seat`
    MoveHere,
}

impl JoinReason {
    /// The sentence for guests, also used as the message at a field.
    pub fn sentence(self, page: &Page) -> String {
        page.t(&format!("join-reason-{}", self.code()))
    }

    fn heading(self, page: &Page) -> String {
        page.t(&format!("join-reason-{}.heading", self.code()))
    }

    /// What to do now.
    fn help(self, page: &Page) -> String {
        page.t(&format!("join-reason-{}.help", self.code()))
    }
}
