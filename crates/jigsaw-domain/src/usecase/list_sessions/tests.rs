use super::*;
use crate::account::Scope;
use crate::port::SessionPage;
use crate::usecase::Subject;
use crate::usecase::testing::*;

#[test]
fn people_list_their_own_sessions_page_by_page() {
    for (asked, read) in [(0, 1), (50, 50), (5_000, MAX_PAGE)] {
        let mut mocks = Mocks::new();
        mocks
            .sessions
            .expect_list()
            .withf(move |owner, which, after, limit| {
                (*owner, *which, *after, *limit) == (host().id, SessionsOf::Upcoming(now()), None, read)
            })
            .returning(|_, _, _, _| Ok(SessionPage { items: vec![session()], next: Some(session().id()) }));
        let listed = mocks.front_door();
        let (views, next) =
            block_on(listed.list_sessions(&as_host(), SessionsOf::Upcoming(now()), None, asked)).unwrap();
        assert_eq!(
            (views[0].session.id(), &views[0].host_name, next),
            (session().id(), &host().name, Some(session().id()))
        );
        assert_eq!(views[0].link, address().of(&keyring(), session().current_link()));
    }
}

#[test]
fn without_an_account_there_is_nothing_to_list() {
    let front_door = Mocks::new().front_door();
    let blind = caller(Subject::Token { account: host(), scopes: vec![Scope::MailboxRead] });
    let pass = by_pass(holder(&participant("mike@example.org"), &session()));
    for (caller, expected) in [
        (anonymous(), UseCaseError::SignInRequired),
        (pass, UseCaseError::SignInRequired),
        (command_line(), UseCaseError::SignInRequired),
        (blind, UseCaseError::Forbidden),
    ] {
        assert_eq!(block_on(front_door.list_sessions(&caller, SessionsOf::All, None, 10)).unwrap_err(), expected);
    }
}
