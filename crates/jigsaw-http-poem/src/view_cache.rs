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
pub(crate) struct ViewCache<V = PublicSession> {
    age: Duration,
    seen: Mutex<Seen<V>>,
}

#[derive(Debug)]
struct Seen<V> {
    views: HashMap<Link, (Instant, V)>,
    /// Rises when something was changed here; a look-up that began before is not kept.
    changes: u64,
}

impl<V: Clone> ViewCache<V> {
    pub(crate) fn new(age: Duration) -> Self {
        Self { age, seen: Mutex::new(Seen { views: HashMap::new(), changes: 0 }) }
    }

    /// The view, if it is fresh; otherwise the mark to keep a new one under.
    pub(crate) fn find(&self, link: Link) -> Result<V, u64> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = seen.views.get(&link).filter(|(since, _)| since.elapsed() < self.age);
        fresh.map(|(_, view)| view.clone()).ok_or(seen.changes)
    }

    pub(crate) fn keep(&self, link: Link, view: &V, mark: u64) {
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

    /// The owner of this link changed something on this node: they see it at once.
    pub(crate) fn forget(&self, link: Link) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.changes += 1;
        seen.views.remove(&link);
    }

    /// A host changed something on this node: they see it at once.
    pub(crate) fn forget_all(&self) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.changes += 1;
        seen.views.clear();
    }
}

#[cfg(test)]
mod tests {
    use jigsaw_domain::id::SessionId;
    use jigsaw_domain::link::{Generation, LinkTarget};

    use super::*;

    fn link() -> Link {
        let session = SessionId::from_uuid(uuid::Uuid::from_u128(7));
        Link { target: LinkTarget::Session(session), generation: Generation::FIRST }
    }

    #[test]
    fn a_view_is_kept_for_its_age_and_forgotten_at_a_change() {
        let cache = ViewCache::new(Duration::from_mins(1));
        let mark = cache.find(link()).unwrap_err();
        cache.keep(link(), &"view", mark);
        assert_eq!(cache.find(link()), Ok("view"));
        cache.forget_all();
        let mark = cache.find(link()).unwrap_err();
        // A look-up that began before a change is not kept.
        cache.forget_all();
        cache.keep(link(), &"view", mark);
        assert!(cache.find(link()).is_err());
    }

    #[test]
    fn no_age_keeps_nothing() {
        let cache = ViewCache::new(Duration::ZERO);
        cache.keep(link(), &"view", cache.find(link()).unwrap_err());
        assert!(cache.find(link()).is_err());
    }
}
