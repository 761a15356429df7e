//! The people of a session: roster, admit, deny, remove, roles.

use jigsaw_domain::admission::{Participant, ParticipantState, ReasonCode};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::usecase::RosterEntry;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use serde::Deserialize;

use super::by::{By, Host, Runner};
use super::input::{Input, given};
use super::list::{Page, cursor, limit};
use super::sessions::{Nothing, words};
use super::words::{Id, InvitedRoleWord, Moment, ProofWord, RoleWord, RosterWord};
use super::{Answer, Tag};
use crate::problem::Problem;

pub(crate) struct People;

/// One line of the roster.
#[derive(Debug, Object)]
#[oai(rename = "RosterEntry")]
struct EntryBody {
    /// The person, once seen.
    #[oai(nullable)]
    participant_id: Option<Id>,
    /// Their invitation, if any.
    #[oai(nullable)]
    invitation_id: Option<Id>,
    /// Their address.
    #[oai(nullable)]
    email: Option<String>,
    /// What they are called, as far as known.
    name: String,
    /// What they are.
    role: RoleWord,
    /// How well the address is proved.
    proof: ProofWord,
    /// Where they stand.
    state: RosterWord,
    /// Invited on the fly.
    on_the_fly: bool,
    /// Codes of what a waiting person waits for.
    reasons: Vec<String>,
    /// The words at a removal.
    #[oai(nullable)]
    message: Option<String>,
    /// Since when they stand there.
    since: Moment,
}

/// A person in a session.
#[derive(Debug, Object)]
#[oai(rename = "Participant", skip_serializing_if_is_none)]
struct PersonBody {
    /// Their public identifier.
    participant_id: Id,
    /// Their address.
    email: String,
    /// What they are called.
    name: String,
    /// What they are.
    role: RoleWord,
    /// How well the address is proved.
    proof: ProofWord,
    /// Where they stand.
    state: RosterWord,
    /// Codes of what they still wait for, though admitted by the host.
    reasons: Vec<String>,
    /// The words at a removal.
    message: Option<String>,
}

/// How many came in.
#[derive(Debug, Object)]
#[oai(rename = "AdmittedAll")]
struct AdmittedAllBody {
    /// People who were let in. Others may go on waiting for something else.
    admitted: u32,
}

/// How to remove someone.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "Removal")]
struct RemoveInput {
    /// Your words to the person.
    #[serde(default, deserialize_with = "given")]
    reason: Option<String>,
    /// Whether they may not come back to this session; `true` unless told.
    #[serde(default, deserialize_with = "given")]
    ban: Option<bool>,
}

/// Another role.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "RoleChange")]
struct RoleInput {
    /// The role in this session, whatever the invitation says.
    role: InvitedRoleWord,
}

#[OpenApi(prefix_path = "/v1", tag = "Tag::People")]
impl People {
    /// List everyone invited, waiting, in or gone
    #[oai(path = "/sessions/:session_id/roster", method = "get", operation_id = "getRoster")]
    async fn roster(
        &self,
        by: By<Runner>,
        session_id: Path<Id>,
        /// Entries of one page, at most 1000; as many unless told.
        #[oai(name = "limit")]
        size: Query<Option<i64>>,
        /// The `next_cursor` of the page before.
        #[oai(name = "cursor")]
        after: Query<Option<String>>,
    ) -> Answer<Json<Page<EntryBody>>> {
        let id = session_id.session()?;
        let size = limit(size.0, 1000)? as usize;
        // People keep the order they came in, and those who are only invited follow, so a place in the list is a cursor.
        let start = cursor(after.0.as_deref(), |text| text.parse::<usize>().ok())?.unwrap_or_default();
        let (_, entries) = by.context().door.roster(&by.caller_in(id).await?, id).await?;
        let end = start.saturating_add(size);
        let next = (entries.len() > end).then(|| end.to_string());
        Ok(Json(Page::new(entries.iter().skip(start).take(size).map(EntryBody::of).collect(), next)))
    }

    /// Let everyone in who waits
    #[oai(path = "/sessions/:session_id/participants/admit-all", method = "post", operation_id = "admitAll")]
    async fn admit_all(
        &self,
        by: By<Runner>,
        session_id: Path<Id>,
        _nothing: Input<Nothing>,
    ) -> Answer<Json<AdmittedAllBody>> {
        let id = session_id.session()?;
        let admitted = by.context().door.admit_all(&by.caller_in(id).await?, id).await?;
        Ok(Json(AdmittedAllBody { admitted }))
    }

    /// Let someone in who waits
    ///
    /// Your word counts like an invitation; other rules, such as the capacity, go on counting.
    #[oai(path = "/sessions/:session_id/participants/:participant_id/admit", method = "post", operation_id = "admit")]
    async fn admit(
        &self,
        by: By<Runner>,
        session_id: Path<Id>,
        participant_id: Path<Id>,
        _nothing: Input<Nothing>,
    ) -> Answer<Json<PersonBody>> {
        let id = session_id.session()?;
        let caller = by.caller_in(id).await?;
        let person = by.context().door.admit(&caller, id, participant_id.participant()?).await?;
        Ok(Json(PersonBody::of(&person)))
    }

    /// Send someone away who waits
    #[oai(path = "/sessions/:session_id/participants/:participant_id/deny", method = "post", operation_id = "deny")]
    async fn deny(
        &self,
        by: By<Runner>,
        session_id: Path<Id>,
        participant_id: Path<Id>,
        _nothing: Input<Nothing>,
    ) -> Answer<Json<PersonBody>> {
        let id = session_id.session()?;
        let caller = by.caller_in(id).await?;
        let person = by.context().door.deny(&caller, id, participant_id.participant()?).await?;
        Ok(Json(PersonBody::of(&person)))
    }

    /// Remove someone
    ///
    /// Their streams close, and they are told your words. They may not come back to this session unless `ban` is false.
    #[oai(path = "/sessions/:session_id/participants/:participant_id/remove", method = "post", operation_id = "remove")]
    async fn remove(
        &self,
        by: By<Runner>,
        session_id: Path<Id>,
        participant_id: Path<Id>,
        input: Input<RemoveInput>,
    ) -> Answer<Json<PersonBody>> {
        let id = session_id.session()?;
        let caller = by.caller_in(id).await?;
        let how = (words("reason", input.0.reason.as_deref())?, input.0.ban.unwrap_or(true));
        let person = by.context().door.remove(&caller, id, participant_id.participant()?, how).await?;
        Ok(Json(PersonBody::of(&person)))
    }

    /// Take a removal or a denial back
    ///
    /// The person may come again.
    #[oai(
        path = "/sessions/:session_id/participants/:participant_id/forgive",
        method = "post",
        operation_id = "forgive"
    )]
    async fn forgive(
        &self,
        by: By<Runner>,
        session_id: Path<Id>,
        participant_id: Path<Id>,
        _nothing: Input<Nothing>,
    ) -> Answer<Json<PersonBody>> {
        let id = session_id.session()?;
        let caller = by.caller_in(id).await?;
        let person = by.context().door.forgive(&caller, id, participant_id.participant()?).await?;
        Ok(Json(PersonBody::of(&person)))
    }

    /// Give someone another role
    ///
    /// In this session only; the invitation stays as it is. The host alone changes roles.
    #[oai(path = "/sessions/:session_id/participants/:participant_id", method = "patch", operation_id = "changeRole")]
    async fn change_role(
        &self,
        by: By<Host>,
        session_id: Path<Id>,
        participant_id: Path<Id>,
        input: Input<RoleInput>,
    ) -> Answer<Json<PersonBody>> {
        let id = session_id.session()?;
        let caller = by.caller_in(id).await?;
        let role = Role::parse_invited(input.0.role.as_str()).map_err(|fault| Problem::field("role", &fault))?;
        let person = by.context().door.change_role(&caller, id, participant_id.participant()?, role).await?;
        Ok(Json(PersonBody::of(&person)))
    }
}

fn codes(reasons: &[ReasonCode]) -> Vec<String> {
    reasons.iter().map(|code| code.as_str().to_owned()).collect()
}

impl EntryBody {
    fn of(entry: &RosterEntry) -> Self {
        Self {
            participant_id: entry.participant.map(Id::from),
            invitation_id: entry.invitation.map(Id::from),
            email: entry.email.as_ref().map(|email| email.as_typed().to_owned()),
            name: entry.name.clone(),
            role: entry.role.into(),
            proof: entry.proof.as_str().into(),
            state: entry.state.as_str().into(),
            on_the_fly: entry.on_the_fly,
            reasons: codes(&entry.reasons),
            message: entry.message.as_ref().map(|message| message.as_str().to_owned()),
            since: Moment::of(entry.since),
        }
    }
}

impl PersonBody {
    fn of(person: &Participant) -> Self {
        let (reasons, message) = match &person.state {
            ParticipantState::Waiting { reasons } => (codes(reasons), None),
            ParticipantState::Removed { reason, .. } => {
                (Vec::new(), reason.as_ref().map(|reason| reason.as_str().to_owned()))
            }
            ParticipantState::Admitted | ParticipantState::Denied | ParticipantState::Left => (Vec::new(), None),
        };
        Self {
            participant_id: person.id.into(),
            email: person.email.as_typed().to_owned(),
            name: person.name.to_string(),
            role: person.role.into(),
            proof: person.proof.as_str().into(),
            state: person.state.as_str().into(),
            reasons,
            message,
        }
    }
}
