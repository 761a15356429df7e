//! Mails from a bare loop on lettre: the raw limit that `cargo xtask bench` holds the server's mail against.
//!
//! Each mail is written anew with a text, an HTML and a calendar part that together have the given size, and handed to lettre's
//! own pool. There is no outbox, no lease, no letter: that favours this side.

#![expect(clippy::print_stderr, reason = "a program whose output is read")]

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use lettre::message::header::ContentType;
use lettre::message::{MultiPart, SinglePart};
use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

type Relay = AsyncSmtpTransport<Tokio1Executor>;
type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Debug)]
struct Arguments {
    relay: SocketAddr,
    mails: u32,
    connections: u32,
    bytes: usize,
}

fn main() -> ExitCode {
    let Some(arguments) = read(std::env::args().skip(1)) else {
        eprintln!("usage: mail_loop --relay ADDRESS:PORT --mails N --connections N --bytes N");
        return ExitCode::from(2);
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    match runtime.map_err(Failure::from).and_then(|runtime| runtime.block_on(run(&arguments))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn read(mut words: impl Iterator<Item = String>) -> Option<Arguments> {
    let (mut relay, mut mails, mut connections, mut bytes) = (None, None, None, None);
    while let Some(name) = words.next() {
        let value = words.next()?;
        match name.as_str() {
            "--relay" => relay = value.parse().ok(),
            "--mails" => mails = value.parse().ok(),
            "--connections" => connections = value.parse().ok(),
            "--bytes" => bytes = value.parse().ok(),
            _ => return None,
        }
    }
    Some(Arguments { relay: relay?, mails: mails?, connections: connections?, bytes: bytes? })
}

async fn run(arguments: &Arguments) -> Result<(), Failure> {
    let pool = PoolConfig::new().max_size(arguments.connections);
    let relay = Relay::builder_dangerous(arguments.relay.ip().to_string()).port(arguments.relay.port());
    let relay = relay.pool_config(pool).build();
    let next = Arc::new(AtomicU32::new(0));
    let mut senders = Vec::new();
    for _ in 0..arguments.connections {
        let (relay, next, mails, bytes) = (relay.clone(), Arc::clone(&next), arguments.mails, arguments.bytes);
        senders.push(tokio::spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= mails {
                    return Ok::<(), Failure>(());
                }
                relay.send(mail(number, bytes)?).await?;
            }
        }));
    }
    for sender in senders {
        sender.await??;
    }
    Ok(())
}

/// A mail of about so many bytes, in the parts that an invitation has.
fn mail(number: u32, bytes: usize) -> Result<Message, Failure> {
    let line = "Please come to the session, the link is below and is yours alone.\r\n";
    let text = |share: usize| line.repeat(bytes / share / line.len());
    let words = MultiPart::alternative()
        .singlepart(SinglePart::plain(text(6)))
        .singlepart(SinglePart::html(text(2)))
        .singlepart(SinglePart::builder().header(ContentType::parse("text/calendar")?).body(text(6)));
    let mail = Message::builder()
        .from("Jigsaw <no-reply@jigsaw.example>".parse()?)
        .to(format!("invitee-{number}@school.example").parse()?)
        .subject("Invitation: a session")
        .multipart(words)?;
    Ok(mail)
}
