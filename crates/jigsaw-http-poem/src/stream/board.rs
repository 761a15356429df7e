//! What all streams of one session on this server share: one ear for its events, one reading of what changed for many, one
//! roster.
//!
//! Waking thousands of streams for each event, to have each of them find out that it is not concerned, would cost more
//! than everything else together. So one task hears the events of a session and rings the bells of those whom an
//! event is about. What concerns everyone is read once, before the bells ring.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use jigsaw_domain::admission::{PassHolder, Standing};
use jigsaw_domain::event::EventSeq;
use jigsaw_domain::id::{ParticipantId, PassId, SessionId};
use jigsaw_domain::session::Session;
use jigsaw_domain::text::PersonName;
use jigsaw_domain::usecase::Standings;
use tokio::sync::{Notify, OnceCell};
use tokio::task::AbortHandle;

use super::bell::{Bell, Rung};
use super::ear::Ear;
use super::keeper;
use crate::context::Context;
use crate::problem::Problem;

/// The boards of all sessions that someone listens to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Boards(Arc<Mutex<HashMap<SessionId, Weak<Board>>>>);

/// The board of one session.
#[derive(Debug)]
pub(super) struct Board {
    session: SessionId,
    listeners: Mutex<Listeners>,
    /// The latest event that was heard.
    heard: AtomicU64,
    /// Counts readings, so that an older one never takes the place of a newer.
    readings: AtomicU64,
    /// Listeners who are in.
    inside: AtomicUsize,
    seen: Mutex<Seen>,
    roster_wanted: Arc<Notify>,
    keeper: OnceCell<Keeping>,
}

#[derive(Debug, Default)]
struct Listeners {
    closed: bool,
    all: usize,
    of: HashMap<ParticipantId, Vec<Arc<Bell>>>,
}

#[derive(Debug, Default)]
struct Seen {
    snapshot: Option<Arc<Snapshot>>,
    facts: Option<Arc<SessionFacts>>,
    roster: Option<Roster>,
}

/// When a reading began, in the order of all readings of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ReadingNumber(u64);

/// What is the same for everyone in a session. Shared, so that it is not kept once for each stream.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SessionFacts {
    pub(super) session: Session,
    pub(super) host_name: PersonName,
}

impl SessionFacts {
    /// Whether the holder of a pass sees the same in both.
    pub(super) fn shows_the_same(&self, other: &Self) -> bool {
        let shown = |facts: &Self| (facts.session.schedule().starts_at(), facts.session.opens_at());
        self.host_name == other.host_name
            && self.session.title() == other.session.title()
            && shown(self) == shown(other)
    }
}

/// Where everyone with an open pass stood.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) number: ReadingNumber,
    pub(super) facts: Arc<SessionFacts>,
    people: HashMap<PassId, Standing>,
}

impl Snapshot {
    /// `None` for a pass that is not open.
    pub(super) fn of(&self, pass: PassId) -> Option<&Standing> {
        self.people.get(&pass)
    }
}

/// The roster as a message, written once for everyone.
#[derive(Clone, Debug)]
pub(super) struct Roster {
    /// Moves when the text does.
    pub(super) version: u64,
    pub(super) message: Arc<str>,
    text: String,
    /// Someone came or went since.
    is_stale: bool,
}

/// The task of a board ends with it.
#[derive(Debug)]
struct Keeping(AbortHandle);

impl Drop for Keeping {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Boards {
    /// The board of a session, listening.
    pub(super) async fn of(&self, session: SessionId, context: &Context) -> Result<Arc<Board>, Problem> {
        let board = self.find_or_make(session);
        board.keeper.get_or_try_init(|| board.listen(context)).await?;
        Ok(board)
    }

    fn find_or_make(&self, session: SessionId) -> Arc<Board> {
        let mut boards = lock(&self.0);
        let known = boards.get(&session).and_then(Weak::upgrade);
        if let Some(board) = known.filter(|board| !lock(&board.listeners).closed) {
            return board;
        }
        boards.retain(|_, board| board.strong_count() > 0);
        let board = Arc::new(Board::new(session));
        boards.insert(session, Arc::downgrade(&board));
        board
    }
}

impl Board {
    fn new(session: SessionId) -> Self {
        Self {
            session,
            listeners: Mutex::default(),
            heard: AtomicU64::new(0),
            readings: AtomicU64::new(0),
            inside: AtomicUsize::new(0),
            seen: Mutex::default(),
            roster_wanted: Arc::default(),
            keeper: OnceCell::new(),
        }
    }

    async fn listen(self: &Arc<Self>, context: &Context) -> Result<Keeping, Problem> {
        let events = &context.door.ports().events;
        // Subscribed first: what is committed from here on is heard.
        let feed = events.subscribe(self.session).await?;
        self.hear(events.latest(self.session).await?);
        let ear = Ear::new(feed, context.http.shutdown.clone());
        let task = keeper::keep(context.clone(), Arc::downgrade(self), ear, self.roster_wanted.clone());
        Ok(Keeping(tokio::spawn(task).abort_handle()))
    }

    pub(super) const fn session(&self) -> SessionId {
        self.session
    }

    pub(super) fn hear(&self, seq: EventSeq) {
        self.heard.fetch_max(seq.0, Ordering::AcqRel);
    }

    pub(super) fn heard(&self) -> EventSeq {
        EventSeq(self.heard.load(Ordering::Acquire))
    }

    /// To be taken before a reading begins.
    pub(super) fn next_reading(&self) -> ReadingNumber {
        ReadingNumber(self.readings.fetch_add(1, Ordering::AcqRel))
    }

    /// Puts up a bell. What is committed from here on rings it, if it concerns the person.
    pub(super) fn put_up(self: &Arc<Self>, person: ParticipantId) -> Place {
        let bell = Arc::new(Bell::default());
        let mut listeners = lock(&self.listeners);
        if listeners.closed {
            bell.ring(Rung::STOP);
        }
        listeners.all += 1;
        listeners.of.entry(person).or_default().push(bell.clone());
        drop(listeners);
        Place { board: self.clone(), bell, person }
    }

    pub(super) fn listeners(&self) -> usize {
        lock(&self.listeners).all
    }

    pub(super) fn ring_person(&self, person: ParticipantId) {
        for bell in lock(&self.listeners).of.get(&person).into_iter().flatten() {
            bell.ring(Rung::PERSON);
        }
    }

    pub(super) fn ring_all(&self, reason: Rung) {
        for bell in lock(&self.listeners).of.values().flatten() {
            bell.ring(reason);
        }
    }

    pub(super) fn ring_inside(&self) {
        for bell in lock(&self.listeners).of.values().flatten().filter(|bell| bell.is_inside()) {
            bell.ring(Rung::ROSTER);
        }
    }

    /// Ends every stream, also those that are just being opened.
    pub(super) fn close(&self) {
        lock(&self.listeners).closed = true;
        self.ring_all(Rung::STOP);
    }

    pub(super) fn show(&self, number: ReadingNumber, read: Standings) {
        let facts = self.facts(SessionFacts { session: read.session, host_name: read.host_name });
        let people = read.people.into_iter().map(|one| (one.pass, one)).collect();
        lock(&self.seen).snapshot = Some(Arc::new(Snapshot { number, facts, people }));
    }

    pub(super) fn snapshot(&self) -> Option<Arc<Snapshot>> {
        lock(&self.seen).snapshot.clone()
    }

    /// What a holder's own reading says of the session; the same as everyone's where it is equal.
    pub(super) fn facts_of(&self, holder: &PassHolder) -> Arc<SessionFacts> {
        self.facts(SessionFacts { session: holder.session.clone(), host_name: holder.host_name.clone() })
    }

    fn facts(&self, read: SessionFacts) -> Arc<SessionFacts> {
        let mut seen = lock(&self.seen);
        match &seen.facts {
            Some(known) if **known == read => known.clone(),
            _ => seen.facts.insert(Arc::new(read)).clone(),
        }
    }

    pub(super) fn anyone_inside(&self) -> bool {
        self.inside.load(Ordering::Acquire) > 0
    }

    /// Keeps a roster; whether it says something else than the last one.
    pub(super) fn show_roster(&self, text: &str, message: impl FnOnce(&str) -> String) -> bool {
        let mut seen = lock(&self.seen);
        if let Some(known) = seen.roster.as_mut().filter(|known| known.text == text) {
            known.is_stale = false;
            return false;
        }
        let version = seen.roster.as_ref().map_or(1, |known| known.version + 1);
        let message = message(text).into();
        seen.roster = Some(Roster { version, message, text: text.to_owned(), is_stale: false });
        true
    }

    pub(super) fn roster_is_old(&self) {
        if let Some(roster) = &mut lock(&self.seen).roster {
            roster.is_stale = true;
        }
    }

    /// The roster, if it is up to date; otherwise it is asked for, and the bell rings when it has come.
    pub(super) fn roster(&self) -> Option<Roster> {
        let fresh = lock(&self.seen).roster.clone().filter(|roster| !roster.is_stale);
        if fresh.is_none() {
            self.roster_wanted.notify_one();
        }
        fresh
    }
}

/// The place of one stream at its board; dropping it takes the bell down.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) board: Arc<Board>,
    pub(super) bell: Arc<Bell>,
    person: ParticipantId,
}

impl Place {
    /// Whether the person may see who is there.
    pub(super) fn set_inside(&self, inside: bool) {
        if self.bell.is_inside() != inside {
            self.bell.set_inside(inside);
            if inside {
                self.board.inside.fetch_add(1, Ordering::AcqRel);
            } else {
                self.board.inside.fetch_sub(1, Ordering::AcqRel);
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.set_inside(false);
        let mut listeners = lock(&self.board.listeners);
        listeners.all = listeners.all.saturating_sub(1);
        if let Some(bells) = listeners.of.get_mut(&self.person) {
            bells.retain(|bell| !Arc::ptr_eq(bell, &self.bell));
            if bells.is_empty() {
                listeners.of.remove(&self.person);
            }
        }
    }
}
