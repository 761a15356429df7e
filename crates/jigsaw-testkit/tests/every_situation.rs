//! The decision table, really joined: every row is stored, somebody comes to the door with what the
//! row says, and what the real join decides, writes down and answers is what the table's rules say of
//! the row. So does the simulator.
//!
//! Rows are those of `jigsaw-domain/tests/situations`; a new row is put to the door by itself, and a
//! disagreement names its row. No row is left out: each can be stored and joined. The simulator takes
//! an address, a time and a kind of link; it is asked about every row in its [`bare`] form.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a row that cannot be stored or joined is a failed test")]

#[path = "every_situation/disagreements.rs"]
mod disagreements;
#[path = "../../jigsaw-domain/tests/situations/situations.rs"]
mod situations;
#[path = "every_situation/stored.rs"]
mod stored;
#[path = "every_situation/visitor.rs"]
mod visitor;

use chrono::TimeDelta;
use jigsaw_domain::admission::{
    LinkKind, Outcome, ParticipantState, PasswordCheck, PersonState, PublicOutcome, RecordedFinding,
};
use jigsaw_domain::session::InvitationType;
use jigsaw_domain::usecase::{Coming, ExplainQuery, Explanation, JoinAnswer, JoinRequest};
use jigsaw_testkit::build;

use disagreements::Disagreements;
use situations::{Given, Link, LinkState, Situation, Who};
use stored::{Stored, address, now};
use visitor::{password, profile, request, walk_in};

/// Joins with what the row gives and `more` beside it, and compares with what the table says of the
/// row.
async fn join(
    differ: &mut Disagreements,
    row: &Situation,
    more: impl FnOnce(&mut JoinRequest),
) -> (Stored, JoinAnswer) {
    let (decision, public, _) = row.decided();
    let stored = Stored::from(row).await;
    let mut request = request(row, &stored);
    more(&mut request);
    let answer = stored.join(&request).await;
    let record = stored.last_record();
    let findings = RecordedFinding::all_of(&decision);
    let outcome = decision.outcome().as_str();
    differ.compare(row, "outcome", &record.outcome.as_str(), &outcome);
    differ.compare(row, "guest sees", &answer.decision, &public);
    differ.compare_findings(row, &record.findings, &findings);
    differ.compare(row, "time", &record.at, &now(row));
    (stored, answer)
}

#[tokio::test]
async fn the_join_decides_what_the_table_says() {
    let mut differ = Disagreements::default();
    for row in situations::all() {
        join(&mut differ, &row, |_| {}).await;
    }
    differ.none();
}

#[tokio::test]
async fn the_join_lets_in_exactly_whom_the_table_lets_in() {
    let mut differ = Disagreements::default();
    for row in &situations::all() {
        let before = Stored::from(row).await.person(row);
        let (stored, answer) = join(&mut differ, row, |_| {}).await;
        let after = stored.person(row);

        let (decision, public, proof) = row.decided();
        let admitted = public.outcome == PublicOutcome::Admitted;
        let waiting = public.outcome == PublicOutcome::Waiting;
        let known = admitted || waiting;
        let answered = [answer.participant.is_some(), answer.pass.is_some()];
        differ.compare(row, "person and pass", &answered, &[known, known]);
        differ.compare(row, "room", &answer.room.is_some(), &admitted);

        match decision.outcome() {
            Outcome::Admit(role) => {
                let person = after.unwrap();
                let stays = before.filter(|_| row.before.state == PersonState::Inside);
                let proof = stays.map_or(proof, |before| before.proof.max(proof));
                let ticket = stored.house.rooms.entries().pop().unwrap();
                differ.compare(row, "state", &person.state, &ParticipantState::Admitted);
                differ.compare(row, "role", &person.role, role);
                differ.compare(row, "role in the room", &ticket.role, role);
                differ.compare(row, "proof", &person.proof, &proof);
            }
            Outcome::Hold if waiting => {
                let reasons = public.reasons.iter().map(|reason| reason.code).collect();
                let held = ParticipantState::Waiting { reasons };
                differ.compare(row, "state", &after.unwrap().state, &held);
            }
            _ => differ.compare(row, "nobody moved", &after, &before),
        }
    }
    differ.none();
}

/// The row as the simulator can be asked about it: the same person, link and time, on a new device,
/// nothing given but the address, by the link that counts now. Another's personal link is no link of
/// theirs: they come by the session's.
fn bare(row: &Situation) -> Situation {
    let plain = Situation::at(row.invitation_type, row.name);
    let mut bare = *row;
    bare.given = Given { email: true, ..plain.given };
    if row.link == Link::Anothers {
        bare.link = Link::Session;
    }
    if row.link_state == LinkState::Replaced {
        bare.link_state = LinkState::Counts;
    }
    // The device they were here with is another device now.
    bare.before.elsewhere |= row.before.pass && row.link == Link::Personal;
    bare.before.pass = false;
    bare
}

/// Asks the simulator about the row, a day ahead.
async fn explain(row: &Situation) -> Explanation {
    let stored = Stored::from(row).await;
    stored.house.clock.set(now(row) - TimeDelta::days(1));
    let query = ExplainQuery {
        session: stored.session.id(),
        email: build::email(address(row)),
        at: Some(now(row)),
        link: match row.link {
            Link::Personal => LinkKind::Personal,
            Link::Session | Link::Anothers => LinkKind::Session,
        },
        coming: Coming::default(),
    };
    let door = stored.house.front_door();
    let explained = door.explain(&build::as_host(), &query).await.unwrap();
    let store = &stored.house.store;
    assert!(store.decision_records().is_empty(), "the simulator writes nothing");
    assert!(store.messages().is_empty(), "the simulator mails nothing");
    explained
}

#[tokio::test]
async fn explain_says_what_a_join_with_the_bare_address_says() {
    let mut differ = Disagreements::default();
    for row in &situations::all() {
        let explained = explain(row).await;
        let (stored, answer) = join(&mut differ, &bare(row), |_| {}).await;
        let findings = RecordedFinding::all_of(&explained.decision);
        differ.compare_findings(row, &findings, &stored.last_record().findings);
        differ.compare(row, "explained", &explained.public, &answer.decision);
        differ.compare(row, "relation", &explained.relation, &row.relation());
    }
    differ.none();
}

#[tokio::test]
async fn explain_knows_how_far_an_honest_person_gets() {
    let mut differ = Disagreements::default();
    for row in &situations::all() {
        let explained = explain(row).await;
        let bare = bare(row);
        let stored = Stored::from(&bare).await;
        let answer = walk_in(&bare, &stored).await;
        let findings = RecordedFinding::all_of(&explained.satisfied);
        let shown = &explained.satisfied_public;
        differ.compare_findings(row, &findings, &stored.last_record().findings);
        differ.compare(row, "explained", shown, &answer.decision);
        if let Outcome::Admit(role) = explained.satisfied.outcome() {
            differ.compare(row, "role", role, &stored.person(&bare).unwrap().role);
        }
    }
    differ.none();
}

/// Few rows have a name on the invitation. With one on every invitation, whoever merely types an
/// address still gets nobody's.
#[tokio::test]
async fn a_name_on_the_list_is_for_whoever_is_shown_to_be_meant() {
    let mut differ = Disagreements::default();
    for row in situations::all() {
        if !matches!(row.who, Who::Invited(_) | Who::OnTheFly) {
            continue;
        }
        let mut row = row.named();
        row.given.name = false;
        join(&mut differ, &row, |_| {}).await;
    }
    differ.none();
}

#[tokio::test]
async fn a_password_that_nobody_asks_for_changes_nothing() {
    let mut differ = Disagreements::default();
    for row in situations::of(InvitationType::LinkPasswordNotRequested) {
        if row.who != Who::Stranger || row.given.password != PasswordCheck::NotGiven {
            continue;
        }
        for text in ["correct horse", "wrong horse"] {
            join(&mut differ, &row.with_account(), |request| {
                request.evidence.password = Some(password(text));
            })
            .await;
        }
    }
    differ.none();
}

#[tokio::test]
async fn a_profile_that_nobody_asks_for_is_a_name() {
    let mut differ = Disagreements::default();
    let list = situations::of(InvitationType::InvitationList);
    let open = situations::of(InvitationType::LinkPasswordNotRequested);
    for row in list.into_iter().chain(open) {
        let before = Stored::from(&row).await.house.store.all_accounts();
        let (stored, answer) = join(&mut differ, &row.name(), |request| {
            request.evidence.name = None;
            request.evidence.profile = Some(profile());
        })
        .await;
        let after = stored.house.store.all_accounts();
        differ.compare(&row, "accounts", &after, &before);
        differ.compare(&row, "ticket", &answer.profile_ticket, &None);
    }
    differ.none();
}
