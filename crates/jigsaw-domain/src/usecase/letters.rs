//! From a message, which holds ids only, to the letter that is sent; or to the word why it is not sent any more.
//!
//! Everything is read again when the letter is made: between the change that caused a message and its sending, an
//! invitation may be taken back, a session moved, a person come in. Links and codes are made here and live as long as the
//! letter.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::FrontDoor;
use crate::account::Account;
use crate::admission::{ParticipantState, Pass};
use crate::calendar::CalendarTimes;
use crate::delivery::{
    CalendarEntry, CalendarMethod, CodePurpose, Letter, LetterBody, MailCode, MessageBody, OutgoingMessage,
    SessionLetter,
};
use crate::id::{AccountId, CodeId, InvitationId, SessionId};
use crate::invitation::Invitation;
use crate::port::{DoorQuery, DoorSituation, PortError};
use crate::session::{Phase, Session};
use crate::text::PersonName;

/// What became of a message.
#[derive(Debug)]
pub(super) enum Made {
    /// This is to be sent.
    Letter(Box<Letter>),
    /// It is not to be sent any more, for this reason.
    Dropped(&'static str),
}

/// Why a message is dropped, before it is a letter.
type Unsent<T> = Result<T, &'static str>;

/// Someone who was let in and heard of within this time needs no reminder. Rooms elsewhere do not tell Jigsaw who is in
/// them, so being heard of is not asked by the minute; and whoever tried the room the day before is reminded.
const STILL_IN: TimeDelta = TimeDelta::hours(1);

impl FrontDoor {
    /// Makes the letter of a message as things stand now.
    pub(super) async fn letter(&self, message: &OutgoingMessage) -> Result<Made, PortError> {
        let now = self.now();
        if last_moment(message).is_some_and(|deadline| now >= deadline) {
            return Ok(Made::Dropped("too_late"));
        }
        let made = match message.body {
            MessageBody::Invitation { invitation, on_the_fly } => {
                let about = self.invited(invitation).await?;
                about.and_then(|about| self.invitation_letter(message, about, on_the_fly, now))
            }
            MessageBody::Reminder { invitation, offset_minutes, starts_at } => {
                let about = self.invited(invitation).await?;
                about.and_then(|about| self.reminder_letter(message, about, (offset_minutes, starts_at), now))
            }
            MessageBody::Code { code } => self.code_letter(message, code, now).await?,
            MessageBody::AccountExists { account, session } => {
                self.account_exists_letter(message, (account, session), now).await?
            }
            MessageBody::LockAlert { account } => self.lock_alert_letter(message, account).await?,
        };
        Ok(made.map_or_else(Made::Dropped, |letter| Made::Letter(Box::new(letter))))
    }

    /// The invitation with all that is known of its address at its session's door.
    async fn invited(&self, id: InvitationId) -> Result<Unsent<(Invitation, DoorSituation)>, PortError> {
        let query = DoorQuery { session: None, invitation: Some(id), email: None, pass: None };
        let found = self.ports.door.situation(query).await?;
        let about = found.and_then(|situation| Some((situation.linked_invitation.clone()?, situation)));
        Ok(about.ok_or("gone"))
    }

    fn invitation_letter(
        &self,
        message: &OutgoingMessage,
        (invitation, situation): (Invitation, DoorSituation),
        on_the_fly: bool,
        now: DateTime<Utc>,
    ) -> Unsent<Letter> {
        refuse_over(&situation.session, now)?;
        refuse_uninvited(&invitation, &situation)?;
        let session = &situation.session;
        let owner = usable(situation.account.as_ref());
        let body = LetterBody::Invitation {
            session: about(session, &situation.host, zone_of(owner, session)),
            role: invitation.role,
            personal_link: self.personal_link(&invitation),
            on_the_fly,
            // Of the message, not of the try: every try of one mail carries the same entry.
            calendar: self.calendar_entry(CalendarMethod::Request, session, &situation.host, message.created_at),
        };
        Ok(to_invitee(message, &invitation, owner, body))
    }

    /// The calendar part about a session: the whole of it, a series with all its exceptions.
    pub(super) fn calendar_entry(
        &self,
        method: CalendarMethod,
        session: &Session,
        host: &Account,
        stamp: DateTime<Utc>,
    ) -> CalendarEntry {
        CalendarEntry {
            method,
            session: session.id(),
            sequence: session.parts().calendar_sequence,
            organizer: host.email.clone(),
            url: self.address.of(&self.keyring, session.current_link()),
            stamp,
            times: CalendarTimes::of(session),
        }
    }

    fn reminder_letter(
        &self,
        message: &OutgoingMessage,
        (invitation, situation): (Invitation, DoorSituation),
        (offset_minutes, starts_at): (u32, DateTime<Utc>),
        now: DateTime<Utc>,
    ) -> Unsent<Letter> {
        let session = &situation.session;
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
        refuse_uninvited(&invitation, &situation)?;
        if is_in(&situation, now) {
            return Err("present");
        }
        let owner = usable(situation.account.as_ref());
        let body = LetterBody::Reminder {
            session: about(session, &situation.host, zone_of(owner, session)),
            personal_link: self.personal_link(&invitation),
            offset_minutes: minutes_to_say(offset_minutes, starts_at - now),
        };
        Ok(to_invitee(message, &invitation, owner, body))
    }

    async fn code_letter(
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
            let zone = match &code.purpose {
                CodePurpose::Profile(pending) => pending.time_zone,
                CodePurpose::Proof => zone_of(owner, &situation.session),
            };
            Letter {
                id: message.id,
                to: code.email.clone(),
                language: owner.and_then(|account| account.language).unwrap_or_default(),
                // A pending profile's name is whatever somebody typed: nothing to greet a stranger's mailbox with.
                to_name: owner.map(|account| account.name.clone()),
                body: LetterBody::Code {
                    session: about(&situation.session, &situation.host, zone),
                    code: self.keyring.code(code.id),
                    valid_minutes: whole_minutes(code.created_at + MailCode::LIFETIME - now),
                    creates_profile: matches!(code.purpose, CodePurpose::Profile(_)),
                },
                created_at: message.created_at,
            }
        }))
    }

    async fn account_exists_letter(
        &self,
        message: &OutgoingMessage,
        (account, session): (AccountId, SessionId),
        now: DateTime<Utc>,
    ) -> Result<Unsent<Letter>, PortError> {
        let Some(account) = self.ports.accounts.find(account).await? else { return Ok(Err("gone")) };
        let Some(session) = self.ports.sessions.find(session).await? else { return Ok(Err("gone")) };
        let Some(host) = self.ports.accounts.find(session.host()).await? else { return Ok(Err("gone")) };
        Ok(refuse_over(&session, now).map(|()| {
            let body = LetterBody::AccountExists {
                session: about(&session, &host, account.time_zone),
                // Not the session link: whoever typed the address has it, its owner need not.
                sign_in_url: self.address.at("/"),
            };
            to_owner(message, &account, body)
        }))
    }

    async fn lock_alert_letter(&self, message: &OutgoingMessage, id: AccountId) -> Result<Unsent<Letter>, PortError> {
        let found = self.ports.accounts.find(id).await?;
        Ok(found.ok_or("gone").map(|account| {
            let until = message.deadline.unwrap_or(message.created_at);
            to_owner(message, &account, LetterBody::LockAlert { until, zone: account.time_zone })
        }))
    }
}

/// When it is too late to send a message. The deadline of a lock alert says until when the account is locked, and being
/// told of that is of use afterwards, too.
pub(super) fn last_moment(message: &OutgoingMessage) -> Option<DateTime<Utc>> {
    match message.body {
        MessageBody::LockAlert { .. } => None,
        _ => message.deadline,
    }
}

fn refuse_over(session: &Session, now: DateTime<Utc>) -> Unsent<()> {
    match session.phase(now) {
        Phase::Cancelled => Err("cancelled"),
        Phase::Ended => Err("ended"),
        Phase::Scheduled | Phase::Live => Ok(()),
    }
}

/// Neither to those whose invitation was taken back nor to those whom the host put out.
fn refuse_uninvited(invitation: &Invitation, situation: &DoorSituation) -> Unsent<()> {
    if !invitation.is_active() {
        return Err("revoked");
    }
    match situation.participant.as_ref().map(|person| &person.state) {
        Some(ParticipantState::Removed { .. } | ParticipantState::Denied) => Err("removed"),
        _ => Ok(()),
    }
}

fn is_in(situation: &DoorSituation, now: DateTime<Utc>) -> bool {
    let heard_of = |pass: &Pass| pass.is_open() && now - pass.seen_at < STILL_IN;
    let admitted = situation.participant.as_ref().is_some_and(|person| person.state == ParticipantState::Admitted);
    admitted && situation.passes.iter().any(heard_of)
}

/// The offset, unless the reminder is so late that it would be untrue: then what is left.
fn minutes_to_say(offset: u32, left: TimeDelta) -> u32 {
    let left = u32::try_from(whole_minutes(left)).unwrap_or(offset);
    if offset.saturating_sub(left) > offset / 10 { left } else { offset }
}

/// Rounded up, and at least one.
fn whole_minutes(left: TimeDelta) -> i64 {
    (left + TimeDelta::seconds(59)).num_minutes().max(1)
}

/// An account that was never set up says nothing of its owner.
fn usable(account: Option<&Account>) -> Option<&Account> {
    account.filter(|account| account.is_usable())
}

fn zone_of(owner: Option<&Account>, session: &Session) -> Tz {
    owner.map_or_else(|| session.schedule().zone(), |account| account.time_zone)
}

fn about(session: &Session, host: &Account, zone: Tz) -> SessionLetter {
    SessionLetter {
        title: session.title().clone(),
        host_name: host.name.clone(),
        starts_at: session.schedule().starts_at(),
        ends_at: session.schedule().ends_at(),
        zone,
    }
}

fn to_invitee(message: &OutgoingMessage, invitation: &Invitation, owner: Option<&Account>, body: LetterBody) -> Letter {
    let to_name: Option<PersonName> = owner.map(|account| account.name.clone()).or_else(|| invitation.name());
    let language = owner.and_then(|account| account.language).unwrap_or_default();
    Letter { id: message.id, to: invitation.email.clone(), language, to_name, body, created_at: message.created_at }
}

fn to_owner(message: &OutgoingMessage, account: &Account, body: LetterBody) -> Letter {
    Letter {
        id: message.id,
        to: account.email.clone(),
        language: account.language.unwrap_or_default(),
        to_name: Some(account.name.clone()),
        body,
        created_at: message.created_at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::PasswordHash;
    use crate::admission::{Participant, PassEnd};
    use crate::delivery::{PendingProfile, Priority};
    use crate::id::MessageId;
    use crate::invitation::{InvitationState, Role};
    use crate::link::LinkTarget;
    use crate::session::{Schedule, SessionState};
    use crate::usecase::testing::*;

    const ADDRESS: &str = "mike@example.org";

    fn message(body: MessageBody) -> OutgoingMessage {
        OutgoingMessage {
            id: MessageId::mint(minutes(-2), [5; 16]),
            body,
            priority: Priority::Bulk,
            not_before: minutes(-2),
            deadline: None,
            unique_key: None,
            created_at: minutes(-2),
        }
    }

    fn invited() -> OutgoingMessage {
        message(MessageBody::Invitation { invitation: invitation(ADDRESS).id, on_the_fly: false })
    }

    fn reminded() -> OutgoingMessage {
        let body =
            MessageBody::Reminder { invitation: invitation(ADDRESS).id, offset_minutes: 60, starts_at: minutes(60) };
        OutgoingMessage { deadline: Some(minutes(60)), ..message(body) }
    }

    /// Mike is invited to the session, and was not seen yet.
    fn door(session: Session) -> DoorSituation {
        let invitation = invitation(ADDRESS);
        DoorSituation {
            linked_invitation: Some(invitation.clone()),
            invitation: Some(invitation),
            ..situation(session)
        }
    }

    fn with_person(person: Participant) -> DoorSituation {
        DoorSituation { passes: vec![pass(&person)], participant: Some(person), ..door(session()) }
    }

    fn make(mocks: Mocks, message: &OutgoingMessage) -> Made {
        block_on(mocks.front_door().letter(message)).unwrap()
    }

    fn made_at(door: Option<DoorSituation>, message: &OutgoingMessage) -> Made {
        let mut mocks = Mocks::new();
        mocks.door.expect_situation().returning(move |_| Ok(door.clone()));
        make(mocks, message)
    }

    fn letter(made: Made) -> Letter {
        match made {
            Made::Letter(letter) => *letter,
            Made::Dropped(reason) => panic!("dropped: {reason}"),
        }
    }

    fn dropped(made: Made) -> &'static str {
        match made {
            Made::Letter(letter) => panic!("not dropped: {letter:?}"),
            Made::Dropped(reason) => reason,
        }
    }

    fn target(link: &str, folder: &str) -> LinkTarget {
        let key = link.strip_prefix("https://jigsaw.example/").unwrap().strip_prefix(folder).unwrap();
        keyring().open(key).unwrap().target
    }

    #[test]
    fn an_invitation_carries_the_personal_link_and_its_calendar_the_session_link() {
        let made = letter(made_at(Some(door(session())), &invited()));
        assert_eq!((made.id, made.to.as_typed()), (invited().id, ADDRESS));
        let LetterBody::Invitation { session: about, role, personal_link, on_the_fly, calendar } = made.body else {
            panic!("an invitation was expected")
        };
        assert_eq!((role, on_the_fly), (Role::Attendee, false));
        assert_eq!(target(&personal_link, "i/"), LinkTarget::Invitation(invitation(ADDRESS).id));
        assert_eq!(target(&calendar.url, "j/"), LinkTarget::Session(session().id()));
        assert_eq!((calendar.session, calendar.sequence), (session().id(), 0));
        assert_eq!(calendar.organizer, host().email);
        assert_eq!(calendar.stamp, invited().created_at, "the same at every try");
        assert_eq!((about.zone, about.host_name), (chrono_tz::Europe::Berlin, host().name));
    }

    #[test]
    fn times_are_in_the_zone_of_whoever_is_known() {
        let of = |account: Account| {
            let door = DoorSituation { account: Some(account), ..door(session()) };
            let made = letter(made_at(Some(door), &invited()));
            let LetterBody::Invitation { session, .. } = made.body else { panic!("an invitation was expected") };
            (session.zone, made.to_name)
        };
        let known = account(ADDRESS);
        assert_eq!(of(known.clone()), (chrono_tz::America::New_York, Some(known.name.clone())));
        assert_eq!(of(Account { password: None, ..known }), (chrono_tz::Europe::Berlin, None), "never set up");
    }

    #[test]
    fn what_was_taken_back_is_not_sent() {
        let revoked = || {
            let mut door = door(session());
            let invitation = door.linked_invitation.as_mut().unwrap();
            invitation.state = InvitationState::Revoked { at: now() };
            door
        };
        let at = |state: SessionState| door(session_with(|parts| parts.state = state));
        let out = |state| with_person(participant(ADDRESS).moved(state, now()));
        for message in [invited(), reminded()] {
            assert_eq!(dropped(made_at(None, &message)), "gone");
            assert_eq!(dropped(made_at(Some(revoked()), &message)), "revoked");
            let cancelled = at(SessionState::Cancelled { at: now(), reason: None });
            assert_eq!(dropped(made_at(Some(cancelled), &message)), "cancelled");
            assert_eq!(dropped(made_at(Some(at(SessionState::Ended { at: now() })), &message)), "ended");
            let removed = out(ParticipantState::Removed { reason: None, banned: false });
            assert_eq!(dropped(made_at(Some(removed), &message)), "removed");
            assert_eq!(dropped(made_at(Some(out(ParticipantState::Denied)), &message)), "removed");
        }
    }

    #[test]
    fn a_reminder_is_for_those_who_are_not_in() {
        let waits = participant(ADDRESS).moved(ParticipantState::Waiting { reasons: Vec::new() }, now());
        letter(made_at(Some(door(session())), &reminded()));
        letter(made_at(Some(with_person(waits)), &reminded()));

        let inside = participant(ADDRESS);
        assert_eq!(dropped(made_at(Some(with_person(inside.clone())), &reminded())), "present");

        // Was there the day before, and closed the browser.
        let mut before = with_person(inside.clone());
        before.passes[0].seen_at = minutes(-60);
        letter(made_at(Some(before), &reminded()));
        let mut left = with_person(inside);
        left.passes[0].ended = Some(PassEnd::Left);
        letter(made_at(Some(left), &reminded()));
    }

    #[test]
    fn a_reminder_holds_for_the_start_it_was_planned_for() {
        let moved = session_with(|parts| {
            parts.schedule = Schedule::from_instants(minutes(61), minutes(120), parts.schedule.zone()).unwrap();
        });
        assert_eq!(dropped(made_at(Some(door(moved)), &reminded())), "moved");
        let begun = session_with(|parts| parts.state = SessionState::Live { since: now() });
        assert_eq!(dropped(made_at(Some(door(begun)), &reminded())), "begun");

        let mocks = Mocks::new();
        mocks.hands.set(minutes(60));
        assert_eq!(dropped(make(mocks, &reminded())), "too_late", "nothing is even read");
    }

    #[test]
    fn a_late_reminder_says_how_long_it_really_is() {
        for (left_seconds, said) in [(60 * 60, 60), (60 * 60 - 5, 60), (55 * 60, 60), (20 * 60, 20), (30, 1)] {
            let mut mocks = Mocks::new();
            mocks.hands.set(minutes(60) - TimeDelta::seconds(left_seconds));
            mocks.door.expect_situation().returning(|_| Ok(Some(door(session()))));
            let LetterBody::Reminder { offset_minutes, personal_link, .. } = letter(make(mocks, &reminded())).body
            else {
                panic!("a reminder was expected")
            };
            assert_eq!(offset_minutes, said, "{left_seconds}");
            assert_eq!(target(&personal_link, "i/"), LinkTarget::Invitation(invitation(ADDRESS).id));
        }
    }

    fn code(purpose: CodePurpose) -> MailCode {
        MailCode {
            id: CodeId::mint(minutes(-2), [8; 16]),
            session: session().id(),
            email: email(ADDRESS),
            purpose,
            deliverable: true,
            wrong_tries: 0,
            created_at: minutes(-2),
        }
    }

    fn code_made(found: Option<MailCode>, session: Session) -> Made {
        let mut mocks = Mocks::new();
        mocks.decisions.expect_code().returning(move |_| Ok(found.clone()));
        mocks.door.expect_situation().returning(move |query| {
            assert_eq!(query.email, Some(email(ADDRESS).key().clone()));
            Ok(Some(situation(session.clone())))
        });
        make(mocks, &message(MessageBody::Code { code: code(CodePurpose::Proof).id }))
    }

    #[test]
    fn a_code_is_mailed_as_long_as_it_counts() {
        let proof = code(CodePurpose::Proof);
        let made = letter(code_made(Some(proof.clone()), session()));
        assert_eq!((made.to.as_typed(), made.to_name), (ADDRESS, None));
        let LetterBody::Code { code: digits, valid_minutes, creates_profile, .. } = made.body else {
            panic!("a code was expected")
        };
        assert!(keyring().code(proof.id).matches(digits.reveal()));
        assert_eq!((valid_minutes, creates_profile), (8, false));

        assert_eq!(dropped(code_made(None, session())), "replaced");
        assert_eq!(
            dropped(code_made(Some(MailCode { deliverable: false, ..proof.clone() }), session())),
            "undeliverable"
        );
        assert_eq!(
            dropped(code_made(Some(MailCode { created_at: minutes(-10), ..proof.clone() }), session())),
            "expired"
        );
        assert_eq!(dropped(code_made(Some(MailCode { wrong_tries: 5, ..proof.clone() }), session())), "expired");
        let over = session_with(|parts| parts.state = SessionState::Ended { at: now() });
        assert_eq!(dropped(code_made(Some(proof), over)), "ended");
    }

    #[test]
    fn a_pending_profile_gives_its_zone_and_not_its_name() {
        let pending = PendingProfile {
            name: name("Click here.example"),
            password: PasswordHash::new("hash".to_owned()),
            time_zone: chrono_tz::Asia::Tokyo,
        };
        let made = letter(code_made(Some(code(CodePurpose::Profile(pending))), session()));
        assert_eq!(made.to_name, None, "whoever typed the address chose the name");
        let LetterBody::Code { session, creates_profile, .. } = made.body else { panic!("a code was expected") };
        assert_eq!((session.zone, creates_profile), (chrono_tz::Asia::Tokyo, true));
    }

    #[test]
    fn owners_of_accounts_are_told_without_the_session_link() {
        let owner = account(ADDRESS);
        let mut mocks = Mocks::new();
        mocks.knows(&session());
        mocks.accounts.checkpoint();
        let found = [owner.clone(), host()];
        mocks.accounts.expect_find().returning(move |id| Ok(found.iter().find(|account| account.id == id).cloned()));
        let body = MessageBody::AccountExists { account: owner.id, session: session().id() };
        let made = letter(make(mocks, &message(body)));
        assert_eq!((made.to, made.to_name), (owner.email, Some(owner.name)));
        let LetterBody::AccountExists { session, sign_in_url } = made.body else { panic!("another kind was expected") };
        assert_eq!((session.zone, sign_in_url.as_str()), (owner.time_zone, "https://jigsaw.example/"));
    }

    #[test]
    fn a_lock_alert_is_sent_after_the_lock_is_over_as_well() {
        let mut mocks = Mocks::new();
        mocks.accounts.expect_find().returning(|_| Ok(Some(account(ADDRESS))));
        let body = MessageBody::LockAlert { account: account(ADDRESS).id };
        let alert = OutgoingMessage { deadline: Some(minutes(-1)), ..message(body) };
        let made = letter(make(mocks, &alert));
        assert!(matches!(made.body, LetterBody::LockAlert { until, .. } if until == minutes(-1)));
    }

    #[test]
    fn nothing_printed_for_logs_holds_a_code() {
        let made = code_made(Some(code(CodePurpose::Proof)), session());
        let digits = keyring().code(code(CodePurpose::Proof).id);
        assert!(!format!("{made:?}").contains(digits.reveal()));
    }
}
