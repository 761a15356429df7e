//! The public origin, and which hosts and origins may speak for it.

use std::net::IpAddr;

use jigsaw_domain::link::PublicAddress;

/// Scheme and host of the public address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    text: String,
    secure: bool,
    loopback: bool,
}

impl Origin {
    pub(crate) fn of(address: &PublicAddress) -> Self {
        let text = address.as_str().to_ascii_lowercase();
        let (scheme, rest) = text.split_once("://").unwrap_or(("http", &text));
        let host = rest.split('/').next().unwrap_or_default();
        Self { secure: scheme == "https", loopback: is_loopback(host), text: format!("{scheme}://{host}") }
    }

    /// Reached over https: cookies are `Secure`, and browsers are told to stay on https.
    pub(crate) const fn is_secure(&self) -> bool {
        self.secure
    }

    /// Whether a page of this origin is one of ours. On loopback people write `localhost`, `127.0.0.1` or `[::1]` as they
    /// like, so the origin must be that of the request itself, and a loopback one.
    pub(crate) fn allows(&self, origin: &str, request_host: Option<&str>) -> bool {
        if origin.eq_ignore_ascii_case(&self.text) {
            return true;
        }
        let own = request_host.filter(|host| self.loopback && !self.secure && is_loopback(host));
        own.is_some_and(|host| origin.strip_prefix("http://").is_some_and(|named| named.eq_ignore_ascii_case(host)))
    }

    /// Whether a request may be addressed to this host. A loopback server answers to loopback names and bare addresses
    /// only: any other name is a page of somebody else's that was made to point here (DNS rebinding).
    pub(crate) fn answers_to(&self, host: &str) -> bool {
        !self.loopback || is_loopback(host) || bare(host).parse::<IpAddr>().is_ok()
    }
}

fn is_loopback(host: &str) -> bool {
    let name = bare(host);
    name.eq_ignore_ascii_case("localhost")
        || name.to_ascii_lowercase().ends_with(".localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

/// A host without port and brackets.
fn bare(host: &str) -> &str {
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split(']').next().unwrap_or_default();
    }
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(url: &str) -> Origin {
        Origin::of(&PublicAddress::new(url))
    }

    #[test]
    fn only_the_public_origin_speaks_for_a_public_server() {
        let public = origin("https://jigsaw.example.org/");
        assert!(public.is_secure());
        assert!(public.allows("https://jigsaw.example.org", None));
        for other in ["http://jigsaw.example.org", "https://jigsaw.example.org:444", "https://evil.example", "null", ""]
        {
            assert!(!public.allows(other, Some(other.trim_start_matches("https://"))), "{other}");
        }
        assert!(public.answers_to("anything.example"));
    }

    #[test]
    fn loopback_names_speak_for_a_loopback_server_when_they_were_asked() {
        let local = origin("http://127.0.0.1:8080");
        assert!(local.allows("http://localhost:8080", Some("localhost:8080")));
        assert!(local.allows("http://[::1]:8080", Some("[::1]:8080")));
        assert!(!local.allows("http://localhost:9000", Some("localhost:8080")));
        assert!(!local.allows("http://evil.example:8080", Some("evil.example:8080")));
        assert!(
            local.answers_to("localhost:8080") && local.answers_to("192.168.1.4:8080") && local.answers_to("[::1]:80")
        );
        assert!(!local.answers_to("evil.example:8080"));
    }
}
