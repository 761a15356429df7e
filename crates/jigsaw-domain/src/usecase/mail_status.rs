//! What became of the mail of a list, as its host sees it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::list_sessions::MAX_PAGE;
use super::{Action, Caller, FrontDoor, UseCaseError};
use crate::delivery::{AddressDigest, Suppression};
use crate::id::{AccountId, InvitationId, SessionId};
use crate::invitation::InvitationTally;
use crate::port::ListedInvitation;

/// An invitation as the host sees it.
#[derive(Clone, Debug)]
pub struct InvitationView {
    /// The invitation, what became of its mail, and what its person did.
    pub listed: ListedInvitation,
    /// The address of its personal link, made for showing; none for one that was taken back.
    pub link: Option<String>,
    /// Its address is not mailed, by nobody on this server.
    pub suppressed: Option<Suppression>,
    /// Its address has wanted no reminders from this host since then.
    pub unsubscribed: Option<DateTime<Utc>>,
}

/// How far the mail of a session's list is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MailStatus {
    /// Its active invitations by where their mail stands.
    pub tally: InvitationTally,
    /// Since when the relay has been out of order: nothing goes out, and nothing is lost.
    pub relay_out_since: Option<DateTime<Utc>>,
}

impl FrontDoor {
    /// The list with the state of each mail, oldest first.
    pub async fn list_invitations(
        &self,
        caller: &Caller,
        id: SessionId,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Vec<InvitationView>, UseCaseError> {
        let session = self.session_for(caller, id, Action::ViewSession).await?;
        let listed = self.ports.invitations.list(id, after, limit.clamp(1, MAX_PAGE)).await?;
        self.viewed(session.host(), listed).await
    }

    /// A page of a list as its host sees it.
    pub(super) async fn viewed(
        &self,
        host: AccountId,
        listed: Vec<ListedInvitation>,
    ) -> Result<Vec<InvitationView>, UseCaseError> {
        let mut unwanted = self.unwanted(host, &listed).await?;
        let shown = listed.into_iter().map(|listed| {
            let Unwanted { suppressed, unsubscribed } = unwanted.remove(&listed.invitation.id).unwrap_or_default();
            let link = listed.invitation.is_active().then(|| self.personal_link(&listed.invitation));
            InvitationView { listed, link, suppressed, unsubscribed }
        });
        Ok(shown.collect())
    }

    /// How far the mail of a session's list is; cheap enough to be asked every second.
    pub async fn mail_status(&self, caller: &Caller, id: SessionId) -> Result<MailStatus, UseCaseError> {
        self.session_for(caller, id, Action::ViewSession).await?;
        let tally = self.ports.invitations.tally(id).await?;
        Ok(MailStatus { tally, relay_out_since: self.ports.outbox.held_since().await? })
    }

    /// Who of a page is not mailed, or not reminded.
    async fn unwanted(
        &self,
        host: AccountId,
        listed: &[ListedInvitation],
    ) -> Result<HashMap<InvitationId, Unwanted>, UseCaseError> {
        let mut of_address: HashMap<AddressDigest, InvitationId> = HashMap::new();
        for invitation in listed.iter().map(|listed| &listed.invitation) {
            let addresses = self.keyring.address_digests(invitation.email.key());
            of_address.extend(addresses.into_iter().map(|address| (address, invitation.id)));
        }
        let asked: Vec<AddressDigest> = of_address.keys().copied().collect();
        let mut unwanted: HashMap<InvitationId, Unwanted> = HashMap::new();
        for suppression in self.ports.suppressions.suppressed(asked.clone()).await? {
            if let Some(id) = of_address.get(&suppression.address) {
                unwanted.entry(*id).or_default().suppressed = Some(suppression);
            }
        }
        for one in self.ports.suppressions.unsubscribed(host, asked).await? {
            if let Some(id) = of_address.get(&one.address) {
                unwanted.entry(*id).or_default().unsubscribed = Some(one.since);
            }
        }
        Ok(unwanted)
    }
}

/// What keeps mail from one of them.
#[derive(Debug, Default)]
struct Unwanted {
    suppressed: Option<Suppression>,
    unsubscribed: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::{SuppressionCause, Unsubscription};
    use crate::usecase::testing::*;

    #[test]
    fn the_list_says_who_is_not_mailed_and_who_is_not_reminded() {
        let mut mocks = Mocks::new();
        mocks.knows(&session());
        let people = ["gone@example.org", "quiet@example.org", "fine@example.org"];
        mocks
            .invitations
            .expect_list()
            .returning(move |_, _, _| Ok(people.iter().map(|one| ListedInvitation::unseen(invitation(one))).collect()));
        let digest = |address| keyring().address_digest(email(address).key());
        let gone = Suppression {
            address: digest("gone@example.org"),
            cause: SuppressionCause::Bounced,
            words: Some("550 no such user".to_owned()),
            since: minutes(-9),
        };
        let found = gone.clone();
        mocks.suppressions().expect_suppressed().once().returning(move |asked| {
            assert_eq!(asked.len(), 3, "one question for the page");
            Ok(vec![found.clone()])
        });
        mocks.suppressions().expect_unsubscribed().once().returning(move |from, _| {
            let address = digest("quiet@example.org");
            Ok(vec![Unsubscription { host: from, address, since: minutes(-5) }])
        });
        let page = block_on(mocks.front_door().list_invitations(&as_host(), session().id(), None, 10)).unwrap();
        let told: Vec<_> = page.iter().map(|view| (view.suppressed.clone(), view.unsubscribed)).collect();
        assert_eq!(told, [(Some(gone), None), (None, Some(minutes(-5))), (None, None)]);
    }

    #[test]
    fn the_status_tells_of_a_relay_that_is_out_of_order_and_only_the_host_sees_it() {
        let mocks = || {
            let mut mocks = Mocks::new();
            mocks.knows(&session());
            let tally = InvitationTally { queued: 4, waiting_since: Some(minutes(-30)), ..InvitationTally::default() };
            mocks.invitations.expect_tally().returning(move |_| Ok(tally));
            mocks.outbox.expect_held_since().returning(|| Ok(Some(minutes(-20))));
            mocks.front_door()
        };
        let status = block_on(mocks().mail_status(&as_host(), session().id())).unwrap();
        assert_eq!((status.tally.waiting(), status.relay_out_since), (4, Some(minutes(-20))));
        let stranger = Caller { subject: crate::usecase::Subject::Account(account("other@example.org")), ..as_host() };
        let refused = block_on(mocks().mail_status(&stranger, session().id()));
        assert_eq!(refused, Err(UseCaseError::NotFound));
    }
}
