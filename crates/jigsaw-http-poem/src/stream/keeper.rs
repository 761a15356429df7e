//! The task of a board: hears the events of its session, reads what they are about, and rings.

use std::sync::{Arc, Weak};
use std::time::Duration;

use jigsaw_domain::event::{Event, EventKind};
use tokio::sync::Notify;
use tokio::time::Instant;

use super::bell::Rung;
use super::board::Board;
use super::ear::{Ear, Heard};
use super::{roster, sse};
use crate::context::Context;

/// With fewer listeners each reads its own pass: that is cheaper than reading everyone.
const FEW: usize = 8;
/// The roster is read at most once a second.
const PACE: Duration = Duration::from_secs(1);
/// How often a reading that everyone waits for is tried, and the wait in between.
const TRIES: u32 = 4;
const BETWEEN_TRIES: Duration = Duration::from_millis(150);
/// Nothing is to be done until something is heard.
const LONG: Duration = Duration::from_hours(1);

/// However the task ends, its board ends with it: a stream that hears nothing must not go on.
struct Closing(Weak<Board>);

impl Drop for Closing {
    fn drop(&mut self) {
        if let Some(board) = self.0.upgrade() {
            board.close();
        }
    }
}

pub(super) async fn keep(context: Context, board: Weak<Board>, mut ear: Ear, roster_wanted: Arc<Notify>) {
    let _closing = Closing(board.clone());
    let mut keeper = Keeper { context, roster: RosterClock::new() };
    loop {
        let until = keeper.roster.due.unwrap_or_else(|| Instant::now() + LONG);
        let heard = tokio::select! {
            heard = ear.hear(until) => heard,
            () = roster_wanted.notified() => {
                keeper.roster.ask(Duration::ZERO);
                continue;
            }
        };
        // Not held while waiting: when the last stream goes, the board goes, and this task with it.
        let Some(board) = board.upgrade() else { return };
        let done = match heard {
            Heard::Event(event) => keeper.take_in(&board, event, &mut ear).await,
            Heard::Nothing => keeper.read_roster(&board).await,
            Heard::Stop => Err(Over),
        };
        if done.is_err() {
            return;
        }
    }
}

/// The board cannot go on.
struct Over;

struct Keeper {
    context: Context,
    roster: RosterClock,
}

/// When the roster is to be read.
struct RosterClock {
    due: Option<Instant>,
    /// Not before.
    free: Instant,
}

impl RosterClock {
    fn new() -> Self {
        Self { due: None, free: Instant::now() }
    }

    fn ask(&mut self, delay: Duration) {
        let at = (Instant::now() + delay).max(self.free);
        // An earlier wish stands.
        self.due = Some(self.due.map_or(at, |due| due.min(at).max(self.free)));
    }
}

impl Keeper {
    /// Takes in an event and those that have come behind it: what concerns everyone is read once for all of them.
    async fn take_in(&mut self, board: &Arc<Board>, first: Event, ear: &mut Ear) -> Result<(), Over> {
        let mut everyone = false;
        let mut next = Heard::Event(first);
        while let Heard::Event(event) = next {
            board.hear(event.seq);
            everyone |= self.note(board, event.kind);
            next = ear.hear(Instant::now()).await;
        }
        if everyone {
            self.tell_everyone(board).await?;
        }
        if next == Heard::Stop { Err(Over) } else { Ok(()) }
    }

    /// Rings whom an event is about; whether it is about everyone.
    fn note(&mut self, board: &Board, kind: EventKind) -> bool {
        match kind {
            EventKind::ParticipantChanged(person) => {
                board.ring_person(person);
                board.roster_is_old();
                self.roster.ask(Duration::ZERO);
                false
            }
            EventKind::PeopleChanged => {
                board.roster_is_old();
                // Their own state first: who else came in is told when everyone knows that they are in.
                self.roster.ask(PACE);
                true
            }
            EventKind::SessionEnded | EventKind::SessionCancelled | EventKind::SessionChanged => true,
            // That it began moves nobody by itself: who comes in for it changes, and that is told.
            EventKind::SessionStarted | EventKind::InvitationsChanged | EventKind::InvitedOnTheFly(_) => false,
        }
    }

    async fn tell_everyone(&self, board: &Arc<Board>) -> Result<(), Over> {
        if board.listeners() < FEW {
            board.ring_all(Rung::PERSON);
            return Ok(());
        }
        for _ in 0..TRIES {
            let number = board.next_reading();
            match self.context.door.standings(board.session()).await {
                Ok(Some(read)) => {
                    board.show(number, read);
                    board.ring_all(Rung::EVERYONE);
                    return Ok(());
                }
                Ok(None) => return Err(Over),
                Err(error) => tracing::warn!(code = error.code(), "open streams cannot be brought up to date"),
            }
            tokio::time::sleep(BETWEEN_TRIES).await;
        }
        Err(Over)
    }

    async fn read_roster(&mut self, board: &Arc<Board>) -> Result<(), Over> {
        if self.roster.due.is_none_or(|due| Instant::now() < due) {
            return Ok(());
        }
        self.roster.due = None;
        if !board.anyone_inside() {
            return Ok(());
        }
        self.roster.free = Instant::now() + PACE;
        let at = board.heard();
        match self.context.door.people_inside(board.session()).await {
            Ok(entries) => {
                board.show_roster(&roster::write(&entries), |text| sse::message(at, "roster", text));
                board.ring_inside();
            }
            // It is read again, and until then the old one stands.
            Err(_) => self.roster.ask(PACE),
        }
        Ok(())
    }
}
