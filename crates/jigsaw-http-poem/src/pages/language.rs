//! `/language`: the choice at the foot of every page.

use jigsaw_domain::language::Language;
use jigsaw_domain::usecase::ProfileEdit;
use poem::http::header;
use poem::{Response, handler};

use super::frame::{Answer, Visit, see_other};
use super::posted::Posted;
use crate::problem::Problem;

/// Longer paths are not ours.
const LONGEST: usize = 2048;

/// Nothing is to be seen here.
#[handler]
pub(super) fn back() -> Response {
    see_other("/")
}

/// Keeps the language, in this browser and with the account that is signed in, and goes back to the page.
#[handler]
pub(super) async fn choose(visit: Visit, posted: Posted) -> Answer {
    let posted = posted.only(&["language", "to"])?;
    let language = Language::parse(posted.text("language")).map_err(|fault| Problem::field("language", &fault))?;
    if visit.asking.signed_in_account().await?.is_some() {
        let (caller, _) = visit.signed_in().await?;
        let edit = ProfileEdit { language: Some(Some(language)), ..ProfileEdit::default() };
        visit.door().update_profile(&caller, &edit).await?;
    }
    let to = Some(posted.text("to")).filter(|to| is_here(to)).unwrap_or("/");
    let mut response = see_other(to);
    response.headers_mut().append(header::SET_COOKIE, visit.asking.write_cookies().language(language));
    Ok(response)
}

/// Whether this is a path on this server. Browsers read a backslash as a slash, and two slashes as another host.
fn is_here(to: &str) -> bool {
    let rest = to.strip_prefix('/');
    let is_plain = to.len() <= LONGEST && to.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    is_plain && rest.is_some_and(|rest| !rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_on_this_server_are_gone_back_to() {
        for to in ["/", "/sessions?after=1&x=%20", "/j/a1s_kq3J7nWmZ0cT5yLd8RbXhVfUe2PoGiN4", "/room/1"] {
            assert!(is_here(to), "{to}");
        }
        let long = format!("/{}", "x".repeat(LONGEST));
        for to in [
            "",
            "sessions",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "/a\r\nb",
            "/\u{e9}",
            "javascript:alert(1)",
            "/ x",
            &long,
        ] {
            assert!(!is_here(to), "{to}");
        }
    }
}
