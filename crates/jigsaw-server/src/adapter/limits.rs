use std::num::NonZero;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use governor::clock::{Clock as _, DefaultClock};
use governor::{Quota, RateLimiter};
use jigsaw_domain::port::{Budget, LimitKey, Limiter, PortError, Spend};

use self::tally::Tally;

mod tally;

type Keyed = RateLimiter<LimitKey, governor::state::keyed::HashMapStateStore<LimitKey>, DefaultClock>;

/// The cheap budget of the join path in memory; the others in the database, where they survive restarts and
/// are shared between nodes.
///
/// Where several nodes serve one database, each of them [tells](Limits::share) the database about once a second how many
/// it let through, and learns there that all of them together have spent a budget. So joins cost no write of their own, and all
/// nodes together let through what one would, and at most a second's worth more.
pub(crate) struct Limits {
    joins: Option<Keyed>,
    /// `None` where there is one node: nothing is written then.
    tally: Option<Tally>,
    clock: DefaultClock,
    stored: Arc<dyn Limiter>,
}

/// How many servers may be running on the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nodes {
    /// This one.
    One,
    /// Any number.
    Several,
}

impl Limits {
    /// `joins_per_minute` of 0 turns that budget off. With several nodes, `stored` must ration joins at the same size.
    pub(crate) fn new(joins_per_minute: u32, stored: Arc<dyn Limiter>, nodes: Nodes) -> Self {
        let size = NonZero::new(joins_per_minute);
        let joins = size.map(|rate| RateLimiter::hashmap(Quota::per_minute(rate)));
        let tally = size.filter(|_| nodes == Nodes::Several).map(Tally::new);
        Self { joins, tally, clock: DefaultClock::default(), stored }
    }

    /// Forgets keys that are back at their full budget; called now and then.
    pub(crate) fn tidy(&self) {
        if let Some(joins) = &self.joins {
            joins.retain_recent();
            joins.shrink_to_fit();
        }
    }

    /// Tells the other nodes what was let through here; called about once a second.
    pub(crate) async fn share(&self, now: DateTime<Utc>) {
        let Some(tally) = &self.tally else { return };
        for (key, amount) in tally.to_tell(now) {
            match self.stored.spend(Budget::Joins, &key, amount, now).await {
                Ok(Spend::Allowed) => tally.told(&key, amount),
                Ok(Spend::Refused { retry_after }) => tally.shut(&key, now + retry_after),
                Err(error) => {
                    // It is told the next time; until then each node has its own budget.
                    tracing::warn!(%error, "the budget of joins is not shared");
                    return;
                }
            }
        }
    }

    fn spend_join(&self, key: &LimitKey, amount: u32, now: DateTime<Utc>) -> Spend {
        let (Some(joins), Some(portion)) = (&self.joins, NonZero::new(amount)) else { return Spend::Allowed };
        if let Some(until) = self.tally.as_ref().and_then(|tally| tally.shut_until(key)).filter(|until| *until > now) {
            return Spend::Refused { retry_after: until - now };
        }
        match joins.check_key_n(key, portion) {
            Ok(Ok(())) => {
                if let Some(tally) = &self.tally {
                    tally.let_through(key, amount, now);
                }
                Spend::Allowed
            }
            Ok(Err(not_yet)) => {
                let wait = not_yet.wait_time_from(self.clock.now());
                Spend::Refused { retry_after: TimeDelta::from_std(wait).unwrap_or(TimeDelta::minutes(1)) }
            }
            // More at once than the whole budget.
            Err(_) => Spend::Refused { retry_after: TimeDelta::minutes(1) },
        }
    }
}

#[async_trait]
impl Limiter for Limits {
    async fn spend(&self, budget: Budget, key: &LimitKey, amount: u32, now: DateTime<Utc>) -> Result<Spend, PortError> {
        if budget == Budget::Joins {
            return Ok(self.spend_join(key, amount, now));
        }
        self.stored.spend(budget, key, amount, now).await
    }
}

#[cfg(test)]
mod tests;
