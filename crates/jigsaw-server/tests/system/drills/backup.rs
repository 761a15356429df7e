//! Backups are taken while people come and go; each of them is a whole server.

use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::time::{Duration, Instant};

use crate::support::clients::{Told, Work};
use crate::support::inside::assert_whole;
use crate::support::machine::Machine;
use crate::support::report::{figures, short_or_long};
use crate::support::site::Site;

const CLIENTS: usize = 4;

#[test]
fn every_backup_under_load_is_whole_on_sqlite() {
    drill(&Site::sqlite());
}

#[test]
fn every_backup_under_load_is_whole_on_postgresql() {
    if let Some(site) = Site::postgres() {
        drill(&site);
    }
}

fn drill(site: &Site) {
    let _machine = Machine::alone();
    let (every, backups) = short_or_long((Duration::from_secs(1), 6), (Duration::from_secs(10), 12));
    let node = site.start();
    let (told, done) = (Mutex::new(Told::default()), AtomicUsize::new(0));
    let began = Instant::now();
    let until = began + every * backups;
    let mut slowest = Duration::ZERO;
    let work = Work { api: &node, done: &done };
    let taken: Vec<(std::path::PathBuf, Told)> = std::thread::scope(|scope| {
        let (told, work) = (&told, &work);
        for client in 0..CLIENTS {
            scope.spawn(move || work.until(&format!("b{client}"), until, told));
        }
        let one = |number: u32| {
            let at = began + every * number;
            std::thread::sleep(at.saturating_duration_since(Instant::now()));
            // What was acknowledged before the backup began must be in it; what came meanwhile may be.
            let before = told.lock().unwrap().clone();
            let file = site.path(&format!("backup-{number}"));
            let start = Instant::now();
            site.succeed(&["backup", file.to_str().unwrap()]);
            slowest = slowest.max(start.elapsed());
            (file, before)
        };
        (0..backups).map(one).collect()
    });
    let whole = told.into_inner().unwrap();
    whole.assert_kept(&node);
    drop(node);

    let mut restoring = Duration::ZERO;
    for (file, before) in &taken {
        let fresh = site.beside();
        let start = Instant::now();
        fresh.succeed(&["restore", file.to_str().unwrap()]);
        restoring = restoring.max(start.elapsed());
        let node = fresh.start();
        before.assert_kept(&node);
        assert_whole(&fresh);
        let paused = fresh.run(&["resume"]);
        let said = String::from_utf8_lossy(&paused.stdout).into_owned();
        assert!(paused.status.success() && said.contains("goes on"), "it had opened paused: {said}");
    }
    let last = taken.last().map_or(0, |(_, before)| before.all());
    figures(
        "backup",
        site.database,
        &format!(
            "{backups} backups, one each {} s under {CLIENTS} clients ({} effects, {last} before the last backup), each within \
             {} ms; each restored within {} ms, 0 acknowledged before it lost, 0 half there, each paused",
            every.as_secs(),
            whole.all(),
            slowest.as_millis(),
            restoring.as_millis()
        ),
    );
    assert!(last > 50, "the clients were busy: {last}");
}
