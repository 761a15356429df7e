use super::*;
use crate::account::Account;
use crate::admission::{Participant, ParticipantState, PassEnd, PassHolder};
use crate::session::SessionState;
use crate::usecase::testing::*;

fn host_of_another() -> Account {
    Account { standing: Standing::Host, ..account("other@example.org") }
}

fn operator() -> Account {
    Account { standing: Standing::Operator, ..account("operator@example.org") }
}

fn token(account: Account, scopes: &[Scope]) -> Subject {
    Subject::Token { account, scopes: scopes.to_vec() }
}

fn inside(role: Role) -> PassHolder {
    holder(&Participant { role, ..participant("mike@example.org") }, &live_session())
}

fn by_pass(holder: PassHolder) -> Subject {
    Subject::Pass(Box::new(holder))
}

fn co_host_who(state: ParticipantState) -> Subject {
    let person = Participant { role: Role::CoHost, state, ..participant("mike@example.org") };
    by_pass(holder(&person, &live_session()))
}

fn of_another_session() -> Subject {
    let mut holder = inside(Role::CoHost);
    holder.session = session_with(|parts| parts.id = crate::id::SessionId::mint(now(), [1; 16]));
    by_pass(holder)
}

fn after_the_end() -> Subject {
    let mut holder = inside(Role::CoHost);
    holder.session = live_with(|parts| parts.state = SessionState::Ended { at: now() });
    by_pass(holder)
}

fn moved_elsewhere() -> Subject {
    let mut holder = inside(Role::CoHost);
    holder.pass.ended = Some(PassEnd::Replaced);
    by_pass(holder)
}

/// How a cell of the table is written: `y` may, `-` forbidden, `0` there is no such thing, `s` sign in first.
fn cell(answer: Result<(), UseCaseError>) -> char {
    match answer {
        Ok(()) => 'y',
        Err(UseCaseError::Forbidden) => '-',
        Err(UseCaseError::NotFound) => '0',
        Err(UseCaseError::SignInRequired) => 's',
        Err(other) => panic!("{other:?}"),
    }
}

/// Actions that are not about one session.
const fn stands_alone(action: Action) -> bool {
    matches!(
        action,
        Action::Host
            | Action::List
            | Action::ReadDirectory
            | Action::EditDirectory
            | Action::ReadMailbox
            | Action::Provision
            | Action::EditProfile
    )
}

#[test]
fn who_may_do_what() {
    use Scope::{MailboxRead, SessionsRead, SessionsWrite};
    let waiting = ParticipantState::Waiting { reasons: Vec::new() };
    let removed = ParticipantState::Removed { reason: None, banned: true };
    // One column an action, in the order of Action::ALL: host a session, list, view, edit, invite, roster, run, roles,
    // decisions, read the directory, change it, mailbox, provision, own profile.
    let table: [(&str, Subject, &str); 27] = [
        ("nobody", Subject::Anonymous, "ssssssssssssss"),
        ("a guest's account", Subject::Account(account("guest@example.org")), "-y0000000----y"),
        ("another host", Subject::Account(host_of_another()), "yy0000000yy--y"),
        ("its host", Subject::Account(host()), "yyyyyyyyyyy--y"),
        (
            "its host, no host any more",
            Subject::Account(Account { standing: Standing::Guest, ..host() }),
            "-yyyyyyyy----y",
        ),
        ("an operator", Subject::Account(operator()), "yy0000000yyy-y"),
        (
            "its host, an operator",
            Subject::Account(Account { standing: Standing::Operator, ..host() }),
            "yyyyyyyyyyyy-y",
        ),
        ("its host's token, reading", token(host(), &[SessionsRead]), "-yy--y--yy----"),
        ("its host's token, writing", token(host(), &[SessionsWrite]), "yyyyyyyyyyy--y"),
        ("its host's token, all", token(host(), &Scope::ALL), "yyyyyyyyyyy--y"),
        ("its host's token, mailbox", token(host(), &[MailboxRead]), "--------------"),
        ("its host's token, nothing", token(host(), &[]), "--------------"),
        ("an operator's token, mailbox", token(operator(), &[MailboxRead]), "--0000000--y--"),
        ("an operator's token, writing", token(operator(), &[SessionsWrite]), "yy0000000yy--y"),
        ("another host's token", token(host_of_another(), &Scope::ALL), "yy0000000yy--y"),
        ("a guest's token", token(account("guest@example.org"), &Scope::ALL), "-y0000000----y"),
        ("an attendee inside", by_pass(inside(Role::Attendee)), "ss-------sssss"),
        ("a captioner inside", by_pass(inside(Role::Captioner)), "ss-------sssss"),
        ("a presenter inside", by_pass(inside(Role::Presenter)), "ss-------sssss"),
        ("a co-host inside", by_pass(inside(Role::CoHost)), "ss---yy--sssss"),
        ("a co-host who waits", co_host_who(waiting), "ss-------sssss"),
        ("a co-host who was removed", co_host_who(removed), "ss-------sssss"),
        ("a co-host who left", co_host_who(ParticipantState::Left), "ss-------sssss"),
        ("a co-host whose place moved", moved_elsewhere(), "ss-------sssss"),
        ("a co-host after the end", after_the_end(), "ss-------sssss"),
        ("a co-host of another session", of_another_session(), "ss0000000sssss"),
        ("the command line", Subject::CommandLine, "yyyyyyyyyyyyyy"),
    ];
    let session = live_session();
    for (name, subject, expected) in table {
        let about = |action| (!stands_alone(action)).then_some(&session);
        let row: String =
            Action::ALL.into_iter().map(|action| cell(authorise(&subject, action, about(action), now()))).collect();
        assert_eq!(row, expected, "{name}");
    }
}

#[test]
fn a_session_that_is_not_there_is_not_found_even_for_hosts() {
    for action in Action::ALL.into_iter().filter(|action| !stands_alone(*action)) {
        assert_eq!(authorise(&Subject::Account(host()), action, None, now()), Err(UseCaseError::NotFound));
    }
}
