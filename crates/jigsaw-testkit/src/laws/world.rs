//! What holds in a store at every moment, whichever calls were made, failed, or were made again.
//!
//! For stores that were written by use cases, and beside them by nothing but whole objects of [`build`](crate::build). An
//! object of which no audit row tells is taken as it is.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Debug;
use std::hash::Hash;

use jigsaw_domain::account::Account;
use jigsaw_domain::admission::{Participant, Proof};
use jigsaw_domain::audit::AuditEntry;
use jigsaw_domain::delivery::{CodePurpose, MessageBody};
use jigsaw_domain::event::{Event, EventKind, EventSeq};
use jigsaw_domain::id::{AccountId, InvitationId, ParticipantId, SessionId};
use jigsaw_domain::invitation::{Invitation, Role};
use jigsaw_domain::session::Session;

use crate::memory::MemoryStore;

/// Everything that must hold in a store between two calls: seats, one place a person, passes, accounts, mail with a cause and
/// not twice for one, events in order, audit rows that tell how everything came to be as it is.
///
/// Panics with what does not hold.
pub fn the_world_is_sound(store: &MemoryStore) {
    let world = World::of(store);
    world.seats_are_not_exceeded();
    world.there_is_one_of_each();
    world.everything_belongs_to_what_exists(store);
    world.nobody_is_there_without_pass_and_decision(store);
    world.accounts_count_once_they_are_proved(store);
    world.mail_has_one_cause_and_a_cause_one_mail(store);
    events_are_in_order(&world, &store.all_events());
    world.audit_rows_tell_how_things_are();
}

struct World {
    sessions: HashMap<SessionId, Session>,
    invitations: HashMap<InvitationId, Invitation>,
    people: HashMap<ParticipantId, Participant>,
    accounts: HashMap<AccountId, Account>,
    audit: Vec<AuditEntry>,
}

fn assert_distinct<T: Eq + Hash + Debug>(what: &str, all: impl IntoIterator<Item = T>) {
    let mut seen = HashSet::new();
    for one in all {
        assert!(!seen.contains(&one), "{what} twice: {one:?}");
        seen.insert(one);
    }
}

impl World {
    fn of(store: &MemoryStore) -> Self {
        Self {
            sessions: store.all_sessions().into_iter().map(|one| (one.id(), one)).collect(),
            invitations: store.all_invitations().into_iter().map(|one| (one.id, one)).collect(),
            people: store.all_participants().into_iter().map(|one| (one.id, one)).collect(),
            accounts: store.all_accounts().into_iter().map(|one| (one.id, one)).collect(),
            audit: store.audit(),
        }
    }

    fn rows_of(&self, object: u128) -> impl DoubleEndedIterator<Item = &AuditEntry> {
        self.audit.iter().filter(move |row| row.object.as_u128() == object)
    }

    /// What the rows say that a field of an object is by now.
    fn told(&self, object: u128, field: &str) -> Option<&str> {
        let changes = self.rows_of(object).rev().flat_map(|row| row.changes.iter().rev());
        changes.filter(|change| change.field == field).find_map(|change| change.after.as_deref())
    }

    /// Nobody comes in beyond the capacity. A host may set it lower than people are in: they stay.
    fn seats_are_not_exceeded(&self) {
        for session in self.sessions.values() {
            let Some(capacity) = session.door().capacity else { continue };
            let lowered = self
                .rows_of(session.id().as_uuid().as_u128())
                .any(|row| row.action == "session.edited" && row.changes.iter().any(|change| change.field == "door"));
            let seats = self.people.values().filter(|one| one.session == session.id() && one.holds_seat()).count();
            assert!(lowered || seats <= capacity.get() as usize, "{seats} people on {} seats", capacity.get());
        }
    }

    /// One person and one invitation an address and session, one account an address, one captioner a session.
    fn there_is_one_of_each(&self) {
        let people = self.people.values();
        assert_distinct("one address in one session", people.clone().map(|one| (one.session, one.email.key().clone())));
        let listed = self.invitations.values();
        assert_distinct("one address on one list", listed.map(|one| (one.session, one.email.key().clone())));
        assert_distinct("an account of one address", self.accounts.values().map(|one| one.email.key().clone()));
        let captioners = people.filter(|one| one.role == Role::Captioner && one.is_there());
        assert_distinct("a captioner of one session", captioners.map(|one| one.session));
    }

    fn everything_belongs_to_what_exists(&self, store: &MemoryStore) {
        for session in self.sessions.values() {
            assert!(self.accounts.get(&session.host()).is_some_and(Account::may_host), "hosted by nobody: {session:?}");
        }
        for invitation in self.invitations.values() {
            assert!(self.sessions.contains_key(&invitation.session), "to no session: {invitation:?}");
            assert!(invitation.role != Role::Host, "a host is not invited: {invitation:?}");
        }
        for person in self.people.values() {
            assert!(self.sessions.contains_key(&person.session), "in no session: {person:?}");
            let listed = person.invitation.map(|id| self.invitations.get(&id));
            let own = |one: &Invitation| one.session == person.session && one.email == person.email;
            assert!(listed.is_none_or(|listed| listed.is_some_and(own)), "came by another's invitation: {person:?}");
        }
        let passes = store.all_passes();
        for pass in &passes {
            let holder = self.people.get(&pass.participant);
            assert!(holder.is_some_and(|one| one.session == pass.session), "a pass of nobody: {pass:?}");
        }
        assert_distinct("a pass", passes.iter().map(|pass| pass.digest));
        for code in store.all_codes() {
            assert!(self.sessions.contains_key(&code.session), "a code for no session: {code:?}");
        }
        let codes = store.all_codes();
        assert_distinct("one code", codes.iter().map(|code| (code.session, code.email.key().clone())));
        for record in store.decision_records() {
            let person = record.participant.map(|id| self.people.get(&id));
            assert!(self.sessions.contains_key(&record.session), "decided on no session: {record:?}");
            assert!(person.is_none_or(|one| one.is_some()), "decided on nobody: {record:?}");
        }
    }

    /// Whoever came through the door has a pass, and it is written down why they were let in or held.
    fn nobody_is_there_without_pass_and_decision(&self, store: &MemoryStore) {
        let passes: HashSet<ParticipantId> = store.all_passes().iter().map(|pass| pass.participant).collect();
        let decided: HashSet<ParticipantId> =
            store.decision_records().iter().filter_map(|record| record.participant).collect();
        for person in self.people.values() {
            let came = self.rows_of(person.id.as_uuid().as_u128()).any(|row| row.action == "participant.joined");
            assert!(!came || passes.contains(&person.id), "came without a pass: {person:?}");
            assert!(!came || decided.contains(&person.id), "came without a decision: {person:?}");
        }
    }

    /// An account that was never proved opens nothing: nobody is signed in to it, and nobody is in by it. A profile that
    /// waits for its code is no account.
    fn accounts_count_once_they_are_proved(&self, store: &MemoryStore) {
        for sign_in in store.all_sign_ins() {
            let owner = self.accounts.get(&sign_in.account);
            assert!(owner.is_some_and(Account::is_usable), "signed in to nothing usable: {owner:?}");
        }
        for person in self.people.values().filter(|one| one.proof == Proof::Account) {
            let usable = self.accounts.values().any(|one| one.email == person.email && one.is_usable());
            assert!(usable, "in by an account that nobody can use: {person:?}");
        }
        for code in store.all_codes() {
            let CodePurpose::Profile(pending) = &code.purpose else { continue };
            let own = self.accounts.values().find(|one| one.email == code.email);
            let made = own.is_some_and(|own| own.password.as_ref() == Some(&pending.password));
            assert!(!made, "an account was made and its code still counts: {code:?}");
        }
    }

    /// No mail without its cause, and none twice for one: each time that an invitation is made or resent is one mail.
    fn mail_has_one_cause_and_a_cause_one_mail(&self, store: &MemoryStore) {
        let messages: Vec<_> = store.messages().into_iter().map(|(message, _)| message).collect();
        assert_distinct("a message", messages.iter().map(|message| message.id));
        assert_distinct("a key of messages", messages.iter().filter_map(|message| message.unique_key.clone()));
        let (mut invitations, mut once) = (BTreeMap::<InvitationId, usize>::new(), Vec::new());
        for message in &messages {
            match &message.body {
                MessageBody::Invitation { invitation, .. } => *invitations.entry(*invitation).or_default() += 1,
                MessageBody::Reminder { invitation, offset_minutes, starts_at } => {
                    let listed = self.invitations.get(invitation);
                    assert!(listed.is_some(), "a reminder for nobody: {message:?}");
                    once.push(format!("{invitation} {offset_minutes} {starts_at}"));
                }
                MessageBody::Code { code } => once.push(format!("{code:?}")),
                MessageBody::AccountExists { account, session } => {
                    let known = self.accounts.contains_key(account) && self.sessions.contains_key(session);
                    assert!(known, "about nothing: {message:?}");
                }
                MessageBody::Change { invitation, sequence, .. } => {
                    let session = self.invitations.get(invitation).and_then(|one| self.sessions.get(&one.session));
                    let now = session.map(|session| session.parts().calendar_sequence);
                    assert!(now.is_some_and(|now| now >= *sequence), "of a change that never was: {message:?}");
                }
                MessageBody::Cancellation { invitation } => {
                    assert!(self.invitations.contains_key(invitation), "to nobody: {message:?}");
                }
                // To nobody where an address without account asked for a new password.
                MessageBody::PasswordReset { .. } => {}
                MessageBody::AccessRequest { session } | MessageBody::Digest { session } => {
                    assert!(self.sessions.contains_key(session), "about nothing: {message:?}");
                }
                MessageBody::Welcome { account } | MessageBody::LockAlert { account } => {
                    assert!(self.accounts.contains_key(account), "to nobody: {message:?}");
                }
            }
        }
        assert_distinct("a mail for one cause", once);
        let mailed_for = ["invitation.made", "invitation.resent"];
        let all = self.invitations.keys().chain(invitations.keys()).copied().collect::<HashSet<_>>();
        for id in all {
            let causes = self.rows_of(id.as_uuid().as_u128()).filter(|row| mailed_for.contains(&row.action)).count();
            let mails = invitations.get(&id).copied().unwrap_or_default();
            assert_eq!(mails, causes, "mails of invitation {id}, and how often it was made or resent");
        }
    }

    /// The newest row that names a field of an object gives its value.
    fn audit_rows_tell_how_things_are(&self) {
        assert_distinct("an audit row", self.audit.iter().map(|row| row.id));
        for row in &self.audit {
            assert!(row.session.is_none_or(|id| self.sessions.contains_key(&id)), "about no session: {row:?}");
        }
        for session in self.sessions.values() {
            let parts = session.parts();
            let is = [
                ("title", parts.title.to_string()),
                ("invitation_type", parts.invitation_type.as_str().to_owned()),
                ("starts_at", parts.schedule.starts_at().to_rfc3339()),
                ("door", format!("{:?}", parts.door)),
                ("lock", format!("{:?}", parts.lock)),
                ("state", format!("{:?}", parts.state)),
                ("link_generation", parts.link.generation.get().to_string()),
            ];
            self.assert_told("session", session.id().as_uuid().as_u128(), &is);
        }
        for person in self.people.values() {
            self.assert_told("person", person.id.as_uuid().as_u128(), &[("state", person.state.as_str().to_owned())]);
        }
        for invitation in self.invitations.values() {
            let standing = |row: &&AuditEntry| ["invitation.made", "invitation.revoked"].contains(&row.action);
            let last = self.rows_of(invitation.id.as_uuid().as_u128()).rfind(standing);
            let counts = last.is_none_or(|row| (row.action == "invitation.made") == invitation.is_active());
            assert!(counts, "{last:?} is the last word, and yet: {invitation:?}");
            self.assert_told("invitation", invitation.id.as_uuid().as_u128(), &[("role", invitation.role.to_string())]);
        }
    }

    fn assert_told(&self, what: &str, object: u128, fields: &[(&str, String)]) {
        for (field, is) in fields {
            let told = self.told(object, field);
            assert!(
                told.is_none_or(|told| told == is),
                "the audit rows tell that the {field} of {what} {object:032x} is {told:?}, and it is {is}"
            );
        }
    }
}

/// Within a session positions grow, and every event is about something of that session.
fn events_are_in_order(world: &World, events: &[Event]) {
    let mut last: HashMap<SessionId, EventSeq> = HashMap::new();
    for event in events {
        assert!(world.sessions.contains_key(&event.session), "in no session: {event:?}");
        let before = last.insert(event.session, event.seq);
        assert!(before.is_none_or(|before| before < event.seq), "out of order: {before:?}, then {event:?}");
        let known = match event.kind {
            EventKind::ParticipantChanged(id) => world.people.get(&id).is_some_and(|one| one.session == event.session),
            EventKind::InvitedOnTheFly(id) => {
                world.invitations.get(&id).is_some_and(|one| one.session == event.session)
            }
            _ => true,
        };
        assert!(known, "about something else: {event:?}");
    }
}
