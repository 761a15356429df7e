//! From a row to a house in which exactly that is so: everything is written as the use cases write it.

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::account::Account;
use jigsaw_domain::admission::{
    CodeCheck, DecisionRecord, LinkKind, Participant, ParticipantState, Pass, PasswordCheck, PersonState, Proof,
    ReasonCode, Relation, Via,
};
use jigsaw_domain::delivery::{CodePurpose, MailCode};
use jigsaw_domain::invitation::{Invitation, InvitationState, Origin, Role};
use jigsaw_domain::link::{Generation, Link as SealedLink, LinkTarget};
use jigsaw_domain::port::{Budget, Change, LimitKey, Limiter as _};
use jigsaw_domain::session::{InvitationType, Session, SessionLink, SessionParts};
use jigsaw_domain::usecase::{JoinAnswer, JoinRequest, Settings};
use jigsaw_testkit::build;
use jigsaw_testkit::house::House;
use jigsaw_testkit::memory::Limits;

use super::situations::{Link, LinkState, Situation, Who};

/// Whose personal link it is when it is another's.
const ANOTHER: &str = "nora@example.org";
/// The capacity of a limited door, as the rows have it.
const SEATS: usize = 10;
/// Guesses at one address until it takes no more, where a row needs that.
const GUESSES: u32 = 3;

/// A stored row.
pub(crate) struct Stored {
    pub(crate) house: House,
    pub(crate) session: Session,
    /// The link that the person comes by.
    pub(crate) link: SealedLink,
}

impl Stored {
    pub(crate) async fn from(row: &Situation) -> Self {
        let mut house = House::with_limits(limits(row));
        house.settings = Settings { hide_existence: row.door.hide_accounts };
        house.clock.set(now(row));
        let session = session(row);
        house.write([Change::InsertAccount(build::host()), Change::InsertSession(session.clone())]).await;
        if row.account && row.who != Who::Host {
            house.write([Change::InsertAccount(account(row))]).await;
        }
        let own = own_invitation(row, &session);
        let anothers = (row.link == Link::Anothers).then(|| anothers_invitation(row, &session));
        let link = match row.link {
            Link::Session => LinkTarget::Session(session.id()),
            Link::Personal => LinkTarget::Invitation(own.as_ref().unwrap().id),
            Link::Anothers => LinkTarget::Invitation(anothers.as_ref().unwrap().id),
        };
        let invitation = own.as_ref().map(|invitation| invitation.id);
        house.write([Change::InsertInvitations(own.into_iter().chain(anothers).collect())]).await;
        if let Some(person) = person(row, &session) {
            let person = Participant { invitation, ..person };
            let passes = passes(row, &person);
            house.write([Change::InsertParticipant(person)]).await;
            house.write(passes.into_iter().map(Change::InsertPass)).await;
        }
        house.write(others(row, &session).map(Change::InsertParticipant)).await;
        house.write(code(row, &session).map(Change::PutCode)).await;
        let stored = Self { house, session, link: SealedLink { target: link, generation: Generation::FIRST } };
        stored.spend_guesses(row).await;
        stored
    }

    async fn spend_guesses(&self, row: &Situation) {
        if row.given.password == PasswordCheck::Locked {
            let key = LimitKey(build::email(address(row)).key().as_str().to_owned());
            self.house.store.spend(Budget::GuessesAtAddress, &key, GUESSES, now(row)).await.unwrap();
        }
    }

    pub(crate) async fn join(&self, request: &JoinRequest) -> JoinAnswer {
        self.house.front_door().join(request).await.unwrap()
    }

    /// The latest decision as it was written down.
    pub(crate) fn last_record(&self) -> DecisionRecord {
        self.house.store.decision_records().pop().unwrap()
    }

    /// The person of the row, once the session knows them.
    pub(crate) fn person(&self, row: &Situation) -> Option<Participant> {
        let email = build::email(address(row));
        self.house.store.all_participants().into_iter().find(|person| person.email == email)
    }
}

/// The address of the person.
pub(crate) fn address(row: &Situation) -> &'static str {
    if row.who == Who::Host { "host@example.org" } else { "mike@example.org" }
}

/// The account of the person, where the row has one.
pub(crate) fn account(row: &Situation) -> Account {
    if row.who == Who::Host { build::host() } else { build::account(address(row)) }
}

/// The moment of the row.
pub(crate) fn now(row: &Situation) -> DateTime<Utc> {
    row.lend(|facts| facts.now)
}

fn limits(row: &Situation) -> Limits {
    match row.given.password {
        PasswordCheck::Locked => Limits::off().with(Budget::GuessesAtAddress, GUESSES, TimeDelta::minutes(15)),
        _ => Limits::off(),
    }
}

fn session(row: &Situation) -> Session {
    let parts = row.session().parts().clone();
    let generation = newest(row, row.link == Link::Session);
    let link = SessionLink { generation, ..parts.link };
    Session::from_parts(SessionParts { host: build::host().id, link, ..parts })
}

/// The generation that counts now. People come by the first one.
fn newest(row: &Situation, is_theirs: bool) -> Generation {
    Generation::new(u16::from(is_theirs && row.link_state == LinkState::Replaced))
}

fn own_invitation(row: &Situation, session: &Session) -> Option<Invitation> {
    let withdrawn = row.link == Link::Personal && row.link_state == LinkState::Withdrawn;
    let listed = Invitation {
        generation: newest(row, row.link == Link::Personal),
        first_name: row.named.then(|| build::name("Mike Miller").first().clone()),
        last_name: row.named.then(|| build::name("Mike Miller").last().clone()),
        ..build::invitation(session, address(row))
    };
    match (row.who, row.relation()) {
        (Who::Invited(role), _) => Some(Invitation { role, ..listed }),
        (Who::OnTheFly, _) => Some(Invitation { origin: Origin::OnTheFly, ..listed }),
        (Who::Stranger, Relation::Stranger) if withdrawn => {
            Some(Invitation { state: InvitationState::Revoked { at: build::now() }, ..listed })
        }
        (Who::Host | Who::Stranger, _) => None,
    }
}

fn anothers_invitation(row: &Situation, session: &Session) -> Invitation {
    Invitation { generation: newest(row, true), ..build::invitation(session, ANOTHER) }
}

/// The person as they stood when they gave their earlier proof.
fn person(row: &Situation, session: &Session) -> Option<Participant> {
    let state = match row.before.state {
        PersonState::New => return None,
        PersonState::Waiting => ParticipantState::Waiting { reasons: vec![ReasonCode::AwaitingAdmission] },
        PersonState::Inside => ParticipantState::Admitted,
        PersonState::Gone => ParticipantState::Left,
        PersonState::Denied => ParticipantState::Denied,
        PersonState::Banned => ParticipantState::Removed { reason: None, banned: true },
    };
    let role = match (row.relation(), row.before.proof) {
        (Relation::Host, Proof::Account) => Role::Host,
        (Relation::Host, _) | (_, Proof::Unverified) => Role::Attendee,
        (relation, _) => relation.role(),
    };
    Some(Participant {
        state,
        role,
        proof: row.before.proof,
        approved: row.before.approved,
        via: Via { link: came_by(row), generation: Generation::FIRST },
        ..build::participant(session, address(row))
    })
}

const fn came_by(row: &Situation) -> LinkKind {
    match row.link {
        Link::Personal => LinkKind::Personal,
        Link::Session | Link::Anothers => LinkKind::Session,
    }
}

/// This device's pass, and that of the device that has the place of the personal link. Both were heard of just now.
fn passes(row: &Situation, person: &Participant) -> Vec<Pass> {
    let own = row.before.pass.then(|| build::pass(person, "this device"));
    let other =
        row.before.elsewhere.then(|| Pass { link: LinkKind::Personal, ..build::pass(person, "another device") });
    own.into_iter().chain(other).map(|pass| Pass { seen_at: now(row), ..pass }).collect()
}

/// Whoever else sits there: on a limited door all seats but one are taken, on a full one the last as well.
fn others(row: &Situation, session: &Session) -> impl Iterator<Item = Participant> {
    let own = person(row, session).is_some_and(|person| person.holds_seat());
    let taken = match (row.door.limited, row.door.full) {
        (false, _) => 0,
        (true, false) => SEATS - 1,
        (true, true) => SEATS,
    };
    (usize::from(own)..taken).map(|n| build::participant(session, &format!("p{n}@example.org")))
}

fn code(row: &Situation, session: &Session) -> Option<MailCode> {
    let lifetime = match row.given.code {
        CodeCheck::NotGiven => return None,
        CodeCheck::Right | CodeCheck::Wrong => TimeDelta::seconds(30),
        CodeCheck::Expired => MailCode::LIFETIME,
    };
    let purpose = if row.given.profile { CodePurpose::Profile(build::pending_profile()) } else { CodePurpose::Proof };
    Some(MailCode {
        created_at: now(row) - lifetime,
        purpose,
        deliverable: !is_unlisted(row),
        ..build::mail_code(session, address(row))
    })
}

/// Nobody whom this session's list knows: codes for them are made, and mailed to nobody.
pub(crate) fn is_unlisted(row: &Situation) -> bool {
    row.invitation_type == InvitationType::InvitationList
        && row.who == Who::Stranger
        && row.before.state == PersonState::New
}
