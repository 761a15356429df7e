//! Arbitrary facts, reachable or not, and the strategies that make them.

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::admission::{
    CodeCheck, Decision, Fact, Facts, LinkKind, Outcome, PasswordCheck, PersonFact, PersonState, PolicyBook,
    PresentedLink, Proof, Relation, decide,
};
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::id::{AccountId, SessionId};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::link::Generation;
use jigsaw_domain::session::{
    Capacity, DoorSettings, EarlyEntry, EmailProof, InvitationType, Lock, ReminderOffsets, Room, Schedule, Session,
    SessionLink, SessionParts, SessionState, WaitingRoom,
};
use jigsaw_domain::text::{HostText, Title};
use jigsaw_domain::version::Version;
use proptest::prelude::*;
use proptest::sample::select;

/// Facts that own what they speak of.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) now: DateTime<Utc>,
    pub(crate) session: Session,
    pub(crate) link: PresentedLink,
    pub(crate) email: Option<EmailAddress>,
    pub(crate) known: Known,
    pub(crate) given: Given,
}

/// What was looked up.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) relation: Fact<Relation>,
    pub(crate) has_account: Fact<bool>,
    pub(crate) person: Fact<PersonFact>,
    pub(crate) seats_taken: Fact<u32>,
    pub(crate) password: Fact<PasswordCheck>,
    pub(crate) code: Fact<CodeCheck>,
}

/// What the person gave.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) name_known: bool,
    pub(crate) hide_accounts: bool,
    pub(crate) signed_in: bool,
    pub(crate) profile: bool,
    pub(crate) take_seat: bool,
    pub(crate) knock: bool,
}

impl World {
    pub(crate) fn facts(&self) -> Facts<'_> {
        Facts {
            now: self.now,
            session: &self.session,
            link: self.link,
            email: self.email.as_ref(),
            name_known: self.given.name_known,
            relation: self.known.relation,
            has_account: self.known.has_account,
            hide_accounts: self.given.hide_accounts,
            signed_in: self.given.signed_in,
            password: self.known.password,
            code: self.known.code,
            profile_given: self.given.profile,
            person: self.known.person,
            take_seat: self.given.take_seat,
            knock: self.given.knock,
            seats_taken: self.known.seats_taken,
        }
    }

    pub(crate) fn kind(&self) -> InvitationType {
        self.session.invitation_type()
    }

    pub(crate) fn decide(&self) -> Decision {
        decide(PolicyBook::built_in().of(self.kind()), &self.facts())
    }

    pub(crate) fn outcome(&self) -> Outcome {
        self.decide().outcome().clone()
    }

    pub(crate) fn proof(&self) -> Proof {
        self.facts().proof()
    }

    /// The same, with nothing that proves the address.
    pub(crate) fn unproved(mut self) -> Self {
        self.given.signed_in = false;
        self.link.fits_address = self.link.kind == LinkKind::Session;
        if let Fact::Known(password @ PasswordCheck::Right) = &mut self.known.password {
            *password = PasswordCheck::Wrong;
        }
        if let Fact::Known(code @ CodeCheck::Right) = &mut self.known.code {
            *code = CodeCheck::Wrong;
        }
        if let Fact::Known(person) = &mut self.known.person {
            person.same_device = false;
        }
        assert_eq!(self.proof(), Proof::Unverified);
        self
    }

    /// The same with another door. Everything else of the session stays.
    pub(crate) fn with_parts(&self, change: impl FnOnce(&mut SessionParts)) -> Self {
        let mut parts = self.session.parts().clone();
        change(&mut parts);
        Self { session: Session::from_parts(parts), ..self.clone() }
    }
}

fn starts_at() -> DateTime<Utc> {
    "2027-01-10T10:00:00Z".parse().unwrap()
}

/// Moments around the session, and the ends of the calendar.
fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    let extremes = vec![DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, DateTime::UNIX_EPOCH];
    prop_oneof![
        20 => (-90_i64..150).prop_map(|minutes| starts_at() + TimeDelta::minutes(minutes)),
        1 => select(extremes),
    ]
}

fn fact<T: Clone + std::fmt::Debug + 'static>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Fact<T>> {
    prop_oneof![12 => value.prop_map(Fact::Known), 1 => Just(Fact::Unknown)]
}

fn schedule() -> impl Strategy<Value = Schedule> {
    let ordinary = Schedule::from_instants(starts_at(), starts_at() + TimeDelta::minutes(60), chrono_tz::UTC).unwrap();
    let stored = (moment(), moment())
        .prop_map(|(from, to)| Schedule::from_parts(from.naive_utc(), to.naive_utc(), chrono_tz::UTC, from, to));
    prop_oneof![8 => Just(ordinary), 1 => stored]
}

fn state() -> impl Strategy<Value = SessionState> {
    let reason = proptest::option::of(Just(HostText::parse("ill").unwrap()));
    prop_oneof![
        4 => Just(SessionState::Scheduled),
        6 => moment().prop_map(|since| SessionState::Live { since }),
        1 => moment().prop_map(|at| SessionState::Ended { at }),
        1 => (moment(), reason).prop_map(|(at, reason)| SessionState::Cancelled { at, reason }),
    ]
}

fn door() -> impl Strategy<Value = DoorSettings> {
    (
        (0_i64..=1440).prop_map(|minutes| EarlyEntry::parse(minutes).unwrap()),
        any::<bool>(),
        prop_oneof![3 => Just(WaitingRoom::Off), 2 => select(WaitingRoom::ALL)],
        proptest::option::of((1_i64..4).prop_map(|people| Capacity::parse(people).unwrap())),
        select(EmailProof::ALL),
        proptest::option::weighted(0.2, moment()),
    )
        .prop_map(|(early_entry, wait_for_host, waiting_room, capacity, email_proof, joinable_until)| {
            DoorSettings { early_entry, wait_for_host, waiting_room, capacity, email_proof, joinable_until }
        })
}

fn session() -> impl Strategy<Value = Session> {
    let lock = prop_oneof![
        6 => Just(None),
        1 => proptest::option::of(Just(HostText::parse("Back at noon").unwrap())).prop_map(|message| Some(Lock { message })),
    ];
    let link_end = proptest::option::weighted(0.1, moment());
    (schedule(), select(InvitationType::ALL), door(), state(), lock, link_end).prop_map(
        |(schedule, invitation_type, door, state, lock, expires_at)| {
            let id = uuid::Uuid::from_u128(7);
            Session::from_parts(SessionParts {
                id: SessionId::from_uuid(id),
                host: AccountId::from_uuid(id),
                version: Version::FIRST,
                title: Title::parse("Algebra").unwrap(),
                schedule,
                invitation_type,
                door,
                link: SessionLink { expires_at, ..SessionLink::default() },
                lock,
                state,
                reminders: ReminderOffsets::default(),
                room: Room::Builtin,
                message: None,
                calendar_sequence: 0,
                announced_sequence: 0,
                created_at: DateTime::UNIX_EPOCH,
            })
        },
    )
}

fn link() -> impl Strategy<Value = PresentedLink> {
    let renewed = prop_oneof![8 => Just(Generation::FIRST), 1 => Just(Generation::new(1))];
    let withdrawn = prop_oneof![8 => Just(false), 1 => Just(true)];
    (select(LinkKind::ALL), renewed, withdrawn, proptest::option::weighted(0.1, moment()), any::<bool>()).prop_map(
        |(kind, current, withdrawn, expires_at, fits_address)| PresentedLink {
            kind,
            presented: Generation::FIRST,
            current,
            withdrawn,
            expires_at,
            fits_address,
        },
    )
}

pub(crate) fn relation() -> impl Strategy<Value = Relation> {
    prop_oneof![
        Just(Relation::Host),
        Just(Relation::Stranger),
        // Even a role that no invitation can have.
        (select(Role::ALL), any::<bool>()).prop_map(|(role, on_the_fly)| Relation::Invited { role, on_the_fly }),
    ]
}

pub(crate) fn person() -> impl Strategy<Value = PersonFact> {
    use PersonState::{Banned, Denied, Gone, Inside, New, Waiting};
    let state =
        prop_oneof![6 => Just(New), 4 => select(vec![Waiting, Inside, Gone]), 1 => select(vec![Denied, Banned])];
    (state, any::<bool>(), select(Proof::ALL), any::<bool>(), any::<bool>()).prop_map(
        |(state, approved, proof, same_device, elsewhere)| PersonFact {
            state,
            approved,
            proof,
            same_device,
            elsewhere,
        },
    )
}

fn known() -> impl Strategy<Value = Known> {
    let password = prop_oneof![
        6 => Just(PasswordCheck::NotGiven),
        3 => Just(PasswordCheck::Right),
        1 => select(vec![PasswordCheck::Wrong, PasswordCheck::Locked]),
    ];
    let code = prop_oneof![
        6 => Just(CodeCheck::NotGiven),
        3 => Just(CodeCheck::Right),
        1 => select(vec![CodeCheck::Wrong, CodeCheck::Expired]),
    ];
    (fact(relation()), fact(any::<bool>()), fact(person()), fact(0_u32..5), fact(password), fact(code)).prop_map(
        |(relation, has_account, person, seats_taken, password, code)| Known {
            relation,
            has_account,
            person,
            seats_taken,
            password,
            code,
        },
    )
}

fn given() -> impl Strategy<Value = Given> {
    let mostly = || prop_oneof![4 => Just(true), 1 => Just(false)];
    (mostly(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(name_known, hide_accounts, signed_in, profile, take_seat, knock)| Given {
            name_known,
            hide_accounts,
            signed_in,
            profile,
            take_seat,
            knock,
        },
    )
}

pub(crate) fn world() -> impl Strategy<Value = World> {
    let email = proptest::option::weighted(0.95, Just(EmailAddress::parse("mike@example.org").unwrap()));
    (moment(), session(), link(), email, known(), given()).prop_map(|(now, session, link, email, known, given)| World {
        now,
        session,
        link,
        email,
        known,
        given,
    })
}
