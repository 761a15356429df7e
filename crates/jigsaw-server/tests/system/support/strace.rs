//! The system calls of running processes: counted, or made to fail.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::report::left_out;

/// A tracer of other processes; dropping it lets them go on as they were.
pub(crate) struct Tracer {
    child: Child,
    output: PathBuf,
}

impl Tracer {
    /// Follows processes with all their threads. `None` when this machine does not allow it, which has been said.
    pub(crate) fn attach(drill: &str, pids: &[u32], folder: &Path, words: &[&str]) -> Option<Self> {
        let mend = "apt-get install -y --no-install-recommends strace, and allow tracing of other processes";
        let output = folder.join("strace.txt");
        // A new file each time: the last one's figures are not these.
        std::fs::remove_file(&output).ok();
        let mut strace = Command::new("strace");
        strace.arg("-f").arg("-o").arg(&output).args(words);
        for pid in pids {
            strace.args(["-p", &pid.to_string()]);
        }
        let errors = std::fs::File::create(folder.join("strace.log")).unwrap();
        let spawned = strace.stdin(Stdio::null()).stdout(Stdio::null()).stderr(errors).spawn();
        let Ok(child) = spawned else {
            left_out(drill, "strace does not run", mend);
            return None;
        };
        let mut tracer = Self { child, output };
        let began = Instant::now();
        while !pids.iter().all(|pid| is_traced(*pid)) {
            if tracer.child.try_wait().unwrap().is_some() || began.elapsed() > Duration::from_secs(5) {
                let said = std::fs::read_to_string(folder.join("strace.log")).unwrap_or_default();
                left_out(drill, said.trim(), mend);
                return None;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Some(tracer)
    }

    /// Lets go; how often each call was made, if it was told to count.
    pub(crate) fn counts(mut self) -> Vec<(String, u64)> {
        self.let_go();
        let text = std::fs::read_to_string(&self.output).unwrap();
        text.lines().filter_map(counted).collect()
    }

    fn let_go(&mut self) {
        Command::new("kill").args(["-INT", &self.child.id().to_string()]).stderr(Stdio::null()).status().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Tracer {
    fn drop(&mut self) {
        if self.child.try_wait().unwrap().is_none() {
            self.let_go();
        }
    }
}

/// A line of the table: time, seconds, microseconds each, calls, errors if any, name.
fn counted(line: &str) -> Option<(String, u64)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    words[..].first()?.parse::<f64>().ok()?;
    let name = words.last().filter(|name| **name != "total")?;
    Some(((*name).to_owned(), words.get(3)?.parse().ok()?))
}

/// Every thread of it: a new one is followed by the tracer itself.
fn is_traced(pid: u32) -> bool {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{pid}/task")) else { return true };
    threads.flatten().all(|thread| {
        let status = std::fs::read_to_string(thread.path().join("status")).unwrap_or_default();
        !status.contains("TracerPid:\t0\n")
    })
}

/// A process and those that it started.
pub(crate) fn family(pid: u32) -> Vec<u32> {
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let parent = |id: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        // The name in brackets may hold anything; the parent is the second word behind it.
        stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1)?.parse::<u32>().ok())
    };
    ids.filter(|id| *id == pid || parent(id) == Some(pid)).collect()
}
