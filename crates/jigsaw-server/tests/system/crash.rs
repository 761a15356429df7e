//! A power cut: what was answered with success is there afterwards.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Value, json};

use crate::demo::{Demo, at_once};

/// What one client was told is done.
#[derive(Debug, Default)]
struct Acknowledged {
    joined: Vec<(String, String)>,
    invited: Vec<(String, String)>,
}

#[test]
fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Demo::start(folder.path());
    let (id, link) = demo.live(&json!({ "invitation_type": "link_password_not_requested" }));
    let mut all = Acknowledged::default();
    for cycle in 0..10_u64 {
        let told = at_once(9, |client| {
            if client == 8 {
                // Somewhere in the middle of it, at another moment each time.
                std::thread::sleep(Duration::from_millis(120 + cycle * 37 % 200));
                assert!(
                    std::process::Command::new("kill")
                        .args(["-9", &demo.pid().to_string()])
                        .status()
                        .unwrap()
                        .success()
                );
                return Acknowledged::default();
            }
            busy(&demo, (&id, &link), &format!("c{cycle}-{client}"))
        });
        demo.kill();
        demo = Demo::start(folder.path());
        assert!(demo.ready_after < Duration::from_secs(2), "ready after {:?}", demo.ready_after);
        for client in told {
            all.joined.extend(client.joined);
            all.invited.extend(client.invited);
        }
        // The port is new, the key is the same: the link's key goes on working.
        let roster = demo.roster(&id);
        let people: HashSet<&str> = roster.iter().filter_map(|entry| entry["participant_id"].as_str()).collect();
        for (email, participant) in &all.joined {
            assert!(people.contains(participant.as_str()), "cycle {cycle}: {email} had joined");
        }
        let listed = invitations(&demo, &id);
        for (email, invitation) in &all.invited {
            assert!(listed.contains(invitation), "cycle {cycle}: {email} had been invited");
        }
    }
    assert!(
        all.joined.len() > 50 && all.invited.len() > 20,
        "the clients were busy: {} {}",
        all.joined.len(),
        all.invited.len()
    );
    for (email, _) in all.invited.iter().take(5) {
        demo.mail(email, "invitation");
    }
}

fn busy(demo: &Demo, (id, link): (&str, &str), mark: &str) -> Acknowledged {
    let mut told = Acknowledged::default();
    for number in 0..10_000 {
        let email = format!("{mark}-{number}@example.net");
        let Some(joined) = demo.try_join(link, &json!({ "email": email, "first_name": "A", "last_name": "B" })) else {
            break;
        };
        if joined.outcome() == "admitted" {
            told.joined.push((email.clone(), joined.body["participant_id"].as_str().unwrap().to_owned()));
        }
        if number % 3 == 0 {
            let invitee = format!("i-{email}");
            let body = json!({ "invitations": [{ "email": invitee }] });
            let Some(answer) = demo.try_call("POST", &format!("/sessions/{id}/invitations"), &body) else { break };
            if answer.status == 201 {
                told.invited.push((invitee, answer.body["items"][0]["id"].as_str().unwrap().to_owned()));
            }
        }
    }
    told
}

fn invitations(demo: &Demo, id: &str) -> HashSet<String> {
    let (mut all, mut cursor) = (HashSet::new(), String::new());
    loop {
        let page = demo.call("GET", &format!("/sessions/{id}/invitations?limit=1000{cursor}"), &Value::Null).body;
        all.extend(page["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}
