//! Where the server listens, how people reach it, and which proxies are believed.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use super::Finding;
use crate::config::Config;

const PATIENCE: Duration = Duration::from_secs(2);

pub(super) fn check(config: &Config, insecure: bool) -> Vec<Finding> {
    let listen = match config.listen_address() {
        Ok(listen) => listen,
        Err(failure) => return vec![Finding::fail("address", failure.cause(), failure.mend())],
    };
    vec![address(config, listen, insecure), server(listen), proxies(config, listen)]
}

fn address(config: &Config, listen: SocketAddr, insecure: bool) -> Finding {
    match config.public_origin(listen, insecure) {
        Err(failure) => Finding::fail("address", failure.cause(), failure.mend()),
        Ok(origin) if origin.starts_with("https://") => Finding::ok("address", format!("links begin with {origin}")),
        Ok(origin) => Finding::warn(
            "address",
            format!("links begin with {origin}: they work on this machine only, or in the open"),
            "set JIGSAW_PUBLIC_URL to the https address that people use",
        ),
    }
}

/// Whether a server answers there. None is no fault: doctor also runs before the first start.
fn server(listen: SocketAddr) -> Finding {
    match health(listen) {
        Some(answer) if answer.starts_with("HTTP/1.1 200") => Finding::ok("server", format!("one answers at {listen}")),
        Some(_) => Finding::fail(
            "server",
            format!("something else answers at {listen}"),
            "stop it, or choose another port with JIGSAW_LISTEN",
        ),
        None => Finding::ok("server", format!("none is running at {listen}")),
    }
}

fn health(listen: SocketAddr) -> Option<String> {
    let mut stream = TcpStream::connect_timeout(&listen, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {listen}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    // Whatever came until then is the answer.
    stream.take(512).read_to_string(&mut answer).ok();
    Some(answer)
}

/// A server behind a proxy that it does not believe takes everyone for one client, and limits them together.
fn proxies(config: &Config, listen: SocketAddr) -> Finding {
    match config.proxies() {
        Err(failure) => Finding::fail("proxies", failure.cause(), failure.mend()),
        Ok(proxies) if !proxies.is_empty() => Finding::ok("proxies", format!("{} are believed", proxies.len())),
        Ok(_)
            if listen.ip().is_loopback() && config.public_url.as_ref().is_some_and(|url| url.starts_with("https:")) =>
        {
            Finding::warn(
                "proxies",
                "the public address is https and no proxy is believed: everyone counts as one client",
                "set JIGSAW_TRUSTED_PROXIES to the address that the proxy connects from, e.g. 127.0.0.1",
            )
        }
        Ok(_) => Finding::ok("proxies", "none is believed"),
    }
}
