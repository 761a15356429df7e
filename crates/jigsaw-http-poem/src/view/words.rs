//! The small closed vocabularies of the pages: each value knows its form value, its words and its tone.

use super::common::Tone;
use crate::text::Key;

/// Defines an enum whose values have a code (as in forms and the API), a message key and a tone.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $value:ident = $code:literal, $key:literal, $tone:ident;)+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$vdoc])* $value,)+ }

        impl $name {
            /// Every value, in the order of choice.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The value as forms and the API write it.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$value => $code),+ }
            }

            /// The value for a code.
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }

            /// The words shown.
            pub const fn key(self) -> Key {
                match self { $(Self::$value => Key($key)),+ }
            }

            /// Colour and icon.
            pub const fn tone(self) -> Tone {
                match self { $(Self::$value => Tone::$tone),+ }
            }
        }
    )+};
}

words! {
    /// Where a session is in its life.
    SessionState {
        /// Not started.
        Scheduled = "scheduled", "state-scheduled", Neutral;
        /// Going on.
        Live = "live", "state-live", Good;
        /// Over.
        Ended = "ended", "state-ended", Neutral;
        /// Called off.
        Cancelled = "cancelled", "state-cancelled", Bad;
    }
    /// Who gets in, and how.
    InvitationType {
        /// Only listed addresses.
        List = "invitation_list", "type-list", Neutral;
        /// Anyone with the link and an account.
        LinkPassword = "link_password_requested", "type-link-password", Neutral;
        /// Anyone with the link.
        LinkOpen = "link_password_not_requested", "type-link-open", Neutral;
    }
    /// Who is held until the host lets them in.
    WaitingRoom {
        /// Nobody.
        Off = "off", "waiting-room-off", Neutral;
        /// Those neither invited nor signed in.
        Guests = "guests", "waiting-room-guests", Neutral;
        /// Everyone but those who lead the session.
        Everyone = "everyone", "waiting-room-everyone", Neutral;
    }
    /// Whether the address has to be proved.
    EmailProof {
        /// Taken as typed.
        None = "none", "email-proof-none", Neutral;
        /// Proved by a mailed code.
        Code = "code", "email-proof-code", Neutral;
    }
    /// What an invitee said about coming.
    Said {
        /// Will come.
        Accepted = "accepted", "said-accepted", Good;
        /// May come.
        Tentative = "tentative", "said-tentative", Warn;
        /// Will not.
        Declined = "declined", "said-declined", Neutral;
    }
    /// How far a mailing is.
    MailingStage {
        /// Its time will come.
        Planned = "planned", "mailing-planned", Neutral;
        /// Some of it is in the queue.
        UnderWay = "under_way", "mailing-under-way", Warn;
        /// All of it has come to an end.
        Done = "done", "mailing-done", Good;
        /// Its time went by with nothing to send.
        Skipped = "skipped", "mailing-skipped", Neutral;
    }
    /// What a person may do in a session.
    Role {
        /// Owns the session; cannot be chosen.
        Host = "host", "role-host", Neutral;
        /// Runs the session with the host.
        CoHost = "co_host", "role-co-host", Neutral;
        /// Speaks and shows.
        Presenter = "presenter", "role-presenter", Neutral;
        /// Takes part.
        Attendee = "attendee", "role-attendee", Neutral;
        /// Writes captions; one in a session.
        Captioner = "captioner", "role-captioner", Neutral;
    }
    /// How a person's address is known to be theirs.
    Proof {
        /// By signing in.
        Account = "account", "proof-account", Good;
        /// By a mailed code or a personal link.
        Mailbox = "mailbox", "proof-mailbox", Good;
        /// Not at all.
        Unverified = "unverified", "proof-unverified", Warn;
    }
    /// Where a person is.
    PersonState {
        /// Has an invitation, has not come.
        Invited = "invited", "person-invited", Neutral;
        /// Held outside.
        Waiting = "waiting", "person-waiting", Warn;
        /// Inside.
        In = "admitted", "person-in", Good;
        /// Inside, but not heard of for a while.
        Away = "away", "person-away", Warn;
        /// Went by themselves.
        Left = "left", "person-left", Neutral;
        /// Was not let in.
        Denied = "denied", "person-denied", Bad;
        /// Was put out.
        Removed = "removed", "person-removed", Bad;
    }
    /// What has become of an invitation.
    InvitationStatus {
        /// The mail is about to be sent.
        Queued = "queued", "invitation-queued", Neutral;
        /// The mail has left.
        Sent = "sent", "invitation-sent", Neutral;
        /// The mail did not arrive yet, and is tried again.
        Deferred = "deferred", "invitation-deferred", Warn;
        /// The mailbox does not take mail.
        Bounced = "bounced", "invitation-bounced", Bad;
        /// The mail was not sent, on purpose.
        Dropped = "dropped", "invitation-dropped", Warn;
        /// The mail was given up.
        Parked = "parked", "invitation-parked", Bad;
        /// The personal link was tried.
        Opened = "opened", "invitation-opened", Neutral;
        /// The person waits outside.
        Waiting = "waiting", "invitation-waiting", Warn;
        /// The person is or was inside.
        Admitted = "admitted", "invitation-admitted", Good;
        /// The person was turned away.
        Refused = "refused", "invitation-refused", Bad;
        /// The host took the invitation back.
        Revoked = "revoked", "invitation-revoked", Neutral;
    }
    /// What would become of one person of a list.
    Outlook {
        /// They are invited.
        New = "new", "outlook-new", Good;
        /// They are invited again, with a new link.
        Renewed = "renewed", "outlook-renewed", Warn;
        /// They are listed already, and something changes.
        Changed = "changed", "outlook-changed", Warn;
        /// They are listed already, just so.
        Listed = "listed", "outlook-listed", Neutral;
    }
    /// What people on the list are looked for by.
    ListState {
        /// Their invitation counts.
        Active = "active", "list-state-active", Neutral;
        /// It was taken back.
        Revoked = "revoked", "list-state-revoked", Neutral;
        /// Its mail is to go.
        Queued = "queued", "list-state-queued", Neutral;
        /// Its mail has gone.
        Sent = "sent", "list-state-sent", Good;
        /// Its mail could not be delivered.
        Undelivered = "undelivered", "list-state-undelivered", Bad;
    }
    /// What is done to many invitations at once.
    BulkAction {
        /// They are mailed again.
        Resend = "resend", "bulk-resend", Neutral;
        /// They are taken back.
        Revoke = "revoke", "bulk-revoke", Bad;
        /// They become attendees.
        Attendee = "attendee", "bulk-attendee", Neutral;
        /// They become presenters.
        Presenter = "presenter", "bulk-presenter", Neutral;
        /// They become co-hosts.
        CoHost = "co_host", "bulk-co-host", Neutral;
        /// One becomes the captioner.
        Captioner = "captioner", "bulk-captioner", Neutral;
    }
    /// How an attempt to join came out.
    Outcome {
        /// Let in.
        Admitted = "admitted", "outcome-admitted", Good;
        /// Something is still to be given.
        Needs = "needs", "outcome-needs", Neutral;
        /// Held.
        Waiting = "waiting", "outcome-waiting", Warn;
        /// Turned away.
        Refused = "refused", "outcome-refused", Bad;
    }
    /// What one rule said.
    Verdict {
        /// In favour.
        Permit = "permit", "verdict-permit", Good;
        /// Asks for something.
        Require = "require", "verdict-require", Neutral;
        /// Wants the person to wait.
        Hold = "hold", "verdict-hold", Warn;
        /// Against.
        Deny = "deny", "verdict-deny", Bad;
        /// Nothing to say.
        Abstain = "abstain", "verdict-abstain", Neutral;
    }
    /// Which link the simulator pretends was used.
    LinkKind {
        /// The session's link.
        Session = "session", "link-kind-session", Neutral;
        /// The person's own link.
        Personal = "personal", "link-kind-personal", Neutral;
    }
    /// What a captured mail is about.
    MailKind {
        /// An invitation, on the fly or before.
        Invitation = "invitation", "mail-invitation", Neutral;
        /// A six-digit code.
        Code = "code", "mail-code", Neutral;
        /// A reminder.
        Reminder = "reminder", "mail-reminder", Neutral;
        /// A new time or title.
        Change = "change", "mail-change", Neutral;
        /// The session is called off.
        Cancellation = "cancellation", "mail-cancellation", Neutral;
        /// Somebody tried to create a profile that exists.
        AccountExists = "account_exists", "mail-account-exists", Neutral;
        /// A way back into an account.
        PasswordReset = "password_reset", "mail-password-reset", Neutral;
        /// A guest asks to be let in.
        AccessRequest = "access_request", "mail-access-request", Neutral;
        /// A new account.
        Welcome = "welcome", "mail-welcome", Neutral;
        /// Invitations that could not be delivered.
        Digest = "digest", "mail-digest", Neutral;
        /// Many wrong passwords.
        LockAlert = "lock_alert", "mail-lock-alert", Neutral;
    }
}

impl InvitationType {
    /// One sentence that explains the choice.
    pub const fn help(self) -> Key {
        match self {
            Self::List => Key("type-list-help"),
            Self::LinkPassword => Key("type-link-password-help"),
            Self::LinkOpen => Key("type-link-open-help"),
        }
    }
}

impl Said {
    /// What the button says that gives this answer.
    pub const fn button(self) -> Key {
        match self {
            Self::Accepted => Key("said-accepted.button"),
            Self::Tentative => Key("said-tentative.button"),
            Self::Declined => Key("said-declined.button"),
        }
    }
}

impl Role {
    /// The roles that can be given to somebody.
    pub const GIVEN: &'static [Self] = &[Self::Attendee, Self::Presenter, Self::CoHost, Self::Captioner];
}
