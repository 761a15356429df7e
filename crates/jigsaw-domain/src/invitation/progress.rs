//! What an invited person did, as the host sees it.

use chrono::{DateTime, Utc};

use crate::admission::{ParticipantState, Proof, ReasonCode};
use crate::words::words;

words! {
    /// How far an invited person has come.
    Step {
        /// They tried the personal link, and something is still asked of them.
        Opened = "opened",
        /// Held at the door.
        Waiting = "waiting",
        /// In.
        Joined = "joined",
        /// Was in, and went.
        Left = "left",
        /// Turned away, or put out.
        Refused = "refused",
    } list "opened, waiting, joined, left, refused"
}

/// The person of an invited address, if the session knows one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenPerson {
    /// Where they stand.
    pub state: ParticipantState,
    /// Since when.
    pub since: DateTime<Utc>,
    /// How well the address is proved to be theirs.
    pub proof: Proof,
}

/// An attempt at the door and its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempted {
    /// When.
    pub at: DateTime<Utc>,
    /// `admitted`, `needs`, `waiting` or `refused`.
    pub outcome: String,
    /// Of a refused attempt, the codes of those rules that denied, in the order in which they stand in the decision.
    pub denials: Vec<String>,
}

/// What is known of an invited address at the session's door.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// When the personal link was first tried. That somebody looked at its page is not kept: scanners look at pages, too.
    pub opened_at: Option<DateTime<Utc>>,
    /// The latest attempt under this address, by whichever link.
    pub latest: Option<Attempted>,
    /// The person.
    pub person: Option<SeenPerson>,
}

/// How far somebody has come, since when, and why no further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How far.
    pub step: Step,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Whether the address is proved to be theirs.
    pub proved: bool,
    /// Codes of the reasons for waiting, or for being turned away.
    pub reasons: Vec<String>,
}

impl Seen {
    /// `None` while nothing was seen of them. Where the session's person stands counts for more than what they tried later:
    /// somebody who is in and is refused on a second device is in.
    pub fn progress(&self) -> Option<Progress> {
        if let Some(person) = &self.person {
            let (step, reasons) = match &person.state {
                ParticipantState::Waiting { reasons } => (Step::Waiting, codes(reasons)),
                ParticipantState::Admitted => (Step::Joined, Vec::new()),
                ParticipantState::Left => (Step::Left, Vec::new()),
                ParticipantState::Denied => (Step::Refused, codes(&[ReasonCode::AdmissionDenied])),
                ParticipantState::Removed { .. } => (Step::Refused, codes(&[ReasonCode::Removed])),
            };
            return Some(Progress { step, since: person.since, proved: person.proof > Proof::Unverified, reasons });
        }
        // Whoever tried the personal link has shown that the mailbox is theirs.
        let proved = self.opened_at.is_some();
        match &self.latest {
            Some(attempt) if attempt.outcome == "refused" => {
                Some(Progress { step: Step::Refused, since: attempt.at, proved, reasons: attempt.denials.clone() })
            }
            _ => self.opened_at.map(|since| Progress { step: Step::Opened, since, proved, reasons: Vec::new() }),
        }
    }
}

fn codes(reasons: &[ReasonCode]) -> Vec<String> {
    reasons.iter().map(|reason| reason.as_str().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + chrono::TimeDelta::minutes(minute)
    }

    #[expect(clippy::unnecessary_wraps, reason = "as the field takes it")]
    fn refused(minute: i64) -> Option<Attempted> {
        Some(Attempted { at: at(minute), outcome: "refused".to_owned(), denials: vec!["full".to_owned()] })
    }

    #[expect(clippy::unnecessary_wraps, reason = "as the field takes it")]
    fn person(state: ParticipantState, proof: Proof) -> Option<SeenPerson> {
        Some(SeenPerson { state, since: at(9), proof })
    }

    #[test]
    fn someone_who_was_never_seen_has_not_come_far() {
        assert_eq!(Seen::default().progress(), None);
        let typed = Attempted { at: at(1), outcome: "needs".to_owned(), denials: Vec::new() };
        let seen = Seen { latest: Some(typed), ..Seen::default() };
        assert_eq!(seen.progress(), None, "anybody can type an address at the session link");
    }

    #[test]
    fn an_attempt_by_the_personal_link_opens_and_a_refusal_says_why() {
        let opened = Seen { opened_at: Some(at(3)), ..Seen::default() };
        let progress = opened.progress().unwrap();
        assert_eq!((progress.step, progress.since, progress.proved), (Step::Opened, at(3), true));
        let progress = Seen { latest: refused(5), ..opened }.progress().unwrap();
        assert_eq!((progress.step, progress.since, progress.reasons), (Step::Refused, at(5), vec!["full".to_owned()]));
        assert!(!Seen { latest: refused(5), ..Seen::default() }.progress().unwrap().proved);
    }

    #[test]
    fn where_the_person_stands_counts_for_more_than_a_later_attempt() {
        for (state, step, reasons) in [
            (ParticipantState::Waiting { reasons: vec![ReasonCode::TooEarly] }, Step::Waiting, vec!["too_early"]),
            (ParticipantState::Admitted, Step::Joined, vec![]),
            (ParticipantState::Left, Step::Left, vec![]),
            (ParticipantState::Denied, Step::Refused, vec!["admission_denied"]),
            (ParticipantState::Removed { reason: None, banned: true }, Step::Refused, vec!["removed"]),
        ] {
            let seen = Seen { opened_at: None, latest: refused(20), person: person(state, Proof::Unverified) };
            let progress = seen.progress().unwrap();
            assert_eq!((progress.step, progress.since, progress.proved), (step, at(9), false));
            assert_eq!(progress.reasons, reasons);
        }
        let proved = Seen { person: person(ParticipantState::Admitted, Proof::Mailbox), ..Seen::default() };
        assert!(proved.progress().unwrap().proved);
    }
}
