//! [`Participants`](jigsaw_domain::port::Participants).

use chrono::TimeDelta;
use jigsaw_domain::admission::{LinkKind, Participant, ParticipantState, PassEnd, Proof, ReasonCode, Standing, Via};
use jigsaw_domain::id::ParticipantId;
use jigsaw_domain::invitation::Role;
use jigsaw_domain::link::Generation;
use jigsaw_domain::port::Change;
use jigsaw_domain::session::{Session, Tell};
use jigsaw_domain::text::HostText;
use jigsaw_domain::version::Version;

use super::stage::Stage;
use crate::StorePorts;
use crate::build::{self, email, invitation, minutes, name, now, participant, session};

fn states() -> [ParticipantState; 7] {
    let words = HostText::parse("Two lines\nof words").expect("a text");
    [
        ParticipantState::Waiting { reasons: Vec::new() },
        ParticipantState::Waiting { reasons: vec![ReasonCode::TooEarly, ReasonCode::AwaitingAdmission] },
        ParticipantState::Admitted,
        ParticipantState::Denied,
        ParticipantState::Removed { reason: None, banned: false },
        ParticipantState::Removed { reason: Some(words), banned: true },
        ParticipantState::Left,
    ]
}

/// One person in each state, who came one after the other, in the order they are given.
async fn one_of_each(stage: &Stage) -> Vec<Participant> {
    let mut all = Vec::new();
    for (after, state) in (0_i64..).zip(states()) {
        let address = format!("P{after}@Example.org");
        let base = participant(&stage.session, &address);
        let at = minutes(after);
        let id = ParticipantId::mint(at, build::id_seed(&address));
        all.push(Participant { id, state, created_at: at, state_since: at, ..base });
    }
    // Written in another order than they came.
    stage.write(all.iter().rev().cloned().map(Change::InsertParticipant)).await;
    all
}

/// `find` gives back exactly what was committed: each state with what it carries, role, proof, way, spelling, moments.
pub async fn must_1_find_gives_back_exactly_what_was_committed(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let find = async |id| stage.ports.participants.find(id).await.expect("people are read");
    for made in one_of_each(&stage).await {
        let found = find(made.id).await.expect("stored");
        assert_eq!(found, made);
        assert_eq!(found.email.as_typed(), made.email.as_typed(), "as it was typed");
        for state in states() {
            let before = find(made.id).await.expect("stored");
            let changed = Participant { state, ..before };
            stage.write([Change::UpdateParticipants(vec![changed.clone()])]).await;
            assert_eq!(find(made.id).await, Some(Participant { version: changed.version.next(), ..changed }));
        }
    }
    let listed = invitation(&stage.session, "zoe@example.org");
    let full = Participant {
        version: Version::new(9),
        email: email("Zoë@Bücher.example"),
        name: name("Zoë O'Neil"),
        role: Role::Captioner,
        proof: Proof::Account,
        invitation: Some(listed.id),
        via: Via { link: LinkKind::Personal, generation: Generation::new(65_535) },
        approved: true,
        knocked: true,
        epoch: 4_000_000_000,
        created_at: now() + TimeDelta::microseconds(1),
        state_since: now() + TimeDelta::microseconds(999_999),
        ..participant(&stage.session, "zoe@example.org")
    };
    stage.write([Change::InsertInvitations(vec![listed]), Change::InsertParticipant(full.clone())]).await;
    assert_eq!(find(full.id).await, Some(full));
    let unknown = participant(&stage.session, "unknown@example.org");
    assert_eq!(find(unknown.id).await, None);
}

/// `list` gives everyone of this session once, in the order they came.
pub async fn must_2_list_gives_everyone_once_in_the_order_they_came(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let other = session().titled("other").build();
    let elsewhere = participant(&other, "mike@example.org");
    stage.write([Change::InsertSession(other), Change::InsertParticipant(elsewhere)]).await;
    assert_eq!(stage.ports.participants.list(stage.session.id()).await, Ok(Vec::new()));
    let all = one_of_each(&stage).await;
    assert_eq!(stage.ports.participants.list(stage.session.id()).await, Ok(all));
}

/// `waiting` gives exactly those whose state is waiting.
pub async fn must_3_waiting_gives_exactly_those_who_wait(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let all = one_of_each(&stage).await;
    let mut found = stage.ports.participants.waiting(stage.session.id()).await.expect("people");
    found.sort_by_key(|person| person.created_at);
    assert_eq!(found, all[..2]);
    let other = session().titled("other").build();
    stage.write([Change::InsertSession(other.clone())]).await;
    assert_eq!(stage.ports.participants.waiting(other.id()).await, Ok(Vec::new()));
}

/// `by_pass` gives the pass, the person, the session and the host's name; for ended passes, too.
pub async fn must_4_by_pass_finds_the_holder_of_ended_passes_too(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let person = participant(&stage.session, "mike@example.org");
    let open = build::pass(&person, "open");
    let left = build::pass(&person, "left");
    let mut replaced = build::pass(&person, "replaced");
    replaced.link = LinkKind::Personal;
    replaced.opened_at += TimeDelta::microseconds(5);
    stage.write([Change::InsertParticipant(person.clone())]).await;
    stage.write([open.clone(), left.clone(), replaced.clone()].map(Change::InsertPass)).await;
    stage.write([Change::EndPasses(vec![left.id], PassEnd::Left)]).await;
    stage.write([Change::EndPasses(vec![replaced.id], PassEnd::Replaced)]).await;
    for (made, ended) in [(open, None), (left, Some(PassEnd::Left)), (replaced, Some(PassEnd::Replaced))] {
        let holder = stage.ports.participants.by_pass(made.digest).await.expect("read").expect("found");
        assert_eq!(holder.pass.ended, ended);
        let mut expected = made;
        expected.ended = ended;
        assert_eq!(holder.pass, expected);
        assert_eq!(holder.participant, person);
        assert_eq!(holder.session, stage.session);
        assert_eq!(holder.host_name, stage.host.name);
    }
    let unknown = build::pass(&person, "unknown");
    assert!(stage.ports.participants.by_pass(unknown.digest).await.expect("read").is_none());
}

/// `by_account` gives the people of an address who are in or waiting by their account, with their open passes, in sessions
/// that are not over; nobody who showed less, who left or was put out, and nobody else.
pub async fn must_5_by_account_gives_those_who_are_there_by_their_account(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let address = "mike@example.org";
    let by_account = |session: &Session, state: ParticipantState| Participant {
        proof: Proof::Account,
        state,
        ..participant(session, address)
    };
    let waits = || ParticipantState::Waiting { reasons: vec![ReasonCode::AwaitingAdmission] };
    let removed = ParticipantState::Removed { reason: None, banned: false };
    let others: Vec<Session> =
        ["waits", "left", "removed", "mailbox", "over"].map(|title| session().titled(title).build()).to_vec();
    let inside = by_account(&stage.session, ParticipantState::Admitted);
    let waiting = by_account(&others[0], waits());
    let people = [
        inside.clone(),
        waiting.clone(),
        by_account(&others[1], ParticipantState::Left),
        by_account(&others[2], removed),
        Participant { proof: Proof::Mailbox, ..by_account(&others[3], ParticipantState::Admitted) },
        by_account(&others[4], ParticipantState::Admitted),
        Participant { proof: Proof::Account, ..participant(&stage.session, "zoe@example.org") },
    ];
    for other in &others {
        stage.write([Change::InsertSession(other.clone())]).await;
    }
    let mut passes = Vec::new();
    for person in &people {
        let device = |name: &str| build::pass(person, &format!("{} {name}", person.id));
        let [phone, laptop, gone] = ["phone", "laptop", "gone"].map(device);
        let open = [Change::InsertPass(phone.clone()), Change::InsertPass(laptop.clone())];
        stage.write([Change::InsertParticipant(person.clone()), Change::InsertPass(gone.clone())]).await;
        stage.write(open).await;
        stage.write([Change::EndPasses(vec![gone.id], PassEnd::Left)]).await;
        passes.push([phone.id, laptop.id]);
    }
    let over = others[4].clone().cancel(None, Tell::Nobody, now()).expect("cancelled");
    stage.write([Change::UpdateSession(over)]).await;
    let find = async |address: &str| {
        let key = build::email(address).key().clone();
        let mut found = stage.ports.participants.by_account(&key).await.expect("people are read");
        for (_, passes) in &mut found {
            passes.sort_unstable();
        }
        found.sort_by_key(|(person, _)| person.id);
        found
    };
    let mut expected = vec![(inside, passes[0].to_vec()), (waiting, passes[1].to_vec())];
    for (_, passes) in &mut expected {
        passes.sort_unstable();
    }
    expected.sort_by_key(|(person, _)| person.id);
    assert_eq!(find("MIKE@example.org").await, expected);
    assert_eq!(find("nobody@example.org").await, []);
}

/// `standing` gives each open pass of the session once, with its person as they are now: of people in every state, of several
/// devices, and not of other sessions.
pub async fn must_6_standing_gives_the_open_passes_of_the_session(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let standing = async |id| {
        let mut found = stage.ports.participants.standing(id).await.expect("standings are read");
        found.sort_by_key(|one| one.pass);
        found
    };
    assert_eq!(standing(stage.session.id()).await, []);
    let mut expected = Vec::new();
    for person in one_of_each(&stage).await {
        for device in ["phone", "laptop", "left", "replaced"] {
            let pass = build::pass(&person, &format!("{} {device}", person.id));
            stage.write([Change::InsertPass(pass.clone())]).await;
            match device {
                "left" => stage.write([Change::EndPasses(vec![pass.id], PassEnd::Left)]).await,
                "replaced" => stage.write([Change::EndPasses(vec![pass.id], PassEnd::Replaced)]).await,
                _ => expected.push(Standing {
                    pass: pass.id,
                    ended: None,
                    participant: person.id,
                    role: person.role,
                    state: person.state.clone(),
                }),
            }
        }
    }
    expected.sort_by_key(|one| one.pass);
    assert_eq!(standing(stage.session.id()).await, expected);

    let other = session().titled("other").build();
    let elsewhere = participant(&other, "mike@example.org");
    let pass = build::pass(&elsewhere, "elsewhere");
    stage.write([Change::InsertSession(other.clone()), Change::InsertParticipant(elsewhere.clone())]).await;
    stage.write([Change::InsertPass(pass.clone())]).await;
    assert_eq!(standing(stage.session.id()).await, expected);

    let changed = Participant { state: ParticipantState::Denied, role: Role::Presenter, ..elsewhere };
    stage.write([Change::UpdateParticipants(vec![changed])]).await;
    let now = standing(other.id()).await;
    assert_eq!(now.iter().map(|one| (one.pass, one.role)).collect::<Vec<_>>(), [(pass.id, Role::Presenter)]);
    assert_eq!(now[0].state, ParticipantState::Denied);
}

/// Seats are taken by admitted people of this session other than host and co-hosts.
pub async fn seats_are_taken_by_the_admitted_but_host_and_co_hosts(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let id = stage.session.id();
    assert_eq!(stage.ports.participants.seats_taken(id).await, Ok(0));
    one_of_each(&stage).await;
    assert_eq!(stage.ports.participants.seats_taken(id).await, Ok(1), "one of each state");
    for role in Role::ALL {
        let person = Participant { role: *role, ..participant(&stage.session, &format!("{role}@example.org")) };
        stage.write([Change::InsertParticipant(person)]).await;
    }
    assert_eq!(stage.ports.participants.seats_taken(id).await, Ok(4), "presenter, captioner, attendee");
    let other = session().titled("other").build();
    stage.write([Change::InsertSession(other.clone())]).await;
    assert_eq!(stage.ports.participants.seats_taken(other.id()).await, Ok(0));
}
