//! What cases begin with. Everything comes about by the use cases, so that audit rows tell of it.

use jigsaw_domain::account::Password;
use jigsaw_domain::admission::PassHolder;
use jigsaw_domain::id::ParticipantId;
use jigsaw_domain::invitation::{Invitation, Role};
use jigsaw_domain::link::Link;
use jigsaw_domain::secret::Secret;
use jigsaw_domain::session::Session;
use jigsaw_domain::usecase::{Caller, InvitedOne, JoinAnswer, JoinRequest, NewInvitation, Subject};
use jigsaw_testkit::build::{self, as_host, join_request};
use jigsaw_testkit::house::House;

pub(crate) const MIKE: &str = "mike@example.org";
pub(crate) const NORA: &str = "nora@example.org";

/// What `build::account` and `build::host` take.
pub(crate) fn password() -> Password {
    Password::parse_given("correct horse").unwrap()
}

pub(crate) fn row(address: &str, role: Option<Role>) -> NewInvitation {
    NewInvitation { email: build::email(address), role, first_name: None, last_name: None, language: None }
}

/// Invites one address, and tells of its invitation and link.
pub(crate) async fn invited(house: &House, session: &Session, address: &str, role: Role) -> (Invitation, Link) {
    let rows = vec![row(address, Some(role))];
    let InvitedOne { invitation, .. } =
        house.front_door().invite(&as_host(), session.id(), rows).await.unwrap().invitations.remove(0);
    let link = invitation.current_link();
    (invitation, link)
}

/// Someone who came to the door and has a place.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) id: ParticipantId,
    pub(crate) pass: Secret,
    pub(crate) request: JoinRequest,
}

impl Person {
    pub(crate) async fn holder(&self, house: &House) -> PassHolder {
        house.front_door().by_pass(&self.pass).await.unwrap().unwrap()
    }

    pub(crate) async fn caller(&self, house: &House) -> Caller {
        build::caller(Subject::Pass(Box::new(self.holder(house).await)))
    }
}

/// Comes by this link with an address and a name, and must get a place, inside or waiting.
pub(crate) async fn comes(house: &House, link: Link, address: &str) -> Person {
    let request = join_request(link, address);
    let JoinAnswer { participant, pass, decision, .. } = house.front_door().join(&request).await.unwrap();
    let (Some(id), Some(pass)) = (participant, pass) else { panic!("no place: {decision:?}") };
    Person { id, pass, request }
}

/// The state of the only person with this address.
pub(crate) fn state_of(house: &House, address: &str) -> &'static str {
    let email = build::email(address);
    let people = house.store.all_participants();
    let mut found = people.iter().filter(|person| person.email == email);
    let (one, none) = (found.next().expect("the person"), found.next());
    assert!(none.is_none(), "one address is one person");
    one.state.as_str()
}

/// How many devices of this address hold a pass that has not ended.
pub(crate) fn open_passes(house: &House, person: ParticipantId) -> usize {
    house.store.all_passes().iter().filter(|pass| pass.participant == person && pass.is_open()).count()
}
