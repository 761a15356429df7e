//! Kinds of sessions on the wire: once, at daily hours, or again and again.

use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use jigsaw_domain::malformed::{Malformed, Problems};
use jigsaw_domain::session::{DailyHours, KindWish, Occurrence, Rule, Scope, SessionKind, day_word, parse_day};
use poem_openapi::Object;
use serde::Deserialize;

use super::super::input::given;
use super::super::words::{KindWord, Moment, ScopeWord, StandingWord};
use crate::problem::Problem;

/// What kind of session it is.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "KindChoice")]
pub(crate) struct KindInput {
    /// `one_time`, `open` or `recurring`.
    #[serde(rename = "type")]
    #[oai(rename = "type")]
    pub(super) word: KindWord,
    /// For `open`: when the door opens each day, in the session's zone, such as `09:00`.
    #[serde(default, deserialize_with = "given")]
    pub(super) opens: Option<String>,
    /// For `open`: when it closes each day.
    #[serde(default, deserialize_with = "given")]
    pub(super) closes: Option<String>,
    /// For `open`: the days of the week, `MO` to `SU`; every day unless told.
    #[serde(default, deserialize_with = "given")]
    pub(super) days: Option<Vec<String>>,
    /// For `recurring`: FREQ (DAILY, WEEKLY, MONTHLY), INTERVAL, BYDAY, BYMONTHDAY, and COUNT or UNTIL of RFC 5545; at most
    /// 500 occurrences within three years.
    #[serde(default, deserialize_with = "given")]
    pub(super) rule: Option<String>,
}

/// The kind of a session.
#[derive(Debug, Object)]
#[oai(rename = "SessionKind", skip_serializing_if_is_none)]
pub(crate) struct KindBody {
    /// `one_time`, `open` or `recurring`.
    #[oai(rename = "type")]
    word: KindWord,
    /// When the door opens each day, in the session's zone.
    opens: Option<String>,
    /// When it closes each day.
    closes: Option<String>,
    /// The days of the week; absent: every day.
    days: Option<Vec<String>>,
    /// How it repeats.
    rule: Option<String>,
}

/// One occurrence of a session: of a series, a day of an open one, or the one time.
#[derive(Debug, Object)]
#[oai(rename = "Occurrence")]
pub(crate) struct OccurrenceBody {
    /// The local start that it was planned with: its name for `occurrence`, whenever it takes place.
    occurrence: String,
    /// When it starts.
    starts_at: Moment,
    /// When it ends.
    ends_at: Moment,
    /// As planned, at another time, or called off.
    state: StandingWord,
    /// Whether its time has passed.
    over: bool,
}

const NAME: &str = "%Y-%m-%dT%H:%M:%S";

impl KindInput {
    /// The wish, in the zone that the session will have.
    pub(super) fn read(&self, zone: Tz, problems: &mut Problems) -> Option<KindWish> {
        let mut refuse = |field: &str, is_given: bool| {
            if is_given {
                problems.note(format!("kind.{field}"), Malformed::UnknownField);
            }
        };
        match self.word.as_str() {
            "one_time" => {
                refuse("opens", self.opens.is_some());
                refuse("closes", self.closes.is_some());
                refuse("days", self.days.is_some());
                refuse("rule", self.rule.is_some());
                Some(KindWish::OneTime)
            }
            "open" => {
                refuse("rule", self.rule.is_some());
                let opens = problems.take("kind.opens", time(self.opens.as_deref()));
                let closes = problems.take("kind.closes", time(self.closes.as_deref()));
                let days = self.days.iter().flatten().map(|word| parse_day(word)).collect::<Result<Vec<_>, _>>();
                let days = problems.take("kind.days", days);
                let (opens, closes, days) = (opens?, closes?, days?);
                let hours = DailyHours::new(opens, closes, days).map_err(|(field, fault)| problems.note(field, fault));
                hours.ok().map(KindWish::Open)
            }
            "recurring" => {
                refuse("opens", self.opens.is_some());
                refuse("closes", self.closes.is_some());
                refuse("days", self.days.is_some());
                let rule = self.rule.as_deref().ok_or(Malformed::Blank).and_then(|rule| Rule::parse(rule, zone));
                problems.take("kind.rule", rule).map(KindWish::Recurring)
            }
            _ => problems.take("kind.type", Err(Malformed::NotAChoice("one_time, open, recurring"))),
        }
    }
}

fn time(text: Option<&str>) -> Result<NaiveTime, Malformed> {
    let text = text.ok_or(Malformed::Blank)?;
    let read = |form| NaiveTime::parse_from_str(text, form);
    read("%H:%M").or_else(|_| read("%H:%M:%S")).map_err(|_| Malformed::NotATime)
}

/// How much of a series a call is about, from its query.
pub(super) fn scope(word: Option<&ScopeWord>, occurrence: Option<&str>) -> Result<Option<Scope>, Problem> {
    let fault = |_| Problem::field("occurrence", &Malformed::NoOccurrence);
    let named = occurrence.map(|name| NaiveDateTime::parse_from_str(name, NAME).map_err(fault)).transpose()?;
    match word.map(ScopeWord::as_str) {
        None if named.is_some() => Err(Problem::field("scope", &Malformed::Blank)),
        None => Ok(None),
        Some("this") => Ok(Some(Scope::This(named))),
        Some("following") => Ok(Some(Scope::Following(named))),
        Some(_) => Err(Problem::field("scope", &Malformed::NotAChoice("this, following"))),
    }
}

impl KindBody {
    pub(super) fn of(kind: &SessionKind) -> Self {
        let plain = Self { word: kind.as_str().into(), opens: None, closes: None, days: None, rule: None };
        match kind {
            SessionKind::OneTime => plain,
            SessionKind::Open(hours) => Self {
                opens: Some(hours.opens().format("%H:%M").to_string()),
                closes: Some(hours.closes().format("%H:%M").to_string()),
                days: Some(hours.days().iter().map(|day| day_word(*day).to_owned()).collect())
                    .filter(|days: &Vec<String>| !days.is_empty()),
                ..plain
            },
            SessionKind::Recurring(series) => Self { rule: Some(series.rule.to_string()), ..plain },
        }
    }
}

impl OccurrenceBody {
    pub(super) fn of(one: &Occurrence, now: DateTime<Utc>) -> Self {
        Self {
            occurrence: one.original.format(NAME).to_string(),
            starts_at: Moment::of(one.schedule.starts_at()),
            ends_at: Moment::of(one.schedule.ends_at()),
            state: one.standing.as_str().into(),
            over: one.schedule.ends_at() <= now,
        }
    }
}
