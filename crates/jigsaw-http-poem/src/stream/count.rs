//! How many streams are open, on the whole and for each who asked.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// Counts open streams.
#[derive(Clone, Debug)]
pub(crate) struct OpenStreams(Arc<Counts>);

#[derive(Debug)]
struct Counts {
    most: usize,
    most_each: usize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    all: usize,
    of: HashMap<Listener, usize>,
}

/// Who listens: an account or a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Listener(pub(crate) uuid::Uuid);

/// The place of one open stream; dropping it gives the place back.
#[derive(Debug)]
pub(crate) struct StreamSlot {
    counts: Arc<Counts>,
    listener: Listener,
    kind: &'static str,
}

/// The gauge of open streams.
const GAUGE: &str = "jigsaw_streams_open";

impl OpenStreams {
    pub(crate) fn new(most: usize, most_each: usize) -> Self {
        Self(Arc::new(Counts { most, most_each, open: Mutex::default() }))
    }

    /// Takes a place for a stream of this kind; `None` when there is none.
    pub(crate) fn open(&self, kind: &'static str, listener: Listener) -> Option<StreamSlot> {
        let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        let own = open.of.get(&listener).copied().unwrap_or_default();
        if open.all >= self.0.most || own >= self.0.most_each {
            return None;
        }
        open.all += 1;
        open.of.insert(listener, own + 1);
        drop(open);
        metrics::gauge!(GAUGE, "kind" => kind).increment(1);
        Some(StreamSlot { counts: self.0.clone(), listener, kind })
    }
}

impl Drop for StreamSlot {
    fn drop(&mut self) {
        metrics::gauge!(GAUGE, "kind" => self.kind).decrement(1);
        let mut open = self.counts.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.all = open.all.saturating_sub(1);
        match open.of.get_mut(&self.listener) {
            Some(own) if *own > 1 => *own -= 1,
            _ => {
                open.of.remove(&self.listener);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_bounded_and_given_back() {
        let streams = OpenStreams::new(3, 2);
        let (anna, ben) = (Listener(uuid::Uuid::from_u128(1)), Listener(uuid::Uuid::from_u128(2)));
        let first = streams.open("pass", anna).unwrap();
        let _second = streams.open("pass", anna).unwrap();
        assert!(streams.open("pass", anna).is_none(), "two each");
        let _third = streams.open("pass", ben).unwrap();
        assert!(streams.open("pass", ben).is_none(), "three in all");
        drop(first);
        assert!(streams.open("pass", anna).is_some());
    }
}
