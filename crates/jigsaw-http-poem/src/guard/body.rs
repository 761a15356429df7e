//! Reading bodies: bounded in bytes and in time, never inflated.

use futures_util::StreamExt as _;
use poem::Request;
use poem::http::{StatusCode, header};

use crate::context::Limits;
use crate::problem::Problem;

/// Reads the whole body. Too much is read on for a while and thrown away, so that the client, which is still sending,
/// comes to see the answer instead of a broken connection.
pub(super) async fn read(request: &mut Request, is_import: bool, limits: &Limits) -> Result<Vec<u8>, Problem> {
    let (limit, patience) =
        if is_import { (limits.import, limits.body_time * 4) } else { (limits.body, limits.body_time) };
    let encoding = request.header(header::CONTENT_ENCODING);
    if encoding.is_some_and(|encoding| !encoding.trim().eq_ignore_ascii_case("identity")) {
        return Err(unsupported("Compressed bodies are not taken: send it plain."));
    }
    let announced = request.header(header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    // A client that asks first has sent nothing yet.
    let asks_first = request.header(header::EXPECT).is_some();
    if announced.is_some_and(|length| length > limit) && asks_first {
        return Err(Problem::too_large(limit));
    }
    let reading = collect(request, (limit, limits.overrun), announced.unwrap_or_default());
    tokio::time::timeout(patience, reading).await.unwrap_or_else(|_| {
        Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "too_slow", "The body did not arrive in time. Send it again."))
    })
}

pub(crate) fn unsupported(detail: &'static str) -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
}

async fn collect(
    request: &mut Request,
    (limit, overrun): (usize, usize),
    announced: usize,
) -> Result<Vec<u8>, Problem> {
    let body = request.take_body();
    if body.is_empty() {
        return Ok(Vec::new());
    }
    let mut chunks = Box::pin(body.into_bytes_stream());
    // An announced length is a hint, not a reason to set memory aside that may never be filled.
    let mut bytes = Vec::with_capacity(announced.min(limit).min(16 << 10));
    let mut total = 0_usize;
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk
            .map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "body_broken", "The body broke off. Send it again."))?;
        total = total.saturating_add(chunk.len());
        if total <= limit {
            bytes.extend_from_slice(&chunk);
        } else if total > overrun.max(limit) {
            break;
        } else {
            bytes = Vec::new();
        }
    }
    if total > limit { Err(Problem::too_large(limit)) } else { Ok(bytes) }
}
