//! From the domain's words to those of the views. Both use the codes of the API, so nothing is spelled twice.

use jigsaw_domain::admission;
use jigsaw_domain::delivery::DeliveryState;
use jigsaw_domain::invitation::{self, Step};
use jigsaw_domain::port::ListedInvitation;
use jigsaw_domain::session::{self, Phase};
use jigsaw_domain::usecase::{self, RosterState};

use crate::view::{
    EmailProof, InvitationStatus, InvitationType, LinkKind, MailingStage, Outcome, PersonState, Proof, Role, Said,
    SessionState, Verdict, WaitingRoom,
};

pub(super) const fn phase(phase: Phase) -> SessionState {
    match phase {
        Phase::Scheduled => SessionState::Scheduled,
        Phase::Live => SessionState::Live,
        Phase::Ended => SessionState::Ended,
        Phase::Cancelled => SessionState::Cancelled,
    }
}

pub(super) const fn invitation_type(kind: session::InvitationType) -> InvitationType {
    match kind {
        session::InvitationType::InvitationList => InvitationType::List,
        session::InvitationType::LinkPasswordRequested => InvitationType::LinkPassword,
        session::InvitationType::LinkPasswordNotRequested => InvitationType::LinkOpen,
    }
}

pub(super) const fn waiting_room(room: session::WaitingRoom) -> WaitingRoom {
    match room {
        session::WaitingRoom::Off => WaitingRoom::Off,
        session::WaitingRoom::Guests => WaitingRoom::Guests,
        session::WaitingRoom::Everyone => WaitingRoom::Everyone,
    }
}

pub(super) const fn email_proof(proof: session::EmailProof) -> EmailProof {
    match proof {
        session::EmailProof::None => EmailProof::None,
        session::EmailProof::Code => EmailProof::Code,
    }
}

pub(super) const fn said(answer: invitation::Answer) -> Said {
    match answer {
        invitation::Answer::Accepted => Said::Accepted,
        invitation::Answer::Tentative => Said::Tentative,
        invitation::Answer::Declined => Said::Declined,
    }
}

pub(super) const fn mailing_stage(stage: usecase::MailingStage) -> MailingStage {
    match stage {
        usecase::MailingStage::Planned => MailingStage::Planned,
        usecase::MailingStage::UnderWay => MailingStage::UnderWay,
        usecase::MailingStage::Done => MailingStage::Done,
        usecase::MailingStage::Skipped => MailingStage::Skipped,
    }
}

pub(super) const fn role(role: invitation::Role) -> Role {
    match role {
        invitation::Role::Host => Role::Host,
        invitation::Role::CoHost => Role::CoHost,
        invitation::Role::Presenter => Role::Presenter,
        invitation::Role::Captioner => Role::Captioner,
        invitation::Role::Attendee => Role::Attendee,
    }
}

pub(super) const fn proof(proof: admission::Proof) -> Proof {
    match proof {
        admission::Proof::Account => Proof::Account,
        admission::Proof::Mailbox => Proof::Mailbox,
        admission::Proof::Unverified => Proof::Unverified,
    }
}

pub(super) const fn person(state: RosterState) -> PersonState {
    match state {
        RosterState::Invited => PersonState::Invited,
        RosterState::Waiting => PersonState::Waiting,
        RosterState::Admitted => PersonState::In,
        RosterState::Denied => PersonState::Denied,
        RosterState::Removed => PersonState::Removed,
        RosterState::Left => PersonState::Left,
    }
}

pub(super) const fn link(kind: admission::LinkKind) -> LinkKind {
    match kind {
        admission::LinkKind::Session => LinkKind::Session,
        admission::LinkKind::Personal => LinkKind::Personal,
    }
}

/// Recorded outcomes and verdicts are text, readable years later; a word of another time is shown as the mildest one.
pub(super) fn outcome(word: &str) -> Outcome {
    Outcome::parse(word).unwrap_or(Outcome::Refused)
}

pub(super) fn verdict(word: &str) -> Verdict {
    Verdict::parse(word).unwrap_or(Verdict::Abstain)
}

/// What has become of an invitation: what its person did counts for more than where its mail is.
pub(super) fn invitation(listed: &ListedInvitation, progress: Option<Step>) -> InvitationStatus {
    if !listed.invitation.is_active() {
        return InvitationStatus::Revoked;
    }
    match (progress, listed.mail) {
        (Some(Step::Joined | Step::Left), _) => InvitationStatus::Admitted,
        (Some(Step::Waiting), _) => InvitationStatus::Waiting,
        (Some(Step::Refused), _) => InvitationStatus::Refused,
        (Some(Step::Opened), _) => InvitationStatus::Opened,
        (None, Some(DeliveryState::Queued) | None) => InvitationStatus::Queued,
        (None, Some(DeliveryState::Deferred)) => InvitationStatus::Deferred,
        (None, Some(DeliveryState::Sent)) => InvitationStatus::Sent,
        (None, Some(DeliveryState::Bounced)) => InvitationStatus::Bounced,
        (None, Some(DeliveryState::Dropped)) => InvitationStatus::Dropped,
        (None, Some(DeliveryState::Parked)) => InvitationStatus::Parked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_spell_alike() {
        for value in invitation::Role::ALL {
            assert_eq!(role(*value).code(), value.as_str());
        }
        for value in session::InvitationType::ALL {
            assert_eq!(invitation_type(*value).code(), value.as_str());
        }
        for value in session::WaitingRoom::ALL {
            assert_eq!(waiting_room(*value).code(), value.as_str());
        }
        for value in session::EmailProof::ALL {
            assert_eq!(email_proof(*value).code(), value.as_str());
        }
        for value in admission::Proof::ALL {
            assert_eq!(proof(*value).code(), value.as_str());
        }
        for value in admission::LinkKind::ALL {
            assert_eq!(link(*value).code(), value.as_str());
        }
        for value in [Phase::Scheduled, Phase::Live, Phase::Ended, Phase::Cancelled] {
            assert_eq!(phase(value).code(), value.as_str());
        }
        for value in [
            RosterState::Invited,
            RosterState::Waiting,
            RosterState::Admitted,
            RosterState::Denied,
            RosterState::Removed,
            RosterState::Left,
        ] {
            assert_eq!(person(value).code(), value.as_str());
        }
    }
}
