//! The decision table: every situation with its outcome and what each rule says, as text to be reviewed.
//!
//! A changed rule shows here as a changed line. Look at each, then accept them with
//! `INSTA_UPDATE=always cargo test -p jigsaw-domain --test decision_table`.
#![expect(clippy::unwrap_used, reason = "a table that cannot be written is a failed test")]

#[path = "situations/situations.rs"]
mod situations;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jigsaw_domain::admission::{Decision, Outcome, PublicDecision, PublicOutcome, Reason, Verdict};
use jigsaw_domain::session::InvitationType;

use situations::Situation;

const COLUMNS: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";

/// What a rule says, in one character.
const fn cell(verdict: &Verdict) -> char {
    match verdict {
        Verdict::Permit => '+',
        Verdict::Deny(_) => 'x',
        Verdict::Hold(_) => '~',
        Verdict::Require(_) => '?',
        Verdict::Abstain => '.',
    }
}

fn codes(reasons: &[Reason]) -> String {
    reasons.iter().map(|reason| reason.code.as_str()).collect::<Vec<_>>().join(", ")
}

fn guest_sees(view: &PublicDecision) -> String {
    let needs = view.needs.iter().map(|evidence| evidence.as_str()).collect::<Vec<_>>().join(", ");
    match view.outcome {
        PublicOutcome::Admitted => "admitted".to_owned(),
        PublicOutcome::Needs => format!("needs {needs}"),
        PublicOutcome::Waiting => format!("waiting: {}", codes(&view.reasons)),
        PublicOutcome::Refused if needs.is_empty() => format!("refused: {}", codes(&view.reasons)),
        PublicOutcome::Refused => format!("refused: {}, needs {needs}", codes(&view.reasons)),
    }
}

fn why(decision: &Decision) -> String {
    let mut said = Vec::new();
    for finding in decision.findings() {
        let rule = &finding.rule;
        match &finding.verdict {
            Verdict::Deny(reason) | Verdict::Hold(reason) => {
                let to = match reason.disclosure.as_str() {
                    "public" => String::new(),
                    other => format!(" ({other})"),
                };
                said.push(format!("{rule} {} {}{to}", finding.verdict.as_str(), reason.code.as_str()));
            }
            Verdict::Require(evidence) => said.push(format!("{rule} asks {}", evidence.as_str())),
            Verdict::Permit | Verdict::Abstain => {}
        }
    }
    said.join("; ")
}

fn table(rows: &[Situation]) -> String {
    let mut text = String::from("+ permit   x deny   ~ hold   ? require   . abstain\n\n");
    let decided: Vec<_> = rows.iter().map(|row| (row, row.decided())).collect();
    let (_, (first, ..)) = decided.first().unwrap();
    for (column, finding) in COLUMNS.iter().zip(first.findings()) {
        writeln!(text, "{} {}", char::from(*column), finding.rule).unwrap();
    }
    let letters: String = COLUMNS.iter().take(first.findings().len()).map(|column| char::from(*column)).collect();
    writeln!(text, "\n{:62} {:9} {:9} {:44} {letters}  why", "situation", "outcome", "role", "guest sees").unwrap();
    for (row, (decision, view, _)) in &decided {
        let role = match decision.outcome() {
            Outcome::Admit(role) => role.as_str(),
            _ => "",
        };
        let cells: String = decision.findings().iter().map(|finding| cell(&finding.verdict)).collect();
        let line = format!(
            "{:62} {:9} {role:9} {:44} {cells}  {}",
            row.name,
            decision.outcome().as_str(),
            guest_sees(view),
            why(decision)
        );
        writeln!(text, "{}", line.trim_end()).unwrap();
    }
    text
}

#[test]
fn invitation_list() {
    insta::assert_snapshot!(table(&situations::of(InvitationType::InvitationList)));
}

#[test]
fn link_password_requested() {
    insta::assert_snapshot!(table(&situations::of(InvitationType::LinkPasswordRequested)));
}

#[test]
fn link_password_not_requested() {
    insta::assert_snapshot!(table(&situations::of(InvitationType::LinkPasswordNotRequested)));
}

#[test]
fn every_situation_has_a_name_of_its_own() {
    let rows = situations::all();
    let names: BTreeSet<_> = rows.iter().map(|row| (row.invitation_type.as_str(), row.name)).collect();
    assert_eq!(names.len(), rows.len());
}

/// A rule that no situation makes speak is a rule that nobody has looked at.
#[test]
fn every_rule_speaks_in_some_situation() {
    for kind in InvitationType::ALL {
        let mut silent: BTreeSet<String> = BTreeSet::new();
        let mut spoke: BTreeSet<String> = BTreeSet::new();
        for row in situations::of(*kind) {
            for finding in row.decided().0.findings() {
                let rules = if finding.verdict == Verdict::Abstain { &mut silent } else { &mut spoke };
                rules.insert(finding.rule.to_string());
            }
        }
        let never: Vec<_> = silent.difference(&spoke).collect();
        assert!(never.is_empty(), "{}: {never:?}", kind.as_str());
    }
}
