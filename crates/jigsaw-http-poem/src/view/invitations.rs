//! `/sessions/{id}/invitations`: who is on the list.

use askama::Template;

use super::coming::MailPlan;
use super::common::{Errors, Page, Stamp};
use super::sessions::{ConsoleHead, Tab};
use super::words::{BulkAction, InvitationStatus, InvitationType, ListState, Outlook, Role, Said};

/// The Invitations tab. The form posts to itself.
#[derive(Debug, Template)]
#[template(path = "invitations.html")]
pub struct InvitationsPage {
    /// Frame.
    pub page: Page,
    /// Console head; without `is_host` the form is not shown.
    pub head: ConsoleHead,
    /// The session's type: on links, invitations carry roles but do not decide who enters.
    pub invitation_type: InvitationType,
    /// False when ended or cancelled.
    pub can_invite: bool,
    /// What was typed or chosen, kept when something is wrong.
    pub typed: TypedList,
    /// Faults of the form (`emails`, `file`, `role`).
    pub errors: Errors,
    /// What the typed list would do, once somebody asked or tried.
    pub preview: Option<PreviewCard>,
    /// Answers, and what is mailed when.
    pub plan: MailPlan,
    /// Since when mail has been waiting for a relay that is out of order.
    pub mail_waits: Option<Stamp>,
    /// What is looked for.
    pub search: SearchForm,
    /// What was found, a page of it.
    pub rows: Vec<InvitationRow>,
    /// The list in numbers.
    pub numbers: ListNumbers,
    /// Address of the next page of the list, if it goes on.
    pub next_url: Option<String>,
    /// Address of the first page, on later ones.
    pub first_url: Option<String>,
    /// This page's own address, to look at again while mails go out.
    pub own_url: String,
}

impl InvitationsPage {
    /// Whether mails of a longer list are on their way, so that a bar shows how far they are.
    pub fn shows_progress(&self) -> bool {
        self.numbers.waiting > 0 && self.numbers.mails() >= 10
    }
}

/// The form, as typed.
#[derive(Debug, Clone)]
pub struct TypedList {
    /// The text: typed, pasted, or of the file that was chosen.
    pub text: String,
    /// Whether the text is of a file, and is read as one.
    pub is_file: bool,
    /// The chosen role.
    pub role: Role,
}

/// What a list would do.
#[derive(Debug, Clone)]
pub struct PreviewCard {
    /// How many rows were read.
    pub rows: u32,
    /// How many people can be invited.
    pub good: u32,
    /// Sentences with numbers, such as "12 people are invited already".
    pub sums: Vec<String>,
    /// Rows that cannot be used, the first ones.
    pub faulty: Vec<FaultyLine>,
    /// How many rows cannot be used.
    pub faults: u32,
    /// People, the first ones.
    pub people: Vec<PreviewRow>,
    /// Says which text was looked at, so that only that is invited without its faulty rows.
    pub seen: String,
}

impl PreviewCard {
    /// How many rows that cannot be used are not shown.
    pub fn more_faults(&self) -> u32 {
        beyond(self.faults, self.faulty.len())
    }

    /// How many people are not shown.
    pub fn more_people(&self) -> u32 {
        beyond(self.good, self.people.len())
    }
}

/// How many of all are not shown.
fn beyond(all: u32, shown: usize) -> u32 {
    all.saturating_sub(u32::try_from(shown).unwrap_or(u32::MAX))
}

/// One row of a list that could not be used.
#[derive(Debug, Clone)]
pub struct FaultyLine {
    /// One-based.
    pub line: u32,
    /// What was typed.
    pub typed: String,
    /// Cause and mend.
    pub message: String,
}

/// One person of a list.
#[derive(Debug, Clone)]
pub struct PreviewRow {
    /// One-based.
    pub line: u32,
    /// Address.
    pub email: String,
    /// Name, if there is one.
    pub name: String,
    /// The role that they would have.
    pub role: Role,
    /// The role that they have now, if it would become another.
    pub former_role: Option<Role>,
    /// What would become of them.
    pub outlook: Outlook,
}

/// What is looked for on the list.
#[derive(Debug, Clone, Default)]
pub struct SearchForm {
    /// Words.
    pub q: String,
    /// A role.
    pub role: Option<Role>,
    /// A state.
    pub state: Option<ListState>,
    /// How many were found.
    pub found: u32,
}

impl SearchForm {
    /// Whether this role is looked for.
    pub fn has_role(&self, role: &Role) -> bool {
        self.role == Some(*role)
    }

    /// Whether this state is looked for.
    pub fn has_state(&self, state: &ListState) -> bool {
        self.state == Some(*state)
    }

    /// Whether something is looked for.
    pub const fn is_on(&self) -> bool {
        !self.q.is_empty() || self.role.is_some() || self.state.is_some()
    }
}

/// The list in numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListNumbers {
    /// Everyone, those who were taken back included.
    pub total: u32,
    /// Mails that are to go, or to be tried again.
    pub waiting: u32,
    /// Mails that have gone.
    pub sent: u32,
    /// Mails that could not be delivered.
    pub undelivered: u32,
}

impl ListNumbers {
    /// Everyone, in the reader's digits.
    pub fn total_words(&self, page: &Page) -> String {
        page.text.number(self.total)
    }

    /// Every mail of people who are still invited.
    pub const fn mails(&self) -> u32 {
        self.waiting + self.sent + self.undelivered
    }
}

/// One invitation.
#[derive(Debug, Clone)]
pub struct InvitationRow {
    /// Invitation id: posts to `/sessions/{sid}/invitations/{id}/resend` and `…/revoke`.
    pub id: String,
    /// Address as typed.
    pub email: String,
    /// Name, if known.
    pub name: String,
    /// Role.
    pub role: Role,
    /// What has become of it.
    pub status: InvitationStatus,
    /// What the person said about coming.
    pub said: Option<Said>,
    /// Why they have come no further: the relay's words, or what kept them at the door.
    pub trouble: Option<String>,
    /// That nothing is sent to them, or no reminders.
    pub note: Option<String>,
    /// When that was.
    pub since: Option<Stamp>,
    /// Whether it can be sent again and taken back.
    pub can_change: bool,
    /// Whether nothing is sent to the address, which the host may end: posts to `…/mail-again`.
    pub can_lift: bool,
}

/// Many invitations at once: what is about to be done to whom.
#[derive(Debug, Template)]
#[template(path = "invitations_bulk.html")]
pub struct BulkPage {
    /// Frame.
    pub page: Page,
    /// Console head.
    pub head: ConsoleHead,
    /// What is about to be done.
    pub action: BulkAction,
    /// Name and address of the first of those that it is done to.
    pub people: Vec<(String, String)>,
    /// How many they are.
    pub count: u32,
    /// How many of the selected are left as they are.
    pub left: u32,
    /// The selection, carried on.
    pub selected: Vec<String>,
    /// What was looked for, when everyone found is selected.
    pub search: Option<SearchForm>,
}

impl BulkPage {
    /// How many people are not named.
    pub fn more(&self) -> u32 {
        beyond(self.count, self.people.len())
    }

    /// The question.
    pub fn title(&self) -> String {
        match self.action {
            BulkAction::Resend => self.page.t1("bulk-resend-title", "count", self.count),
            BulkAction::Revoke => self.page.t1("bulk-revoke-title", "count", self.count),
            _ => self.page.t1("bulk-role-title", "count", self.count),
        }
    }

    /// What follows from it.
    pub fn what_happens(&self) -> String {
        match self.action {
            BulkAction::Resend => self.page.t("bulk-resend-what-happens"),
            BulkAction::Revoke => self.page.t("bulk-revoke-what-happens"),
            _ => self.page.t("bulk-role-what-happens"),
        }
    }
}
