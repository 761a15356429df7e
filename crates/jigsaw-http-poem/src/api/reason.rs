//! Reasons on the wire: a code, and what its sentence needs beside it.

use std::borrow::Cow;

use jigsaw_domain::admission::{Finding, PublicDecision, Reason, RecordedFinding, Verdict};
use poem_openapi::Object;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{ParseError, ParseFromJSON, ParseResult, ToJSON, Type};
use serde_json::{Map, Value};

use super::words::{EvidenceWord, OutcomeWord, VerdictWord};

/// A reason: `{code, …}`, where the rest is named values such as `opens_at`.
#[derive(Clone, Debug)]
pub(crate) struct ReasonBody(Map<String, Value>);

impl ReasonBody {
    pub(crate) fn of(reason: &Reason) -> Self {
        let mut object = Map::new();
        object.insert("code".to_owned(), reason.code.as_str().into());
        // The code stays what it is, whatever a rule of an embedder calls its own values.
        for (name, value) in reason.params.iter().filter(|(name, _)| *name != "code") {
            object.insert((*name).to_owned(), value.clone().into());
        }
        Self(object)
    }
}

impl Type for ReasonBody {
    const IS_REQUIRED: bool = true;

    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "Reason".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Reference("Reason".to_owned())
    }

    fn register(registry: &mut Registry) {
        registry.create_schema::<Self, _>("Reason".to_owned(), |_| {
            let text = |description| {
                MetaSchemaRef::Inline(Box::new(MetaSchema {
                    description: Some(description),
                    ..MetaSchema::new("string")
                }))
            };
            MetaSchema {
                description: Some("Why: a stable code, and beside it the values that its sentence needs."),
                required: vec!["code"],
                properties: vec![("code", text("The stable code, such as `too_early`."))],
                additional_properties: Some(Box::new(text("A named value, such as `opens_at`."))),
                ..MetaSchema::new("object")
            }
        });
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(self.as_raw_value().into_iter())
    }
}

impl ParseFromJSON for ReasonBody {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        match value.unwrap_or_default() {
            Value::Object(object) => Ok(Self(object)),
            other => Err(ParseError::expected_type(other)),
        }
    }
}

impl ToJSON for ReasonBody {
    fn to_json(&self) -> Option<Value> {
        Some(Value::Object(self.0.clone()))
    }
}

/// What a guest is shown of a decision.
#[derive(Debug, Object)]
#[oai(rename = "PublicDecision")]
pub(crate) struct PublicBody {
    /// The outcome.
    pub(crate) outcome: OutcomeWord,
    /// What to give next, in this order.
    pub(crate) needs: Vec<EvidenceWord>,
    /// Why.
    pub(crate) reasons: Vec<ReasonBody>,
}

impl PublicBody {
    pub(crate) fn of(decision: &PublicDecision) -> Self {
        Self {
            outcome: decision.outcome.as_str().into(),
            needs: decision.needs.iter().map(|evidence| evidence.as_str().into()).collect(),
            reasons: decision.reasons.iter().map(ReasonBody::of).collect(),
        }
    }
}

/// What one rule said.
#[derive(Debug, Object)]
#[oai(rename = "Finding", skip_serializing_if_is_none)]
pub(crate) struct FindingBody {
    /// The rule.
    rule: String,
    /// Its verdict.
    verdict: VerdictWord,
    /// The reason of a denial or a hold, or what is asked for.
    code: Option<String>,
    /// Who may be told: `public`, `address`, `host` or `internal`.
    disclosure: Option<String>,
    /// Named values of the reason.
    params: Option<std::collections::HashMap<String, String>>,
}

impl FindingBody {
    pub(crate) fn of(finding: &Finding) -> Self {
        let (code, disclosure, params) = match &finding.verdict {
            Verdict::Deny(reason) | Verdict::Hold(reason) => (
                Some(reason.code.as_str().to_owned()),
                Some(reason.disclosure.as_str().to_owned()),
                reason.params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            ),
            Verdict::Require(evidence) => (Some(evidence.as_str().to_owned()), None, Vec::new()),
            Verdict::Permit | Verdict::Abstain => (None, None, Vec::new()),
        };
        let verdict = finding.verdict.as_str().into();
        Self { rule: finding.rule.to_string(), verdict, code, disclosure, params: params_of(params) }
    }

    pub(crate) fn recorded(finding: &RecordedFinding) -> Self {
        Self {
            rule: finding.rule.clone(),
            verdict: finding.verdict.as_str().into(),
            code: finding.code.clone(),
            disclosure: finding.disclosure.clone(),
            params: params_of(finding.params.clone()),
        }
    }
}

fn params_of(params: Vec<(String, String)>) -> Option<std::collections::HashMap<String, String>> {
    (!params.is_empty()).then(|| params.into_iter().collect())
}
