//! Every metric, whoever counts it: name, kind, meaning. `docs/operations/metrics.md` says the same with labels; a test compares.

use metrics::{describe_counter, describe_gauge, describe_histogram};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Counter,
    Gauge,
    Histogram,
}

impl Kind {
    #[cfg(test)]
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

pub(super) struct Metric {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) help: &'static str,
    pub(super) buckets: &'static [f64],
}

impl Metric {
    pub(super) fn describe(&self) {
        match self.kind {
            Kind::Counter => describe_counter!(self.name, self.help),
            Kind::Gauge => describe_gauge!(self.name, self.help),
            Kind::Histogram => describe_histogram!(self.name, self.help),
        }
    }
}

const fn counter(name: &'static str, help: &'static str) -> Metric {
    Metric { name, kind: Kind::Counter, help, buckets: &[] }
}

const fn gauge(name: &'static str, help: &'static str) -> Metric {
    Metric { name, kind: Kind::Gauge, help, buckets: &[] }
}

const fn histogram(name: &'static str, buckets: &'static [f64], help: &'static str) -> Metric {
    Metric { name, kind: Kind::Histogram, help, buckets }
}

/// What people wait for: from a page out of memory to a join behind a full queue.
const WAITS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// One disk write, or a few.
const COMMITS: &[f64] = &[0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
/// Units that share a commit.
const UNITS: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];
/// A conversation with a relay.
const DELIVERIES: &[f64] = &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0];

pub(super) const METRICS: &[Metric] = &[
    counter("jigsaw_http_requests_total", "Requests that were answered."),
    histogram("jigsaw_http_request_duration_seconds", WAITS, "Time until the head of an answer was ready."),
    counter("jigsaw_joins_total", "Steps at the door, by how they ended."),
    histogram("jigsaw_join_duration_seconds", WAITS, "Time of one step at the door."),
    gauge("jigsaw_streams_open", "Event streams that are open."),
    counter("jigsaw_commits_total", "Transactions of the writer."),
    histogram("jigsaw_commit_units", UNITS, "Units of work that shared one transaction."),
    histogram("jigsaw_commit_duration_seconds", COMMITS, "Time of one transaction, from its beginning to its commit."),
    gauge("jigsaw_db_listening", "1 while events of other nodes are heard (PostgreSQL)."),
    gauge("jigsaw_db_pool_connections", "Connections to the database."),
    gauge("jigsaw_outbox_messages", "Messages that are neither sent nor dropped."),
    gauge("jigsaw_outbox_oldest_due_seconds", "How long the message that has waited longest has been due."),
    histogram("jigsaw_mail_delivery_seconds", DELIVERIES, "Time of one delivery to the relay."),
    counter("jigsaw_mail_attempts_total", "Deliveries that were tried."),
    gauge("jigsaw_paused", "1 while nothing is mailed until `jigsaw resume`."),
    gauge("jigsaw_hashing_waiting", "Passwords that wait to be hashed."),
    gauge("jigsaw_hashing_active", "Passwords that are being hashed."),
    histogram("jigsaw_hashing_duration_seconds", WAITS, "Time of hashing one password, without the wait before it."),
    counter("jigsaw_hashing_refused_total", "Passwords that were turned away because too many waited."),
    gauge("jigsaw_build_info", "1; its labels say what is running."),
    gauge("jigsaw_uptime_seconds", "Time since the server was ready to answer."),
    gauge("process_resident_memory_bytes", "Memory that the process holds."),
    gauge("process_open_fds", "Files and connections that the process has open."),
];
