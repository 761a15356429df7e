//! `/j/{key}/session.ics`: the session as a calendar entry (RFC 5545), for those who are early.
//!
//! It has the identifier that the mailed entry has, so that a calendar shows one of them, and carries the session link,
//! never a personal one: calendars are shared.

use chrono::{DateTime, Utc};
use jigsaw_domain::usecase::PublicSession;
use poem::http::header;
use poem::web::Path;
use poem::{Response, handler};

use super::frame::{Answer, Visit};
use super::join::Doorstep;
use crate::problem::Problem;

/// Octets of one line, without its break.
const MOST_OCTETS: usize = 75;

/// The entry of the session behind a link that counts.
#[handler]
pub(super) async fn entry(visit: Visit, Path(key): Path<String>) -> Answer {
    let doorstep = Doorstep::session(&visit, &key).await?;
    if doorstep.session.link_standing.is_some() {
        return Err(Problem::unknown_link().into());
    }
    let url = visit.door().address().at(&doorstep.action);
    Ok(Response::builder()
        .content_type("text/calendar; charset=utf-8; method=PUBLISH")
        .header(header::CONTENT_DISPOSITION, "attachment; filename=\"session.ics\"")
        .body(write(&doorstep.session, &url, visit.now())))
}

fn write(session: &PublicSession, url: &str, now: DateTime<Utc>) -> String {
    let time = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Jigsaw//Jigsaw//EN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", session.id),
        format!("DTSTAMP:{}", time(now)),
        format!("DTSTART:{}", time(session.starts_at)),
        format!("DTEND:{}", time(session.ends_at)),
        format!("SUMMARY:{}", escape(&session.title.to_string())),
        format!("DESCRIPTION:{}\\n{}", escape(&session.host_name.to_string()), escape(url)),
        format!("URL:{url}"),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| fold(line)).collect()
}

/// Titles and names hold no line breaks and no controls; the rest of what means something here is escaped.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

/// Breaks a long line, between characters.
fn fold(line: &str) -> String {
    let (mut folded, mut octets) = (String::with_capacity(line.len() + 8), 0);
    for letter in line.chars() {
        if octets + letter.len_utf8() > MOST_OCTETS {
            folded.push_str("\r\n ");
            octets = 1;
        }
        folded.push(letter);
        octets += letter.len_utf8();
    }
    folded + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let line = format!("SUMMARY:{}", "é".repeat(100));
        let folded = fold(&line);
        assert!(folded.split("\r\n").all(|part| part.len() <= MOST_OCTETS));
        assert_eq!(folded.replace("\r\n ", "").trim_end(), line);
    }

    #[test]
    fn what_means_something_is_escaped() {
        assert_eq!(escape("a;b,c\\d: e"), "a\\;b\\,c\\\\d: e");
    }
}
