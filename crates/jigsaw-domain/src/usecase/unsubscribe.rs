//! "No more reminders": by the address that each reminder carries (RFC 8058). Looking changes nothing.

use super::{FrontDoor, UseCaseError};
use crate::delivery::{AddressDigest, Unsubscription};
use crate::email_address::EmailAddress;
use crate::id::{AccountId, InvitationId};
use crate::link::{Generation, Link, LinkTarget};
use crate::port::{Change, ChangeSet};
use crate::text::PersonName;

/// What the page of an unsubscribe link shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminding {
    /// Whose reminders.
    pub host_name: PersonName,
    /// To which address.
    pub email: EmailAddress,
    /// Whether they are sent.
    pub wanted: bool,
}

struct About {
    reminding: Reminding,
    host: AccountId,
    addresses: Vec<AddressDigest>,
}

impl FrontDoor {
    /// The address under which somebody unsubscribes from the reminders of an invitation's host.
    pub(super) fn unsubscribe_url(&self, invitation: InvitationId) -> String {
        let link = Link { target: LinkTarget::Unsubscribe(invitation), generation: Generation::FIRST };
        self.address.of(&self.keyring, link)
    }

    /// Whether reminders are sent to whom the link was mailed.
    pub async fn look_reminding(&self, link: Link) -> Result<Reminding, UseCaseError> {
        Ok(self.about_reminding(link).await?.reminding)
    }

    /// Ends or resumes the reminders of this host to this address. Invitations, changes and cancellations come anyway. Whoever
    /// has the mail may do it: the link says nothing else of them, and opens nothing.
    pub async fn remind_again(&self, link: Link, wanted: bool) -> Result<Reminding, UseCaseError> {
        let About { reminding, host, addresses } = self.about_reminding(link).await?;
        if reminding.wanted == wanted {
            return Ok(reminding);
        }
        let change = if wanted {
            Change::Resubscribe(host, addresses)
        } else {
            let address = self.keyring.address_digest(reminding.email.key());
            Change::Unsubscribe(Unsubscription { host, address, since: self.now() })
        };
        self.commit(ChangeSet::of([change])).await?;
        Ok(Reminding { wanted, ..reminding })
    }

    async fn about_reminding(&self, link: Link) -> Result<About, UseCaseError> {
        let LinkTarget::Unsubscribe(invitation) = link.target else { return Err(UseCaseError::NotFound) };
        let invitation = self.ports.invitations.find(invitation).await?.ok_or(UseCaseError::NotFound)?;
        let session = self.ports.sessions.find(invitation.session).await?.ok_or(UseCaseError::NotFound)?;
        let host = self.ports.accounts.find(session.host()).await?.ok_or(UseCaseError::NotFound)?;
        let addresses = self.keyring.address_digests(invitation.email.key());
        let unsubscribed = self.ports.suppressions.unsubscribed(host.id, addresses.clone()).await?;
        let reminding = Reminding { host_name: host.name, email: invitation.email, wanted: unsubscribed.is_empty() };
        Ok(About { reminding, host: host.id, addresses })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::usecase::testing::*;

    const ADDRESS: &str = "mike@example.org";

    fn link(target: LinkTarget) -> Link {
        Link { target, generation: Generation::FIRST }
    }

    fn mocks(unsubscribed: bool) -> Mocks {
        let mut mocks = Mocks::new();
        mocks.knows(&session());
        mocks.invitations.expect_find().returning(|_| Ok(Some(invitation(ADDRESS))));
        mocks.suppressions().expect_unsubscribed().returning(move |host, asked| {
            let one = Unsubscription { host, address: asked[0], since: minutes(-5) };
            Ok(unsubscribed.then_some(one).into_iter().collect())
        });
        mocks
    }

    fn mikes() -> Link {
        link(LinkTarget::Unsubscribe(invitation(ADDRESS).id))
    }

    #[test]
    fn looking_changes_nothing_and_says_whose_reminders() {
        for unsubscribed in [false, true] {
            let seen = block_on(mocks(unsubscribed).front_door().look_reminding(mikes())).unwrap();
            assert_eq!((seen.host_name, seen.wanted), (host().name, !unsubscribed));
        }
    }

    #[test]
    fn reminders_end_and_begin_again() {
        let mut before = mocks(false);
        let written = before.commits();
        assert!(!block_on(before.front_door().remind_again(mikes(), false)).unwrap().wanted);
        let Change::Unsubscribe(one) = &written.only().changes[0] else { panic!("an unsubscription was expected") };
        assert_eq!((one.host, one.since), (host().id, now()));
        assert_eq!(one.address, keyring().address_digest(email(ADDRESS).key()));

        let mut after = mocks(true);
        let written = after.commits();
        assert!(block_on(after.front_door().remind_again(mikes(), true)).unwrap().wanted);
        assert!(matches!(&written.only().changes[0], Change::Resubscribe(host_id, _) if *host_id == host().id));
    }

    #[test]
    fn doing_it_twice_writes_once() {
        assert!(!block_on(mocks(true).front_door().remind_again(mikes(), false)).unwrap().wanted);
        assert!(block_on(mocks(false).front_door().remind_again(mikes(), true)).unwrap().wanted);
    }

    #[test]
    fn no_other_link_unsubscribes() {
        for other in [LinkTarget::Invitation(invitation(ADDRESS).id), LinkTarget::Session(session().id())] {
            let refused = block_on(mocks(false).front_door().remind_again(link(other), false));
            assert_eq!(refused, Err(UseCaseError::NotFound));
        }
    }
}
