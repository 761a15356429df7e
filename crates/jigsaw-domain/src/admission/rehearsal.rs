//! How far an honest person gets at a door, without a person, a door or a write: what the simulator and the comparison of
//! two versions of a session are made of.

use chrono::{DateTime, Utc};

use super::{
    CodeCheck, Decision, Evidence, Fact, Facts, InvitationPolicy, PasswordCheck, PersonFact, PersonState,
    PresentedLink, Proof, PublicDecision, Relation, decide, public_view,
};
use crate::email_address::EmailAddress;
use crate::session::{InvitationType, Session};

/// A door at a moment.
#[derive(Clone, Copy, Debug)]
pub struct Doorstep<'a> {
    /// The rules that guard it.
    pub policy: &'a dyn InvitationPolicy,
    /// The session behind it.
    pub session: &'a Session,
    /// The moment that is judged.
    pub now: DateTime<Utc>,
    /// Whether guests may not learn if an account exists.
    pub hide_accounts: bool,
    /// Seats that are taken.
    pub seats_taken: u32,
}

/// Someone who may come there, as far as they are known. They say nothing but their address until they are asked, and
/// give what they are asked for if they can have it.
#[derive(Clone, Copy, Debug)]
pub struct Visitor<'a> {
    /// Their address.
    pub email: &'a EmailAddress,
    /// What the address is to the session.
    pub relation: Relation,
    /// The link they come by.
    pub link: PresentedLink,
    /// A usable account has the address.
    pub has_account: bool,
    /// Their browser is signed in to it.
    pub signed_in: bool,
    /// What the session knows of them.
    pub person: PersonFact,
    /// An invitation that counts gives their first and last name.
    pub is_named: bool,
}

/// A decision, and what the guest is shown of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// For the host.
    pub decision: Decision,
    /// For the guest.
    pub public: PublicDecision,
}

/// What would be decided on one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rehearsal {
    /// On the bare address.
    pub bare: Decided,
    /// After everything that is asked for was given, honestly.
    pub satisfied: Decided,
    /// What was given on the way, in order.
    pub given: Vec<Evidence>,
}

/// More steps than a door has.
const MOST_STEPS: usize = 8;

impl Doorstep<'_> {
    /// Judges someone first as they come, then as if they gave what they are asked for, step by step. Nobody has the code
    /// that is mailed to nobody, nor the password of an account that is not there.
    pub fn rehearse(&self, visitor: &Visitor<'_>) -> Rehearsal {
        let mut given = Vec::new();
        let bare = self.judge(visitor, &given);
        let mut satisfied = bare.clone();
        for _ in 0..MOST_STEPS {
            let next = satisfied.public.needs.iter().copied().find(|asked| self.can_give(visitor, *asked, &given));
            let Some(next) = next else { break };
            given.push(next);
            satisfied = self.judge(visitor, &given);
        }
        Rehearsal { bare, satisfied, given }
    }

    fn judge(&self, visitor: &Visitor<'_>, given: &[Evidence]) -> Decided {
        let gave = |evidence| given.contains(&evidence);
        let mut facts = Facts {
            now: self.now,
            session: self.session,
            link: visitor.link,
            email: Some(visitor.email),
            name_known: false,
            relation: Fact::Known(visitor.relation),
            has_account: Fact::Known(visitor.has_account),
            hide_accounts: self.hide_accounts,
            signed_in: visitor.signed_in,
            password: Fact::Known(if gave(Evidence::Password) {
                PasswordCheck::Right
            } else {
                PasswordCheck::NotGiven
            }),
            code: Fact::Known(if gave(Evidence::Code) { CodeCheck::Right } else { CodeCheck::NotGiven }),
            profile_given: gave(Evidence::Account),
            person: Fact::Known(visitor.person),
            take_seat: gave(Evidence::Seat),
            knock: false,
            seats_taken: Fact::Known(self.seats_taken),
        };
        facts.name_known = gave(Evidence::Name) || gave(Evidence::Account) || visitor.name_is_known(facts.proof());
        let decision = decide(self.policy, &facts);
        let public = public_view(&decision, facts.proof());
        Decided { decision, public }
    }

    /// Whether an honest person has this, and has not given it yet.
    fn can_give(&self, visitor: &Visitor<'_>, asked: Evidence, given: &[Evidence]) -> bool {
        let has_it = match asked {
            Evidence::Password => visitor.has_account,
            Evidence::Account => !visitor.has_account,
            Evidence::Code => given.contains(&Evidence::Account) || self.mails_a_code_to(visitor),
            Evidence::Email => false,
            Evidence::Name | Evidence::Seat => true,
        };
        has_it && !given.contains(&asked)
    }

    /// A list mails codes to those it knows; elsewhere everyone gets theirs.
    fn mails_a_code_to(&self, visitor: &Visitor<'_>) -> bool {
        self.session.invitation_type() != InvitationType::InvitationList
            || visitor.relation != Relation::Stranger
            || visitor.person.state != PersonState::New
    }
}

impl Visitor<'_> {
    /// Whether a name to enter under is known with this proof: the account's, the one they came under before, the one that
    /// the host wrote. Whoever merely types an address gets nobody's name.
    fn name_is_known(&self, proof: Proof) -> bool {
        let is_proved = proof > Proof::Unverified;
        let came_before = self.person.state != PersonState::New;
        let is_theirs = self.person.same_device || (is_proved && self.person.proof > Proof::Unverified);
        (self.has_account && proof == Proof::Account) || (came_before && is_theirs) || (is_proved && self.is_named)
    }
}
