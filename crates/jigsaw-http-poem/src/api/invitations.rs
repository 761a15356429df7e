//! Invitations: a list at once or one on the fly, with their personal links.

use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::id::InvitationId;
use jigsaw_domain::invitation::{Invitation, ListSearch, Origin, Role};
use jigsaw_domain::language::Language;
use jigsaw_domain::malformed::Problems;
use jigsaw_domain::text::NamePart;
use jigsaw_domain::usecase::{InvitationView, Invited, NewInvitation};
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use serde::Deserialize;

use super::answers::RsvpBody;
use super::by::{By, Host};
use super::input::{Input, given, objects};
use super::list::{Page, cursor, limit};
use super::lists::read_search;
use super::mail::{ProgressBody, SuppressedBody};
use super::sessions::Nothing;
use super::words::{DeliveryWord, Id, InvitedRoleWord, LanguageWord, ListStateWord, Moment};
use super::{Answer, Tag};
use crate::problem::{FieldFault, Problem};

pub(crate) struct Invitations;

/// A list of people to invite.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "NewInvitations")]
struct InvitationsInput {
    /// At most 10,000. All are invited or none.
    #[serde(deserialize_with = "objects")]
    invitations: Vec<InvitationInput>,
}

/// One person to invite.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "NewInvitation")]
struct InvitationInput {
    /// The address that the invitation is mailed to.
    email: String,
    /// `attendee` unless told, or the role that an address which is listed already has.
    #[serde(default, deserialize_with = "given")]
    role: Option<InvitedRoleWord>,
    /// First name.
    #[serde(default, deserialize_with = "given")]
    first_name: Option<String>,
    /// Last name.
    #[serde(default, deserialize_with = "given")]
    last_name: Option<String>,
    /// The language of their mails; unless told, that of their account or yours.
    #[serde(default, deserialize_with = "given")]
    language: Option<LanguageWord>,
}

/// What became of a list.
#[derive(Debug, Object)]
#[oai(rename = "InvitedList")]
pub(super) struct InvitedBody {
    /// How many are new, or count again; each is mailed an invitation.
    created: usize,
    /// How many were listed already and stay as they were.
    existing: usize,
    /// One for each row, in order.
    items: Vec<InvitedOneBody>,
}

/// What became of one row.
#[derive(Debug, Object)]
#[oai(rename = "InvitedOne")]
pub(super) struct InvitedOneBody {
    /// The invitation.
    id: Id,
    /// The address.
    email: String,
    /// The role.
    role: InvitedRoleWord,
    /// Whether it is new, or counts again.
    created: bool,
    /// Made while the session is live.
    on_the_fly: bool,
    /// The personal link. It opens this session for this person; hand it to nobody else.
    link: String,
}

/// An invitation as the host sees it.
#[derive(Debug, Object)]
#[oai(rename = "Invitation")]
struct InvitationBody {
    /// Its identifier.
    id: Id,
    /// The address.
    email: String,
    /// First name, if known.
    #[oai(nullable)]
    first_name: Option<String>,
    /// Last name, if known.
    #[oai(nullable)]
    last_name: Option<String>,
    /// The language of their mails, if the host chose one.
    #[oai(nullable)]
    language: Option<LanguageWord>,
    /// The role.
    role: InvitedRoleWord,
    /// Whether it still counts: `active` or `revoked`.
    state: String,
    /// Made while the session was live.
    on_the_fly: bool,
    /// What became of its latest mail.
    #[oai(nullable)]
    delivery: Option<DeliveryWord>,
    /// Why it waits, came back or was given up, in the relay's words; or the word why it was dropped.
    #[oai(nullable)]
    delivery_error: Option<String>,
    /// What the person said about coming, if anything.
    #[oai(nullable)]
    rsvp: Option<RsvpBody>,
    /// Since when it stands there.
    #[oai(nullable)]
    delivery_since: Option<Moment>,
    /// Nothing is sent to the address, for this reason; see `mailAgain`.
    #[oai(nullable)]
    suppressed: Option<SuppressedBody>,
    /// Since when the address has wanted no reminders from this host.
    #[oai(nullable)]
    unsubscribed_at: Option<Moment>,
    /// When the personal link was first tried. Looks at its page are not kept: scanners look, too.
    #[oai(nullable)]
    opened_at: Option<Moment>,
    /// How far the person has come.
    #[oai(nullable)]
    progress: Option<ProgressBody>,
    /// The personal link; none once revoked.
    #[oai(nullable)]
    link: Option<String>,
    /// When it was made.
    created_at: Moment,
}

#[derive(ApiResponse)]
enum Invited201 {
    /// Everyone on the list is invited.
    #[oai(status = 201)]
    Made(Json<InvitedBody>),
}

#[derive(ApiResponse)]
enum Gone {
    /// The invitation counts no more.
    #[oai(status = 204)]
    Revoked,
}

#[derive(ApiResponse)]
enum Resent {
    /// The mail is on its way again.
    #[oai(status = 202)]
    Queued(Json<InvitedOneBody>),
}

#[OpenApi(prefix_path = "/v1", tag = "Tag::Invitations")]
impl Invitations {
    /// Invite people
    ///
    /// Everyone on the list or nobody: faulty rows are named, such as `invitations[3].email`. While the session is live
    /// this is an on-the-fly invitation, which is mailed at once and skips the waiting room. Only the host invites.
    #[oai(path = "/sessions/:session_id/invitations", method = "post", operation_id = "invite")]
    async fn invite(&self, by: By<Host>, session_id: Path<Id>, input: Input<InvitationsInput>) -> Answer<Invited201> {
        let caller = by.caller_in(session_id.session()?).await?;
        let rows = read(&input.0.invitations)?;
        let invited = by.context().door.invite(&caller, session_id.session()?, rows).await?;
        Ok(Invited201::Made(Json(InvitedBody::of(&invited))))
    }

    /// List the invitations of a session
    #[oai(path = "/sessions/:session_id/invitations", method = "get", operation_id = "listInvitations")]
    #[expect(clippy::too_many_arguments, reason = "each parameter of the query is an argument")]
    async fn list(
        &self,
        by: By<Host>,
        session_id: Path<Id>,
        /// Entries of one page, at most 1000; as many unless told.
        #[oai(name = "limit")]
        size: Query<Option<i64>>,
        /// The `next_cursor` of the page before.
        #[oai(name = "cursor")]
        after: Query<Option<String>>,
        /// Only those with all of these words in address or name.
        q: Query<Option<String>>,
        /// Only those with this role.
        role: Query<Option<InvitedRoleWord>>,
        /// Only those in this state.
        state: Query<Option<ListStateWord>>,
    ) -> Answer<Json<Page<InvitationBody>>> {
        let (id, size) = (session_id.session()?, limit(size.0, 1000)?);
        let after = cursor(after.0.as_deref(), InvitationId::parse)?;
        let caller = by.caller_in(id).await?;
        let search = read_search(["q", "role", "state"], (q.0.as_deref(), role.0.as_ref(), state.0.as_ref()))?;
        if search != ListSearch::default() {
            let found = by.context().door.search_invitations(&caller, id, &search, (after, size)).await?;
            let next = found.next.map(|id| id.to_string());
            return Ok(Json(Page::new(found.items.iter().map(InvitationBody::of).collect(), next)));
        }
        let listed = by.context().door.list_invitations(&caller, id, after, size).await?;
        let full = listed.len() >= size as usize;
        let next = listed.last().filter(|_| full).map(|last| last.listed.invitation.id.to_string());
        Ok(Json(Page::new(listed.iter().map(InvitationBody::of).collect(), next)))
    }

    /// Take an invitation back
    ///
    /// Its link never admits again. Someone who is in stays in until removed.
    #[oai(
        path = "/sessions/:session_id/invitations/:invitation_id",
        method = "delete",
        operation_id = "revokeInvitation"
    )]
    async fn revoke(
        &self,
        by: By<Host>,
        session_id: Path<Id>,
        invitation_id: Path<Id>,
        _nothing: Input<Nothing>,
    ) -> Answer<Gone> {
        let id = session_id.session()?;
        let caller = by.caller_in(id).await?;
        by.context().door.revoke(&caller, id, invitation_id.invitation()?).await?;
        Ok(Gone::Revoked)
    }

    /// Mail an invitation again
    ///
    /// With the same link.
    #[oai(
        path = "/sessions/:session_id/invitations/:invitation_id/resend",
        method = "post",
        operation_id = "resendInvitation"
    )]
    async fn resend(
        &self,
        by: By<Host>,
        session_id: Path<Id>,
        invitation_id: Path<Id>,
        _nothing: Input<Nothing>,
    ) -> Answer<Resent> {
        let id = session_id.session()?;
        let door = &by.context().door;
        let invitation = door.resend(&by.caller_in(id).await?, id, invitation_id.invitation()?).await?;
        let link = door.address().of(door.keyring(), invitation.current_link());
        Ok(Resent::Queued(Json(InvitedOneBody::of(&invitation, link, false))))
    }

    /// Renew a personal link
    ///
    /// Once this has answered, nobody is admitted by the old one; whoever came by it stays in.
    #[oai(
        path = "/sessions/:session_id/invitations/:invitation_id/renew-link",
        method = "post",
        operation_id = "renewPersonalLink"
    )]
    async fn renew_link(
        &self,
        by: By<Host>,
        session_id: Path<Id>,
        invitation_id: Path<Id>,
        input: Input<RenewInput>,
    ) -> Answer<Json<InvitedOneBody>> {
        let id = session_id.session()?;
        let (caller, tells) = (by.caller_in(id).await?, input.0.tell.unwrap_or(true));
        let renewed = by.context().door.renew_link(&caller, id, invitation_id.invitation()?, tells).await?;
        Ok(Json(InvitedOneBody::of(&renewed.invitation, renewed.link, false)))
    }
}

/// Whether the invitee is told.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "LinkRenewal")]
struct RenewInput {
    /// Mail the invitation with the new link; `true` unless told.
    #[serde(default, deserialize_with = "given")]
    tell: Option<bool>,
}

/// Reads every row, so that every fault of the list is named at once.
fn read(rows: &[InvitationInput]) -> Result<Vec<NewInvitation>, Problem> {
    let mut problems = Problems::default();
    let read: Vec<NewInvitation> = rows
        .iter()
        .enumerate()
        .filter_map(|(index, row)| {
            let field = |name: &str| format!("invitations[{index}].{name}");
            let email = problems.take(field("email"), EmailAddress::parse(&row.email));
            let role =
                problems.take_optional(field("role"), row.role.as_ref(), |word| Role::parse_invited(word.as_str()));
            let first_name = problems.take_optional(field("first_name"), row.first_name.as_deref(), NamePart::parse);
            let last_name = problems.take_optional(field("last_name"), row.last_name.as_deref(), NamePart::parse);
            let language =
                problems.take_optional(field("language"), row.language.as_ref(), |word| Language::parse(word.as_str()));
            Some(NewInvitation { email: email?, role, first_name, last_name, language })
        })
        .collect();
    if problems.is_empty() {
        return Ok(read);
    }
    Err(Problem::invalid(problems.into_vec().into_iter().map(FieldFault::from).collect()))
}

impl InvitedBody {
    pub(super) fn of(invited: &Invited) -> Self {
        let created = invited.invitations.iter().filter(|one| one.is_new).count();
        Self {
            created,
            existing: invited.invitations.len() - created,
            items: invited
                .invitations
                .iter()
                .map(|one| InvitedOneBody::of(&one.invitation, one.link.clone(), one.is_new))
                .collect(),
        }
    }
}

impl InvitedOneBody {
    pub(super) fn of(invitation: &Invitation, link: String, created: bool) -> Self {
        Self {
            id: invitation.id.into(),
            email: invitation.email.as_typed().to_owned(),
            role: invitation.role.into(),
            created,
            on_the_fly: invitation.origin == Origin::OnTheFly,
            link,
        }
    }
}

impl InvitationBody {
    fn of(view: &InvitationView) -> Self {
        let invitation = &view.listed.invitation;
        let text = |part: &Option<NamePart>| part.as_ref().map(|part| part.as_str().to_owned());
        Self {
            id: invitation.id.into(),
            email: invitation.email.as_typed().to_owned(),
            first_name: text(&invitation.first_name),
            last_name: text(&invitation.last_name),
            language: invitation.language.map(|language| language.as_str().into()),
            role: invitation.role.into(),
            state: if invitation.is_active() { "active" } else { "revoked" }.to_owned(),
            on_the_fly: invitation.origin == Origin::OnTheFly,
            delivery: view.listed.mail.map(|state| state.as_str().into()),
            delivery_error: view.listed.mail_error.clone(),
            rsvp: invitation.rsvp.map(RsvpBody::of),
            delivery_since: view.listed.mail_since.map(Moment::of),
            suppressed: view.suppressed.as_ref().map(SuppressedBody::of),
            unsubscribed_at: view.unsubscribed.map(Moment::of),
            opened_at: view.listed.seen.opened_at.map(Moment::of),
            progress: view.listed.seen.progress().map(ProgressBody::of),
            link: view.link.clone(),
            created_at: Moment::of(invitation.created_at),
        }
    }
}
