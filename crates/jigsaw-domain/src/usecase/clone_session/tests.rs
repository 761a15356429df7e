use super::*;
use crate::port::{ListedInvitation, Spend};
use crate::session::{DailyHours, Phase, SessionState};
use crate::usecase::testing::*;

fn clone(old: &Session, wish: CloneSession) -> (Result<SessionView, UseCaseError>, Vec<ChangeSet>) {
    let mut mocks = Mocks::new();
    mocks.knows(old);
    mocks.limiter.expect_spend().returning(|_, _, _, _| Ok(Spend::Allowed));
    mocks.invitations.expect_list().returning(|_, _, _| {
        let gone = invitation("gone@example.org").revoked(now());
        let all = vec![invitation("mike@example.org"), gone, invitation("anna@example.org")];
        Ok(all.into_iter().map(ListedInvitation::unseen).collect())
    });
    let written = mocks.commits();
    let done = block_on(mocks.front_door().clone_session(&as_host(), old.id(), wish));
    (done, written.take())
}

#[test]
fn a_clone_has_the_settings_and_nothing_that_became_of_the_old_one() {
    let old = session_with(|parts| {
        parts.state = SessionState::Cancelled { at: now(), reason: None };
        parts.lock = Some(crate::session::Lock { message: None });
        parts.link.generation = Generation::new(5);
        parts.door.joinable_until = Some(minutes(100));
        parts.version = Version::new(9);
    });
    let (done, written) = clone(&old, CloneSession::default());
    let new = done.unwrap().session;
    assert_ne!(new.id(), old.id());
    assert_eq!((new.version(), new.link().generation, new.lock()), (Version::FIRST, Generation::FIRST, None));
    assert_eq!((new.phase(now()), new.parts().calendar_sequence), (Phase::Scheduled, 0));
    assert_eq!(new.title(), old.title());
    let week = TimeDelta::weeks(1);
    assert_eq!(new.schedule().starts_at(), old.schedule().starts_at() + week);
    assert_eq!(new.door().joinable_until, Some(minutes(100) + week), "the door moves along");
    assert_eq!((written[0].kinds(), written[0].actions()), (vec!["insert session"], vec!["session.cloned"]));
    assert!(written[0].messages.is_empty());
}

#[test]
fn the_list_comes_along_when_asked_for_and_is_mailed_when_asked_for() {
    for (mail, mails) in [(false, 0), (true, 2)] {
        let wish = CloneSession { with_invitations: true, mail, ..CloneSession::default() };
        let (done, written) = clone(&session(), wish);
        let new = done.unwrap().session;
        let listed = written[0].invitations();
        assert_eq!(listed.len(), 2, "who was taken back stays out");
        assert!(listed.iter().all(|one| one.session == new.id() && one.version == Version::FIRST));
        assert!(listed.iter().all(|one| one.id != invitation(one.email.as_typed()).id));
        assert_eq!(written[0].messages.len(), mails);
    }
}

#[test]
fn a_clone_of_long_ago_is_next_in_the_same_hour_of_the_week() {
    let old = session_with(|parts| {
        let back = TimeDelta::weeks(30);
        parts.schedule = Schedule::from_instants(
            parts.schedule.starts_at() - back,
            parts.schedule.ends_at() - back,
            parts.schedule.zone(),
        )
        .unwrap();
    });
    let new = clone(&old, CloneSession::default()).0.unwrap().session;
    // Thirty weeks ago it was summer: the local time is the same, and not the instant.
    assert_eq!(new.schedule().starts().time(), old.schedule().starts().time());
    assert!(new.schedule().starts_at() > now() && new.schedule().starts_at() < now() + TimeDelta::weeks(1));
}

#[test]
fn open_sessions_move_their_days_and_series_begin_anew() {
    let zone = session().schedule().zone();
    let (first, last) =
        (session().schedule().starts().date(), session().schedule().starts().date() + TimeDelta::days(3));
    let at = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let hours = DailyHours::new(at(9), at(17), Vec::new()).unwrap();
    let open = session_with(|parts| {
        parts.schedule = hours.schedule(first, last, zone).unwrap();
        parts.kind = SessionKind::Open(hours.clone());
    });
    let new = clone(&open, CloneSession::default()).0.unwrap().session;
    assert_eq!(new.schedule().starts().date(), first + TimeDelta::days(7));
    assert_eq!((new.schedule().ends().date(), new.kind()), (last + TimeDelta::days(7), open.kind()));

    let series = session_with(|parts| {
        let rule = Rule::parse("FREQ=WEEKLY;UNTIL=20261214", zone).unwrap();
        (parts.kind, parts.schedule) = KindWish::Recurring(rule).plan(parts.schedule.clone()).unwrap();
    });
    let wish = CloneSession { starts_at: Some(minutes(60) + TimeDelta::days(1)), ..CloneSession::default() };
    let new = clone(&series, wish).0.unwrap().session;
    assert_eq!(new.series().unwrap().rule.to_string(), "FREQ=WEEKLY;UNTIL=20261215");
    assert_eq!(new.occurrences().len(), series.occurrences().len());
}

#[test]
fn a_clone_in_the_past_is_refused() {
    let wish = CloneSession { starts_at: Some(minutes(-600)), ..CloneSession::default() };
    assert!(matches!(clone(&session(), wish).0, Err(UseCaseError::Invalid(_))));
}
