//! What the host does with the door: waiting room, lock, capacity, removal.

use super::identity::proof_of_running;
use super::{known, rule};
use crate::admission::{PersonState, Proof, Reason, ReasonCode, Relation, Verdict};
use crate::session::{InvitationType, WaitingRoom};

rule! {
    /// Full is full; host and co-hosts are exempt, and whoever is in keeps their seat.
    CapacityLimit as "capacity": |facts| {
        let Some(capacity) = facts.session.door().capacity else { return Verdict::Abstain };
        if facts.role().runs_session() {
            return Verdict::Abstain;
        }
        let inside = facts.as_shown(known!(facts, person)).state == PersonState::Inside;
        if inside || known!(facts, seats_taken) < capacity.get() {
            return Verdict::Abstain;
        }
        match proof_of_running(facts) {
            Some(evidence) => Verdict::Require(evidence),
            None => Verdict::Deny(Reason::public(ReasonCode::Full).with("capacity", capacity.get())),
        }
    }
}

rule! {
    /// A locked session lets nobody new in, with the host's own words.
    LockedDoor as "lock": |facts| {
        let Some(lock) = facts.session.lock() else { return Verdict::Abstain };
        if facts.role().runs_session() || facts.is_returning() {
            return Verdict::Abstain;
        }
        if let Some(evidence) = proof_of_running(facts) {
            return Verdict::Require(evidence);
        }
        let reason = Reason::public(ReasonCode::Locked);
        Verdict::Deny(match &lock.message {
            Some(words) => reason.with("message", words),
            None => reason,
        })
    }
}

rule! {
    /// Whoever was removed with a ban does not come back to this session. On the device they were removed from they are
    /// told; elsewhere it takes proof to learn it.
    Removal as "removal": |facts| {
        let person = known!(facts, person);
        match person.state {
            PersonState::Banned if person.same_device => Verdict::Deny(Reason::public(ReasonCode::Removed)),
            PersonState::Banned => Verdict::Deny(Reason::of_address(ReasonCode::Removed)),
            _ => Verdict::Abstain,
        }
    }
}

rule! {
    /// Whom the host sent away from the waiting room stays outside until the host changes their mind. Where the address
    /// is all that people give, it is told to whoever gives the address; elsewhere they are asked for proof like everyone.
    AdmissionDenied as "admission_denied": |facts| {
        let person = known!(facts, person);
        if person.state != PersonState::Denied {
            return Verdict::Abstain;
        }
        let open = facts.invitation_type() == InvitationType::LinkPasswordNotRequested;
        Verdict::Deny(if open || person.same_device {
            Reason::public(ReasonCode::AdmissionDenied)
        } else {
            Reason::of_address(ReasonCode::AdmissionDenied)
        })
    }
}

rule! {
    /// The waiting room holds people until the host admits them.
    WaitingRoomHold as "waiting_room": |facts| {
        let person = facts.as_shown(known!(facts, person));
        let invited = match known!(facts, relation) {
            Relation::Host | Relation::Invited { .. } => facts.is_proved(),
            Relation::Stranger => false,
        };
        let exempt = match facts.session.door().waiting_room {
            WaitingRoom::Off => true,
            WaitingRoom::Guests => invited || facts.proof() == Proof::Account,
            WaitingRoom::Everyone => facts.role().is_staff(),
        };
        if exempt || facts.is_welcomed() || person.state == PersonState::Inside {
            Verdict::Abstain
        } else {
            Verdict::Hold(Reason::public(ReasonCode::AwaitingAdmission))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admission::fixture::{Case, expect};
    use crate::admission::{Fact, JoinRule as _};
    use crate::invitation::Role;

    fn host(case: Case) -> Case {
        case.with(|case| {
            case.relation = Fact::Known(Relation::Host);
            case.has_account = Fact::Known(true);
        })
    }

    fn signed_in(case: Case) -> Case {
        case.with(|case| case.signed_in = true)
    }

    fn proved(case: Case, role: Role) -> Case {
        case.invited_as(role).by_personal_link()
    }

    #[test]
    fn full_is_full_but_for_those_who_run_the_session() {
        expect(
            &CapacityLimit,
            [
                ("no limit", Case::open().with(|c| c.seats_taken = Fact::Unknown), "abstain"),
                ("one place left", Case::open().full().with(|c| c.seats_taken = Fact::Known(9)), "abstain"),
                ("the last one went", Case::open().full(), "deny full"),
                (
                    "nobody could count",
                    Case::open().full().with(|c| c.seats_taken = Fact::Unknown),
                    "deny fact_unknown",
                ),
                ("an attendee by personal link", proved(Case::on_list().full(), Role::Attendee), "deny full"),
                ("a presenter by personal link", proved(Case::on_list().full(), Role::Presenter), "deny full"),
                ("a co-host by personal link", proved(Case::on_list().full(), Role::CoHost), "abstain"),
                ("the host, signed in", signed_in(host(Case::open().full())), "abstain"),
                ("inside already", Case::open().full().known(PersonState::Inside, |_| {}), "abstain"),
                (
                    "was inside, and left",
                    Case::open().full().known(PersonState::Gone, |p| p.same_device = true),
                    "deny full",
                ),
                (
                    "approved, but no place left",
                    Case::open().full().known(PersonState::Waiting, |p| p.approved = true),
                    "deny full",
                ),
            ],
        );
    }

    #[test]
    fn a_full_or_locked_door_asks_who_it_is_before_it_turns_away_those_who_run_the_session() {
        for (rule, shut) in [
            (&CapacityLimit as &dyn crate::admission::JoinRule, Case::full as fn(Case) -> Case),
            (&LockedDoor, Case::locked),
        ] {
            let no = if rule.id().as_str() == "lock" { "deny locked" } else { "deny full" };
            let co_host = |case: Case, has_account| {
                shut(case).invited_as(Role::CoHost).with(|case| case.has_account = Fact::Known(has_account))
            };
            let hidden = |case: Case| case.with(|case| case.hide_accounts = true);
            expect(
                rule,
                [
                    ("nobody yet", shut(Case::open()).with(|c| c.email = None), "require email"),
                    ("the host's address", host(shut(Case::open())), "require password"),
                    (
                        "the host's address where passwords are asked",
                        host(shut(Case::by_password())),
                        "require password",
                    ),
                    ("a co-host's with an account", co_host(Case::open(), true), "require password"),
                    ("a co-host's without one stays an attendee", co_host(Case::open(), false), no),
                    (
                        "… unless the session mails codes",
                        co_host(Case::open(), false)
                            .with(|c| c.parts.door.email_proof = crate::session::EmailProof::Code),
                        "require code",
                    ),
                    ("a co-host's who has to make a profile", co_host(Case::by_password(), false), "require account"),
                    ("… where accounts are hidden", hidden(co_host(Case::by_password(), false)), "require password"),
                    ("a stranger's where passwords are asked", shut(Case::by_password()), no),
                    ("a list asks every address alike: stranger", shut(Case::on_list()), "require code"),
                    ("… listed", shut(Case::on_list()).invited_as(Role::Attendee), "require code"),
                    ("… host", host(shut(Case::on_list())), "require code"),
                    ("… someone inside", shut(Case::on_list()).known(PersonState::Inside, |_| {}), "require code"),
                    (
                        "the host by code needs the password, too",
                        host(shut(Case::on_list())).with(|c| c.code = Fact::Known(crate::admission::CodeCheck::Right)),
                        "require password",
                    ),
                    ("whoever knocks is told", shut(Case::on_list()).with(|c| c.knock = true), no),
                ],
            );
        }
    }

    #[test]
    fn a_lock_keeps_new_people_out_with_the_hosts_words() {
        expect(
            &LockedDoor,
            [
                ("not locked", Case::open(), "abstain"),
                ("locked", Case::open().locked(), "deny locked"),
                (
                    "back on the same device",
                    Case::open().locked().known(PersonState::Inside, |p| p.same_device = true),
                    "abstain",
                ),
                ("on another device", Case::open().locked().known(PersonState::Inside, |_| {}), "deny locked"),
                (
                    "was inside, and left",
                    Case::open().locked().known(PersonState::Gone, |p| p.same_device = true),
                    "deny locked",
                ),
                ("a presenter", proved(Case::open().locked(), Role::Presenter), "deny locked"),
                ("a co-host", proved(Case::open().locked(), Role::CoHost), "abstain"),
            ],
        );
        let verdict = Case::open().locked().lend(|facts| LockedDoor.judge(facts));
        assert_eq!(verdict.denial().unwrap().params, [("message", "Back at noon".to_owned())]);
    }

    #[test]
    fn who_was_sent_away_stays_away_and_only_they_are_told() {
        use crate::admission::Disclosure::{Address, Public};
        let disclosed = |rule: &dyn crate::admission::JoinRule, case: Case| {
            case.lend(|facts| rule.judge(facts)).denial().map(|reason| reason.disclosure)
        };
        let banned = |case: Case| case.known(PersonState::Banned, |_| {});
        let here = |case: Case| case.known(PersonState::Banned, |p| p.same_device = true);
        assert_eq!(disclosed(&Removal, banned(Case::open())), Some(Address));
        assert_eq!(disclosed(&Removal, banned(Case::on_list())), Some(Address));
        assert_eq!(disclosed(&Removal, here(Case::on_list())), Some(Public));
        assert_eq!(disclosed(&Removal, Case::open().known(PersonState::Gone, |_| {})), None, "removed without a ban");

        let denied = |case: Case| case.known(PersonState::Denied, |_| {});
        assert_eq!(disclosed(&AdmissionDenied, denied(Case::open())), Some(Public));
        assert_eq!(disclosed(&AdmissionDenied, denied(Case::by_password())), Some(Address));
        assert_eq!(disclosed(&AdmissionDenied, denied(Case::on_list())), Some(Address));
        let here = Case::on_list().known(PersonState::Denied, |p| p.same_device = true);
        assert_eq!(disclosed(&AdmissionDenied, here), Some(Public));
    }

    #[test]
    fn the_waiting_room_holds_whom_it_is_set_to_hold() {
        let guests = |case: Case| case.with(|case| case.parts.door.waiting_room = WaitingRoom::Guests);
        let everyone = |case: Case| case.with(|case| case.parts.door.waiting_room = WaitingRoom::Everyone);
        let called = |case: Case| {
            case.with(|c| c.relation = Fact::Known(Relation::Invited { role: Role::Attendee, on_the_fly: true }))
        };
        let held = "hold awaiting_admission";
        expect(
            &WaitingRoomHold,
            [
                ("off", Case::open(), "abstain"),
                ("guests: a stranger", guests(Case::open()), held),
                ("guests: a stranger who signed in", signed_in(guests(Case::open())), "abstain"),
                ("guests: an invited address, typed", guests(Case::open()).invited_as(Role::Attendee), held),
                ("guests: invited, by personal link", proved(guests(Case::open()), Role::Attendee), "abstain"),
                (
                    "guests: a stranger who proved the mailbox",
                    guests(Case::open()).with(|c| c.code = Fact::Known(crate::admission::CodeCheck::Right)),
                    held,
                ),
                ("guests: on the fly, proved", called(guests(Case::open())).by_personal_link(), "abstain"),
                ("guests: on the fly, typed", called(guests(Case::open())), held),
                ("everyone: invited, by personal link", proved(everyone(Case::open()), Role::Attendee), held),
                ("everyone: a captioner", proved(everyone(Case::open()), Role::Captioner), held),
                ("everyone: signed in", signed_in(everyone(Case::by_password())), held),
                ("everyone: a presenter, by personal link", proved(everyone(Case::open()), Role::Presenter), "abstain"),
                ("everyone: a presenter's address, typed", everyone(Case::open()).invited_as(Role::Presenter), held),
                ("everyone: the host, signed in", signed_in(host(everyone(Case::open()))), "abstain"),
                ("everyone: on the fly, proved", called(everyone(Case::open())).by_personal_link(), "abstain"),
                ("everyone: on the fly, typed", called(everyone(Case::open())), held),
                (
                    "everyone: admitted by the host",
                    everyone(Case::open()).known(PersonState::Waiting, |p| p.approved = true),
                    "abstain",
                ),
                ("everyone: inside already", everyone(Case::open()).known(PersonState::Inside, |_| {}), "abstain"),
                (
                    "everyone: waiting again",
                    everyone(Case::open()).known(PersonState::Waiting, |p| p.same_device = true),
                    held,
                ),
                (
                    "on a list the host's word is for the person, not the address",
                    everyone(Case::on_list()).known(PersonState::Gone, |p| p.approved = true),
                    held,
                ),
            ],
        );
    }
}
