//! The kind of a session: a word, and what belongs to it as JSON.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use jigsaw_domain::malformed::Malformed;
use jigsaw_domain::port::PortError;
use jigsaw_domain::session::{
    DailyHours, Deviation, Exception, Recurrence, Rule, SessionKind, Slot, day_word, parse_day,
};
use serde::{Deserialize, Serialize};

use super::{Table, json, local_text, micros};
use crate::entity::sessions;

const TABLE: Table = Table("sessions");

const ONE_TIME: &str = "one_time";
/// Asked for by the sweep.
pub(crate) const OPEN: &str = "open";
const RECURRING: &str = "recurring";

#[derive(Serialize, Deserialize)]
struct Hours {
    opens: String,
    closes: String,
    days: Vec<String>,
}

/// Local start, and microseconds until the end.
#[derive(Serialize, Deserialize)]
struct Time {
    starts: String,
    lasts: i64,
}

#[derive(Serialize, Deserialize)]
struct Apart {
    original: String,
    /// Absent: it was called off.
    moved: Option<Time>,
}

#[derive(Serialize, Deserialize)]
struct Series {
    rule: String,
    first: Time,
    exceptions: Vec<Apart>,
    kept: Vec<Time>,
    over: Option<i64>,
}

pub(super) fn kind(row: &sessions::Model) -> Result<SessionKind, PortError> {
    match (row.kind.as_str(), row.kind_details.as_deref()) {
        (ONE_TIME, _) => Ok(SessionKind::OneTime),
        (OPEN, Some(stored)) => Ok(SessionKind::Open(hours(&TABLE.json("kind_details", stored)?)?)),
        (RECURRING, Some(stored)) => {
            let zone = TABLE.zone("time_zone", &row.time_zone)?;
            Ok(SessionKind::Recurring(Box::new(series(&TABLE.json("kind_details", stored)?, zone)?)))
        }
        (OPEN | RECURRING, None) => Err(TABLE.corrupt("kind_details", "is missing")),
        _ => Err(TABLE.corrupt("kind", "is not one of its words")),
    }
}

pub(super) fn details(kind: &SessionKind) -> Result<Option<String>, PortError> {
    match kind {
        SessionKind::OneTime => Ok(None),
        SessionKind::Open(hours) => json(&hours_row(hours)).map(Some),
        SessionKind::Recurring(series) => json(&series_row(series)).map(Some),
    }
}

fn hours_row(hours: &DailyHours) -> Hours {
    Hours {
        opens: hours.opens().to_string(),
        closes: hours.closes().to_string(),
        days: hours.days().iter().map(|day| day_word(*day).to_owned()).collect(),
    }
}

fn hours(stored: &Hours) -> Result<DailyHours, PortError> {
    let time = |text: &str| TABLE.read("kind_details", text.parse::<NaiveTime>());
    let days: Result<Vec<_>, Malformed> = stored.days.iter().map(|word| parse_day(word)).collect();
    let days = TABLE.read("kind_details", days)?;
    let made = DailyHours::new(time(&stored.opens)?, time(&stored.closes)?, days);
    TABLE.read("kind_details", made.map_err(|(_, fault)| fault))
}

fn time_row(slot: Slot) -> Time {
    Time { starts: local_text(slot.starts), lasts: slot.lasts.num_microseconds().unwrap_or(i64::MAX) }
}

fn time(stored: &Time) -> Result<Slot, PortError> {
    Ok(Slot { starts: local(&stored.starts)?, lasts: TimeDelta::microseconds(stored.lasts) })
}

fn local(text: &str) -> Result<NaiveDateTime, PortError> {
    TABLE.local("kind_details", text)
}

fn series_row(series: &Recurrence) -> Series {
    let apart = |exception: &Exception| Apart {
        original: local_text(exception.original),
        moved: match exception.deviation {
            Deviation::Cancelled => None,
            Deviation::Moved(to) => Some(time_row(to)),
        },
    };
    Series {
        rule: series.rule.to_string(),
        first: time_row(series.first),
        exceptions: series.exceptions.iter().map(apart).collect(),
        kept: series.kept.iter().copied().map(time_row).collect(),
        over: series.over.map(micros),
    }
}

fn series(stored: &Series, zone: Tz) -> Result<Recurrence, PortError> {
    let apart = |stored: &Apart| -> Result<Exception, PortError> {
        let moved = stored.moved.as_ref().map(time).transpose()?;
        Ok(Exception {
            original: local(&stored.original)?,
            deviation: moved.map_or(Deviation::Cancelled, Deviation::Moved),
        })
    };
    Ok(Recurrence {
        rule: TABLE.read("kind_details", Rule::parse(&stored.rule, zone))?,
        first: time(&stored.first)?,
        exceptions: stored.exceptions.iter().map(apart).collect::<Result<_, _>>()?,
        kept: stored.kept.iter().map(time).collect::<Result<_, _>>()?,
        over: TABLE.time_if("kind_details", stored.over)?,
    })
}
