use jigsaw_domain::account::PasswordHash;
use jigsaw_domain::delivery::{CodePurpose, MailCode, PendingProfile};
use jigsaw_domain::id::{CodeId, SessionId};
use jigsaw_domain::port::PortError;
use jigsaw_domain::text::PersonName;
use serde::{Deserialize, Serialize};

use super::{Table, json, micros};
use crate::entity::mail_codes;

const TABLE: Table = Table("mail_codes");

/// The JSON of a profile that waits for its mailbox to be proved.
#[derive(Serialize, Deserialize)]
struct StoredProfile {
    first_name: String,
    last_name: String,
    password_hash: String,
    time_zone: String,
}

pub(crate) fn code(row: &mail_codes::Model) -> Result<MailCode, PortError> {
    Ok(MailCode {
        id: CodeId::from_uuid(row.id),
        session: SessionId::from_uuid(row.session_id),
        email: TABLE.email(&row.email)?,
        purpose: purpose(row)?,
        deliverable: row.deliverable,
        wrong_tries: TABLE.number("wrong_tries", row.wrong_tries)?,
        created_at: TABLE.time("created_at", row.created_at)?,
    })
}

fn purpose(row: &mail_codes::Model) -> Result<CodePurpose, PortError> {
    // The words are those of `CodePurpose::as_str`.
    match (row.purpose.as_str(), row.profile.as_deref()) {
        ("proof", _) => Ok(CodePurpose::Proof),
        ("profile", Some(stored)) => {
            let stored: StoredProfile = TABLE.json("profile", stored)?;
            Ok(CodePurpose::Profile(PendingProfile {
                name: TABLE.read("profile", PersonName::parse(&stored.first_name, &stored.last_name))?,
                password: PasswordHash::new(stored.password_hash),
                time_zone: TABLE.zone("profile", &stored.time_zone)?,
            }))
        }
        ("profile", None) => Err(TABLE.corrupt("profile", "is missing")),
        _ => Err(TABLE.corrupt("purpose", "is not one of its words")),
    }
}

pub(crate) fn code_row(code: &MailCode) -> Result<mail_codes::Model, PortError> {
    let profile = match &code.purpose {
        CodePurpose::Proof => None,
        CodePurpose::Profile(profile) => Some(json(&StoredProfile {
            first_name: profile.name.first().as_str().to_owned(),
            last_name: profile.name.last().as_str().to_owned(),
            password_hash: profile.password.as_str().to_owned(),
            time_zone: profile.time_zone.name().to_owned(),
        })?),
    };
    Ok(mail_codes::Model {
        id: code.id.as_uuid(),
        session_id: code.session.as_uuid(),
        email: code.email.as_typed().to_owned(),
        email_key: code.email.key().as_str().to_owned(),
        purpose: code.purpose.as_str().to_owned(),
        profile,
        deliverable: code.deliverable,
        wrong_tries: code.wrong_tries.into(),
        created_at: micros(code.created_at),
    })
}
