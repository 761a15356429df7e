//! Who may enter, in plain words: deny over ask over hold over permit.

use super::command::Room;
use super::plain::{Door, Invited, Phase, Said, State};

/// What one attempt shows.
pub(super) struct Shown {
    pub(super) link_counts: bool,
    pub(super) proved: bool,
    pub(super) same_device: bool,
    pub(super) own_personal: bool,
    pub(super) elsewhere: bool,
    pub(super) knock: bool,
    pub(super) take_seat: bool,
    pub(super) seats: u32,
}

impl Door {
    pub(super) fn relation(&self, guest: usize) -> Option<&Invited> {
        self.invited.get(&guest).filter(|one| one.active)
    }

    pub(crate) fn seats(&self) -> u32 {
        u32::try_from(self.guests.values().filter(|one| one.state == State::In && !one.co_host).count()).unwrap()
    }

    /// Deny over ask over hold over permit. What an unproved guest may not know looks like a question for proof.
    pub(super) fn judge(&self, guest: usize, shown: &Shown) -> Said {
        let (list, proved, here) = (self.plan.list, shown.proved, shown.same_device);
        let relation = self.relation(guest);
        let runs = proved && relation.is_some_and(|one| one.co_host);
        let known = self.guests.get(&guest);
        let person = known.filter(|_| !list || here || proved);
        let inside = person.is_some_and(|one| one.state == State::In);
        let approved = person.is_some_and(|one| one.approved && proved >= one.proved);
        let welcomed = approved || (proved && relation.is_some_and(|one| one.called));
        let is = |state: fn(&State) -> bool| known.is_some_and(|one| state(&one.state));

        let (mut deny, mut hidden, mut ask, mut hold) = (false, false, false, false);
        deny |= self.phase == Phase::Ended || !shown.link_counts;
        let full = self.plan.capacity.is_some_and(|most| shown.seats >= most) && !runs && !inside;
        let shut = self.locked && !runs && !(here && is(|state| *state == State::In));
        if full || shut {
            // On a list everyone is asked first, so that a full door does not tell who is on it.
            let asks = list && !proved && !shown.knock && !approved;
            if asks { ask = true } else { deny = true }
        }
        if is(|state| *state == State::Removed { banned: true }) {
            if here || proved { deny = true } else { hidden = true }
        }
        if is(|state| *state == State::Denied) {
            if here || proved || !list { deny = true } else { hidden = true }
        }
        let permitted = if list {
            let member = proved && relation.is_some();
            if !member && !approved {
                if shown.knock {
                    hold = true;
                } else if relation.is_none() {
                    if proved { deny = true } else { hidden = true }
                }
            }
            let taken = known.is_some_and(|one| {
                one.approved || one.state == State::In || (one.state == State::Waiting && one.proved)
            });
            ask |= !proved && !approved && !(shown.knock && (!taken || here));
            member || approved || (proved && relation.is_some_and(|one| one.called))
        } else {
            let present = known.is_some_and(|one| one.proved && matches!(one.state, State::In | State::Waiting));
            ask |= present && !proved;
            true
        };
        ask |= shown.own_personal && shown.elsewhere && !shown.take_seat;
        hold |= self.phase == Phase::Scheduled && !runs;
        let exempt = match self.plan.room {
            Room::Off => true,
            Room::Guests => proved && relation.is_some(),
            Room::Everyone => runs,
        };
        hold |= !exempt && !welcomed && !inside;
        match (deny, ask || hidden, hold, permitted) {
            (true, ..) => Said::Refused,
            (_, true, ..) => Said::Needs,
            (_, _, true, _) => Said::Waiting,
            (.., true) => Said::Admitted,
            _ => Said::Refused,
        }
    }

    /// Everyone who waits is judged again, whoever came first first.
    pub(crate) fn promote(&mut self, now: i64) {
        let mut waiting: Vec<usize> =
            self.guests.iter().filter(|(_, one)| one.state == State::Waiting).map(|(guest, _)| *guest).collect();
        waiting.sort_by_key(|guest| (self.guests[guest].since, self.guests[guest].tie));
        for guest in waiting {
            let one = &self.guests[&guest];
            let (personal, generation) = one.via;
            let listed = self.invited.get(&guest);
            let link_counts = if personal {
                listed.is_some_and(|listed| listed.active && listed.generation == generation)
            } else {
                generation == self.generation
            };
            let proved = one.proved || (personal && link_counts);
            let shown = Shown {
                link_counts,
                proved,
                same_device: true,
                own_personal: false,
                elsewhere: false,
                knock: one.knocked,
                take_seat: false,
                seats: self.seats(),
            };
            if self.judge(guest, &shown) != Said::Admitted {
                continue;
            }
            let role = proved && self.relation(guest).is_some_and(|one| one.co_host);
            let withdrawn = listed.is_some_and(|listed| !listed.active);
            let one = self.guests.get_mut(&guest).unwrap();
            one.co_host = if !one.proved || withdrawn { role } else { one.co_host };
            (one.state, one.since) = (State::In, now);
        }
    }
}
