//! `/sessions/{id}/access`: what was decided and why, and the simulator.

use jigsaw_domain::admission::{
    Decision, DecisionRecord, DecisionSearch, Evidence, LinkKind, LinkUse, PublicOutcome, ReasonCode, RecordedFinding,
};
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::id::{DecisionId, InvitationId};
use jigsaw_domain::malformed::Problems;
use jigsaw_domain::session::resolve_local;
use jigsaw_domain::usecase::{Coming, ExplainQuery, Explanation, UseCaseError};
use poem::handler;
use poem::web::Path;

use super::console::Console;
use super::frame::{Answer, Turn, Visit, show, show_faulty};
use super::posted::Posted;
use super::{faults, summary, times, words};
use crate::text::Text;
use crate::view::{
    self, AccessPage, ComingChoice, DecisionFilter, DecisionRow, Errors, Explained, LinkRow, Question, RuleRow,
};

/// Decisions of one page.
const PAGE: u32 = 50;

/// The tab.
#[handler]
pub(super) async fn show_access(visit: Visit, Path(id): Path<String>) -> Answer {
    let (console, _) = Console::of_host(&visit, &id).await?;
    show(&view(&visit, &console).await?)
}

/// Asks the simulator. Nothing is changed by it.
#[handler]
pub(super) async fn explain(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let posted = posted.only(&["email", "at", "link", "signed_in", "same_device", "old_link"])?;
    let (console, _) = Console::of_host(&visit, &id).await?;
    let explained = match question(&console, &posted) {
        Ok(query) => visit.door().explain(&console.caller, &query).await.map(|answer| (query, answer)),
        Err(error) => Err(error),
    };
    let mut view = view(&visit, &console).await?;
    posted.text("email").clone_into(&mut view.question.email);
    posted.text("at").clone_into(&mut view.question.at);
    view.question.link = view::LinkKind::parse(posted.text("link")).unwrap_or(view.question.link);
    for coming in &mut view.question.coming {
        coming.chosen = posted.is_on(coming.name);
    }
    match explained {
        Ok((query, answer)) => {
            view.answer = Some(answered(&visit.text, query.email.as_typed(), &answer));
            show(&view)
        }
        Err(UseCaseError::Invalid(problems)) => {
            view.errors = faults::errors(&visit.text, &problems, field_of);
            show_faulty(&view)
        }
        Err(error) => Err(error.into()),
    }
}

fn question(console: &Console, posted: &Posted) -> Result<ExplainQuery, UseCaseError> {
    let mut problems = Problems::default();
    let email = problems.take("email", EmailAddress::parse(posted.text("email")));
    let at = problems.take_optional("at", posted.filled("at"), |at| {
        times::parse_local(at).and_then(|local| resolve_local(local, console.session.schedule().zone()))
    });
    let link = problems.take_optional("link", posted.filled("link"), LinkKind::parse);
    match email {
        Some(email) if problems.is_empty() => Ok(ExplainQuery {
            session: console.id(),
            email,
            at,
            link: link.unwrap_or(LinkKind::Session),
            coming: Coming {
                signed_in: posted.is_on("signed_in"),
                same_device: posted.is_on("same_device"),
                old_link: posted.is_on("old_link"),
            },
        }),
        _ => Err(problems.into_vec().into()),
    }
}

fn field_of(field: &str) -> &'static str {
    match field {
        "email" => "email",
        "at" => "at",
        "link" => "link",
        _ => "",
    }
}

async fn view(visit: &Visit, console: &Console) -> Result<AccessPage, Turn> {
    let before = visit.query("before").and_then(DecisionId::parse);
    let filter = filter(visit);
    let wanted = DecisionSearch {
        address: Some(filter.address.clone()).filter(|part| !part.is_empty()),
        outcome: PublicOutcome::ALL.into_iter().find(|outcome| outcome.as_str() == filter.outcome),
        reason: ReasonCode::parse(&filter.reason).ok(),
    };
    let mut records = visit.door().search_decisions(&console.caller, console.id(), wanted, (before, PAGE + 1)).await?;
    let (links, more_links) = links(visit, console).await?;
    let goes_on = records.len() > PAGE as usize;
    records.truncate(PAGE as usize);
    let next = records.last().filter(|_| goes_on).map(|record| record.id);
    Ok(AccessPage {
        page: console.page(visit),
        head: console.counted_head(visit).await?,
        access_summary: summary::sentence(&visit.text, &console.session.access_summary()),
        question: Question {
            email: String::new(),
            at: String::new(),
            zone: visit.text.zone(console.session.schedule().zone()),
            link: view::LinkKind::Session,
            coming: ComingChoice::all(),
        },
        errors: Errors::none(),
        answer: None,
        decisions: records.iter().map(|record| row(visit, console, record)).collect(),
        next_url: next.map(|id| address(console, &filter, Some(&id.to_string()))),
        reset_url: filter.is_set().then(|| format!("/sessions/{}/access#decisions-heading", console.id())),
        export_url: format!("/api/v1/sessions/{}/decisions.csv{}", console.id(), query(&filter, "address", None)),
        filter,
        links,
        more_links_url: more_links.map(|id| format!("/sessions/{}/access?links={id}#links-heading", console.id())),
    })
}

/// The filter as the address says it; what nobody can choose is nothing.
fn filter(visit: &Visit) -> DecisionFilter {
    let given = |name: &str| visit.query(name).unwrap_or_default().trim().to_owned();
    let reasons = reasons_to_choose(visit);
    let reason = given("reason");
    DecisionFilter {
        address: given("who").chars().take(254).collect(),
        outcome: given("outcome"),
        reason: if reasons.iter().any(|(code, _)| *code == reason) { reason } else { String::new() },
        reasons,
    }
}

/// Every reason that a rule may give, in the reader's words and order.
fn reasons_to_choose(visit: &Visit) -> Vec<(&'static str, String)> {
    let mut reasons: Vec<(&'static str, String)> = ReasonCode::ALL
        .iter()
        .filter(|code| !UNRECORDED.contains(code))
        .map(|code| (code.as_str(), visit.text.reason(code.as_str())))
        .collect();
    reasons.sort_by(|a, b| a.1.cmp(&b.1));
    reasons
}

/// What guests are told and no rule says.
const UNRECORDED: [ReasonCode; 5] = [
    ReasonCode::UnknownLink,
    ReasonCode::SeatTakenOver,
    ReasonCode::TooManyAttempts,
    ReasonCode::NoRuleApplies,
    ReasonCode::TryAgain,
];

/// The tab with this filter, and decisions older than this one.
fn address(console: &Console, filter: &DecisionFilter, before: Option<&str>) -> String {
    format!("/sessions/{}/access{}#decisions-heading", console.id(), query(filter, "who", before))
}

fn query(filter: &DecisionFilter, who: &str, before: Option<&str>) -> String {
    let fields = [(who, filter.address.as_str()), ("outcome", &filter.outcome), ("reason", &filter.reason)];
    let given: Vec<(&str, &str)> =
        fields.into_iter().chain(before.map(|id| ("before", id))).filter(|(_, value)| !value.is_empty()).collect();
    let text = serde_urlencoded::to_string(given).unwrap_or_default();
    if text.is_empty() { text } else { format!("?{text}") }
}

/// What became of the personal links, and where the next ones are.
async fn links(visit: &Visit, console: &Console) -> Result<(Vec<LinkRow>, Option<InvitationId>), Turn> {
    let after = visit.query("links").and_then(InvitationId::parse);
    let mut uses = visit.door().link_uses(&console.caller, console.id(), after, PAGE + 1).await?;
    let goes_on = uses.len() > PAGE as usize;
    uses.truncate(PAGE as usize);
    let next = uses.last().filter(|_| goes_on).map(|last| last.invitation.id);
    let stamp = |at| times::stamp(&visit.text, at, console.zone());
    let row = |used: &LinkUse| LinkRow {
        name: used.invitation.name().map(|name| name.to_string()),
        email: used.invitation.email.as_typed().to_owned(),
        used: match used.times {
            0 => visit.text.t("links-never"),
            times => visit.text.t2("links-opened", "count", times, "networks", networks(&visit.text, used.networks)),
        },
        first: used.span.map(|(first, _)| stamp(first)),
        last: used.span.map(|(_, last)| stamp(last)),
        looks_forwarded: used.looks_forwarded(),
    };
    Ok((uses.iter().map(row).collect(), next))
}

fn networks(text: &Text, number: u32) -> String {
    text.t1("links-networks", "count", number)
}

fn row(visit: &Visit, console: &Console, record: &DecisionRecord) -> DecisionRow {
    let text = &visit.text;
    let outcome = words::outcome(&record.outcome);
    // What made the outcome; the rest stands in the table.
    let telling = match outcome {
        view::Outcome::Refused => "deny",
        view::Outcome::Needs => "require",
        view::Outcome::Waiting => "hold",
        view::Outcome::Admitted => "",
    };
    let mut because: Vec<String> =
        record.findings.iter().filter(|finding| finding.verdict == telling).map(|finding| why(text, finding)).collect();
    because.dedup();
    DecisionRow {
        id: record.id.to_string(),
        at: times::stamp(text, record.at, console.zone()),
        who: record.email.as_ref().map_or_else(|| text.t("somebody"), |email| email.as_typed().to_owned()),
        link: words::link(record.link),
        outcome,
        because: because.join(&text.t("list-separator")),
        rules: rules(text, &record.findings),
        policy: record.policy.clone(),
        correlation: record.correlation.to_string(),
    }
}

fn rules(text: &Text, findings: &[RecordedFinding]) -> Vec<RuleRow> {
    findings
        .iter()
        .map(|finding| RuleRow {
            rule: text.rule(&finding.rule),
            verdict: words::verdict(&finding.verdict),
            detail: why(text, finding),
        })
        .collect()
}

/// The reason of one rule, in a few words.
fn why(text: &Text, finding: &RecordedFinding) -> String {
    let Some(code) = &finding.code else {
        return String::new();
    };
    if let Ok(evidence) = Evidence::parse(code) {
        return text.reason(evidence.reason().as_str());
    }
    // A rule of an embedder has a code of its own.
    let own = finding.params.iter().find(|(name, _)| code == "custom" && name == "code");
    text.reason(own.map_or(code.as_str(), |(_, own)| own.as_str()))
}

fn answered(text: &Text, email: &str, answer: &Explanation) -> Explained {
    let outcome = words::outcome(answer.decision.outcome().as_str());
    let sentence = match outcome {
        view::Outcome::Admitted => text.t1("explained-admitted", "email", email),
        view::Outcome::Waiting => {
            text.t2("explained-waiting", "email", email, "because", because(text, &answer.decision))
        }
        view::Outcome::Refused => {
            text.t2("explained-refused", "email", email, "because", because(text, &answer.decision))
        }
        view::Outcome::Needs => {
            let first = text.t2("explained-needs", "email", email, "because", because(text, &answer.decision));
            let last = because(text, &answer.satisfied);
            let then = match words::outcome(answer.satisfied.outcome().as_str()) {
                view::Outcome::Admitted => text.t("explained-then-admitted"),
                view::Outcome::Waiting => text.t1("explained-then-waiting", "because", last),
                view::Outcome::Needs | view::Outcome::Refused => text.t1("explained-then-refused", "because", last),
            };
            format!("{first} {then}")
        }
    };
    Explained { outcome, sentence, rules: rules(text, &RecordedFinding::all_of(&answer.decision)) }
}

fn because(text: &Text, decision: &Decision) -> String {
    let reasons: Vec<String> = decision.reasons().iter().map(|reason| text.reason(reason.code.as_str())).collect();
    reasons.join(&text.t("list-separator"))
}
