use std::sync::LazyLock;

use async_trait::async_trait;
use jigsaw_domain::admission::{Participant, PassHolder, Standing};
use jigsaw_domain::email_address::EmailKey;
use jigsaw_domain::id::{ParticipantId, PassId, SessionId};
use jigsaw_domain::port::{Participants, PortError};
use jigsaw_domain::secret::SecretDigest;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _, QueryResult,
    Statement,
};
use uuid::Uuid;

use crate::Store;
use crate::entity::{accounts, participants, passes, sessions};
use crate::error::{port_error, reading};
use crate::joined;
use crate::mapping;
use crate::seats::{WAITING, seats_taken};

/// Asked by every request of a guest.
pub(crate) static BY_PASS: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {}, {}, {}, {} FROM passes k \
         JOIN participants p ON p.id = k.participant_id \
         JOIN sessions s ON s.id = k.session_id \
         JOIN accounts h ON h.id = s.host_id \
         WHERE k.digest = $1",
        joined::columns::<passes::Entity>("k"),
        joined::columns::<participants::Entity>("p"),
        joined::columns::<sessions::Entity>("s"),
        joined::columns::<accounts::Entity>("h"),
    )
});

/// Asked when a password changes. From the few sessions that are not over to the one person with this address in each.
static BY_ACCOUNT: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {}, k.id AS open_pass FROM sessions s \
         JOIN participants p ON p.session_id = s.id AND p.email_key = $1 \
         LEFT JOIN passes k ON k.participant_id = p.id AND k.ended IS NULL \
         WHERE s.state IN ('scheduled', 'live') AND p.state IN ('admitted', 'waiting') AND p.proof = 'account' \
         ORDER BY p.id",
        joined::columns::<participants::Entity>("p"),
    )
});

/// Asked once for all streams of a session. Ended passes are left out: their streams ask for themselves.
pub(crate) const STANDING: &str = "SELECT k.id AS pass, p.id AS person, p.role, p.state, p.waiting_reasons, \
     p.removed_reason, p.banned FROM participants p JOIN passes k ON k.participant_id = p.id \
     WHERE p.session_id = $1 AND k.ended IS NULL";

/// What [`STANDING`] finds in one row.
struct StandingRow {
    pass: PassId,
    person: ParticipantId,
    role: String,
    columns: mapping::StateColumns,
}

impl StandingRow {
    fn of(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(Self {
            pass: PassId::from_uuid(row.try_get("", "pass")?),
            person: ParticipantId::from_uuid(row.try_get("", "person")?),
            role: row.try_get("", "role")?,
            columns: mapping::StateColumns {
                state: row.try_get("", "state")?,
                waiting_reasons: row.try_get("", "waiting_reasons")?,
                removed_reason: row.try_get("", "removed_reason")?,
                banned: row.try_get("", "banned")?,
            },
        })
    }

    fn standing(self) -> Result<Standing, PortError> {
        Ok(Standing {
            pass: self.pass,
            ended: None,
            participant: self.person,
            role: mapping::role(&self.role)?,
            state: mapping::participant_state(&self.columns)?,
        })
    }
}

impl Store {
    /// Those people of a session, in the order they came.
    async fn people(&self, session: SessionId, state: Option<&str>) -> Result<Vec<Participant>, PortError> {
        let mut query = participants::Entity::find().filter(participants::Column::SessionId.eq(session.as_uuid()));
        if let Some(state) = state {
            query = query.filter(participants::Column::State.eq(state));
        }
        let rows = query
            .order_by_asc(participants::Column::CreatedAt)
            .order_by_asc(participants::Column::Id)
            .all(self.reader())
            .await
            .map_err(reading("participants"))?;
        rows.iter().map(mapping::participant).collect()
    }
}

#[async_trait]
impl Participants for Store {
    async fn find(&self, id: ParticipantId) -> Result<Option<Participant>, PortError> {
        let query = participants::Entity::find_by_id(id.as_uuid());
        let row = query.one(self.reader()).await.map_err(reading("participants"))?;
        row.as_ref().map(mapping::participant).transpose()
    }

    async fn list(&self, session: SessionId) -> Result<Vec<Participant>, PortError> {
        self.people(session, None).await
    }

    async fn waiting(&self, session: SessionId) -> Result<Vec<Participant>, PortError> {
        self.people(session, Some(WAITING)).await
    }

    async fn seats_taken(&self, session: SessionId) -> Result<u32, PortError> {
        seats_taken(self.reader(), session).await
    }

    async fn standing(&self, session: SessionId) -> Result<Vec<Standing>, PortError> {
        let db = self.reader();
        let values = [session.as_uuid().into()];
        let statement = Statement::from_sql_and_values(db.get_database_backend(), STANDING, values);
        let rows = db.query_all_raw(statement).await.map_err(port_error)?;
        rows.iter().map(|row| StandingRow::of(row).map_err(reading("passes"))?.standing()).collect()
    }

    async fn by_account(&self, email: &EmailKey) -> Result<Vec<(Participant, Vec<PassId>)>, PortError> {
        let db = self.reader();
        let statement =
            Statement::from_sql_and_values(db.get_database_backend(), BY_ACCOUNT.as_str(), [email.as_str().into()]);
        let mut people: Vec<(Participant, Vec<PassId>)> = Vec::new();
        for row in db.query_all_raw(statement).await.map_err(port_error)? {
            let person = mapping::participant(&joined::row::<participants::Entity>(&row, "p")?)?;
            let pass: Option<Uuid> = row.try_get("", "open_pass").map_err(reading("passes"))?;
            let pass = pass.map(PassId::from_uuid);
            match people.last_mut() {
                Some((last, passes)) if last.id == person.id => passes.extend(pass),
                _ => people.push((person, pass.into_iter().collect())),
            }
        }
        Ok(people)
    }

    async fn by_pass(&self, digest: SecretDigest) -> Result<Option<PassHolder>, PortError> {
        let found = self.ask_one(&BY_PASS, [mapping::digest_bytes(&digest).into()]).await?;
        found
            .map(|found| {
                Ok(PassHolder {
                    pass: mapping::pass(&joined::row::<passes::Entity>(&found, "k")?)?,
                    participant: mapping::participant(&joined::row::<participants::Entity>(&found, "p")?)?,
                    session: mapping::session(joined::row::<sessions::Entity>(&found, "s")?)?,
                    host_name: mapping::account(joined::row::<accounts::Entity>(&found, "h")?)?.name,
                })
            })
            .transpose()
    }
}
