//! Entries: what a crowd at a door writes, table by table instead of person by person.
//!
//! The change set of someone who comes in, waits or is refused holds guards and new rows, and changes no row that is
//! there. All entries of a batch are therefore checked by a few statements and written by a few more, however many they
//! are: the cost of one more person is a row in each, not a round of statements.
//!
//! Each entry still holds or falls alone. Guards and seats are judged in the order of the queue, against what is
//! committed and what the entries before it add; whoever loses gets `Conflict`, as if written one after the other.

use std::collections::HashMap;

use jigsaw_domain::admission::{DecisionRecord, Participant, Pass};
use jigsaw_domain::event::Event;
use jigsaw_domain::port::{Change, ChangeSet, PortError};
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, Statement, Value};
use uuid::Uuid;

use super::inserts::place;
use super::{people, records};
use crate::error::port_error;
use crate::seats::ADMITTED;

/// Whether a change set can be written this way: it guards and adds, for one person at most.
pub(super) fn is_entry(set: &ChangeSet) -> bool {
    let adds_only = set.changes.iter().all(|change| {
        matches!(
            change,
            Change::GuardSession(..)
                | Change::GuardInvitation(..)
                | Change::InsertParticipant(_)
                | Change::LimitSeats(..)
                | Change::InsertPass(_)
                | Change::RecordDecision(_)
        )
    });
    let people = set.changes.iter().filter(|change| matches!(change, Change::InsertParticipant(_))).count();
    adds_only && people <= 1 && set.messages.is_empty()
}

/// Writes entries. Each gets its events with their positions, or `Conflict`; any other failure is everyone's, and the
/// whole transaction must go. `sessions` holds the versions of the sessions that are guarded.
pub(super) async fn write(
    tx: &DatabaseTransaction,
    sets: &[&ChangeSet],
    sessions: &HashMap<Uuid, i64>,
) -> Result<Vec<Result<Vec<Event>, PortError>>, PortError> {
    let mut standing =
        Standing { sessions, invitations: invitation_versions(tx, sets).await?, seats: seats_taken(tx, sets).await? };
    let mut holds: Vec<bool> = sets.iter().map(|set| standing.admits(set)).collect();

    let mut newcomers = people::insert_newcomers(tx, held(sets, &holds).filter_map(newcomer)).await?;
    for (set, holds) in sets.iter().zip(&mut holds) {
        // Taken out: a row belongs to one entry, also when somebody sends the same set twice.
        *holds = *holds && newcomer(set).is_none_or(|person| newcomers.remove(&person.id.as_uuid()));
    }
    people::insert_passes(tx, changes(sets, &holds).filter_map(pass)).await?;
    records::insert_decisions(tx, changes(sets, &holds).filter_map(decision)).await?;
    records::insert_audit(tx, held(sets, &holds).flat_map(|set| &set.audit)).await?;
    let positions = records::insert_events(tx, held(sets, &holds).flat_map(|set| &set.events)).await?;

    let mut positions = positions.into_iter();
    let mut written = Vec::with_capacity(sets.len());
    for (set, holds) in sets.iter().zip(holds) {
        let told =
            if holds { Ok(records::numbered(&set.events, &mut positions).collect()) } else { Err(PortError::Conflict) };
        written.push(told);
    }
    Ok(written)
}

fn held<'a>(sets: &'a [&ChangeSet], holds: &'a [bool]) -> impl Iterator<Item = &'a ChangeSet> {
    sets.iter().zip(holds).filter(|(_, holds)| **holds).map(|(set, _)| *set)
}

fn changes<'a>(sets: &'a [&ChangeSet], holds: &'a [bool]) -> impl Iterator<Item = &'a Change> {
    held(sets, holds).flat_map(|set| &set.changes)
}

/// What entries are judged against; the entries that were let through are counted in.
struct Standing<'a> {
    sessions: &'a HashMap<Uuid, i64>,
    invitations: HashMap<Uuid, i64>,
    seats: HashMap<Uuid, u32>,
}

impl Standing<'_> {
    fn admits(&mut self, set: &ChangeSet) -> bool {
        let seated: Vec<Uuid> = set.changes.iter().filter_map(seat).collect();
        let holds = set.changes.iter().all(|change| match change {
            Change::GuardSession(id, version) => self.sessions.get(&id.as_uuid()) == Some(&version.get().into()),
            Change::GuardInvitation(id, version) => self.invitations.get(&id.as_uuid()) == Some(&version.get().into()),
            Change::LimitSeats(id, most) => {
                let own = seated.iter().filter(|session| **session == id.as_uuid()).count();
                let taken = self.seats.get(&id.as_uuid()).copied().unwrap_or_default();
                taken.saturating_add(u32::try_from(own).unwrap_or(u32::MAX)) <= most.get()
            }
            _ => true,
        });
        if holds {
            for session in seated {
                *self.seats.entry(session).or_default() += 1;
            }
        }
        holds
    }
}

/// The session in which this change takes a seat.
fn seat(change: &Change) -> Option<Uuid> {
    match change {
        Change::InsertParticipant(person) if person.holds_seat() => Some(person.session.as_uuid()),
        _ => None,
    }
}

async fn invitation_versions(tx: &DatabaseTransaction, sets: &[&ChangeSet]) -> Result<HashMap<Uuid, i64>, PortError> {
    let guarded = sets.iter().flat_map(|set| &set.changes).filter_map(|change| match change {
        Change::GuardInvitation(id, _) => Some(id.as_uuid()),
        _ => None,
    });
    let lock = if tx.get_database_backend() == DbBackend::Postgres { " ORDER BY id FOR SHARE" } else { "" };
    numbers(tx, "SELECT id, version AS number FROM invitations WHERE id IN (", guarded.collect(), &format!("){lock}"))
        .await
}

async fn seats_taken(tx: &DatabaseTransaction, sets: &[&ChangeSet]) -> Result<HashMap<Uuid, u32>, PortError> {
    let limited = sets.iter().flat_map(|set| &set.changes).filter_map(|change| match change {
        Change::LimitSeats(id, _) => Some(id.as_uuid()),
        _ => None,
    });
    let counted = numbers(
        tx,
        "SELECT session_id AS id, COUNT(*) AS number FROM participants WHERE session_id IN (",
        limited.collect(),
        &format!(") AND state = '{ADMITTED}' AND holds_seat GROUP BY session_id"),
    )
    .await?;
    Ok(counted.into_iter().map(|(id, taken)| (id, u32::try_from(taken).unwrap_or(u32::MAX))).collect())
}

/// A number for each of some ids, by one statement; ids that have none are missing.
pub(super) async fn numbers(
    tx: &DatabaseTransaction,
    head: &str,
    mut ids: Vec<Uuid>,
    tail: &str,
) -> Result<HashMap<Uuid, i64>, PortError> {
    ids.sort_unstable();
    ids.dedup();
    let Some(last) = ids.last().copied() else { return Ok(HashMap::new()) };
    // A few texts for all numbers of ids, so that the database keeps them prepared.
    ids.resize(ids.len().next_power_of_two(), last);
    let backend = tx.get_database_backend();
    let mut text = head.to_owned();
    for number in 1..=ids.len() {
        text.push_str(if number == 1 { "" } else { ", " });
        place(&mut text, backend, number);
    }
    text.push_str(tail);
    let values = ids.into_iter().map(Value::from);
    let question = Statement::from_sql_and_values(backend, text, values);
    let rows = tx.query_all_raw(question).await.map_err(port_error)?;
    rows.iter()
        .map(|row| Ok((row.try_get("", "id")?, row.try_get("", "number")?)))
        .collect::<Result<_, _>>()
        .map_err(port_error)
}

fn newcomer(set: &ChangeSet) -> Option<&Participant> {
    set.changes.iter().find_map(|change| match change {
        Change::InsertParticipant(person) => Some(person),
        _ => None,
    })
}

const fn pass(change: &Change) -> Option<&Pass> {
    match change {
        Change::InsertPass(pass) => Some(pass),
        _ => None,
    }
}

const fn decision(change: &Change) -> Option<&DecisionRecord> {
    match change {
        Change::RecordDecision(record) => Some(record),
        _ => None,
    }
}
