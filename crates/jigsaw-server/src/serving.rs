//! Running the server: the listener, the worker loops, and the graceful stop.

mod workers;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use jigsaw_http_poem::{Http, Network, Shutdown};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::Config;
use crate::failure::Failure;
use crate::wiring::{self, Server};

/// How long open requests and streams get to finish after a stop signal.
const GRACE: Duration = Duration::from_secs(20);

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
}

/// Takes the port.
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
    Ok(Bound { listener, address })
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
    let workers = workers::start(&server, &shutdown);
    let http = Http {
        mailbox: Some(Arc::clone(&server.captured) as _),
        mailbox_is_open: mode.demo,
        api_docs: config.api.docs || mode.demo,
        trusted_proxies: config.proxies()?.into_iter().map(Network::from).collect(),
        readiness: Arc::new(wiring::StoreReadiness(server.store.clone())),
        shutdown: shutdown.clone(),
        ..Http::new(server.door.clone())
    };
    let serving = tokio::spawn(jigsaw_http_poem::serve(http, bound.listener, GRACE));
    ready(&server).await?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping: new work is refused, open work is finished");
    shutdown.begin();
    let ending = serving.await;
    workers.finish().await;
    server.store.close().await;
    match ending {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(cannot(error)),
        Err(error) => Err(Failure::running(format!("the listener stopped: {error}"), "report this")),
    }
}
