//! A relay that takes every mail at once and forgets it: what is measured is who sends.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::client::find;
use crate::failure::{Failure, Outcome};

#[derive(Debug, Default)]
struct Taken {
    count: u32,
    bytes: u64,
    first: Option<Instant>,
    last: Option<Instant>,
}

/// A running sink; it ends with the program.
pub(crate) struct Sink {
    pub(crate) address: SocketAddr,
    taken: Rc<RefCell<Taken>>,
}

/// Silence after which no more mail is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

impl Sink {
    pub(crate) async fn start() -> Outcome<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let taken = Rc::<RefCell<Taken>>::default();
        let counted = Rc::clone(&taken);
        tokio::task::spawn_local(async move {
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_nodelay(true).ok();
                // A connection that breaks is the sender's business.
                let counted = Rc::clone(&counted);
                tokio::task::spawn_local(async move { converse(stream, &counted).await.ok() });
            }
        });
        Ok(Self { address, taken })
    }

    /// Waits for so many mails; how many came in a second, between the first and the last, and their mean size.
    pub(crate) async fn rate(&self, mails: u32) -> Outcome<(f64, u64)> {
        let (mut seen, mut since) = (0, Instant::now());
        loop {
            let count = self.taken.borrow().count;
            if count >= mails {
                break;
            }
            if count > seen {
                (seen, since) = (count, Instant::now());
            }
            if since.elapsed() > PATIENCE {
                return Err(Failure::new(format!("only {count} of {mails} mails came")));
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let taken = self.taken.take();
        let (Some(first), Some(last)) = (taken.first, taken.last) else { return Err(Failure::new("no mail came")) };
        let rate = f64::from(taken.count - 1) / (last - first).as_secs_f64();
        Ok((rate, taken.bytes / u64::from(taken.count)))
    }
}

async fn converse(mut stream: TcpStream, taken: &RefCell<Taken>) -> Outcome {
    let mut buffer = Vec::with_capacity(16 << 10);
    stream.write_all(b"220 sink.example ESMTP\r\n").await?;
    loop {
        let line = until(&mut stream, &mut buffer, b"\r\n").await?;
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match verb.as_slice() {
            b"EHLO" => b"250-sink.example\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
            b"DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let mail = until(&mut stream, &mut buffer, b"\r\n.\r\n").await?;
                let now = Instant::now();
                let mut taken = taken.borrow_mut();
                taken.count += 1;
                taken.bytes += mail.len() as u64;
                taken.first.get_or_insert(now);
                taken.last = Some(now);
                b"250 taken\r\n"
            }
            b"QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => b"250 fine\r\n",
        };
        stream.write_all(answer).await?;
    }
}

/// Everything up to `end`, which is taken out of the buffer.
async fn until(stream: &mut TcpStream, buffer: &mut Vec<u8>, end: &[u8]) -> Outcome<Vec<u8>> {
    let mut looked_at = 0_usize;
    loop {
        // Says at once that something came: lettre writes a mail in several parts and waits for that, 40 ms on Linux.
        #[cfg(target_os = "linux")]
        stream.set_quickack(true)?;
        if let Some(at) = find(buffer.get(looked_at..).unwrap_or_default(), end) {
            let rest = buffer.split_off(looked_at + at + end.len());
            return Ok(std::mem::replace(buffer, rest));
        }
        looked_at = buffer.len().saturating_sub(end.len());
        if stream.read_buf(buffer).await? == 0 {
            return Err(Failure::new("the sender is gone"));
        }
    }
}
