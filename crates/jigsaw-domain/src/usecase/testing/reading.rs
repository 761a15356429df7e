//! Reading a change set in a test.

use crate::admission::{DecisionRecord, Participant, Pass, PassEnd};
use crate::delivery::MailCode;
use crate::event::EventKind;
use crate::id::PassId;
use crate::invitation::Invitation;
use crate::port::{Change, ChangeSet};
use crate::session::Session;

/// Short names of the writes, as tests list them.
const fn kind(change: &Change) -> &'static str {
    match change {
        Change::InsertSession(_) => "insert session",
        Change::UpdateSession(_) => "update session",
        Change::GuardSession(..) => "guard session",
        Change::InsertInvitations(_) => "insert invitations",
        Change::UpdateInvitations(_) => "update invitations",
        Change::GuardInvitation(..) => "guard invitation",
        Change::InsertParticipant(_) => "insert participant",
        Change::UpdateParticipants(_) => "update participants",
        Change::LimitSeats(..) => "limit seats",
        Change::InsertPass(_) => "insert pass",
        Change::EndPasses(..) => "end passes",
        Change::TouchPass(..) => "touch pass",
        Change::PutCode(_) => "put code",
        Change::CountWrongTry(_) => "count wrong try",
        Change::UseCode(_) => "use code",
        Change::InsertAccount(_) => "insert account",
        Change::UpdateAccount(_) => "update account",
        Change::InsertSignIn(_) => "insert sign-in",
        Change::DeleteSignIn(_) => "delete sign-in",
        Change::DeleteSignIns(_) => "delete sign-ins",
        Change::InsertToken(_) => "insert token",
        Change::InsertContacts(_) => "insert contacts",
        Change::UpdateContact(_) => "update contact",
        Change::DeleteContact(_) => "delete contact",
        Change::InsertGroup(_) => "insert group",
        Change::UpdateGroup(_) => "update group",
        Change::DeleteGroup(_) => "delete group",
        Change::AddToGroup(..) => "add to group",
        Change::RemoveFromGroup(..) => "remove from group",
        Change::RecordDecision(_) => "record decision",
        Change::MarkReminded(..) => "mark reminded",
        Change::Suppress(_) => "suppress",
        Change::LiftSuppressions(_) => "lift suppressions",
        Change::Unsubscribe(_) => "unsubscribe",
        Change::Resubscribe(..) => "resubscribe",
        Change::ReportMessage(..) => "report message",
        Change::TakeReport(..) => "take report",
    }
}

impl ChangeSet {
    fn find<'a, T: 'a>(&'a self, read: impl Fn(&'a Change) -> Option<T> + 'a) -> Option<T> {
        self.changes.iter().find_map(read)
    }

    /// What is written, in order.
    pub(crate) fn kinds(&self) -> Vec<&'static str> {
        self.changes.iter().map(kind).collect()
    }

    pub(crate) fn has(&self, wanted: &str) -> bool {
        self.kinds().contains(&wanted)
    }

    /// What open streams are told.
    pub(crate) fn told(&self) -> Vec<EventKind> {
        self.events.iter().map(|event| event.kind).collect()
    }

    /// Everyone who is written, new or changed.
    pub(crate) fn people(&self) -> Vec<&Participant> {
        let mut people = Vec::new();
        for change in &self.changes {
            match change {
                Change::InsertParticipant(person) => people.push(person),
                Change::UpdateParticipants(changed) => people.extend(changed),
                _ => {}
            }
        }
        people
    }

    /// The only one.
    pub(crate) fn person(&self) -> &Participant {
        let people = self.people();
        assert_eq!(people.len(), 1, "one person was expected: {self:#?}");
        people[0]
    }

    /// Every invitation that is written, new or changed.
    pub(crate) fn invitations(&self) -> Vec<&Invitation> {
        let mut all = Vec::new();
        for change in &self.changes {
            if let Change::InsertInvitations(some) | Change::UpdateInvitations(some) = change {
                all.extend(some);
            }
        }
        all
    }

    pub(crate) fn session(&self) -> &Session {
        let found = self.find(|change| match change {
            Change::InsertSession(session) | Change::UpdateSession(session) => Some(session),
            _ => None,
        });
        found.unwrap_or_else(|| panic!("a session was expected: {self:#?}"))
    }

    pub(crate) fn code(&self) -> Option<&MailCode> {
        self.find(|change| match change {
            Change::PutCode(code) => Some(code),
            _ => None,
        })
    }

    pub(crate) fn pass(&self) -> Option<&Pass> {
        self.find(|change| match change {
            Change::InsertPass(pass) => Some(pass),
            _ => None,
        })
    }

    pub(crate) fn ended_passes(&self) -> Option<(&[PassId], PassEnd)> {
        self.find(|change| match change {
            Change::EndPasses(passes, end) => Some((passes.as_slice(), *end)),
            _ => None,
        })
    }

    pub(crate) fn decision(&self) -> &DecisionRecord {
        let found = self.find(|change| match change {
            Change::RecordDecision(record) => Some(record),
            _ => None,
        });
        found.unwrap_or_else(|| panic!("a decision was expected: {self:#?}"))
    }
}
