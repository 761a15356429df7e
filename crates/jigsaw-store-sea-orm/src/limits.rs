//! Sizes of the budgets, and the arithmetic of a window that slides.

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::port::{Budget, Spend};

/// How much of each budget a key may spend within which time.
#[derive(Clone, Debug)]
pub struct LimitSettings([(Budget, Ration); Budget::ALL.len()]);

/// A size within a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ration {
    pub(crate) size: u32,
    pub(crate) window: TimeDelta,
}

impl LimitSettings {
    /// No budget is limited.
    pub fn off() -> Self {
        Self(Budget::ALL.map(|budget| (budget, Ration { size: 0, window: TimeDelta::minutes(1) })))
    }

    /// Another size and window for one budget; a size of 0 turns it off.
    #[must_use]
    pub fn with(mut self, budget: Budget, size: u32, window: TimeDelta) -> Self {
        for (name, ration) in &mut self.0 {
            if *name == budget {
                *ration = Ration { size, window };
            }
        }
        self
    }

    /// `None` for a budget that is off.
    pub(crate) fn ration(&self, budget: Budget) -> Option<Ration> {
        let found = self.0.iter().find(|(name, _)| *name == budget);
        found.map(|(_, ration)| *ration).filter(|ration| ration.size > 0)
    }
}

impl Default for LimitSettings {
    /// 600 joins a minute per network and session, 10 guesses a minute per address and network and 50 per address, 5 mailed
    /// codes an hour per address, 2,000 mails a day per host, one mail in 10 minutes that somebody knocks at a session.
    fn default() -> Self {
        let minute = TimeDelta::minutes(1);
        Self::off()
            .with(Budget::Joins, 600, minute)
            .with(Budget::Guesses, 10, minute)
            .with(Budget::GuessesAtAddress, 50, minute)
            .with(Budget::CodesToAddress, 5, TimeDelta::hours(1))
            .with(Budget::MailsOfHost, 2_000, TimeDelta::days(1))
            .with(Budget::AccessRequests, 1, TimeDelta::minutes(10))
    }
}

/// What one key spent of one budget: moments in microseconds and amounts, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spent(pub(crate) Vec<(i64, u32)>);

impl Spent {
    /// Entries up to which each spending is kept exactly.
    const EXACT: usize = 64;
    /// Beyond that, spendings within this part of the window are kept as one.
    const SLOTS: i64 = 32;

    /// Spends, or says how long to wait. Whatever the moment, no window of the ration's length sees more than its size.
    pub(crate) fn spend(&mut self, ration: Ration, amount: u32, now: DateTime<Utc>) -> Spend {
        let (now, window) = (now.timestamp_micros(), ration.window.num_microseconds().unwrap_or(i64::MAX));
        self.0.retain(|(at, _)| at.saturating_add(window) > now);
        let used: u64 = self.0.iter().map(|(_, amount)| u64::from(*amount)).sum();
        let mut lacking = (used + u64::from(amount)).saturating_sub(u64::from(ration.size));
        if lacking == 0 {
            self.0.push((now, amount));
            self.thin_out(window);
            return Spend::Allowed;
        }
        for (at, amount) in &self.0 {
            lacking = lacking.saturating_sub(u64::from(*amount));
            if lacking == 0 {
                return Spend::Refused { retry_after: TimeDelta::microseconds(at.saturating_add(window) - now) };
            }
        }
        // More than the whole budget at once: never allowed, and there is no better answer.
        Spend::Refused { retry_after: ration.window }
    }

    /// When nothing of this counts any more.
    pub(crate) fn expires_at(&self, ration: Ration) -> i64 {
        let window = ration.window.num_microseconds().unwrap_or(i64::MAX);
        self.0.iter().map(|(at, _)| at.saturating_add(window)).max().unwrap_or_default()
    }

    /// Keeps a row small when a budget is large. A merged entry bears the latest moment, so that nothing is forgotten
    /// early.
    fn thin_out(&mut self, window: i64) {
        if self.0.len() <= Self::EXACT {
            return;
        }
        let slot = (window / Self::SLOTS).max(1);
        let mut merged: Vec<(i64, u32)> = Vec::new();
        for (at, amount) in self.0.drain(..) {
            match merged.last_mut() {
                Some(last) if last.0.div_euclid(slot) == at.div_euclid(slot) => {
                    last.0 = last.0.max(at);
                    last.1 = last.1.saturating_add(amount);
                }
                _ => merged.push((at, amount)),
            }
        }
        self.0 = merged;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATION: Ration = Ration { size: 3, window: TimeDelta::minutes(1) };

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_442_400 + seconds, 0).unwrap()
    }

    #[test]
    fn a_refusal_names_the_exact_wait_and_spends_nothing() {
        let mut spent = Spent::default();
        assert_eq!(spent.spend(RATION, 2, at(0)), Spend::Allowed);
        assert_eq!(spent.spend(RATION, 1, at(10)), Spend::Allowed);
        let refused = Spend::Refused { retry_after: TimeDelta::seconds(40) };
        assert_eq!(spent.spend(RATION, 1, at(20)), refused);
        assert_eq!(spent.spend(RATION, 1, at(20)), refused);
        assert_eq!(spent.spend(RATION, 2, at(60)), Spend::Allowed);
        assert_eq!(spent.spend(RATION, 4, at(500)), Spend::Refused { retry_after: TimeDelta::minutes(1) });
    }

    #[test]
    fn no_window_sees_more_than_the_size_however_large_it_is() {
        let ration = Ration { size: 1_000, window: TimeDelta::seconds(100) };
        let mut spent = Spent::default();
        let mut log: Vec<i64> = Vec::new();
        for tick in 0..40_000_i64 {
            let now = at(0) + TimeDelta::milliseconds(tick * 10);
            if spent.spend(ration, 1, now) == Spend::Allowed {
                log.push(now.timestamp_millis());
            }
            assert!(spent.0.len() <= Spent::EXACT + 1, "{}", spent.0.len());
        }
        for (first, last) in log.iter().zip(log.iter().skip(1_000)) {
            assert!(last - first >= 100_000, "{first} {last}");
        }
        assert!(log.len() > 3_000, "{}", log.len());
    }
}
