//! Who is not mailed, or not reminded, asked last: between a change and its letter somebody may unsubscribe.

use super::FrontDoor;
use crate::delivery::{Letter, MessageBody, OutgoingMessage, Suppression};
use crate::port::PortError;

impl FrontDoor {
    /// Neither to an address whose mailbox takes no mail, nor reminders to whoever wants none from this host. A code is asked
    /// for by the person themselves, who wait for it: it is sent, and shows whether the mailbox takes mail again.
    pub(super) async fn refuse_unwanted(
        &self,
        message: &OutgoingMessage,
        letter: &Letter,
    ) -> Result<Option<&'static str>, PortError> {
        if matches!(message.body, MessageBody::Code { .. }) {
            return Ok(None);
        }
        let addresses = self.keyring.address_digests(letter.to.key());
        if !self.ports.suppressions.suppressed(addresses.clone()).await?.is_empty() {
            return Ok(Some(Suppression::WORD));
        }
        let host = message.lane.filter(|_| matches!(message.body, MessageBody::Reminder { .. }));
        let Some(host) = host else { return Ok(None) };
        let unsubscribed = self.ports.suppressions.unsubscribed(host, addresses).await?;
        Ok((!unsubscribed.is_empty()).then_some("unsubscribed"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Made;
    use crate::delivery::{MessageBody, OutgoingMessage, Priority, Suppression, SuppressionCause, Unsubscription};
    use crate::id::MessageId;
    use crate::port::DoorSituation;
    use crate::usecase::testing::*;

    const ADDRESS: &str = "mike@example.org";

    fn message(body: MessageBody) -> OutgoingMessage {
        OutgoingMessage {
            id: MessageId::mint(minutes(-2), [5; 16]),
            body,
            priority: Priority::Bulk,
            not_before: minutes(-2),
            deadline: None,
            unique_key: None,
            lane: Some(host().id),
            created_at: minutes(-2),
        }
    }

    fn invited() -> OutgoingMessage {
        message(MessageBody::Invitation { invitation: invitation(ADDRESS).id, on_the_fly: false })
    }

    fn reminded() -> OutgoingMessage {
        let invitation = invitation(ADDRESS).id;
        message(MessageBody::Reminder { invitation, offset_minutes: 60, starts_at: minutes(60) })
    }

    /// Mike's address is on the list, or wants no reminders from the host.
    fn dropped(message: &OutgoingMessage, suppressed: bool, unsubscribed: bool) -> Option<&'static str> {
        let mut mocks = Mocks::new();
        let invitation = invitation(ADDRESS);
        mocks.door.expect_situation().returning(move |_| {
            let linked_invitation = Some(invitation.clone());
            Ok(Some(DoorSituation { linked_invitation, invitation: Some(invitation.clone()), ..situation(session()) }))
        });
        mocks.suppressions().expect_suppressed().returning(move |asked| {
            assert_eq!(asked, keyring().address_digests(email(ADDRESS).key()));
            let one =
                Suppression { address: asked[0], cause: SuppressionCause::Bounced, words: None, since: minutes(-600) };
            Ok(suppressed.then_some(one).into_iter().collect())
        });
        mocks.suppressions().expect_unsubscribed().returning(move |host_id, asked| {
            assert_eq!(host_id, host().id);
            let one = Unsubscription { host: host_id, address: asked[0], since: minutes(-600) };
            Ok(unsubscribed.then_some(one).into_iter().collect())
        });
        match block_on(mocks.front_door().letter(message)).unwrap() {
            Made::Letter(_) => None,
            Made::Dropped(reason) => Some(reason),
        }
    }

    #[test]
    fn nothing_is_sent_to_an_address_that_is_on_the_list() {
        assert_eq!(dropped(&invited(), true, false), Some("suppressed"));
        assert_eq!(dropped(&reminded(), true, true), Some("suppressed"));
    }

    #[test]
    fn whoever_unsubscribed_gets_no_reminders_and_everything_else() {
        assert_eq!(dropped(&reminded(), false, true), Some("unsubscribed"));
        assert_eq!(dropped(&invited(), false, true), None);
        assert_eq!(dropped(&reminded(), false, false), None);
    }
}
