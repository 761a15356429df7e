//! What a host sees of answers and mail on the Invitations tab.

use jigsaw_domain::delivery::LetterKind;
use jigsaw_domain::usecase::{Mailing, MailingStage};

use super::console::Console;
use super::frame::{Turn, Visit};
use super::{times, words};
use crate::text::{Key, Text};
use crate::view::{MailPlan, MailingRow};

/// Counts the answers and lays out the mail calendar.
pub(super) async fn of(visit: &Visit, console: &Console) -> Result<MailPlan, Turn> {
    let door = visit.door();
    let answers = door.answers(&console.caller, console.id()).await?;
    let (_, mailings) = door.mail_calendar(&console.caller, console.id()).await?;
    let row = |mailing: &Mailing| MailingRow {
        what: what(&visit.text, mailing),
        when: times::stamp(&visit.text, mailing.at, console.zone()),
        stage: words::mailing_stage(mailing.stage),
        outcome: outcome(&visit.text, mailing),
    };
    Ok(MailPlan {
        accepted: answers.accepted,
        tentative: answers.tentative,
        declined: answers.declined,
        unanswered: answers.unanswered,
        mailings: mailings.iter().map(row).collect(),
    })
}

fn what(text: &Text, mailing: &Mailing) -> String {
    match (mailing.kind, mailing.reminder) {
        (_, Some(which)) => text.t1("mailing-reminder", "time", text.minutes(which.offset_minutes)),
        (LetterKind::Invitation, None) => text.t("mailing-invitations"),
        (_, None) => text.t("mailing-others"),
    }
}

/// To how many, or what became of them, as far as it is not all the same.
fn outcome(text: &Text, mailing: &Mailing) -> String {
    if mailing.stage == MailingStage::Planned {
        return text.t1("mailing-to", "count", mailing.people);
    }
    let mut parts = vec![
        (Key("mailing-sent"), mailing.sent),
        (Key("mailing-queued"), mailing.queued),
        (Key("mailing-failed"), mailing.failed),
    ];
    let mut others = 0;
    for (reason, count) in &mailing.dropped {
        match reason.as_str() {
            "declined" => parts.push((Key("mailing-declined"), *count)),
            "present" => parts.push((Key("mailing-present"), *count)),
            "moved" => parts.push((Key("mailing-moved"), *count)),
            _ => others += count,
        }
    }
    parts.push((Key("mailing-dropped"), others));
    let there = parts.into_iter().filter(|(_, count)| *count > 0);
    let said: Vec<String> = there.map(|(key, count)| text.t1(key.0, "count", count)).collect();
    said.join(&text.t("list-separator"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::DateTime;

    use super::*;

    #[test]
    fn the_outcome_names_what_there_is() {
        let text = Text::default();
        let mut mailing = Mailing {
            kind: LetterKind::Reminder,
            reminder: None,
            stage: MailingStage::Done,
            at: DateTime::UNIX_EPOCH,
            people: 7,
            queued: 0,
            sent: 3,
            dropped: BTreeMap::from([("declined".to_owned(), 1), ("revoked".to_owned(), 1), ("ended".to_owned(), 2)]),
            failed: 0,
        };
        assert_eq!(outcome(&text, &mailing), "3 sent, 1 declined, 3 left out");
        mailing.stage = MailingStage::Planned;
        assert_eq!(outcome(&text, &mailing), "to 7 people");
        let nothing = Mailing { stage: MailingStage::Skipped, sent: 0, dropped: BTreeMap::new(), ..mailing };
        assert_eq!(outcome(&text, &nothing), "");
    }
}
