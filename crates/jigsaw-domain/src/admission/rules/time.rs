//! When people may enter.

use super::rule;
use crate::admission::{Reason, ReasonCode, Verdict};
use crate::session::{Phase, SessionState};

rule! {
    /// Ended and cancelled sessions let nobody in.
    SessionOpen as "session_open": |facts| {
        match (facts.phase(), facts.session.state()) {
            (Phase::Cancelled, SessionState::Cancelled { reason: Some(words), .. }) => {
                Verdict::Deny(Reason::public(ReasonCode::Cancelled).with("message", words))
            }
            (Phase::Cancelled, _) => Verdict::Deny(Reason::public(ReasonCode::Cancelled)),
            (Phase::Ended, _) => Verdict::Deny(Reason::public(ReasonCode::Ended)),
            (Phase::Scheduled | Phase::Live, _) => Verdict::Abstain,
        }
    }
}

rule! {
    /// Attendees enter from the early window on; a session that was started early is open.
    EarlyWindow as "early_window": |facts| {
        let opens_at = facts.session.opens_at();
        if facts.phase() == Phase::Scheduled && facts.now < opens_at && !facts.role().is_staff() {
            Verdict::Hold(Reason::public(ReasonCode::TooEarly).with("opens_at", opens_at.to_rfc3339()))
        } else {
            Verdict::Abstain
        }
    }
}

rule! {
    /// Attendees wait until a host, co-host or presenter is in, unless the host has turned that off.
    WaitForHost as "wait_for_host": |facts| {
        let waits = facts.session.door().wait_for_host && facts.phase() == Phase::Scheduled;
        // Before the window opens, "too early" is the one thing to say.
        if waits && facts.now >= facts.session.opens_at() && !facts.role().is_staff() {
            Verdict::Hold(Reason::public(ReasonCode::WaitingForHost))
        } else {
            Verdict::Abstain
        }
    }
}

rule! {
    /// Nobody new after the door closes: at the end, or when `joinable_until` says. Those who run the session may
    /// still come back while it is live.
    DoorCloses as "door_closes": |facts| {
        let live = facts.phase() == Phase::Live;
        if facts.now < facts.session.closes_at() || facts.is_returning() || (live && facts.role().runs_session()) {
            return Verdict::Abstain;
        }
        // A door that closes while the session runs on is locked, not over.
        let code = if facts.now < facts.session.schedule().ends_at() { ReasonCode::Locked } else { ReasonCode::Ended };
        Verdict::Deny(Reason::public(code))
    }
}
