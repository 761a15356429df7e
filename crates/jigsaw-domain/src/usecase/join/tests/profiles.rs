//! Creating an account on the way in: exactly the profile that the code was mailed for, and nobody else's.

use super::*;
use crate::account::Standing;
use crate::delivery::{MessageBody, PendingProfile};
use crate::language::Language;
use crate::malformed::Malformed;
use crate::version::Version;

fn profile() -> Profile {
    Profile { name: name("Mia New"), password: password("a long sentence"), time_zone: None }
}

fn give_profile(profile: Profile) -> JoinEvidence {
    JoinEvidence { profile: Some(profile), ..typed(MIKE) }
}

fn pending(profile: &Profile) -> PendingProfile {
    PendingProfile {
        name: profile.name.clone(),
        password: hash_of(profile.password.reveal()),
        time_zone: profile.time_zone.unwrap_or(chrono_tz::Europe::Berlin),
    }
}

/// A new person at the door, whose code for this profile is on the way.
fn mailed_for(profile: &Profile, seconds_ago: i64) -> (DoorSituation, MailCode) {
    let code = mailed(CodePurpose::Profile(pending(profile)), seconds_ago);
    (DoorSituation { code: Some(code.clone()), ..door(BY_PASSWORD) }, code)
}

#[test]
fn a_profile_mails_a_code_that_is_bound_to_it() {
    let door = door(BY_PASSWORD);
    let (answer, changes) = join(&door, &call(&door, give_profile(profile())));
    assert_needs(&answer, &[Evidence::Code]);
    let code = changes.code().unwrap();
    assert_eq!(code.purpose, CodePurpose::Profile(pending(&profile())), "in the session's zone, unless told");
    assert!(code.deliverable);
    assert_eq!(changes.messages.len(), 1);
    assert_eq!(answer.profile_ticket, Some(keyring().profile_ticket(code.id)));
    let there = Profile { time_zone: Some(chrono_tz::Asia::Tokyo), ..profile() };
    let (_, changes) = join(&door, &call(&door, give_profile(there.clone())));
    assert_eq!(changes.code().unwrap().purpose, CodePurpose::Profile(pending(&there)));
}

#[test]
fn the_code_makes_exactly_that_account_and_admits() {
    let (door, code) = mailed_for(&profile(), 20);
    let full = JoinEvidence { code: Some(digits(&code)), ..give_profile(profile()) };
    let by_ticket = JoinEvidence { profile_ticket: Some(keyring().profile_ticket(code.id)), ..with_code(&code) };
    for evidence in [full, by_ticket] {
        let evidence = JoinEvidence { language: Some(Language::French), ..evidence };
        let (answer, changes) = join(&door, &call(&door, evidence));
        assert_admitted(&answer);
        assert_eq!(&changes.kinds()[..2], ["use code", "insert account"]);
        let made = changes.account();
        assert_eq!((&made.email, &made.name), (&email(MIKE), &profile().name));
        assert_eq!(made.password, Some(hash_of("a long sentence")));
        assert_eq!((made.time_zone, made.standing), (chrono_tz::Europe::Berlin, Standing::Guest));
        assert_eq!(made.language, Some(Language::French), "of the page that the code was typed on");
        assert_eq!((made.version, made.created_at), (Version::FIRST, now()));
        assert_eq!((&changes.person().name, changes.person().proof), (&profile().name, Proof::Account));
        assert_eq!(changes.actions(), ["account.created", "participant.joined"]);
        let welcome = MessageBody::Welcome { account: made.id };
        assert_eq!(changes.messages.iter().map(|message| message.body).collect::<Vec<_>>(), [welcome]);
        assert!(answer.profile_ticket.is_none());
    }
}

#[test]
fn nobodys_code_proves_anothers_profile() {
    let (door, code) = mailed_for(&profile(), 20);
    let others = [
        Profile { password: password("another sentence"), ..profile() },
        Profile { name: name("Eve New"), ..profile() },
        Profile { time_zone: Some(chrono_tz::Asia::Tokyo), ..profile() },
    ];
    for other in others {
        let evidence = JoinEvidence { code: Some(digits(&code)), ..give_profile(other) };
        let (answer, changes) = join(&door, &call(&door, evidence));
        assert_refused(&answer, ReasonCode::CodeWrong);
        assert_eq!(changes.kinds(), ["record decision", "count wrong try"]);
        assert_eq!(answer.profile_ticket, None, "a ticket would make the pending profile theirs at the next step");
    }
    let (answer, _) = join(&door, &call(&door, with_code(&code)));
    assert_refused(&answer, ReasonCode::CodeWrong);
}

#[test]
fn a_ticket_stands_for_the_latest_profile_only() {
    let (door, code) = mailed_for(&profile(), 20);
    let older = keyring().profile_ticket(CodeId::mint(minutes(-5), [8; 16]));
    for ticket in [older, "forged".to_owned()] {
        let evidence = JoinEvidence { profile_ticket: Some(ticket), ..with_code(&code) };
        assert_refused(&give(&door, evidence), ReasonCode::CodeWrong);
    }
    let own = Some(keyring().profile_ticket(code.id));
    let slip = JoinEvidence { profile_ticket: own.clone(), code: Some("1".to_owned()), ..typed(MIKE) };
    let answer = give(&door, slip);
    assert_refused(&answer, ReasonCode::CodeWrong);
    assert_eq!(answer.profile_ticket, own, "the page goes on with it");
}

#[test]
fn the_same_profile_is_mailed_once_a_minute_and_another_one_at_once() {
    let (door, code) = mailed_for(&profile(), 59);
    let (answer, changes) = join(&door, &call(&door, give_profile(profile())));
    assert_needs(&answer, &[Evidence::Code]);
    assert_eq!((changes.kinds(), changes.messages.len()), (vec!["record decision"], 0));
    assert_eq!(answer.profile_ticket, Some(keyring().profile_ticket(code.id)));

    let other = Profile { password: password("another sentence"), ..profile() };
    let (answer, changes) = join(&door, &call(&door, give_profile(other.clone())));
    let newer = changes.code().unwrap();
    assert_eq!(newer.purpose, CodePurpose::Profile(pending(&other)));
    assert_eq!(answer.profile_ticket, Some(keyring().profile_ticket(newer.id)));

    let (later, code) = mailed_for(&profile(), 60);
    let asks_again = JoinEvidence { profile_ticket: Some(keyring().profile_ticket(code.id)), ..typed(MIKE) };
    for evidence in [asks_again, give_profile(profile())] {
        let (_, changes) = join(&later, &call(&later, evidence));
        assert_eq!(changes.code().unwrap().purpose, code.purpose);
    }
}

#[test]
fn a_conflict_hashes_the_profile_once() {
    let door = door(BY_PASSWORD);
    let mut mocks = finding(vec![door.clone()]);
    mocks.unlimited();
    mocks.passwords.expect_is_guessable().returning(|_, _| false);
    mocks.passwords.expect_hash().once().returning(|password| Ok(hash_of(password.reveal())));
    let written = mocks.commits_after(vec![PortError::Conflict; 3]);
    block_on(mocks.front_door().join(&call(&door, give_profile(profile())))).unwrap();
    assert_eq!(written.only().messages.len(), 1);
}

#[test]
fn a_password_that_is_easily_guessed_is_refused_by_field() {
    let door = door(BY_PASSWORD);
    let mut mocks = finding(vec![door.clone()]);
    mocks.unlimited();
    mocks
        .passwords
        .expect_is_guessable()
        .withf(|_, own| {
            ["jigsaw", "Autumn term, week 8", MIKE, "mike", "Mia", "New"]
                .iter()
                .all(|word| own.iter().any(|w| w == word))
        })
        .returning(|_, _| true);
    let answer = block_on(mocks.front_door().join(&call(&door, give_profile(profile()))));
    assert_eq!(answer.unwrap_err(), UseCaseError::field("account.password", Malformed::Guessable));
}

#[test]
fn the_owner_of_an_account_is_told_of_a_profile_once_a_day() {
    for hidden in [false, true] {
        let door = with_account(door(BY_PASSWORD));
        let mut mocks = mocks_at(&door);
        mocks.settings.hide_existence = hidden;
        let (answer, changes) = join_with(mocks, &call(&door, give_profile(profile())));
        assert_needs(&answer, &[if hidden { Evidence::Code } else { Evidence::Password }]);
        assert!(changes.code().is_none_or(|code| !code.deliverable), "no code for an address that has an account");
        let (own, session) = (account(MIKE).id, session().id());
        let message = changes.messages.last().unwrap();
        assert_eq!(message.body, MessageBody::AccountExists { account: own, session });
        assert_eq!(message.unique_key, Some(format!("account_exists:{own}:{session}:2026-11-23")));
    }
    let door = with_account(door(BY_PASSWORD));
    let signed_in = JoinRequest { signed_in: Some(account(MIKE)), ..call(&door, give_profile(profile())) };
    assert!(join(&door, &signed_in).1.messages.is_empty(), "they know");
}

#[test]
fn hidden_accounts_answer_profiles_alike() {
    let answers = [door(BY_PASSWORD), with_account(door(BY_PASSWORD))].map(|door| {
        let mut mocks = mocks_at(&door);
        mocks.settings.hide_existence = true;
        let (answer, changes) = join_with(mocks, &call(&door, give_profile(profile())));
        assert_eq!(changes.kinds(), ["record decision", "put code"]);
        (answer.decision, answer.profile_ticket.is_some())
    });
    assert_eq!(answers[0], answers[1]);
}

#[test]
fn an_account_that_was_never_set_up_is_made_anew_and_its_set_up_link_ends() {
    let (mut door, code) = mailed_for(&profile(), 20);
    let unused = Account { password: None, standing: Standing::Host, name: name("Old Name"), ..account(MIKE) };
    door.account = Some(unused.clone());
    let evidence = JoinEvidence { code: Some(digits(&code)), ..give_profile(profile()) };
    let (answer, changes) = join(&door, &call(&door, evidence));
    assert_admitted(&answer);
    assert!(changes.has("update account"));
    let made = changes.account();
    assert_eq!((made.id, made.version, made.standing), (unused.id, unused.version, Standing::Host));
    assert_eq!((&made.name, &made.password), (&profile().name, &Some(hash_of("a long sentence"))));
    assert!(made.setup_generation > unused.setup_generation);
    assert_eq!(changes.person().name, profile().name);
}

#[test]
fn an_account_that_was_made_meanwhile_keeps_its_password() {
    let (mut door, code) = mailed_for(&profile(), 20);
    door.account = Some(account(MIKE));
    let evidence = JoinEvidence { code: Some(digits(&code)), ..give_profile(profile()) };
    assert_needs(&give(&door, evidence.clone()), &[Evidence::Password]);
    let signed_in = JoinRequest { signed_in: Some(account(MIKE)), ..call(&door, evidence) };
    let (answer, changes) = join(&door, &signed_in);
    assert_admitted(&answer);
    assert!(!changes.has("update account") && !changes.has("insert account"));
}

#[test]
fn elsewhere_a_profile_is_nothing_but_a_name_and_its_code_counts_for_nothing() {
    for kind in [OPEN, LIST] {
        let mut door = listed(door(kind), Role::Attendee);
        let code = mailed(CodePurpose::Profile(pending(&profile())), 20);
        door.code = Some(code.clone());
        let ticket = Some(keyring().profile_ticket(code.id));
        let evidence = JoinEvidence { profile_ticket: ticket, code: Some(digits(&code)), ..give_profile(profile()) };
        let (answer, changes) = join(&door, &call(&door, evidence));
        assert_refused(&answer, ReasonCode::CodeWrong);
        assert!(!changes.has("insert account"));
    }
    let proof = mailed(CodePurpose::Proof, 20);
    let door = DoorSituation { code: Some(proof.clone()), ..listed(door(LIST), Role::Attendee) };
    let evidence = JoinEvidence { code: Some(digits(&proof)), ..give_profile(profile()) };
    let (answer, changes) = join(&door, &call(&door, evidence));
    assert_admitted(&answer);
    assert_eq!((&changes.person().name, changes.person().proof), (&profile().name, Proof::Mailbox));
}
