//! The simulator and the door agree: anyone, in any state, at any session, at any moment, by any link. The simulator is asked
//! first; then the person really comes, and what is decided, written down and shown is what was said.
//!
//! A case that fails prints its seed and the smallest case like it.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a case that cannot be stored or joined is a failed test"
)]

#[path = "random/someone.rs"]
mod someone;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::account::{Account, Password};
use jigsaw_domain::admission::{DecisionRecord, Evidence, LinkKind, PublicDecision, RecordedFinding};
use jigsaw_domain::link::{Generation, Link};
use jigsaw_domain::port::Change;
use jigsaw_domain::secret::{Secret, SecretKind};
use jigsaw_domain::session::Session;
use jigsaw_domain::usecase::{Coming, ExplainQuery, Explanation, JoinEvidence, JoinRequest, Profile, Settings};
use jigsaw_testkit::house::House;
use jigsaw_testkit::{build, strategy};
use proptest::prelude::*;
use proptest::sample::select;

use someone::{HOST, Someone, someone};

const GUEST: &str = "mike@example.org";
/// More steps than a door has.
const MOST_STEPS: usize = 8;

/// Someone at a door.
#[derive(Clone, Debug)]
struct Case {
    session: Session,
    at: DateTime<Utc>,
    who: Someone,
    link: LinkKind,
    coming: Coming,
    /// How many others are in.
    others: usize,
    hides_accounts: bool,
}

fn cases() -> impl Strategy<Value = Case> {
    let who = prop_oneof![5 => Just(GUEST), 1 => Just(HOST)].prop_flat_map(someone);
    let coming = (any::<bool>(), any::<bool>(), prop::bool::weighted(0.15))
        .prop_map(|(signed_in, same_device, old_link)| Coming { signed_in, same_device, old_link });
    let others = prop_oneof![3 => Just(0), 1 => 0..20_usize];
    strategy::sessions().prop_flat_map(|session| (strategy::moments(&session), Just(session))).prop_flat_map(
        move |(at, session)| {
            let given = (select(LinkKind::ALL), any::<bool>());
            (who.clone(), coming.clone(), others.clone(), given).prop_map(
                move |(who, coming, others, (link, hides_accounts))| Case {
                    session: session.clone(),
                    at,
                    who,
                    link,
                    coming,
                    others,
                    hides_accounts,
                },
            )
        },
    )
}

/// What was decided, as it is written down, and what is shown of it.
#[derive(Clone, Debug, PartialEq)]
struct Said {
    outcome: String,
    findings: Vec<RecordedFinding>,
    shown: PublicDecision,
}

impl Case {
    async fn house(&self) -> House {
        let mut house = House::with_host().await;
        house.settings = Settings { hide_existence: self.hides_accounts };
        house.write([Change::InsertSession(self.session.clone())]).await;
        self.who.store(&house, &self.session, self.at).await;
        let others = (0..self.others).map(|n| build::participant(&self.session, &format!("other{n}@example.org")));
        house.write(others.map(Change::InsertParticipant)).await;
        house
    }

    /// Asks the simulator, a day ahead.
    async fn explained(&self, house: &House) -> Explanation {
        house.clock.set(self.at - TimeDelta::days(1));
        let query = ExplainQuery {
            session: self.session.id(),
            email: build::email(&self.who.address),
            at: Some(self.at),
            link: self.link,
            coming: self.coming,
        };
        let explained = house.front_door().explain(&build::as_host(), &query).await.unwrap();
        assert!(house.store.decision_records().is_empty() && house.store.messages().is_empty(), "it only reads");
        explained
    }

    /// The link in the person's hands.
    fn link(&self) -> Link {
        let personal = self.who.invitation(&self.session).filter(|_| self.link == LinkKind::Personal);
        let current = personal.map_or_else(|| self.session.current_link(), |invitation| invitation.current_link());
        let older = Generation::new(current.generation.get().saturating_sub(1));
        if self.coming.old_link { Link { generation: older, ..current } } else { current }
    }

    /// The pass of the device that was there last.
    fn pass(&self) -> Option<Secret> {
        let passes = self.who.passes(&self.session, self.at).into_iter().enumerate();
        let last = passes.filter(|(_, pass)| pass.is_open()).max_by_key(|(_, pass)| (pass.seen_at, pass.id))?;
        Some(build::secret(SecretKind::Pass, &self.who.device_name(last.0)))
    }

    /// The account that they can sign in to.
    fn account(&self) -> Option<Account> {
        self.who.stored_account().filter(Account::is_usable)
    }

    fn request(&self) -> JoinRequest {
        JoinRequest {
            evidence: JoinEvidence { email: Some(build::email(&self.who.address)), ..JoinEvidence::default() },
            signed_in: self.account().filter(|_| self.coming.signed_in),
            pass: self.pass().filter(|_| self.coming.same_device),
            ..build::join_request(self.link(), &self.who.address)
        }
    }

    /// Really joins with the address alone, and goes on giving what is asked as far as an honest person has it. Tells what was
    /// said first, and last.
    async fn joined(&self, house: &House) -> (Said, Said) {
        house.clock.set(self.at);
        let mut request = self.request();
        let mut said = Vec::new();
        for _ in 0..MOST_STEPS {
            let answer = house.front_door().join(&request).await.unwrap();
            let record = house.store.decision_records().pop().unwrap();
            let DecisionRecord { outcome, findings, .. } = record;
            said.push(Said { outcome, findings, shown: answer.decision.clone() });
            house.front_door().drain_outbox(10).await.unwrap();
            if !answer.decision.needs.iter().any(|asked| self.gives(house, &mut request.evidence, *asked)) {
                return (said[0].clone(), said.pop().unwrap());
            }
        }
        panic!("asked for ever more");
    }

    /// Whether they have it and have not given it yet.
    fn gives(&self, house: &House, evidence: &mut JoinEvidence, asked: Evidence) -> bool {
        let password = || Password::parse_given("correct horse").unwrap();
        let has_account = self.account().is_some();
        match asked {
            Evidence::Email => false,
            Evidence::Name => evidence.name.replace(build::name("Mike Miller")).is_none(),
            Evidence::Password => has_account && evidence.password.replace(password()).is_none(),
            Evidence::Account => {
                let profile = Profile { name: build::name("Nora New"), password: password(), time_zone: None };
                !has_account && evidence.profile.replace(profile).is_none()
            }
            Evidence::Code => match house.mailer.last_code_to(&self.who.address) {
                Some(digits) => evidence.code.replace(digits).is_none(),
                None => false,
            },
            Evidence::Seat => !std::mem::replace(&mut evidence.take_seat, true),
        }
    }

    /// Asks, joins, compares; tells how it came out.
    async fn agrees(&self) -> Result<String, TestCaseError> {
        let house = self.house().await;
        let explained = self.explained(&house).await;
        let bare = Said {
            outcome: explained.decision.outcome().as_str().to_owned(),
            findings: RecordedFinding::all_of(&explained.decision),
            shown: explained.public,
        };
        let satisfied = Said {
            outcome: explained.satisfied.outcome().as_str().to_owned(),
            findings: RecordedFinding::all_of(&explained.satisfied),
            shown: explained.satisfied_public,
        };
        let (first, last) = self.joined(&house).await;
        prop_assert_eq!(first, bare, "with the address alone");
        let outcome = satisfied.outcome.clone();
        prop_assert_eq!(last, satisfied, "with everything that is asked for");
        Ok(outcome)
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    #[test]
    fn what_the_simulator_says_is_what_happens(case in cases()) {
        run(case.agrees())?;
    }
}

/// Cases of one kind alone would prove little.
#[test]
fn the_cases_come_out_every_way_by_every_link() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeMap::<(&str, &str, String), u32>::new();
    for _ in 0..2_000 {
        let case = cases().new_tree(&mut runner).unwrap().current();
        let kind = case.session.invitation_type().as_str();
        let outcome = run(case.agrees()).unwrap();
        *seen.entry((kind, case.link.as_str(), outcome)).or_default() += 1;
    }
    for outcome in ["admitted", "waiting", "refused"] {
        let ways = seen.iter().filter(|((_, _, came_out), times)| came_out == outcome && **times >= 10).count();
        assert_eq!(ways, 6, "{outcome} for each type and link: {seen:#?}");
    }
}
