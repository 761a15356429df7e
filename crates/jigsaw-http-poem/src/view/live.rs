//! `/sessions/{id}/live`: the host's hands on the session.

use askama::Template;

use super::common::{Errors, Page, Stamp};
use super::sessions::{ConsoleHead, LinkCard, Tab};
use super::words::{PersonState, Proof, Role, SessionState};

/// The Live tab. Forms post below `/sessions/{id}`.
#[derive(Debug, Template)]
#[template(path = "live.html")]
pub struct LivePage {
    /// Frame.
    pub page: Page,
    /// Console head; without `is_host` nobody can be invited.
    pub head: ConsoleHead,
    /// When locked, the host's message (may be empty).
    pub locked: Option<String>,
    /// Those who wait, longest first.
    pub waiting: Vec<WaitingRow>,
    /// Everyone else: inside first.
    pub roster: Vec<RosterRow>,
    /// How many are inside.
    pub inside: u32,
    /// What was typed into "Invite on the fly".
    pub invite: InviteForm,
    /// Faults of that form.
    pub errors: Errors,
    /// The invitation just made.
    pub invited: Option<InvitedCard>,
    /// Stream of changes; `None` when there will be none any more.
    pub events_url: Option<String>,
}

/// What the host types to invite on the fly.
#[derive(Debug, Clone)]
pub struct InviteForm {
    /// Address.
    pub email: String,
    /// Optional.
    pub first_name: String,
    /// Optional.
    pub last_name: String,
    /// Role.
    pub role: Role,
}

impl Default for InviteForm {
    fn default() -> Self {
        Self { email: String::new(), first_name: String::new(), last_name: String::new(), role: Role::Attendee }
    }
}

/// The invitation just made, with the link to hand over.
#[derive(Debug, Clone)]
pub struct InvitedCard {
    /// Address it was mailed to.
    pub email: String,
    /// The personal link.
    pub link: LinkCard,
}

/// Somebody who waits.
#[derive(Debug, Clone)]
pub struct WaitingRow {
    /// Participant id: posts to `/sessions/{sid}/participants/{id}/admit` and `…/deny`.
    pub id: String,
    /// Name as given.
    pub name: String,
    /// The part after the @.
    pub domain: String,
    /// How the address is known.
    pub proof: Proof,
    /// Since when.
    pub since: Stamp,
    /// Asked to be let in without an invitation.
    pub knocks: bool,
}

/// Somebody on the roster.
#[derive(Debug, Clone)]
pub struct RosterRow {
    /// Participant id (for the invited: the invitation's participant); unique in the roster.
    pub id: String,
    /// Name, or the address while no name is known.
    pub name: String,
    /// Address.
    pub email: String,
    /// Role now.
    pub role: Role,
    /// `None` for those who have not come.
    pub proof: Option<Proof>,
    /// Where they are.
    pub state: PersonState,
    /// Since when.
    pub since: Option<Stamp>,
    /// Offer "Remove": posts `reason`, `ban` to `/sessions/{sid}/participants/{id}/remove`.
    pub can_remove: bool,
    /// Offer another role: posts `role` to `/sessions/{sid}/participants/{id}/role`.
    pub can_change_role: bool,
}
