//! From a situation to the facts that the rules judge.

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::admission::Proof;
use jigsaw_domain::admission::{
    Decision, Fact, Facts, LinkKind, PersonFact, PersonState, PolicyBook, PresentedLink, PublicDecision, Relation,
    decide, public_view,
};
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::id::{AccountId, SessionId};
use jigsaw_domain::link::Generation;
use jigsaw_domain::session::{
    Capacity, DoorSettings, EarlyEntry, Lock, ReminderOffsets, Room, Schedule, Session, SessionDraft, SessionLink,
    SessionParts, SessionState,
};
use jigsaw_domain::text::{HostText, Title};

use super::{Link, LinkState, Moment, Situation, Who};

/// The moment that lies this many minutes after the start.
pub(crate) fn minute(minutes: i64) -> DateTime<Utc> {
    let starts_at: DateTime<Utc> = "2027-01-10T10:00:00Z".parse().unwrap();
    starts_at + TimeDelta::minutes(minutes)
}

impl Situation {
    /// The door as settings.
    pub(crate) fn door_settings(&self) -> DoorSettings {
        DoorSettings {
            early_entry: EarlyEntry::default(),
            wait_for_host: self.door.wait_for_host,
            waiting_room: self.door.waiting_room,
            capacity: self.door.limited.then(|| Capacity::parse(10).unwrap()),
            email_proof: self.door.email_proof,
            joinable_until: self.door.joinable_until.map(minute),
        }
    }

    /// The session.
    pub(crate) fn session(&self) -> Session {
        let draft = SessionDraft {
            title: Title::parse("Algebra").unwrap(),
            schedule: Schedule::from_instants(minute(0), minute(60), chrono_tz::UTC).unwrap(),
            invitation_type: self.invitation_type,
            door: self.door_settings(),
            reminders: ReminderOffsets::default(),
            room: Room::Builtin,
            message: None,
        };
        let id = uuid::Uuid::from_u128(7);
        let made = Session::create(SessionId::from_uuid(id), AccountId::from_uuid(id), draft, minute(-600));
        let since = minute(self.moment.minute().min(0));
        let state = match self.moment {
            Moment::LongBefore | Moment::EarlyWindow | Moment::PastTheStart | Moment::PastTheEnd => {
                SessionState::Scheduled
            }
            Moment::LongBeforeLive | Moment::Live | Moment::PastTheEndLive => SessionState::Live { since },
            Moment::Ended => SessionState::Ended { at: minute(20) },
            Moment::Cancelled => SessionState::Cancelled { at: minute(-120), reason: None },
        };
        let lock = self.door.locked.then(|| Lock { message: HostText::parse("Back at noon").ok() });
        let expires_at = (self.link_state == LinkState::Expired).then(|| minute(-120));
        let link = SessionLink { expires_at, ..made.link() };
        Session::from_parts(SessionParts { state, lock, link, ..made.parts().clone() })
    }

    /// The link as it was presented.
    pub(crate) fn presented(&self) -> PresentedLink {
        let older = self.link_state == LinkState::Replaced;
        PresentedLink {
            kind: if self.link == Link::Session { LinkKind::Session } else { LinkKind::Personal },
            presented: Generation::FIRST,
            current: Generation::new(u16::from(older)),
            withdrawn: self.link_state == LinkState::Withdrawn,
            expires_at: if self.link == Link::Session { self.session().link().expires_at } else { None },
            fits_address: self.link != Link::Anothers,
        }
    }

    /// What the address is to the session.
    pub(crate) const fn relation(&self) -> Relation {
        match self.who {
            Who::Host => Relation::Host,
            Who::Invited(role) => Relation::Invited { role, on_the_fly: false },
            Who::OnTheFly => Relation::Invited { role: jigsaw_domain::invitation::Role::Attendee, on_the_fly: true },
            Who::Stranger => Relation::Stranger,
        }
    }

    /// What the session knows of the person.
    pub(crate) const fn person(&self) -> PersonFact {
        PersonFact {
            state: self.before.state,
            approved: self.before.approved,
            proof: self.before.proof,
            same_device: self.before.pass,
            elsewhere: self.before.elsewhere,
        }
    }

    /// Names are known from what is typed; from the account, from before and from the invitation only once the person is
    /// shown to be who they say.
    pub(crate) fn name_known(&self, proof: Proof) -> bool {
        let own_link = self.link == Link::Personal;
        let by_account = self.account && proof == Proof::Account;
        let before = self.before.state != PersonState::New && (own_link || self.before.pass);
        let listed = self.named && (own_link || proof > Proof::Unverified);
        self.given.name || self.given.profile || by_account || before || listed
    }

    /// Lends the facts, which borrow from the session.
    pub(crate) fn lend<T>(&self, judge: impl FnOnce(&Facts<'_>) -> T) -> T {
        let session = self.session();
        let email = EmailAddress::parse("mike@example.org").unwrap();
        let brought = self.given.email || self.given.signed_in || self.link == Link::Personal;
        let mut facts = Facts {
            now: minute(self.moment.minute()),
            session: &session,
            link: self.presented(),
            email: brought.then_some(&email),
            name_known: false,
            relation: Fact::Known(self.relation()),
            has_account: Fact::Known(self.account),
            hide_accounts: self.door.hide_accounts,
            signed_in: self.given.signed_in,
            password: Fact::Known(self.given.password),
            code: Fact::Known(self.given.code),
            profile_given: self.given.profile,
            person: Fact::Known(self.person()),
            take_seat: self.given.take_seat,
            knock: self.given.knock,
            seats_taken: Fact::Known(if self.door.full { 10 } else { 0 }),
        };
        facts.name_known = self.name_known(facts.proof());
        judge(&facts)
    }

    /// What the built-in rules decide, what a guest is shown of it, and the proof that was given.
    pub(crate) fn decided(&self) -> (Decision, PublicDecision, Proof) {
        let policies = PolicyBook::built_in();
        self.lend(|facts| {
            let decision = decide(policies.of(self.invitation_type), facts);
            let public = public_view(&decision, facts.proof());
            (decision, public, facts.proof())
        })
    }
}
