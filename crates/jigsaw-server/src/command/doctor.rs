//! Checks everything that a server needs. Each finding is one line: how it is, and how to mend it. Nothing is changed or made.

mod database;
mod mail;
mod place;

use serde::Serialize;

use super::say;
use crate::config::Config;
use crate::failure::Failure;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Ok,
    Warn,
    Fail,
}

impl Status {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Finding {
    check: &'static str,
    status: Status,
    found: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    mend: Option<String>,
}

impl Finding {
    fn ok(check: &'static str, found: impl Into<String>) -> Self {
        Self { check, status: Status::Ok, found: found.into(), mend: None }
    }

    fn warn(check: &'static str, found: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { check, status: Status::Warn, found: found.into(), mend: Some(mend.into()) }
    }

    fn fail(check: &'static str, found: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { check, status: Status::Fail, found: found.into(), mend: Some(mend.into()) }
    }

    fn line(&self) -> String {
        let mend = self.mend.as_ref().map_or_else(String::new, |mend| format!("; mend: {mend}"));
        format!("{:<4}  {:<15} {}{mend}", self.status.as_str(), self.check, self.found)
    }
}

pub(super) async fn run(config: &Config, insecure: bool, json: bool, send_to: Option<&str>) -> Result<(), Failure> {
    let mut findings = place::check(config, insecure);
    findings.extend(database::check(config).await);
    findings.extend(mail::check(config, send_to).await?);
    if json {
        let line = serde_json::json!({ "findings": findings });
        say(&line.to_string());
    } else {
        for finding in &findings {
            say(&finding.line());
        }
    }
    let failed = findings.iter().filter(|finding| finding.status == Status::Fail).count();
    if failed == 0 {
        return Ok(());
    }
    Err(Failure::running(
        format!("{failed} of {} checks failed", findings.len()),
        "do what the lines that begin with `fail` say",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_one_line_with_its_mend() {
        assert_eq!(Finding::ok("mail", "fine").line(), "ok    mail            fine");
        assert_eq!(Finding::warn("clock", "late", "set it").line(), "warn  clock           late; mend: set it");
    }
}
