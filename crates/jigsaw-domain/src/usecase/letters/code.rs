//! The letter that brings six digits.

use chrono::{DateTime, Utc};

use super::{Unsent, about, language_of, refuse_over, usable, whole_minutes, zone_of};
use crate::delivery::{CodePurpose, Letter, LetterBody, MailCode, OutgoingMessage, Thread};
use crate::id::CodeId;
use crate::port::{DoorQuery, PortError};
use crate::usecase::FrontDoor;

impl FrontDoor {
    pub(super) async fn code_letter(
        &self,
        message: &OutgoingMessage,
        id: CodeId,
        now: DateTime<Utc>,
    ) -> Result<Unsent<Letter>, PortError> {
        let Some(code) = self.ports.decisions.code(id).await? else { return Ok(Err("replaced")) };
        let query = DoorQuery {
            session: Some(code.session),
            invitation: None,
            email: Some(code.email.key().clone()),
            pass: None,
        };
        let Some(situation) = self.ports.door.situation(query).await? else { return Ok(Err("gone")) };
        // After the look-up, so that a code for nobody costs the worker as much as another.
        if !code.deliverable {
            return Ok(Err("undeliverable"));
        }
        if !code.is_fresh(now) {
            return Ok(Err("expired"));
        }
        Ok(refuse_over(&situation.session, now).map(|()| {
            let owner = usable(situation.account.as_ref());
            let listed = situation.invitation.as_ref().filter(|invitation| invitation.is_active());
            let zone = match &code.purpose {
                CodePurpose::Profile(pending) => pending.time_zone,
                CodePurpose::Proof => zone_of(owner, &situation.session),
            };
            Letter {
                id: message.id,
                to: code.email.clone(),
                language: language_of(listed.and_then(|invitation| invitation.language), owner, &situation.host),
                // A pending profile's name is whatever somebody typed: nothing to greet a stranger's mailbox with.
                to_name: owner.map(|account| account.name.clone()),
                body: LetterBody::Code {
                    session: about(&situation.session, &situation.host, zone),
                    code: self.keyring.code(code.id),
                    valid_minutes: whole_minutes(code.created_at + MailCode::LIFETIME - now),
                    creates_profile: matches!(code.purpose, CodePurpose::Profile(_)),
                },
                thread: listed.map(|invitation| Thread::of_invitation(invitation.id)),
                created_at: message.created_at,
            }
        }))
    }
}
