//! The same commands on the real use cases.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use jigsaw_domain::admission::{Participant, PublicOutcome};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::invitation::{Invitation, Role};
use jigsaw_domain::link::{Generation, Link, LinkTarget};
use jigsaw_domain::port::PortError;
use jigsaw_domain::secret::Secret;
use jigsaw_domain::session::{Capacity, DoorSettings, Schedule, Session, SessionDraft, Tell, WaitingRoom};
use jigsaw_domain::usecase::{FrontDoor, JoinAnswer, JoinRequest, NewInvitation, Subject, UseCaseError};
use jigsaw_testkit::build::{self, as_host, join_request};
use jigsaw_testkit::faults::{Faults, Moment};
use jigsaw_testkit::house::House;
use tokio::task::JoinSet;

use super::command::{By, Command, GUESTS, Join, Plan, Room};
use super::plain::{Said, place};

pub(crate) struct Real {
    pub(crate) house: House,
    /// In the order they were made.
    pub(crate) sessions: Vec<SessionId>,
    /// What each guest's device has.
    passes: BTreeMap<(usize, usize), Secret>,
}

pub(crate) fn address(guest: usize) -> String {
    format!("guest{guest}@example.org")
}

impl Real {
    pub(crate) async fn new() -> Self {
        Self { house: House::with_host().await, sessions: Vec::new(), passes: BTreeMap::new() }
    }

    pub(crate) fn session(&self, session: usize) -> Session {
        let id = self.sessions[session];
        self.house.store.all_sessions().into_iter().find(|one| one.id() == id).unwrap()
    }

    pub(crate) fn person(&self, session: usize, guest: usize) -> Option<Participant> {
        let (id, email) = (self.sessions[session], build::email(&address(guest)));
        self.house.store.all_participants().into_iter().find(|one| one.session == id && one.email == email)
    }

    pub(crate) fn invitation(&self, session: usize, guest: usize) -> Option<Invitation> {
        let (id, email) = (self.sessions[session], build::email(&address(guest)));
        self.house.store.all_invitations().into_iter().find(|one| one.session == id && one.email == email)
    }

    /// How much is written down.
    pub(crate) fn written(&self) -> (usize, usize) {
        (self.house.store.audit().len(), self.house.store.decision_records().len())
    }

    /// What failed of a port is told as that; everything else is an answer.
    pub(crate) async fn run(&mut self, command: &Command, faults: &Faults) -> Result<Said, PortError> {
        let door = self.house.clone().with_faults(faults.clone()).front_door();
        match self.call(&door, command).await {
            Ok(said) => Ok(said),
            Err(UseCaseError::Port(error)) => Err(error),
            Err(_) => Ok(Said::No),
        }
    }

    /// With the n-th port call failing, if it comes to that. Tells whether it did.
    pub(crate) async fn crash(&mut self, command: &Command, nth: u64, after: bool) -> (Result<Said, PortError>, bool) {
        let faults = Faults::none();
        let moment = if after { Moment::After } else { Moment::Before };
        faults.strike(nth, moment, PortError::Unavailable("it crashes".to_owned()));
        let known = self.house.store.all_sessions().len();
        let said = self.run(command, &faults).await;
        if said.is_err() && self.house.store.all_sessions().len() > known {
            let new = self.house.store.all_sessions().into_iter().map(|one| one.id());
            let lost = new.filter(|id| !self.sessions.contains(id)).collect::<Vec<_>>();
            self.sessions.extend(lost);
        }
        (said, faults.has_struck())
    }

    async fn call(&mut self, door: &FrontDoor, command: &Command) -> Result<Said, UseCaseError> {
        let host = as_host();
        let (index, guest) = place(command);
        match command {
            Command::Create(plan) => {
                let draft = draft(*plan, self.house.clock.advance(TimeDelta::zero()));
                self.sessions.push(door.create_session(&host, draft).await?.session.id());
                return Ok(Said::Done);
            }
            Command::Wait(minutes) => {
                self.house.clock.advance(TimeDelta::minutes(*minutes));
                return Ok(Said::Done);
            }
            Command::Sweep => return door.sweep().await.map(|_| Said::Done),
            _ => {}
        }
        let id = self.sessions[index];
        let person = self.person(index, guest).map(|one| one.id).ok_or(UseCaseError::NotFound);
        let invitation = self.invitation(index, guest).map(|one| one.id).ok_or(UseCaseError::NotFound);
        match command {
            Command::Start(_) => door.start(&host, id).await.map(drop)?,
            Command::End(_) => door.end(&host, id).await.map(drop)?,
            Command::Lock(_) => door.lock(&host, id, None).await.map(drop)?,
            Command::Unlock(_) => door.unlock(&host, id).await.map(drop)?,
            Command::Rotate(_) => door.rotate_link(&host, id, Tell::Invitees).await.map(drop)?,
            Command::Invite(.., co_host) => {
                let role = Some(if *co_host { Role::CoHost } else { Role::Attendee });
                let email = build::email(&address(guest));
                let row = NewInvitation { email, role, first_name: None, last_name: None, language: None };
                door.invite(&host, id, vec![row]).await.map(drop)?;
            }
            Command::Revoke(..) => door.revoke(&host, id, invitation?).await?,
            Command::Resend(..) => door.resend(&host, id, invitation?).await.map(drop)?,
            Command::Admit(..) => door.admit(&host, id, person?).await.map(drop)?,
            Command::AdmitAll(_) => door.admit_all(&host, id).await.map(drop)?,
            Command::Deny(..) => door.deny(&host, id, person?).await.map(drop)?,
            Command::Remove(.., banned) => door.remove(&host, id, person?, (None, *banned)).await.map(drop)?,
            Command::Forgive(..) => door.forgive(&host, id, person?).await.map(drop)?,
            Command::Leave(..) => {
                let holder = self.house.front_door().by_pass(&self.passes[&(index, guest)]).await?.unwrap();
                door.leave(&build::caller(Subject::Pass(Box::new(holder)))).await?;
            }
            Command::Join(.., join) => return self.join(door, (index, guest), *join).await,
            Command::Create(_) | Command::Wait(_) | Command::Sweep | Command::Rush(_) | Command::Crash(..) => {
                panic!("not at one door: {command:?}")
            }
        }
        Ok(Said::Done)
    }

    async fn join(&mut self, door: &FrontDoor, at: (usize, usize), join: Join) -> Result<Said, UseCaseError> {
        let pass = self.passes.get(&at).filter(|_| join.same_device).cloned();
        let mut request = JoinRequest { pass, ..join_request(self.link(at, join.by), &address(at.1)) };
        (request.evidence.knock, request.evidence.take_seat) = (join.knock, join.take_seat);
        let answer = door.join(&request).await?;
        Ok(self.keeps(at, answer))
    }

    fn keeps(&mut self, at: (usize, usize), answer: JoinAnswer) -> Said {
        assert_eq!(answer.pass.is_some(), answer.participant.is_some());
        if let Some(pass) = answer.pass {
            self.passes.insert(at, pass);
        }
        match answer.decision.outcome {
            PublicOutcome::Admitted => Said::Admitted,
            PublicOutcome::Needs => Said::Needs,
            PublicOutcome::Waiting => Said::Waiting,
            PublicOutcome::Refused => Said::Refused,
        }
    }

    /// Everyone at once; the store in memory gives the others a turn at each call.
    pub(crate) async fn rush(&mut self, session: usize) -> Vec<(Said, usize)> {
        let joins = (0..GUESTS).map(|guest| {
            let (door, link) = (self.house.front_door(), self.link((session, guest), By::Session));
            async move { (guest, door.join(&join_request(link, &address(guest))).await) }
        });
        let answers = joins.collect::<JoinSet<_>>().join_all().await;
        answers.into_iter().map(|(guest, answer)| (self.keeps((session, guest), answer.unwrap()), guest)).collect()
    }

    fn link(&self, (session, guest): (usize, usize), by: By) -> Link {
        let older = |link: Link| Link { generation: Generation::new(link.generation.get() - 1), ..link };
        let personal = |guest: usize| self.invitation(session, guest).unwrap().current_link();
        match by {
            By::Session => self.session(session).current_link(),
            By::OldSession => older(self.session(session).current_link()),
            By::Personal => personal(guest),
            By::OldPersonal => older(personal(guest)),
            By::Borrowed => {
                let link = personal((guest + 1) % GUESTS);
                assert!(matches!(link.target, LinkTarget::Invitation(_)));
                link
            }
        }
    }
}

fn draft(plan: Plan, now: chrono::DateTime<chrono::Utc>) -> SessionDraft {
    let draft = build::draft();
    let starts_at = now + TimeDelta::minutes(plan.starts_in);
    // Long enough that nothing ends by itself.
    let schedule = Schedule::from_instants(starts_at, starts_at + TimeDelta::hours(20), draft.schedule.zone()).unwrap();
    let list = jigsaw_domain::session::InvitationType::InvitationList;
    let door = DoorSettings {
        capacity: plan.capacity.map(|most| Capacity::parse(i64::from(most)).unwrap()),
        waiting_room: match plan.room {
            Room::Off => WaitingRoom::Off,
            Room::Guests => WaitingRoom::Guests,
            Room::Everyone => WaitingRoom::Everyone,
        },
        ..DoorSettings::default()
    };
    let invitation_type = if plan.list { list } else { draft.invitation_type };
    SessionDraft { schedule, door, invitation_type, ..draft }
}
