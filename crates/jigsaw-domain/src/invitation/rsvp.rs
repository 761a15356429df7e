//! What invitees say about coming. Saying no closes no door: who declined may still come.

use std::ops::AddAssign;

use chrono::{DateTime, Utc};

use crate::words::words;

words! {
    /// An answer to an invitation.
    Answer {
        /// Will come.
        Accepted = "accepted",
        /// May come.
        Tentative = "tentative",
        /// Will not come, and is not reminded.
        Declined = "declined",
    } list "accepted, tentative, declined"
}

impl Answer {
    /// The word in links of mails: what the reader wants to do.
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Accepted => "accept",
            Self::Tentative => "tentative",
            Self::Declined => "decline",
        }
    }

    /// Reads the word of a link; anything else is no answer.
    pub fn of_verb(verb: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|answer| answer.verb() == verb)
    }

    /// The address of the page on which this answer is one button away. Opening it answers nothing.
    pub fn page_of(self, personal_link: &str) -> String {
        format!("{personal_link}/answer?answer={}", self.verb())
    }
}

/// What an invitee last said, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rsvp {
    /// The answer.
    pub answer: Answer,
    /// When it was given.
    pub at: DateTime<Utc>,
}

/// How many said what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Will come.
    pub accepted: u32,
    /// May come.
    pub tentative: u32,
    /// Will not come.
    pub declined: u32,
    /// Have not said.
    pub unanswered: u32,
}

impl AddAssign<Option<Rsvp>> for Answers {
    /// Counts one more invitee.
    fn add_assign(&mut self, said: Option<Rsvp>) {
        let counter = match said.map(|rsvp| rsvp.answer) {
            Some(Answer::Accepted) => &mut self.accepted,
            Some(Answer::Tentative) => &mut self.tentative,
            Some(Answer::Declined) => &mut self.declined,
            None => &mut self.unanswered,
        };
        *counter += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_links_read_back() {
        for answer in Answer::ALL {
            assert_eq!(Answer::of_verb(answer.verb()), Some(*answer));
            assert_eq!(Answer::parse(answer.as_str()), Ok(*answer));
        }
        assert_eq!(Answer::of_verb("accepted"), None);
        let page = Answer::Declined.page_of("https://jigsaw.example/i/key");
        assert_eq!(page, "https://jigsaw.example/i/key/answer?answer=decline");
    }

    #[test]
    fn everyone_is_counted_once() {
        let said = |answer| Some(Rsvp { answer, at: DateTime::UNIX_EPOCH });
        let mut answers = Answers::default();
        for one in
            [said(Answer::Accepted), said(Answer::Declined), None, said(Answer::Accepted), said(Answer::Tentative)]
        {
            answers += one;
        }
        assert_eq!(answers, Answers { accepted: 2, tentative: 1, declined: 1, unanswered: 1 });
    }
}
