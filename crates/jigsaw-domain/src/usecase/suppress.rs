//! Mailing an address again that was on the list of those that are not mailed.

use super::{Action, Caller, FrontDoor, UseCaseError};
use crate::audit::FieldChange;
use crate::id::{InvitationId, SessionId};
use crate::port::{Change, ChangeSet};

impl FrontDoor {
    /// The host of an invitation may have its address mailed again: they know the person. What bounces again is on the list
    /// again. Nothing is changed for an address that is not on it.
    pub async fn lift_suppression(
        &self,
        caller: &Caller,
        id: SessionId,
        invitation: InvitationId,
    ) -> Result<(), UseCaseError> {
        self.session_for(caller, id, Action::Invite).await?;
        let invited = self.invitation_of(id, invitation).await?;
        let addresses = self.keyring.address_digests(invited.email.key());
        let Some(lifted) = self.ports.suppressions.suppressed(addresses.clone()).await?.into_iter().next() else {
            return Ok(());
        };
        let now = self.now();
        let told = FieldChange::between("mailed", lifted.cause.as_str(), "again");
        let object = (Some(id), invited.id.as_uuid());
        let changes = ChangeSet {
            changes: vec![Change::LiftSuppressions(addresses)],
            audit: vec![self.audit(caller, "suppression.lifted", object, told, now)],
            ..ChangeSet::default()
        };
        self.commit(changes).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::{Suppression, SuppressionCause};
    use crate::usecase::Subject;
    use crate::usecase::testing::*;

    fn mocks() -> Mocks {
        let mut mocks = Mocks::new();
        mocks.knows(&session());
        mocks.invitations.expect_find().returning(|_| Ok(Some(invitation("gone@example.org"))));
        mocks.suppressions().expect_suppressed().returning(|asked| {
            let cause = SuppressionCause::Bounced;
            Ok(vec![Suppression { address: asked[0], cause, words: None, since: minutes(-60) }])
        });
        mocks
    }

    #[test]
    fn the_host_has_an_address_mailed_again_and_that_is_written_down() {
        let mut mocks = mocks();
        let written = mocks.commits();
        let id = invitation("gone@example.org").id;
        block_on(mocks.front_door().lift_suppression(&as_host(), session().id(), id)).unwrap();
        let set = written.only();
        assert_eq!(set.actions(), ["suppression.lifted"]);
        let Change::LiftSuppressions(lifted) = &set.changes[0] else { panic!("{set:?}") };
        assert_eq!(*lifted, keyring().address_digests(email("gone@example.org").key()));
    }

    #[test]
    fn an_address_that_is_mailed_anyway_changes_nothing() {
        let mut mocks = Mocks::new();
        mocks.knows(&session());
        mocks.invitations.expect_find().returning(|_| Ok(Some(invitation("fine@example.org"))));
        let id = invitation("fine@example.org").id;
        assert_eq!(block_on(mocks.front_door().lift_suppression(&as_host(), session().id(), id)), Ok(()));
    }

    #[test]
    fn nobody_but_the_host_lifts_it() {
        let id = invitation("gone@example.org").id;
        let stranger = Caller { subject: Subject::Account(account("other@example.org")), ..as_host() };
        let refused = block_on(mocks().front_door().lift_suppression(&stranger, session().id(), id));
        assert_eq!(refused, Err(UseCaseError::NotFound));
    }
}
