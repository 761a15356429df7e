//! A mail relay of a few lines, on threads, that misbehaves as a test tells it.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::machine::free_port;

/// How it behaves. May change at any moment; a conversation goes by what it was when it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Takes everything; addresses that begin with `no-`, in whatever case, do not exist.
    Take,
    /// Says 450 to the first try of each address.
    Greylist,
    /// Says 421 to each connection.
    Busy,
    /// Takes the connection and says nothing.
    Mute,
    /// Offers STARTTLS, and then talks nonsense.
    BreakTls,
    /// Takes the letter and says nothing.
    HangAfterData,
    /// Takes the letter and hangs up.
    LoseReply,
}

/// A letter that arrived whole, whether or not the sender was told.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub(crate) to: String,
    pub(crate) message_id: String,
    pub(crate) at: Instant,
    /// Soft line breaks and `=3D` undone: links stand in it as they are.
    pub(crate) text: String,
}

/// A running relay; gone when dropped.
pub(crate) struct Sink {
    pub(crate) port: u16,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    manner: Mutex<Manner>,
    delay: Mutex<Duration>,
    listening: AtomicBool,
    over: AtomicBool,
    arrived: Mutex<Vec<Arrival>>,
    seen: Mutex<HashSet<String>>,
    connections: Mutex<Vec<TcpStream>>,
}

impl Sink {
    pub(crate) fn start(manner: Manner) -> Self {
        let sink = Self {
            port: free_port(),
            shared: Arc::new(Shared {
                manner: Mutex::new(manner),
                delay: Mutex::default(),
                listening: AtomicBool::new(false),
                over: AtomicBool::new(false),
                arrived: Mutex::default(),
                seen: Mutex::default(),
                connections: Mutex::default(),
            }),
        };
        sink.come_back();
        sink
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    pub(crate) fn behave(&self, manner: Manner) {
        *self.shared.manner.lock().unwrap() = manner;
        // Conversations that began otherwise are over.
        self.hang_up();
    }

    /// How long it takes to take a letter.
    pub(crate) fn take_time(&self, delay: Duration) {
        *self.shared.delay.lock().unwrap() = delay;
    }

    /// The port is closed, and so is every connection.
    pub(crate) fn go_away(&self) {
        self.shared.listening.store(false, Ordering::SeqCst);
        // Wakes the one who accepts.
        TcpStream::connect(("127.0.0.1", self.port)).ok();
        self.hang_up();
        while TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
            std::thread::yield_now();
        }
    }

    pub(crate) fn come_back(&self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).unwrap();
        let shared = self.shared.clone();
        shared.listening.store(true, Ordering::SeqCst);
        std::thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                if !shared.listening.load(Ordering::SeqCst) {
                    return;
                }
                shared.connections.lock().unwrap().push(stream.try_clone().unwrap());
                let shared = shared.clone();
                // The other side going away is no failure of the relay's.
                std::thread::spawn(move || shared.converse(&stream).ok());
            }
        });
    }

    /// Everything that arrived, in order.
    pub(crate) fn arrived(&self) -> Vec<Arrival> {
        self.shared.arrived.lock().unwrap().clone()
    }

    pub(crate) fn arrived_to(&self, address: &str) -> Option<Arrival> {
        self.arrived().into_iter().find(|arrival| arrival.to == address)
    }

    /// How often each Message-ID arrived, by address. Fails when an address was written to under two of them.
    pub(crate) fn copies(&self) -> HashMap<String, usize> {
        let mut ids: HashMap<String, String> = HashMap::new();
        let mut copies = HashMap::new();
        for arrival in self.arrived() {
            let id = ids.entry(arrival.to.clone()).or_insert_with(|| arrival.message_id.clone());
            assert_eq!(id, &arrival.message_id, "one Message-ID for each message");
            *copies.entry(arrival.to).or_insert(0) += 1;
        }
        copies
    }

    fn hang_up(&self) {
        for stream in self.shared.connections.lock().unwrap().drain(..) {
            stream.shutdown(std::net::Shutdown::Both).ok();
        }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::SeqCst);
        self.shared.listening.store(false, Ordering::SeqCst);
        TcpStream::connect(("127.0.0.1", self.port)).ok();
        self.hang_up();
    }
}

impl Shared {
    fn converse(&self, stream: &TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let manner = *self.manner.lock().unwrap();
        let mut lines = BufReader::new(stream);
        let say = |text: &str| (&*stream).write_all(format!("{text}\r\n").as_bytes());
        match manner {
            Manner::Busy => return say("421 4.3.2 not now"),
            Manner::Mute => return self.wait(&mut lines),
            _ => say("220 sink ESMTP")?,
        }
        let mut to = String::new();
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let line = line.trim_end();
            match line.split([' ', ':']).next().unwrap_or_default() {
                "EHLO" => say(if manner == Manner::BreakTls {
                    "250-sink\r\n250 STARTTLS"
                } else {
                    "250-sink\r\n250 8BITMIME"
                })?,
                "STARTTLS" => return say("220 go ahead\r\nthis is no handshake"),
                "RCPT" => {
                    line.split(['<', '>']).nth(1).unwrap_or_default().clone_into(&mut to);
                    if to.to_lowercase().starts_with("no-") {
                        say(&format!("550 5.1.1 <{to}>: no such user"))?;
                    } else if manner == Manner::Greylist && self.seen.lock().unwrap().insert(to.clone()) {
                        say("450 4.7.1 greylisted, try again")?;
                    } else {
                        say("250 fine")?;
                    }
                }
                "DATA" => {
                    say("354 go on")?;
                    let letter = read_letter(&mut lines)?;
                    std::thread::sleep(*self.delay.lock().unwrap());
                    let message_id = letter.lines().find_map(|line| line.strip_prefix("Message-ID: "));
                    let message_id = message_id.unwrap_or_default().trim().to_owned();
                    let text = letter.replace("=\r\n", "").replace("=3D", "=");
                    let arrival = Arrival { to: to.clone(), message_id, at: Instant::now(), text };
                    self.arrived.lock().unwrap().push(arrival);
                    match manner {
                        Manner::LoseReply => return stream.shutdown(std::net::Shutdown::Both),
                        Manner::HangAfterData => return self.wait(&mut lines),
                        _ => say("250 taken")?,
                    }
                }
                "QUIT" => return say("221 bye"),
                _ => say("250 fine")?,
            }
        }
    }

    /// Says nothing until the other side goes away.
    fn wait(&self, lines: &mut impl std::io::BufRead) -> std::io::Result<()> {
        loop {
            // Each line is waited for.
            let ended = lines.read_line(&mut String::new())? == 0;
            if ended || self.over.load(Ordering::SeqCst) {
                return Ok(());
            }
        }
    }
}

fn read_letter(lines: &mut impl std::io::BufRead) -> std::io::Result<String> {
    let mut letter = String::new();
    loop {
        let begin = letter.len();
        if lines.read_line(&mut letter)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if &letter[begin..] == ".\r\n" {
            letter.truncate(begin);
            return Ok(letter);
        }
    }
}
