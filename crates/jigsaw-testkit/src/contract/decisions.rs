//! [`Decisions`](jigsaw_domain::port::Decisions).

use chrono::TimeDelta;
use jigsaw_domain::admission::{DecisionRecord, LinkKind, RecordedFinding};
use jigsaw_domain::delivery::{CodePurpose, MailCode};
use jigsaw_domain::id::{CodeId, DecisionId};
use jigsaw_domain::port::Change;

use super::stage::Stage;
use crate::StorePorts;
use crate::build::{self, decision_record, email, mail_code, minutes, now, participant, pending_profile, session};

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
