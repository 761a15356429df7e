//! The mails of one session, counted by the database: a long list has tens of thousands of them.

use jigsaw_domain::delivery::{LetterKind, MailCount, ReminderOf};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::port::PortError;
use sea_orm::{ConnectionTrait as _, DbBackend, QueryResult, Statement};

use crate::Store;
use crate::error::{port_error, reading};
use crate::mapping::{self, Table};

const TABLE: Table = Table("outbox");

/// Which reminder a message is stands in its body only.
fn statement(backend: DbBackend) -> String {
    let field = |name: &str| match backend {
        DbBackend::Postgres => format!("(o.body::json->>'{name}')::bigint"),
        _ => format!("json_extract(o.body, '$.{name}')"),
    };
    format!(
        "SELECT o.kind AS kind, {offset} AS offset_minutes, {start} AS starts_at, o.state AS state, \
         CASE WHEN o.state = 'dropped' THEN o.last_error END AS reason, \
         CASE WHEN o.last_error IS NULL THEN 0 ELSE 1 END AS tried, COUNT(*) AS many, MAX(o.created_at) AS written_at \
         FROM invitations i JOIN outbox o ON o.invitation_id = i.id WHERE i.session_id = $1 GROUP BY 1, 2, 3, 4, 5, 6",
        offset = field("offset_minutes"),
        start = field("starts_at"),
    )
}

impl Store {
    pub(super) async fn count_mails(&self, session: SessionId) -> Result<Vec<MailCount>, PortError> {
        let db = self.reader();
        let backend = db.get_database_backend();
        let asked = Statement::from_sql_and_values(backend, statement(backend), [session.as_uuid().into()]);
        let rows = db.query_all_raw(asked).await.map_err(port_error)?;
        rows.iter().map(count).collect()
    }
}

fn count(row: &QueryResult) -> Result<MailCount, PortError> {
    let text = |name: &str| row.try_get::<String>("", name).map_err(reading("outbox"));
    let number = |name: &str| row.try_get::<i64>("", name).map_err(reading("outbox"));
    let number_if = |name: &str| row.try_get::<Option<i64>>("", name).map_err(reading("outbox"));
    let reminder = match (number_if("starts_at")?, number_if("offset_minutes")?) {
        (Some(starts_at), Some(minutes)) => Some(ReminderOf {
            starts_at: TABLE.time("body", starts_at)?,
            offset_minutes: TABLE.number("body", minutes)?,
        }),
        _ => None,
    };
    let tried: i32 = row.try_get("", "tried").map_err(reading("outbox"))?;
    Ok(MailCount {
        kind: TABLE.read("kind", LetterKind::parse(&text("kind")?))?,
        reminder,
        state: mapping::shown(&text("state")?, tried != 0)?,
        reason: row.try_get::<Option<String>>("", "reason").map_err(reading("outbox"))?,
        count: TABLE.number("position", number("many")?)?,
        written_at: TABLE.time("created_at", number("written_at")?)?,
    })
}
