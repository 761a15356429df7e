//! [`Limiter`].

use std::sync::Arc;

use jigsaw_domain::port::{Budget, LimitKey, Limiter, Spend};

use super::stage::all_at_once;
use crate::build::now;

/// A fresh limiter under test.
#[derive(Clone)]
pub struct LimiterPorts {
    /// The limiter.
    pub limiter: Arc<dyn Limiter>,
    /// Each budget under test with its size; leave out what the adapter does not ration.
    pub sizes: Vec<(Budget, u32)>,
    /// Another limiter on the same storage, as after a restart. For an adapter that keeps nothing but
    /// [`Budget::Joins`], the limiter itself.
    pub restarted: Arc<dyn Limiter>,
}

fn key(text: &str) -> LimitKey {
    LimitKey(text.to_owned())
}

async fn spend(limiter: &dyn Limiter, budget: Budget, key: &LimitKey, amount: u32) -> Spend {
    limiter.spend(budget, key, amount, now()).await.expect("the limiter answers")
}

/// At one moment a key gets exactly the size of its budget: one by one, and in larger portions.
pub async fn must_1_a_key_gets_no_more_than_its_size(ports: LimiterPorts) {
    for (budget, size) in ports.sizes {
        for _ in 0..size {
            assert_eq!(spend(&*ports.limiter, budget, &key("one by one"), 1).await, Spend::Allowed, "{budget:?}");
        }
        let one_more = spend(&*ports.limiter, budget, &key("one by one"), 1).await;
        assert!(matches!(one_more, Spend::Refused { .. }), "{budget:?} is spent");
        assert_eq!(spend(&*ports.limiter, budget, &key("at once"), size).await, Spend::Allowed, "{budget:?}");
        let one_more = spend(&*ports.limiter, budget, &key("at once"), 1).await;
        assert!(matches!(one_more, Spend::Refused { .. }), "{budget:?} is spent");
    }
}

/// Many callers at the same moment together get exactly the size.
pub async fn must_1_concurrent_spending_gets_no_more_than_its_size(ports: LimiterPorts) {
    for (budget, size) in ports.sizes {
        let callers = (0..size + 20).map(|_| {
            let limiter = ports.limiter.clone();
            async move { spend(&*limiter, budget, &key("together"), 1).await }
        });
        let allowed = all_at_once(callers).await.into_iter().filter(|answer| *answer == Spend::Allowed).count();
        assert_eq!(allowed, size as usize, "{budget:?}");
    }
}

/// A refusal spends nothing, and after the wait that it names the same call is allowed.
pub async fn must_2_a_refusal_spends_nothing_and_names_a_wait_that_helps(ports: LimiterPorts) {
    for (budget, size) in ports.sizes {
        let (limiter, key) = (&*ports.limiter, key("refused"));
        assert_eq!(spend(limiter, budget, &key, size).await, Spend::Allowed);
        let mut waits = Vec::new();
        for _ in 0..5 {
            match spend(limiter, budget, &key, 1).await {
                Spend::Refused { retry_after } => waits.push(retry_after),
                Spend::Allowed => panic!("{budget:?} is spent"),
            }
        }
        assert!(waits.iter().all(|wait| *wait > chrono::TimeDelta::zero()), "a wait: {waits:?}");
        assert!(waits.iter().all(|wait| *wait <= waits[0]), "asking again makes no wait longer: {waits:?}");
        let after = limiter.spend(budget, &key, 1, now() + waits[0]).await.expect("the limiter answers");
        assert_eq!(after, Spend::Allowed, "{budget:?} after the wait");
        // A portion that did not fit leaves what was there.
        let large = self::key("too large");
        assert!(matches!(spend(limiter, budget, &large, size + 1).await, Spend::Refused { .. }), "{budget:?}");
        assert_eq!(spend(limiter, budget, &large, size).await, Spend::Allowed, "{budget:?}");
    }
}

/// Spending one budget of one key leaves every other budget and key as it was.
pub async fn must_3_keys_and_budgets_do_not_influence_each_other(ports: LimiterPorts) {
    let keys = ["a", "ab", "a b", "A", "ä", "guesses", "a:b", "a%", "a_"];
    for (budget, size) in &ports.sizes {
        for text in keys {
            let answer = spend(&*ports.limiter, *budget, &key(text), *size).await;
            assert_eq!(answer, Spend::Allowed, "{budget:?} of {text:?}");
        }
    }
}

/// What was spent before a restart counts after it; joins may be forgotten.
pub async fn must_4_budgets_but_joins_survive_a_restart(ports: LimiterPorts) {
    for (budget, size) in ports.sizes {
        assert_eq!(spend(&*ports.limiter, budget, &key("kept"), size).await, Spend::Allowed);
        if budget != Budget::Joins {
            let answer = spend(&*ports.restarted, budget, &key("kept"), 1).await;
            assert!(matches!(answer, Spend::Refused { .. }), "{budget:?} after a restart: {answer:?}");
        }
    }
}
