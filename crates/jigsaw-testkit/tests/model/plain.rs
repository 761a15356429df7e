//! Jigsaw in plain maps: who is invited, who is in, who waits, what the door is like. It knows no accounts and no codes.

use std::collections::BTreeMap;

use super::command::{By, Command, GUESTS, Join, Plan, SESSIONS};
use super::judge::Shown;

/// How a call is answered, roughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Said {
    /// Done, or nothing was left to do.
    Done,
    /// It contradicts what is there.
    No,
    Waiting,
    Admitted,
    Needs,
    Refused,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Scheduled,
    Live,
    Ended,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Waiting,
    In,
    Denied,
    Removed { banned: bool },
    Left,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Pass {
    personal: bool,
    pub(crate) open: bool,
    seen: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct Guest {
    pub(crate) state: State,
    pub(crate) co_host: bool,
    pub(crate) proved: bool,
    pub(crate) approved: bool,
    pub(super) knocked: bool,
    /// By the personal link, and its generation.
    pub(super) via: (bool, u16),
    pub(super) since: i64,
    /// Who goes first of two who came at the same moment.
    pub(crate) tie: u128,
    pub(crate) passes: Vec<Pass>,
    /// The pass that the guest's device has.
    mine: Option<usize>,
}

#[derive(Clone, Debug)]
pub(crate) struct Invited {
    pub(crate) active: bool,
    pub(crate) generation: u16,
    pub(crate) co_host: bool,
    /// On the fly.
    pub(super) called: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Door {
    pub(super) plan: Plan,
    pub(crate) phase: Phase,
    pub(crate) locked: bool,
    pub(crate) generation: u16,
    opens_at: i64,
    pub(crate) guests: BTreeMap<usize, Guest>,
    pub(crate) invited: BTreeMap<usize, Invited>,
}

/// Everything, and the time in seconds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    pub(crate) doors: Vec<Door>,
    pub(crate) now: i64,
}

const ABSENT_AFTER: i64 = 45;

impl Door {
    fn join(&mut self, guest: usize, join: Join, now: i64) -> Option<Said> {
        let listed = self.invited.get(&guest);
        let (link_counts, generation) = match join.by {
            By::Session => (true, self.generation),
            By::OldSession => (false, self.generation.checked_sub(1)?),
            By::Personal => (listed?.active, listed?.generation),
            By::OldPersonal => (false, listed?.generation.checked_sub(1)?),
            By::Borrowed => {
                let other = self.invited.get(&((guest + 1) % GUESTS))?;
                (other.active, other.generation)
            }
        };
        let own_personal = matches!(join.by, By::Personal | By::OldPersonal);
        let known = self.guests.get(&guest);
        let carried = known.and_then(|one| one.mine.filter(|pass| join.same_device && one.passes[*pass].open));
        let by_mailbox = own_personal && link_counts;
        let proved = by_mailbox || (carried.is_some() && known.is_some_and(|one| one.proved));
        let elsewhere = known.is_some_and(|one| {
            one.passes.iter().enumerate().any(|(index, pass)| {
                pass.open && pass.personal && Some(index) != carried && now - pass.seen < ABSENT_AFTER
            })
        });
        let shown = Shown {
            link_counts,
            proved,
            same_device: carried.is_some(),
            own_personal,
            elsewhere,
            knock: join.knock,
            take_seat: join.take_seat,
            seats: self.seats(),
        };
        let said = self.judge(guest, &shown);
        let state = match said {
            Said::Admitted => State::In,
            Said::Waiting => State::Waiting,
            _ => return Some(said),
        };
        let role = proved && self.relation(guest).is_some_and(|one| one.co_host);
        let withdrawn = self.invited.get(&guest).is_some_and(|one| !one.active);
        // Somebody else's link is worth what the session's own is.
        let via = (join.by == By::Personal, if join.by == By::Borrowed { self.generation } else { generation });
        let known = self.guests.remove(&guest);
        let before = known.as_ref().map(|one| one.proved);
        let mut one = match known {
            None => Guest {
                state,
                co_host: role,
                proved,
                approved: false,
                knocked: join.knock,
                via,
                since: now,
                tie: 0,
                passes: Vec::new(),
                mine: None,
            },
            Some(one) => moved(one, (state, role, proved, withdrawn), (via, join.knock, carried.is_some()), now),
        };
        // A better proof ends every other place; a personal link those of personal links.
        let outdone = before.is_some_and(|before| one.proved && !before);
        for (index, pass) in one.passes.iter_mut().enumerate() {
            if Some(index) != carried && (outdone || (by_mailbox && pass.personal)) {
                pass.open = false;
            }
        }
        if let Some(index) = carried {
            one.passes[index].seen = now;
        } else {
            one.mine = Some(one.passes.len());
            one.passes.push(Pass { personal: own_personal || join.by == By::Borrowed, open: true, seen: now });
        }
        let begins = one.state == State::In && one.co_host;
        self.guests.insert(guest, one);
        if begins {
            if self.phase == Phase::Scheduled && now >= self.opens_at {
                self.phase = Phase::Live;
            }
            self.promote(now);
        }
        Some(said)
    }

    fn invite(&mut self, guest: usize, co_host: bool) -> Said {
        if self.phase == Phase::Ended {
            return Said::No;
        }
        let live = self.phase == Phase::Live;
        let before = self.invited.get(&guest).cloned();
        let outcast =
            self.guests.get(&guest).is_some_and(|one| matches!(one.state, State::Removed { .. } | State::Denied));
        let renew = before.as_ref().is_some_and(|one| !one.active || outcast || one.co_host != co_host);
        let is_back = outcast || before.as_ref().is_some_and(|one| !one.active);
        let is_renamed = before.as_ref().is_none_or(|one| one.co_host != co_host);
        let (free, capacity) = (self.plan.capacity.is_none_or(|most| self.seats() < most), self.plan.capacity);
        if let Some(one) = self.guests.get_mut(&guest) {
            let named = one.proved && (is_back || is_renamed);
            if named && capacity.is_some() && one.state == State::In && one.co_host && !co_host && !free {
                return Said::No;
            }
            if outcast {
                one.state = State::Left;
            }
            if named {
                one.co_host = co_host;
            }
        }
        let called = before.as_ref().is_some_and(|one| one.called) || live;
        let generation = before.map_or(0, |one| one.generation + u16::from(renew));
        self.invited.insert(guest, Invited { active: true, generation, co_host, called });
        Said::Done
    }

    fn leave(&mut self, guest: usize, now: i64) -> Option<Said> {
        let ended = self.phase == Phase::Ended;
        let one = self.guests.get_mut(&guest)?;
        let mine = one.mine?;
        let over = ended || !one.passes[mine].open || !matches!(one.state, State::In | State::Waiting);
        if !over {
            one.passes[mine].open = false;
            let stays = one.passes.iter().any(|pass| pass.open && now - pass.seen < ABSENT_AFTER);
            if !stays {
                one.state = State::Left;
            }
        }
        if self.plan.capacity.is_some() {
            self.promote(now);
        }
        Some(Said::Done)
    }

    fn sweep(&mut self, now: i64) {
        let anyone_waits = self.guests.values().any(|one| one.state == State::Waiting);
        if self.phase != Phase::Scheduled || now < self.opens_at || !anyone_waits {
            return;
        }
        let present = |one: &Guest| one.passes.iter().any(|pass| pass.open && now - pass.seen < ABSENT_AFTER);
        if self.guests.values().any(|one| one.state == State::In && one.co_host && present(one)) {
            self.phase = Phase::Live;
        }
        self.promote(now);
    }
}

/// Someone whom the session knows, after another attempt that leads to a place.
fn moved(
    one: Guest,
    (state, role, proved, withdrawn): (State, bool, bool, bool),
    (via, knock, same_device): ((bool, u16), bool, bool),
    now: i64,
) -> Guest {
    let (better, weaker) = (proved && !one.proved, !proved && one.proved);
    let since = |state: State| if state == one.state { one.since } else { now };
    if one.state == State::In && !better {
        return one;
    }
    if one.state == State::Waiting && !better && !same_device && !proved {
        return Guest { via, since: since(state), state, ..one };
    }
    let state = if one.state == State::In { State::In } else { state };
    let fresh = !one.proved || weaker || withdrawn;
    Guest {
        since: since(state),
        state,
        co_host: if fresh { role } else { one.co_host },
        proved,
        approved: one.approved && !weaker,
        knocked: knock,
        via,
        ..one
    }
}

impl Model {
    /// Which pass each guest's device has at each door.
    pub(crate) fn devices(&self) -> Vec<BTreeMap<usize, Option<usize>>> {
        let of = |door: &Door| door.guests.iter().map(|(guest, one)| (*guest, one.mine)).collect();
        self.doors.iter().map(of).collect()
    }

    /// Puts the devices back to what they had; whatever was given out since is lost.
    pub(crate) fn restore(&mut self, devices: &[BTreeMap<usize, Option<usize>>]) {
        for (index, door) in self.doors.iter_mut().enumerate() {
            for (guest, one) in &mut door.guests {
                one.mine = devices.get(index).and_then(|had| had.get(guest)).copied().flatten();
            }
        }
    }

    /// What is answered, and what is so afterwards. `None`: there is nothing to do it to.
    pub(crate) fn apply(&mut self, command: &Command) -> Option<Said> {
        let now = self.now;
        match command {
            Command::Create(plan) => {
                if self.doors.len() == SESSIONS {
                    return None;
                }
                self.doors.push(Door {
                    plan: *plan,
                    phase: Phase::Scheduled,
                    locked: false,
                    generation: 0,
                    opens_at: now + (plan.starts_in - 10) * 60,
                    guests: BTreeMap::new(),
                    invited: BTreeMap::new(),
                });
                return Some(Said::Done);
            }
            Command::Wait(minutes) => {
                self.now += minutes * 60;
                return Some(Said::Done);
            }
            Command::Sweep => {
                self.doors.iter_mut().for_each(|door| door.sweep(now));
                return Some(Said::Done);
            }
            Command::Rush(_) | Command::Crash(..) => panic!("made of other commands"),
            _ => {}
        }
        let (session, guest) = place(command);
        let door = self.doors.get_mut(session)?;
        let unless_over = |door: &Door| if door.phase == Phase::Ended { Said::No } else { Said::Done };
        Some(match command {
            Command::Start(_) => {
                let said = unless_over(door);
                if said == Said::Done {
                    door.phase = Phase::Live;
                    door.promote(now);
                }
                said
            }
            Command::End(_) if door.phase == Phase::Scheduled => Said::No,
            Command::End(_) => {
                door.phase = Phase::Ended;
                Said::Done
            }
            Command::Lock(_) => {
                let said = unless_over(door);
                door.locked |= said == Said::Done;
                said
            }
            Command::Unlock(_) => {
                let said = unless_over(door);
                if said == Said::Done {
                    door.locked = false;
                    door.promote(now);
                }
                said
            }
            Command::Rotate(_) => {
                door.generation += 1;
                door.promote(now);
                Said::Done
            }
            Command::Invite(.., co_host) => {
                let said = door.invite(guest, *co_host);
                if said == Said::Done {
                    door.promote(now);
                }
                said
            }
            Command::Revoke(..) => {
                door.invited.get_mut(&guest)?.active = false;
                door.promote(now);
                Said::Done
            }
            Command::Resend(..) => {
                let active = door.invited.get(&guest)?.active;
                if active { unless_over(door) } else { Said::No }
            }
            Command::Join(.., join) => return door.join(guest, *join, now),
            Command::Leave(..) => return door.leave(guest, now),
            Command::AdmitAll(_) => {
                let waiting = door.guests.values_mut().filter(|one| one.state == State::Waiting);
                waiting.for_each(|one| one.approved = true);
                door.promote(now);
                Said::Done
            }
            _ => {
                let one = door.guests.get_mut(&guest)?;
                let said = decided_on(one, command, now);
                if matches!(command, Command::Admit(..) | Command::Remove(..)) && said == Said::Done {
                    door.promote(now);
                }
                said
            }
        })
    }
}

/// The host's word on one person.
fn decided_on(one: &mut Guest, command: &Command, now: i64) -> Said {
    match (command, one.state) {
        (Command::Admit(..), State::Waiting) => one.approved = true,
        (Command::Admit(..), State::Denied) => (one.state, one.approved, one.since) = (State::Waiting, true, now),
        (Command::Deny(..), State::Waiting) => (one.state, one.approved) = (State::Denied, false),
        (Command::Admit(..) | Command::Deny(..), State::Removed { .. } | State::Left)
        | (Command::Deny(..), State::In) => return Said::No,
        (Command::Remove(.., banned), state) if state != (State::Removed { banned: *banned }) => {
            (one.state, one.approved) = (State::Removed { banned: *banned }, false);
        }
        (Command::Forgive(..), State::Removed { .. } | State::Denied) => one.state = State::Left,
        _ => {}
    }
    Said::Done
}

/// At which door, and who.
pub(crate) fn place(command: &Command) -> (usize, usize) {
    match command {
        Command::Invite(session, guest, _)
        | Command::Revoke(session, guest)
        | Command::Resend(session, guest)
        | Command::Join(session, guest, _)
        | Command::Admit(session, guest)
        | Command::Deny(session, guest)
        | Command::Remove(session, guest, _)
        | Command::Forgive(session, guest)
        | Command::Leave(session, guest) => (*session, *guest),
        Command::Start(session)
        | Command::End(session)
        | Command::Lock(session)
        | Command::Unlock(session)
        | Command::Rotate(session)
        | Command::AdmitAll(session) => (*session, 0),
        Command::Create(_) | Command::Wait(_) | Command::Sweep | Command::Rush(_) | Command::Crash(..) => (0, 0),
    }
}
