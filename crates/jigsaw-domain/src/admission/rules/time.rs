//! When people may enter.

use super::identity::proof_of_running;
use super::rule;
use crate::admission::{Reason, ReasonCode, Verdict};
use crate::session::{Phase, SessionKind, SessionState};

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
    /// Attendees enter from the early window on; a session that was started early is open. An open session has such a
    /// window each day, and whoever is in when it closes may stay.
    EarlyWindow as "early_window": |facts| {
        let opens_at = facts.session.opens_from(facts.now);
        let stays = matches!(facts.session.kind(), SessionKind::Open(_)) && facts.is_returning();
        let spared = facts.role().is_staff() || stays;
        if facts.phase() == Phase::Scheduled && facts.now < opens_at && !spared {
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
        if waits && facts.now >= facts.session.opens_from(facts.now) && !facts.role().is_staff() {
            Verdict::Hold(Reason::public(ReasonCode::WaitingForHost))
        } else {
            Verdict::Abstain
        }
    }
}

rule! {
    /// Nobody new after the door of a running session closes: at the end, or when `joinable_until` says. Those who run
    /// the session may still come.
    DoorCloses as "door_closes": |facts| {
        let over = matches!(facts.phase(), Phase::Ended | Phase::Cancelled);
        let spared = facts.role().runs_session() || facts.is_returning();
        if over || spared || facts.now < facts.session.closes_at() {
            return Verdict::Abstain;
        }
        if let Some(evidence) = proof_of_running(facts) {
            return Verdict::Require(evidence);
        }
        // A door that closes while the session runs on is locked, not over.
        let code = if facts.now < facts.session.schedule().ends_at() { ReasonCode::Locked } else { ReasonCode::Ended };
        Verdict::Deny(Reason::public(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admission::fixture::{Case, expect, minute};
    use crate::admission::{Fact, JoinRule as _, PersonState, Relation};
    use crate::invitation::Role;
    use crate::session::InvitationType;
    use crate::text::HostText;

    fn host(case: Case) -> Case {
        case.with(|case| {
            case.relation = Fact::Known(Relation::Host);
            case.signed_in = true;
        })
    }

    fn proved(case: Case, role: Role) -> Case {
        case.invited_as(role).by_personal_link()
    }

    fn waits_for_nobody(case: Case) -> Case {
        case.with(|case| case.parts.door.wait_for_host = false)
    }

    #[test]
    fn over_is_over_for_everyone() {
        let ended = |case: Case| case.with(|case| case.parts.state = SessionState::Ended { at: minute(20) });
        let cancelled = |case: Case, reason: Option<HostText>| {
            case.with(|case| case.parts.state = SessionState::Cancelled { at: minute(-60), reason })
        };
        expect(
            &SessionOpen,
            [
                ("live", Case::open(), "abstain"),
                ("to come", Case::open().scheduled(-500), "abstain"),
                ("ended", ended(Case::open()), "deny ended"),
                ("ended, the host", host(ended(Case::open())), "deny ended"),
                ("cancelled", cancelled(Case::open(), None), "deny cancelled"),
                ("never begun and past its end", Case::open().scheduled(60), "deny ended"),
            ],
        );
        let words = HostText::parse("The teacher is ill").unwrap();
        let verdict = cancelled(Case::open(), Some(words)).lend(|facts| SessionOpen.judge(facts));
        let told = Reason::public(ReasonCode::Cancelled).with("message", "The teacher is ill");
        assert_eq!(verdict, Verdict::Deny(told));
    }

    #[test]
    fn the_door_opens_ten_minutes_early_for_attendees_and_is_open_for_staff() {
        expect(
            &EarlyWindow,
            [
                ("a moment too early", Case::open().scheduled(-11), "hold too_early"),
                ("at the opening", Case::open().scheduled(-10), "abstain"),
                ("started early by the host", Case::open().with(|case| case.now = minute(-50)), "abstain"),
                ("the host", host(Case::open().scheduled(-500)), "abstain"),
                ("a co-host", proved(Case::open().scheduled(-500), Role::CoHost), "abstain"),
                ("a presenter", proved(Case::open().scheduled(-500), Role::Presenter), "abstain"),
                ("a captioner", proved(Case::open().scheduled(-500), Role::Captioner), "hold too_early"),
                (
                    "a presenter's address, unproved",
                    Case::open().invited_as(Role::Presenter).scheduled(-500),
                    "hold too_early",
                ),
            ],
        );
        let verdict = Case::open().scheduled(-60).lend(|facts| EarlyWindow.judge(facts));
        let Verdict::Hold(reason) = verdict else { panic!("{verdict:?}") };
        assert_eq!(reason.params, [("opens_at", "2027-01-10T09:50:00+00:00".to_owned())]);
    }

    #[test]
    fn attendees_wait_for_the_host_unless_that_is_off() {
        expect(
            &WaitForHost,
            [
                ("in the early window", Case::open().scheduled(-5), "hold waiting_for_host"),
                ("past the start", Case::open().scheduled(5), "hold waiting_for_host"),
                ("before the window, too early is the one thing to say", Case::open().scheduled(-60), "abstain"),
                ("live", Case::open(), "abstain"),
                ("turned off, early window", waits_for_nobody(Case::open().scheduled(-5)), "abstain"),
                ("turned off, past the start", waits_for_nobody(Case::open().scheduled(5)), "abstain"),
                ("a presenter is who is waited for", proved(Case::open().scheduled(-5), Role::Presenter), "abstain"),
                ("the host", host(Case::open().scheduled(-5)), "abstain"),
            ],
        );
    }

    #[test]
    fn nobody_new_after_the_end_but_those_who_run_it() {
        let until = |case: Case, at: i64| case.with(|case| case.parts.door.joinable_until = Some(minute(at)));
        let at = |case: Case, now: i64| case.with(|case| case.now = minute(now));
        expect(
            &DoorCloses,
            [
                ("a minute before the end", at(Case::open(), 59), "abstain"),
                ("at the end, live on", at(Case::open(), 60), "deny ended"),
                ("later by joinable_until", until(at(Case::open(), 70), 90), "abstain"),
                ("later, and over", until(at(Case::open(), 90), 90), "deny ended"),
                ("earlier by joinable_until: shut, not over", until(at(Case::open(), 30), 15), "deny locked"),
                (
                    "back on the same device",
                    at(Case::open().known(PersonState::Inside, |p| p.same_device = true), 70),
                    "abstain",
                ),
                ("on another device", at(Case::open().known(PersonState::Inside, |_| {}), 70), "deny ended"),
                ("the host", host(at(Case::open(), 70)), "abstain"),
                ("a co-host", proved(at(Case::open(), 70), Role::CoHost), "abstain"),
                ("a presenter", proved(at(Case::open(), 70), Role::Presenter), "deny ended"),
                ("over: another rule's word", Case::open().scheduled(70), "abstain"),
                ("a late host before anyone began", host(until(Case::open().scheduled(30), 15)), "abstain"),
            ],
        );
        let host_typed = |kind| {
            at(Case::at(kind), 70).with(|case| {
                case.relation = Fact::Known(Relation::Host);
                case.has_account = Fact::Known(true);
            })
        };
        expect(
            &DoorCloses,
            [
                (
                    "the host's address is asked for proof first",
                    host_typed(InvitationType::LinkPasswordRequested),
                    "require password",
                ),
                ("… without passwords, too", host_typed(InvitationType::LinkPasswordNotRequested), "require password"),
                ("… on a list like every address", host_typed(InvitationType::InvitationList), "require code"),
                ("a stranger's on a list", at(Case::on_list(), 70), "require code"),
            ],
        );
    }
}
