//! One captioner a session, however the role is given: on the list, or to someone who is there.

use std::collections::{HashMap, HashSet};

use super::context::event;
use super::list_sessions::MAX_PAGE;
use super::{Caller, FrontDoor, NewInvitation, UseCaseError};
use crate::admission::{Participant, Proof};
use crate::audit::FieldChange;
use crate::email_address::EmailKey;
use crate::event::EventKind;
use crate::id::SessionId;
use crate::invitation::{Invitation, Role};
use crate::malformed::Malformed;
use crate::port::{Change, ChangeSet};
use crate::session::Session;
use chrono::{DateTime, Utc};

impl FrontDoor {
    /// One captioner a session, counting the list as it will be and the people who are there. Answers whether a row names
    /// one.
    pub(super) async fn check_captioner(
        &self,
        id: SessionId,
        rows: &[NewInvitation],
        (known, people): (&HashMap<EmailKey, Invitation>, &HashMap<EmailKey, Participant>),
    ) -> Result<bool, UseCaseError> {
        let role_of = |row: &NewInvitation| row.role.or_else(|| known.get(row.email.key()).map(|listed| listed.role));
        let mut named = rows.iter().enumerate().filter(|(_, row)| role_of(row) == Some(Role::Captioner));
        let Some((first, row)) = named.next() else { return Ok(false) };
        let clash =
            |index: usize| UseCaseError::field(format!("invitations[{index}].role"), Malformed::SecondCaptioner);
        if let Some((second, _)) = named.next() {
            return Err(clash(second));
        }
        let own = known.get(row.email.key());
        if own.is_some_and(|listed| listed.role == Role::Captioner && listed.is_active()) {
            return Ok(false);
        }
        // Those that this call makes something else are in its rows.
        let rows: HashSet<&EmailKey> = rows.iter().map(|row| row.email.key()).collect();
        let holds =
            |one: &Participant| one.role == Role::Captioner && one.is_there() && !rows.contains(one.email.key());
        if people.values().any(holds) {
            return Err(clash(first));
        }
        let clashes = |other: &Invitation| !rows.contains(other.email.key());
        if self.invited_captioners(id).await?.iter().any(clashes) { Err(clash(first)) } else { Ok(true) }
    }

    /// Frees the role for someone whom the host names live. Whoever had it and is gone does not come back with it: neither
    /// as the person they were nor by their invitation. Someone who is there keeps it from everyone else, and so does
    /// someone who is invited to it and has not come yet.
    pub(super) async fn free_captions(
        &self,
        caller: &Caller,
        (session, named): (&Session, &Participant),
        changes: &mut ChangeSet,
        now: DateTime<Utc>,
    ) -> Result<(), UseCaseError> {
        let second = || UseCaseError::field("role", Malformed::SecondCaptioner);
        let mut people = self.ports.participants.list(session.id()).await?;
        people.retain(|one| one.id != named.id);
        let mut moved = Vec::new();
        for one in people.iter_mut().filter(|one| one.role == Role::Captioner) {
            if one.is_there() {
                return Err(second());
            }
            *one = self.without_captions(caller, one.clone(), changes, now);
            moved.push(one.clone());
        }
        let mut renamed = Vec::new();
        for listed in self.invited_captioners(session.id()).await? {
            if listed.email == named.email {
                continue;
            }
            // Whoever merely typed the address is not the one who is invited.
            let came = people.iter().find(|one| one.email == listed.email && one.proof > Proof::Unverified);
            let role = came.ok_or_else(second)?.role;
            let object = (Some(session.id()), listed.id.as_uuid());
            let change = FieldChange::between("role", listed.role, role);
            changes.audit.push(self.audit(caller, "invitation.changed", object, change, now));
            renamed.push(Invitation { role, ..listed });
        }
        if !moved.is_empty() {
            changes.push(Change::UpdateParticipants(moved));
        }
        if !renamed.is_empty() {
            changes.events.push(event(session.id(), EventKind::InvitationsChanged, now));
            changes.push(Change::UpdateInvitations(renamed));
        }
        Ok(())
    }

    /// Someone who was the captioner, as an attendee; told and written down, still to be stored.
    pub(super) fn without_captions(
        &self,
        caller: &Caller,
        person: Participant,
        changes: &mut ChangeSet,
        now: DateTime<Utc>,
    ) -> Participant {
        let next = person.with_role(Role::Attendee);
        let change = FieldChange::between("role", Role::Captioner, next.role);
        let object = (Some(next.session), next.id.as_uuid());
        changes.events.push(event(next.session, EventKind::ParticipantChanged(next.id), now));
        changes.audit.push(self.audit(caller, "participant.role_changed", object, change, now));
        next
    }

    /// Every invitation that counts and makes a captioner.
    async fn invited_captioners(&self, id: SessionId) -> Result<Vec<Invitation>, UseCaseError> {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = self.ports.invitations.list(id, after, MAX_PAGE).await?;
            after = page.last().map(|listed| listed.invitation.id);
            let full = page.len() >= MAX_PAGE as usize;
            let all = page.into_iter().map(|listed| listed.invitation);
            found.extend(all.filter(|one| one.role == Role::Captioner && one.is_active()));
            if !full {
                return Ok(found);
            }
        }
    }
}
