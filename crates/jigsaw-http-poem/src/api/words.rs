//! Scalars of the API: closed words with their list in the document, identifiers, moments.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat, Utc};
use jigsaw_domain::admission::{Evidence, LinkKind, Proof};
use jigsaw_domain::delivery::LetterKind;
use jigsaw_domain::id::{ContactId, GroupId, InvitationId, ParticipantId, SessionId};
use jigsaw_domain::invitation::{Answer, ListState, Role};
use jigsaw_domain::language::Language;
use jigsaw_domain::malformed::Malformed;
use jigsaw_domain::session::{EmailProof, InvitationType, WaitingRoom};
use jigsaw_domain::usecase::{FaultyRows, ListChange, Outlook};
use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use poem_openapi::types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToHeader, ToJSON, Type};
use serde::Deserialize;
use serde_json::Value;

use crate::problem::Problem;

/// A text on the wire with its own description in the document.
macro_rules! text {
    ($($(#[$doc:meta])* $name:ident = $schema:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
        #[serde(transparent)]
        pub(crate) struct $name(pub(crate) String);

        #[allow(dead_code, reason = "words that are only answered are never read")]
        impl $name {
            pub(crate) fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<T: ToString> From<T> for $name {
            fn from(value: T) -> Self {
                Self(value.to_string())
            }
        }

        impl Type for $name {
            const IS_REQUIRED: bool = true;

            type RawValueType = Self;
            type RawElementValueType = Self;

            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_ref() -> MetaSchemaRef {
                MetaSchemaRef::Inline(Box::new($schema))
            }

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }

            fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
                Box::new(self.as_raw_value().into_iter())
            }
        }

        impl ParseFromJSON for $name {
            fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
                match value.unwrap_or_default() {
                    Value::String(text) => Ok(Self(text)),
                    other => Err(ParseError::expected_type(other)),
                }
            }
        }

        impl ParseFromParameter for $name {
            fn parse_from_parameter(text: &str) -> ParseResult<Self> {
                Ok(Self(text.to_owned()))
            }
        }

        impl ToJSON for $name {
            fn to_json(&self) -> Option<Value> {
                Some(Value::String(self.0.clone()))
            }
        }

        impl ToHeader for $name {
            fn to_header(&self) -> Option<poem::http::HeaderValue> {
                self.0.parse().ok()
            }
        }
    )+};
}

fn one_of(words: impl IntoIterator<Item = &'static str>) -> MetaSchema {
    MetaSchema { enum_items: words.into_iter().map(Value::from).collect(), ..MetaSchema::new("string") }
}

text! {
    /// An opaque identifier.
    Id = MetaSchema::new_with_format("string", "uuid");
    /// A moment.
    Moment = MetaSchema::new_with_format("string", "date-time");
    /// `invitation_list`, …
    InvitationTypeWord = one_of(InvitationType::ALL.iter().map(|word| word.as_str()));
    /// `off`, …
    WaitingRoomWord = one_of(WaitingRoom::ALL.iter().map(|word| word.as_str()));
    /// `none`, `code`
    EmailProofWord = one_of(EmailProof::ALL.iter().map(|word| word.as_str()));
    /// A language of pages and mails.
    LanguageWord = one_of(Language::ALL.iter().map(|word| word.as_str()));
    /// Any role.
    RoleWord = one_of(Role::ALL.iter().map(|word| word.as_str()));
    /// A role that can be given.
    InvitedRoleWord = one_of(Role::ALL.iter().filter(|role| **role != Role::Host).map(|word| word.as_str()));
    /// How well an address is proved.
    ProofWord = one_of(Proof::ALL.iter().map(|word| word.as_str()));
    /// Which link.
    LinkWord = one_of(LinkKind::ALL.iter().map(|word| word.as_str()));
    /// What may be asked for at the door.
    EvidenceWord = one_of(Evidence::ALL.iter().map(|word| word.as_str()));
    /// Where a session stands.
    PhaseWord = one_of(["scheduled", "live", "ended", "cancelled"]);
    /// The same for a link that may be dead.
    DoorWord = one_of(["scheduled", "live", "ended", "cancelled", "link_revoked", "link_expired"]);
    /// Where a person on the roster stands.
    RosterWord = one_of(["invited", "waiting", "admitted", "denied", "removed", "left"]);
    /// What a pass is good for.
    PassWord = one_of(["waiting", "admitted", "denied", "removed", "left", "ended", "replaced"]);
    /// What was decided.
    OutcomeWord = one_of(["admitted", "needs", "waiting", "refused"]);
    /// What one rule said.
    VerdictWord = one_of(["permit", "deny", "hold", "require", "abstain"]);
    /// What became of a mail.
    DeliveryWord = one_of(["queued", "deferred", "sent", "bounced", "dropped", "parked"]);
    /// What a relay reports of a mail.
    ReportWord = one_of(["bounced", "complained", "deferred"]);
    /// Why nothing is sent to an address.
    CauseWord = one_of(["bounced", "complained"]);
    /// How far an invited person has come.
    StepWord = one_of(["opened", "waiting", "joined", "left", "refused"]);
    /// What invitations are looked for by.
    ListStateWord = one_of(ListState::ALL.iter().map(|word| word.as_str()));
    /// What would become of one person of a list.
    OutlookWord = one_of(["new", "renewed", "changed", "listed"]);
    /// What is done about rows of a list that cannot be used.
    FaultyRowsWord = one_of(["refuse", "leave_out"]);
    /// What is done to many invitations.
    ListChangeWord = one_of(["resend", "revoke", "role"]);
    /// An answer to an invitation.
    AnswerWord = one_of(Answer::ALL.iter().map(|word| word.as_str()));
    /// A kind of mail.
    MailKindWord = one_of(LetterKind::ALL.iter().map(|word| word.as_str()));
    /// How far a mailing is.
    MailingWord = one_of(["planned", "under_way", "done", "skipped"]);
    /// Where admitted people go.
    RoomWord = one_of(["builtin", "url"]);
    /// Which of a host's sessions.
    WhichWord = one_of(["all", "upcoming", "past"]);
}

impl Moment {
    /// RFC 3339 in UTC.
    pub(crate) fn of(at: DateTime<Utc>) -> Self {
        Self(at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }

    /// Reads RFC 3339 with any offset.
    pub(crate) fn read(&self) -> Result<DateTime<Utc>, Malformed> {
        // No moment is longer than this, and what is longer is not worth reading.
        let plausible = Some(self.as_str()).filter(|text| text.len() <= 40);
        let read = plausible.and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        read.map(|at| at.with_timezone(&Utc)).ok_or(Malformed::NotATime)
    }
}

impl OutlookWord {
    pub(crate) fn of(outlook: Outlook) -> Self {
        Self::from(match outlook {
            Outlook::New => "new",
            Outlook::Renewed => "renewed",
            Outlook::Changed { .. } => "changed",
            Outlook::Listed => "listed",
        })
    }
}

impl FaultyRowsWord {
    pub(crate) fn read(&self) -> Result<FaultyRows, Malformed> {
        match self.as_str() {
            "refuse" => Ok(FaultyRows::Refuse),
            "leave_out" => Ok(FaultyRows::LeaveOut),
            _ => Err(Malformed::NotAChoice("refuse, leave_out")),
        }
    }
}

impl ListChangeWord {
    /// What is to be done, with the role that goes with it.
    pub(crate) fn read(&self, role: Option<Role>) -> Result<ListChange, Problem> {
        match (self.as_str(), role) {
            ("resend", None) => Ok(ListChange::Resend),
            ("revoke", None) => Ok(ListChange::Revoke),
            ("role", Some(role)) => Ok(ListChange::Role(role)),
            ("role", None) => Err(Problem::field("role", &Malformed::Blank)),
            ("resend" | "revoke", Some(_)) => Err(Problem::field("role", &Malformed::UnknownField)),
            _ => Err(Problem::field("action", &Malformed::NotAChoice("resend, revoke, role"))),
        }
    }
}

/// An identifier in a path names something, or it names nothing: what cannot be read is as absent as what is not there.
impl Id {
    pub(crate) fn session(&self) -> Result<SessionId, Problem> {
        SessionId::parse(&self.0).ok_or_else(Problem::not_found)
    }

    pub(crate) fn invitation(&self) -> Result<InvitationId, Problem> {
        InvitationId::parse(&self.0).ok_or_else(Problem::not_found)
    }

    pub(crate) fn contact(&self) -> Result<ContactId, Problem> {
        ContactId::parse(&self.0).ok_or_else(Problem::not_found)
    }

    pub(crate) fn group(&self) -> Result<GroupId, Problem> {
        GroupId::parse(&self.0).ok_or_else(Problem::not_found)
    }

    pub(crate) fn participant(&self) -> Result<ParticipantId, Problem> {
        ParticipantId::parse(&self.0).ok_or_else(Problem::not_found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_rfc_3339_and_bounded() {
        let read = |text: &str| Moment::from(text).read();
        assert_eq!(Moment::of(read("2026-11-24T14:00:00+01:00").unwrap()).as_str(), "2026-11-24T13:00:00Z");
        for bad in ["", "2026-11-24", "2026-11-24T14:00:00", "14:00", "2026-13-01T00:00:00Z", &"1".repeat(10_000)] {
            assert_eq!(read(bad), Err(Malformed::NotATime), "{bad}");
        }
    }
}
