//! The raw limits: what the same machine does in the same run with nothing of Jigsaw around it.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::database::Database;
use crate::failure::{Failure, Outcome};

/// Programs of the adapters that do the bare work; `cargo xtask bench` builds them and says where they are.
pub(crate) fn program(name: &str) -> Outcome<PathBuf> {
    let variable = format!("JIGSAW_BENCH_{}", name.to_uppercase());
    std::env::var_os(&variable)
        .map(PathBuf::from)
        .ok_or_else(|| Failure::new(format!("{variable} is not set: run this by `cargo xtask bench`")))
}

/// What `naive` of the store's examples gets done in a second.
pub(crate) fn naive(database: &Database, work: &str, tasks: usize, time: Duration) -> Outcome<f64> {
    let output = Command::new(program("naive")?)
        .env_clear()
        .args(["--database", &database.url, "--work", work])
        .args(["--tasks", &tasks.to_string(), "--millis", &time.as_millis().to_string()])
        .stderr(Stdio::inherit())
        .output()?;
    let told: Value = serde_json::from_slice(&output.stdout)?;
    told.get("per_second").and_then(Value::as_f64).ok_or_else(|| Failure::new("naive says nothing"))
}

/// How often a second four kilobytes at a file's end reach the disk.
pub(crate) fn disk(database: &Database, time: Duration) -> Outcome<f64> {
    let mut file = std::fs::File::create(database.path("disk"))?;
    let began = Instant::now();
    let mut count = 0_u32;
    while began.elapsed() < time {
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        count += 1;
    }
    Ok(f64::from(count) / began.elapsed().as_secs_f64())
}
