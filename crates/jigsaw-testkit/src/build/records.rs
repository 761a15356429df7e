//! What is written beside the change itself: codes, messages, events, decisions, audit rows.

use chrono::{DateTime, Utc};
use jigsaw_domain::account::PasswordHash;
use jigsaw_domain::admission::{DecisionRecord, LinkKind};
use jigsaw_domain::audit::{Actor, AuditEntry, FieldChange};
use jigsaw_domain::delivery::{CodePurpose, MailCode, MessageBody, OutgoingMessage, PendingProfile, Priority};
use jigsaw_domain::event::{EventKind, NewEvent};
use jigsaw_domain::id::{AuditId, CodeId, CorrelationId, DecisionId, MessageId};
use jigsaw_domain::invitation::{Invitation, Origin};
use jigsaw_domain::session::Session;

use super::{Situation, email, host, id_seed, name, now};

/// The request that a test makes.
pub fn correlation() -> CorrelationId {
    CorrelationId::mint(now(), id_seed("a request"))
}

/// A code just mailed to this address, for proving it at the session's door.
pub fn mail_code(session: &Session, address: &str) -> MailCode {
    MailCode {
        id: CodeId::mint(now(), id_seed(&format!("{}{address}", session.id()))),
        session: session.id(),
        email: email(address),
        purpose: CodePurpose::Proof,
        deliverable: true,
        wrong_tries: 0,
        created_at: now(),
    }
}

/// A profile that waits for its code.
pub fn pending_profile() -> PendingProfile {
    PendingProfile {
        name: name("Nora New"),
        password: PasswordHash::new("$plain$0$correct horse".to_owned()),
        time_zone: chrono_tz::America::New_York,
    }
}

/// A bulk message, to be sent at once; another text gives another one.
pub fn message(body: MessageBody, text: &str) -> OutgoingMessage {
    OutgoingMessage {
        id: MessageId::mint(now(), id_seed(text)),
        body,
        priority: Priority::Bulk,
        not_before: now(),
        deadline: None,
        unique_key: None,
        lane: Some(host().id),
        created_at: now(),
    }
}

/// The mail of an invitation.
pub fn invitation_mail(invitation: &Invitation) -> OutgoingMessage {
    let on_the_fly = invitation.origin == Origin::OnTheFly;
    let body = MessageBody::Invitation { invitation: invitation.id, on_the_fly };
    let priority = if on_the_fly { Priority::Urgent } else { Priority::Bulk };
    OutgoingMessage { priority, ..message(body, &invitation.id.to_string()) }
}

/// An event of this session, just now.
pub fn event(session: &Session, kind: EventKind) -> NewEvent {
    NewEvent { session: session.id(), kind, at: now() }
}

/// A recorded decision with the verdicts of every built-in rule; another moment gives another record.
pub fn decision_record(session: &Session, at: DateTime<Utc>) -> DecisionRecord {
    let decision = Situation::of(session.clone()).typed("mike@example.org").decide();
    let id = DecisionId::mint(at, id_seed(&format!("{}{at}", session.id())));
    let address = Some(email("Mike@example.org"));
    DecisionRecord::of(id, (session.id(), None), (address, LinkKind::Session), &decision, at, correlation())
}

/// An audit row about this session; another action gives another one.
pub fn audit_entry(session: &Session, action: &'static str) -> AuditEntry {
    AuditEntry {
        id: AuditId::mint(now(), id_seed(&format!("{}{action}", session.id()))),
        at: now(),
        actor: Actor::Account(session.host()),
        action,
        session: Some(session.id()),
        object: session.id().as_uuid(),
        changes: vec![FieldChange::set("title", session.title())],
        correlation: correlation(),
    }
}
