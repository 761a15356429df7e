//! Named situations at the door, as plain data: who comes how, with what, to which door, when.
//!
//! One list for every test that walks situations: the decision table builds [`Facts`](jigsaw_domain::admission::Facts)
//! from them (`facts.rs`); a test of the use cases stores the same rows and really joins. To add a situation, add a row to the file of its
//! invitation type; rows say only what differs from the default, a stranger who types an address at the session
//! link half an hour into a live session.
//!
//! Use it from any test with `#[path = ".../situations/situations.rs"] mod situations;`.
#![allow(dead_code, reason = "each test that includes this file reads its own part of it")]
#![allow(clippy::unwrap_used, reason = "a row that cannot be built is a failed test")]

mod facts;
mod list;
mod open;
mod password;

use jigsaw_domain::admission::{CodeCheck, PasswordCheck, PersonState, Proof};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::session::{EmailProof, InvitationType, WaitingRoom};

/// Every situation, grouped by invitation type.
pub(crate) fn all() -> Vec<Situation> {
    InvitationType::ALL.iter().copied().flat_map(of).collect()
}

/// The situations of one invitation type.
pub(crate) fn of(invitation_type: InvitationType) -> Vec<Situation> {
    match invitation_type {
        InvitationType::InvitationList => list::rows(),
        InvitationType::LinkPasswordRequested => password::rows(),
        InvitationType::LinkPasswordNotRequested => open::rows(),
    }
}

/// What the address is to the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// The host's own.
    Host,
    /// On the list, in this role.
    Invited(Role),
    /// Invited as an attendee while the session was live.
    OnTheFly,
    /// Neither.
    Stranger,
}

/// The link they come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// The session link.
    Session,
    /// Their own personal link.
    Personal,
    /// The personal link of another invitee, with their own address typed.
    Anothers,
}

/// Whether the link still counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LinkState {
    /// It does.
    Counts,
    /// Rotated or resent since.
    Replaced,
    /// Its invitation was revoked.
    Withdrawn,
    /// Its end has passed. Only session links have one.
    Expired,
}

/// Where the session stands. It starts at minute 0, lasts 60 minutes, and opens at minute -10.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// Minute -60.
    LongBefore,
    /// Minute -60, started by the host.
    LongBeforeLive,
    /// Minute -5.
    EarlyWindow,
    /// Minute 5, nobody has begun it.
    PastTheStart,
    /// Minute 30, live.
    Live,
    /// Minute 70, live on.
    PastTheEndLive,
    /// Minute 70, nobody ever began it.
    PastTheEnd,
    /// Minute 30, ended by the host.
    Ended,
    /// Minute 30, cancelled.
    Cancelled,
}

impl Moment {
    /// Minutes after the start.
    pub(crate) const fn minute(self) -> i64 {
        match self {
            Self::LongBefore | Self::LongBeforeLive => -60,
            Self::EarlyWindow => -5,
            Self::PastTheStart => 5,
            Self::Live | Self::Ended | Self::Cancelled => 30,
            Self::PastTheEndLive | Self::PastTheEnd => 70,
        }
    }
}

/// The settings of the door.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Door {
    pub(crate) wait_for_host: bool,
    pub(crate) waiting_room: WaitingRoom,
    pub(crate) email_proof: EmailProof,
    /// The door closes at this minute instead of at the end.
    pub(crate) joinable_until: Option<i64>,
    /// A capacity of ten.
    pub(crate) limited: bool,
    /// Ten people hold seats.
    pub(crate) full: bool,
    pub(crate) locked: bool,
    /// The operator's `accounts.hide_existence`.
    pub(crate) hide_accounts: bool,
}

/// What they give.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given {
    /// The address is typed. A personal link brings its own.
    pub(crate) email: bool,
    pub(crate) name: bool,
    pub(crate) password: PasswordCheck,
    pub(crate) code: CodeCheck,
    pub(crate) profile: bool,
    pub(crate) signed_in: bool,
    pub(crate) take_seat: bool,
    pub(crate) knock: bool,
}

/// What the session knows of the person from earlier.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Before {
    pub(crate) state: PersonState,
    pub(crate) approved: bool,
    pub(crate) proof: Proof,
    /// They still carry their pass.
    pub(crate) pass: bool,
    /// Another device is in by their personal link.
    pub(crate) elsewhere: bool,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Situation {
    /// In plain words; unique within its invitation type.
    pub(crate) name: &'static str,
    pub(crate) invitation_type: InvitationType,
    pub(crate) who: Who,
    /// A usable account has the address.
    pub(crate) account: bool,
    /// The invitation carries first and last name.
    pub(crate) named: bool,
    pub(crate) link: Link,
    pub(crate) link_state: LinkState,
    pub(crate) moment: Moment,
    pub(crate) door: Door,
    pub(crate) given: Given,
    pub(crate) before: Before,
}

impl Situation {
    /// A stranger types an address at the session link of a live session.
    pub(crate) const fn at(invitation_type: InvitationType, name: &'static str) -> Self {
        Self {
            name,
            invitation_type,
            who: Who::Stranger,
            account: false,
            named: false,
            link: Link::Session,
            link_state: LinkState::Counts,
            moment: Moment::Live,
            door: Door {
                wait_for_host: true,
                waiting_room: WaitingRoom::Off,
                email_proof: EmailProof::None,
                joinable_until: None,
                limited: false,
                full: false,
                locked: false,
                hide_accounts: false,
            },
            given: Given {
                email: true,
                name: false,
                password: PasswordCheck::NotGiven,
                code: CodeCheck::NotGiven,
                profile: false,
                signed_in: false,
                take_seat: false,
                knock: false,
            },
            before: Before {
                state: PersonState::New,
                approved: false,
                proof: Proof::Unverified,
                pass: false,
                elsewhere: false,
            },
        }
    }

    // Who.

    /// The host, who has an account.
    pub(crate) const fn host(mut self) -> Self {
        self.who = Who::Host;
        self.account = true;
        self
    }

    pub(crate) const fn invited(mut self, role: Role) -> Self {
        self.who = Who::Invited(role);
        self
    }

    pub(crate) const fn on_the_fly(mut self) -> Self {
        self.who = Who::OnTheFly;
        self
    }

    pub(crate) const fn with_account(mut self) -> Self {
        self.account = true;
        self
    }

    pub(crate) const fn named(mut self) -> Self {
        self.named = true;
        self
    }

    // How.

    /// Their own personal link, nothing typed.
    pub(crate) const fn personal_link(mut self) -> Self {
        self.link = Link::Personal;
        self.given.email = false;
        self
    }

    pub(crate) const fn anothers_link(mut self) -> Self {
        self.link = Link::Anothers;
        self
    }

    pub(crate) const fn link(mut self, state: LinkState) -> Self {
        self.link_state = state;
        self
    }

    // With what.

    pub(crate) const fn nothing_yet(mut self) -> Self {
        self.given.email = false;
        self
    }

    pub(crate) const fn name(mut self) -> Self {
        self.given.name = true;
        self
    }

    pub(crate) const fn code(mut self, check: CodeCheck) -> Self {
        self.given.code = check;
        self
    }

    pub(crate) const fn password(mut self, check: PasswordCheck) -> Self {
        self.given.password = check;
        self
    }

    pub(crate) const fn profile(mut self) -> Self {
        self.given.profile = true;
        self
    }

    /// Signed in to the account with the address.
    pub(crate) const fn signed_in(mut self) -> Self {
        self.account = true;
        self.given.signed_in = true;
        self
    }

    pub(crate) const fn takes_seat(mut self) -> Self {
        self.given.take_seat = true;
        self
    }

    pub(crate) const fn knocks(mut self) -> Self {
        self.given.knock = true;
        self
    }

    // To which door.

    pub(crate) const fn full(mut self) -> Self {
        self.door.limited = true;
        self.door.full = true;
        self
    }

    pub(crate) const fn room_left(mut self) -> Self {
        self.door.limited = true;
        self
    }

    pub(crate) const fn locked(mut self) -> Self {
        self.door.locked = true;
        self
    }

    pub(crate) const fn waiting_room(mut self, whom: WaitingRoom) -> Self {
        self.door.waiting_room = whom;
        self
    }

    pub(crate) const fn waits_for_nobody(mut self) -> Self {
        self.door.wait_for_host = false;
        self
    }

    pub(crate) const fn asks_codes(mut self) -> Self {
        self.door.email_proof = EmailProof::Code;
        self
    }

    pub(crate) const fn joinable_until(mut self, minute: i64) -> Self {
        self.door.joinable_until = Some(minute);
        self
    }

    pub(crate) const fn hides_accounts(mut self) -> Self {
        self.door.hide_accounts = true;
        self
    }

    // When.

    pub(crate) const fn when(mut self, moment: Moment) -> Self {
        self.moment = moment;
        self
    }

    // After what.

    /// The session knows them, by this proof.
    pub(crate) const fn known(mut self, state: PersonState, proof: Proof) -> Self {
        self.before.state = state;
        self.before.proof = proof;
        self
    }

    /// The host let them in by name.
    pub(crate) const fn approved(mut self) -> Self {
        self.before.approved = true;
        self
    }

    /// On the device they were here with.
    pub(crate) const fn own_pass(mut self) -> Self {
        self.before.pass = true;
        self
    }

    pub(crate) const fn elsewhere(mut self) -> Self {
        self.before.elsewhere = true;
        self
    }
}
