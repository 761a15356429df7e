//! A relay of a few lines that answers what a test tells it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the relay does instead of what relays do.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Script {
    /// Answered to the connection.
    pub(crate) greeting: Option<&'static str>,
    /// Lines of the answer to EHLO, after the first.
    pub(crate) offers: &'static str,
    /// A command, and what is answered to it: nothing means that the relay hangs up, `…` that it says nothing more.
    pub(crate) to: &'static str,
    pub(crate) reply: &'static str,
    /// Letters after which each connection is closed.
    pub(crate) letters: Option<usize>,
    /// Connections beyond this are turned away with 421.
    pub(crate) most: Option<usize>,
}

/// A running relay.
#[derive(Clone, Debug)]
pub(crate) struct Relay {
    pub(crate) port: u16,
    script: Script,
    heard: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
    open: Arc<AtomicUsize>,
}

impl Relay {
    pub(crate) async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let relay = Self { port, script, heard: Arc::default(), connections: Arc::default(), open: Arc::default() };
        let this = relay.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                this.connections.fetch_add(1, Ordering::SeqCst);
                let this = this.clone();
                tokio::spawn(async move {
                    let open = this.open.fetch_add(1, Ordering::SeqCst) + 1;
                    this.converse(stream, open).await;
                    this.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        relay
    }

    /// Every line it was told.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    pub(crate) fn heard_of(&self, command: &str) -> usize {
        self.heard().iter().filter(|line| line.starts_with(command)).count()
    }

    /// Connections so far.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    async fn converse(&self, stream: TcpStream, open: usize) {
        let script = self.script;
        let (reading, mut writing) = stream.into_split();
        let mut lines = BufReader::new(reading).lines();
        let (mut body, mut letters) = (false, 0);
        let is_full = script.most.is_some_and(|most| open > most);
        let greeting =
            if is_full { "421 4.7.0 too many connections" } else { script.greeting.unwrap_or("220 relay ESMTP") };
        if greeting == "…" {
            return tokio::time::sleep(Duration::from_mins(1)).await;
        }
        writing.write_all(format!("{greeting}\r\n").as_bytes()).await.unwrap();
        if !greeting.starts_with("220") {
            return;
        }
        while let Ok(Some(line)) = lines.next_line().await {
            self.heard.lock().unwrap().push(line.clone());
            if body && line != "." {
                continue;
            }
            let answer = match line.as_str() {
                line if !script.to.is_empty() && line.starts_with(script.to) => script.reply.to_owned(),
                "DATA" => "354 go on".to_owned(),
                line if line.starts_with("EHLO") => format!("250-relay\r\n{}250 8BITMIME", script.offers),
                _ => "250 fine".to_owned(),
            };
            if answer == "…" {
                return tokio::time::sleep(Duration::from_mins(1)).await;
            }
            body = line == "DATA" && answer.starts_with("354");
            if answer.is_empty() || writing.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
                // Hangs up, as a relay that crashed.
                return;
            }
            letters += usize::from(line == ".");
            if script.letters.is_some_and(|most| letters >= most) {
                return;
            }
        }
    }
}
