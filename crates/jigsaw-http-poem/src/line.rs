//! One connection that is closed when nothing moves on it.
//!
//! Poem's own idle timeout asks politely: it lets an answer that is under way end first, and the answer to a client that
//! does not read never ends. It also costs a task and a timer for each connection, woken at every read and write. Here the
//! deadline is looked at only when there is nothing to do, and what waits to be written is dropped with the connection.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

pub(crate) struct Line<S> {
    inner: S,
    silence: Duration,
    /// When something was read or written last.
    moved: Instant,
    alarm: Pin<Box<Sleep>>,
}

impl<S> Line<S> {
    pub(crate) fn new(inner: S, silence: Duration) -> Self {
        let moved = Instant::now();
        Self { inner, silence, moved, alarm: Box::pin(tokio::time::sleep_until(moved + silence)) }
    }

    /// Notes that something moved, or that nothing has for too long.
    fn watch<T>(&mut self, context: &mut Context<'_>, done: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.moved = Instant::now();
            return done;
        }
        // The alarm is set anew when it goes off, not at each move.
        while self.alarm.as_mut().poll(context).is_ready() {
            let until = self.moved + self.silence;
            if Instant::now() >= until {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            self.alarm.as_mut().reset(until);
        }
        Poll::Pending
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Line<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.inner).poll_read(context, buffer);
        self.watch(context, done)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Line<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.inner).poll_write(context, bytes);
        self.watch(context, done)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.inner).poll_write_vectored(context, slices);
        self.watch(context, done)
    }

    /// Messages are then handed on as they are, a few at a time, instead of being copied into a buffer that grows to
    /// hundreds of kilobytes for a client that does not read.
    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    const SILENCE: Duration = Duration::from_millis(200);
    const PATIENCE: Duration = Duration::from_secs(10);

    async fn soon<T>(what: impl Future<Output = T>) -> T {
        tokio::time::timeout(PATIENCE, what).await.unwrap()
    }

    #[tokio::test]
    async fn a_line_on_which_nothing_moves_is_given_up() {
        let (near, _far) = tokio::io::duplex(64);
        let mut line = Line::new(near, SILENCE);
        let began = Instant::now();
        let end = soon(line.read_u8()).await.unwrap_err();
        assert_eq!(end.kind(), io::ErrorKind::TimedOut);
        assert!(began.elapsed() >= SILENCE);
    }

    #[tokio::test]
    async fn a_peer_that_does_not_read_is_not_waited_for() {
        let (near, _far) = tokio::io::duplex(64);
        let mut line = Line::new(near, SILENCE);
        let end = soon(line.write_all(&[7; 65])).await.unwrap_err();
        assert_eq!(end.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_line_on_which_something_moves_stays() {
        let (near, mut far) = tokio::io::duplex(64);
        let mut line = Line::new(near, SILENCE);
        for _ in 0..5 {
            let speak = async {
                tokio::time::sleep(SILENCE / 2).await;
                far.write_u8(7).await.unwrap();
            };
            // The speaker is looked at first, so that a slow machine is not silence.
            let ((), heard) = soon(async { tokio::join!(speak, line.read_u8()) }).await;
            assert_eq!(heard.unwrap(), 7);
        }
    }
}
