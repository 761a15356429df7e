//! Temporary clusters come up, keep their data, and leave nothing behind.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use jigsaw_testkit::postgres::{Cluster, Options, Stop, shared, unless_missing};

#[test]
fn every_database_is_new_and_empty() {
    let Some(cluster) = shared() else { return };
    let (one, other) = (cluster.database(), cluster.database());
    cluster.psql(&one, "CREATE TABLE t (x int); INSERT INTO t VALUES (1), (2)").unwrap();
    assert_eq!(cluster.psql(&one, "SELECT x, x + 1 FROM t ORDER BY x").unwrap(), "1|2\n2|3");
    assert!(cluster.psql(&other, "SELECT x FROM t").unwrap_err().contains("does not exist"));
    assert_eq!(cluster.psql(&one, "SHOW max_connections; SHOW fsync").unwrap(), "200\noff");
}

#[test]
fn a_server_that_is_stopped_or_killed_starts_again_with_its_data() {
    let Some(cluster) = unless_missing(Cluster::start(Options { fsync: true, ..Options::default() })) else { return };
    let address = cluster.database();
    cluster.psql(&address, "CREATE TABLE t (x text)").unwrap();
    for how in [Stop::Fast, Stop::Immediate, Stop::Kill] {
        cluster.psql(&address, &format!("INSERT INTO t VALUES ('{how:?}')")).unwrap();
        cluster.stop(how);
        assert!(cluster.psql(&address, "SELECT 1").is_err());
        cluster.start_again().unwrap();
    }
    assert_eq!(cluster.psql(&address, "SELECT x FROM t").unwrap(), "Fast\nImmediate\nKill");
}

const CHILD: &str = "JIGSAW_TEST_CLUSTER_CHILD";

/// Is killed with its cluster running.
#[test]
fn child_that_starts_a_cluster() {
    if std::env::var(CHILD).is_err() {
        return;
    }
    let Some(cluster) = shared() else { return };
    println!("\nfolder {}", cluster.psql(&cluster.address("postgres"), "SHOW data_directory").unwrap());
    println!("server {}", cluster.server_id().unwrap());
    std::thread::sleep(Duration::from_mins(2));
}

#[test]
fn a_killed_process_leaves_neither_server_nor_folder() {
    use std::io::{BufRead as _, BufReader};
    if shared().is_none() {
        return;
    }
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_that_starts_a_cluster", "--nocapture"])
        .env(CHILD, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut line = |word: &str| lines.find_map(|line| line.unwrap().strip_prefix(word).map(str::to_owned)).unwrap();
    let (folder, server) = (line("folder "), line("server "));
    child.kill().unwrap();
    child.wait().unwrap();
    let folder = Path::new(&folder).parent().unwrap();
    let start = Instant::now();
    let process = Path::new("/proc").join(&server);
    // An ended process that nobody has asked about yet still has an entry, without a command line.
    let runs = || std::fs::read(process.join("cmdline")).is_ok_and(|line| !line.is_empty());
    while folder.exists() || runs() {
        assert!(start.elapsed() < Duration::from_secs(30), "{} {server}", folder.display());
        std::thread::sleep(Duration::from_millis(20));
    }
}
