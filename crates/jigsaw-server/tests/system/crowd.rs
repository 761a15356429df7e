//! Many at once: seats, one person many times, links that were replaced.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::support::api::{Answer, at_once};
use crate::support::demo::Demo;

const OPEN: &str = "link_password_not_requested";

fn guest(number: usize) -> Value {
    json!({ "email": format!("guest{number}@example.net"), "first_name": "Guest", "last_name": number.to_string() })
}

fn count(answers: &[Answer], outcome: &str) -> usize {
    answers.iter().filter(|answer| answer.outcome() == outcome).count()
}

#[test]
fn ten_seats_and_two_hundred_people_twenty_times() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path());
    for round in 0..20 {
        let (id, link) = demo.live(&json!({ "invitation_type": OPEN, "capacity": 10 }));
        let answers = at_once(200, |person| demo.join(&link, &guest(person)));
        assert!(
            answers.iter().all(|answer| answer.status == 200),
            "round {round}: {:?}",
            answers.iter().find(|a| a.status != 200)
        );
        assert_eq!(count(&answers, "admitted"), 10, "round {round}");
        let full = answers.iter().filter(|answer| answer.outcome() == "refused" && answer.codes() == ["full"]).count();
        assert_eq!(full, 190, "round {round}");
        let inside = demo.roster(&id).iter().filter(|entry| entry["state"] == "admitted").count();
        assert_eq!(inside, 10, "round {round}");
    }
}

#[test]
fn one_person_a_hundred_times_is_one_participant() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path());
    let (id, link) = demo.live(&json!({ "invitation_type": OPEN, "capacity": 1 }));
    let answers = at_once(100, |_| demo.join(&link, &guest(1)));
    assert_eq!(count(&answers, "admitted"), 100, "{:?}", answers.iter().find(|a| a.outcome() != "admitted"));
    let people: HashSet<&str> = answers.iter().map(|answer| answer.body["participant_id"].as_str().unwrap()).collect();
    assert_eq!(people.len(), 1);
    let passes: HashSet<&str> = answers.iter().map(|answer| answer.body["pass"].as_str().unwrap()).collect();
    assert_eq!(passes.len(), 100, "each device has its own pass");
    assert_eq!(demo.roster(&id).len(), 1);
}

#[test]
fn an_old_link_admits_nobody_once_its_rotation_was_answered() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path());
    for _ in 0..5 {
        let (id, link) = demo.live(&json!({ "invitation_type": OPEN }));
        let rotated = AtomicBool::new(false);
        let late = at_once(17, |person| {
            if person == 16 {
                std::thread::sleep(std::time::Duration::from_millis(60));
                let answer = demo.call("POST", &format!("/sessions/{id}/rotate-link"), &Value::Null);
                assert_eq!(answer.status, 200, "{answer:?}");
                assert_ne!(answer.body["link"], link.as_str());
                rotated.store(true, Ordering::SeqCst);
                return Vec::new();
            }
            let mut late = Vec::new();
            for number in 0..40 {
                let began_after = rotated.load(Ordering::SeqCst);
                let answer = demo.join(&link, &guest(person * 100 + number));
                if began_after {
                    late.push(answer);
                }
            }
            late
        });
        let late: Vec<Answer> = late.into_iter().flatten().collect();
        assert!(!late.is_empty(), "some joins began after the rotation");
        for answer in &late {
            assert_eq!((answer.outcome(), answer.codes()), ("refused", vec!["link_revoked"]), "{answer:?}");
        }
    }
}

#[test]
fn three_hundred_guests_behind_one_address_are_let_in() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start_with(folder.path(), &[]);
    let (_, link) = demo.live(&json!({ "invitation_type": OPEN }));
    let answers: Vec<Answer> =
        (0..10).flat_map(|batch| at_once(30, |person| demo.join(&link, &guest(batch * 30 + person)))).collect();
    assert_eq!(count(&answers, "admitted"), 300, "{:?}", answers.iter().find(|a| a.outcome() != "admitted"));
}

#[test]
fn more_than_the_joins_of_a_minute_are_told_to_wait() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start_with(folder.path(), &[("JIGSAW_LIMITS__JOINS_PER_MINUTE", "5")]);
    let (_, link) = demo.live(&json!({ "invitation_type": OPEN }));
    let answers: Vec<Answer> = (0..7).map(|person| demo.join(&link, &guest(person))).collect();
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 5);
    let refused = answers.last().unwrap();
    assert_eq!((refused.status, refused.body["code"].as_str()), (429, Some("too_many_attempts")), "{refused:?}");
}
