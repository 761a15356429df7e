//! The events of a session, for whoever runs it. Ids only: what they are about is read by the calls that show it.

use std::collections::VecDeque;
use std::time::Duration;

use jigsaw_domain::event::{Event, EventKind, EventSeq};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::usecase::{Action, Subject, authorise};
use poem::Response;
use serde_json::json;
use tokio::time::Instant;

use super::count::{Listener, StreamSlot};
use super::ear::{Ear, Heard};
use super::sse;
use crate::caller::Asking;
use crate::problem::Problem;

/// How often an account's authority is looked at: signing out tells no event.
const CHECK: Duration = Duration::from_secs(1);
/// Events that are read at once when a stream resumes.
const BATCH: u32 = 500;

/// Opens the stream, behind a position where one is given.
pub(crate) async fn session_stream(
    asking: &Asking,
    session: SessionId,
    after: Option<EventSeq>,
) -> Result<Response, Problem> {
    let authority = Authority::of(asking, session).await?;
    let context = asking.context();
    let slot = context.streams.open("session", authority.listener).ok_or_else(|| Problem::unavailable(5))?;
    let events = &context.door.ports().events;
    // Subscribed first, read after: what happens in between is heard twice and told once.
    let feed = events.subscribe(session).await?;
    let mut told = match after {
        Some(after) => after,
        None => events.latest(session).await?,
    };
    let mut ahead = VecDeque::from([sse::position(told)]);
    let missed = events.since(session, told, BATCH).await?;
    ahead.extend(missed.iter().map(write));
    told = missed.last().map_or(told, |last| last.seq);
    let behind = missed.len() >= BATCH as usize;
    let ear = Ear::new(feed, context.http.shutdown.clone());
    let now = Instant::now();
    let follower = Follower {
        asking: asking.clone(),
        session,
        authority,
        ear,
        told,
        ahead,
        behind,
        check_at: now + CHECK,
        speak_at: now + sse::KEEP_ALIVE,
        over: false,
        _slot: slot,
    };
    Ok(sse::response(futures_util::stream::unfold(follower, Follower::step)))
}

/// What a stream was opened with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Authority {
    listener: Listener,
    /// A pass's epoch: when it moves, what its holder may see has changed.
    epoch: Option<u32>,
    own: Option<jigsaw_domain::id::ParticipantId>,
}

impl Authority {
    async fn of(asking: &Asking, session: SessionId) -> Result<Self, Problem> {
        let caller = asking.caller_in(session).await?;
        if matches!(caller.subject, Subject::Anonymous) {
            return Err(Problem::sign_in_required());
        }
        let ports = asking.context().door.ports();
        let found = ports.sessions.find(session).await?.ok_or_else(Problem::not_found)?;
        authorise(&caller.subject, Action::ViewRoster, Some(&found), asking.now())?;
        Ok(match &caller.subject {
            Subject::Pass(holder) => Self {
                listener: Listener(holder.pass.id.as_uuid()),
                epoch: Some(holder.participant.epoch),
                own: Some(holder.participant.id),
            },
            subject => Self {
                listener: Listener(subject.account().map_or(uuid::Uuid::nil(), |account| account.id.as_uuid())),
                epoch: None,
                own: None,
            },
        })
    }
}

struct Follower {
    asking: Asking,
    session: SessionId,
    authority: Authority,
    ear: Ear,
    told: EventSeq,
    ahead: VecDeque<String>,
    /// There may be more to read before it is time to listen: a client that is slow keeps one page waiting, not all.
    behind: bool,
    check_at: Instant,
    speak_at: Instant,
    over: bool,
    _slot: StreamSlot,
}

impl Follower {
    async fn step(mut self) -> Option<(String, Self)> {
        loop {
            if let Some(text) = self.ahead.pop_front() {
                self.speak_at = Instant::now() + sse::KEEP_ALIVE;
                return Some((text, self));
            }
            if self.over {
                return None;
            }
            if self.behind {
                self.read_on().await;
                continue;
            }
            match self.ear.hear(self.check_at.min(self.speak_at)).await {
                Heard::Event(event) if event.seq <= self.told => {}
                Heard::Event(event) => {
                    if self.concerns_authority(event.kind)
                        && !still_allowed(&self.asking, self.session, self.authority).await
                    {
                        self.over = true;
                        continue;
                    }
                    self.told = event.seq;
                    self.ahead.push_back(write(&event));
                }
                Heard::Nothing => self.tick().await,
                Heard::Stop => {
                    self.over = true;
                    self.ahead.push_back(sse::come_back(&*self.asking.context().door.ports().random));
                }
            }
        }
    }

    /// The next page of what was missed. What cannot be read ends the stream, and the client resumes where it is.
    async fn read_on(&mut self) {
        let events = &self.asking.context().door.ports().events;
        let Ok(missed) = events.since(self.session, self.told, BATCH).await else {
            self.over = true;
            return;
        };
        self.ahead.extend(missed.iter().map(write));
        self.told = missed.last().map_or(self.told, |last| last.seq);
        self.behind = missed.len() >= BATCH as usize;
        self.over = !still_allowed(&self.asking, self.session, self.authority).await;
        if self.over {
            self.ahead.clear();
        }
    }

    async fn tick(&mut self) {
        let now = Instant::now();
        if now >= self.check_at {
            self.over = !still_allowed(&self.asking, self.session, self.authority).await;
            self.check_at = now + CHECK;
        }
        if now >= self.speak_at && !self.over {
            self.ahead.push_back(sse::comment());
        }
    }

    /// A pass ends by events of its own; accounts are looked at by the clock.
    fn concerns_authority(&self, kind: EventKind) -> bool {
        match kind {
            EventKind::ParticipantChanged(person) => Some(person) == self.authority.own,
            EventKind::PeopleChanged | EventKind::SessionEnded | EventKind::SessionCancelled => {
                self.authority.own.is_some()
            }
            _ => false,
        }
    }
}

/// Whether the stream may go on. What cannot be found out is no. (Not a method: the ear cannot be shared between threads.)
async fn still_allowed(asking: &Asking, session: SessionId, opened_with: Authority) -> bool {
    Authority::of(asking, session).await.is_ok_and(|now| now == opened_with)
}

fn write(event: &Event) -> String {
    let at = event.at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
    let data = match event.kind {
        EventKind::ParticipantChanged(person) => {
            json!({ "at": at, "participant_id": person.to_string() })
        }
        EventKind::InvitedOnTheFly(invitation) => {
            json!({ "at": at, "invitation_id": invitation.to_string() })
        }
        EventKind::SessionStarted
        | EventKind::SessionEnded
        | EventKind::SessionCancelled
        | EventKind::SessionChanged
        | EventKind::InvitationsChanged
        | EventKind::PeopleChanged => json!({ "at": at }),
    };
    sse::message(event.seq, event.kind.as_str(), &data.to_string())
}
