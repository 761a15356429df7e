use jigsaw_domain::admission::{LinkKind, Pass, PassEnd};
use jigsaw_domain::id::{ParticipantId, PassId, SessionId};
use jigsaw_domain::port::PortError;

use super::{Table, digest_bytes, micros};
use crate::entity::passes;

const TABLE: Table = Table("passes");

const ENDS: [PassEnd; 3] = [PassEnd::Left, PassEnd::Replaced, PassEnd::Over];

pub(crate) const fn pass_end_word(end: PassEnd) -> &'static str {
    match end {
        PassEnd::Left => "left",
        PassEnd::Replaced => "replaced",
        PassEnd::Over => "over",
    }
}

pub(crate) fn pass(row: &passes::Model) -> Result<Pass, PortError> {
    let ended = row.ended.as_deref().map(|word| TABLE.word("ended", word, &ENDS, pass_end_word));
    Ok(Pass {
        id: PassId::from_uuid(row.id),
        digest: TABLE.digest(&row.digest)?,
        session: SessionId::from_uuid(row.session_id),
        participant: ParticipantId::from_uuid(row.participant_id),
        link: TABLE.read("link", LinkKind::parse(&row.link))?,
        opened_at: TABLE.time("opened_at", row.opened_at)?,
        seen_at: TABLE.time("seen_at", row.seen_at)?,
        ended: ended.transpose()?,
    })
}

pub(crate) fn pass_row(pass: &Pass) -> passes::Model {
    passes::Model {
        id: pass.id.as_uuid(),
        digest: digest_bytes(&pass.digest),
        session_id: pass.session.as_uuid(),
        participant_id: pass.participant.as_uuid(),
        link: pass.link.as_str().to_owned(),
        opened_at: micros(pass.opened_at),
        seen_at: micros(pass.seen_at),
        ended: pass.ended.map(|end| pass_end_word(end).to_owned()),
    }
}
