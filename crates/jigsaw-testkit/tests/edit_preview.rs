//! What an edit would do is what it does: the preview against brute force, which puts each person to the simulator at the door
//! of either version. Any session, any edit, anyone on the list or in the room.
//!
//! A case that fails prints its seed and the smallest case like it.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a case that cannot be stored or asked is a failed test"
)]

#[path = "random/someone.rs"]
mod someone;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use jigsaw_domain::admission::{AccessChange, Evidence, LinkKind, Outcome, ReasonCode};
use jigsaw_domain::port::Change;
use jigsaw_domain::session::{Phase, Session, SessionEdit};
use jigsaw_domain::usecase::{Coming, EditPreview, ExplainQuery, MOST_NAMED, NewInvitation, Settings};
use jigsaw_testkit::house::House;
use jigsaw_testkit::{build, strategy};
use proptest::prelude::*;

use someone::{HOST, Someone, someone};

const STRANGER: &str = "somebody.else@example.org";

/// An edit of a session with people.
#[derive(Clone, Debug)]
struct Case {
    session: Session,
    now: DateTime<Utc>,
    edit: SessionEdit,
    people: Vec<Someone>,
    hides_accounts: bool,
}

fn cases() -> impl Strategy<Value = Case> {
    let people: Vec<_> = (0..5).map(|n| someone(&format!("p{n}@example.org"))).collect();
    let edits =
        (strategy::sessions(), any::<[bool; 4]>()).prop_map(|(other, [kind, door, schedule, link])| SessionEdit {
            invitation_type: kind.then(|| other.invitation_type()),
            door: door.then(|| other.door().clone()),
            schedule: schedule.then(|| other.schedule().clone()),
            link_expires_at: link.then(|| other.link().expires_at),
            ..SessionEdit::default()
        });
    let moments = strategy::sessions().prop_flat_map(|session| (strategy::moments(&session), Just(session)));
    (moments, edits, people, someone(HOST), any::<bool>()).prop_map(
        |((now, session), edit, mut people, host, hides_accounts)| {
            people.push(host);
            Case { session, now, edit, people, hides_accounts }
        },
    )
}

/// What becomes of someone, by address.
type Told = BTreeMap<String, (AccessChange, Vec<ReasonCode>)>;

impl Case {
    /// Everyone, and this version of the session.
    async fn house(&self, session: &Session) -> House {
        let mut house = House::with_host().await;
        house.settings = Settings { hide_existence: self.hides_accounts };
        house.clock.set(self.now);
        house.write([Change::InsertSession(session.clone())]).await;
        for person in &self.people {
            person.store(&house, session, self.now).await;
        }
        house
    }

    async fn preview(&self) -> Option<EditPreview> {
        let house = self.house(&self.session).await;
        let asked = house.front_door().preview_edit(&build::as_host(), self.session.id(), self.edit.clone()).await;
        assert!(house.store.audit().is_empty() && house.store.messages().is_empty(), "it only reads");
        asked.ok()
    }

    /// Each person at the door of a version, when it matters.
    async fn at_the_door(&self, version: &Session) -> BTreeMap<String, (Outcome, Vec<Evidence>, Vec<ReasonCode>)> {
        let now = self.now;
        let at = if version.phase(now) == Phase::Live { now } else { version.schedule().starts_at().max(now) };
        let begun = version.clone().start(at).unwrap_or_else(|_| version.clone());
        let house = self.house(&begun).await;
        let strangers = Someone { address: STRANGER.to_owned(), account: None, invited: None, known: None };
        let mut found = BTreeMap::new();
        for person in self.people.iter().chain([&strangers]) {
            let listed = person.invited.as_ref().is_some_and(|invited| !invited.revoked);
            let query = ExplainQuery {
                session: version.id(),
                email: build::email(&person.address),
                at: Some(at),
                link: if listed { LinkKind::Personal } else { LinkKind::Session },
                coming: Coming { signed_in: person.address == HOST, ..Coming::default() },
            };
            let explained = house.front_door().explain(&build::as_host(), &query).await.unwrap();
            let mut given = explained.given;
            given.retain(|asked| *asked != Evidence::Seat);
            given.sort_unstable();
            let mut codes: Vec<ReasonCode> = Vec::new();
            for reason in explained.satisfied.reasons() {
                if !codes.contains(&reason.code) {
                    codes.push(reason.code);
                }
            }
            found.insert(person.address.clone(), (explained.satisfied.outcome().clone(), given, codes));
        }
        found
    }

    async fn by_brute_force(&self, after: &Session) -> Told {
        let (was, is) = (self.at_the_door(&self.session).await, self.at_the_door(after).await);
        let mut told = Told::new();
        for (address, (before, gave, because)) in &was {
            let (after, gives, why) = &is[address];
            let outside = |outcome: &Outcome| matches!(outcome, Outcome::Refuse | Outcome::Require(_));
            let enters = |outcome: &Outcome| matches!(outcome, Outcome::Admit(_));
            let change = if outside(before) && outside(after) {
                continue;
            } else if outside(after) {
                (AccessChange::ShutOut, why.clone())
            } else if outside(before) {
                (AccessChange::LetIn, because.clone())
            } else if enters(before) && !enters(after) {
                (AccessChange::MustWait, why.clone())
            } else if !enters(before) && enters(after) {
                (AccessChange::WaitsNoMore, because.clone())
            } else if gave != gives {
                (AccessChange::AskedOtherwise, gives.iter().map(|asked| asked.reason()).collect())
            } else {
                continue;
            };
            told.insert(address.clone(), change);
        }
        told
    }

    /// Whether the session knows them: invited and not taken off the list, or came once. The host always.
    fn is_known(person: &Someone) -> bool {
        let invited = person.invited.as_ref().is_some_and(|invited| !invited.revoked);
        person.address == HOST || invited || person.known.is_some()
    }

    /// Compares. Tells what changes there were, or nothing of an edit that would not be saved.
    async fn agrees(&self) -> Result<Option<Vec<AccessChange>>, TestCaseError> {
        let Some(preview) = self.preview().await else { return Ok(None) };
        let mut expected = self.by_brute_force(&preview.session).await;
        let stranger = expected.remove(STRANGER);
        let unknown: Vec<&Someone> = self.people.iter().filter(|person| !Self::is_known(person)).collect();
        expected.retain(|address, _| unknown.iter().all(|person| person.address != *address));
        let mut told = Told::new();
        for changed in &preview.changes {
            prop_assert_eq!(changed.count as usize, changed.people.len());
            for person in &changed.people {
                told.insert(person.email.as_typed().to_owned(), (changed.change, person.reasons.clone()));
            }
        }
        prop_assert_eq!(&told, &expected);
        let strangers = preview.strangers.map(|difference| (difference.change, difference.reasons));
        prop_assert_eq!(strangers, stranger, "someone whom nobody knows");
        prop_assert_eq!(preview.looked_at as usize, self.people.len() - unknown.len());
        prop_assert!(preview.is_complete);
        Ok(Some(told.into_values().map(|(change, _)| change).collect()))
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_preview_is_right_about_everyone(case in cases()) {
        run(case.agrees())?;
    }
}

/// Edits that change nothing, or that are never saved, would prove nothing.
#[test]
fn the_edits_do_everything_that_an_edit_can_do() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeMap::<&str, u32>::new();
    for _ in 0..600 {
        let case = cases().new_tree(&mut runner).unwrap().current();
        for change in run(case.agrees()).unwrap().into_iter().flatten() {
            *seen.entry(change.as_str()).or_default() += 1;
        }
    }
    for change in AccessChange::ALL {
        assert!(seen.get(change.as_str()).is_some_and(|times| *times >= 10), "{change:?}: {seen:?}");
    }
}

#[tokio::test]
async fn of_very_many_the_first_are_named_and_all_are_counted() {
    let house = House::with_host().await;
    let session = house.add_session(build::session().live().invitation_list()).await;
    let rows = (0..120).map(|n| NewInvitation {
        email: build::email(&format!("p{n}@example.org")),
        role: None,
        first_name: None,
        last_name: None,
        language: None,
    });
    let door = house.front_door();
    door.invite(&build::as_host(), session.id(), rows.collect()).await.unwrap();
    let closed = jigsaw_domain::session::DoorSettings { joinable_until: Some(build::now()), ..session.door().clone() };
    let edit = SessionEdit { door: Some(closed), ..SessionEdit::default() };
    let preview = door.preview_edit(&build::as_host(), session.id(), edit).await.unwrap();
    let shut_out = preview.of(AccessChange::ShutOut).unwrap();
    assert_eq!((shut_out.count, shut_out.people.len()), (120, MOST_NAMED));
    assert_eq!(shut_out.people[0].reasons, [ReasonCode::Locked]);
    assert_eq!(preview.looked_at, 121);
}
