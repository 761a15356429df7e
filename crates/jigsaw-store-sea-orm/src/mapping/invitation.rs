use jigsaw_domain::id::{InvitationId, SessionId};
use jigsaw_domain::invitation::{Answer, Invitation, InvitationState, Origin, Role, Rsvp};
use jigsaw_domain::language::Language;
use jigsaw_domain::port::PortError;
use jigsaw_domain::text::NamePart;

use super::{Table, micros};
use crate::entity::invitations;

const TABLE: Table = Table("invitations");

const ORIGINS: [Origin; 2] = [Origin::List, Origin::OnTheFly];

const fn origin_word(origin: Origin) -> &'static str {
    match origin {
        Origin::List => "list",
        Origin::OnTheFly => "on_the_fly",
    }
}

fn name_part(column: &str, stored: Option<&str>) -> Result<Option<NamePart>, PortError> {
    TABLE.read(column, stored.map(NamePart::parse).transpose())
}

fn rsvp(answer: Option<&str>, at: Option<i64>) -> Result<Option<Rsvp>, PortError> {
    let Some(answer) = answer else { return Ok(None) };
    let answer = TABLE.read("answer", Answer::parse(answer))?;
    let at = at.ok_or_else(|| TABLE.corrupt("answered_at", "is missing"))?;
    Ok(Some(Rsvp { answer, at: TABLE.time("answered_at", at)? }))
}

pub(crate) fn invitation(row: &invitations::Model) -> Result<Invitation, PortError> {
    Ok(Invitation {
        id: InvitationId::from_uuid(row.id),
        session: SessionId::from_uuid(row.session_id),
        version: TABLE.version(row.version)?,
        email: TABLE.email(&row.email)?,
        first_name: name_part("first_name", row.first_name.as_deref())?,
        last_name: name_part("last_name", row.last_name.as_deref())?,
        role: TABLE.read("role", Role::parse_invited(&row.role))?,
        generation: TABLE.generation("generation", row.generation)?,
        state: match TABLE.time_if("revoked_at", row.revoked_at)? {
            None => InvitationState::Active,
            Some(at) => InvitationState::Revoked { at },
        },
        origin: TABLE.word("origin", &row.origin, &ORIGINS, origin_word)?,
        rsvp: rsvp(row.answer.as_deref(), row.answered_at)?,
        created_at: TABLE.time("created_at", row.created_at)?,
        language: TABLE.read("language", row.language.as_deref().map(Language::parse).transpose())?,
    })
}

pub(crate) fn invitation_row(invitation: &Invitation) -> invitations::Model {
    invitations::Model {
        id: invitation.id.as_uuid(),
        session_id: invitation.session.as_uuid(),
        version: invitation.version.get().into(),
        email: invitation.email.as_typed().to_owned(),
        email_key: invitation.email.key().as_str().to_owned(),
        first_name: invitation.first_name.as_ref().map(|part| part.as_str().to_owned()),
        last_name: invitation.last_name.as_ref().map(|part| part.as_str().to_owned()),
        role: invitation.role.as_str().to_owned(),
        generation: invitation.generation.get().into(),
        revoked_at: match invitation.state {
            InvitationState::Active => None,
            InvitationState::Revoked { at } => Some(micros(at)),
        },
        origin: origin_word(invitation.origin).to_owned(),
        answer: invitation.rsvp.map(|rsvp| rsvp.answer.as_str().to_owned()),
        answered_at: invitation.rsvp.map(|rsvp| micros(rsvp.at)),
        created_at: micros(invitation.created_at),
        sought: Some(invitation.sought()),
        language: invitation.language.map(|language| language.as_str().to_owned()),
    }
}
