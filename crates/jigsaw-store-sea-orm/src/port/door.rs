//! The join path's one look-up: one statement for someone who was never here, two for someone who was.

use std::sync::LazyLock;

use async_trait::async_trait;
use jigsaw_domain::port::{Door, DoorQuery, DoorSituation, PortError};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryResult};
use uuid::Uuid;

use crate::Store;
use crate::entity::{accounts, invitations, mail_codes, participants, passes, sessions};
use crate::error::reading;
use crate::joined;
use crate::mapping;
use crate::seats::ADMITTED;

/// What every door is asked: `$2` is the key of the address, or null. Each join is by a unique index, all of whose columns
/// come from one table: PostgreSQL may otherwise use the first one alone.
fn statement(linked: &str, from: &str, [session, email]: [&str; 2], found_by: &str) -> String {
    format!(
        "SELECT {sessions}, {host}, {linked}{invitation}, {account}, {person}, {code}, \
         CASE WHEN s.capacity IS NULL THEN 0 ELSE \
         (SELECT COUNT(*) FROM participants t WHERE t.session_id = s.id AND t.state = '{ADMITTED}' AND t.holds_seat) \
         END AS seats_taken \
         FROM {from} \
         JOIN accounts h ON h.id = s.host_id \
         LEFT JOIN invitations i ON i.session_id = {session} AND i.email_key = {email} \
         LEFT JOIN accounts a ON a.email_key = {email} \
         LEFT JOIN participants p ON p.session_id = {session} AND p.email_key = {email} \
         LEFT JOIN mail_codes c ON c.session_id = {session} AND c.email_key = {email} \
         WHERE {found_by} = $1",
        sessions = joined::columns::<sessions::Entity>("s"),
        host = joined::columns::<accounts::Entity>("h"),
        invitation = joined::columns::<invitations::Entity>("i"),
        account = joined::columns::<accounts::Entity>("a"),
        person = joined::columns::<participants::Entity>("p"),
        code = joined::columns::<mail_codes::Entity>("c"),
    )
}

/// By a session link.
pub(crate) static BY_SESSION: LazyLock<String> = LazyLock::new(|| statement("", "sessions s", ["s.id", "$2"], "s.id"));

/// By a personal link; without an address that was typed, the invitation's counts.
pub(crate) static BY_INVITATION: LazyLock<String> = LazyLock::new(|| {
    statement(
        &format!("{}, ", joined::columns::<invitations::Entity>("l")),
        "invitations l JOIN sessions s ON s.id = l.session_id",
        ["l.session_id", "COALESCE($2, l.email_key)"],
        "l.id",
    )
});

#[async_trait]
impl Door for Store {
    async fn situation(&self, query: DoorQuery) -> Result<Option<DoorSituation>, PortError> {
        // The pass that was shown is one of the person's, or means nothing here: see MUST 3.
        let DoorQuery { session, invitation, email, pass: _ } = query;
        let email = email.map(|key| key.as_str().to_owned());
        let found = match (invitation, session) {
            (Some(id), _) => self.ask_one(&BY_INVITATION, [id.as_uuid().into(), email.into()]).await?,
            (None, Some(id)) => self.ask_one(&BY_SESSION, [id.as_uuid().into(), email.into()]).await?,
            (None, None) => None,
        };
        let Some(found) = found else { return Ok(None) };
        let mut situation = situation(&found, invitation.is_some())?;
        // An invitation of another session is unknown at this door.
        if session.is_some_and(|id| id != situation.session.id()) {
            return Ok(None);
        }
        if let Some(person) = &situation.participant {
            let open = passes::Entity::find()
                .filter(passes::Column::ParticipantId.eq(person.id.as_uuid()))
                .filter(passes::Column::Ended.is_null());
            let rows = open.all(self.reader()).await.map_err(reading("passes"))?;
            situation.passes = rows.iter().map(mapping::pass).collect::<Result<_, _>>()?;
        }
        Ok(Some(situation))
    }
}

fn situation(found: &QueryResult, by_invitation: bool) -> Result<DoorSituation, PortError> {
    let linked =
        if by_invitation { Some(mapping::invitation(&joined::row::<invitations::Entity>(found, "l")?)?) } else { None };
    let invitation = joined::row_if::<invitations::Entity, Uuid>(found, "i", invitations::Column::Id)?;
    let account = joined::row_if::<accounts::Entity, Uuid>(found, "a", accounts::Column::Id)?;
    let person = joined::row_if::<participants::Entity, Uuid>(found, "p", participants::Column::Id)?;
    let code = joined::row_if::<mail_codes::Entity, Uuid>(found, "c", mail_codes::Column::Id)?;
    let seats: i64 = found.try_get("", "seats_taken").map_err(reading("participants"))?;
    Ok(DoorSituation {
        session: mapping::session(joined::row::<sessions::Entity>(found, "s")?)?,
        host: mapping::account(joined::row::<accounts::Entity>(found, "h")?)?,
        linked_invitation: linked,
        invitation: invitation.as_ref().map(mapping::invitation).transpose()?,
        account: account.map(mapping::account).transpose()?,
        participant: person.as_ref().map(mapping::participant).transpose()?,
        passes: Vec::new(),
        code: code.as_ref().map(mapping::code).transpose()?,
        seats_taken: u32::try_from(seats).unwrap_or(u32::MAX),
    })
}
