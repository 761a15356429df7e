use std::sync::Mutex;

use jigsaw_store_sea_orm::{LimitSettings, Store, StoreOptions};
use jigsaw_testkit::postgres;

use super::*;

/// Refuses everything, and counts how often it was asked.
#[derive(Default)]
struct Asked(Mutex<u32>);

#[async_trait]
impl Limiter for Asked {
    async fn spend(&self, _: Budget, _: &LimitKey, _: u32, _: DateTime<Utc>) -> Result<Spend, PortError> {
        *self.0.lock().unwrap() += 1;
        Err(PortError::Unavailable("not reached".to_owned()))
    }
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
}

fn key(text: &str) -> LimitKey {
    LimitKey(text.to_owned())
}

/// How many of so many joins are let through.
async fn joins(limits: &Limits, key: &LimitKey, tries: u32, now: DateTime<Utc>) -> u32 {
    let mut through = 0;
    for _ in 0..tries {
        through += u32::from(limits.spend(Budget::Joins, key, 1, now).await == Ok(Spend::Allowed));
    }
    through
}

#[tokio::test]
async fn joins_burst_up_to_the_budget_and_then_wait() {
    let limits = Limits::new(600, Arc::new(Asked::default()), Nodes::One);
    let key = LimitKey("session|192.0.2.1".to_owned());
    let now = DateTime::UNIX_EPOCH;
    for _ in 0..600 {
        assert_eq!(limits.spend(Budget::Joins, &key, 1, now).await, Ok(Spend::Allowed));
    }
    assert!(matches!(limits.spend(Budget::Joins, &key, 1, now).await, Ok(Spend::Refused { .. })));
    let other = LimitKey("session|192.0.2.2".to_owned());
    assert_eq!(limits.spend(Budget::Joins, &other, 1, now).await, Ok(Spend::Allowed));
    assert!(limits.spend(Budget::Guesses, &key, 1, now).await.is_err(), "others are the store's");
}

#[tokio::test]
async fn zero_turns_it_off() {
    for nodes in [Nodes::One, Nodes::Several] {
        let limits = Limits::new(0, Arc::new(Asked::default()), nodes);
        assert_eq!(joins(&limits, &key("x"), 10_000, at(0)).await, 10_000);
        limits.share(at(0)).await;
    }
}

#[tokio::test]
async fn one_node_writes_nothing_and_several_only_of_crowds() {
    for (nodes, crowd, asked) in [(Nodes::One, 600, 0), (Nodes::Several, 30, 0), (Nodes::Several, 31, 1)] {
        let stored = Arc::new(Asked::default());
        let limits = Limits::new(600, stored.clone(), nodes);
        joins(&limits, &key("crowd"), crowd, at(0)).await;
        assert_eq!(joins(&limits, &key("household"), 4, at(0)).await, 4);
        limits.share(at(1)).await;
        assert_eq!(*stored.0.lock().unwrap(), asked, "{nodes:?} {crowd}");
    }
}

#[tokio::test]
async fn a_database_that_is_away_leaves_each_node_its_own_budget() {
    let limits = Limits::new(100, Arc::new(Asked::default()), Nodes::Several);
    assert_eq!(joins(&limits, &key("crowd"), 60, at(0)).await, 60);
    limits.share(at(1)).await;
    assert_eq!(joins(&limits, &key("crowd"), 60, at(1)).await, 40);
}

#[tokio::test]
async fn two_nodes_share_the_budget_of_joins() {
    let Some(cluster) = postgres::shared() else { return };
    let address = cluster.database();
    let mut nodes = Vec::new();
    for _ in 0..2 {
        let limits = LimitSettings::off().with(Budget::Joins, 100, TimeDelta::minutes(1));
        let store = Store::connect(&address, StoreOptions { limits, connections: 4, ..StoreOptions::default() });
        let store = store.await.unwrap();
        store.migrate().await.unwrap();
        nodes.push(Limits::new(100, Arc::new(store), Nodes::Several));
    }
    let crowd = key("session|192.0.2.1");
    // Twenty a second at each: together they may go on for two seconds and a half, and no second longer than that.
    let mut through = 0;
    for second in 0..10 {
        for node in &nodes {
            through += joins(node, &crowd, 20, at(second)).await;
            node.share(at(second)).await;
        }
    }
    assert!((100..=140).contains(&through), "{through}");
    let refused = nodes[0].spend(Budget::Joins, &crowd, 1, at(10)).await.unwrap();
    assert!(matches!(refused, Spend::Refused { retry_after } if retry_after <= TimeDelta::minutes(1)), "{refused:?}");
    assert_eq!(joins(&nodes[1], &key("session|192.0.2.2"), 20, at(10)).await, 20, "others come in");
    // A minute later what was spent counts no more, and what was let through too much is paid first.
    let mut later = 0;
    for second in 60..180 {
        for node in &nodes {
            node.share(at(second)).await;
            later += joins(node, &crowd, 1, at(second)).await;
        }
    }
    assert!(later >= 30, "{later}");
}
