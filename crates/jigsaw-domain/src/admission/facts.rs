//! Everything that may matter at the door, gathered before anything is decided.

use chrono::{DateTime, Utc};

use super::Fact;
use crate::email_address::EmailAddress;
use crate::invitation::{Invitation, Origin, Role};
use crate::link::Generation;
use crate::session::{InvitationType, Phase, Session};
use crate::words::words;

words! {
    /// Which link a person came by.
    LinkKind {
        /// The session link.
        Session = "session",
        /// The personal link of an invitation.
        Personal = "personal",
    } list "session, personal"
}

words! {
    /// How well a person's address is known to be theirs. The roster labels everyone with it.
    Proof {
        /// Typed, nothing more.
        Unverified = "unverified",
        /// By a mailed code or the personal link.
        Mailbox = "mailbox",
        /// By the account's password or a sign-in.
        Account = "account",
    } list "unverified, mailbox, account"
}

impl PartialOrd for Proof {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Proof {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (*self as u8).cmp(&(*other as u8))
    }
}

/// The link that was presented. It is authentic (forged ones never get this far); whether it still counts is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresentedLink {
    /// Which link.
    pub kind: LinkKind,
    /// The generation it was made in.
    pub presented: Generation,
    /// The generation that counts now.
    pub current: Generation,
    /// Whether the invitation was taken back.
    pub withdrawn: bool,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether the address that was given is the one the personal link was mailed to. `true` for a session link.
    pub fits_address: bool,
}

impl PresentedLink {
    /// The session link, as it was made in the `presented` generation.
    pub const fn of_session(session: &Session, presented: Generation) -> Self {
        let link = session.link();
        Self {
            kind: LinkKind::Session,
            presented,
            current: link.generation,
            withdrawn: false,
            expires_at: link.expires_at,
            fits_address: true,
        }
    }

    /// Whether it was renewed or taken back.
    pub fn is_revoked(&self) -> bool {
        self.withdrawn || self.presented != self.current
    }

    /// Whether its time is over.
    pub fn is_expired(&self, now: DateTime<Utc>) -> bool {
        self.expires_at.is_some_and(|end| now >= end)
    }

    /// A personal link proves its own mailbox, for this session, and nothing else.
    pub fn proves_mailbox(&self, now: DateTime<Utc>) -> bool {
        self.kind == LinkKind::Personal && self.fits_address && !self.is_revoked() && !self.is_expired(now)
    }
}

/// What the address is to the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The host's own.
    Host,
    /// On the invitation list.
    Invited {
        /// The role that the invitation gives, once the address is proved.
        role: Role,
        /// Invited by the host while the session was live.
        on_the_fly: bool,
    },
    /// Neither.
    Stranger,
}

impl Relation {
    /// What an invitation makes of an address. One that was taken back makes nothing.
    pub fn of(invitation: Option<&Invitation>) -> Self {
        match invitation {
            Some(invitation) if invitation.is_active() => {
                Self::Invited { role: invitation.role, on_the_fly: invitation.origin == Origin::OnTheFly }
            }
            _ => Self::Stranger,
        }
    }

    /// The role that a proved address has.
    pub const fn role(self) -> Role {
        match self {
            Self::Host => Role::Host,
            // Nobody is made the host by an invitation, whatever a store says.
            Self::Invited { role: Role::Host, .. } | Self::Stranger => Role::Attendee,
            Self::Invited { role, .. } => role,
        }
    }
}

/// What became of a password that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordCheck {
    /// None was given, or none is asked for here.
    NotGiven,
    /// It is the account's.
    Right,
    /// It is not, or there is no account.
    Wrong,
    /// The account takes no passwords for a while.
    Locked,
}

/// What became of a mailed code that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeCheck {
    /// None was given.
    NotGiven,
    /// It is the one that was mailed, for exactly this.
    Right,
    /// It is not.
    Wrong,
    /// It was, but it is too old or was tried too often.
    Expired,
}

/// What the session already knows of this person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonFact {
    /// Where they stand.
    pub state: PersonState,
    /// The host let them in by name.
    pub approved: bool,
    /// The proof they once gave.
    pub proof: Proof,
    /// The request carries an open pass of this very person: the same device.
    pub same_device: bool,
    /// Another device holds the place of the personal link.
    pub elsewhere: bool,
}

/// Where a person stands in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonState {
    /// Never seen.
    New,
    /// Waiting.
    Waiting,
    /// In, holding a seat.
    Inside,
    /// Was in and left, or was removed without a ban.
    Gone,
    /// The host said no.
    Denied,
    /// Removed, and banned from this session.
    Banned,
}

impl PersonFact {
    /// Someone never seen before.
    pub const NEW: Self = Self {
        state: PersonState::New,
        approved: false,
        proof: Proof::Unverified,
        same_device: false,
        elsewhere: false,
    };
}

/// Everything a [`JoinRule`](super::JoinRule) may read.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The moment that is judged.
    pub now: DateTime<Utc>,
    /// The session.
    pub session: &'a Session,
    /// How the person came.
    pub link: PresentedLink,
    /// The address: typed, of the personal link, or of the sign-in.
    pub email: Option<&'a EmailAddress>,
    /// Whether first and last name are known, from whatever source.
    pub name_known: bool,
    /// What the address is to the session.
    pub relation: Fact<Relation>,
    /// Whether a usable account has this address.
    pub has_account: Fact<bool>,
    /// Whether guests may learn if an account exists (`accounts.hide_existence`).
    pub hide_accounts: bool,
    /// The browser is signed in to the account with this very address.
    pub signed_in: bool,
    /// What became of the password.
    pub password: Fact<PasswordCheck>,
    /// What became of the code.
    pub code: Fact<CodeCheck>,
    /// A complete new profile was given.
    pub profile_given: bool,
    /// What the session knows of the person.
    pub person: Fact<PersonFact>,
    /// The person says that this device takes the place over.
    pub take_seat: bool,
    /// The person asks to be let in without an invitation.
    pub knock: bool,
    /// Seats that are taken now; host and co-hosts hold none.
    pub seats_taken: Fact<u32>,
}

impl<'a> Facts<'a> {
    /// Someone who gave nothing and of whom nothing is known: the safe thing to start from, because the built-in rules
    /// refuse on what they need and do not know. Fill in what was found out with struct update syntax.
    pub const fn nothing_known(now: DateTime<Utc>, session: &'a Session, link: PresentedLink) -> Self {
        Self {
            now,
            session,
            link,
            email: None,
            name_known: false,
            relation: Fact::Unknown,
            has_account: Fact::Unknown,
            hide_accounts: false,
            signed_in: false,
            password: Fact::Unknown,
            code: Fact::Unknown,
            profile_given: false,
            person: Fact::Unknown,
            take_seat: false,
            knock: false,
            seats_taken: Fact::Unknown,
        }
    }
}

impl Facts<'_> {
    /// How well the address is known to be the person's.
    pub fn proof(&self) -> Proof {
        let person = self.person.known().copied().unwrap_or(PersonFact::NEW);
        let earlier = if person.same_device { person.proof } else { Proof::Unverified };
        let code_right = self.code == Fact::Known(CodeCheck::Right);
        let account = self.signed_in
            || self.password == Fact::Known(PasswordCheck::Right)
            || (code_right && self.makes_account());
        let now = if account {
            Proof::Account
        } else if code_right || self.link.proves_mailbox(self.now) {
            Proof::Mailbox
        } else {
            Proof::Unverified
        };
        now.max(earlier)
    }

    /// A code makes an account of a profile only where profiles are asked for, and only for an address that has none
    /// yet: elsewhere it would be a way round the password of the account that is there.
    fn makes_account(&self) -> bool {
        self.profile_given
            && self.has_account == Fact::Known(false)
            && self.invitation_type() == InvitationType::LinkPasswordRequested
    }

    /// Whether the address is proved to be the person's, however.
    pub fn is_proved(&self) -> bool {
        self.proof() > Proof::Unverified
    }

    /// Whether the session is open to a list only.
    pub fn is_on_list(&self) -> bool {
        self.invitation_type() == InvitationType::InvitationList
    }

    /// The role the person would have. An unproved address never carries more than the attendee's, and the
    /// host's only goes with the account.
    pub fn role(&self) -> Role {
        let Fact::Known(relation) = self.relation else {
            return Role::Attendee;
        };
        match (relation, self.proof()) {
            (Relation::Host, Proof::Account) => Role::Host,
            (Relation::Host, _) | (_, Proof::Unverified) => Role::Attendee,
            (relation, _) => relation.role(),
        }
    }

    /// What the session is now.
    pub fn phase(&self) -> Phase {
        self.session.phase(self.now)
    }

    /// The session's invitation type.
    pub fn invitation_type(&self) -> InvitationType {
        self.session.invitation_type()
    }

    /// What the session knows of whoever asks, as far as they are shown to be that person.
    ///
    /// On a list, someone who merely types an address is nobody yet: neither the seat nor the host's word of the person
    /// who has that address is theirs. Elsewhere unproved joins of one address share one person.
    pub fn as_shown(&self, person: PersonFact) -> PersonFact {
        if self.is_on_list() && !person.same_device && !self.is_proved() { PersonFact::NEW } else { person }
    }

    /// The host let this person in by name. That was said of whoever had shown as much as they then had.
    pub fn is_approved(&self) -> bool {
        self.person.known().is_some_and(|&person| self.as_shown(person).approved && self.proof() >= person.proof)
    }

    /// The host named this person: by admitting them, or with an on-the-fly invitation that they have proved.
    pub fn is_welcomed(&self) -> bool {
        let called = matches!(self.relation, Fact::Known(Relation::Invited { on_the_fly: true, .. }));
        self.is_approved() || (called && self.is_proved())
    }

    /// Someone who is in already and comes back on the same device is not new.
    pub fn is_returning(&self) -> bool {
        self.person.known().is_some_and(|person| person.same_device && person.state == PersonState::Inside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admission::fixture::Case;

    fn shown(case: &Case) -> (Proof, Role) {
        case.lend(|facts| (facts.proof(), facts.role()))
    }

    fn proof(case: &Case) -> Proof {
        shown(case).0
    }

    fn role(case: &Case) -> Role {
        shown(case).1
    }

    #[test]
    fn proofs_are_ordered_and_the_best_one_counts() {
        assert!(Proof::Unverified < Proof::Mailbox && Proof::Mailbox < Proof::Account);
        assert_eq!(proof(&Case::open()), Proof::Unverified);
        assert_eq!(proof(&Case::open().by_personal_link()), Proof::Mailbox);
        assert_eq!(proof(&Case::open().by_personal_link().with(|c| c.signed_in = true)), Proof::Account);
    }

    #[test]
    fn an_earlier_proof_counts_only_on_the_device_that_gave_it() {
        let earlier = |here| {
            Case::on_list().known(PersonState::Gone, |person| {
                person.proof = Proof::Account;
                person.same_device = here;
            })
        };
        assert_eq!(proof(&earlier(true)), Proof::Account);
        assert_eq!(proof(&earlier(false)), Proof::Unverified);
    }

    #[test]
    fn a_profile_with_a_code_is_an_account_only_where_there_was_none() {
        let profile = |case: Case, has_account| {
            case.with(|case| {
                case.profile_given = true;
                case.code = Fact::Known(CodeCheck::Right);
                case.has_account = has_account;
            })
        };
        assert_eq!(proof(&profile(Case::by_password(), Fact::Known(false))), Proof::Account);
        assert_eq!(proof(&profile(Case::by_password(), Fact::Known(true))), Proof::Mailbox);
        assert_eq!(proof(&profile(Case::by_password(), Fact::Unknown)), Proof::Mailbox);
        assert_eq!(proof(&profile(Case::open(), Fact::Known(false))), Proof::Mailbox);
        assert_eq!(proof(&profile(Case::on_list(), Fact::Known(false))), Proof::Mailbox);
    }

    #[test]
    fn roles_come_with_proof() {
        let presenter = || Case::open().invited_as(Role::Presenter);
        assert_eq!(role(&presenter()), Role::Attendee);
        assert_eq!(role(&presenter().by_personal_link()), Role::Presenter);
        let host = || Case::open().with(|case| case.relation = Fact::Known(Relation::Host));
        assert_eq!(role(&host().by_personal_link()), Role::Attendee);
        assert_eq!(role(&host().with(|case| case.signed_in = true)), Role::Host);
        let unknown = Case::open().with(|case| case.relation = Fact::Unknown);
        assert_eq!(role(&unknown.with(|case| case.signed_in = true)), Role::Attendee);
        assert_eq!(
            role(&Case::open().invited_as(Role::Host).by_personal_link()),
            Role::Attendee,
            "nobody is invited as host"
        );
    }
}
