//! One person's own stream: what their pass is good for, and inside who is there.

use std::sync::Arc;
use std::time::Duration;

use jigsaw_domain::admission::{PassHolder, PassState};
use jigsaw_domain::event::{EventKind, EventSeq};
use jigsaw_domain::id::SessionId;
use poem::Response;
use poem_openapi::types::ToJSON as _;
use tokio::time::Instant;

use super::board::{Board, Look};
use super::count::{Listener, StreamSlot};
use super::ear::{Ear, Heard};
use super::sse;
use crate::api::PassBody;
use crate::caller::Asking;
use crate::problem::Problem;

/// At most one message a second.
const PACE: Duration = Duration::from_secs(1);

/// Opens the stream of a pass. It begins with the state, and ends with it.
pub(crate) async fn pass_stream(asking: &Asking, holder: PassHolder) -> Result<Response, Problem> {
    let context = asking.context();
    let listener = Listener(holder.pass.id.as_uuid());
    let slot = context.streams.open(listener).ok_or_else(|| Problem::unavailable(5))?;
    let session = holder.session.id();
    let events = &context.door.ports().events;
    let feed = events.subscribe(session).await?;
    let heard = events.latest(session).await?;
    let now = Instant::now();
    let person = Person {
        asking: asking.clone(),
        session,
        board: context.boards.of(session),
        ear: Ear::new(feed, context.http.shutdown.clone()),
        holder,
        heard,
        told: None,
        roster: Roster::Due,
        stale: true,
        unseen: true,
        speak_at: now + sse::KEEP_ALIVE,
        free_at: now,
        ending: Ending::Open,
        _slot: slot,
    };
    Ok(sse::response(futures_util::stream::unfold(person, Person::step)))
}

struct Person {
    asking: Asking,
    session: SessionId,
    board: Arc<Board>,
    ear: Ear,
    holder: PassHolder,
    /// The latest event that was heard.
    heard: EventSeq,
    /// The state that was told last.
    told: Option<Told>,
    roster: Roster,
    /// The holder is to be read again.
    stale: bool,
    /// The state is to be looked at: the holder was read, or time has passed.
    unseen: bool,
    /// When the line has been silent for long enough.
    speak_at: Instant,
    /// When the next message may go out.
    free_at: Instant,
    ending: Ending,
    _slot: StreamSlot,
}

struct Told {
    text: String,
    /// State and role: a change of role closes the stream, so that nothing goes on under the old one.
    standing: (PassState, jigsaw_domain::invitation::Role),
}

/// Whether the roster is to be told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Roster {
    Told,
    Due,
    NotBefore(Instant),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Open,
    /// One word more: when to come back.
    ComeBack,
    Over,
}

impl Person {
    async fn step(mut self) -> Option<(String, Self)> {
        loop {
            match self.ending {
                Ending::Over => return None,
                Ending::ComeBack => {
                    self.ending = Ending::Over;
                    let text = sse::come_back(&*self.asking.context().door.ports().random);
                    return Some((text, self));
                }
                Ending::Open => {}
            }
            if let Some(text) = self.due().await {
                self.speak_at = Instant::now() + sse::KEEP_ALIVE;
                return Some((text, self));
            }
            if self.ending == Ending::Open {
                self.listen().await;
            }
        }
    }

    /// What is to be said now, if anything.
    async fn due(&mut self) -> Option<String> {
        let now = Instant::now();
        if self.stale && !self.read_again().await {
            return None;
        }
        if self.unseen
            && let Some(text) = self.state(now)
        {
            return Some(text);
        }
        let is_due = match self.roster {
            Roster::Told => false,
            Roster::Due => true,
            Roster::NotBefore(at) => now >= at,
        };
        let may_look = is_due && now >= self.free_at && self.is_in();
        if may_look && let Some(text) = self.look().await {
            return Some(text);
        }
        (now >= self.speak_at).then(sse::comment)
    }

    /// Reads the pass again. What cannot be read ends the stream: the browser comes back and hears why.
    async fn read_again(&mut self) -> bool {
        self.stale = false;
        let Ok(Some(holder)) = self.asking.presented_pass(Some(self.session)).await else {
            self.ending = Ending::ComeBack;
            return false;
        };
        self.holder = holder;
        self.unseen = true;
        true
    }

    /// The state, if it is another one than was told. It may have changed by time alone.
    fn state(&mut self, now: Instant) -> Option<String> {
        let view = self.asking.context().door.view_pass(&self.holder);
        let standing = (view.state, self.holder.participant.role);
        let text = PassBody::of(&view, &self.holder).to_json_string();
        if self.told.as_ref().is_some_and(|told| told.text == text) {
            self.unseen = false;
            return None;
        }
        let is_last = view.state.is_over();
        if now < self.free_at && !is_last {
            return None;
        }
        self.unseen = false;
        let was = self.told.replace(Told { text: text.clone(), standing });
        let role_moved = was.is_some_and(|was| was.standing.0 == PassState::Admitted && was.standing.1 != standing.1);
        if is_last {
            self.ending = Ending::Over;
        } else if role_moved {
            self.ending = Ending::ComeBack;
        }
        if view.state == PassState::Admitted {
            self.roster = Roster::Due;
        }
        // The roster follows the state at once; after it, a second's rest.
        self.free_at = if self.roster == Roster::Due && self.is_in() { now } else { now + PACE };
        Some(sse::message(self.heard, "state", &text))
    }

    async fn look(&mut self) -> Option<String> {
        let door = &self.asking.context().door;
        match self.board.look(door, &self.holder, self.heard).await {
            Ok(Look::Roster(text)) => {
                self.roster = Roster::Told;
                self.free_at = Instant::now() + PACE;
                Some(sse::message(self.heard, "roster", &text))
            }
            Ok(Look::NotBefore(at)) => {
                self.roster = Roster::NotBefore(at);
                None
            }
            Ok(Look::Nothing) => {
                self.roster = Roster::Told;
                None
            }
            Err(_) => {
                // A read that failed is made again when something happens.
                self.roster = Roster::NotBefore(Instant::now() + PACE);
                None
            }
        }
    }

    fn is_in(&self) -> bool {
        self.told.as_ref().is_some_and(|told| told.standing.0 == PassState::Admitted)
    }

    async fn listen(&mut self) {
        match self.ear.hear(self.wake_at()).await {
            Heard::Event(event) => {
                self.heard = self.heard.max(event.seq);
                self.note(event.kind);
            }
            Heard::Nothing => self.unseen = true,
            Heard::Stop => self.ending = Ending::ComeBack,
        }
    }

    fn wake_at(&self) -> Instant {
        let roster = match self.roster {
            Roster::NotBefore(at) if self.is_in() => Some(at.max(self.free_at)),
            Roster::Due if self.is_in() => Some(self.free_at),
            _ => None,
        };
        // A state that was held back for the pace is due when the pace allows.
        let held = Some(self.free_at).filter(|free| *free > Instant::now());
        [roster, held].into_iter().flatten().fold(self.speak_at, Instant::min)
    }

    fn note(&mut self, kind: EventKind) {
        match kind {
            EventKind::ParticipantChanged(person) if person == self.holder.participant.id => {
                self.stale = true;
                self.ask_for_roster();
            }
            EventKind::ParticipantChanged(_) => self.ask_for_roster(),
            EventKind::SessionStarted
            | EventKind::SessionEnded
            | EventKind::SessionCancelled
            | EventKind::SessionChanged => self.stale = true,
            EventKind::InvitationsChanged | EventKind::InvitedOnTheFly(_) => {}
        }
    }

    fn ask_for_roster(&mut self) {
        if self.roster == Roster::Told {
            self.roster = Roster::Due;
        }
    }
}
