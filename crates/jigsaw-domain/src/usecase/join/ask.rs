//! Asking for a mailed code, at the same cost for every address.

use super::Attempt;
use crate::admission::Relation;
use crate::delivery::{CodePurpose, MailCode, MessageBody, OutgoingMessage, PendingProfile, Priority};
use crate::id::CodeId;
use crate::malformed::Malformed;
use crate::port::{Budget, Change, ChangeSet};
use crate::session::InvitationType;
use crate::usecase::{FrontDoor, UseCaseError};

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
        if let Some(earlier) = &attempt.situation.code {
            // A profile that is given anew has its own hash, so it is never the same purpose: its code is mailed.
            if earlier.purpose == purpose && !earlier.may_be_replaced(now) {
                return Ok(Some(earlier.id));
            }
        }
        self.spend(Budget::CodesToAddress, email.key().as_str().to_owned(), 1, now).await?;
        let code = MailCode {
            id: self.mint(CodeId::mint, now),
            session: attempt.situation.session.id(),
            email: email.clone(),
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
            created_at: now,
        });
        let id = code.id;
        changes.push(Change::PutCode(code));
        Ok(Some(id))
    }

    /// Tells the owner of an account that someone tried to create a profile with their address.
    pub(super) async fn tell_account_owner(&self, attempt: &Attempt<'_>, changes: &mut ChangeSet) -> Result<(), UseCaseError> {
        let Some(account) = attempt.situation.account.as_ref().filter(|account| account.is_usable()) else { return Ok(()) };
        let asks_profiles = attempt.situation.session.invitation_type() == InvitationType::LinkPasswordRequested;
        if !asks_profiles || attempt.is_signed_in() {
            return Ok(());
        }
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
            created_at: now,
        });
        Ok(())
    }

    async fn purpose(&self, attempt: &Attempt<'_>) -> Result<CodePurpose, UseCaseError> {
        let asks_profiles = attempt.situation.session.invitation_type() == InvitationType::LinkPasswordRequested;
        let Some(profile) = attempt.request.evidence.profile.as_ref().filter(|_| asks_profiles) else {
            let continued = attempt.pending_profile().filter(|_| attempt.gives_profile).cloned();
            return Ok(continued.map_or(CodePurpose::Proof, CodePurpose::Profile));
        };
        let own_words = attempt.own_words();
        if self.ports.passwords.is_guessable(&profile.password, &own_words) {
            return Err(UseCaseError::field("account.password", Malformed::Guessable));
        }
        let zone = profile.time_zone.unwrap_or_else(|| attempt.situation.session.schedule().zone());
        let password = self.ports.passwords.hash(&profile.password).await?;
        Ok(CodePurpose::Profile(PendingProfile { name: profile.name.clone(), password, time_zone: zone }))
    }
}

impl Attempt<'_> {
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
