//! The fakes keep the contracts of their ports.

use std::sync::Arc;

use chrono::TimeDelta;
use jigsaw_domain::port::Budget;
use jigsaw_testkit::contract::{HasherPorts, LimiterPorts, MailPorts};
use jigsaw_testkit::fakes::{CapturingMailer, PlainHasher};
use jigsaw_testkit::memory::{Limits, MemoryStore};

async fn make_limiter() -> LimiterPorts {
    let limits = Limits::every(5).with(Budget::Joins, 60, TimeDelta::minutes(1));
    let store = MemoryStore::with_limits(limits);
    let sizes = Budget::ALL.map(|budget| (budget, if budget == Budget::Joins { 60 } else { 5 })).to_vec();
    LimiterPorts { limiter: Arc::new(store.clone()), sizes, restarted: Arc::new(store) }
}

async fn make_hasher() -> HasherPorts {
    let narrow = PlainHasher::new();
    narrow.set_busy(true);
    HasherPorts { hasher: Arc::new(PlainHasher::new()), narrow: (Arc::new(narrow), 1), slow: false }
}

async fn make_mailer() -> MailPorts {
    let mailer = CapturingMailer::new();
    MailPorts { mailer: Arc::new(mailer.clone()), mailbox: Arc::new(mailer) }
}

jigsaw_testkit::limiter_contract!(make_limiter);
jigsaw_testkit::hasher_contract!(make_hasher);
jigsaw_testkit::mailer_contract!(make_mailer);
