//! What relays report of messages that they took, by the signed hook.

use super::context::event;
use super::{FrontDoor, UseCaseError};
use crate::delivery::{MailReport, MessageBody, ReportKind, Suppression, SuppressionCause};
use crate::email_address::EmailAddress;
use crate::event::EventKind;
use crate::id::{AccountId, SessionId};
use crate::port::{Change, ChangeSet, PortError};

/// What is kept of a relay's words.
const MAX_WORDS: usize = 300;

impl FrontDoor {
    /// Takes a report that is believed, once: the second time it is a contradiction, `report_taken`. A message that this server
    /// did not send is not found. Whoever complains, or has no mailbox, is not mailed any more.
    pub async fn take_mail_report(&self, report: MailReport) -> Result<(), UseCaseError> {
        let now = self.now();
        let found = self.ports.outbox.message(report.message).await?;
        let (message, _) = found.ok_or(UseCaseError::NotFound)?;
        let recipient = self.recipient(&message.body).await?;
        let address = recipient.as_ref().map(|(email, _)| email);
        let words = report.reason.as_deref().map(|words| without(words, address));
        let mut changes = ChangeSet::of([Change::TakeReport(report.name, now)]);
        if let Some(state) = report.kind.state() {
            changes.push(Change::ReportMessage(report.message, state, words.clone()));
        }
        let cause = match report.kind {
            ReportKind::Bounced => Some(SuppressionCause::Bounced),
            ReportKind::Complained => Some(SuppressionCause::Complained),
            ReportKind::Deferred => None,
        };
        if let (Some(cause), Some(email)) = (cause, address) {
            let address = self.keyring.address_digest(email.key());
            changes.push(Change::Suppress(Suppression { address, cause, words, since: now }));
        }
        if let Some((_, Some(session))) = recipient {
            changes.events.push(event(session, EventKind::InvitationsChanged, now));
        }
        let is_conflict = |done: &Result<(), UseCaseError>| *done == Err(UseCaseError::Port(PortError::Conflict));
        let first = self.commit(changes.clone()).await;
        // Relays do not come again after "taken before", so that it is said only of what conflicts for good.
        let done = if is_conflict(&first) { self.commit(changes).await } else { first };
        if is_conflict(&done) { Err(UseCaseError::Contradiction("report_taken")) } else { done }
    }

    /// To whom a message went, and at whose session it is shown. Gone with what it was about.
    async fn recipient(&self, body: &MessageBody) -> Result<Option<(EmailAddress, Option<SessionId>)>, UseCaseError> {
        Ok(match *body {
            MessageBody::Invitation { invitation, .. }
            | MessageBody::Reminder { invitation, .. }
            | MessageBody::Change { invitation, .. }
            | MessageBody::Cancellation { invitation } => {
                let found = self.ports.invitations.find(invitation).await?;
                found.map(|invitation| (invitation.email, Some(invitation.session)))
            }
            MessageBody::Code { code } => self.ports.decisions.code(code).await?.map(|code| (code.email, None)),
            MessageBody::AccountExists { account, .. }
            | MessageBody::LockAlert { account }
            | MessageBody::Welcome { account }
            | MessageBody::PasswordReset { account } => self.owner(account).await?,
            MessageBody::AccessRequest { session } | MessageBody::Digest { session } => {
                match self.ports.sessions.find(session).await? {
                    Some(session) => self.owner(session.host()).await?,
                    None => None,
                }
            }
        })
    }

    /// The owner of an account; what they are written is shown at no session.
    async fn owner(&self, account: AccountId) -> Result<Option<(EmailAddress, Option<SessionId>)>, UseCaseError> {
        Ok(self.ports.accounts.find(account).await?.map(|account| (account.email, None)))
    }
}

/// Relays like to repeat addresses; what they say is stored and shown.
fn without(words: &str, address: Option<&EmailAddress>) -> String {
    let mut clean: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_WORDS * 4).collect();
    for spelling in address.iter().flat_map(|address| [address.as_typed(), address.key().as_str()]) {
        // Lowering ASCII moves no octet, so that what is found there stands here, too.
        while let Some(at) = clean.to_ascii_lowercase().find(&spelling.to_ascii_lowercase()) {
            clean.replace_range(at..at + spelling.len(), "…");
        }
    }
    clean.chars().take(MAX_WORDS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::{DeliveryState, OutgoingMessage, Priority};
    use crate::id::MessageId;
    use crate::usecase::testing::*;

    const ADDRESS: &str = "mike@example.org";

    fn sent() -> OutgoingMessage {
        OutgoingMessage {
            id: MessageId::mint(minutes(-60), [5; 16]),
            body: MessageBody::Invitation { invitation: invitation(ADDRESS).id, on_the_fly: false },
            priority: Priority::Bulk,
            not_before: minutes(-60),
            deadline: None,
            unique_key: None,
            lane: Some(host().id),
            created_at: minutes(-60),
        }
    }

    fn report(kind: ReportKind) -> MailReport {
        let reason = Some("550 5.1.1 <Mike@example.org>: no such user\r\nBcc: x".to_owned());
        MailReport { name: "one".to_owned(), message: sent().id, kind, reason }
    }

    fn mocks() -> Mocks {
        let mut mocks = Mocks::new();
        mocks.outbox.expect_message().returning(|id| Ok((id == sent().id).then(|| (sent(), DeliveryState::Sent))));
        mocks.invitations.expect_find().returning(|_| Ok(Some(invitation(ADDRESS))));
        mocks
    }

    fn taken(kind: ReportKind) -> Vec<&'static str> {
        let mut mocks = mocks();
        let written = mocks.commits();
        block_on(mocks.front_door().take_mail_report(report(kind))).unwrap();
        let set = written.only();
        assert!(matches!(&set.changes[0], Change::TakeReport(name, _) if name == "one"));
        assert_eq!(set.events.len(), 1, "open pages are told");
        for change in &set.changes {
            let (Change::Suppress(Suppression { words, .. }) | Change::ReportMessage(_, _, words)) = change else {
                continue;
            };
            assert_eq!(words.as_deref(), Some("550 5.1.1 <…>: no such user  Bcc: x"));
        }
        set.changes
            .iter()
            .map(|change| match change {
                Change::TakeReport(..) => "taken",
                Change::ReportMessage(_, state, _) => state.as_str(),
                Change::Suppress(one) => match one.cause {
                    SuppressionCause::Bounced => "suppressed: bounced",
                    SuppressionCause::Complained => "suppressed: complained",
                },
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn a_report_says_where_the_message_stands_and_who_is_not_mailed_any_more() {
        assert_eq!(taken(ReportKind::Bounced), ["taken", "bounced", "suppressed: bounced"]);
        assert_eq!(taken(ReportKind::Complained), ["taken", "suppressed: complained"]);
        assert_eq!(taken(ReportKind::Deferred), ["taken", "deferred"]);
    }

    #[test]
    fn a_message_that_is_not_ours_is_not_found_and_a_report_is_taken_once() {
        let foreign = MailReport { message: MessageId::mint(now(), [9; 16]), ..report(ReportKind::Bounced) };
        assert_eq!(block_on(mocks().front_door().take_mail_report(foreign)), Err(UseCaseError::NotFound));
        let mut mocks = mocks();
        let written = mocks.commits_after(vec![PortError::Conflict; 2]);
        let again = block_on(mocks.front_door().take_mail_report(report(ReportKind::Bounced)));
        assert_eq!(again, Err(UseCaseError::Contradiction("report_taken")));
        assert!(written.take().is_empty());
    }

    #[test]
    fn a_report_that_something_else_came_in_between_of_is_taken_all_the_same() {
        let mut mocks = mocks();
        let written = mocks.commits_after(vec![PortError::Conflict]);
        assert_eq!(block_on(mocks.front_door().take_mail_report(report(ReportKind::Bounced))), Ok(()));
        assert_eq!(written.only().kinds(), ["take report", "report message", "suppress"]);
    }
}
