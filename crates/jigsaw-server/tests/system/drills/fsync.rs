//! How often the disk is waited for: once for a join alone, once for many joins together, and never not at all.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jigsaw_testkit::postgres::Options;
use serde_json::json;

use crate::support::api::{Api, at_once};
use crate::support::clients::{OPEN, guest};
use crate::support::machine::Machine;
use crate::support::report::{figures, short_or_long};
use crate::support::site::Site;
use crate::support::strace::{Tracer, family};

/// The bar for 256 clients.
const SHARED: f64 = 0.2;

#[test]
fn joins_wait_for_the_disk_together_on_sqlite() {
    drill(&Site::sqlite());
}

#[test]
fn joins_wait_for_the_disk_together_on_postgresql() {
    // Autovacuum and the background writer would be counted, too.
    let settings = [("autovacuum", "off"), ("bgwriter_lru_maxpages", "0"), ("checkpoint_timeout", "1h")];
    let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    if let Some(site) = Site::own_postgres(Options { fsync: true, settings, ..Options::default() }) {
        drill(&site);
    }
}

fn drill(site: &Site) {
    let _machine = Machine::alone();
    let node = site.start();
    let (_, link) = node.live(&json!({ "invitation_type": OPEN }));
    let time = short_or_long(Duration::from_secs(3), Duration::from_secs(20));
    // Connections to the database are opened before anything is counted.
    joins(&node, &link, "warm", 64, Duration::from_secs(1));
    let measure = |mark: &str, clients: usize| {
        let pids = if site.is_sqlite() { vec![node.pid()] } else { family(site.cluster().server_id().unwrap()) };
        let tracer = Tracer::attach("fsync", &pids, site.folder(), &["-c", "-e", "trace=fsync,fdatasync"])?;
        let joined = joins(&node, &link, mark, clients, time);
        let counts = tracer.counts();
        let syncs: u64 = counts.iter().map(|(_, count)| count).sum();
        Some((joined, syncs))
    };
    let Some((alone, syncs_alone)) = measure("alone", 1) else { return };
    let Some((many, syncs_of_many)) = measure("many", 256) else { return };
    let each = |syncs: u64, joined: usize| {
        f64::from(u32::try_from(syncs).unwrap()) / f64::from(u32::try_from(joined).unwrap())
    };
    let (one, shared) = (each(syncs_alone, alone), each(syncs_of_many, many));
    figures(
        "fsync",
        site.database,
        &format!(
            "1 client: {syncs_alone} syncs for {alone} acknowledged joins = {one:.2}; 256 clients: {syncs_of_many} for {many} = {shared:.3} (bar {SHARED})"
        ),
    );
    assert!(usize::try_from(syncs_alone).unwrap() >= alone, "a join alone is on the disk before it is acknowledged");
    assert!(one < 1.5, "a join alone waits for the disk once");
    assert!(syncs_of_many > 0, "nothing is acknowledged without the disk");
    assert!(shared < SHARED, "{shared} syncs for each acknowledged join");
}

/// Joins without a pause for so long; how many were acknowledged.
fn joins(api: &Api, link: &str, mark: &str, clients: usize, time: Duration) -> usize {
    let joined = AtomicUsize::new(0);
    let until = Instant::now() + time;
    at_once(clients, |client| {
        for number in 0.. {
            if Instant::now() > until {
                return;
            }
            let answer = api.join(link, &guest(&format!("{mark}-{client}-{number}@example.org")));
            assert_eq!(answer.outcome(), "admitted", "{answer:?}");
            joined.fetch_add(1, Ordering::Relaxed);
        }
    });
    joined.into_inner()
}
