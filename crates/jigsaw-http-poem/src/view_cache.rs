//! The public view of sessions, kept for a second: a thousand people who open one link at once cost one look-up.
//!
//! Only what is shown to everyone with the link is kept. Decisions are never taken from here.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use jigsaw_domain::link::Link;
use jigsaw_domain::usecase::PublicSession;

/// More links than are opened in one second; when there are more, all are forgotten.
const MOST: usize = 10_000;

#[derive(Debug)]
pub(crate) struct ViewCache {
    age: Duration,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    views: HashMap<Link, (Instant, PublicSession)>,
    /// Rises when something was changed here; a look-up that began before is not kept.
    changes: u64,
}

impl ViewCache {
    pub(crate) fn new(age: Duration) -> Self {
        Self { age, seen: Mutex::default() }
    }

    /// The view, if it is fresh; otherwise the mark to keep a new one under.
    pub(crate) fn find(&self, link: Link) -> Result<PublicSession, u64> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = seen.views.get(&link).filter(|(since, _)| since.elapsed() < self.age);
        fresh.map(|(_, view)| view.clone()).ok_or(seen.changes)
    }

    pub(crate) fn keep(&self, link: Link, view: &PublicSession, mark: u64) {
        if self.age.is_zero() {
            return;
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.changes != mark {
            return;
        }
        if seen.views.len() >= MOST {
            seen.views.clear();
        }
        seen.views.insert(link, (Instant::now(), view.clone()));
    }

    /// A host changed something on this node: they see it at once.
    pub(crate) fn forget_all(&self) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.changes += 1;
        seen.views.clear();
    }
}
