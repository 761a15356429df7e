//! `/sessions/{id}/access`: who got in, who would, and why.

use askama::Template;

use super::common::{Errors, Page, Stamp};
use super::sessions::{ConsoleHead, Tab};
use super::words::{LinkKind, Outcome, Verdict};

/// The Access tab. The simulator posts to itself and changes nothing.
#[derive(Debug, Template)]
#[template(path = "access.html")]
pub struct AccessPage {
    /// Frame.
    pub page: Page,
    /// Console head.
    pub head: ConsoleHead,
    /// One sentence generated from the policy.
    pub access_summary: String,
    /// What was asked.
    pub question: Question,
    /// Faults of the question.
    pub errors: Errors,
    /// The answer, once asked.
    pub answer: Option<Explained>,
    /// Decisions, latest first.
    pub decisions: Vec<DecisionRow>,
    /// Address of older decisions, if there are more.
    pub next_url: Option<String>,
}

/// The simulator's form.
#[derive(Debug, Clone)]
pub struct Question {
    /// Address.
    pub email: String,
    /// `datetime-local` in the session's zone; empty for now.
    pub at: String,
    /// Name of that zone, for the hint.
    pub zone: String,
    /// Link used.
    pub link: LinkKind,
}

/// The simulator's answer.
#[derive(Debug, Clone)]
pub struct Explained {
    /// How it would come out.
    pub outcome: Outcome,
    /// One sentence: "mia@example.org would be asked for a code."
    pub sentence: String,
    /// Every rule.
    pub rules: Vec<RuleRow>,
}

/// What one rule said.
#[derive(Debug, Clone)]
pub struct RuleRow {
    /// Name for people ([`crate::text::Text::rule`]).
    pub rule: String,
    /// What it said.
    pub verdict: Verdict,
    /// Why, in a few words ([`crate::text::Text::reason`]); may be empty.
    pub detail: String,
}

/// One decision that was taken.
#[derive(Debug, Clone)]
pub struct DecisionRow {
    /// Decision id, unique on the page.
    pub id: String,
    /// When.
    pub at: Stamp,
    /// Name or address.
    pub who: String,
    /// Link used.
    pub link: LinkKind,
    /// How it came out.
    pub outcome: Outcome,
    /// The reasons in short words, joined.
    pub because: String,
    /// Every rule.
    pub rules: Vec<RuleRow>,
    /// Policy version, for support.
    pub policy: String,
    /// Correlation id, for support.
    pub correlation: String,
}
