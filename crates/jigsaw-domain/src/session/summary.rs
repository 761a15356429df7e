//! Who may enter, when, how: one sentence from the settings.

use std::fmt;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Capacity, EarlyEntry, EmailProof, InvitationType, Session, WaitingRoom};

/// What everyone must show of the address they give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccessProof {
    /// The mailbox of a listed address: by personal link, mailed code or sign-in.
    ListedMailbox,
    /// The account: by its password, or by a new profile with a mailed code.
    Account,
    /// The mailbox: by a mailed code.
    Mailbox,
    /// Nothing.
    None,
}

/// The policy of a session in a few values, for pages and programs to say in their words.
///
/// It prints as an English sentence without its full stop: "Anyone with the link, after proving an address, from 10
/// minutes early, at most 40 people". What is as it is for every new session goes without saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessSummary {
    /// Who is invited how.
    pub invitation_type: InvitationType,
    /// What must be shown of an address.
    pub proof: AccessProof,
    /// How long before the start attendees may enter.
    pub early_entry: EarlyEntry,
    /// The most people at once; host and co-hosts do not count.
    pub capacity: Option<Capacity>,
    /// Whom the waiting room holds.
    pub waiting_room: WaitingRoom,
    /// Whether attendees wait until a host, co-host or presenter is in.
    pub wait_for_host: bool,
    /// When the door closes, if not at the end.
    pub joinable_until: Option<DateTime<Utc>>,
    /// When the session link runs out, if the host set that.
    pub link_expires_at: Option<DateTime<Utc>>,
    /// The session's zone, in which the sentence says times.
    pub zone: Tz,
}

impl Session {
    /// Who may enter, when, how.
    pub fn access_summary(&self) -> AccessSummary {
        let door = self.door();
        let proof = match (self.invitation_type(), door.email_proof) {
            (InvitationType::InvitationList, _) => AccessProof::ListedMailbox,
            (InvitationType::LinkPasswordRequested, _) => AccessProof::Account,
            (InvitationType::LinkPasswordNotRequested, EmailProof::Code) => AccessProof::Mailbox,
            (InvitationType::LinkPasswordNotRequested, EmailProof::None) => AccessProof::None,
        };
        AccessSummary {
            invitation_type: self.invitation_type(),
            proof,
            early_entry: door.early_entry,
            capacity: door.capacity,
            waiting_room: door.waiting_room,
            wait_for_host: door.wait_for_host,
            joinable_until: door.joinable_until,
            link_expires_at: self.link().expires_at,
            zone: self.schedule().zone(),
        }
    }
}

impl AccessSummary {
    /// Whether a waiting room for guests holds anyone: where every address is proved, nobody is a mere guest.
    pub const fn holds_guests(&self) -> bool {
        matches!(self.invitation_type, InvitationType::LinkPasswordNotRequested)
    }

    /// The English sentence, as the API gives it.
    pub fn to_sentence(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for AccessSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.proof {
            AccessProof::ListedMailbox => "Only people on the invitation list, after proving their address",
            AccessProof::Account => "Anyone with the link, after signing in or creating a profile",
            AccessProof::Mailbox => "Anyone with the link, after proving an address",
            AccessProof::None => "Anyone with the link",
        })?;
        match self.early_entry.minutes() {
            0 => f.write_str(", from the start")?,
            1 => f.write_str(", from 1 minute early")?,
            60 => f.write_str(", from 1 hour early")?,
            minutes if minutes % 60 == 0 => write!(f, ", from {} hours early", minutes / 60)?,
            minutes => write!(f, ", from {minutes} minutes early")?,
        }
        match self.capacity.map(Capacity::get) {
            None => {}
            Some(1) => f.write_str(", at most 1 person")?,
            Some(people) => write!(f, ", at most {people} people")?,
        }
        f.write_str(match self.waiting_room {
            WaitingRoom::Guests if self.holds_guests() => ", guests let in one by one",
            WaitingRoom::Off | WaitingRoom::Guests => "",
            WaitingRoom::Everyone => ", everyone let in one by one",
        })?;
        if !self.wait_for_host {
            f.write_str(", even before the host is there")?;
        }
        let said = |at: DateTime<Utc>| {
            format!("{} ({})", at.with_timezone(&self.zone).format("%Y-%m-%d %H:%M"), self.zone.name())
        };
        if let Some(until) = self.joinable_until {
            write!(f, ", until {}", said(until))?;
        }
        match self.link_expires_at {
            Some(end) => write!(f, ", by the session link until {}", said(end)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::usecase::testing::{minutes, session, session_with};

    fn said(change: impl FnOnce(&mut crate::session::SessionParts)) -> String {
        session_with(change).access_summary().to_sentence()
    }

    #[test]
    fn the_sentence_of_the_product_page() {
        let sentence = said(|parts| {
            parts.door.email_proof = EmailProof::Code;
            parts.door.capacity = Some(Capacity::parse(40).unwrap());
        });
        assert_eq!(
            sentence,
            "Anyone with the link, after proving an address, from 10 minutes early, at most 40 people"
        );
    }

    #[test]
    fn each_type_says_what_it_asks_for() {
        let of = |kind| said(|parts| parts.invitation_type = kind);
        assert_eq!(
            of(InvitationType::InvitationList),
            "Only people on the invitation list, after proving their address, from 10 minutes early"
        );
        assert_eq!(
            of(InvitationType::LinkPasswordRequested),
            "Anyone with the link, after signing in or creating a profile, from 10 minutes early"
        );
        assert_eq!(of(InvitationType::LinkPasswordNotRequested), "Anyone with the link, from 10 minutes early");
    }

    #[test]
    fn a_proof_that_the_type_does_not_ask_for_is_not_mentioned() {
        let sentence = said(|parts| {
            parts.invitation_type = InvitationType::InvitationList;
            parts.door.email_proof = EmailProof::Code;
        });
        assert_eq!(sentence, "Only people on the invitation list, after proving their address, from 10 minutes early");
    }

    /// Every combination of settings, each said: one with another effect is another sentence, and none says what has none.
    #[test]
    fn all_combinations_are_said_apart() {
        use std::collections::BTreeMap;
        let (early, capacities, moments) = ([0, 1, 60, 90], [None, Some(1), Some(40)], [None, Some(minutes(90))]);
        let mut said_of = BTreeMap::new();
        let mut combinations = 0;
        for invitation_type in InvitationType::ALL {
            for (email_proof, room) in EmailProof::ALL.iter().flat_map(|p| WaitingRoom::ALL.iter().map(move |r| (p, r)))
            {
                for (early, capacity) in early.iter().flat_map(|e| capacities.iter().map(move |c| (*e, *c))) {
                    for (until, end) in moments.iter().flat_map(|u| moments.iter().map(move |e| (*u, *e))) {
                        for wait_for_host in [true, false] {
                            combinations += 1;
                            let sentence = said(|parts| {
                                parts.invitation_type = *invitation_type;
                                parts.door.email_proof = *email_proof;
                                parts.door.waiting_room = *room;
                                parts.door.early_entry = EarlyEntry::parse(early).unwrap();
                                parts.door.capacity = capacity.map(|people| Capacity::parse(people).unwrap());
                                parts.door.joinable_until = until;
                                parts.link.expires_at = end;
                                parts.door.wait_for_host = wait_for_host;
                            });
                            let open = *invitation_type == InvitationType::LinkPasswordNotRequested;
                            // What has no effect on this type is no difference.
                            let proof = open.then_some(email_proof.as_str());
                            let room = if *room == WaitingRoom::Guests && !open { WaitingRoom::Off } else { *room };
                            let effect = format!(
                                "{invitation_type:?} {proof:?} {room:?} {early} {capacity:?} {until:?} {end:?} {wait_for_host}"
                            );
                            let parts = [
                                (capacity.is_some(), "at most"),
                                (until.is_some(), ", until "),
                                (end.is_some(), ", by the session link until "),
                                (!wait_for_host, "even before the host is there"),
                                (room != WaitingRoom::Off, "let in one by one"),
                                (early > 0, "early"),
                                (!open || proof == Some("code"), "after "),
                            ];
                            for (is_said, part) in parts {
                                assert_eq!(sentence.contains(part), is_said, "{part:?} in {sentence:?}");
                            }
                            let earlier = said_of.insert(sentence.clone(), effect.clone());
                            assert!(
                                earlier.is_none_or(|earlier| earlier == effect),
                                "one sentence for two: {sentence}"
                            );
                        }
                    }
                }
            }
        }
        assert_eq!(combinations, 3 * 2 * 3 * 4 * 3 * 4 * 2);
        assert_eq!(said_of.len(), (2 * 3 + 2 + 2) * 4 * 3 * 4 * 2, "as many sentences as effects");
    }

    #[test]
    fn everything_that_differs_is_said() {
        let sentence = said(|parts| {
            parts.door.early_entry = EarlyEntry::parse(120).unwrap();
            parts.door.capacity = Some(Capacity::parse(1).unwrap());
            parts.door.waiting_room = WaitingRoom::Guests;
            parts.door.wait_for_host = false;
            parts.door.joinable_until = Some(minutes(90));
        });
        assert_eq!(
            sentence,
            "Anyone with the link, from 2 hours early, at most 1 person, guests let in one by one, even before the host is \
             there, until 2026-11-23 16:30 (Europe/Berlin)"
        );
        assert_eq!(session().access_summary().proof, AccessProof::None);
    }
}
