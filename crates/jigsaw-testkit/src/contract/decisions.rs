//! [`Decisions`](jigsaw_domain::port::Decisions).

use chrono::TimeDelta;
use jigsaw_domain::admission::{
    DecisionRecord, DecisionSearch, LinkKind, LinkUse, NetworkTag, OpenedLink, PublicOutcome, ReasonCode,
    RecordedFinding,
};
use jigsaw_domain::delivery::{CodePurpose, MailCode};
use jigsaw_domain::id::{CodeId, DecisionId};
use jigsaw_domain::invitation::{Invitation, InvitationState};
use jigsaw_domain::link::Generation;
use jigsaw_domain::port::Change;

use super::stage::Stage;
use crate::StorePorts;
use crate::build::{
    self, decision_record, email, invitation, mail_code, minutes, now, participant, pending_profile, session,
};

/// All pages together give each record of the session once, newest first, exactly as committed; those of one moment in any
/// order, but once.
pub async fn must_1_pages_give_each_record_once_newest_first(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let other = session().titled("other").build();
    let person = participant(&stage.session, "mike@example.org");
    let odd = RecordedFinding {
        rule: "acme.paid".to_owned(),
        verdict: "deny".to_owned(),
        code: Some("custom".to_owned()),
        disclosure: Some("host".to_owned()),
        params: vec![("b".to_owned(), "Ünïcode\n\"quoted\"".to_owned()), ("a".to_owned(), String::new())],
    };
    let mut records: Vec<DecisionRecord> = (0..5).map(|n| decision_record(&stage.session, minutes(n))).collect();
    records[1] = DecisionRecord { email: None, link: LinkKind::Personal, findings: vec![odd], ..records[1].clone() };
    records[2] = DecisionRecord { participant: Some(person.id), ..records[2].clone() };
    let later = minutes(5) + TimeDelta::microseconds(5);
    let together: Vec<DecisionRecord> = (0_u8..6)
        .map(|n| DecisionRecord { id: DecisionId::mint(later, [n; 16]), ..decision_record(&stage.session, later) })
        .collect();
    let foreign = decision_record(&other, minutes(2));
    stage.write([Change::InsertSession(other), Change::InsertParticipant(person)]).await;
    let all = together.iter().chain(&records).chain([&foreign]).cloned();
    stage.write(all.map(Change::RecordDecision)).await;
    for limit in [1, 2, 4, 100] {
        let mut found: Vec<DecisionRecord> = Vec::new();
        loop {
            let before = found.last().map(|record| record.id);
            let page = stage.ports.decisions.list(stage.session.id(), before, limit).await.expect("a page");
            assert!(page.len() <= limit as usize, "a page holds `limit` records at most");
            if page.is_empty() {
                break;
            }
            found.extend(page);
            assert!(found.len() <= 11, "each record once, in pages of {limit}");
        }
        let mut newest: Vec<DecisionRecord> = found[..6].to_vec();
        newest.sort_by_key(|record| record.id);
        assert_eq!(newest, together, "those of one moment, in pages of {limit}");
        let rest: Vec<DecisionRecord> = found[6..].iter().rev().cloned().collect();
        assert_eq!(rest, records, "newest first, in pages of {limit}");
        let typed: Vec<_> =
            rest.iter().map(|record| record.email.as_ref().map(|one| one.as_typed().to_owned())).collect();
        assert_eq!(typed[0].as_deref(), Some("Mike@example.org"), "as it was typed");
    }
}

/// `search` gives exactly the records that fit, in the order and the pages of `list`: by a part of the address whatever is
/// special to a database in it, by outcome, by reason, and by all of them together.
pub async fn must_3_search_gives_what_fits(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let record = |n: i64, address: Option<&str>, outcome: PublicOutcome, code: &str, verdict: &str| DecisionRecord {
        email: address.map(email),
        outcome: outcome.as_str().to_owned(),
        findings: vec![RecordedFinding {
            rule: "a".to_owned(),
            verdict: verdict.to_owned(),
            code: Some(code.to_owned()),
            disclosure: None,
            params: vec![("said".to_owned(), "\"code\":\"full\"".to_owned())],
        }],
        ..decision_record(&stage.session, minutes(n))
    };
    let records = [
        record(0, Some("Mike@Example.org"), PublicOutcome::Refused, "not_on_list", "deny"),
        record(1, Some("mike_b@example.org"), PublicOutcome::Needs, "name", "require"),
        record(2, Some("mikexb@example.org"), PublicOutcome::Admitted, "notion_list", "deny"),
        record(3, None, PublicOutcome::Needs, "email", "require"),
        record(4, Some("zoe@example.org"), PublicOutcome::Refused, "full", "deny"),
        record(5, Some("50%off@example.org"), PublicOutcome::Waiting, "too_early", "hold"),
    ];
    stage.write(records.iter().cloned().map(Change::RecordDecision)).await;
    let address = |part: &str| DecisionSearch { address: Some(part.to_owned()), ..DecisionSearch::default() };
    let outcome = |outcome| DecisionSearch { outcome: Some(outcome), ..DecisionSearch::default() };
    let reason = |reason| DecisionSearch { reason: Some(reason), ..DecisionSearch::default() };
    for (wanted, number) in [
        (DecisionSearch::default(), 6),
        (address("MIKE"), 3),
        (address("e_B"), 1),
        (address("0%"), 1),
        (address("%"), 1),
        (address("\\"), 0),
        (address("example.org"), 5),
        (outcome(PublicOutcome::Refused), 2),
        (reason(ReasonCode::NotOnList), 1),
        (reason(ReasonCode::NameRequired), 1),
        (reason(ReasonCode::Full), 1),
        (DecisionSearch { reason: Some(ReasonCode::Full), ..address("mike") }, 0),
        (DecisionSearch { outcome: Some(PublicOutcome::Refused), ..address("mike") }, 1),
    ] {
        let mut fitting: Vec<DecisionRecord> = records.iter().filter(|record| wanted.fits(record)).cloned().collect();
        assert_eq!(fitting.len(), number, "{wanted:?}");
        fitting.reverse();
        let mut found: Vec<DecisionRecord> = Vec::new();
        loop {
            let before = found.last().map(|record| record.id);
            let page =
                stage.ports.decisions.search(stage.session.id(), wanted.clone(), before, 2).await.expect("a page");
            if page.is_empty() {
                break;
            }
            found.extend(page);
            assert!(found.len() <= number, "each once: {wanted:?}");
        }
        assert_eq!(found, fitting, "{wanted:?}");
    }
}

/// `link_uses` gives each invitation that counts, in the order of the list and in pages, with the tries by its link as it is
/// now: how many, from how many networks, first and last.
pub async fn must_4_link_uses_tell_what_came_by_each_link(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let renewed = Generation::new(1);
    let unused = invitation(&stage.session, "unused@example.org");
    let used =
        Invitation { created_at: minutes(-20), generation: renewed, ..invitation(&stage.session, "used@example.org") };
    let withdrawn =
        Invitation { state: InvitationState::Revoked { at: now() }, ..invitation(&stage.session, "gone@example.org") };
    let other = session().titled("other").build();
    let foreign = invitation(&other, "unused@example.org");
    let listed = vec![unused.clone(), used.clone(), withdrawn.clone()];
    stage.write([Change::InsertInvitations(listed), Change::InsertSession(other)]).await;
    stage.write([Change::InsertInvitations(vec![foreign.clone()])]).await;
    let came = |n: i64, invitation: &Invitation, generation: Generation, network: u8| DecisionRecord {
        link: LinkKind::Personal,
        opened: Some(OpenedLink { invitation: invitation.id, generation }),
        network: Some(NetworkTag::new([network; NetworkTag::LENGTH])),
        ..decision_record(&stage.session, minutes(n))
    };
    let records = [
        came(1, &used, Generation::FIRST, 1),
        came(2, &used, renewed, 2),
        came(3, &used, renewed, 3),
        came(4, &used, renewed, 2),
        DecisionRecord { network: None, ..came(5, &used, renewed, 0) },
        came(6, &withdrawn, Generation::FIRST, 1),
        decision_record(&stage.session, minutes(7)),
    ];
    stage.write(records.iter().cloned().map(Change::RecordDecision)).await;
    let stored = stage.ports.decisions.list(stage.session.id(), None, 10).await.expect("read");
    assert!(stored.iter().rev().eq(records.iter()), "given back as committed");
    let expected = [
        LinkUse { invitation: unused.clone(), times: 0, networks: 0, span: None },
        LinkUse { invitation: used, times: 4, networks: 2, span: Some((minutes(2), minutes(5))) },
    ];
    let page =
        async |after, limit| stage.ports.decisions.link_uses(stage.session.id(), after, limit).await.expect("a page");
    assert_eq!(page(None, 10).await, expected);
    assert_eq!(page(None, 1).await, expected[..1]);
    assert_eq!(page(Some(unused.id), 10).await, expected[1..]);
    assert_eq!(page(Some(expected[1].invitation.id), 10).await, []);
    assert!(!expected[1].looks_forwarded());
}

/// `code` finds a mailed code, exactly as committed, until a newer one of the same session and address replaces it.
pub async fn must_2_a_code_is_found_until_a_newer_one_replaces_it(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let other = session().titled("other").build();
    stage.write([Change::InsertSession(other.clone())]).await;
    let find = async |id| stage.ports.decisions.code(id).await.expect("codes are read");
    let code =
        |n: u8, address: &str| MailCode { id: CodeId::mint(now(), [n; 16]), ..mail_code(&stage.session, address) };
    let first = code(1, "Mike@Example.org");
    let neighbour = code(2, "zoe@example.org");
    let elsewhere = MailCode { id: CodeId::mint(now(), [3; 16]), ..mail_code(&other, "mike@example.org") };
    for made in [&first, &neighbour, &elsewhere] {
        assert_eq!(find(made.id).await, None, "not yet");
        stage.write([Change::PutCode(made.clone())]).await;
    }
    let found = find(first.id).await.expect("found");
    assert_eq!(found, first);
    assert_eq!(found.email.as_typed(), "Mike@Example.org", "as it was typed");
    let newer = MailCode {
        purpose: CodePurpose::Profile(pending_profile()),
        deliverable: false,
        wrong_tries: 4,
        created_at: minutes(1) + TimeDelta::microseconds(1),
        email: email("mike@EXAMPLE.org"),
        ..code(4, "mike@example.org")
    };
    stage.write([Change::PutCode(newer.clone())]).await;
    assert_eq!(find(first.id).await, None, "replaced");
    assert_eq!(find(newer.id).await, Some(newer));
    assert_eq!(find(neighbour.id).await, Some(neighbour), "another address");
    assert_eq!(find(elsewhere.id).await, Some(elsewhere), "another session");
    let unknown = CodeId::mint(now(), build::id_seed("unknown"));
    assert_eq!(find(unknown).await, None);
}
