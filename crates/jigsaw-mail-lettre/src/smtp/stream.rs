//! A connection that hands over one line at a time.
//!
//! The mail library reads ahead. What somebody on the way has added in the open behind the answer to STARTTLS would lie in its
//! buffer and be taken for the relay's word after the handshake. Given line by line, it is still here when the handshake
//! begins, is read as part of it, and breaks it.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// What is read from the network at once.
const CHUNK: usize = 8 * 1_024;

pub(super) struct LineStream {
    inner: TcpStream,
    /// Read and not handed over: `held[at..]`.
    held: Vec<u8>,
    at: usize,
}

impl LineStream {
    pub(super) fn new(inner: TcpStream) -> Self {
        Self { inner, held: Vec::new(), at: 0 }
    }
}

impl fmt::Debug for LineStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LineStream").finish_non_exhaustive()
    }
}

impl AsyncTokioStream for LineStream {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.inner.peer_addr()
    }
}

impl AsyncRead for LineStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.at == this.held.len() {
            let mut chunk = [0; CHUNK];
            let mut read = ReadBuf::new(&mut chunk);
            ready!(Pin::new(&mut this.inner).poll_read(cx, &mut read))?;
            this.held.clear();
            this.held.extend_from_slice(read.filled());
            this.at = 0;
        }
        let rest = this.held.get(this.at..).unwrap_or_default();
        let line = rest.iter().position(|octet| *octet == b'\n').map_or(rest.len(), |end| end + 1);
        let taken = line.min(out.remaining());
        out.put_slice(rest.get(..taken).unwrap_or_default());
        this.at += taken;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for LineStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn a_read_never_reaches_beyond_its_line() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (mut server, _) = listener.accept().await.unwrap();
        let said = b"250-one\r\n220 go ahead\r\n250 injected\r\nrest";
        server.write_all(said).await.unwrap();
        drop(server);
        let mut stream = LineStream::new(client);
        let (mut buffer, mut reads) = ([0; 1_024], Vec::new());
        loop {
            let read = stream.read(&mut buffer).await.unwrap();
            if read == 0 {
                break;
            }
            reads.push(buffer[..read].to_vec());
        }
        assert_eq!(reads.concat(), said);
        for read in &reads {
            let before_the_end = read.split_last().map_or(&[][..], |(_, before)| before);
            assert!(!before_the_end.contains(&b'\n'), "{:?}", String::from_utf8_lossy(read));
        }
    }
}
