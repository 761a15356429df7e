//! What is not counted as it happens but looked up when someone reads the metrics.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jigsaw_domain::port::{Clock as _, Outbox as _};
use jigsaw_store_sea_orm::Store;
use metrics::gauge;

use crate::adapter::SystemClock;
use crate::serving::Pause;

/// A database that does not answer in this time leaves its metrics as they were; the others are read all the same.
const PATIENCE: Duration = Duration::from_secs(2);

/// Where samples come from.
pub(crate) struct Sampled {
    store: Store,
    pause: Arc<Pause>,
    since: Instant,
}

impl Sampled {
    pub(crate) fn new(store: Store, pause: Arc<Pause>) -> Self {
        let database = if store.file().is_some() { "sqlite" } else { "postgresql" };
        gauge!("jigsaw_build_info", "version" => env!("CARGO_PKG_VERSION"), "database" => database).set(1.0);
        Self { store, pause, since: Instant::now() }
    }

    pub(super) async fn take(&self) {
        gauge!("jigsaw_uptime_seconds").set(self.since.elapsed().as_secs_f64());
        gauge!("jigsaw_paused").set(if self.pause.is_on() { 1.0 } else { 0.0 });
        if let Some(bytes) = resident_bytes() {
            gauge!("process_resident_memory_bytes").set(bytes);
        }
        if let Some(count) = open_files() {
            gauge!("process_open_fds").set(count);
        }
        for pool in self.store.pool_state() {
            let used = pool.size.saturating_sub(pool.idle);
            for (state, count) in [("idle", pool.idle), ("used", used)] {
                gauge!("jigsaw_db_pool_connections", "pool" => pool.pool, "state" => state).set(f64::from(count));
            }
        }
        self.outbox().await;
    }

    async fn outbox(&self) {
        let now = SystemClock.now();
        let tally = match tokio::time::timeout(PATIENCE, self.store.tally(now)).await {
            Ok(Ok(tally)) => tally,
            Ok(Err(error)) => return tracing::warn!(%error, "the outbox could not be counted"),
            Err(_) => return tracing::warn!("the outbox could not be counted in time"),
        };
        let states = [
            ("queued", tally.queued),
            ("deferred", tally.deferred),
            ("leased", tally.leased),
            ("parked", tally.parked),
        ];
        for (state, count) in states {
            gauge!("jigsaw_outbox_messages", "state" => state).set(float(count));
        }
        let waited = tally.oldest_due.map_or(0, |due| (now - due).num_milliseconds().max(0));
        gauge!("jigsaw_outbox_oldest_due_seconds").set(float(waited.unsigned_abs()) / 1_000.0);
    }
}

/// Exact up to 2^53, which no count here reaches.
#[expect(clippy::cast_precision_loss, reason = "metrics are floating point numbers")]
const fn float(count: u64) -> f64 {
    count as f64
}

/// `VmRSS` of Linux; other systems have no such file and no such metric.
fn resident_bytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(float(kilobytes * 1_024))
}

fn open_files() -> Option<f64> {
    let count = std::fs::read_dir("/proc/self/fd").ok()?.count();
    // One of them is the listing itself.
    Some(float(u64::try_from(count).ok()?.saturating_sub(1)))
}
