//! What an edit would do, before it is saved: who could no longer enter, and which settings would be odd.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::change_session::edited;
use super::list_sessions::MAX_PAGE;
use super::{Action, Caller, FrontDoor, UseCaseError};
use crate::account::Account;
use crate::admission::{AccessChange, Acquaintance, Difference, Edit, Participant, ReasonCode};
use crate::email_address::{EmailAddress, EmailKey};
use crate::id::SessionId;
use crate::invitation::Invitation;
use crate::port::PortError;
use crate::session::{Conflict, Occasion, Session, SessionEdit};
use crate::text::PersonName;

/// Someone whom an edit concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedPerson {
    /// Their address.
    pub email: EmailAddress,
    /// What they are called, if the session knows.
    pub name: Option<PersonName>,
    /// Why, see [`Difference`].
    pub reasons: Vec<ReasonCode>,
}

/// All whom an edit does the same to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedPeople {
    /// What it does.
    pub change: AccessChange,
    /// How many they are.
    pub count: u32,
    /// The first of them, at most [`MOST_NAMED`].
    pub people: Vec<ChangedPerson>,
}

/// What an edit would do.
#[derive(Clone, Debug)]
pub struct EditPreview {
    /// The session as it would be.
    pub session: Session,
    /// The moment for which the new version is judged: its start, or now if that is later or the session is live.
    pub at: DateTime<Utc>,
    /// How many people were looked at: host, invitees, and everyone who came.
    pub looked_at: u32,
    /// Whether that is everyone. Of more than [`MOST_PEOPLE`] the first are looked at.
    pub is_complete: bool,
    /// What becomes of them, in the order of [`AccessChange::ALL`]; those of whom nothing else becomes are in none.
    pub changes: Vec<ChangedPeople>,
    /// What becomes of someone whom nobody knows, who comes by the session link.
    pub strangers: Option<Difference>,
    /// What would be odd about the settings.
    pub conflicts: Vec<Conflict>,
}

/// Most people who are looked at.
pub const MOST_PEOPLE: usize = 10_000;
/// Most people who are named of each change.
pub const MOST_NAMED: usize = 50;

impl EditPreview {
    /// All whom the edit does this to.
    pub fn of(&self, change: AccessChange) -> Option<&ChangedPeople> {
        self.changes.iter().find(|changed| changed.change == change)
    }
}

impl FrontDoor {
    /// Tells what an edit would do to whom, and why, by the rules that decide joins. Checks the edit as saving it would;
    /// writes nothing.
    pub async fn preview_edit(
        &self,
        caller: &Caller,
        id: SessionId,
        edit: SessionEdit,
    ) -> Result<EditPreview, UseCaseError> {
        let before = self.session_for(caller, id, Action::EditSession).await?;
        let now = self.now();
        let after = edited(before.clone(), edit, now)?;
        let host = self.ports.accounts.find(before.host()).await?.ok_or(UseCaseError::NotFound)?;
        let (people, is_complete) = self.acquaintances(id, &host).await?;
        let has_capacity = [&before, &after].iter().any(|session| session.door().capacity.is_some());
        let seats_taken = if has_capacity { self.ports.participants.seats_taken(id).await? } else { 0 };
        let versions = Edit {
            before: &before,
            after: &after,
            policies: &self.policies,
            now,
            hide_accounts: self.settings.hide_existence,
            seats_taken,
        };
        let strangers = match somebody_else(&people) {
            Some(stranger) => versions.differences(&[stranger]).pop().map(|(_, difference)| difference),
            None => None,
        };
        let list = self.ports.invitations.active(id).await?;
        Ok(EditPreview {
            at: Edit::judged_at(&after, now).1,
            looked_at: u32::try_from(people.len()).unwrap_or(u32::MAX),
            is_complete,
            changes: grouped(&versions.differences(&people)),
            strangers,
            conflicts: after.conflicts(list, now, Occasion::Saving),
            session: after,
        })
    }

    /// What is odd about a session's settings, see [`Session::conflicts`].
    pub async fn conflicts(
        &self,
        caller: &Caller,
        id: SessionId,
        occasion: Occasion,
    ) -> Result<Vec<Conflict>, UseCaseError> {
        let session = self.session_for(caller, id, Action::ViewSession).await?;
        let list = self.ports.invitations.active(id).await?;
        Ok(session.conflicts(list, self.now(), occasion))
    }

    /// The host, invitees whose invitation counts, and everyone who ever came; whether that is all of them.
    async fn acquaintances(&self, id: SessionId, host: &Account) -> Result<(Vec<Acquaintance>, bool), UseCaseError> {
        let came: Vec<Participant> = self.ports.participants.list(id).await?;
        let mut came: HashMap<EmailKey, Participant> =
            came.into_iter().map(|person| (person.email.key().clone(), person)).collect();
        let mut people = vec![Acquaintance {
            is_host: true,
            has_account: host.is_usable(),
            participant: came.remove(host.email.key()),
            ..Acquaintance::stranger(host.email.clone())
        }];
        let (listed, mut is_complete) = self.first_invitations(id).await?;
        for invitation in listed {
            let participant = came.remove(invitation.email.key());
            // Whoever was taken off the list and never came is a stranger.
            if invitation.is_active() || participant.is_some() {
                let email = invitation.email.clone();
                people.push(Acquaintance {
                    invitation: Some(invitation),
                    participant,
                    ..Acquaintance::stranger(email)
                });
            }
        }
        let mut others: Vec<Participant> = came.into_values().collect();
        others.sort_by_key(|person| (person.created_at, person.id));
        people.extend(
            others.into_iter().map(|person| Acquaintance {
                participant: Some(person.clone()),
                ..Acquaintance::stranger(person.email)
            }),
        );
        is_complete &= people.len() <= MOST_PEOPLE;
        people.truncate(MOST_PEOPLE);
        let emails = people.iter().map(|person| person.email.key().clone()).collect();
        let accounts = self.ports.accounts.find_by_emails(emails).await?;
        let usable: HashSet<&EmailKey> =
            accounts.iter().filter(|account| account.is_usable()).map(|account| account.email.key()).collect();
        for person in &mut people {
            person.has_account = usable.contains(person.email.key());
        }
        Ok((people, is_complete))
    }

    async fn first_invitations(&self, id: SessionId) -> Result<(Vec<Invitation>, bool), PortError> {
        let mut found = Vec::new();
        loop {
            let after = found.last().map(|invitation: &Invitation| invitation.id);
            let page = self.ports.invitations.list(id, after, MAX_PAGE).await?;
            let is_last = page.len() < MAX_PAGE as usize;
            found.extend(page.into_iter().map(|listed| listed.invitation));
            if is_last || found.len() > MOST_PEOPLE {
                return Ok((found, is_last));
            }
        }
    }
}

/// Someone with an address that none of them has.
fn somebody_else(people: &[Acquaintance]) -> Option<Acquaintance> {
    let known: HashSet<&EmailKey> = people.iter().map(|person| person.email.key()).collect();
    let mut addresses =
        (0..=people.len()).filter_map(|n| EmailAddress::parse(&format!("somebody{n}@stranger.invalid")).ok());
    addresses.find(|address| !known.contains(address.key())).map(Acquaintance::stranger)
}

fn grouped(differences: &[(&Acquaintance, Difference)]) -> Vec<ChangedPeople> {
    let of = |change: &AccessChange| {
        let same = differences.iter().filter(|(_, difference)| difference.change == *change);
        let people: Vec<ChangedPerson> = same
            .clone()
            .take(MOST_NAMED)
            .map(|(person, difference)| ChangedPerson {
                email: person.email.clone(),
                name: person.name(),
                reasons: difference.reasons.clone(),
            })
            .collect();
        let count = u32::try_from(same.count()).unwrap_or(u32::MAX);
        (count > 0).then_some(ChangedPeople { change: *change, count, people })
    };
    AccessChange::ALL.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::malformed::Malformed;
    use crate::session::{DoorSettings, LifecycleError, SessionState};
    use crate::usecase::testing::*;

    fn asked(session: &Session, caller: &Caller, edit: SessionEdit) -> Result<EditPreview, UseCaseError> {
        let mut mocks = Mocks::new();
        let found = session.clone();
        mocks.sessions.expect_find().returning(move |_| Ok(Some(found.clone())));
        block_on(mocks.front_door().preview_edit(caller, session.id(), edit))
    }

    #[test]
    fn only_the_host_asks_and_no_one_elses_people_are_read() {
        let stranger = caller(crate::usecase::Subject::Account(account("mike@example.org")));
        for (caller, error) in [(anonymous(), UseCaseError::SignInRequired), (stranger, UseCaseError::NotFound)] {
            assert_eq!(asked(&session(), &caller, SessionEdit::default()).unwrap_err(), error);
            let mut mocks = Mocks::new();
            mocks.sessions.expect_find().returning(|_| Ok(Some(session())));
            let told = block_on(mocks.front_door().conflicts(&caller, session().id(), Occasion::Looking));
            assert_eq!(told.unwrap_err(), error);
        }
    }

    #[test]
    fn an_edit_that_would_not_be_saved_is_refused_before_anyone_is_read() {
        let door = DoorSettings { joinable_until: Some(minutes(60)), ..DoorSettings::default() };
        let closes_too_soon = SessionEdit { door: Some(door), ..SessionEdit::default() };
        let refused = asked(&session(), &as_host(), closes_too_soon).unwrap_err();
        assert_eq!(refused, UseCaseError::field("joinable_until", Malformed::EndsBeforeStart));
        let over = session_with(|parts| parts.state = SessionState::Ended { at: now() });
        let refused = asked(&over, &as_host(), SessionEdit::default()).unwrap_err();
        assert_eq!(refused, UseCaseError::Lifecycle(LifecycleError::Ended));
    }
}
