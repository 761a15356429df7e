//! What processes used, as Linux tells under /proc.

use std::fs;
use std::time::Duration;

/// What was used since the start.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Usage {
    pub(crate) server: Duration,
    pub(crate) database: Duration,
    /// Bytes that the server had written to files.
    pub(crate) written: u64,
}

/// The kernel counts CPU time for user programs in hundredths of a second, whatever its own clock is.
const TICK: Duration = Duration::from_millis(10);

/// CPU time of a process.
pub(crate) fn cpu(pid: u32) -> Duration {
    stat(pid).map(|(_, ticks)| TICK * ticks).unwrap_or_default()
}

/// CPU time of a process and of its children that run.
pub(crate) fn cpu_with_children(pid: u32) -> Duration {
    let Ok(entries) = fs::read_dir("/proc") else { return Duration::ZERO };
    let pids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    let of_it = pids.filter_map(|other| Some((other, stat(other)?)));
    of_it.filter(|(other, (parent, _))| *other == pid || *parent == pid).map(|(_, (_, ticks))| TICK * ticks).sum()
}

/// Parent and CPU time in ticks.
fn stat(pid: u32) -> Option<(u32, u32)> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name stands in brackets and may hold anything.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<u32>().ok();
    Some((number(1)?, number(11)? + number(12)?))
}

/// A line of `/proc/PID/status`, in bytes: `VmRSS` now, `VmHWM` at its highest.
pub(crate) fn memory(pid: u32, line: &str) -> u64 {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let found = text.lines().find_map(|entry| entry.strip_prefix(line)?.strip_prefix(':'));
    found.and_then(|value| value.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()).unwrap_or_default() << 10
}

/// `VmHWM` begins anew.
pub(crate) fn forget_peak(pid: u32) {
    // Without the right to do so, the peak is that of the whole life: never too small.
    fs::write(format!("/proc/{pid}/clear_refs"), "5").ok();
}

/// Bytes a process had written to files.
pub(crate) fn written(pid: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{pid}/io")).unwrap_or_default();
    let found = text.lines().find_map(|entry| entry.strip_prefix("write_bytes:"));
    found.and_then(|value| value.trim().parse().ok()).unwrap_or_default()
}
