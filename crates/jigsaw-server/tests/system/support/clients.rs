//! Clients that do what hosts and guests do, and remember what they were told is done.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::api::{Answer, Api, key};

/// Anyone with the link comes in by name alone.
pub(crate) const OPEN: &str = "link_password_not_requested";

/// The seats of every session that a client makes.
const SEATS: usize = 3;

/// What was answered with success.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// Session ids that were created.
    created: Vec<String>,
    /// Session ids that were started.
    started: Vec<String>,
    /// Session and invitation.
    invited: Vec<(String, String)>,
    /// Session, participant, pass.
    joined: Vec<(String, String, String)>,
    /// Session and participant whose removal was asked for.
    removing: Vec<(String, String)>,
    /// Those of them that were answered.
    removed: Vec<(String, String)>,
    /// The key that counts now, of each session whose link was replaced.
    rotated: Vec<(String, String)>,
}

impl Told {
    pub(crate) fn add(&mut self, other: Self) {
        self.created.extend(other.created);
        self.started.extend(other.started);
        self.invited.extend(other.invited);
        self.joined.extend(other.joined);
        self.removing.extend(other.removing);
        self.removed.extend(other.removed);
        self.rotated.extend(other.rotated);
    }

    pub(crate) fn joins(&self) -> usize {
        self.joined.len()
    }

    pub(crate) fn invitations(&self) -> usize {
        self.invited.len()
    }

    pub(crate) fn all(&self) -> usize {
        let Self { created, started, invited, joined, removing: _, removed, rotated } = self;
        created.len() + started.len() + invited.len() + joined.len() + removed.len() + rotated.len()
    }

    /// Fails when something of it is not there.
    pub(crate) fn assert_kept(&self, api: &Api) {
        let mut rosters: HashMap<&str, HashMap<String, Value>> = HashMap::new();
        let sessions: HashSet<&str> = self.joined.iter().map(|(session, ..)| session.as_str()).collect();
        for session in sessions {
            let roster = api.roster(session).into_iter();
            let known = roster.filter_map(|entry| Some((entry["participant_id"].as_str()?.to_owned(), entry)));
            rosters.insert(session, known.collect());
        }
        for (session, person, pass) in &self.joined {
            let entry =
                rosters[session.as_str()].get(person).unwrap_or_else(|| panic!("{person} had joined {session}"));
            let ask = |list: &[(String, String)]| list.iter().any(|(at, who)| at == session && who == person);
            let expected: &[&str] = match (ask(&self.removing), ask(&self.removed)) {
                (_, true) => &["removed"],
                (true, false) => &["removed", "admitted"],
                (false, false) => &["admitted"],
            };
            let bearer = format!("Bearer {pass}");
            let held = api.send("GET", "/api/v1/pass", &[("authorization", &bearer)], b"").unwrap();
            for state in [entry["state"].as_str().unwrap(), held.body["state"].as_str().unwrap_or_default()] {
                assert!(expected.contains(&state), "{person}: {expected:?}, and it is {entry}, pass {held:?}");
            }
        }
        self.assert_sessions_kept(api);
        let mut listed: HashMap<&str, HashSet<String>> = HashMap::new();
        for (session, invitation) in &self.invited {
            let all =
                listed.entry(session).or_insert_with(|| ids(&api.all(&format!("/sessions/{session}/invitations"))));
            assert!(all.contains(invitation), "{invitation} to {session} had been made");
        }
    }

    fn assert_sessions_kept(&self, api: &Api) {
        let rotated: HashMap<&str, &str> = self.rotated.iter().map(|(id, key)| (id.as_str(), key.as_str())).collect();
        for id in &self.created {
            let session = api.call("GET", &format!("/sessions/{id}"), &Value::Null);
            assert_eq!(session.status, 200, "{id} had been created: {session:?}");
            if self.started.contains(id) {
                assert_eq!(session.body["state"], "live", "{id} had been started");
            }
            if let Some(key) = rotated.get(id.as_str()) {
                let link = session.body["link"].as_str().unwrap();
                assert!(link.ends_with(key), "{id}: the link had been replaced, and is {link}");
            }
        }
    }
}

fn ids(items: &[Value]) -> HashSet<String> {
    items.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

/// A guest without an account.
pub(crate) fn guest(email: &str) -> Value {
    json!({ "email": email, "first_name": "Gwen", "last_name": "Guest" })
}

/// What clients do, and on which server.
pub(crate) struct Work<'a> {
    pub(crate) api: &'a Api,
    /// What has been acknowledged to all clients together.
    pub(crate) done: &'a AtomicUsize,
}

impl Work<'_> {
    /// Creates, starts, invites, joins, removes and replaces links until the server is gone.
    pub(crate) fn until_gone(&self, mark: &str) -> Told {
        let mut told = Told::default();
        let mut round = 0;
        while self.one_session(&format!("{mark}-{round}"), &mut told).is_some() {
            round += 1;
        }
        told
    }

    /// The same until the time is over, be the server gone or not; `all` is told of each session once everything is answered
    /// that was asked about it.
    pub(crate) fn until(&self, mark: &str, until: Instant, all: &Mutex<Told>) {
        let mut round = 0;
        while Instant::now() < until {
            let mut told = Told::default();
            self.one_session(&format!("{mark}-{round}"), &mut told);
            all.lock().unwrap().add(told);
            round += 1;
        }
    }

    fn note<T>(&self, list: &mut Vec<T>, what: T) {
        list.push(what);
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// `None` once the server is gone.
    fn one_session(&self, mark: &str, told: &mut Told) -> Option<()> {
        let api = self.api;
        let created = api.try_create(&json!({ "title": mark, "invitation_type": OPEN, "capacity": SEATS }))?;
        if created.status != 201 {
            refused(&created);
            return Some(());
        }
        let id = created.body["id"].as_str()?.to_owned();
        self.note(&mut told.created, id.clone());
        let started = api.try_call("POST", &format!("/sessions/{id}/start"), &Value::Null)?;
        if started.status != 200 {
            refused(&started);
            return Some(());
        }
        self.note(&mut told.started, id.clone());
        let emails: Vec<Value> = (0..2).map(|one| json!({ "email": format!("{mark}-i{one}@example.net") })).collect();
        let invited =
            api.try_call("POST", &format!("/sessions/{id}/invitations"), &json!({ "invitations": emails }))?;
        if invited.status == 201 {
            for one in invited.body["items"].as_array()? {
                self.note(&mut told.invited, (id.clone(), one["id"].as_str()?.to_owned()));
            }
        }
        self.people(&id, created.body["link"].as_str()?, mark, told)
    }

    /// One more than there are seats; a removal frees one; then the link is replaced, and the new one tried.
    fn people(&self, id: &str, link: &str, mark: &str, told: &mut Told) -> Option<()> {
        let mut link = link.to_owned();
        for person in 0..=SEATS + 1 {
            let joined = self.api.try_join(&link, &guest(&format!("{mark}-{person}@example.org")))?;
            let is_in = joined.outcome() == "admitted";
            if is_in {
                let text = |name: &str| joined.body[name].as_str().unwrap().to_owned();
                self.note(&mut told.joined, (id.to_owned(), text("participant_id"), text("pass")));
            }
            if person == 1 && is_in {
                let gone = (id.to_owned(), joined.body["participant_id"].as_str()?.to_owned());
                told.removing.push(gone.clone());
                let path = format!("/sessions/{id}/participants/{}/remove", gone.1);
                if self.api.try_call("POST", &path, &json!({ "reason": "A drill" }))?.status == 200 {
                    self.note(&mut told.removed, gone);
                }
            }
            if person == SEATS {
                // Unanswered, either link may count, and no more is asked of this session.
                let rotated = self.api.try_call("POST", &format!("/sessions/{id}/rotate-link"), &Value::Null)?;
                if rotated.status == 200 {
                    rotated.body["link"].as_str()?.clone_into(&mut link);
                    self.note(&mut told.rotated, (id.to_owned(), key(&link).to_owned()));
                }
            }
        }
        Some(())
    }
}

/// The database is away or too slow: said as a problem, and tried again with another session.
fn refused(answer: &Answer) {
    assert_eq!(answer.status, 503, "{answer:?}");
    std::thread::sleep(Duration::from_millis(20));
}
