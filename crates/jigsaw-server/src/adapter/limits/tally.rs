//! What this node let through and the others do not know of yet.

use std::collections::HashMap;
use std::num::NonZero;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::port::LimitKey;

/// The part of a budget that is not worth telling: a household that comes in costs no write.
const SLACK: u32 = 20;
const WINDOW: TimeDelta = TimeDelta::minutes(1);

#[derive(Debug)]
pub(super) struct Tally {
    /// The size of a budget: no more is told at once.
    size: u32,
    keys: Mutex<HashMap<LimitKey, Untold>>,
}

#[derive(Debug)]
struct Untold {
    amount: u32,
    since: DateTime<Utc>,
    /// All nodes together have spent the budget.
    shut_until: Option<DateTime<Utc>>,
}

impl Tally {
    pub(super) fn new(size: NonZero<u32>) -> Self {
        Self { size: size.get(), keys: Mutex::default() }
    }

    fn keys(&self) -> MutexGuard<'_, HashMap<LimitKey, Untold>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn let_through(&self, key: &LimitKey, amount: u32, now: DateTime<Utc>) {
        let mut keys = self.keys();
        if let Some(untold) = keys.get_mut(key) {
            untold.amount = untold.amount.saturating_add(amount);
        } else {
            keys.insert(key.clone(), Untold { amount, since: now, shut_until: None });
        }
    }

    pub(super) fn shut_until(&self, key: &LimitKey) -> Option<DateTime<Utc>> {
        self.keys().get(key)?.shut_until
    }

    /// What is to be told now. What is a minute old and still too little is forgotten: it counts no more.
    pub(super) fn to_tell(&self, now: DateTime<Utc>) -> Vec<(LimitKey, u32)> {
        let mut keys = self.keys();
        let worth_it = |untold: &Untold| untold.amount > self.size / SLACK;
        keys.retain(|_, untold| worth_it(untold) || now - untold.since < WINDOW);
        let due = |untold: &Untold| worth_it(untold) && untold.shut_until.is_none_or(|until| until <= now);
        let due = keys.iter().filter(|(_, untold)| due(untold));
        due.map(|(key, untold)| (key.clone(), untold.amount.min(self.size))).collect()
    }

    /// The others know of it.
    pub(super) fn told(&self, key: &LimitKey, amount: u32) {
        let mut keys = self.keys();
        if let Some(untold) = keys.get_mut(key) {
            untold.amount = untold.amount.saturating_sub(amount);
            untold.shut_until = None;
            if untold.amount == 0 {
                keys.remove(key);
            }
        }
    }

    /// The others have spent it: nobody comes in before that moment, and then what is untold is told first.
    pub(super) fn shut(&self, key: &LimitKey, until: DateTime<Utc>) {
        if let Some(untold) = self.keys().get_mut(key) {
            untold.shut_until = Some(until);
        }
    }
}
