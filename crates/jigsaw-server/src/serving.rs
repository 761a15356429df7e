//! Running the server: the listener, the worker loops, and the graceful stop.

mod pause;
mod post;
mod workers;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use jigsaw_http_poem::{Http, Network, Shutdown};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::Instant;

use crate::config::Config;
use crate::failure::Failure;
use crate::telemetry::{HttpMeter, Sampled, Telemetry};
use crate::wiring::{self, Server};

pub(crate) use pause::Pause;

/// How long open requests and streams get to finish once nothing new is accepted.
const GRACE: Duration = Duration::from_secs(12);
/// How long the workers get, from the same moment.
const WORKERS: Duration = Duration::from_secs(18);
/// How long the database gets to take what is queued and close.
const CLOSING: Duration = Duration::from_secs(5);

/// What a caller wants to be different from `serve`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mode {
    /// The mailbox and the API's pages are open to everyone who reaches the server: the demo on loopback.
    pub(crate) demo: bool,
}

/// A bound listener: its port is known before anything that shows addresses is built.
pub(crate) struct Bound {
    listener: TcpListener,
    pub(crate) address: SocketAddr,
    /// Counts from here on, so that what happens at the start is counted, too.
    telemetry: Option<Telemetry>,
}

/// Takes the ports.
pub(crate) async fn bind(config: &Config) -> Result<Bound, Failure> {
    let wanted = config.listen_address()?;
    let cannot = |error: std::io::Error| {
        Failure::running(
            format!("cannot listen on {wanted}: {error}"),
            "stop what listens there, or choose another with JIGSAW_LISTEN or --listen",
        )
    };
    let listener = TcpListener::bind(wanted).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    Ok(Bound { listener, address, telemetry: Telemetry::start(config).await? })
}

/// Serves until a stop signal; `ready` is called once requests are answered.
pub(crate) async fn run(
    config: &Config,
    bound: Bound,
    server: Server,
    mode: Mode,
    ready: impl AsyncFnOnce(&Server) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let cannot = |error| Failure::running(format!("cannot serve: {error}"), "report this");
    let mut terminate = signal(SignalKind::terminate()).map_err(cannot)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(cannot)?;
    let shutdown = Shutdown::new();
    let pause = Pause::read(&server.store).await?;
    let workers = workers::start(&server, &pause, &shutdown);
    let meter = bound.telemetry.as_ref().map(|_| Arc::new(HttpMeter) as _);
    let metrics = bound.telemetry.map(|kept| kept.serve(Sampled::new(server.store.clone(), Arc::clone(&pause))));
    let http = Http {
        mailbox: server.captured.clone().map(|captured| captured as _),
        hook_secret: config.hook_secret()?,
        mailbox_is_open: mode.demo,
        api_docs: config.api.docs || mode.demo,
        trusted_proxies: config.proxies()?.into_iter().map(Network::from).collect(),
        readiness: Arc::new(wiring::StoreReadiness { store: server.store.clone(), pause }),
        shutdown: shutdown.clone(),
        meter,
        ..Http::new(server.door.clone())
    };
    let serving = tokio::spawn(jigsaw_http_poem::serve(http, bound.listener, GRACE));
    ready(&server).await?;
    // Whoever presses Ctrl-C waits for it; whoever sends SIGTERM may have a proxy in front.
    let leave = tokio::select! {
        _ = terminate.recv() => if mode.demo { Duration::ZERO } else { config.leave_time() },
        _ = interrupt.recv() => Duration::ZERO,
    };
    shutdown.announce();
    if !leave.is_zero() {
        tracing::info!(seconds = leave.as_secs(), "leaving: not ready any more, still answering");
        tokio::select! {
            () = tokio::time::sleep(leave) => {}
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
    tracing::info!("stopping: new work is refused, open work is finished");
    shutdown.begin();
    let deadline = Instant::now() + WORKERS;
    let ending = serving.await;
    workers.finish(deadline).await;
    if tokio::time::timeout(CLOSING, server.store.close()).await.is_err() {
        tracing::warn!("the database did not close in time");
    }
    if let Some(metrics) = metrics {
        metrics.finish().await;
    }
    match ending {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(cannot(error)),
        Err(error) => Err(Failure::running(format!("the listener stopped: {error}"), "report this")),
    }
}
