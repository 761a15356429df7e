//! Lists as CSV (RFC 4180), for spreadsheets that take some texts for formulas.

use csv::{Terminator, WriterBuilder};
use futures_util::stream;
use jigsaw_domain::admission::{DecisionRecord, DecisionSearch, Evidence, RecordedFinding};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::usecase::{Caller, FrontDoor, UseCaseError};
use poem::Body;

/// Rows that are read at once: memory does not grow with the list.
const PAGE: u32 = 500;

const HEAD: [&str; 10] =
    ["id", "at", "outcome", "reasons", "email", "link", "participant_id", "policy", "request_id", "rules"];

/// A session's decisions, newest first, written as they are read. The first page is read before anything is answered, so
/// that whoever may not read them is told so.
pub(crate) async fn decisions(
    door: FrontDoor,
    caller: Caller,
    session: SessionId,
    wanted: DecisionSearch,
) -> Result<Body, UseCaseError> {
    let first = door.search_decisions(&caller, session, wanted.clone(), (None, PAGE)).await?;
    let head = rows([HEAD.map(str::to_owned)]);
    let pages = stream::unfold(Some(first), move |page| {
        let (door, caller, wanted) = (door.clone(), caller.clone(), wanted.clone());
        async move {
            let page = page?;
            let text = rows(page.iter().map(row));
            let last = page.last().filter(|_| page.len() >= PAGE as usize).map(|record| record.id);
            let next = match last {
                None => None,
                Some(last) => match door.search_decisions(&caller, session, wanted, (Some(last), PAGE)).await {
                    Ok(next) => Some(next),
                    // The answer has begun. One that breaks off is seen to be short; one that ends here is not.
                    Err(error) => return Some((Err(std::io::Error::other(error.to_string())), None)),
                },
            };
            Some((text, next))
        }
    });
    Ok(Body::from_bytes_stream(stream::StreamExt::chain(stream::iter([head]), pages)))
}

fn row(record: &DecisionRecord) -> [String; 10] {
    [
        record.id.to_string(),
        record.at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
        record.outcome.clone(),
        reasons(record).join(" "),
        record.email.as_ref().map(|email| email.as_typed().to_owned()).unwrap_or_default(),
        record.link.as_str().to_owned(),
        record.participant.map(|id| id.to_string()).unwrap_or_default(),
        record.policy.clone(),
        record.correlation.to_string(),
        record.findings.iter().map(said).collect::<Vec<_>>().join("; "),
    ]
}

/// What made the outcome, by the codes of the API.
fn reasons(record: &DecisionRecord) -> Vec<&str> {
    let telling = match record.outcome.as_str() {
        "refused" => "deny",
        "needs" => "require",
        "waiting" => "hold",
        _ => return Vec::new(),
    };
    let mut codes = Vec::new();
    for code in
        record.findings.iter().filter(|found| found.verdict == telling).filter_map(|found| found.code.as_deref())
    {
        let code = Evidence::parse(code).map_or(code, |evidence| evidence.reason().as_str());
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// One rule: `list_membership deny not_on_list`.
fn said(finding: &RecordedFinding) -> String {
    let parts = [finding.rule.as_str(), finding.verdict.as_str(), finding.code.as_deref().unwrap_or_default()];
    parts.join(" ").trim_end().to_owned()
}

fn rows<const N: usize>(rows: impl IntoIterator<Item = [String; N]>) -> std::io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.map(cell)).map_err(std::io::Error::other)?;
    }
    writer.into_inner().map_err(|error| std::io::Error::other(error.to_string()))
}

/// A text that no spreadsheet computes with.
fn cell(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_texts() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(cell(formula.to_owned()), format!("'{formula}"));
        }
        for plain in ["", "mike@example.org", "a=b", "'=1", "2026-11-23"] {
            assert_eq!(cell(plain.to_owned()), plain);
        }
    }

    #[test]
    fn what_is_special_is_quoted_and_lines_end_as_the_standard_says() {
        let text = rows([["a,b", "say \"x\"", "two\nlines", "=1,2"].map(str::to_owned)]).unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"'=1,2\"\r\n");
    }
}
