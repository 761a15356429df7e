//! Who is in, read once a second for everyone in the room instead of once for each.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use jigsaw_domain::admission::PassHolder;
use jigsaw_domain::event::EventSeq;
use jigsaw_domain::id::SessionId;
use jigsaw_domain::usecase::{FrontDoor, RosterEntry};
use serde_json::json;
use tokio::time::Instant;

use crate::problem::Problem;

/// At most one reading a second.
const PACE: Duration = Duration::from_secs(1);
/// Above this many people a room is told numbers instead of names.
const MOST_NAMES: usize = 200;

/// The boards of all sessions that someone looks at.
#[derive(Clone, Debug, Default)]
pub(crate) struct RosterBoards(Arc<Mutex<HashMap<SessionId, Weak<Board>>>>);

/// The board of one session.
#[derive(Debug, Default)]
pub(super) struct Board(tokio::sync::Mutex<Option<Reading>>);

#[derive(Clone, Debug)]
struct Reading {
    up_to: EventSeq,
    at: Instant,
    text: Arc<str>,
}

/// What a look at the board gives.
pub(super) enum Look {
    /// The roster, no older than what was asked for.
    Roster(Arc<str>),
    /// It was read a moment ago; look again then.
    NotBefore(Instant),
    /// Not for someone who is not in.
    Nothing,
}

impl RosterBoards {
    pub(super) fn of(&self, session: SessionId) -> Arc<Board> {
        let mut boards = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(board) = boards.get(&session).and_then(Weak::upgrade) {
            return board;
        }
        boards.retain(|_, board| board.strong_count() > 0);
        let board = Arc::new(Board::default());
        boards.insert(session, Arc::downgrade(&board));
        board
    }
}

impl Board {
    /// The roster as it was after an event.
    pub(super) async fn look(&self, door: &FrontDoor, holder: &PassHolder, up_to: EventSeq) -> Result<Look, Problem> {
        let mut reading = self.0.lock().await;
        if let Some(known) = reading.as_ref() {
            if known.up_to >= up_to {
                return Ok(Look::Roster(known.text.clone()));
            }
            let again = known.at + PACE;
            if Instant::now() < again {
                return Ok(Look::NotBefore(again));
            }
        }
        let Some(entries) = door.room_roster(holder).await? else {
            return Ok(Look::Nothing);
        };
        let text: Arc<str> = write(&entries).into();
        *reading = Some(Reading { up_to, at: Instant::now(), text: text.clone() });
        Ok(Look::Roster(text))
    }
}

fn write(entries: &[RosterEntry]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        *counts.entry(entry.role.as_str()).or_default() += 1;
    }
    if entries.len() > MOST_NAMES {
        return json!({ "total": entries.len(), "counts": counts }).to_string();
    }
    let people: Vec<_> = entries
        .iter()
        .map(|entry| {
            json!({
                "participant_id": entry.participant.map(|id| id.to_string()),
                "name": entry.name,
                "role": entry.role.as_str(),
                "proof": entry.proof.as_str(),
            })
        })
        .collect();
    json!({ "total": entries.len(), "counts": counts, "people": people }).to_string()
}
