use super::*;
use crate::account::Standing;
use crate::link::Generation;
use crate::port::SessionPage;
use crate::usecase::testing::*;

fn feed(generation: u16) -> Link {
    Link { target: LinkTarget::Calendar(host().id), generation: Generation::new(generation) }
}

fn mocks_with(account: Option<Account>) -> Mocks {
    let mut mocks = Mocks::new();
    mocks.accounts.expect_find().returning(move |_| Ok(account.clone()));
    mocks.sessions.expect_list().returning(|_, which, _, _| {
        let items = match which {
            SessionsOf::Upcoming(_) => vec![session()],
            _ => vec![session_with(|parts| parts.state = SessionState::Cancelled { at: now(), reason: None })],
        };
        Ok(SessionPage { items, next: None })
    });
    mocks
}

#[test]
fn a_feed_lists_what_comes_and_what_was_without_a_personal_link() {
    let front_door = mocks_with(Some(host())).front_door();
    let found = block_on(front_door.calendar_feed(feed(0))).unwrap();
    assert_eq!(found.iter().map(|one| one.cancelled).collect::<Vec<_>>(), [false, true]);
    let link = front_door.keyring().open(found[0].url.rsplit('/').next().unwrap()).unwrap();
    assert_eq!(link.target, LinkTarget::Session(session().id()));
    assert_eq!(found[0].times, CalendarTimes::of(&session()));
}

#[test]
fn an_address_that_does_not_count_any_more_is_unknown() {
    let renewed = Account { calendar_generation: Generation::new(1), ..host() };
    let guest = Account { standing: Standing::Guest, ..host() };
    let unused = Account { password: None, ..host() };
    for account in [Some(renewed), Some(guest), Some(unused), None] {
        let answer = block_on(mocks_with(account).front_door().calendar_feed(feed(0)));
        assert_eq!(answer.map(|found| found.len()), Err(UseCaseError::NotFound));
    }
    let other = Link { target: LinkTarget::Setup(host().id), generation: Generation::FIRST };
    assert_eq!(block_on(Mocks::new().front_door().calendar_feed(other)).map(|_| ()), Err(UseCaseError::NotFound));
}

#[test]
fn renewing_gives_another_address() {
    let mut mocks = mocks_with(Some(host()));
    let written = mocks.commits();
    let front_door = mocks.front_door();
    let before = block_on(front_door.calendar_address(&as_host())).unwrap();
    let after = block_on(front_door.renew_calendar_address(&as_host())).unwrap();
    assert_ne!(before, after);
    assert!(before.contains("/calendar/") && before.rsplit_once('.').is_some_and(|(_, ending)| ending == "ics"));
    let changes = written.only();
    assert_eq!((changes.kinds(), changes.actions()), (vec!["update account"], vec!["calendar.renewed"]));
    let guest = caller(crate::usecase::Subject::Account(account("mike@example.org")));
    assert_eq!(block_on(front_door.calendar_address(&guest)), Err(UseCaseError::Forbidden));
    assert_eq!(block_on(front_door.renew_calendar_address(&anonymous())), Err(UseCaseError::SignInRequired));
}
