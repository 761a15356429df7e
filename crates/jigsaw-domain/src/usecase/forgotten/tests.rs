use super::*;
use crate::account::Password;
use crate::admission::{ParticipantState, Proof};
use crate::delivery::{Attempt, ClaimedMessage, Fence};
use crate::id::MessageId;
use crate::link::{Link, LinkTarget};
use crate::port::PortError;
use crate::usecase::SetUpForm;
use crate::usecase::testing::*;

const MIKE: &str = "mike@example.org";

/// The account is stored, and nothing is limited.
fn mocks_with(stored: Option<Account>) -> Mocks {
    let mut mocks = Mocks::new();
    mocks.unlimited();
    mocks.accounts.expect_find_by_email().returning(move |_| Ok(stored.clone()));
    mocks
}

fn forget(mut mocks: Mocks) -> ChangeSet {
    let written = mocks.commits();
    assert_eq!(block_on(mocks.front_door().forgot_password(&anonymous(), &email(MIKE))), Ok(()));
    written.only()
}

#[test]
fn the_owner_is_mailed_a_link_that_ends_in_an_hour() {
    let before = account(MIKE);
    let changes = forget(mocks_with(Some(before.clone())));
    let after = changes.account();
    assert_eq!(after.setup_generation, before.setup_generation.next().unwrap(), "earlier links work no more");
    assert_eq!(after.setup_expires_at, Some(minutes(60)));
    assert_eq!(after.password, before.password, "until the link is used, everything stays as it is");
    assert_eq!(changes.messages[0].body, MessageBody::PasswordReset { account: before.id });
    assert_eq!(changes.messages[0].deadline, Some(minutes(60)));
}

#[test]
fn asking_again_keeps_the_link_that_is_on_its_way() {
    let asked = Account { setup_expires_at: Some(minutes(1)), ..account(MIKE) };
    let changes = forget(mocks_with(Some(asked.clone())));
    assert_eq!(changes.kinds(), [""; 0], "nobody else can make it useless");
    let over = Account { setup_expires_at: Some(now()), ..asked };
    assert_eq!(forget(mocks_with(Some(over))).kinds(), ["update account"]);
    let never_set_up = Account { password: None, ..account(MIKE) };
    let changes = forget(mocks_with(Some(never_set_up)));
    assert_eq!((changes.kinds(), changes.messages.len()), (vec![], 1), "the link it was provisioned with is good");
}

#[test]
fn nobody_learns_whether_there_is_an_account() {
    let (known, unknown) = (forget(mocks_with(Some(account(MIKE)))), forget(mocks_with(None)));
    for changes in [&known, &unknown] {
        assert_eq!((changes.actions(), changes.messages.len()), (vec!["account.reset_asked"], 1));
    }
    let MessageBody::PasswordReset { account: nobody } = unknown.messages[0].body else { panic!("another kind") };
    let mut mocks = Mocks::new();
    mocks.accounts.expect_find().withf(move |asked| *asked == nobody).returning(|_| Ok(None));
    let dropped = block_on(mocks.front_door().letter(&unknown.messages[0])).unwrap();
    assert!(format!("{dropped:?}").contains("gone"), "{dropped:?}");
}

#[test]
fn a_mailbox_is_not_flooded_and_says_nothing_of_it() {
    let mut mocks = mocks_with(Some(account(MIKE)));
    mocks.limiter.checkpoint();
    mocks.limiter.expect_spend().times(2).returning(|budget, key, _, _| match budget {
        Budget::Guesses => Ok(Spend::Allowed),
        Budget::CodesToAddress => {
            assert_eq!(key.0, format!("forgot|{MIKE}"));
            Ok(Spend::Refused { retry_after: TimeDelta::minutes(5) })
        }
        other => panic!("{other:?} is not concerned"),
    });
    let changes = forget(mocks);
    assert_eq!(changes.actions(), ["account.reset_asked"]);
    assert!(!matches!(changes.messages[0].body, MessageBody::PasswordReset { account: id } if id == account(MIKE).id));

    let mut mocks = Mocks::new();
    mocks.limiter.expect_spend().returning(|_, _, _, _| Ok(Spend::Refused { retry_after: TimeDelta::minutes(1) }));
    let refused = block_on(mocks.front_door().forgot_password(&anonymous(), &email(MIKE)));
    assert!(matches!(refused, Err(UseCaseError::TooManyAttempts { .. })), "one network asks for many addresses");
}

fn link(account: &Account) -> Link {
    Link { target: LinkTarget::Setup(account.id), generation: account.setup_generation }
}

fn choose(asked: &Account, inside: Vec<(crate::admission::Participant, Vec<crate::id::PassId>)>) -> ChangeSet {
    let mut mocks = Mocks::new();
    let stored = asked.clone();
    mocks.accounts.expect_find().returning(move |_| Ok(Some(stored.clone())));
    mocks.passwords.expect_is_guessable().returning(|_, _| false);
    mocks.passwords.expect_hash().returning(|_| Ok(crate::account::PasswordHash::new("new".to_owned())));
    mocks.participants.expect_by_account().times(..=1).returning(move |_| Ok(inside.clone()));
    let written = mocks.commits();
    let password = Password::parse_new("a new password").unwrap();
    let door = mocks.front_door();
    let form = SetUpForm { email: None, name: None, password, time_zone: None, language: None };
    block_on(door.set_up(&anonymous(), link(asked), form)).unwrap();
    written.only()
}

#[test]
fn a_new_password_ends_every_place_that_was_taken_with_the_old_one() {
    let person = crate::admission::Participant { proof: Proof::Account, ..participant(MIKE) };
    let open = pass(&person).id;
    let asked = Account { setup_expires_at: Some(minutes(1)), ..account(MIKE) };
    let changes = choose(&asked, vec![(person.clone(), vec![open])]);
    assert!(changes.has("delete sign-ins"));
    assert!(
        changes
            .changes
            .iter()
            .any(|change| matches!(change, Change::EndPasses(ended, PassEnd::Left) if ended == &[open]))
    );
    let after = changes.person();
    assert_eq!((&after.state, after.epoch), (&ParticipantState::Left, person.epoch + 1), "their streams close");
    assert_eq!(changes.told(), [EventKind::ParticipantChanged(person.id)]);
    assert_eq!(changes.account().setup_expires_at, None);
    assert!(changes.messages.is_empty(), "no newcomer");
}

#[test]
fn whoever_sets_an_account_up_for_the_first_time_is_welcomed_once() {
    let fresh = Account { password: None, ..account(MIKE) };
    let changes = choose(&fresh, Vec::new());
    assert_eq!(changes.messages[0].body, MessageBody::Welcome { account: fresh.id });
    assert_eq!(changes.messages[0].unique_key, Some(format!("welcome:{}", fresh.id)));
}

#[test]
fn a_link_that_was_mailed_an_hour_ago_opens_nothing() {
    for (until, works) in [(Some(minutes(1)), true), (Some(now()), false), (None, true)] {
        let asked = Account { setup_expires_at: until, ..account(MIKE) };
        let mut mocks = Mocks::new();
        let stored = asked.clone();
        mocks.accounts.expect_find().returning(move |_| Ok(Some(stored.clone())));
        let seen = block_on(mocks.front_door().look_set_up(link(&asked)));
        assert_eq!(seen.is_ok(), works, "{until:?}");
    }
}

/// An invitation that was given up plans a mail to the host, before it counts as given up.
#[test]
fn the_host_is_told_of_failures_once_an_hour() {
    let claimed = |body| ClaimedMessage {
        message: OutgoingMessage {
            id: MessageId::mint(now(), [3; 16]),
            body,
            priority: Priority::Bulk,
            not_before: now(),
            deadline: None,
            unique_key: None,
            lane: None,
            created_at: now(),
        },
        tries: 0,
        answered: false,
        fence: Fence(1),
    };
    let parked = || Attempt::Parked { error: "550".to_owned() };
    let invited = || MessageBody::Invitation { invitation: invitation(MIKE).id, on_the_fly: false };
    let finish = |body, attempt| {
        let mut mocks = Mocks::new();
        mocks.invitations.expect_find().returning(|_| Ok(Some(invitation(MIKE))));
        mocks.outbox.expect_complete().returning(|_, _, _, _| Ok(()));
        let written = mocks.commits();
        block_on(mocks.front_door().finish_message(&claimed(body), attempt)).unwrap();
        written.take()
    };
    let first = finish(invited(), parked()).remove(0).messages.remove(0);
    assert_eq!(first.body, MessageBody::Digest { session: session().id() });
    assert!(first.not_before > now() && first.not_before <= minutes(60));
    assert_eq!(first.not_before.timestamp() % 3_600, 0, "an hour lies between two");
    let again = finish(invited(), parked()).remove(0).messages.remove(0);
    assert_eq!(first.unique_key, again.unique_key, "one mail for both");
    assert!(finish(invited(), Attempt::Sent).is_empty());
    assert!(finish(MessageBody::Welcome { account: account(MIKE).id }, parked()).is_empty());

    let mut mocks = Mocks::new();
    mocks.invitations.expect_find().returning(|_| Err(PortError::Unavailable("away".to_owned())));
    mocks.outbox.expect_complete().never();
    let failed = block_on(mocks.front_door().finish_message(&claimed(invited()), parked()));
    assert!(failed.is_err(), "it is not given up before the host will hear of it");
}
