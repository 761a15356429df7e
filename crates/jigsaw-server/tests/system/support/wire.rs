//! HTTP byte by byte: requests whose end is told apart exactly, and event streams.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// A whole answer: status and body.
    Answered(u16, String),
    /// No connection: the listener is closed.
    Refused,
    /// The connection ended before the first byte of an answer.
    Unanswered,
    /// The answer began and broke off.
    CutOff,
}

/// A client that keeps its connection as browsers and proxies do.
#[derive(Debug)]
pub(crate) struct Line {
    port: u16,
    socket: Option<TcpStream>,
}

impl Line {
    pub(crate) fn new(port: u16) -> Self {
        Self { port, socket: None }
    }

    /// One request; a connection that is there is used again.
    pub(crate) fn ask(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Fate {
        let socket = match self.socket.take() {
            Some(socket) => socket,
            None => match connect(self.port) {
                Some(socket) => socket,
                None => return Fate::Refused,
            },
        };
        let mut reader = Reader { socket, raw: Vec::new() };
        if reader.socket.write_all(request(self.port, method, path, headers, body).as_bytes()).is_err() {
            return Fate::Unanswered;
        }
        let Some(head) = reader.head() else {
            return if reader.raw.is_empty() { Fate::Unanswered } else { Fate::CutOff };
        };
        let Some(bytes) = reader.exactly(head.length.unwrap_or_default()) else { return Fate::CutOff };
        if !head.closes {
            self.socket = Some(reader.socket);
        }
        Fate::Answered(head.status, String::from_utf8_lossy(&bytes).into_owned())
    }
}

fn connect(port: u16) -> Option<TcpStream> {
    let socket = TcpStream::connect_timeout(&SocketAddr::from(([127, 0, 0, 1], port)), PATIENCE).ok()?;
    socket.set_nodelay(true).ok()?;
    socket.set_read_timeout(Some(PATIENCE)).ok()?;
    Some(socket)
}

fn request(port: u16, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> String {
    use std::fmt::Write as _;

    let mut text = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n");
    for (name, value) in headers {
        write!(text, "{name}: {value}\r\n").unwrap();
    }
    if !body.is_empty() {
        write!(text, "Content-Type: application/json\r\nContent-Length: {}\r\n", body.len()).unwrap();
    }
    text + "\r\n" + body
}

struct Head {
    status: u16,
    length: Option<usize>,
    closes: bool,
}

struct Reader {
    socket: TcpStream,
    raw: Vec<u8>,
}

impl Reader {
    fn more(&mut self) -> bool {
        let mut part = [0; 4096];
        match self.socket.read(&mut part) {
            Ok(0) | Err(_) => false,
            Ok(size) => {
                self.raw.extend_from_slice(&part[..size]);
                true
            }
        }
    }

    fn head(&mut self) -> Option<Head> {
        loop {
            let mut fields = [httparse::EMPTY_HEADER; 48];
            let mut answer = httparse::Response::new(&mut fields);
            if let httparse::Status::Complete(size) = answer.parse(&self.raw).ok()? {
                let status = answer.code?;
                let value = |name: &str| {
                    let found = answer.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name))?;
                    std::str::from_utf8(found.value).ok()
                };
                let length = value("content-length").and_then(|length| length.parse().ok());
                let closes = value("connection").is_some_and(|word| word.eq_ignore_ascii_case("close"));
                self.raw.drain(..size);
                return Some(Head { status, length, closes });
            }
            if !self.more() {
                return None;
            }
        }
    }

    fn exactly(&mut self, size: usize) -> Option<Vec<u8>> {
        while self.raw.len() < size {
            if !self.more() {
                return None;
            }
        }
        Some(self.raw.drain(..size).collect())
    }
}

/// A message of an event stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) event: String,
    pub(crate) data: String,
}

/// An open event stream, read without waiting: one thread follows hundreds.
#[derive(Debug)]
pub(crate) struct Stream {
    socket: TcpStream,
    raw: Vec<u8>,
    text: String,
    next: Message,
    /// Everything that was heard.
    pub(crate) messages: Vec<Message>,
    /// Milliseconds after which it is to be opened again, once it was told.
    pub(crate) retry: Option<u64>,
    pub(crate) is_over: bool,
}

impl Stream {
    /// Opens it; the status is told where it is another than 200, 0 when there was no answer.
    pub(crate) fn open(port: u16, path: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let mut socket = connect(port).ok_or(0_u16)?;
        let all: Vec<(&str, &str)> = [("Accept", "text/event-stream")].iter().chain(headers).copied().collect();
        socket.write_all(request(port, "GET", path, &all, "").as_bytes()).map_err(|_| 0_u16)?;
        let mut reader = Reader { socket, raw: Vec::new() };
        let head = reader.head().ok_or(0_u16)?;
        if head.status != 200 {
            return Err(head.status);
        }
        reader.socket.set_nonblocking(true).unwrap();
        Ok(Self {
            socket: reader.socket,
            raw: reader.raw,
            text: String::new(),
            next: Message::default(),
            messages: Vec::new(),
            retry: None,
            is_over: false,
        })
    }

    /// The stream of a pass.
    pub(crate) fn of_pass(port: u16, pass: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let bearer = format!("Bearer {pass}");
        let all: Vec<(&str, &str)> = [("Authorization", bearer.as_str())].iter().chain(headers).copied().collect();
        Self::open(port, "/api/v1/pass", &all)
    }

    /// The events of a session, for its host.
    pub(crate) fn of_session(port: u16, token: &str, id: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let bearer = format!("Bearer {token}");
        let all: Vec<(&str, &str)> = [("Authorization", bearer.as_str())].iter().chain(headers).copied().collect();
        Self::open(port, &format!("/api/v1/sessions/{id}/events"), &all)
    }

    /// Takes what has come.
    pub(crate) fn read(&mut self) {
        let mut part = [0; 4096];
        while !self.is_over {
            match self.socket.read(&mut part) {
                Ok(size) if size > 0 => self.raw.extend_from_slice(&part[..size]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Ok(_) | Err(_) => self.is_over = true,
            }
        }
        self.unpack();
        while let Some(end) = self.text.find('\n') {
            let line: String = self.text.drain(..=end).collect();
            self.line(line.trim_end());
        }
    }

    /// Undoes the chunks that the answer is sent in.
    fn unpack(&mut self) {
        while let Ok(httparse::Status::Complete((begin, size))) = httparse::parse_chunk_size(&self.raw) {
            let end = begin + usize::try_from(size).unwrap();
            if self.raw.len() < end + 2 {
                return;
            }
            self.text.push_str(std::str::from_utf8(&self.raw[begin..end]).unwrap());
            self.raw.drain(..end + 2);
            if size == 0 {
                self.is_over = true;
                return;
            }
        }
    }

    fn line(&mut self, line: &str) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.trim_start().to_owned();
        match field {
            "id" => self.next.id = value,
            "event" => self.next.event = value,
            "data" => self.next.data = value,
            "retry" => self.retry = value.parse().ok(),
            "" if line.is_empty() && self.next != Message::default() => {
                self.messages.push(std::mem::take(&mut self.next));
            }
            _ => {}
        }
    }

    /// The id that a new stream resumes after.
    pub(crate) fn last_id(&self) -> &str {
        self.messages.last().map_or("", |message| &message.id)
    }

    /// Reads until something of the stream is so; how long that took, or `None`.
    pub(crate) fn until(&mut self, patience: Duration, is_so: impl Fn(&Self) -> bool) -> Option<Duration> {
        let began = Instant::now();
        loop {
            self.read();
            if is_so(self) {
                return Some(began.elapsed());
            }
            if began.elapsed() > patience {
                return None;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Whether a `state` message said this word.
    pub(crate) fn said_state(&self, state: &str) -> bool {
        let word = format!("\"state\":\"{state}\"");
        self.messages.iter().any(|message| message.event == "state" && message.data.replace(' ', "").contains(&word))
    }

    pub(crate) fn said(&self, event: &str) -> bool {
        self.messages.iter().any(|message| message.event == event)
    }
}
