//! Whether the relay is worth a try.

use chrono::{DateTime, TimeDelta, Utc};

use super::Attempt;

/// The first wait after the relay was found out of order; it doubles with each look that finds it so.
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(1);
/// The longest wait between two looks.
const LONGEST_PAUSE: TimeDelta = TimeDelta::seconds(30);

/// What a worker loop knows of its relay. While the relay is out of order the queue rests, but for one message now and then
/// that finds out; and its end and its beginning are told once, not with every message.
#[derive(Clone, Debug, Default)]
pub struct RelayWatch {
    trouble: Option<Trouble>,
    round: Round,
}

/// What a try knew when it began. What began before the last news brings none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round(u64);

#[derive(Clone, Copy, Debug)]
struct Trouble {
    since: DateTime<Utc>,
    next_look: DateTime<Utc>,
    pause: TimeDelta,
}

/// What the operator is told, once each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelayNews {
    /// Nothing goes out. Nothing is lost either: everything waits.
    OutOfOrder {
        /// What is the matter, without addresses.
        error: String,
    },
    /// Mail goes out again.
    InOrderAgain {
        /// How long it did not.
        after: TimeDelta,
    },
}

impl RelayWatch {
    /// How many messages may be claimed now by a worker that sends `in_flight` already and could send `free` more.
    pub fn allows(&self, now: DateTime<Utc>, in_flight: u32, free: u32) -> u32 {
        match self.trouble {
            None => free,
            Some(trouble) if trouble.is_worth_a_look(now) && in_flight == 0 => free.min(1),
            Some(_) => 0,
        }
    }

    /// To be kept with a try that begins now.
    pub const fn round(&self) -> Round {
        self.round
    }

    /// Takes note of how a try ended that began in this round.
    pub fn note(&mut self, attempt: &Attempt, begun: Round, now: DateTime<Utc>) -> Option<RelayNews> {
        // Those that were on their way together fail together: that is one failure. And what was on its way when the
        // trouble began tells nothing of its end.
        if begun != self.round {
            return None;
        }
        match (attempt, self.trouble) {
            (Attempt::PutBack { error, .. }, None) => {
                self.in_trouble(now, now, FIRST_PAUSE);
                Some(RelayNews::OutOfOrder { error: error.clone() })
            }
            (Attempt::PutBack { .. }, Some(trouble)) => {
                self.in_trouble(trouble.since, now, (trouble.pause * 2).min(LONGEST_PAUSE));
                None
            }
            // The relay answered, whatever it said.
            (
                Attempt::Sent | Attempt::Deferred { .. } | Attempt::Bounced { .. } | Attempt::Parked { .. },
                Some(trouble),
            ) => {
                self.trouble = None;
                self.round.0 += 1;
                Some(RelayNews::InOrderAgain { after: (now - trouble.since).max(TimeDelta::zero()) })
            }
            (Attempt::Dropped { .. }, _) | (_, None) => None,
        }
    }

    /// Whether the relay was out of order when it was last talked to.
    pub const fn is_out_of_order(&self) -> bool {
        self.trouble.is_some()
    }

    fn in_trouble(&mut self, since: DateTime<Utc>, now: DateTime<Utc>, pause: TimeDelta) {
        self.trouble = Some(Trouble { since, next_look: now + pause, pause });
        self.round.0 += 1;
    }
}

impl Trouble {
    fn is_worth_a_look(&self, now: DateTime<Utc>) -> bool {
        // A clock that was put back must not make the queue rest for longer than was meant.
        now >= self.next_look || self.next_look - now > self.pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::milliseconds(milliseconds)
    }

    fn down() -> Attempt {
        Attempt::PutBack { until: at(0), error: "535 sign-in".to_owned() }
    }

    fn watch_since(milliseconds: i64) -> RelayWatch {
        let mut watch = RelayWatch::default();
        let news = watch.note(&down(), watch.round(), at(milliseconds));
        assert_eq!(news, Some(RelayNews::OutOfOrder { error: "535 sign-in".to_owned() }));
        watch
    }

    #[test]
    fn a_relay_in_order_gets_as_much_as_there_is_room_for() {
        let mut watch = RelayWatch::default();
        assert_eq!(watch.allows(at(0), 3, 13), 13);
        assert_eq!(watch.note(&Attempt::Sent, watch.round(), at(1)), None);
        assert!(!watch.is_out_of_order());
    }

    #[test]
    fn its_trouble_is_told_once_and_so_is_its_end() {
        let mut watch = RelayWatch::default();
        let together = watch.round();
        let news: Vec<_> = (0..16).filter_map(|_| watch.note(&down(), together, at(0))).collect();
        assert_eq!(news.len(), 1, "they were on their way together: {news:?}");
        assert!(watch.is_out_of_order());
        assert_eq!(watch.allows(at(1_000), 0, 16), 1, "and are one failure");
        let later = Attempt::Deferred { until: at(9), error: "450 greylisted".to_owned() };
        let back = watch.note(&later, watch.round(), at(60_000));
        assert_eq!(back, Some(RelayNews::InOrderAgain { after: TimeDelta::minutes(1) }));
        assert_eq!(watch.note(&Attempt::Sent, watch.round(), at(60_001)), None);
        assert_eq!(watch.allows(at(60_001), 0, 16), 16);
    }

    #[test]
    fn one_message_at_a_time_looks_whether_it_is_back() {
        let mut watch = watch_since(0);
        assert_eq!(watch.allows(at(999), 0, 16), 0);
        assert_eq!(watch.allows(at(1_000), 1, 15), 0, "one is on its way");
        assert_eq!(watch.allows(at(1_000), 0, 16), 1);
        assert_eq!(watch.note(&down(), watch.round(), at(1_000)), None);
        assert_eq!((watch.allows(at(2_999), 0, 16), watch.allows(at(3_000), 0, 16)), (0, 1), "twice the pause");
    }

    #[test]
    fn looks_get_rarer_down_to_one_in_half_a_minute() {
        let mut watch = watch_since(0);
        let mut now = at(0);
        let mut looks = 0;
        while now < at(6 * 3_600_000) {
            now += TimeDelta::seconds(1);
            if watch.allows(now, 0, 16) > 0 {
                looks += 1;
                assert_eq!(watch.note(&down(), watch.round(), now), None);
            }
        }
        assert!((700..=740).contains(&looks), "{looks} in six hours");
    }

    #[test]
    fn what_was_on_its_way_before_the_trouble_does_not_end_it() {
        let mut watch = RelayWatch::default();
        let before = watch.round();
        assert!(watch.note(&down(), before, at(0)).is_some());
        assert_eq!(watch.note(&Attempt::Sent, before, at(1)), None);
        assert!(watch.is_out_of_order());
        let unasked = Attempt::Dropped { reason: "revoked" };
        assert_eq!(watch.note(&unasked, watch.round(), at(1_001)), None, "nobody asked the relay");
        assert!(watch.is_out_of_order());
    }

    #[test]
    fn a_clock_that_is_put_back_neither_stops_the_queue_nor_storms_the_relay() {
        let mut watch = watch_since(7_200_000);
        assert_eq!(watch.allows(at(0), 0, 16), 1);
        assert_eq!(watch.note(&down(), watch.round(), at(0)), None);
        assert_eq!((watch.allows(at(1_999), 0, 16), watch.allows(at(2_000), 0, 16)), (0, 1));
        let back = watch.note(&Attempt::Sent, watch.round(), at(2_000));
        assert_eq!(back, Some(RelayNews::InOrderAgain { after: TimeDelta::zero() }));
    }
}
