//! What a change of a session's settings does to people: who could enter and no longer can, and the other way round.
//!
//! Both versions are judged by the rules that decide joins, for everyone at the moment when it matters: see
//! [`Edit::judged_at`].

use chrono::{DateTime, Utc};

use super::{
    Doorstep, Evidence, LinkKind, Outcome, Participant, PersonFact, PolicyBook, PresentedLink, ReasonCode, Rehearsal,
    Relation, Visitor,
};
use crate::email_address::EmailAddress;
use crate::invitation::Invitation;
use crate::session::{Phase, Session};
use crate::text::PersonName;
use crate::words::words;

words! {
    /// What an edit does to someone.
    AccessChange {
        /// They could enter, or wait to be let in, and no longer can.
        ShutOut = "shut_out",
        /// They would come in at once, and now wait to be let in.
        MustWait = "must_wait",
        /// They could not enter, and now can, if only after waiting.
        LetIn = "let_in",
        /// They would wait to be let in, and now come in at once.
        WaitsNoMore = "waits_no_more",
        /// They get as far as before, but are asked for something else on the way.
        AskedOtherwise = "asked_otherwise",
    } list "shut_out, must_wait, let_in, waits_no_more, asked_otherwise"
}

/// What becomes of someone, and why: of what shuts them out or holds them after the edit or, where that is over, of what
/// did before. For [`AccessChange::AskedOtherwise`] it is what they are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What.
    pub change: AccessChange,
    /// Why, for the host.
    pub reasons: Vec<ReasonCode>,
}

impl Difference {
    /// Compares how far someone gets before and after.
    pub fn between(before: &Rehearsal, after: &Rehearsal) -> Option<Self> {
        let (was, is) = (Reach::of(before), Reach::of(after));
        let change = match (was, is) {
            (Reach::In | Reach::Held, Reach::Out) => AccessChange::ShutOut,
            (Reach::Out, Reach::In | Reach::Held) => AccessChange::LetIn,
            (Reach::In, Reach::Held) => AccessChange::MustWait,
            (Reach::Held, Reach::In) => AccessChange::WaitsNoMore,
            (Reach::Out, Reach::Out) => return None,
            (Reach::In, Reach::In) | (Reach::Held, Reach::Held) if asked(before) == asked(after) => return None,
            (Reach::In, Reach::In) | (Reach::Held, Reach::Held) => AccessChange::AskedOtherwise,
        };
        let reasons = match change {
            AccessChange::ShutOut | AccessChange::MustWait => reasons(after),
            AccessChange::LetIn | AccessChange::WaitsNoMore => reasons(before),
            AccessChange::AskedOtherwise => asked(after).into_iter().map(Evidence::reason).collect(),
        };
        Some(Self { change, reasons })
    }
}

/// How far someone gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    In,
    Held,
    Out,
}

impl Reach {
    const fn of(rehearsal: &Rehearsal) -> Self {
        match rehearsal.satisfied.decision.outcome() {
            Outcome::Admit(_) => Self::In,
            Outcome::Hold => Self::Held,
            Outcome::Require(_) | Outcome::Refuse => Self::Out,
        }
    }
}

/// What is asked of them, but for the word that a device takes a place over: that is about their devices.
fn asked(rehearsal: &Rehearsal) -> Vec<Evidence> {
    let mut asked: Vec<Evidence> =
        rehearsal.given.iter().copied().filter(|evidence| *evidence != Evidence::Seat).collect();
    asked.sort_unstable();
    asked
}

fn reasons(rehearsal: &Rehearsal) -> Vec<ReasonCode> {
    let mut codes: Vec<ReasonCode> = Vec::new();
    for reason in rehearsal.satisfied.decision.reasons() {
        if !codes.contains(&reason.code) {
            codes.push(reason.code);
        }
    }
    codes
}

/// Someone whom the session knows, or may come to know.
#[derive(Clone, Debug)]
pub struct Acquaintance {
    /// Their address.
    pub email: EmailAddress,
    /// The address is the host's.
    pub is_host: bool,
    /// Their invitation, if they have one.
    pub invitation: Option<Invitation>,
    /// The person, if they came before.
    pub participant: Option<Participant>,
    /// A usable account has the address.
    pub has_account: bool,
}

impl Acquaintance {
    /// Someone of whom nothing is known.
    pub const fn stranger(email: EmailAddress) -> Self {
        Self { email, is_host: false, invitation: None, participant: None, has_account: false }
    }

    /// What they are called, as far as the session knows.
    pub fn name(&self) -> Option<PersonName> {
        let known = self.participant.as_ref().map(|participant| participant.name.clone());
        known.or_else(|| self.invitation.as_ref()?.name())
    }

    /// They come on a new device: by their personal link if their invitation counts, else by the session link. The host comes
    /// signed in, as on their own pages.
    fn at(&self, session: &Session) -> Visitor<'_> {
        let invitation = self.invitation.as_ref().filter(|invitation| invitation.is_active());
        let link = match invitation.filter(|_| !self.is_host) {
            Some(invitation) => PresentedLink {
                kind: LinkKind::Personal,
                presented: invitation.generation,
                current: invitation.generation,
                withdrawn: false,
                expires_at: None,
                fits_address: true,
            },
            None => PresentedLink::of_session(session, session.link().generation),
        };
        Visitor {
            email: &self.email,
            relation: if self.is_host { Relation::Host } else { Relation::of(self.invitation.as_ref()) },
            link,
            has_account: self.has_account,
            signed_in: self.is_host,
            person: self.participant.as_ref().map_or(PersonFact::NEW, |known| known.fact(None, false)),
            is_named: invitation.is_some_and(|invitation| invitation.name().is_some()),
        }
    }
}

/// Two versions of a session.
#[derive(Clone, Copy, Debug)]
pub struct Edit<'a> {
    /// As it is.
    pub before: &'a Session,
    /// As it would be.
    pub after: &'a Session,
    /// The rules of each invitation type.
    pub policies: &'a PolicyBook,
    /// Now.
    pub now: DateTime<Utc>,
    /// Whether guests may not learn if an account exists.
    pub hide_accounts: bool,
    /// Seats that are taken now.
    pub seats_taken: u32,
}

impl Edit<'_> {
    /// When a version is judged, and as what: at its own start and as begun, because that is when people come; or now,
    /// once that is later or the session is live. One that cannot begin is judged as it is.
    pub fn judged_at(session: &Session, now: DateTime<Utc>) -> (Session, DateTime<Utc>) {
        let at = if session.phase(now) == Phase::Live { now } else { session.schedule().starts_at().max(now) };
        (session.clone().start(at).unwrap_or_else(|_| session.clone()), at)
    }

    /// What becomes of each of these people; those of whom nothing else becomes are left out.
    pub fn differences<'p>(&self, people: &'p [Acquaintance]) -> Vec<(&'p Acquaintance, Difference)> {
        let (before, then) = Self::judged_at(self.before, self.now);
        let (after, when) = Self::judged_at(self.after, self.now);
        let (before, after) = (self.door(&before, then), self.door(&after, when));
        let differs = |person: &'p Acquaintance| {
            let was = before.rehearse(&person.at(before.session));
            let is = after.rehearse(&person.at(after.session));
            Difference::between(&was, &is).map(|difference| (person, difference))
        };
        people.iter().filter_map(differs).collect()
    }

    fn door<'s>(&'s self, session: &'s Session, now: DateTime<Utc>) -> Doorstep<'s> {
        Doorstep {
            policy: self.policies.of(session.invitation_type()),
            session,
            now,
            hide_accounts: self.hide_accounts,
            seats_taken: if session.door().capacity.is_some() { self.seats_taken } else { 0 },
        }
    }
}
