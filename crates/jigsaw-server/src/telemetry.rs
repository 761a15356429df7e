//! Metrics: the recorder, what each metric means, and the listener that Prometheus reads.
//!
//! Without `JIGSAW_METRICS_LISTEN` there is no recorder, and counting costs next to nothing.

mod metric;
mod sample;

use std::sync::Arc;
use std::time::Duration;

use jigsaw_http_poem::{Answered, Meter};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use self::metric::METRICS;
use crate::config::Config;
use crate::failure::Failure;

pub(crate) use sample::Sampled;

const PATH: &str = "/metrics";
const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";
/// How often what histograms took in is added up; in between it is kept one by one.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// The recorder, with its listener bound and not yet serving.
pub(crate) struct Telemetry {
    handle: PrometheusHandle,
    listener: TcpListener,
}

impl Telemetry {
    /// Starts counting, if it is configured.
    pub(crate) async fn start(config: &Config) -> Result<Option<Self>, Failure> {
        let Some(wanted) = config.metrics_address()? else { return Ok(None) };
        let listener = TcpListener::bind(wanted).await.map_err(|error| {
            Failure::running(
                format!("cannot listen on {wanted} for metrics: {error}"),
                "stop what listens there, or choose another with JIGSAW_METRICS_LISTEN",
            )
        })?;
        let cannot = |error: &dyn std::fmt::Display| Failure::running(format!("cannot count: {error}"), "report this");
        let mut builder = PrometheusBuilder::new();
        for metric in METRICS.iter().filter(|metric| !metric.buckets.is_empty()) {
            let name = Matcher::Full(metric.name.to_owned());
            builder = builder.set_buckets_for_metric(name, metric.buckets).map_err(|error| cannot(&error))?;
        }
        let handle = builder.install_recorder().map_err(|error| cannot(&error))?;
        METRICS.iter().for_each(metric::Metric::describe);
        let address = listener.local_addr().map_err(|error| cannot(&error))?;
        tracing::info!(%address, "metrics are served at {PATH}");
        Ok(Some(Self { handle, listener }))
    }

    /// Serves what was counted, and what is looked up at each reading, until told to stop.
    pub(crate) fn serve(self, sampled: Sampled) -> Serving {
        let Self { handle, listener } = self;
        let (stop, stopped) = oneshot::channel::<()>();
        let upkeep = {
            let handle = handle.clone();
            tokio::spawn(async move {
                loop {
                    tokio::time::sleep(UPKEEP_EVERY).await;
                    handle.run_upkeep();
                }
            })
        };
        let sampled = Arc::new(sampled);
        let make = move || {
            let (handle, sampled) = (handle.clone(), Arc::clone(&sampled));
            async move {
                sampled.take().await;
                handle.render()
            }
        };
        let listening = tokio::spawn(jigsaw_http_poem::serve_text(listener, (PATH, CONTENT_TYPE), make, async move {
            stopped.await.ok();
        }));
        Serving { stop, listening, upkeep }
    }
}

/// The running listener.
pub(crate) struct Serving {
    stop: oneshot::Sender<()>,
    listening: JoinHandle<std::io::Result<()>>,
    upkeep: JoinHandle<()>,
}

impl Serving {
    /// Ends it. Last of all, so that a stop can be watched.
    pub(crate) async fn finish(self) {
        self.stop.send(()).ok();
        self.upkeep.abort();
        // It has nothing to lose.
        self.listening.await.ok();
    }
}

/// Counts answers by method, path pattern and status.
pub(crate) struct HttpMeter;

impl Meter for HttpMeter {
    fn answered(&self, answered: &Answered) {
        let path = metrics::SharedString::from_shared(Arc::clone(&answered.pattern));
        metrics::counter!(
            "jigsaw_http_requests_total",
            "method" => answered.method, "path" => path.clone(), "status" => answered.status.to_string(),
        )
        .increment(1);
        metrics::histogram!("jigsaw_http_request_duration_seconds", "path" => path).record(answered.took);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::metric::{Kind, METRICS};

    const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operations/metrics.md");

    #[test]
    fn every_metric_is_documented_and_every_documented_metric_is_known() {
        let page = std::fs::read_to_string(PAGE).unwrap();
        let documented: BTreeMap<String, String> = page
            .lines()
            .filter_map(|line| {
                let mut cells = line.strip_prefix("| `")?.split('|').map(str::trim);
                Some((cells.next()?.trim_end_matches('`').to_owned(), cells.next()?.to_owned()))
            })
            .collect();
        let known: BTreeMap<String, String> =
            METRICS.iter().map(|metric| (metric.name.to_owned(), metric.kind.as_str().to_owned())).collect();
        assert_eq!(documented, known, "docs/operations/metrics.md and src/telemetry/metric.rs");
    }

    #[test]
    fn names_end_in_their_unit_and_histograms_have_rising_buckets() {
        for metric in METRICS {
            assert_eq!(metric.kind == Kind::Counter, metric.name.ends_with("_total"), "{}", metric.name);
            assert_eq!(metric.kind == Kind::Histogram, !metric.buckets.is_empty(), "{}", metric.name);
            assert!(metric.buckets.is_sorted(), "{}", metric.name);
        }
    }
}
