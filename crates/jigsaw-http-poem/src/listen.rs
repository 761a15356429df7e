//! Serving the app on a listener, until it is told to stop.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use poem::http::uri::Scheme;
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Response, Route, Server, get};
use tokio::net::{TcpListener, TcpStream};

use crate::line::Line;
use crate::{Http, app};

/// A connection on which nothing moves for this long is closed; open streams say something every few seconds.
const SILENCE: Duration = Duration::from_mins(1);

/// Serves until [`Shutdown::begin`](crate::Shutdown::begin) on the shutdown of `http`; open requests then get `grace` to finish.
///
/// # Errors
///
/// When the listener has no local address.
pub async fn serve(http: Http, listener: TcpListener, grace: Duration) -> io::Result<()> {
    let acceptor = Acceptor::new(listener)?;
    let stop = http.shutdown.clone();
    Server::new_with_acceptor(acceptor)
        .run_with_graceful_shutdown(app(http), async move { stop.begun().await }, Some(grace))
        .await
}

/// Serves one text at one path, and 404 everywhere else: what programs of the operator's read. Made anew at each request.
///
/// # Errors
///
/// When the listener has no local address.
pub async fn serve_text<Made>(
    listener: TcpListener,
    (path, content_type): (&'static str, &'static str),
    make: impl Fn() -> Made + Send + Sync + 'static,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()>
where
    Made: Future<Output = String> + Send + 'static,
{
    let make = Arc::new(make);
    let text = poem::endpoint::make(move |_| {
        let text = make();
        async move { Response::builder().content_type(content_type).body(text.await) }
    });
    Server::new_with_acceptor(Acceptor::new(listener)?)
        .run_with_graceful_shutdown(Route::new().at(path, get(text)), stop, Some(Duration::from_secs(1)))
        .await
}

/// Accepts connections without Nagle's delay: answers are small, and guests wait for them.
struct Acceptor {
    listener: TcpListener,
    local: LocalAddr,
}

/// Wait after a failed accept (no file handles left), so that the loop does not spin.
const BREATH: Duration = Duration::from_millis(50);

impl Acceptor {
    fn new(listener: TcpListener) -> io::Result<Self> {
        let local = LocalAddr(listener.local_addr()?.into());
        Ok(Self { listener, local })
    }
}

impl poem::listener::Acceptor for Acceptor {
    type Io = Line<TcpStream>;

    fn local_addr(&self) -> Vec<LocalAddr> {
        vec![self.local.clone()]
    }

    async fn accept(&mut self) -> io::Result<(Self::Io, LocalAddr, RemoteAddr, Scheme)> {
        match self.listener.accept().await {
            Ok((stream, address)) => {
                // A connection that is gone already fails here; reading it tells the same.
                stream.set_nodelay(true).ok();
                Ok((Line::new(stream, SILENCE), self.local.clone(), RemoteAddr(address.into()), Scheme::HTTP))
            }
            Err(error) => {
                tokio::time::sleep(BREATH).await;
                Err(error)
            }
        }
    }
}
