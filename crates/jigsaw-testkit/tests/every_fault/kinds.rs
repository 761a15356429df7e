//! Series, copies and calendars.

use jigsaw_domain::calendar::CalendarTimes;
use jigsaw_domain::invitation::Role;
use jigsaw_domain::link::{Link, LinkTarget};
use jigsaw_domain::session::{Scope, Session, SessionState, Standing, Tell};
use jigsaw_domain::usecase::CloneSession;
use jigsaw_testkit::build::{self, as_host, minutes, session};
use jigsaw_testkit::house::House;

use crate::given::{MIKE, NORA, comes, invited, state_of};
use crate::run::at_every_call;

/// A series of three whose first occurrence was ended with Mike in it.
async fn ended(house: &House) -> Session {
    let live =
        session().starts_in(-10).recurring("FREQ=WEEKLY;COUNT=3").in_state(SessionState::Live { since: minutes(-10) });
    let live = house.add_session(live).await;
    comes(house, live.current_link(), MIKE).await;
    house.front_door().end(&as_host(), live.id()).await.unwrap();
    live
}

#[tokio::test]
async fn a_series_goes_on_once_and_nobody_stays_in() {
    at_every_call(
        ended,
        async |door, _| door.sweep().await,
        async |seen| {
            seen.answer();
            // A conflict is left to the next sweep.
            seen.house.front_door().sweep().await.unwrap();
            assert_eq!(seen.rows("session.rolled_on"), 1);
            let [now] = seen.house.store.all_sessions().try_into().unwrap();
            assert_eq!(now.schedule().starts_at(), minutes(-10) + chrono::TimeDelta::weeks(1));
            assert_eq!(state_of(&seen.house, MIKE), "left");
            assert!(seen.house.store.all_passes().iter().all(|pass| pass.ended.is_some()));
        },
    )
    .await;
}

#[tokio::test]
async fn cancel_occurrence_calls_off_the_named_one_once() {
    at_every_call(
        async |house: &House| {
            let series = house.add_session(session().recurring("FREQ=WEEKLY;COUNT=3")).await;
            comes(house, series.current_link(), MIKE).await;
            series
        },
        async |door, it| {
            let first = it.occurrences()[0].original;
            door.cancel_occurrence(&as_host(), it.id(), (Scope::This(Some(first)), None), Tell::Invitees).await
        },
        async |seen| {
            let standings: Vec<Standing> = seen.answer().session.occurrences().iter().map(|one| one.standing).collect();
            assert_eq!(standings, [Standing::Cancelled, Standing::Planned, Standing::Planned]);
            assert_eq!(seen.rows("session.occurrence_cancelled"), 1);
            assert_eq!(state_of(&seen.house, MIKE), "left", "they waited for the one that was called off");
        },
    )
    .await;
}

#[tokio::test]
async fn clone_session_makes_one_and_after_a_lost_answer_a_second_one() {
    at_every_call(
        async |house: &House| {
            let list = house.add_session(session().invitation_list()).await;
            invited(house, &list, NORA, Role::Presenter).await;
            list
        },
        async |door, it| {
            let wish = CloneSession { with_invitations: true, ..CloneSession::default() };
            door.clone_session(&as_host(), it.id(), wish).await
        },
        async |seen| {
            let made = 1 + seen.once_more_if_lost();
            assert_eq!(seen.house.store.all_sessions().len(), made);
            assert_eq!(seen.rows("session.cloned"), made - 1);
            let new = seen.answer().session.id();
            let list = seen.house.store.all_invitations().into_iter().filter(|one| one.session == new);
            assert_eq!(list.count(), 1, "the list came along");
            assert_eq!(seen.house.store.messages().len(), 1, "and nobody was mailed again");
        },
    )
    .await;
}

#[tokio::test]
async fn calendars_are_read_without_a_trace() {
    at_every_call(
        async |house: &House| house.add_session(session()).await,
        async |door, it| door.link_calendar(it.current_link()).await,
        async |seen| assert_eq!(seen.answer().times, CalendarTimes::of(&seen.it)),
    )
    .await;
    at_every_call(
        async |house: &House| house.add_session(session()).await,
        async |door, it| door.session_calendar(&as_host(), it.id()).await,
        async |seen| assert_eq!(seen.answer().session, seen.it.id()),
    )
    .await;
    at_every_call(
        async |house: &House| house.add_session(session()).await,
        async |door, _| door.calendar_feed(feed()).await,
        async |seen| {
            assert_eq!(seen.answer().len(), 1);
            assert!(!seen.lost && seen.house.store.audit().is_empty());
        },
    )
    .await;
    at_every_call(
        async |_: &House| (),
        async |door, ()| door.calendar_address(&as_host()).await,
        async |seen| assert_eq!(seen.answer().rsplit_once('.').map(|(_, kind)| kind), Some("ics")),
    )
    .await;
}

fn feed() -> Link {
    let host = build::host();
    Link { target: LinkTarget::Calendar(host.id), generation: host.calendar_generation }
}

#[tokio::test]
async fn renew_calendar_address_ends_the_old_one() {
    at_every_call(
        async |_: &House| (),
        async |door, ()| door.renew_calendar_address(&as_host()).await,
        async |seen| {
            assert_eq!(seen.rows("calendar.renewed"), seen.once_more_if_lost());
            assert!(seen.house.front_door().calendar_feed(feed()).await.is_err());
        },
    )
    .await;
}
