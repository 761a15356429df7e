use chrono::SecondsFormat;
use jigsaw_domain::admission::{Decision, LinkKind, RecordedFinding};
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::id::SessionId;
use jigsaw_domain::usecase::{Coming, ExplainQuery, Explanation};
use serde_json::{Value, json};

use super::say;
use crate::cli::{Explain, Link};
use crate::config::Config;
use crate::failure::Failure;
use crate::wiring::{self, command_line, malformed, refused};

/// Tells who would get in, and why: the same rules as at the door.
pub(super) async fn run(config: &Config, insecure: bool, asked: Explain) -> Result<(), Failure> {
    let session = SessionId::parse(&asked.session)
        .ok_or_else(|| Failure::usage("--session is not the id of a session", "copy it from the session's page"))?;
    let email = malformed("--email", EmailAddress::parse(&asked.email))?;
    let link = match asked.link {
        Link::Personal => LinkKind::Personal,
        Link::Session => LinkKind::Session,
    };
    let door = wiring::offline_door(config, insecure).await?;
    let coming = Coming { signed_in: asked.signed_in, same_device: asked.same_device, old_link: asked.old_link };
    let query = ExplainQuery { session, email, at: asked.at, link, coming };
    let explained = door.explain(&command_line(&door), &query).await.map_err(|error| refused(&error))?;
    say(&if asked.json { json_of(&explained).to_string() } else { text_of(&explained) });
    Ok(())
}

fn text_of(explained: &Explanation) -> String {
    let mut lines = vec![format!("at {}", explained.at.to_rfc3339_opts(SecondsFormat::Secs, true))];
    lines.push(format!("\nwith the address alone: {}", outcome(&explained.decision)));
    lines.extend(rules(&explained.decision));
    lines.push(format!("\nafter giving all that is asked: {}", outcome(&explained.satisfied)));
    lines.extend(rules(&explained.satisfied));
    lines.join("\n")
}

fn outcome(decision: &Decision) -> String {
    let reasons: Vec<&str> = decision.reasons().iter().map(|reason| reason.code.as_str()).collect();
    let word = decision.outcome().as_str();
    if reasons.is_empty() { word.to_owned() } else { format!("{word} ({})", reasons.join(", ")) }
}

fn rules(decision: &Decision) -> Vec<String> {
    RecordedFinding::all_of(decision)
        .into_iter()
        .map(|finding| {
            format!("  {:<28} {:<8} {}", finding.rule, finding.verdict, finding.code.unwrap_or_default())
                .trim_end()
                .to_owned()
        })
        .collect()
}

fn json_of(explained: &Explanation) -> Value {
    let one = |decision: &Decision| {
        json!({
            "outcome": decision.outcome().as_str(),
            "reasons": decision.reasons().iter().map(|r| json!({"code": r.code.as_str()})).collect::<Vec<_>>(),
            "rules": RecordedFinding::all_of(decision).into_iter().map(|finding| json!({
                "rule": finding.rule, "verdict": finding.verdict, "code": finding.code,
            })).collect::<Vec<_>>(),
        })
    };
    json!({
        "at": explained.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        "with_address_alone": one(&explained.decision),
        "after_all_that_is_asked": one(&explained.satisfied),
    })
}
