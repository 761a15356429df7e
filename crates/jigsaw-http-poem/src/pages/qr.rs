//! QR codes as files: of the session link by GET, of a personal link by POST, for that one is written down.

use jigsaw_domain::id::InvitationId;
use jigsaw_domain::session::Session;
use poem::http::header;
use poem::web::Path;
use poem::{Response, handler};

use super::console::session_id;
use super::frame::{Answer, Visit};
use super::posted::Posted;
use crate::problem::Problem;
use crate::view;

/// The most of a title in a file's name.
const MOST_OF_TITLE: usize = 60;

/// The session link as SVG.
#[handler]
pub(super) async fn session_svg(visit: Visit, Path(id): Path<String>) -> Answer {
    of_session(&visit, &id, "svg").await
}

/// The session link as PNG.
#[handler]
pub(super) async fn session_png(visit: Visit, Path(id): Path<String>) -> Answer {
    of_session(&visit, &id, "png").await
}

async fn of_session(visit: &Visit, id: &str, format: &'static str) -> Answer {
    let id = session_id(id)?;
    let caller = visit.caller_in(id).await?;
    let shown = visit.door().view_session(&caller, id).await?;
    file(&shown.link, format, &name_of(&shown.session))
}

/// A personal link, as SVG or PNG.
#[handler]
pub(super) async fn personal(visit: Visit, Path((id, invitation)): Path<(String, String)>, posted: Posted) -> Answer {
    let posted = posted.only(&["format"])?;
    let id = session_id(&id)?;
    let invitation = InvitationId::parse(&invitation).ok_or_else(Problem::not_found)?;
    let caller = visit.caller_in(id).await?;
    let shown = visit.door().show_link(&caller, id, invitation).await?;
    let session = visit.door().view_session(&caller, id).await?.session;
    let format = if posted.text("format") == "svg" { "svg" } else { "png" };
    let name = format!("{}-{}", name_of(&session), plain(shown.invitation.email.as_typed()));
    file(&shown.link, format, &name)
}

fn file(link: &str, format: &'static str, name: &str) -> Answer {
    let (kind, body) = match format {
        "svg" => ("image/svg+xml", view::svg_file(link).map(String::into_bytes)),
        _ => ("image/png", view::png_file(link)),
    };
    let body = body.ok_or_else(|| Problem::internal("a link does not fit into a QR code"))?;
    let disposition = format!("attachment; filename=\"{name}.{format}\"");
    Ok(Response::builder().content_type(kind).header(header::CONTENT_DISPOSITION, disposition).body(body))
}

/// What a file about this session is called: nothing that a shell or a disk minds.
fn name_of(session: &Session) -> String {
    let title = plain(session.title().as_str());
    if title.is_empty() { format!("qr-{}", session.id()) } else { format!("qr-{title}") }
}

fn plain(text: &str) -> String {
    let letters = text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' });
    let words: String = letters.take(MOST_OF_TITLE).collect();
    words.split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_hold_nothing_that_a_header_or_a_disk_minds() {
        assert_eq!(plain("Weekly \"sync\": 9/10\r\nX: y"), "weekly-sync-9-10-x-y");
        assert_eq!(plain("../../etc/passwd"), "etc-passwd");
        assert_eq!(plain("日本語"), "");
        assert!(plain(&"a".repeat(500)).len() <= MOST_OF_TITLE);
    }
}
