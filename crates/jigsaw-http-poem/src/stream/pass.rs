//! One person's own stream: what their pass is good for, and inside who is there.

use std::sync::Arc;
use std::time::Duration;

use jigsaw_domain::admission::{PassHolder, PassState, ReasonCode, Standing};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::secret::SecretDigest;
use jigsaw_domain::usecase::PassView;
use poem::Response;
use poem_openapi::types::ToJSON as _;
use tokio::time::Instant;

use super::bell::Rung;
use super::board::{Place, ReadingNumber, SessionFacts};
use super::count::{Listener, StreamSlot};
use super::sse;
use crate::api::PassBody;
use crate::caller::Asking;
use crate::context::Context;
use crate::problem::Problem;

/// At most one message a second.
const PACE: Duration = Duration::from_secs(1);

/// Opens the stream of a pass. It begins with the state, and ends with it.
pub(crate) async fn pass_stream(asking: &Asking, holder: PassHolder) -> Result<Response, Problem> {
    let context = asking.context();
    let listener = Listener(holder.pass.id.as_uuid());
    let slot = context.streams.open("pass", listener).ok_or_else(|| Problem::unavailable(5))?;
    let board = context.boards.of(holder.session.id(), context).await?;
    let now = Instant::now();
    let person = Person {
        context: context.clone(),
        digest: holder.pass.digest,
        known: Known { number: board.next_reading(), facts: board.facts_of(&holder), standing: holder.standing() },
        place: board.put_up(holder.participant.id),
        told: None,
        roster: Roster::Due,
        roster_told: 0,
        // Read before the bell was put up.
        stale: true,
        unseen: true,
        speak_at: now + sse::keep_alive(listener.0.as_u128()),
        free_at: now,
        ending: Ending::Open,
        _slot: slot,
    };
    Ok(sse::response(futures_util::stream::unfold(person, Person::step)))
}

/// There may be tens of thousands of them, so a stream keeps what it tells and nothing else: no request, no session.
struct Person {
    context: Context,
    digest: SecretDigest,
    known: Known,
    place: Place,
    /// The state that was told last.
    told: Option<Told>,
    roster: Roster,
    /// The version of the roster that was told last.
    roster_told: u64,
    /// The pass is to be read again.
    stale: bool,
    /// The state is to be looked at: something was read, or time has passed.
    unseen: bool,
    /// When the line has been silent for long enough.
    speak_at: Instant,
    /// When the next message may go out.
    free_at: Instant,
    ending: Ending,
    _slot: StreamSlot,
}

/// What was read last.
struct Known {
    number: ReadingNumber,
    facts: Arc<SessionFacts>,
    standing: Standing,
}

/// What a message said, to see whether there is anything new.
struct Told {
    state: PassState,
    role: Role,
    reasons: Vec<ReasonCode>,
    facts: Arc<SessionFacts>,
}

impl Told {
    fn says(&self, view: &PassView, known: &Known) -> bool {
        let same_person = self.state == view.state && self.role == known.standing.role && self.reasons == view.reasons;
        same_person && (Arc::ptr_eq(&self.facts, &known.facts) || self.facts.shows_the_same(&known.facts))
    }
}

/// Whether the roster is to be told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Roster {
    Told,
    Due,
    /// Asked for; the bell rings when it has come.
    Awaited,
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
                    let text = sse::come_back(&*self.context.door.ports().random);
                    return Some((text, self));
                }
                Ending::Open => {}
            }
            self.note(self.place.bell.answer());
            if self.ending == Ending::Open
                && let Some(text) = self.due().await
            {
                self.speak_at = Instant::now() + sse::keep_alive(self.known.standing.pass.as_uuid().as_u128());
                return Some((text, self));
            }
            if self.ending == Ending::Open {
                self.listen().await;
            }
        }
    }

    /// What is to be said now, if anything.
    async fn due(&mut self) -> Option<String> {
        if self.stale && !self.read_again().await {
            return None;
        }
        let now = Instant::now();
        if self.unseen
            && let Some(text) = self.state(now)
        {
            return Some(text);
        }
        if self.roster == Roster::Due
            && now >= self.free_at
            && self.may_see_roster()
            && let Some(text) = self.look()
        {
            self.free_at = now + PACE;
            return Some(text);
        }
        (now >= self.speak_at).then(sse::comment)
    }

    /// Reads the pass again. What cannot be read ends the stream: the browser comes back and hears why.
    async fn read_again(&mut self) -> bool {
        self.stale = false;
        let number = self.place.board.next_reading();
        let Ok(Some(holder)) = self.context.door.ports().participants.by_pass(self.digest).await else {
            self.ending = Ending::ComeBack;
            return false;
        };
        let facts = self.place.board.facts_of(&holder);
        self.known = Known { number, facts, standing: holder.standing() };
        self.unseen = true;
        true
    }

    /// Looks at what was read for everyone.
    fn look_among_all(&mut self) {
        let Some(snapshot) = self.place.board.snapshot() else {
            self.stale = true;
            return;
        };
        // What was read later is not older.
        if snapshot.number < self.known.number {
            return;
        }
        match snapshot.of(self.known.standing.pass) {
            Some(standing) => {
                let (standing, facts) = (standing.clone(), snapshot.facts.clone());
                self.known = Known { number: snapshot.number, facts, standing };
                self.unseen = true;
            }
            // The pass has ended; how, it says itself.
            None => self.stale = true,
        }
    }

    /// The state, if it is another one than was told. It may have changed by time alone.
    fn state(&mut self, now: Instant) -> Option<String> {
        let SessionFacts { session, host_name } = &*self.known.facts;
        let view = self.context.door.view_standing(&self.known.standing, session, host_name);
        if self.told.as_ref().is_some_and(|told| told.says(&view, &self.known)) {
            self.unseen = false;
            return None;
        }
        let is_last = view.state.is_over();
        let is_in = view.state == PassState::Admitted;
        // Whoever has waited is told at once, also when the pace would allow no word yet.
        let comes_in = is_in && self.told.as_ref().is_some_and(|told| told.state != PassState::Admitted);
        if now < self.free_at && !is_last && !comes_in {
            return None;
        }
        self.unseen = false;
        let role = self.known.standing.role;
        let text = PassBody::of(&view, (session.id(), self.known.standing.participant)).to_json_string();
        let facts = self.known.facts.clone();
        let was = self.told.replace(Told { state: view.state, role, reasons: view.reasons, facts });
        // A change of role closes the stream, so that nothing goes on under the old one.
        let role_moved = was.as_ref().is_some_and(|was| was.state == PassState::Admitted && was.role != role);
        if is_last {
            self.ending = Ending::Over;
        } else if role_moved {
            self.ending = Ending::ComeBack;
        }
        self.place.set_inside(is_in);
        if is_in {
            self.roster = Roster::Due;
            self.roster_told = 0;
        }
        // The roster follows the state at once; after it, a second's rest.
        self.free_at = if is_in { now } else { now + PACE };
        Some(sse::message(self.place.board.heard(), "state", &text))
    }

    /// Told that they are in, and still in by the clock.
    fn may_see_roster(&self) -> bool {
        let is_in = self.told.as_ref().is_some_and(|told| told.state == PassState::Admitted);
        let now = self.context.door.ports().clock.now();
        is_in && self.known.standing.pass_state(&self.known.facts.session, now) == PassState::Admitted
    }

    fn look(&mut self) -> Option<String> {
        let Some(roster) = self.place.board.roster() else {
            self.roster = Roster::Awaited;
            return None;
        };
        self.roster = Roster::Told;
        if roster.version == self.roster_told {
            return None;
        }
        self.roster_told = roster.version;
        Some((*roster.message).to_owned())
    }

    async fn listen(&mut self) {
        let until = self.wake_at();
        tokio::select! {
            biased;
            () = self.place.bell.wait() => {}
            // Time alone may have changed the state.
            () = tokio::time::sleep_until(until) => self.unseen = true,
        }
    }

    fn wake_at(&self) -> Instant {
        // What was held back for the pace is due when the pace allows.
        let held = self.unseen || self.roster == Roster::Due;
        if held && self.free_at > Instant::now() { self.speak_at.min(self.free_at) } else { self.speak_at }
    }

    fn note(&mut self, rung: Rung) {
        if rung.has(Rung::STOP) {
            self.ending = Ending::ComeBack;
        }
        if rung.has(Rung::EVERYONE) {
            self.look_among_all();
        }
        if rung.has(Rung::PERSON) {
            self.stale = true;
        }
        if rung.has(Rung::ROSTER) {
            self.roster = Roster::Due;
        }
    }
}
