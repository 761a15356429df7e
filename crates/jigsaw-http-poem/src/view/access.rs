//! `/sessions/{id}/access`: who got in, who would, and why.

use askama::Template;

use super::common::{Errors, Page, Stamp};
use super::sessions::{ConsoleHead, Tab};
use super::words::{LinkKind, Outcome, Verdict};
use crate::text::Key;

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
    /// What the decisions are narrowed to.
    pub filter: DecisionFilter,
    /// Address of all of them, when they are narrowed.
    pub reset_url: Option<String>,
    /// Address of the same as a file.
    pub export_url: String,
    /// Personal links and what became of them, oldest invitation first.
    pub links: Vec<LinkRow>,
    /// Address of further links, if there are more.
    pub more_links_url: Option<String>,
}

/// What the decisions are narrowed to; sent by GET as `who`, `outcome`, `reason`.
#[derive(Debug, Clone, Default)]
pub struct DecisionFilter {
    /// A part of the address.
    pub address: String,
    /// Code of an [`Outcome`], or empty.
    pub outcome: String,
    /// Reason code, or empty.
    pub reason: String,
    /// Reasons to choose from: code and words.
    pub reasons: Vec<(&'static str, String)>,
}

impl DecisionFilter {
    /// Whether anything is left out.
    pub fn is_set(&self) -> bool {
        !(self.address.is_empty() && self.outcome.is_empty() && self.reason.is_empty())
    }
}

/// One personal link.
#[derive(Debug, Clone)]
pub struct LinkRow {
    /// Name of the invitee, if it is known.
    pub name: Option<String>,
    /// Their address.
    pub email: String,
    /// "Never opened", or how often from how many networks.
    pub used: String,
    /// When first.
    pub first: Option<Stamp>,
    /// When last.
    pub last: Option<Stamp>,
    /// Whether it may have been passed on.
    pub looks_forwarded: bool,
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
    /// How the person comes beside that.
    pub coming: [ComingChoice; 3],
}

/// One of the simulator's boxes.
#[derive(Debug, Clone, Copy)]
pub struct ComingChoice {
    /// Name of the field.
    pub name: &'static str,
    /// Its words.
    pub key: Key,
    /// Whether it is ticked.
    pub chosen: bool,
}

impl ComingChoice {
    /// All boxes, open.
    pub fn all() -> [Self; 3] {
        [
            ("signed_in", Key("simulator-signed-in")),
            ("same_device", Key("simulator-same-device")),
            ("old_link", Key("simulator-old-link")),
        ]
        .map(|(name, key)| Self { name, key, chosen: false })
    }
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
