//! A link that was opened, and the session behind it.

use jigsaw_domain::admission::LinkKind;
use jigsaw_domain::link::{Link, LinkTarget};
use jigsaw_domain::session::InvitationType;
use jigsaw_domain::usecase::{PublicSession, UseCaseError};
use poem::http::StatusCode;

use super::super::frame::{Turn, Visit, show_as};
use crate::view::{Given, JoinAnswerPage, JoinReason, Page};

/// Where somebody stands who has opened a link.
pub(in super::super) struct Doorstep {
    pub(in super::super) link: Link,
    pub(super) kind: LinkKind,
    pub(in super::super) session: PublicSession,
    /// The link's own path, which its forms are sent to.
    pub(in super::super) action: String,
}

impl Doorstep {
    /// By a session link.
    pub(in super::super) async fn session(visit: &Visit, key: &str) -> Result<Self, Turn> {
        Self::open(visit, key, LinkKind::Session).await
    }

    /// By a personal link.
    pub(super) async fn personal(visit: &Visit, key: &str) -> Result<Self, Turn> {
        Self::open(visit, key, LinkKind::Personal).await
    }

    async fn open(visit: &Visit, key: &str, kind: LinkKind) -> Result<Self, Turn> {
        let link = visit.door().keyring().open(key).filter(|link| match link.target {
            LinkTarget::Session(_) => kind == LinkKind::Session,
            LinkTarget::Invitation(_) => kind == LinkKind::Personal,
            LinkTarget::Setup(_) | LinkTarget::Calendar(_) | LinkTarget::Unsubscribe(_) => false,
        });
        let Some(link) = link else {
            return Err(unknown(visit));
        };
        let folder = if kind == LinkKind::Session { "j" } else { "i" };
        match visit.context().look(link).await {
            Ok(session) => Ok(Self { link, kind, session, action: format!("/{folder}/{key}") }),
            Err(UseCaseError::NotFound) => Err(unknown(visit)),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether the session asks for accounts.
    pub(super) fn asks_for_accounts(&self) -> bool {
        self.session.invitation_type == InvitationType::LinkPasswordRequested
    }

    /// Whether only listed people enter.
    pub(super) fn is_for_a_list(&self) -> bool {
        self.session.invitation_type == InvitationType::InvitationList
    }
}

/// The one page for every link that leads nowhere: it does not repeat the link.
pub(super) fn unknown(visit: &Visit) -> Turn {
    let page = show_as(
        StatusCode::NOT_FOUND,
        &JoinAnswerPage {
            page: Page { here: String::new(), ..visit.page(None) },
            head: None,
            action: String::new(),
            reason: JoinReason::UnknownLink,
            host_words: None,
            given: Given::default(),
            wait: None,
            retry_after: None,
            may_knock: false,
        },
    );
    match page {
        Ok(page) => Turn::Instead(Box::new(page)),
        Err(turn) => turn,
    }
}
