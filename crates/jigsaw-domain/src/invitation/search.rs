//! Looking for people on a list of thousands.

use super::{Invitation, Role};
use crate::delivery::DeliveryState;
use crate::malformed::Malformed;
use crate::text::folded;
use crate::words::words;

words! {
    /// What invitations are looked for by beside their text.
    ListState {
        /// They count.
        Active = "active",
        /// They were taken back.
        Revoked = "revoked",
        /// They count, and their mail is still to go.
        Queued = "queued",
        /// They count, and the relay took their mail.
        Sent = "sent",
        /// They count, and their mail was sent back, given up or not sent on purpose.
        Undelivered = "undelivered",
    } list "active, revoked, queued, sent, undelivered"
}

impl ListState {
    /// Where the latest mail of such an invitation stands; `None` where that does not matter.
    pub const fn mail(self) -> Option<&'static [DeliveryState]> {
        match self {
            Self::Active | Self::Revoked => None,
            Self::Queued => Some(&[DeliveryState::Queued, DeliveryState::Deferred]),
            Self::Sent => Some(&[DeliveryState::Sent]),
            Self::Undelivered => Some(&[DeliveryState::Bounced, DeliveryState::Parked, DeliveryState::Dropped]),
        }
    }
}

/// Words that are looked for, each anywhere in an address or a name, without regard to case or accents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchText(Vec<String>);

impl SearchText {
    /// Most characters of a search.
    pub const MAX: usize = 200;
    /// Most words that are looked at.
    const MOST_WORDS: usize = 8;

    /// Reads what was typed; nothing finds everything.
    pub fn parse(raw: &str) -> Result<Self, Malformed> {
        if raw.chars().count() > Self::MAX {
            return Err(Malformed::TooLong { max: Self::MAX });
        }
        // No text holds it, and no database takes it.
        if raw.contains('\0') {
            return Err(Malformed::ControlCharacter);
        }
        Ok(Self(
            folded(raw).split(' ').filter(|word| !word.is_empty()).take(Self::MOST_WORDS).map(str::to_owned).collect(),
        ))
    }

    /// The words, folded as [`folded`] does.
    pub fn words(&self) -> &[String] {
        &self.0
    }

    /// Whether this folded text has every word.
    pub fn is_in(&self, sought: &str) -> bool {
        self.0.iter().all(|word| sought.contains(word))
    }
}

/// What is looked for on a session's list. The default finds everyone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListSearch {
    /// Words of addresses and names.
    pub text: SearchText,
    /// A role.
    pub role: Option<Role>,
    /// A state.
    pub state: Option<ListState>,
}

impl ListSearch {
    /// Whether it finds this invitation, whose latest mail stands so.
    pub fn finds(&self, invitation: &Invitation, mail: Option<DeliveryState>) -> bool {
        let in_state = self.state.is_none_or(|state| {
            let mailed = state.mail().is_none_or(|states| mail.is_some_and(|mail| states.contains(&mail)));
            invitation.is_active() != (state == ListState::Revoked) && mailed
        });
        in_state && self.role.is_none_or(|role| role == invitation.role) && self.text.is_in(&invitation.sought())
    }
}

impl Invitation {
    /// Address and name, folded for searching; what stores keep beside them.
    pub fn sought(&self) -> String {
        let part = |part: &Option<crate::text::NamePart>| part.as_ref().map_or(String::new(), ToString::to_string);
        folded(&format!("{} {} {}", self.email.as_typed(), part(&self.first_name), part(&self.last_name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::NamePart;
    use crate::usecase::testing::{invitation, now};

    fn search(text: &str) -> ListSearch {
        ListSearch { text: SearchText::parse(text).unwrap(), ..ListSearch::default() }
    }

    #[test]
    fn every_word_is_found_in_address_or_name_and_nothing_finds_all() {
        let mia = Invitation {
            first_name: Some(NamePart::parse("Zoë").unwrap()),
            last_name: Some(NamePart::parse("Müller").unwrap()),
            ..invitation("Z.Mueller@Example.ORG")
        };
        for (text, found) in [
            ("", true),
            (" ", true),
            ("zoe", true),
            ("MULLER zo", true),
            ("example.org", true),
            ("mia", false),
            ("%", false),
        ] {
            assert_eq!(search(text).finds(&mia, None), found, "{text}");
        }
        assert_eq!(SearchText::parse(&"x".repeat(201)), Err(Malformed::TooLong { max: 200 }));
        assert_eq!(SearchText::parse("a\0"), Err(Malformed::ControlCharacter));
        assert_eq!(SearchText::parse("a b c d e f g h i").unwrap().words().len(), 8);
    }

    #[test]
    fn states_say_whether_it_counts_and_where_its_mail_is() {
        let (active, revoked) = (invitation("mia@example.org"), invitation("mia@example.org").revoked(now()));
        let finds = |state, invitation: &Invitation, mail| {
            ListSearch { state: Some(state), ..ListSearch::default() }.finds(invitation, mail)
        };
        for state in ListState::ALL {
            assert_eq!(finds(*state, &revoked, Some(DeliveryState::Sent)), *state == ListState::Revoked);
        }
        assert!(finds(ListState::Active, &active, None));
        assert!(finds(ListState::Queued, &active, Some(DeliveryState::Queued)));
        assert!(!finds(ListState::Queued, &active, Some(DeliveryState::Sent)));
        assert!(finds(ListState::Undelivered, &active, Some(DeliveryState::Parked)));
        assert!(!finds(ListState::Sent, &active, None));
    }
}
