//! Server-sent events as bytes.

use std::fmt::Write as _;
use std::time::Duration;

use futures_util::{Stream, StreamExt as _};
use jigsaw_domain::event::EventSeq;
use poem::{Body, Response};

/// Silence that proxies and browsers take without closing, with room to spare.
pub(crate) const KEEP_ALIVE: Duration = Duration::from_secs(12);
/// By how much it is shortened at most, so that streams that spoke at one moment do not all speak again at another.
const SPREAD_MS: u128 = 4096;

/// How long one stream is silent; another one's silence is another.
pub(crate) fn keep_alive(stream: u128) -> Duration {
    let sooner = u64::try_from(stream % SPREAD_MS).unwrap_or_default();
    KEEP_ALIVE.saturating_sub(Duration::from_millis(sooner))
}

/// A message of one event.
pub(crate) fn message(id: EventSeq, name: &str, data: &str) -> String {
    let mut text = String::with_capacity(data.len() + name.len() + 32);
    // Writing to a string does not fail. JSON has no raw line breaks, so data is one line.
    write!(text, "id: {}\nevent: {name}\ndata: {data}\n\n", id.0).ok();
    text
}

/// Sets where a browser resumes, and tells it nothing.
pub(crate) fn position(id: EventSeq) -> String {
    format!("id: {}\n\n", id.0)
}

/// Keeps the line open.
pub(crate) fn comment() -> String {
    ":\n\n".to_owned()
}

/// Tells the browser when to come back: spread out, so that a crowd does not come at once.
pub(crate) fn come_back(random: &dyn jigsaw_domain::port::Random) -> String {
    let [spread, ..] = random.bytes();
    format!("retry: {}\n\n", 1000 + u32::from(spread) * 12)
}

/// The answer that a stream is.
pub(crate) fn response(messages: impl Stream<Item = String> + Send + 'static) -> Response {
    Response::builder()
        .content_type("text/event-stream; charset=utf-8")
        // nginx would hold messages back otherwise.
        .header("x-accel-buffering", "no")
        .body(Body::from_bytes_stream(messages.map(|text| Ok::<_, std::io::Error>(text.into_bytes()))))
}
