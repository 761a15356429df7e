//! What Prometheus reads, where, and that it tells of nobody.

#![expect(clippy::float_cmp, reason = "what is counted are whole numbers")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::api::{Answer, Api, await_true};
use crate::support::machine::free_port;
use crate::support::node::Node;
use crate::support::site::Site;
use crate::support::wire::Stream;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operations/metrics.md");

/// What was read: series with their values.
struct Scrape(BTreeMap<String, f64>);

impl Scrape {
    fn of(port: u16) -> Self {
        let text = get(port, "/metrics");
        assert_eq!(text.status, 200);
        let text = text.body.as_str().unwrap().to_owned();
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self(
            lines
                .map(|line| {
                    let (series, value) = line.rsplit_once(' ').unwrap();
                    (series.to_owned(), value.parse().unwrap())
                })
                .collect(),
        )
    }

    /// The sum over all series of a metric that have these labels.
    fn sum(&self, name: &str, labels: &[&str]) -> f64 {
        let of_it = |series: &&String| {
            let (found, rest) = series.split_once('{').unwrap_or((series, ""));
            found == name && labels.iter().all(|label| rest.contains(label))
        };
        self.0.iter().filter(|(series, _)| of_it(series)).map(|(_, value)| value).sum()
    }

    fn series(&self) -> BTreeSet<&str> {
        self.0.keys().map(String::as_str).collect()
    }
}

fn get(port: u16, path: &str) -> Answer {
    Api::new(&format!("http://127.0.0.1:{port}"), "").send("GET", path, &[], b"").unwrap()
}

fn started(site: &Site) -> (Node, u16) {
    let port = free_port();
    let listen = format!("127.0.0.1:{port}");
    (site.start_with(&[("JIGSAW_METRICS_LISTEN", &listen)]), port)
}

fn guest(name: &str) -> Value {
    json!({ "email": format!("{name}@guests.example"), "first_name": "Zacharias", "last_name": name })
}

/// One session with joins of every outcome; gives back all that must not be in a label.
fn a_session(node: &Node, name: &str) -> Vec<String> {
    let (id, link) = node.live(&json!({ "title": format!("Quarterly {name}"), "capacity": 2,
        "invitation_type": "link_password_not_requested" }));
    assert_eq!(node.join(&link, &json!({ "email": format!("{name}@guests.example") })).outcome(), "needs");
    for (person, outcome) in [("one", "admitted"), ("two", "admitted"), ("three", "refused")] {
        assert_eq!(node.join(&link, &guest(&format!("{name}{person}"))).outcome(), outcome);
    }
    let unknown = node.join(&format!("/j/{}", "A".repeat(48)), &guest(name));
    assert_eq!(unknown.status, 404);
    assert_eq!(node.call("GET", &format!("/sessions/{id}"), &Value::Null).status, 200);
    assert_eq!(node.call("GET", &format!("/nothing/{name}/here"), &Value::Null).status, 404);
    let key = link.rsplit('/').next().unwrap().to_owned();
    vec![id, key, name.to_owned(), "guests.example".to_owned(), "zacharias".to_owned(), "quarterly".to_owned()]
}

fn joins_are_counted(site: &Site) {
    let (node, port) = started(site);
    let mut secrets = a_session(&node, "firstly");
    let first = Scrape::of(port);
    for (outcome, reason, count) in [("admitted", "none", 2.0), ("refused", "full", 1.0), ("needs", "", 1.0)] {
        let labels = [
            format!("outcome=\"{outcome}\""),
            format!("reason=\"{reason}"),
            "invitation_type=\"link_password_not_requested\"".to_owned(),
        ];
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        assert_eq!(first.sum("jigsaw_joins_total", &labels), count, "{outcome} {reason}: {:?}", first.series());
    }
    assert_eq!(first.sum("jigsaw_join_duration_seconds_count", &["outcome=\"admitted\""]), 2.0);
    let created = ["method=\"POST\"", "path=\"/api/v1/sessions\"", "status=\"201\""];
    assert_eq!(first.sum("jigsaw_http_requests_total", &created), 1.0, "{:?}", first.series());
    assert!(first.sum("jigsaw_http_request_duration_seconds_count", &[]) >= 8.0);
    let commits = first.sum("jigsaw_commits_total", &[]);
    assert!(commits >= 4.0 && first.sum("jigsaw_commit_units_sum", &[]) >= commits, "{:?}", first.series());
    assert_eq!(first.sum("jigsaw_build_info", &[if site.is_sqlite() { "sqlite" } else { "postgresql" }]), 1.0);
    assert!(first.sum("process_resident_memory_bytes", &[]) > 1e6);
    assert!(first.sum("jigsaw_db_pool_connections", &[]) >= 1.0, "{:?}", first.series());
    assert_eq!(first.sum("jigsaw_outbox_messages", &["parked"]), 0.0);
    assert!(first.0.contains_key("jigsaw_paused") && first.sum("jigsaw_paused", &[]) == 0.0);
    assert!(first.0.contains_key("jigsaw_hashing_waiting") && first.0.contains_key("jigsaw_hashing_refused_total"));

    secrets.extend(a_session(&node, "secondly"));
    let second = Scrape::of(port);
    assert_eq!(second.series(), first.series(), "another session makes no new series");
    assert!(second.sum("jigsaw_joins_total", &["admitted"]) > first.sum("jigsaw_joins_total", &["admitted"]));
    for series in second.series() {
        let lower = series.to_lowercase();
        for secret in &secrets {
            assert!(!lower.contains(&secret.to_lowercase()), "{series} tells {secret}");
        }
    }
    is_documented(&second);
}

/// Every series that is exposed has its row, with its labels.
fn is_documented(scrape: &Scrape) {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let rows: BTreeMap<&str, Vec<&str>> = page
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split('|').map(str::trim);
            let (name, _kind, labels) = (cells.next()?, cells.next()?, cells.next()?);
            Some((name.trim_end_matches('`'), labels.split(", ").collect()))
        })
        .collect();
    for series in scrape.series() {
        let (name, labels) = series.split_once('{').unwrap_or((series, "}"));
        let base = ["_bucket", "_sum", "_count"].iter().find_map(|ending| name.strip_suffix(ending));
        let row = base.and_then(|base| rows.get(base)).or_else(|| rows.get(name));
        let row = row.unwrap_or_else(|| panic!("{name} is not in docs/operations/metrics.md"));
        for label in labels.trim_end_matches('}').split("\",").filter(|label| !label.is_empty()) {
            let label = label.split('=').next().unwrap();
            assert!(label == "le" || row.contains(&label), "label {label} of {name} is not documented");
        }
    }
}

#[test]
fn joins_are_counted_by_outcome_and_no_series_tells_of_anyone() {
    joins_are_counted(&Site::sqlite());
}

#[test]
fn joins_are_counted_on_postgresql_too() {
    if let Some(site) = Site::postgres() {
        joins_are_counted(&site);
    }
}

#[test]
fn metrics_are_on_their_own_address_only() {
    let site = Site::sqlite();
    let (node, port) = started(&site);
    assert_eq!(get(node.port, "/metrics").status, 404);
    for path in ["/", "/readyz", "/metrics/x", "/api/v1/sessions"] {
        assert_eq!(get(port, path).status, 404, "{path}");
    }
    assert_eq!(get(port, "/metrics").status, 200);
    drop(node);
    let quiet = site.start();
    assert_eq!(get(quiet.port, "/metrics").status, 404);
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err(), "nothing listens without the setting");
}

#[test]
fn a_taken_metrics_address_is_told_at_the_start() {
    let site = Site::sqlite();
    site.token();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = site.command(&["serve"], &[("JIGSAW_METRICS_LISTEN", &address)]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(1) && told.contains("JIGSAW_METRICS_LISTEN"), "{told}");
}

#[test]
fn open_streams_are_counted_until_they_close() {
    let site = Site::sqlite();
    let (node, port) = started(&site);
    let (_, link) = node.live(&json!({ "invitation_type": "link_password_not_requested" }));
    let pass = node.join(&link, &guest("listener")).body["pass"].as_str().unwrap().to_owned();
    let open = || Scrape::of(port).sum("jigsaw_streams_open", &["kind=\"pass\""]);
    assert_eq!(open(), 0.0);
    let stream = Stream::of_pass(node.port, &pass, &[]).unwrap();
    await_true("the stream is counted", std::time::Duration::from_secs(5), || open() == 1.0);
    drop(stream);
    // A client that went is noticed at the next write.
    await_true("it is counted no more", std::time::Duration::from_secs(40), || open() == 0.0);
}
