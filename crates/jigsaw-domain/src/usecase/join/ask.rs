//! Asking for a mailed code, at the same cost for every address.

use chrono::TimeDelta;

use super::Attempt;
use super::memo::Cause;
use crate::admission::{Participant, ParticipantState, Relation};
use crate::delivery::{CodePurpose, MailCode, MessageBody, OutgoingMessage, PendingProfile, Priority};
use crate::email_address::EmailAddress;
use crate::id::CodeId;
use crate::malformed::Malformed;
use crate::port::{Budget, Change, ChangeSet};
use crate::session::InvitationType;
use crate::usecase::{FrontDoor, UseCaseError};

/// How long a knock may stay unanswered before the host is mailed.
const KNOCK_UNHEARD: TimeDelta = TimeDelta::seconds(30);
/// For how long a mail about a knock is worth sending at least.
const KNOCK_STALE: TimeDelta = TimeDelta::minutes(10);

impl FrontDoor {
    /// Mails a code, unless one is fresh; answers which counts now. An address that is not on the list gets the same rows,
    /// and no mail.
    pub(super) async fn ask_for_code(
        &self,
        attempt: &Attempt<'_>,
        changes: &mut ChangeSet,
    ) -> Result<Option<CodeId>, UseCaseError> {
        let Some(email) = &attempt.email else { return Ok(None) };
        let now = attempt.now;
        let purpose = self.purpose(attempt).await?;
        if let Some(earlier) = &attempt.situation.code
            && earlier.purpose == purpose
            && !earlier.may_be_replaced(now)
        {
            return Ok(Some(earlier.id));
        }
        self.spend_once(attempt, (Cause::Code, Budget::CodesToAddress), email.key().as_str().to_owned()).await?;
        let code = MailCode {
            id: self.mint(CodeId::mint, now),
            session: attempt.situation.session.id(),
            email: attempt.stored_spelling().unwrap_or(email).clone(),
            deliverable: attempt.may_prove(&purpose),
            purpose,
            wrong_tries: 0,
            created_at: now,
        };
        changes.messages.push(OutgoingMessage {
            id: self.message_id(now),
            body: MessageBody::Code { code: code.id },
            priority: Priority::Urgent,
            not_before: now,
            deadline: Some(now + MailCode::LIFETIME),
            unique_key: None,
            lane: None,
            created_at: now,
        });
        let id = code.id;
        changes.push(Change::PutCode(code));
        Ok(Some(id))
    }

    /// Tells the owner of an account that someone tried to create a profile with their address.
    pub(super) fn tell_account_owner(&self, attempt: &Attempt<'_>, changes: &mut ChangeSet) {
        let account = attempt.situation.account.as_ref().filter(|account| account.is_usable());
        let Some(account) = account.filter(|_| !attempt.is_signed_in()) else { return };
        let now = attempt.now;
        let session = attempt.situation.session.id();
        changes.messages.push(OutgoingMessage {
            id: self.message_id(now),
            body: MessageBody::AccountExists { account: account.id, session },
            priority: Priority::Urgent,
            not_before: now,
            deadline: None,
            // Once a session and day: being told is useful, being flooded is not.
            unique_key: Some(format!("account_exists:{}:{session}:{}", account.id, now.date_naive())),
            lane: None,
            created_at: now,
        });
    }

    /// Tells the owner of an account that too many passwords were tried, as a sign-in does. The row is written for an
    /// address without account, too.
    pub(super) fn tell_of_guesses(&self, attempt: &Attempt<'_>, retry_after: TimeDelta, changes: &mut ChangeSet) {
        let account = attempt.situation.account.as_ref().filter(|account| account.is_usable());
        let object = account.map_or_else(uuid::Uuid::nil, |account| account.id.as_uuid());
        let session = attempt.situation.session.id();
        let row = self.audit(&attempt.caller(), "account.guesses_refused", (Some(session), object), [], attempt.now);
        changes.audit.push(row);
        changes.messages.extend(account.map(|account| self.lock_alert(account.id, retry_after, attempt.now)));
    }

    /// Someone knocks who did not before: the host is mailed, once in a while, unless they answer soon.
    pub(super) async fn tell_of_knock(
        &self,
        attempt: &Attempt<'_>,
        person: &Participant,
        changes: &mut ChangeSet,
    ) -> Result<(), UseCaseError> {
        let waits = |person: &Participant| matches!(person.state, ParticipantState::Waiting { .. }) && person.knocked;
        if !waits(person) || attempt.situation.participant.as_ref().is_some_and(waits) {
            return Ok(());
        }
        let (session, now) = (attempt.situation.session.id(), attempt.now);
        match self.spend_once(attempt, (Cause::Knock, Budget::AccessRequests), session.to_string()).await {
            Ok(()) => {}
            // Another's knock was mailed lately; its letter names everyone who knocks when it is sent.
            Err(UseCaseError::TooManyAttempts { .. }) => return Ok(()),
            Err(error) => return Err(error),
        }
        changes.messages.push(OutgoingMessage {
            id: self.message_id(now),
            body: MessageBody::AccessRequest { session },
            priority: Priority::Urgent,
            // A host who looks at the page answers before that, and then nothing is sent.
            not_before: now + KNOCK_UNHEARD,
            deadline: Some(attempt.situation.session.closes_at().max(now + KNOCK_STALE)),
            unique_key: None,
            lane: Some(attempt.situation.session.host()),
            created_at: now,
        });
        Ok(())
    }

    async fn purpose(&self, attempt: &Attempt<'_>) -> Result<CodePurpose, UseCaseError> {
        let pending = attempt.pending_profile().filter(|_| attempt.gives_profile);
        let Some(profile) = attempt.request.evidence.profile.as_ref().filter(|_| attempt.gives_profile) else {
            return Ok(pending.cloned().map_or(CodePurpose::Proof, CodePurpose::Profile));
        };
        let own_words = attempt.own_words();
        if self.ports.passwords.is_guessable(&profile.password, &own_words) {
            return Err(UseCaseError::field("account.password", Malformed::Guessable));
        }
        // The same profile sent twice is one profile: its code is on the way.
        if let Some(pending) = pending
            && self.is_same_profile(attempt, profile, pending).await?
        {
            return Ok(CodePurpose::Profile(pending.clone()));
        }
        let password = self.profile_hash(attempt, &profile.password).await?;
        let (name, time_zone) = (profile.name.clone(), attempt.zone_of(profile));
        Ok(CodePurpose::Profile(PendingProfile { name, password, time_zone }))
    }
}

impl Attempt<'_> {
    /// The address as whoever owns it or listed it spelled it. Some mail systems tell upper and lower case before the @
    /// apart, so a stranger's spelling must not choose the mailbox.
    fn stored_spelling(&self) -> Option<&EmailAddress> {
        let situation = &self.situation;
        let host = Some(&situation.host.email).filter(|_| self.relation == Relation::Host);
        let account = situation.account.as_ref().map(|account| &account.email);
        let invitation = situation.invitation.as_ref().map(|invitation| &invitation.email);
        host.or(account).or(invitation).or(situation.participant.as_ref().map(|participant| &participant.email))
    }

    /// Whether a code is worth mailing: to anyone where typed addresses are proved, only to listed ones on a list.
    pub(super) fn may_prove(&self, purpose: &CodePurpose) -> bool {
        let has_account = self.situation.account.as_ref().is_some_and(crate::account::Account::is_usable);
        match (self.situation.session.invitation_type(), purpose) {
            (_, CodePurpose::Profile(_)) => !has_account,
            (InvitationType::InvitationList, CodePurpose::Proof) => {
                self.relation != Relation::Stranger || self.known_participant().is_some()
            }
            (_, CodePurpose::Proof) => true,
        }
    }

    /// Words that make this person's password easy to guess.
    fn own_words(&self) -> Vec<String> {
        let mut words = vec!["jigsaw".to_owned(), self.situation.session.title().to_string()];
        if let Some(email) = &self.email {
            words.push(email.as_typed().to_owned());
            words.extend(email.as_typed().split(['@', '.']).map(str::to_owned));
        }
        if let Some(profile) = &self.request.evidence.profile {
            words.push(profile.name.first().to_string());
            words.push(profile.name.last().to_string());
        }
        words
    }
}
