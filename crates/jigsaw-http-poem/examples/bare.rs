//! A page of four kilobytes from a bare poem handler: the raw limit that `cargo xtask bench` holds the join page against.
//!
//! It listens as the server does (no Nagle's delay, the same idle time-out) on a free port of loopback, prints its address, and
//! serves until it is ended.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program whose output is read")]

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use poem::http::uri::Scheme;
use poem::web::{Html, LocalAddr, RemoteAddr};
use poem::{Route, Server, get, handler};
use tokio::net::{TcpListener, TcpStream};

const PAGE: usize = 4096;

#[handler]
fn page() -> Html<String> {
    // Rendered anew each time, as a page is.
    Html("p".repeat(PAGE))
}

fn main() -> ExitCode {
    let served =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().and_then(|runtime| runtime.block_on(serve()));
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    println!("{address}");
    io::stdout().flush()?;
    let acceptor = Acceptor { listener, local: LocalAddr(address.into()) };
    let server = Server::new_with_acceptor(acceptor).idle_timeout(Duration::from_mins(1));
    server.run(Route::new().at("/", get(page))).await
}

struct Acceptor {
    listener: TcpListener,
    local: LocalAddr,
}

impl poem::listener::Acceptor for Acceptor {
    type Io = TcpStream;

    fn local_addr(&self) -> Vec<LocalAddr> {
        vec![self.local.clone()]
    }

    async fn accept(&mut self) -> io::Result<(Self::Io, LocalAddr, RemoteAddr, Scheme)> {
        let (stream, address) = self.listener.accept().await?;
        stream.set_nodelay(true)?;
        Ok((stream, self.local.clone(), RemoteAddr(address.into()), Scheme::HTTP))
    }
}
