use std::collections::HashMap;

use async_trait::async_trait;
use jigsaw_domain::directory::{Contact, ContactSearch, Group};
use jigsaw_domain::email_address::EmailKey;
use jigsaw_domain::id::{AccountId, ContactId, GroupId};
use jigsaw_domain::port::{Directory, GroupSize, PortError};
use jigsaw_domain::text::folded;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select, Statement,
};
use uuid::Uuid;

use super::{at_most, contains};
use crate::Store;
use crate::entity::{contact_group_members as members, contact_groups, contacts};
use crate::error::{port_error, reading};
use crate::mapping;

use contacts::Column as C;

/// Ids and addresses that are asked for at once.
const CHUNK: usize = 500;

/// How many contacts a reader sees in each group: their own, and those that others share.
const SIZES: &str = "SELECT m.group_id AS id, COUNT(*) AS many FROM contact_group_members m \
     JOIN contacts c ON c.id = m.contact_id WHERE m.group_id IN (%) AND (c.owner_id = $1 OR c.shared) GROUP BY m.group_id";

/// A reader's own contacts, and what others share: each half by its own index, in the order of the directory.
fn halves(reader: AccountId) -> [Condition; 2] {
    [
        Condition::all().add(C::OwnerId.eq(reader.as_uuid())),
        Condition::all().add(C::Shared.eq(true)).add(C::OwnerId.ne(reader.as_uuid())),
    ]
}

impl Store {
    async fn contact_rows(&self, query: Select<contacts::Entity>) -> Result<Vec<contacts::Model>, PortError> {
        query.all(self.reader()).await.map_err(reading("contacts"))
    }

    async fn group_rows(&self, half: Condition) -> Result<Vec<contact_groups::Model>, PortError> {
        let query = contact_groups::Entity::find().filter(half);
        query.all(self.reader()).await.map_err(reading("contact_groups"))
    }

    async fn group_sizes(&self, reader: AccountId, groups: &[Uuid]) -> Result<HashMap<Uuid, u32>, PortError> {
        let mut sizes = HashMap::new();
        let db = self.reader();
        for chunk in groups.chunks(CHUNK) {
            let places: Vec<String> = (2..chunk.len() + 2).map(|number| format!("${number}")).collect();
            let values = std::iter::once(reader.as_uuid()).chain(chunk.iter().copied()).map(Into::into);
            let text = SIZES.replace('%', &places.join(", "));
            let statement = Statement::from_sql_and_values(db.get_database_backend(), text, values);
            for row in db.query_all_raw(statement).await.map_err(port_error)? {
                let read = || Ok((row.try_get("", "id")?, row.try_get("", "many")?));
                let (id, many): (Uuid, i64) = read().map_err(reading("contact_group_members"))?;
                sizes.insert(id, u32::try_from(many).unwrap_or(u32::MAX));
            }
        }
        Ok(sizes)
    }
}

#[async_trait]
impl Directory for Store {
    async fn contact(&self, id: ContactId) -> Result<Option<Contact>, PortError> {
        let query = contacts::Entity::find_by_id(id.as_uuid());
        let row = query.one(self.reader()).await.map_err(reading("contacts"))?;
        row.as_ref().map(mapping::contact).transpose()
    }

    async fn contacts_by_emails(&self, owner: AccountId, emails: Vec<EmailKey>) -> Result<Vec<Contact>, PortError> {
        let mut found = Vec::new();
        for chunk in emails.chunks(CHUNK) {
            let query = contacts::Entity::find()
                .filter(C::OwnerId.eq(owner.as_uuid()))
                .filter(C::EmailKey.is_in(chunk.iter().map(EmailKey::as_str)));
            for row in &self.contact_rows(query).await? {
                found.push(mapping::contact(row)?);
            }
        }
        Ok(found)
    }

    async fn contacts_by_ids(&self, reader: AccountId, ids: Vec<ContactId>) -> Result<Vec<Contact>, PortError> {
        let mut found = Vec::new();
        for chunk in ids.chunks(CHUNK) {
            let query = contacts::Entity::find().filter(C::Id.is_in(chunk.iter().map(|id| id.as_uuid())));
            for row in &self.contact_rows(query).await? {
                let contact = mapping::contact(row)?;
                if contact.is_readable_by(reader) {
                    found.push(contact);
                }
            }
        }
        Ok(found)
    }

    async fn contacts(
        &self,
        reader: AccountId,
        search: ContactSearch,
        after: Option<ContactId>,
        limit: u32,
    ) -> Result<Vec<Contact>, PortError> {
        let cursor = match after {
            None => None,
            Some(after) => {
                let last = contacts::Entity::find_by_id(after.as_uuid());
                match last.one(self.reader()).await.map_err(reading("contacts"))? {
                    Some(last) => Some((last.place, last.id)),
                    None => return Ok(Vec::new()),
                }
            }
        };
        let mut found = Vec::new();
        for half in halves(reader) {
            let mut query = contacts::Entity::find().filter(half);
            if let Some((place, id)) = &cursor {
                let own = Expr::tuple([Expr::col(C::Place), Expr::col(C::Id)]);
                query = query.filter(own.gt(Expr::tuple([Expr::value(place.clone()), Expr::value(*id)])));
            }
            if let Some(group) = search.group {
                let mut inside = Query::select();
                inside
                    .column(members::Column::ContactId)
                    .from(members::Entity)
                    .and_where(Expr::col(members::Column::GroupId).eq(group.as_uuid()));
                query = query.filter(C::Id.in_subquery(inside));
            }
            for word in search.text.words() {
                query = query.filter(Expr::col(C::Sought).like(contains(word)));
            }
            let query = query.order_by_asc(C::Place).order_by_asc(C::Id).limit(at_most(limit));
            found.extend(self.contact_rows(query).await?);
        }
        found.sort_by(|one, other| (&one.place, one.id).cmp(&(&other.place, other.id)));
        found.truncate(limit as usize);
        found.iter().map(mapping::contact).collect()
    }

    async fn group(&self, id: GroupId) -> Result<Option<Group>, PortError> {
        let query = contact_groups::Entity::find_by_id(id.as_uuid());
        let row = query.one(self.reader()).await.map_err(reading("contact_groups"))?;
        row.as_ref().map(mapping::group).transpose()
    }

    async fn groups(&self, reader: AccountId) -> Result<Vec<GroupSize>, PortError> {
        use contact_groups::Column as G;
        let own = Condition::all().add(G::OwnerId.eq(reader.as_uuid()));
        let shared = Condition::all().add(G::Shared.eq(true)).add(G::OwnerId.ne(reader.as_uuid()));
        let mut rows = self.group_rows(own).await?;
        rows.extend(self.group_rows(shared).await?);
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let members = self.group_sizes(reader, &ids).await?;
        let sized = |row: &contact_groups::Model| {
            Ok(GroupSize { group: mapping::group(row)?, contacts: members.get(&row.id).copied().unwrap_or_default() })
        };
        let mut groups: Vec<GroupSize> = rows.iter().map(sized).collect::<Result<_, PortError>>()?;
        groups.sort_by_cached_key(|size| (folded(size.group.name.as_str()).into_bytes(), size.group.id));
        Ok(groups)
    }
}
