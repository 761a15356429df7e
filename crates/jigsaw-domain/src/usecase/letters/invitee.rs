//! Letters to invitees: the invitation, and what they hear of the session afterwards.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Unsent, about, language_of, refuse_over, usable, whole_minutes, zone_of};
use crate::account::Account;
use crate::admission::{ParticipantState, Pass};
use crate::calendar::CalendarTimes;
use crate::delivery::{
    CalendarEntry, CalendarMethod, CalledOff, Letter, LetterBody, MessageBody, OutgoingMessage, SessionLetter, Thread,
};
use crate::id::InvitationId;
use crate::invitation::Invitation;
use crate::port::{DoorQuery, DoorSituation, PortError};
use crate::session::{Phase, SessionState};
use crate::text::PersonName;
use crate::usecase::FrontDoor;
use crate::usecase::invite::is_outcast;

/// Someone who was let in and heard of within this time needs no reminder. Rooms elsewhere do not tell Jigsaw who is in
/// them, so being heard of is not asked by the minute; and whoever tried the room the day before is reminded.
const STILL_IN: TimeDelta = TimeDelta::hours(1);

/// An invitation with all that is known of its address at its session's door.
struct Invitee {
    invitation: Invitation,
    situation: DoorSituation,
}

impl FrontDoor {
    pub(super) async fn invitee_letter(
        &self,
        message: &OutgoingMessage,
        id: InvitationId,
        now: DateTime<Utc>,
    ) -> Result<Unsent<Letter>, PortError> {
        let query = DoorQuery { session: None, invitation: Some(id), email: None, pass: None };
        let found = self.ports.door.situation(query).await?;
        let invitee = found.and_then(|situation| {
            let invitation = situation.linked_invitation.clone()?;
            Some(Invitee { invitation, situation })
        });
        let Some(invitee) = invitee else { return Ok(Err("gone")) };
        let body = match message.body {
            MessageBody::Invitation { on_the_fly, .. } => self.invitation_body(&invitee, message, on_the_fly, now),
            MessageBody::Reminder { offset_minutes, starts_at, .. } => {
                self.reminder_body(&invitee, (offset_minutes, starts_at), now)
            }
            MessageBody::Change { sequence, was, .. } => self.change_body(&invitee, message, (sequence, was), now),
            MessageBody::Cancellation { .. } => self.cancellation_body(&invitee, message, now),
            _ => Err("not_about_an_invitation"),
        };
        Ok(body.map(|body| invitee.letter(message, body)))
    }

    fn invitation_body(
        &self,
        invitee: &Invitee,
        message: &OutgoingMessage,
        on_the_fly: bool,
        now: DateTime<Utc>,
    ) -> Unsent<LetterBody> {
        refuse_over(&invitee.situation.session, now)?;
        invitee.refuse_uninvited()?;
        Ok(LetterBody::Invitation {
            session: invitee.about(),
            role: invitee.invitation.role,
            personal_link: self.personal_link(&invitee.invitation),
            on_the_fly,
            calendar: self.calendar_of(invitee, CalendarMethod::Request, message),
        })
    }

    fn reminder_body(
        &self,
        invitee: &Invitee,
        (offset_minutes, starts_at): (u32, DateTime<Utc>),
        now: DateTime<Utc>,
    ) -> Unsent<LetterBody> {
        let session = &invitee.situation.session;
        refuse_over(session, now)?;
        if session.schedule().starts_at() != starts_at {
            return Err("moved");
        }
        if now >= starts_at {
            return Err("too_late");
        }
        if session.phase(now) != Phase::Scheduled {
            return Err("begun");
        }
        invitee.refuse_uninvited()?;
        if invitee.invitation.is_declined() {
            return Err("declined");
        }
        if invitee.is_in(now) {
            return Err("present");
        }
        Ok(LetterBody::Reminder {
            session: invitee.about(),
            personal_link: self.personal_link(&invitee.invitation),
            offset_minutes: minutes_to_say(offset_minutes, starts_at - now),
            unsubscribe_url: self.unsubscribe_url(invitee.invitation.id),
        })
    }

    fn change_body(
        &self,
        invitee: &Invitee,
        message: &OutgoingMessage,
        (sequence, was): (u32, DateTime<Utc>),
        now: DateTime<Utc>,
    ) -> Unsent<LetterBody> {
        let session = &invitee.situation.session;
        refuse_over(session, now)?;
        // The mail of the later change says all of it.
        if session.parts().announced_sequence > sequence {
            return Err("superseded");
        }
        invitee.refuse_uninvited()?;
        if invitee.invitation.is_declined() {
            return Err("declined");
        }
        Ok(LetterBody::Change {
            session: invitee.about(),
            personal_link: self.personal_link(&invitee.invitation),
            was: Some(was).filter(|was| *was != session.schedule().starts_at()),
            calendar: self.calendar_of(invitee, CalendarMethod::Request, message),
        })
    }

    fn cancellation_body(
        &self,
        invitee: &Invitee,
        message: &OutgoingMessage,
        now: DateTime<Utc>,
    ) -> Unsent<LetterBody> {
        let situation = &invitee.situation;
        let (what, reason) = match situation.session.state() {
            SessionState::Cancelled { reason, .. } => (CalledOff::Session, reason.clone()),
            _ if invitee.is_put_out() => (CalledOff::Invitation, invitee.words_of_removal()),
            _ if !invitee.invitation.is_active() => (CalledOff::Invitation, None),
            // The host thought better of it.
            _ => return Err("invited_again"),
        };
        if situation.session.phase(now) == Phase::Ended {
            return Err("ended");
        }
        Ok(LetterBody::Cancellation {
            session: SessionLetter { message: None, ..invitee.about() },
            what,
            reason,
            calendar: self.calendar_of(invitee, CalendarMethod::Cancel, message),
        })
    }

    /// The session as this person's calendar knows it.
    fn calendar_of(&self, invitee: &Invitee, method: CalendarMethod, message: &OutgoingMessage) -> CalendarEntry {
        let session = &invitee.situation.session;
        // A calendar takes the entry out, or takes it back in, only for a higher number than it has. The session's own number
        // stays when one person is uninvited, so each invitation counts twice for each time that it was renewed.
        let renewed = u32::from(invitee.invitation.generation.get()) * 2;
        let taken_out = u32::from(method == CalendarMethod::Cancel);
        CalendarEntry {
            method,
            session: session.id(),
            sequence: session.parts().calendar_sequence.saturating_add(renewed).saturating_add(taken_out),
            organizer: invitee.situation.host.email.clone(),
            url: self.address.of(&self.keyring, session.current_link()),
            // Of the message, not of the try: every try of one mail carries the same entry.
            stamp: message.created_at,
            times: CalendarTimes::of(session),
        }
    }
}

impl Invitee {
    fn owner(&self) -> Option<&Account> {
        usable(self.situation.account.as_ref())
    }

    fn about(&self) -> SessionLetter {
        let session = &self.situation.session;
        about(session, &self.situation.host, zone_of(self.owner(), session))
    }

    /// Neither to those whose invitation was taken back nor to those whom the host put out.
    fn refuse_uninvited(&self) -> Unsent<()> {
        if !self.invitation.is_active() {
            return Err("revoked");
        }
        if self.is_put_out() { Err("removed") } else { Ok(()) }
    }

    fn is_put_out(&self) -> bool {
        self.situation.participant.as_ref().is_some_and(is_outcast)
    }

    /// What the host said when they put the person out.
    fn words_of_removal(&self) -> Option<crate::text::HostText> {
        match self.situation.participant.as_ref().map(|person| &person.state) {
            Some(ParticipantState::Removed { reason, .. }) => reason.clone(),
            _ => None,
        }
    }

    fn is_in(&self, now: DateTime<Utc>) -> bool {
        let heard_of = |pass: &Pass| pass.is_open() && now - pass.seen_at < STILL_IN;
        let person = self.situation.participant.as_ref();
        let admitted = person.is_some_and(|person| person.state == ParticipantState::Admitted);
        admitted && self.situation.passes.iter().any(heard_of)
    }

    fn letter(&self, message: &OutgoingMessage, body: LetterBody) -> Letter {
        let (invitation, owner) = (&self.invitation, self.owner());
        let to_name: Option<PersonName> = owner.map(|account| account.name.clone()).or_else(|| invitation.name());
        Letter {
            id: message.id,
            to: invitation.email.clone(),
            language: language_of(invitation.language, owner, &self.situation.host),
            to_name,
            body,
            thread: Some(Thread::of_invitation(invitation.id)),
            created_at: message.created_at,
        }
    }
}

/// The offset, unless the reminder is so late that it would be untrue: then what is left.
fn minutes_to_say(offset: u32, left: TimeDelta) -> u32 {
    let left = u32::try_from(whole_minutes(left)).unwrap_or(offset);
    if offset.saturating_sub(left) > offset / 10 { left } else { offset }
}
