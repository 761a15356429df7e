//! A change set of a use case, written in order.

use async_trait::async_trait;
use jigsaw_domain::event::Event;
use jigsaw_domain::id::SessionId;
use jigsaw_domain::port::{Change, ChangeSet, PortError};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{Unit, accounts, directory, people, records, sessions, suppressions};

/// A change set of a use case.
pub(crate) struct Commit(pub(crate) ChangeSet);

#[async_trait]
impl Unit for Commit {
    type Output = Vec<Event>;

    fn sessions(&self) -> Vec<Uuid> {
        sessions(&self.0).collect()
    }

    async fn write(&self, tx: &DatabaseTransaction) -> Result<Self::Output, PortError> {
        write(tx, &self.0).await
    }

    fn events(written: &Vec<Event>) -> &[Event] {
        written
    }
}

/// The sessions whose guards, seats or events this change set is about.
pub(super) fn sessions(set: &ChangeSet) -> impl Iterator<Item = Uuid> {
    let changed = set.changes.iter().filter_map(|change| match change {
        Change::UpdateSession(session) => Some(session.id()),
        Change::GuardSession(id, _) | Change::LimitSeats(id, _) | Change::MarkReminded(id, ..) => Some(*id),
        _ => None,
    });
    changed.chain(set.events.iter().map(|event| event.session)).map(SessionId::as_uuid)
}

/// Writes a change set and gives its events with their positions.
async fn write(tx: &DatabaseTransaction, set: &ChangeSet) -> Result<Vec<Event>, PortError> {
    for change in &set.changes {
        apply(tx, change).await?;
    }
    // Counted when everything else is written, wherever the limit stands in the list.
    for change in &set.changes {
        if let Change::LimitSeats(session, most) = change {
            people::limit_seats(tx, *session, *most).await?;
        }
    }
    let mut positions = records::insert_events(tx, set.events.iter()).await?.into_iter();
    records::queue_messages(tx, &set.messages).await?;
    records::insert_audit(tx, set.audit.iter()).await?;
    Ok(records::numbered(&set.events, &mut positions).collect())
}

async fn apply(tx: &DatabaseTransaction, change: &Change) -> Result<(), PortError> {
    match change {
        Change::InsertSession(session) => sessions::insert(tx, session).await,
        Change::UpdateSession(session) => sessions::update(tx, session).await,
        Change::GuardSession(id, version) => sessions::guard(tx, *id, *version).await,
        Change::MarkReminded(id, offset, start) => sessions::mark_reminded(tx, *id, *offset, *start).await,
        Change::InsertInvitations(invitations) => people::insert_invitations(tx, invitations).await,
        Change::UpdateInvitations(invitations) => people::update_invitations(tx, invitations).await,
        Change::GuardInvitation(id, version) => people::guard_invitation(tx, *id, *version).await,
        Change::InsertParticipant(person) => people::insert_participant(tx, person).await,
        Change::UpdateParticipants(people) => people::update_participants(tx, people).await,
        Change::LimitSeats(..) => Ok(()),
        Change::InsertPass(pass) => people::insert_passes(tx, std::iter::once(pass)).await,
        Change::EndPasses(ids, end) => people::end_passes(tx, ids, *end).await,
        Change::TouchPass(id, at) => people::touch_pass(tx, *id, *at).await,
        Change::PutCode(code) => records::put_code(tx, code).await,
        Change::CountWrongTry(id) => records::count_wrong_try(tx, *id).await,
        Change::UseCode(id) => records::use_code(tx, *id).await,
        Change::RecordDecision(record) => records::insert_decisions(tx, std::iter::once(record)).await,
        Change::InsertContacts(contacts) => directory::insert_contacts(tx, contacts).await,
        Change::UpdateContact(contact) => directory::update_contact(tx, contact).await,
        Change::DeleteContact(id) => directory::delete_contact(tx, *id).await,
        Change::InsertGroup(group) => directory::insert_group(tx, group).await,
        Change::UpdateGroup(group) => directory::update_group(tx, group).await,
        Change::DeleteGroup(id) => directory::delete_group(tx, *id).await,
        Change::AddToGroup(group, contacts) => directory::add_to_group(tx, *group, contacts).await,
        Change::RemoveFromGroup(group, contacts) => directory::remove_from_group(tx, *group, contacts).await,
        Change::InsertAccount(account) => accounts::insert(tx, account).await,
        Change::UpdateAccount(account) => accounts::update(tx, account).await,
        Change::InsertSignIn(sign_in) => accounts::insert_sign_in(tx, sign_in).await,
        Change::DeleteSignIn(digest) => accounts::delete_sign_in(tx, *digest).await,
        Change::DeleteSignIns(account) => accounts::delete_sign_ins(tx, *account).await,
        Change::InsertToken(token) => accounts::insert_token(tx, token).await,
        Change::Suppress(one) => suppressions::suppress(tx, one).await,
        Change::LiftSuppressions(addresses) => suppressions::lift(tx, addresses).await,
        Change::Unsubscribe(one) => suppressions::unsubscribe(tx, one).await,
        Change::Resubscribe(host, addresses) => suppressions::resubscribe(tx, *host, addresses).await,
        Change::ReportMessage(id, state, words) => suppressions::report(tx, *id, *state, words.as_deref()).await,
        Change::TakeReport(name, at) => suppressions::take_report(tx, name, *at).await,
    }
}
