//! What is known of invited addresses at a session's door, a page at a time.

use std::collections::HashMap;
use std::fmt::Write as _;

use jigsaw_domain::id::SessionId;
use jigsaw_domain::invitation::{Attempted, Seen, SeenPerson};
use jigsaw_domain::port::PortError;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, EntityTrait as _, QueryFilter as _, QueryResult, Statement, Value,
};

use super::CHUNK;
use crate::Store;
use crate::entity::participants;
use crate::error::{port_error, reading};
use crate::mapping;

const DECISIONS: mapping::Table = mapping::Table("decisions");

/// First by personal link and latest by whichever, for each of the addresses; what was decided then is read of the latest
/// alone.
fn attempts_statement(addresses: usize) -> String {
    let mut places = String::new();
    for number in 0..addresses {
        // Writing into a string cannot fail.
        let _ = write!(places, "{}${}", if number == 0 { "" } else { ", " }, number + 2);
    }
    format!(
        "SELECT seen.email_key, seen.opened_at, d.at, d.outcome, \
         CASE WHEN d.outcome = 'refused' THEN d.findings END AS findings \
         FROM (SELECT email_key, MIN(CASE WHEN link = 'personal' THEN at END) AS opened_at, MAX(at) AS latest \
         FROM decisions WHERE session_id = $1 AND email_key IN ({places}) GROUP BY email_key) seen \
         JOIN decisions d ON d.session_id = $1 AND d.email_key = seen.email_key AND d.at = seen.latest \
         ORDER BY d.id"
    )
}

impl Store {
    /// By address key; whoever was never seen is left out.
    pub(super) async fn seen(&self, session: SessionId, keys: &[String]) -> Result<HashMap<String, Seen>, PortError> {
        let mut found: HashMap<String, Seen> = HashMap::new();
        for chunk in keys.chunks(CHUNK) {
            for row in self.attempts(session, chunk).await? {
                let (key, opened_at, latest) = attempted(&row)?;
                // Of several at one moment the last one counts.
                found.insert(key, Seen { opened_at, latest: Some(latest), person: None });
            }
            let people = participants::Entity::find()
                .filter(participants::Column::SessionId.eq(session.as_uuid()))
                .filter(participants::Column::EmailKey.is_in(chunk.iter().map(String::as_str)))
                .all(self.reader())
                .await
                .map_err(reading("participants"))?;
            for row in people {
                let person = mapping::participant(&row)?;
                let seen = found.entry(row.email_key).or_default();
                seen.person = Some(SeenPerson { since: person.state_since, proof: person.proof, state: person.state });
            }
        }
        Ok(found)
    }

    async fn attempts(&self, session: SessionId, keys: &[String]) -> Result<Vec<QueryResult>, PortError> {
        let db = self.reader();
        let values = std::iter::once(Value::from(session.as_uuid())).chain(keys.iter().map(|key| key.as_str().into()));
        let asked = Statement::from_sql_and_values(db.get_database_backend(), attempts_statement(keys.len()), values);
        db.query_all_raw(asked).await.map_err(port_error)
    }
}

type OpenedAt = Option<chrono::DateTime<chrono::Utc>>;

fn attempted(row: &QueryResult) -> Result<(String, OpenedAt, Attempted), PortError> {
    let read = || {
        let columns: (String, Option<i64>, i64, String, Option<String>) = (
            row.try_get("", "email_key")?,
            row.try_get("", "opened_at")?,
            row.try_get("", "at")?,
            row.try_get("", "outcome")?,
            row.try_get("", "findings")?,
        );
        Ok(columns)
    };
    let (key, opened_at, at, outcome, findings) = read().map_err(reading("decisions"))?;
    let denials = findings.map(|findings| mapping::denials(&findings)).transpose()?.unwrap_or_default();
    let attempt = Attempted { at: DECISIONS.time("at", at)?, outcome, denials };
    Ok((key, DECISIONS.time_if("at", opened_at)?, attempt))
}
