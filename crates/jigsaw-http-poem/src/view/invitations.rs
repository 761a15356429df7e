//! `/sessions/{id}/invitations`: who is on the list.

use askama::Template;

use super::coming::MailPlan;
use super::common::{Errors, Page, Stamp};
use super::sessions::{ConsoleHead, Tab};
use super::words::{InvitationStatus, InvitationType, Role, Said};

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
    /// The typed list, kept when something is wrong.
    pub emails: String,
    /// The chosen role.
    pub role: Role,
    /// Faults of the form (`emails`, `role`).
    pub errors: Errors,
    /// Faults by line of the typed list.
    pub faulty_lines: Vec<FaultyLine>,
    /// How many lines were typed, for "4 of 120".
    pub typed_lines: u32,
    /// Answers, and what is mailed when.
    pub plan: MailPlan,
    /// Since when mail has been waiting for a relay that is out of order.
    pub mail_waits: Option<Stamp>,
    /// The list.
    pub rows: Vec<InvitationRow>,
    /// How many there are in all.
    pub total: u32,
    /// Address of the next page of the list, if it goes on.
    pub next_url: Option<String>,
}

/// One line of the typed list that could not be used.
#[derive(Debug, Clone)]
pub struct FaultyLine {
    /// One-based.
    pub line: u32,
    /// What was typed.
    pub typed: String,
    /// Cause and mend.
    pub message: String,
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
