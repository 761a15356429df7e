//! Headers of every answer.

use poem::Response;
use poem::http::{HeaderName, HeaderValue, header};

use crate::caller::Asking;

/// Nothing but our own files: no inline code, no other host, no framing.
const CONTENT_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Adds what every answer bears. A handler that set one of them itself knows better.
pub(super) fn complete(response: &mut Response, asking: &Asking) {
    let is_page = response.content_type().is_some_and(|kind| kind.starts_with("text/html"));
    if let Some(browser) = asking.new_browser().filter(|_| is_page) {
        response.headers_mut().append(header::SET_COOKIE, asking.write_cookies().browser(browser));
    }
    let headers = response.headers_mut();
    let mut add = |name: HeaderName, value: HeaderValue| {
        headers.entry(name).or_insert(value);
    };
    add(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_POLICY));
    add(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    add(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    add(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    add(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    add(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    if asking.context().http.shutdown.is_announced() {
        // A connection that is kept would be cut at the end, perhaps just as the next request comes in on it.
        add(header::CONNECTION, HeaderValue::from_static("close"));
    }
    if asking.context().is_secure() {
        add(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if let Ok(id) = HeaderValue::from_str(&asking.correlation().to_string()) {
        headers.insert(REQUEST_ID, id);
    }
}
