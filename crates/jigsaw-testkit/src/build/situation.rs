//! Facts that own what they point to, so that a table of situations is a table.

use chrono::{DateTime, Utc};
use jigsaw_domain::admission::{
    CodeCheck, Decision, Fact, Facts, InvitationPolicy, LinkKind, PasswordCheck, PersonFact, PersonState, PolicyBook,
    PresentedLink, Proof, PublicDecision, Relation, decide, public_view,
};
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::invitation::Role;
use jigsaw_domain::link::Generation;
use jigsaw_domain::session::Session;

use super::{email, now, session};

/// One person at one door. The fields are those of [`Facts`], open to be set; the methods are the moves that tables need.
///
/// ```
/// use jigsaw_domain::session::InvitationType;
/// use jigsaw_testkit::build::{Situation, session};
///
/// let listed = Situation::of(session().invitation_list().live()).typed("mike@example.org").invited();
/// assert!(!listed.clone().decide().admits(), "a typed address proves nothing");
/// assert!(listed.by_personal_link().named().decide().admits());
/// ```
#[derive(Clone, Debug)]
pub struct Situation {
    /// The moment that is judged.
    pub now: DateTime<Utc>,
    /// The session.
    pub session: Session,
    /// How the person came.
    pub link: PresentedLink,
    /// The address.
    pub email: Option<EmailAddress>,
    /// Whether first and last name are known.
    pub name_known: bool,
    /// What the address is to the session.
    pub relation: Fact<Relation>,
    /// Whether a usable account has this address.
    pub has_account: Fact<bool>,
    /// Whether guests may learn if an account exists.
    pub hide_accounts: bool,
    /// Signed in to the account with this address.
    pub signed_in: bool,
    /// What became of the password.
    pub password: Fact<PasswordCheck>,
    /// What became of the code.
    pub code: Fact<CodeCheck>,
    /// A complete new profile was given.
    pub profile_given: bool,
    /// What the session knows of the person.
    pub person: Fact<PersonFact>,
    /// This device takes the place over.
    pub take_seat: bool,
    /// Asks to be let in without an invitation.
    pub knock: bool,
    /// Seats that are taken now.
    pub seats_taken: Fact<u32>,
}

impl Situation {
    /// A stranger by the current session link, at [`now`](super::now), who has given nothing yet.
    pub fn of(session: impl Into<Session>) -> Self {
        let session = session.into();
        let generation = session.link().generation;
        Self {
            now: now(),
            link: PresentedLink {
                kind: LinkKind::Session,
                presented: generation,
                current: generation,
                withdrawn: false,
                expires_at: session.link().expires_at,
                fits_address: true,
            },
            session,
            email: None,
            name_known: false,
            relation: Fact::Known(Relation::Stranger),
            has_account: Fact::Known(false),
            hide_accounts: false,
            signed_in: false,
            password: Fact::Known(PasswordCheck::NotGiven),
            code: Fact::Known(CodeCheck::NotGiven),
            profile_given: false,
            person: Fact::Known(PersonFact::NEW),
            take_seat: false,
            knock: false,
            seats_taken: Fact::Known(0),
        }
    }

    /// Someone whom the built-in policy admits: a live session without password, address and name given.
    pub fn at_an_open_door() -> Self {
        Self::of(session().live()).typed("mike@example.org").named()
    }

    /// The facts, borrowed.
    pub const fn facts(&self) -> Facts<'_> {
        Facts {
            now: self.now,
            session: &self.session,
            link: self.link,
            email: self.email.as_ref(),
            name_known: self.name_known,
            relation: self.relation,
            has_account: self.has_account,
            hide_accounts: self.hide_accounts,
            signed_in: self.signed_in,
            password: self.password,
            code: self.code,
            profile_given: self.profile_given,
            person: self.person,
            take_seat: self.take_seat,
            knock: self.knock,
            seats_taken: self.seats_taken,
        }
    }

    /// What the built-in policy of the session's type says.
    pub fn decide(&self) -> Decision {
        self.decide_by(PolicyBook::built_in().of(self.session.invitation_type()))
    }

    /// What another policy says.
    pub fn decide_by(&self, policy: &dyn InvitationPolicy) -> Decision {
        decide(policy, &self.facts())
    }

    /// What the guest is shown of it.
    pub fn shown(&self) -> PublicDecision {
        public_view(&self.decide(), self.facts().proof())
    }

    /// Typed this address.
    #[must_use]
    pub fn typed(mut self, address: &str) -> Self {
        self.email = Some(email(address));
        self
    }

    /// First and last name are known.
    #[must_use]
    pub const fn named(mut self) -> Self {
        self.name_known = true;
        self
    }

    /// The address is the host's, who has an account.
    #[must_use]
    pub const fn is_host(mut self) -> Self {
        self.relation = Fact::Known(Relation::Host);
        self.with_account()
    }

    /// The address is listed as attendee.
    #[must_use]
    pub const fn invited(self) -> Self {
        self.invited_as(Role::Attendee)
    }

    /// The address is listed with this role.
    #[must_use]
    pub const fn invited_as(mut self, role: Role) -> Self {
        self.relation = Fact::Known(Relation::Invited { role, on_the_fly: false });
        self
    }

    /// The address was invited as attendee while the session was live.
    #[must_use]
    pub const fn invited_on_the_fly(mut self) -> Self {
        self.relation = Fact::Known(Relation::Invited { role: Role::Attendee, on_the_fly: true });
        self
    }

    /// A usable account has the address.
    #[must_use]
    pub const fn with_account(mut self) -> Self {
        self.has_account = Fact::Known(true);
        self
    }

    /// Has an account, and is signed in to it; the account knows the name.
    #[must_use]
    pub const fn signed_in(mut self) -> Self {
        self.signed_in = true;
        self.with_account().named()
    }

    /// Gave the right password of the account; the account knows the name.
    #[must_use]
    pub const fn right_password(self) -> Self {
        self.with_account().named().password(PasswordCheck::Right)
    }

    /// What became of the password.
    #[must_use]
    pub const fn password(mut self, check: PasswordCheck) -> Self {
        self.password = Fact::Known(check);
        self
    }

    /// What became of the code.
    #[must_use]
    pub const fn code(mut self, check: CodeCheck) -> Self {
        self.code = Fact::Known(check);
        self
    }

    /// Gave a complete new profile.
    #[must_use]
    pub const fn with_profile(mut self) -> Self {
        self.profile_given = true;
        self.named()
    }

    /// Came by the personal link of the address.
    #[must_use]
    pub const fn by_personal_link(mut self) -> Self {
        self.link.kind = LinkKind::Personal;
        self.link.fits_address = true;
        self
    }

    /// Came by the personal link of another address.
    #[must_use]
    pub const fn by_personal_link_of_another(mut self) -> Self {
        self.link.kind = LinkKind::Personal;
        self.link.fits_address = false;
        self
    }

    /// The link was renewed meanwhile.
    #[must_use]
    pub fn with_old_link(mut self) -> Self {
        self.link.current = Generation::new(self.link.presented.get() + 1);
        self
    }

    /// The invitation of the link was taken back.
    #[must_use]
    pub const fn with_withdrawn_link(mut self) -> Self {
        self.link.withdrawn = true;
        self
    }

    /// The link's time is just over.
    #[must_use]
    pub const fn with_expired_link(mut self) -> Self {
        self.link.expires_at = Some(self.now);
        self
    }

    /// What the session knows of the person.
    #[must_use]
    pub const fn person(mut self, person: PersonFact) -> Self {
        self.person = Fact::Known(person);
        self
    }

    /// Stands here already, on this device, with this proof.
    #[must_use]
    pub const fn returning(self, state: PersonState, proof: Proof) -> Self {
        self.person(PersonFact { state, proof, same_device: true, ..PersonFact::NEW })
    }

    /// Was let in by name.
    #[must_use]
    pub const fn approved(self) -> Self {
        self.person(PersonFact { state: PersonState::Waiting, approved: true, ..PersonFact::NEW })
    }

    /// Asks to be let in without an invitation.
    #[must_use]
    pub const fn knocking(mut self) -> Self {
        self.knock = true;
        self
    }

    /// Takes the place of the personal link over.
    #[must_use]
    pub const fn taking_the_seat(mut self) -> Self {
        self.take_seat = true;
        self
    }

    /// So many seats are taken.
    #[must_use]
    pub const fn seats_taken(mut self, seats: u32) -> Self {
        self.seats_taken = Fact::Known(seats);
        self
    }

    /// Judged at this moment.
    #[must_use]
    pub const fn at(mut self, now: DateTime<Utc>) -> Self {
        self.now = now;
        self
    }
}
