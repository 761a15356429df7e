//! Whether a request comes from a page of ours, from a program, or from somebody else's page.

use poem::Request;
use poem::http::{StatusCode, header};

use crate::caller::Asking;
use crate::context::Context;
use crate::problem::Problem;

/// Longest path and query that is looked at.
const MOST_URI: usize = 8 << 10;

/// What the head of an unsafe request says about where it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A page of ours, or a program that borrows nobody's authority.
    Own,
    /// It does not say: only a form token can tell.
    Unknown,
    /// Another site.
    Foreign,
}

/// What holds for every request, safe ones included.
pub(super) fn check_head(request: &Request, context: &Context) -> Result<(), Problem> {
    let uri = request.uri();
    if uri.path().len() + uri.query().map_or(0, str::len) > MOST_URI {
        return Err(Problem::new(StatusCode::URI_TOO_LONG, "uri_too_long", "This address is too long."));
    }
    let host = request.header(header::HOST).or_else(|| uri.authority().map(poem::http::uri::Authority::as_str));
    if host.is_some_and(|host| !context.origin.answers_to(host)) {
        return Err(Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "wrong_host",
            "This server is set up for this machine only. Its operator sets JIGSAW_PUBLIC_URL to the address that people use.",
        ));
    }
    Ok(())
}

/// Reads the source of an unsafe request. Ending reminders borrows nobody's authority, whoever sends it: the address alone does
/// it (RFC 8058), for mail programs post there from wherever they are, without a cookie and often without an origin.
pub(super) fn source_of(request: &Request, asking: &Asking) -> Source {
    if request.uri().path().starts_with("/u/") { Source::Own } else { origin_of(request, asking) }
}

/// What the request says of itself.
///
/// A bearer token is never sent by a browser on its own, so nothing is borrowed. Otherwise `Sec-Fetch-Site` decides;
/// without it `Origin`; without both a request that carries no cookie of ours borrows nothing either.
fn origin_of(request: &Request, asking: &Asking) -> Source {
    if asking.has_bearer() {
        return Source::Own;
    }
    if let Some(site) = request.headers().get("sec-fetch-site") {
        return match site.as_bytes() {
            b"same-origin" | b"none" => Source::Own,
            _ => Source::Foreign,
        };
    }
    match request.headers().get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default()) {
        Some("null") => Source::Unknown,
        Some(origin) if asking.context().origin.allows(origin, request.header(header::HOST)) => Source::Own,
        Some(_) => Source::Foreign,
        None if asking.cookies().carries_authority() => Source::Unknown,
        None => Source::Own,
    }
}

/// Refuses what another site sent, and what does not say where it comes from without a form token of this browser.
pub(super) fn check(source: Source, content_type: Option<&str>, body: &[u8], asking: &Asking) -> Result<(), Problem> {
    let fine = match source {
        Source::Own => true,
        Source::Unknown => form_token(content_type, body).is_some_and(|token| asking.form_token_matches(&token)),
        Source::Foreign => false,
    };
    if fine { Ok(()) } else { Err(cross_site()) }
}

fn cross_site() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "cross_site",
        "This request came from another site, or from a page that was open too long. Load the page again and repeat it.",
    )
}

fn form_token(content_type: Option<&str>, body: &[u8]) -> Option<String> {
    let kind = content_type?.split(';').next()?.trim();
    if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body).ok()?;
        fields.into_iter().find(|(name, _)| name == "form_token").map(|(_, value)| value)
    } else if kind.eq_ignore_ascii_case("multipart/form-data") {
        // Wherever it stands: another site does not know it, so that it is there at all is the proof.
        let head = b"name=\"form_token\"\r\n\r\n";
        let start = body.windows(head.len()).position(|window| window == head)? + head.len();
        let rest = body.get(start..)?;
        let end = rest.windows(2).position(|window| window == b"\r\n")?;
        String::from_utf8(rest.get(..end)?.to_vec()).ok()
    } else {
        None
    }
}
