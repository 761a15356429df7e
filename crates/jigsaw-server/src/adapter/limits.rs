use std::num::NonZero;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use governor::clock::{Clock as _, DefaultClock};
use governor::{Quota, RateLimiter};
use jigsaw_domain::port::{Budget, LimitKey, Limiter, PortError, Spend};

type Keyed = RateLimiter<LimitKey, governor::state::keyed::HashMapStateStore<LimitKey>, DefaultClock>;

/// The cheap budget of the join path in memory; the others in the database, where they survive restarts and
/// are shared between nodes.
pub(crate) struct Limits {
    joins: Option<Keyed>,
    clock: DefaultClock,
    stored: Arc<dyn Limiter>,
}

impl Limits {
    /// `joins_per_minute` of 0 turns that budget off.
    pub(crate) fn new(joins_per_minute: u32, stored: Arc<dyn Limiter>) -> Self {
        let joins = NonZero::new(joins_per_minute).map(|rate| RateLimiter::hashmap(Quota::per_minute(rate)));
        Self { joins, clock: DefaultClock::default(), stored }
    }

    /// Forgets keys that are back at their full budget; called now and then.
    pub(crate) fn tidy(&self) {
        if let Some(joins) = &self.joins {
            joins.retain_recent();
            joins.shrink_to_fit();
        }
    }
}

#[async_trait]
impl Limiter for Limits {
    async fn spend(&self, budget: Budget, key: &LimitKey, amount: u32, now: DateTime<Utc>) -> Result<Spend, PortError> {
        if budget != Budget::Joins {
            return self.stored.spend(budget, key, amount, now).await;
        }
        let (Some(joins), Some(amount)) = (&self.joins, NonZero::new(amount)) else { return Ok(Spend::Allowed) };
        Ok(match joins.check_key_n(key, amount) {
            Ok(Ok(())) => Spend::Allowed,
            Ok(Err(not_yet)) => {
                let wait = not_yet.wait_time_from(self.clock.now());
                Spend::Refused { retry_after: TimeDelta::from_std(wait).unwrap_or(TimeDelta::minutes(1)) }
            }
            // More at once than the whole budget.
            Err(_) => Spend::Refused { retry_after: TimeDelta::minutes(1) },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Never;

    #[async_trait]
    impl Limiter for Never {
        async fn spend(&self, _: Budget, _: &LimitKey, _: u32, _: DateTime<Utc>) -> Result<Spend, PortError> {
            Err(PortError::Unavailable("not reached".to_owned()))
        }
    }

    #[tokio::test]
    async fn joins_burst_up_to_the_budget_and_then_wait() {
        let limits = Limits::new(600, Arc::new(Never));
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
        let limits = Limits::new(0, Arc::new(Never));
        let key = LimitKey("x".to_owned());
        for _ in 0..10_000 {
            assert_eq!(limits.spend(Budget::Joins, &key, 1, DateTime::UNIX_EPOCH).await, Ok(Spend::Allowed));
        }
    }
}
