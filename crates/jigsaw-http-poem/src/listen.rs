//! Serving the app on a listener, until it is told to stop.

use std::io;
use std::time::Duration;

use poem::Server;
use poem::http::uri::Scheme;
use poem::web::{LocalAddr, RemoteAddr};
use tokio::net::{TcpListener, TcpStream};

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
        .idle_timeout(SILENCE)
        .run_with_graceful_shutdown(app(http), async move { stop.begun().await }, Some(grace))
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
    type Io = TcpStream;

    fn local_addr(&self) -> Vec<LocalAddr> {
        vec![self.local.clone()]
    }

    async fn accept(&mut self) -> io::Result<(Self::Io, LocalAddr, RemoteAddr, Scheme)> {
        match self.listener.accept().await {
            Ok((stream, address)) => {
                // A connection that is gone already fails here; reading it tells the same.
                stream.set_nodelay(true).ok();
                Ok((stream, self.local.clone(), RemoteAddr(address.into()), Scheme::HTTP))
            }
            Err(error) => {
                tokio::time::sleep(BREATH).await;
                Err(error)
            }
        }
    }
}
