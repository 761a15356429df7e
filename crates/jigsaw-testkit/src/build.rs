//! Good values to begin a test with. Change what the test is about and leave the rest.
//!
//! Everything is deterministic: identifiers are derived from the texts that are given, so the same call gives the same
//! object, and another title or address gives another one. [`now`] is the moment that everything is arranged around.

mod records;
mod request;
mod session;
mod situation;

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::account::{Account, ApiToken, PasswordHash, Scope, SignIn, Standing};
use jigsaw_domain::admission::{LinkKind, Participant, ParticipantState, Pass, Proof, Via};
use jigsaw_domain::directory::{Contact, Group};
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::id::{AccountId, ContactId, GroupId, InvitationId, ParticipantId, PassId, TokenId};
use jigsaw_domain::invitation::{Invitation, InvitationState, Origin, Role};
use jigsaw_domain::link::Generation;
use jigsaw_domain::secret::{Secret, SecretKind};
use jigsaw_domain::session::Session;
use jigsaw_domain::text::{GroupName, PersonName};
use jigsaw_domain::version::Version;

pub use records::{
    audit_entry, correlation, decision_record, event, invitation_mail, mail_code, message, pending_profile,
};
pub use request::{as_account, as_anyone, as_host, caller, join_request};
pub use session::{SessionBuilder, draft, offset, session};
pub use situation::Situation;

/// The moment that everything is arranged around: 2026-11-23 14:00 UTC, 15:00 in Berlin.
pub const fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_442_400, 0).expect("in range")
}

/// So many minutes after [`now`], or before it.
pub fn minutes(after: i64) -> DateTime<Utc> {
    now() + TimeDelta::minutes(after)
}

/// An address that must parse.
pub fn email(address: &str) -> EmailAddress {
    EmailAddress::parse(address).unwrap_or_else(|fault| panic!("{address:?} {fault}"))
}

/// A name that must parse: `"First Last"`.
pub fn name(full: &str) -> PersonName {
    PersonName::parse_full(full).unwrap_or_else(|fault| panic!("{full:?} {fault}"))
}

/// Bytes that depend on the text alone: what identifiers and secrets are made from.
pub fn seed(text: &str) -> [u8; 32] {
    let mut bytes = [0; 32];
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for (round, chunk) in bytes.chunks_mut(8).enumerate() {
        hash ^= round as u64;
        for byte in text.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        // Without this, texts that differ at their end only would give bytes that hardly differ.
        hash = (hash ^ (hash >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        chunk.copy_from_slice(&hash.to_le_bytes());
    }
    bytes
}

/// The part of a [`seed`] that an identifier takes.
pub fn id_seed(text: &str) -> [u8; 16] {
    let [half, _] = [0, 16].map(|at| seed(text)[at..at + 16].try_into().expect("16 bytes"));
    half
}

/// A secret that depends on the text alone.
pub fn secret(kind: SecretKind, text: &str) -> Secret {
    Secret::mint(kind, seed(text))
}

/// A usable guest account with this address. [`crate::fakes::PlainHasher`] takes the password `correct horse`.
pub fn account(address: &str) -> Account {
    Account {
        id: AccountId::mint(minutes(-60), id_seed(address)),
        version: Version::FIRST,
        email: email(address),
        name: name("Mike Miller"),
        time_zone: chrono_tz::Europe::Berlin,
        language: None,
        standing: Standing::Guest,
        password: Some(PasswordHash::new("$plain$0$correct horse".to_owned())),
        setup_generation: Generation::FIRST,
        setup_expires_at: None,
        created_at: minutes(-60),
    }
}

/// A usable host, `host@example.org`, by whom sessions are created unless told otherwise.
pub fn host() -> Account {
    Account { name: name("Hanna Host"), standing: Standing::Host, ..account("host@example.org") }
}

/// A usable guest, `guest@example.org`.
pub fn guest() -> Account {
    Account { name: name("Gustav Guest"), ..account("guest@example.org") }
}

/// A sign-in of the account that began just now; its secret is `secret(SecretKind::SignIn, text)`.
pub fn sign_in(account: &Account, text: &str) -> SignIn {
    SignIn {
        digest: secret(SecretKind::SignIn, text).digest(),
        account: account.id,
        created_at: now(),
        expires_at: now() + SignIn::LIFETIME,
    }
}

/// An API token of the account with every scope; its secret is `secret(SecretKind::ApiToken, text)`.
pub fn api_token(account: &Account, text: &str) -> ApiToken {
    ApiToken {
        id: TokenId::mint(now(), id_seed(text)),
        digest: secret(SecretKind::ApiToken, text).digest(),
        account: account.id,
        scopes: Scope::ALL.to_vec(),
        created_at: now(),
        expires_at: None,
    }
}

/// An active invitation of this address as attendee.
pub fn invitation(session: &Session, address: &str) -> Invitation {
    Invitation {
        id: InvitationId::mint(minutes(-30), id_seed(&format!("{}{address}", session.id()))),
        session: session.id(),
        version: Version::FIRST,
        email: email(address),
        first_name: None,
        last_name: None,
        role: Role::Attendee,
        language: None,
        generation: Generation::FIRST,
        state: InvitationState::Active,
        origin: Origin::List,
        rsvp: None,
        created_at: minutes(-30),
    }
}

/// A private contact of this host, without a name.
pub fn contact(owner: &Account, address: &str) -> Contact {
    Contact {
        id: ContactId::mint(minutes(-30), id_seed(&format!("{}{address}", owner.id))),
        version: Version::FIRST,
        owner: owner.id,
        email: email(address),
        first_name: None,
        last_name: None,
        language: None,
        note: None,
        shared: false,
        created_at: minutes(-30),
    }
}

/// A private group of this host.
pub fn group(owner: &Account, name: &str) -> Group {
    Group {
        id: GroupId::mint(minutes(-30), id_seed(&format!("{}{name}", owner.id))),
        version: Version::FIRST,
        owner: owner.id,
        name: GroupName::parse(name).expect("a name"),
        shared: false,
        created_at: minutes(-30),
    }
}

/// An admitted attendee who typed this address and came by the session link.
pub fn participant(session: &Session, address: &str) -> Participant {
    Participant {
        id: ParticipantId::mint(now(), id_seed(&format!("{}{address}", session.id()))),
        session: session.id(),
        version: Version::FIRST,
        email: email(address),
        name: name("Mike Miller"),
        role: Role::Attendee,
        proof: Proof::Unverified,
        state: ParticipantState::Admitted,
        invitation: None,
        via: Via { link: LinkKind::Session, generation: session.link().generation },
        approved: false,
        knocked: false,
        epoch: 0,
        created_at: now(),
        state_since: now(),
    }
}

/// An open pass of this person, heard of just now; its secret is `secret(SecretKind::Pass, text)`.
pub fn pass(participant: &Participant, text: &str) -> Pass {
    Pass {
        id: PassId::mint(now(), id_seed(text)),
        digest: secret(SecretKind::Pass, text).digest(),
        session: participant.session,
        participant: participant.id,
        link: participant.via.link,
        opened_at: now(),
        seen_at: now(),
        ended: None,
    }
}
