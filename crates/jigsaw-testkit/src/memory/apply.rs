//! Writing a change set, in order, on a copy that is thrown away when anything does not hold.

use std::collections::BTreeMap;

use jigsaw_domain::account::{Account, ApiToken, SignIn};
use jigsaw_domain::admission::{DecisionRecord, Participant, Pass, PassEnd};
use jigsaw_domain::delivery::{DeliveryState, MailCode, OutgoingMessage};
use jigsaw_domain::event::{Event, EventSeq};
use jigsaw_domain::id::{AccountId, CodeId, InvitationId, PassId, SessionId};
use jigsaw_domain::invitation::Invitation;
use jigsaw_domain::port::{Change, ChangeSet, PortError};
use jigsaw_domain::session::{Capacity, Session};
use jigsaw_domain::version::Version;

use super::state::{State, StoredMessage};

pub(super) type Applied = Result<(), PortError>;

/// What must hold is a conflict when it does not.
pub(super) fn holds(condition: bool) -> Applied {
    if condition { Ok(()) } else { Err(PortError::Conflict) }
}

/// What a foreign key checks. Nothing is ever deleted that others refer to, so this is a mistake of the caller's.
pub(super) fn refers(to: bool, what: &str) -> Applied {
    if to { Ok(()) } else { Err(PortError::Backend(format!("there is no such {what}"))) }
}

pub(super) fn insert<K: Ord, V>(table: &mut BTreeMap<K, V>, key: K, value: V) -> Applied {
    holds(table.insert(key, value).is_none())
}

impl State {
    pub(super) fn apply(&mut self, set: ChangeSet) -> Applied {
        let mut seat_limits: Vec<(SessionId, Capacity)> = Vec::new();
        for change in set.changes {
            match change {
                // Counts when everything else is done, wherever it stands in the list.
                Change::LimitSeats(session, most) => seat_limits.push((session, most)),
                other => self.write(other)?,
            }
        }
        for (session, most) in seat_limits {
            holds(self.seats_taken(session) <= most.get())?;
        }
        for event in set.events {
            // One sequence for all sessions: positions grow within each, with gaps.
            let seq = EventSeq(self.events.last().map_or(1, |last| last.seq.0 + 1));
            self.events.push(Event { seq, session: event.session, kind: event.kind, at: event.at });
        }
        for message in set.messages {
            self.queue(message)?;
        }
        for entry in set.audit {
            holds(self.audit.iter().all(|other| other.id != entry.id))?;
            self.audit.push(entry);
        }
        Ok(())
    }

    fn write(&mut self, change: Change) -> Applied {
        match change {
            Change::InsertSession(session) => self.insert_session(session),
            Change::UpdateSession(session) => self.update_session(session),
            Change::GuardSession(id, version) => self.guard_session(id, version),
            Change::InsertInvitations(new) => new.into_iter().try_for_each(|one| self.insert_invitation(one)),
            Change::UpdateInvitations(changed) => changed.into_iter().try_for_each(|one| self.update_invitation(one)),
            Change::GuardInvitation(id, version) => self.guard_invitation(id, version),
            Change::InsertParticipant(person) => self.insert_participant(person),
            Change::UpdateParticipants(changed) => changed.into_iter().try_for_each(|one| self.update_participant(one)),
            Change::LimitSeats(session, most) => holds(self.seats_taken(session) <= most.get()),
            Change::InsertPass(pass) => self.insert_pass(pass),
            Change::EndPasses(ids, end) => {
                self.end_passes(&ids, end);
                Ok(())
            }
            Change::TouchPass(id, at) => {
                if let Some(pass) = self.passes.get_mut(&id) {
                    pass.seen_at = at;
                }
                Ok(())
            }
            Change::PutCode(code) => self.put_code(code),
            Change::CountWrongTry(id) => {
                if let Some(code) = self.codes.get_mut(&id) {
                    code.wrong_tries += 1;
                }
                Ok(())
            }
            Change::UseCode(id) => self.use_code(id),
            Change::InsertContacts(new) => new.into_iter().try_for_each(|one| self.insert_contact(one)),
            Change::UpdateContact(contact) => self.update_contact(contact),
            Change::DeleteContact(id) => self.delete_contact(id),
            Change::InsertGroup(group) => self.insert_group(group),
            Change::UpdateGroup(group) => self.update_group(group),
            Change::DeleteGroup(id) => self.delete_group(id),
            Change::AddToGroup(group, contacts) => self.add_to_group(group, &contacts),
            Change::RemoveFromGroup(group, contacts) => {
                self.members.retain(|(own, contact)| *own != group || !contacts.contains(contact));
                Ok(())
            }
            Change::InsertAccount(account) => self.insert_account(account),
            Change::UpdateAccount(account) => self.update_account(account),
            Change::InsertSignIn(sign_in) => self.insert_sign_in(sign_in),
            Change::DeleteSignIn(digest) => {
                self.sign_ins.remove(&digest);
                Ok(())
            }
            Change::DeleteSignIns(account) => {
                self.sign_ins.retain(|_, sign_in| sign_in.account != account);
                Ok(())
            }
            Change::InsertToken(token) => self.insert_token(token),
            Change::RecordDecision(record) => self.record(record),
            Change::MarkReminded(session, offset, start) => {
                self.has_session(session)?;
                self.reminded.insert((session, offset, start));
                Ok(())
            }
            Change::Suppress(suppression) => {
                self.suppressions.entry(suppression.address).or_insert(suppression);
                Ok(())
            }
            Change::LiftSuppressions(addresses) => {
                self.suppressions.retain(|address, _| !addresses.contains(address));
                Ok(())
            }
            Change::Unsubscribe(one) => {
                self.unsubscribed.entry((one.host, one.address)).or_insert(one);
                Ok(())
            }
            Change::Resubscribe(host, addresses) => {
                self.unsubscribed.retain(|(from, address), _| *from != host || !addresses.contains(address));
                Ok(())
            }
            Change::ReportMessage(id, state, error) => {
                let reported = |row: &&mut StoredMessage| {
                    row.message.id == id && matches!(row.standing, DeliveryState::Sent | DeliveryState::Deferred)
                };
                if let Some(row) = self.messages.iter_mut().find(reported) {
                    row.standing = state;
                    row.error = error;
                }
                Ok(())
            }
            Change::TakeReport(name, _) => holds(self.reports.insert(name)),
        }
    }

    fn has_session(&self, id: SessionId) -> Applied {
        refers(self.sessions.contains_key(&id), "session")
    }

    pub(super) fn has_account(&self, id: AccountId) -> Applied {
        refers(self.accounts.contains_key(&id), "account")
    }

    fn insert_session(&mut self, session: Session) -> Applied {
        self.has_account(session.host())?;
        insert(&mut self.sessions, session.id(), session)
    }

    fn guard_session(&self, id: SessionId, version: Version) -> Applied {
        holds(self.sessions.get(&id).is_some_and(|stored| stored.version() == version))
    }

    fn update_session(&mut self, session: Session) -> Applied {
        self.guard_session(session.id(), session.version())?;
        self.sessions.insert(session.id(), session.committed());
        Ok(())
    }

    fn insert_invitation(&mut self, invitation: Invitation) -> Applied {
        self.has_session(invitation.session)?;
        holds(self.invitation_of(invitation.session, invitation.email.key()).is_none())?;
        insert(&mut self.invitations, invitation.id, invitation)
    }

    fn guard_invitation(&self, id: InvitationId, version: Version) -> Applied {
        holds(self.invitations.get(&id).is_some_and(|stored| stored.version == version))
    }

    fn update_invitation(&mut self, mut invitation: Invitation) -> Applied {
        self.guard_invitation(invitation.id, invitation.version)?;
        let namesake = self.invitation_of(invitation.session, invitation.email.key());
        holds(namesake.is_none_or(|other| other.id == invitation.id))?;
        invitation.version = invitation.version.next();
        self.invitations.insert(invitation.id, invitation);
        Ok(())
    }

    fn insert_participant(&mut self, person: Participant) -> Applied {
        self.has_session(person.session)?;
        refers(person.invitation.is_none_or(|id| self.invitations.contains_key(&id)), "invitation")?;
        holds(self.participant_of(person.session, person.email.key()).is_none())?;
        insert(&mut self.participants, person.id, person)
    }

    fn update_participant(&mut self, mut person: Participant) -> Applied {
        holds(self.participants.get(&person.id).is_some_and(|stored| stored.version == person.version))?;
        let namesake = self.participant_of(person.session, person.email.key());
        holds(namesake.is_none_or(|other| other.id == person.id))?;
        person.version = person.version.next();
        self.participants.insert(person.id, person);
        Ok(())
    }

    fn insert_pass(&mut self, pass: Pass) -> Applied {
        self.has_session(pass.session)?;
        refers(self.participants.contains_key(&pass.participant), "participant")?;
        holds(self.passes.values().all(|other| other.digest != pass.digest))?;
        insert(&mut self.passes, pass.id, pass)
    }

    fn end_passes(&mut self, ids: &[PassId], end: PassEnd) {
        for id in ids {
            if let Some(pass) = self.passes.get_mut(id) {
                pass.ended.get_or_insert(end);
            }
        }
    }

    fn put_code(&mut self, code: MailCode) -> Applied {
        self.has_session(code.session)?;
        self.codes.retain(|_, old| old.session != code.session || old.email != code.email);
        insert(&mut self.codes, code.id, code)
    }

    fn use_code(&mut self, id: CodeId) -> Applied {
        holds(self.codes.remove(&id).is_some())
    }

    fn insert_account(&mut self, account: Account) -> Applied {
        holds(self.account_of(account.email.key()).is_none())?;
        insert(&mut self.accounts, account.id, account)
    }

    fn update_account(&mut self, mut account: Account) -> Applied {
        holds(self.accounts.get(&account.id).is_some_and(|stored| stored.version == account.version))?;
        holds(self.account_of(account.email.key()).is_none_or(|other| other.id == account.id))?;
        account.version = account.version.next();
        self.accounts.insert(account.id, account);
        Ok(())
    }

    fn insert_sign_in(&mut self, sign_in: SignIn) -> Applied {
        self.has_account(sign_in.account)?;
        insert(&mut self.sign_ins, sign_in.digest, sign_in)
    }

    fn insert_token(&mut self, token: ApiToken) -> Applied {
        self.has_account(token.account)?;
        holds(self.tokens.values().all(|other| other.digest != token.digest))?;
        insert(&mut self.tokens, token.id, token)
    }

    fn record(&mut self, record: DecisionRecord) -> Applied {
        self.has_session(record.session)?;
        holds(self.decisions.iter().all(|other| other.id != record.id))?;
        self.decisions.push(record);
        Ok(())
    }

    fn queue(&mut self, message: OutgoingMessage) -> Applied {
        let known =
            |row: &StoredMessage| row.message.unique_key.is_some() && row.message.unique_key == message.unique_key;
        if self.messages.iter().any(known) {
            return Ok(());
        }
        holds(self.messages.iter().all(|row| row.message.id != message.id))?;
        self.messages.push(StoredMessage {
            turn: self.turn(&message),
            not_before: message.not_before,
            message,
            standing: DeliveryState::Queued,
            tries: 0,
            answered: false,
            error: None,
            held_since: None,
            finished_at: None,
            lease: None,
        });
        Ok(())
    }
}
