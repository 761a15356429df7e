use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use poem::http::uri::Scheme;
use poem::web::{LocalAddr, RemoteAddr};
use tokio::net::{TcpListener, TcpStream};

/// Accepts connections without Nagle's delay: answers are small, and guests wait for them.
pub(super) struct Acceptor {
    listener: TcpListener,
    local: LocalAddr,
}

/// Wait after a failed accept (no file handles left), so that the loop does not spin.
const BREATH: Duration = Duration::from_millis(50);

impl Acceptor {
    pub(super) fn new(listener: TcpListener, address: SocketAddr) -> Self {
        Self { listener, local: LocalAddr(address.into()) }
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
