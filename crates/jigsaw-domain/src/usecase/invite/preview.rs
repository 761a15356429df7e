//! A list that was read: what would become of it, and inviting from it.

use std::collections::HashMap;

use super::{Invited, NewInvitation, again, is_outcast, origin_now};
use crate::admission::Participant;
use crate::email_address::EmailKey;
use crate::id::SessionId;
use crate::invitation::{AddressList, Column, Invitation, ListedPerson, Origin, Role, RowFault};
use crate::malformed::{FieldProblem, Malformed};
use crate::usecase::{Action, Caller, FrontDoor, UseCaseError};

/// What is done about rows that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultyRows {
    /// With one of them nobody is invited.
    Refuse,
    /// They are left out: the host has seen them and says so.
    LeaveOut,
}

/// What would become of one person of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// They are invited.
    New,
    /// They were invited once, and taken back or removed; they are invited again, with a new link.
    Renewed,
    /// They are listed already, and something changes; with another role they get a new link and a mail.
    Changed {
        /// The role they have now, if it becomes another.
        role: Option<Role>,
        /// Whether their name becomes another.
        name: bool,
        /// Whether they are mailed.
        mailed: bool,
    },
    /// They are listed already, just so.
    Listed,
}

/// One person of a list, and what would become of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewedPerson {
    /// Who. The role is the one they would have.
    pub person: ListedPerson,
    /// What.
    pub outlook: Outlook,
}

impl PreviewedPerson {
    /// Whether they are mailed.
    pub const fn is_mailed(&self) -> bool {
        matches!(self.outlook, Outlook::New | Outlook::Renewed | Outlook::Changed { mailed: true, .. })
    }
}

/// What would become of a list. Nothing is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListPreview {
    /// Everyone who can be invited.
    pub people: Vec<PreviewedPerson>,
    /// Every row that cannot be used, in order.
    pub faults: Vec<RowFault>,
    /// How many rows repeat an address of an earlier one.
    pub merged: usize,
    /// Whether the session is live: they are mailed ahead of everything else and skip the waiting room.
    pub on_the_fly: bool,
}

/// What a list is held against.
struct Known {
    origin: Origin,
    listed: HashMap<EmailKey, Invitation>,
    people: HashMap<EmailKey, Participant>,
}

impl FrontDoor {
    /// What would become of a list if it were invited now. `role` is for rows that name none; without it they are
    /// attendees, or keep the role that they are listed with.
    pub async fn preview_list(
        &self,
        caller: &Caller,
        id: SessionId,
        list: &AddressList,
        role: Option<Role>,
    ) -> Result<ListPreview, UseCaseError> {
        let (good, faults, known) = self.judge_list(caller, id, list, role).await?;
        let people: Result<Vec<_>, UseCaseError> = good.into_iter().map(|person| known.preview(person)).collect();
        let on_the_fly = known.origin == Origin::OnTheFly;
        Ok(ListPreview { people: people?, faults, merged: list.merged, on_the_fly })
    }

    /// Invites everyone on a list, or nobody. Problems are named by row: `rows[31].email`.
    pub async fn invite_list(
        &self,
        caller: &Caller,
        id: SessionId,
        (list, role): (&AddressList, Option<Role>),
        faulty: FaultyRows,
    ) -> Result<Invited, UseCaseError> {
        let (good, refused, _) = self.judge_list(caller, id, list, role).await?;
        if faulty == FaultyRows::Refuse && !refused.is_empty() {
            return Err(UseCaseError::Invalid(refused.iter().map(problem_of).collect()));
        }
        if good.is_empty() {
            return Err(UseCaseError::field("rows", Malformed::Blank));
        }
        let invited = self.invite(caller, id, good.iter().map(row_of).collect()).await;
        invited.map_err(|error| match error {
            // What came between is named by row, too.
            UseCaseError::Invalid(problems) => {
                UseCaseError::Invalid(problems.into_iter().map(|problem| by_row(problem, &good)).collect())
            }
            error => error,
        })
    }

    /// Parts a list into the people who can be invited and the rows that cannot be used.
    async fn judge_list(
        &self,
        caller: &Caller,
        id: SessionId,
        list: &AddressList,
        role: Option<Role>,
    ) -> Result<(Vec<ListedPerson>, Vec<RowFault>, Known), UseCaseError> {
        let session = self.session_for(caller, id, Action::Invite).await?;
        let origin = origin_now(&session, self.now())?;
        let host = self.ports.accounts.find(session.host()).await?.ok_or(UseCaseError::NotFound)?;
        let mut faults = list.faults.clone();
        let mut fault = |person: &ListedPerson, column, fault| {
            let text = person.email.as_typed().to_owned();
            faults.push(RowFault { number: person.number, column, text, fault });
        };
        let mut good: Vec<ListedPerson> = Vec::with_capacity(list.people.len());
        for person in &list.people {
            if person.email == host.email {
                fault(person, Column::Email, Malformed::HostInvited);
            } else {
                good.push(ListedPerson { role: person.role.or(role), ..person.clone() });
            }
        }
        let emails = good.iter().map(|person| person.email.key().clone()).collect();
        let listed = self.ports.invitations.find_by_emails(id, emails).await?;
        let people = self.ports.participants.list(id).await?;
        let known = Known {
            origin,
            listed: listed.into_iter().map(|one| (one.email.key().clone(), one)).collect(),
            people: people.into_iter().map(|one| (one.email.key().clone(), one)).collect(),
        };
        // One captioner a session: the first who is named, if the session has none.
        let mut captioners = (0..good.len()).filter(|place| good.get(*place).is_some_and(|one| known.captions(one)));
        let first = captioners.next();
        let mut seconds: Vec<usize> = captioners.collect();
        if let Some(place) = first {
            let rows: Vec<NewInvitation> =
                good.iter().enumerate().filter(|(at, _)| !seconds.contains(at)).map(|(_, one)| row_of(one)).collect();
            match self.check_captioner(id, &rows, (&known.listed, &known.people)).await {
                Ok(_) => {}
                Err(UseCaseError::Invalid(_)) => seconds.push(place),
                Err(error) => return Err(error),
            }
        }
        seconds.sort_unstable();
        for place in seconds.into_iter().rev() {
            fault(&good.remove(place), Column::Role, Malformed::SecondCaptioner);
        }
        faults.sort_by_key(|fault| fault.number);
        Ok((good, faults, known))
    }
}

impl Known {
    fn captions(&self, person: &ListedPerson) -> bool {
        let listed = || self.listed.get(person.email.key()).map(|listed| listed.role);
        person.role.or_else(listed) == Some(Role::Captioner)
    }

    fn preview(&self, mut person: ListedPerson) -> Result<PreviewedPerson, UseCaseError> {
        let Some(listed) = self.listed.get(person.email.key()) else {
            person.role = person.role.or(Some(Role::Attendee));
            return Ok(PreviewedPerson { person, outlook: Outlook::New });
        };
        let was_removed = self.people.get(person.email.key()).is_some_and(is_outcast);
        let (next, mailed) = again(listed.clone(), &row_of(&person), (self.origin, was_removed))?;
        let name = (&listed.first_name, &listed.last_name) != (&next.first_name, &next.last_name);
        let role = (listed.role != next.role).then_some(listed.role);
        let outlook = if !listed.is_active() || was_removed {
            Outlook::Renewed
        } else if name || mailed {
            Outlook::Changed { role, name, mailed }
        } else {
            Outlook::Listed
        };
        person.role = Some(next.role);
        Ok(PreviewedPerson { person, outlook })
    }
}

fn row_of(person: &ListedPerson) -> NewInvitation {
    NewInvitation {
        email: person.email.clone(),
        role: person.role,
        first_name: person.first_name.clone(),
        last_name: person.last_name.clone(),
        language: person.language,
    }
}

fn problem_of(fault: &RowFault) -> FieldProblem {
    FieldProblem { field: format!("rows[{}].{}", fault.number, fault.column.as_str()), fault: fault.fault.clone() }
}

/// `invitations[3].role` counts people; `rows[31].role` is where the host looks for it.
fn by_row(problem: FieldProblem, people: &[ListedPerson]) -> FieldProblem {
    let row = problem.field.strip_prefix("invitations[").and_then(|rest| {
        let (place, part) = rest.split_once(']')?;
        let person = people.get(place.parse::<usize>().ok()?)?;
        Some(format!("rows[{}]{part}", person.number))
    });
    FieldProblem { field: row.unwrap_or_else(|| "rows".to_owned()), fault: problem.fault }
}

#[cfg(test)]
mod tests;
