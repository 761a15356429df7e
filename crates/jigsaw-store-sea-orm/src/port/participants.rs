use std::sync::LazyLock;

use async_trait::async_trait;
use jigsaw_domain::admission::{Participant, PassHolder};
use jigsaw_domain::id::{ParticipantId, SessionId};
use jigsaw_domain::port::{Participants, PortError};
use jigsaw_domain::secret::SecretDigest;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};

use crate::Store;
use crate::entity::{accounts, participants, passes, sessions};
use crate::error::reading;
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
