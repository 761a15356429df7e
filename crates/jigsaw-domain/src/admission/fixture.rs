//! What the tests of this module start from: a live session on an ordinary day, and someone nobody has seen before.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{
    CodeCheck, Fact, Facts, JoinRule, LinkKind, PasswordCheck, PersonFact, PersonState, PresentedLink, Relation,
    Verdict,
};
use crate::email_address::EmailAddress;
use crate::id::{AccountId, SessionId};
use crate::link::Generation;
use crate::session::{
    Capacity, DoorSettings, InvitationType, Lock, ReminderOffsets, Room, Schedule, Session, SessionDraft, SessionParts,
    SessionState,
};
use crate::text::{HostText, Title};

/// Minutes after the start of the session; it lasts an hour, and opens ten minutes early.
pub(super) fn minute(minutes: i64) -> DateTime<Utc> {
    let starts_at: DateTime<Utc> = "2027-01-10T10:00:00Z".parse().unwrap();
    starts_at + TimeDelta::minutes(minutes)
}

/// Facts that own what they speak of. Change what a test is about, leave the rest.
#[derive(Clone)]
pub(super) struct Case {
    pub(super) now: DateTime<Utc>,
    pub(super) parts: SessionParts,
    pub(super) link: PresentedLink,
    pub(super) email: Option<EmailAddress>,
    pub(super) name_known: bool,
    pub(super) relation: Fact<Relation>,
    pub(super) has_account: Fact<bool>,
    pub(super) hide_accounts: bool,
    pub(super) signed_in: bool,
    pub(super) password: Fact<PasswordCheck>,
    pub(super) code: Fact<CodeCheck>,
    pub(super) profile_given: bool,
    pub(super) person: Fact<PersonFact>,
    pub(super) take_seat: bool,
    pub(super) knock: bool,
    pub(super) seats_taken: Fact<u32>,
}

impl Case {
    /// A stranger who typed an address at the session link, half an hour into a live session.
    pub(super) fn at(invitation_type: InvitationType) -> Self {
        let draft = SessionDraft {
            title: Title::parse("Algebra").unwrap(),
            schedule: Schedule::from_instants(minute(0), minute(60), chrono_tz::UTC).unwrap(),
            invitation_type,
            door: DoorSettings::default(),
            reminders: ReminderOffsets::default(),
            room: Room::Builtin,
            message: None,
        };
        let id = Uuid::from_u128(7);
        let session = Session::create(SessionId::from_uuid(id), AccountId::from_uuid(id), draft, minute(-600));
        let parts = SessionParts { state: SessionState::Live { since: minute(0) }, ..session.parts().clone() };
        Self {
            now: minute(30),
            parts,
            link: PresentedLink {
                kind: LinkKind::Session,
                presented: Generation::FIRST,
                current: Generation::FIRST,
                withdrawn: false,
                expires_at: None,
                fits_address: true,
            },
            email: Some(EmailAddress::parse("mike@example.org").unwrap()),
            name_known: true,
            relation: Fact::Known(Relation::Stranger),
            has_account: Fact::Known(false),
            hide_accounts: false,
            signed_in: false,
            password: Fact::Known(PasswordCheck::NotGiven),
            code: Fact::Known(CodeCheck::NotGiven),
            profile_given: false,
            person: Fact::Known(PersonFact::NEW),
            take_seat: false,
            knock: false,
            seats_taken: Fact::Known(0),
        }
    }

    pub(super) fn on_list() -> Self {
        Self::at(InvitationType::InvitationList)
    }

    pub(super) fn by_password() -> Self {
        Self::at(InvitationType::LinkPasswordRequested)
    }

    pub(super) fn open() -> Self {
        Self::at(InvitationType::LinkPasswordNotRequested)
    }

    pub(super) fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// Their own personal link, still good.
    pub(super) fn by_personal_link(self) -> Self {
        self.with(|case| case.link.kind = LinkKind::Personal)
    }

    pub(super) fn invited_as(self, role: crate::invitation::Role) -> Self {
        self.with(|case| case.relation = Fact::Known(Relation::Invited { role, on_the_fly: false }))
    }

    /// Someone whom the session knows: changes what it knows of them.
    pub(super) fn known(self, state: PersonState, change: impl FnOnce(&mut PersonFact)) -> Self {
        let mut person = PersonFact { state, ..PersonFact::NEW };
        change(&mut person);
        self.with(|case| case.person = Fact::Known(person))
    }

    pub(super) fn full(self) -> Self {
        self.with(|case| {
            case.parts.door.capacity = Some(Capacity::parse(10).unwrap());
            case.seats_taken = Fact::Known(10);
        })
    }

    pub(super) fn locked(self) -> Self {
        self.with(|case| case.parts.lock = Some(Lock { message: Some(HostText::parse("Back at noon").unwrap()) }))
    }

    /// Not begun yet, at this minute.
    pub(super) fn scheduled(self, now: i64) -> Self {
        self.with(|case| {
            case.parts.state = SessionState::Scheduled;
            case.now = minute(now);
        })
    }

    /// Judges the facts; they borrow from the case, so they are lent.
    pub(super) fn lend<T>(&self, judge: impl FnOnce(&Facts<'_>) -> T) -> T {
        let session = Session::from_parts(self.parts.clone());
        judge(&Facts {
            now: self.now,
            session: &session,
            link: self.link,
            email: self.email.as_ref(),
            name_known: self.name_known,
            relation: self.relation,
            has_account: self.has_account,
            hide_accounts: self.hide_accounts,
            signed_in: self.signed_in,
            password: self.password,
            code: self.code,
            profile_given: self.profile_given,
            person: self.person,
            take_seat: self.take_seat,
            knock: self.knock,
            seats_taken: self.seats_taken,
        })
    }
}

/// A verdict in a few words: `deny full`, `require code`, `abstain`.
pub(super) fn in_short(verdict: &Verdict) -> String {
    let word = verdict.as_str();
    match verdict {
        Verdict::Deny(reason) | Verdict::Hold(reason) => format!("{word} {}", reason.code.as_str()),
        Verdict::Require(evidence) => format!("{word} {}", evidence.as_str()),
        Verdict::Permit | Verdict::Abstain => word.to_owned(),
    }
}

/// A table: what each case makes the rule say.
pub(super) fn expect(rule: &dyn JoinRule, table: impl IntoIterator<Item = (&'static str, Case, &'static str)>) {
    for (name, case, expected) in table {
        let verdict = case.lend(|facts| rule.judge(facts));
        assert_eq!(in_short(&verdict), expected, "{}: {name}", rule.id());
    }
}
