//! Rations, counted over a window that slides.

use std::collections::HashMap;
use std::sync::PoisonError;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::port::{Budget, LimitKey, Limiter, PortError, Spend};

use super::MemoryStore;

pub(super) type Spent = HashMap<(Budget, LimitKey), Vec<(DateTime<Utc>, u32)>>;

/// How large each budget is, and over which time.
#[derive(Clone, Debug, Default)]
pub struct Limits(HashMap<Budget, (u32, TimeDelta)>);

impl Limits {
    /// Nothing is rationed.
    pub fn off() -> Self {
        Self::default()
    }

    /// Every budget has this size, each minute.
    pub fn every(size: u32) -> Self {
        Budget::ALL.into_iter().fold(Self::off(), |limits, budget| limits.with(budget, size, TimeDelta::minutes(1)))
    }

    /// Another size for one budget; 0 turns it off.
    #[must_use]
    pub fn with(mut self, budget: Budget, size: u32, window: TimeDelta) -> Self {
        self.0.insert(budget, (size, window));
        self
    }
}

#[async_trait]
impl Limiter for MemoryStore {
    async fn spend(&self, budget: Budget, key: &LimitKey, amount: u32, now: DateTime<Utc>) -> Result<Spend, PortError> {
        tokio::task::yield_now().await;
        let Some((size, window)) = self.0.limits.0.get(&budget).copied().filter(|(size, _)| *size > 0) else {
            return Ok(Spend::Allowed);
        };
        let mut spent = self.0.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let log = spent.entry((budget, key.clone())).or_default();
        log.retain(|(at, _)| *at + window > now);
        let used: u32 = log.iter().map(|(_, amount)| amount).sum();
        let Some(mut lacking) = (used + amount).checked_sub(size).filter(|lacking| *lacking > 0) else {
            log.push((now, amount));
            return Ok(Spend::Allowed);
        };
        // Wait until enough of what was spent falls out of the window.
        for (at, amount) in log.iter() {
            lacking = lacking.saturating_sub(*amount);
            if lacking == 0 {
                return Ok(Spend::Refused { retry_after: *at + window - now });
            }
        }
        Ok(Spend::Refused { retry_after: window })
    }
}
