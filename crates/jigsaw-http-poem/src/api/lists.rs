//! Whole lists: looking at what one would do, inviting from one, and changing many invitations at once.

use jigsaw_domain::id::InvitationId;
use jigsaw_domain::invitation::{ListSearch, ListState, Role, RowFault, SearchText};
use jigsaw_domain::malformed::Problems;
use jigsaw_domain::text::NamePart;
use jigsaw_domain::usecase::{ChangedList, FaultyRows, ListChange, ListPreview, Outlook, PreviewedPerson, Selection};
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use serde::Deserialize;

use super::by::{By, Host};
use super::input::{Input, given, given_object};
use super::invitations::InvitedOneBody;
use super::list_body::ListBody;
use super::words::{FaultyRowsWord, Id, InvitedRoleWord, ListChangeWord, ListStateWord, OutlookWord};
use super::{Answer, Tag};
use crate::problem::{FieldFault, Problem};

pub(crate) struct Lists;

/// What a list would do. Nothing is written.
#[derive(Debug, Object)]
#[oai(rename = "ListPreview")]
struct PreviewBody {
    /// How many would be invited.
    new: usize,
    /// How many were taken back or removed, and would be invited again with a new link.
    renewed: usize,
    /// How many are listed already and would change.
    changed: usize,
    /// How many are listed already, just so.
    listed: usize,
    /// How many rows repeat an address of an earlier row.
    merged: usize,
    /// How many mails would be sent.
    mails: usize,
    /// Whether the session is live, so that these would be on-the-fly invitations.
    on_the_fly: bool,
    /// Everyone who can be invited.
    people: Vec<PreviewedBody>,
    /// Every row that cannot be used.
    errors: Vec<RowErrorBody>,
}

/// One person of a list.
#[derive(Debug, Object)]
#[oai(rename = "PreviewedPerson")]
struct PreviewedBody {
    /// Where they stand: the row of a table, the line of a text. One-based.
    row: u32,
    /// The address.
    email: String,
    /// First name, if known.
    #[oai(nullable)]
    first_name: Option<String>,
    /// Last name, if known.
    #[oai(nullable)]
    last_name: Option<String>,
    /// The role that they would have.
    #[oai(nullable)]
    role: Option<InvitedRoleWord>,
    /// What would become of them.
    outcome: OutlookWord,
    /// The role that they have now, if it would become another.
    #[oai(nullable)]
    former_role: Option<InvitedRoleWord>,
    /// Whether they would be mailed.
    mailed: bool,
}

/// One row that cannot be used.
#[derive(Debug, Object)]
#[oai(rename = "RowError")]
struct RowErrorBody {
    /// Where it stands: the row of a table, the line of a text. One-based.
    row: u32,
    /// Which part is at fault: `email`, `name` or `role`.
    field: String,
    /// What is wrong, for programs.
    code: String,
    /// The same in words.
    detail: String,
    /// The piece of text at fault, shortened.
    text: String,
}

/// What became of a list.
#[derive(Debug, Object)]
#[oai(rename = "ImportedList")]
struct ImportedBody {
    /// How many are new, or count again; each is mailed an invitation.
    created: usize,
    /// How many were listed already.
    existing: usize,
    /// How many rows repeated an address of an earlier row.
    merged: usize,
    /// How many rows could not be used and were left out, as was asked for.
    left_out: usize,
    /// One for each person, in order.
    items: Vec<InvitedOneBody>,
}

/// Invitations, and what is done to all of them.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "BulkChange")]
struct BulkInput {
    /// What is done: `resend` mails them again with the same links, `revoke` takes them back, `role` gives them a role.
    action: ListChangeWord,
    /// The role, with `role`.
    #[serde(default, deserialize_with = "given")]
    role: Option<InvitedRoleWord>,
    /// These, at most 10,000. Either this or `search`.
    #[serde(default, deserialize_with = "given")]
    invitations: Option<Vec<Id>>,
    /// All that this finds. `{}` is the whole list.
    #[serde(default, deserialize_with = "given_object")]
    search: Option<SearchInput>,
}

/// What is looked for on a list.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "ListSearch")]
struct SearchInput {
    /// Words, each anywhere in an address or a name.
    #[serde(default, deserialize_with = "given")]
    text: Option<String>,
    /// A role.
    #[serde(default, deserialize_with = "given")]
    role: Option<InvitedRoleWord>,
    /// A state.
    #[serde(default, deserialize_with = "given")]
    state: Option<ListStateWord>,
}

/// What was done.
#[derive(Debug, Object)]
#[oai(rename = "ChangedList")]
struct ChangedBody {
    /// So many were changed or mailed.
    changed: usize,
    /// So many were left as they are: taken back already, or in that role already.
    left: usize,
}

#[derive(ApiResponse)]
enum Imported {
    /// Everyone on the list is invited.
    #[oai(status = 201)]
    Made(Json<ImportedBody>),
}

#[OpenApi(prefix_path = "/v1", tag = "Tag::Invitations")]
impl Lists {
    /// Look at what a list would do
    ///
    /// Who would be invited, who is listed already, and which rows cannot be used and why. Nothing is written.
    #[oai(path = "/sessions/:session_id/invitations/preview", method = "post", operation_id = "previewInvitations")]
    async fn preview(
        &self,
        by: By<Host>,
        session_id: Path<Id>,
        /// The role of rows that name none.
        role: Query<Option<InvitedRoleWord>>,
        list: ListBody,
    ) -> Answer<Json<PreviewBody>> {
        let id = session_id.session()?;
        let (caller, role) = (by.caller_in(id).await?, read_role(role.0.as_ref())?);
        Ok(Json(PreviewBody::of(&by.context().door.preview_list(&caller, id, &list.0, role).await?)))
    }

    /// Invite people from a list
    ///
    /// Everyone or nobody: rows that cannot be used are named by number, such as `rows[31].email`. With `faulty=leave_out`
    /// they are left out.
    #[oai(path = "/sessions/:session_id/invitations/import", method = "post", operation_id = "importInvitations")]
    async fn import(
        &self,
        by: By<Host>,
        session_id: Path<Id>,
        /// The role of rows that name none.
        role: Query<Option<InvitedRoleWord>>,
        /// What is done about rows that cannot be used; `refuse` unless told.
        faulty: Query<Option<FaultyRowsWord>>,
        list: ListBody,
    ) -> Answer<Imported> {
        let id = session_id.session()?;
        let (caller, role) = (by.caller_in(id).await?, read_role(role.0.as_ref())?);
        let faulty = match faulty.0 {
            None => FaultyRows::Refuse,
            Some(word) => word.read().map_err(|fault| Problem::field("faulty", &fault))?,
        };
        let invited = by.context().door.invite_list(&caller, id, (&list.0, role), faulty).await?.invitations;
        let created = invited.iter().filter(|one| one.is_new).count();
        let items: Vec<_> =
            invited.iter().map(|one| InvitedOneBody::of(&one.invitation, one.link.clone(), one.is_new)).collect();
        Ok(Imported::Made(Json(ImportedBody {
            created,
            existing: items.len() - created,
            merged: list.0.merged,
            left_out: list.0.rows() - list.0.merged - items.len(),
            items,
        })))
    }

    /// Change many invitations at once
    ///
    /// All of them or none. Those that were taken back are left alone.
    #[oai(path = "/sessions/:session_id/invitations/bulk", method = "post", operation_id = "changeInvitations")]
    async fn bulk(&self, by: By<Host>, session_id: Path<Id>, input: Input<BulkInput>) -> Answer<Json<ChangedBody>> {
        let id = session_id.session()?;
        let caller = by.caller_in(id).await?;
        let (selection, change) = input.0.read()?;
        let ChangedList { changed, left } =
            by.context().door.change_invitations(&caller, id, &selection, change).await?;
        Ok(Json(ChangedBody { changed, left }))
    }
}

fn read_role(word: Option<&InvitedRoleWord>) -> Result<Option<Role>, Problem> {
    let role = word.map(|word| Role::parse_invited(word.as_str())).transpose();
    role.map_err(|fault| Problem::field("role", &fault))
}

/// What is looked for on a list, from the words of a call.
pub(super) fn read_search(
    names: [&str; 3],
    (text, role, state): (Option<&str>, Option<&InvitedRoleWord>, Option<&ListStateWord>),
) -> Result<ListSearch, Problem> {
    let mut problems = Problems::default();
    let [text_name, role_name, state_name] = names;
    let text = problems.take_optional(text_name, text, SearchText::parse);
    let role = problems.take_optional(role_name, role, |word| Role::parse_invited(word.as_str()));
    let state = problems.take_optional(state_name, state, |word| ListState::parse(word.as_str()));
    if !problems.is_empty() {
        return Err(Problem::invalid(problems.into_vec().into_iter().map(FieldFault::from).collect()));
    }
    Ok(ListSearch { text: text.unwrap_or_default(), role, state })
}

impl BulkInput {
    fn read(&self) -> Result<(Selection, ListChange), Problem> {
        let change = self.action.read(read_role(self.role.as_ref())?)?;
        let only_one = || {
            let fault = FieldFault::new(
                "search",
                "contradicts",
                "cannot stand beside `invitations`, and one of them is needed",
            );
            Problem::invalid(vec![fault])
        };
        let selection = match (&self.invitations, &self.search) {
            (Some(ids), None) => {
                let ids: Result<Vec<InvitationId>, Problem> = ids.iter().map(Id::invitation).collect();
                Selection::These(ids?)
            }
            (None, Some(SearchInput { text, role, state })) => Selection::Matching(read_search(
                ["search.text", "search.role", "search.state"],
                (text.as_deref(), role.as_ref(), state.as_ref()),
            )?),
            _ => return Err(only_one()),
        };
        Ok((selection, change))
    }
}

impl PreviewBody {
    fn of(preview: &ListPreview) -> Self {
        let count = |is: fn(Outlook) -> bool| preview.people.iter().filter(|one| is(one.outlook)).count();
        Self {
            new: count(|outlook| outlook == Outlook::New),
            renewed: count(|outlook| outlook == Outlook::Renewed),
            changed: count(|outlook| matches!(outlook, Outlook::Changed { .. })),
            listed: count(|outlook| outlook == Outlook::Listed),
            merged: preview.merged,
            mails: preview.people.iter().filter(|one| one.is_mailed()).count(),
            on_the_fly: preview.on_the_fly,
            people: preview.people.iter().map(PreviewedBody::of).collect(),
            errors: preview.faults.iter().map(RowErrorBody::of).collect(),
        }
    }
}

impl PreviewedBody {
    fn of(previewed: &PreviewedPerson) -> Self {
        let person = &previewed.person;
        let text = |part: &Option<NamePart>| part.as_ref().map(ToString::to_string);
        let former = match previewed.outlook {
            Outlook::Changed { role, .. } => role,
            _ => None,
        };
        Self {
            row: person.number,
            email: person.email.as_typed().to_owned(),
            first_name: text(&person.first_name),
            last_name: text(&person.last_name),
            role: person.role.map(Into::into),
            outcome: OutlookWord::of(previewed.outlook),
            former_role: former.map(Into::into),
            mailed: previewed.is_mailed(),
        }
    }
}

impl RowErrorBody {
    fn of(fault: &RowFault) -> Self {
        Self {
            row: fault.number,
            field: fault.column.as_str().to_owned(),
            code: fault.fault.code().to_owned(),
            detail: fault.fault.to_string(),
            text: fault.text.clone(),
        }
    }
}
