//! How a stream is woken: by the reasons that concern it, and by nothing else.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use tokio::sync::Notify;

/// Why a stream was woken. Several reasons that come together are one waking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Rung(u8);

impl Rung {
    /// The person changed: their pass is to be read.
    pub(super) const PERSON: Self = Self(1);
    /// The session or many people changed: the board has read them.
    pub(super) const EVERYONE: Self = Self(2);
    /// There is another roster.
    pub(super) const ROSTER: Self = Self(4);
    /// Nothing more will be heard.
    pub(super) const STOP: Self = Self(8);

    pub(super) const fn has(self, reason: Self) -> bool {
        self.0 & reason.0 != 0
    }
}

/// One stream's bell.
#[derive(Debug, Default)]
pub(super) struct Bell {
    rung: AtomicU8,
    notify: Notify,
    /// Its person was told that they are in, and so may see the roster.
    inside: AtomicBool,
}

impl Bell {
    pub(super) fn ring(&self, reason: Rung) {
        self.rung.fetch_or(reason.0, Ordering::AcqRel);
        self.notify.notify_one();
    }

    /// Why it rang since the last time.
    pub(super) fn answer(&self) -> Rung {
        Rung(self.rung.swap(0, Ordering::AcqRel))
    }

    /// Waits until it rings. One that rang while nobody waited is heard at once.
    pub(super) async fn wait(&self) {
        self.notify.notified().await;
    }

    pub(super) fn is_inside(&self) -> bool {
        self.inside.load(Ordering::Acquire)
    }

    pub(super) fn set_inside(&self, inside: bool) {
        self.inside.store(inside, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[test]
    fn a_bell_that_rang_before_anyone_waited_is_heard_once_with_every_reason() {
        let bell = Bell::default();
        bell.ring(Rung::PERSON);
        bell.ring(Rung::ROSTER);
        assert!(bell.wait().now_or_never().is_some());
        let rung = bell.answer();
        assert!(rung.has(Rung::PERSON) && rung.has(Rung::ROSTER) && !rung.has(Rung::STOP));
        assert!(bell.wait().now_or_never().is_none());
        assert_eq!(bell.answer(), Rung::default());
    }
}
