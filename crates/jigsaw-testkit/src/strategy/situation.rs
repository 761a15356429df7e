//! Situations: anyone, at any door, at any moment, with anything given and anything unknown.

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::admission::{
    CodeCheck, Fact, LinkKind, PasswordCheck, PersonFact, PersonState, PresentedLink, Proof, Relation,
};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::link::Generation;
use jigsaw_domain::session::Session;
use proptest::prelude::*;
use proptest::sample::select;

use super::{emails, sessions};
use crate::build::Situation;

/// The moments that matter for a session, the ones right before and after them, and some others.
pub fn moments(session: &Session) -> impl Strategy<Value = DateTime<Utc>> + use<> {
    let schedule = session.schedule();
    let edges = [session.opens_at(), schedule.starts_at(), schedule.ends_at(), session.closes_at()];
    let edges: Vec<DateTime<Utc>> = edges.into_iter().chain(session.link().expires_at).collect();
    let middle = schedule.starts_at() + (schedule.ends_at() - schedule.starts_at()) / 2;
    let step = prop_oneof![Just(-1), Just(0), Just(1), -100_000_i64..100_000];
    prop_oneof![
        4 => Just(middle),
        2 => Just(session.opens_at()),
        3 => (select(edges), step).prop_map(|(edge, seconds)| edge + TimeDelta::seconds(seconds)),
    ]
}

/// Every relation an address can have to a session.
pub fn relations() -> impl Strategy<Value = Relation> {
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| *role != Role::Host).collect();
    prop_oneof![
        1 => Just(Relation::Host),
        2 => Just(Relation::Stranger),
        3 => (select(roles), any::<bool>()).prop_map(|(role, on_the_fly)| Relation::Invited { role, on_the_fly }),
    ]
}

/// Every person a session can know.
pub fn people() -> impl Strategy<Value = PersonFact> {
    let states = vec![
        PersonState::New,
        PersonState::Waiting,
        PersonState::Inside,
        PersonState::Gone,
        PersonState::Denied,
        PersonState::Banned,
    ];
    let known = (select(states), any::<bool>(), select(Proof::ALL), any::<bool>(), any::<bool>()).prop_map(
        |(state, approved, proof, same_device, elsewhere)| PersonFact {
            state,
            approved,
            proof,
            same_device,
            elsewhere,
        },
    );
    prop_oneof![2 => Just(PersonFact::NEW), 1 => known]
}

/// Usually known, sometimes not.
fn maybe<T: Copy + std::fmt::Debug>(known: impl Strategy<Value = T>, unknown: f64) -> impl Strategy<Value = Fact<T>> {
    prop::option::weighted(1.0 - unknown, known).prop_map(|value| value.map_or(Fact::Unknown, Fact::Known))
}

fn links(session: &Session) -> impl Strategy<Value = PresentedLink> + use<> {
    let current = session.link().generation;
    let expires_at = session.link().expires_at;
    (select(LinkKind::ALL), any::<u16>(), prop::bool::weighted(0.05), prop::bool::weighted(0.05), any::<bool>())
        .prop_map(move |(kind, other, old, withdrawn, fits)| PresentedLink {
            kind,
            presented: if old { Generation::new(other) } else { current },
            current,
            withdrawn: withdrawn && kind == LinkKind::Personal,
            expires_at,
            // A session link fits every address.
            fits_address: fits || kind == LinkKind::Session,
        })
}

/// What a person gives and what is known of them, at the door of this session.
fn at(session: Session, unknown: f64) -> impl Strategy<Value = Situation> {
    // Mostly what does not refuse by itself: among many conditions, a few that object are enough to hide the others.
    let passwords = prop_oneof![
        4 => Just(PasswordCheck::NotGiven),
        4 => Just(PasswordCheck::Right),
        1 => Just(PasswordCheck::Wrong),
        1 => Just(PasswordCheck::Locked),
    ];
    let codes = prop_oneof![
        4 => Just(CodeCheck::NotGiven),
        4 => Just(CodeCheck::Right),
        1 => Just(CodeCheck::Wrong),
        1 => Just(CodeCheck::Expired),
    ];
    let facts = (
        maybe(relations(), unknown),
        maybe(any::<bool>(), unknown),
        maybe(passwords, unknown),
        maybe(codes, unknown),
        maybe(people(), unknown),
        maybe(prop_oneof![2 => Just(0), 1 => 0..25_u32], unknown),
    );
    let given =
        (prop::option::weighted(0.9, emails()), any::<[bool; 3]>(), prop::bool::weighted(0.2), any::<[bool; 2]>());
    (moments(&session), links(&session), given, facts).prop_map(
        move |(
            now,
            link,
            (email, [name_known, hide_accounts, profile_given], signed_in, [take_seat, knock]),
            facts,
        )| {
            let (relation, has_account, password, code, person, seats_taken) = facts;
            Situation {
                now,
                session: session.clone(),
                link,
                email,
                name_known,
                relation,
                has_account,
                hide_accounts,
                signed_in,
                password,
                code,
                profile_given,
                person,
                take_seat,
                knock,
                seats_taken,
            }
        },
    )
}

/// Anyone at any door; now and then a fact is unknown.
pub fn situations() -> impl Strategy<Value = Situation> {
    sessions().prop_flat_map(|session| at(session, 0.03))
}

/// The same with every fact known.
pub fn known_situations() -> impl Strategy<Value = Situation> {
    sessions().prop_flat_map(|session| at(session, 0.0))
}

/// Anyone at the door of this session; now and then a fact is unknown.
pub fn situations_at(session: Session) -> impl Strategy<Value = Situation> {
    at(session, 0.03)
}
