//! A client as small as it can be: it shares the cores with the server that it measures.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::failure::{Failure, Outcome};

/// One kept-alive connection.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// What `buffer` still holds of the answer before.
    spent: usize,
}

/// One whole answer.
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) head: &'a [u8],
    pub(crate) body: &'a [u8],
}

/// What the head of an answer says about its body.
struct Head {
    status: u16,
    length: usize,
    body: usize,
}

const HEADERS: usize = 48;

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(16 << 10), spent: 0 })
    }

    /// Sends a request and reads the answer.
    pub(crate) async fn call(&mut self, request: &[u8]) -> Outcome<Answer<'_>> {
        self.buffer.drain(..self.spent);
        self.spent = 0;
        self.stream.write_all(request).await?;
        let head = self.head().await?;
        let end = head.body + head.length;
        while self.buffer.len() < end {
            self.read().await?;
        }
        self.spent = end;
        let (start, body) = self.buffer.get(..end).unwrap_or_default().split_at(head.body);
        Ok(Answer { status: head.status, head: start, body })
    }

    /// Sends a request whose answer does not end, and leaves what follows its head to [`Connection::until`].
    pub(crate) async fn follow(&mut self, request: &[u8]) -> Outcome<u16> {
        self.stream.write_all(request).await?;
        let head = self.head().await?;
        self.buffer.drain(..head.body);
        Ok(head.status)
    }

    /// Reads on until these bytes came; everything up to them is forgotten. They are short and come in one piece.
    pub(crate) async fn until(&mut self, wanted: &[u8]) -> Outcome {
        loop {
            if let Some(at) = find(&self.buffer, wanted) {
                self.buffer.drain(..at + wanted.len());
                return Ok(());
            }
            self.read().await?;
        }
    }

    async fn head(&mut self) -> Outcome<Head> {
        loop {
            if let Some(head) = head_of(&self.buffer)? {
                return Ok(head);
            }
            self.read().await?;
        }
    }

    async fn read(&mut self) -> Outcome {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(Failure::new("the server closed the connection")),
            _ => Ok(()),
        }
    }
}

fn head_of(bytes: &[u8]) -> Outcome<Option<Head>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut answer = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(body) = answer.parse(bytes)? else { return Ok(None) };
    let mut length = 0;
    for header in answer.headers.iter() {
        if header.name.eq_ignore_ascii_case("content-length") {
            length = std::str::from_utf8(header.value).unwrap_or_default().parse()?;
        }
    }
    Ok(Some(Head { status: answer.code.unwrap_or_default(), length, body }))
}

/// Where `wanted` begins in `bytes`.
pub(crate) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// A request for `address`.
pub(crate) fn request(method: &str, path: &str, address: SocketAddr, headers: &str, body: &str) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\n{headers}");
    if method != "GET" {
        text.extend(["content-length: ", &body.len().to_string(), "\r\n"]);
    }
    text.push_str("\r\n");
    text.push_str(body);
    text.into_bytes()
}

/// The header of a JSON body.
pub(crate) const JSON: &str = "content-type: application/json\r\n";

impl Answer<'_> {
    pub(crate) fn json(&self) -> Outcome<Value> {
        Ok(serde_json::from_slice(self.body)?)
    }

    pub(crate) fn says(&self, wanted: &[u8]) -> bool {
        find(self.body, wanted).is_some()
    }

    /// The answer if it has this status; else what it was instead.
    pub(crate) fn expect(self, status: u16) -> Outcome<Self> {
        if self.status == status { Ok(self) } else { Err(self.unexpected()) }
    }

    pub(crate) fn unexpected(&self) -> Failure {
        let body = String::from_utf8_lossy(self.body.get(..300).unwrap_or(self.body)).into_owned();
        Failure::new(format!("answered {}: {body}", self.status))
    }
}
