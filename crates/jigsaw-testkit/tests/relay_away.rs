//! A relay that is out of order for hours, under the rules that the server's loop goes by.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::delivery::{DeliveryState, RelayNews, RelayWatch};
use jigsaw_domain::id::SessionId;
use jigsaw_domain::port::{DeliveryError, Outbox as _};
use jigsaw_domain::session::Schedule;
use jigsaw_domain::usecase::{FrontDoor, InvitationView, MailStatus, NewInvitation};
use jigsaw_testkit::build::{self, as_host};
use jigsaw_testkit::house::House;

const INVITED: usize = 500;
const AT_ONCE: u32 = 16;

/// A house with a session in two days, and its invitations in the outbox.
async fn house() -> (House, FrontDoor, SessionId) {
    let house = House::with_host().await;
    let door = house.front_door();
    let begin = build::now() + TimeDelta::days(2);
    let schedule = Schedule::from_instants(begin, begin + TimeDelta::hours(1), chrono_tz::UTC).unwrap();
    let mut draft = build::draft();
    draft.schedule = schedule;
    let session = door.create_session(&as_host(), draft).await.unwrap().session;
    let invitees = (0..INVITED).map(|number| NewInvitation {
        email: build::email(&format!("guest{number}@example.org")),
        role: None,
        first_name: None,
        last_name: None,
        language: None,
    });
    door.invite(&as_host(), session.id(), invitees.collect()).await.unwrap();
    (house, door, session.id())
}

/// What the server's loop does, a second at a time.
struct Loop<'a> {
    house: &'a House,
    door: &'a FrontDoor,
    watch: RelayWatch,
    news: Vec<RelayNews>,
}

impl Loop<'_> {
    async fn run_until(&mut self, end: DateTime<Utc>) {
        while self.house.clock.advance(TimeDelta::seconds(1)) < end {
            let allowed = self.watch.allows(self.now(), 0, AT_ONCE);
            let round = self.watch.round();
            for message in self.door.claim_messages(allowed).await.unwrap() {
                let attempt = self.door.try_message(&message).await.unwrap();
                assert!(self.door.finish_message(&message, attempt.clone()).await.unwrap());
                self.news.extend(self.watch.note(&attempt, round, self.now()));
            }
        }
    }

    fn now(&self) -> DateTime<Utc> {
        use jigsaw_domain::port::Clock as _;

        self.house.clock.now()
    }

    /// What the host sees of the list: by state, and since when it waits.
    async fn seen(&self, session: SessionId) -> MailStatus {
        self.door.mail_status(&as_host(), session).await.unwrap()
    }

    fn standing(&self, state: DeliveryState) -> usize {
        self.house.store.messages().iter().filter(|(_, standing)| *standing == state).count()
    }
}

fn hours(count: i64) -> DateTime<Utc> {
    build::now() + TimeDelta::hours(count)
}

#[tokio::test]
async fn six_hours_without_a_relay_burn_no_try_and_lose_nothing() {
    let (house, door, session) = house().await;
    house.mailer.break_with(DeliveryError::Relay("535 sign-in".to_owned()));
    let mut post = Loop { house: &house, door: &door, watch: RelayWatch::default(), news: Vec::new() };
    post.run_until(hours(6)).await;
    assert_eq!(post.news, [RelayNews::OutOfOrder { error: "535 sign-in".to_owned() }], "one alert");
    assert_eq!(post.standing(DeliveryState::Queued), INVITED);
    let seen = post.seen(session).await;
    assert_eq!((seen.tally.queued, seen.tally.waiting_since), (INVITED as u64, Some(build::now())), "waiting since");
    let since = seen.relay_out_since.unwrap();
    assert!(since - build::now() < TimeDelta::seconds(5), "and since when: {since}");
    let page = door.list_invitations(&as_host(), session, None, 1_000).await.unwrap();
    assert!(page.iter().all(|one| one.listed.mail == Some(DeliveryState::Queued)), "put back is not tried in vain");
    assert!(page.iter().any(|one| one.listed.mail_error.as_deref() == Some("535 sign-in")), "with the relay's words");
    assert!(house.mailer.tries() < 800, "{} looks at the relay in six hours", house.mailer.tries());

    house.mailer.mend();
    let claimed = house.store.claim(post.now() + TimeDelta::hours(1), TimeDelta::zero(), 1_000).await.unwrap();
    assert_eq!(claimed.len(), INVITED);
    assert!(claimed.iter().all(|one| one.tries == 0), "no try was burnt");
    let until = post.now() + TimeDelta::hours(1) + TimeDelta::minutes(3);
    post.run_until(until).await;
    assert_eq!(post.standing(DeliveryState::Sent), INVITED);
    assert_eq!(house.mailer.letters().len(), INVITED, "each of them once");
    let seen = post.seen(session).await;
    assert_eq!((seen.tally.sent, seen.tally.waiting_since, seen.relay_out_since), (INVITED as u64, None, None));
    assert!(matches!(post.news.as_slice(), [_, RelayNews::InOrderAgain { after }] if *after >= TimeDelta::hours(6)));
}

#[tokio::test]
async fn a_relay_that_answers_and_takes_nothing_for_six_hours_loses_nothing() {
    let (house, door, session) = house().await;
    house.mailer.break_with(DeliveryError::Temporary("451 try later".to_owned()));
    let mut post = Loop { house: &house, door: &door, watch: RelayWatch::default(), news: Vec::new() };
    post.run_until(hours(6)).await;
    assert!(post.news.is_empty(), "it is in order: {:?}", post.news);
    assert_eq!(post.standing(DeliveryState::Queued), INVITED);
    let seen = post.seen(session).await;
    assert_eq!((seen.tally.deferred, seen.relay_out_since), (INVITED as u64, None), "the relay answers");
    let page = door.list_invitations(&as_host(), session, None, 1_000).await.unwrap();
    let in_vain = |one: &InvitationView| {
        (one.listed.mail, one.listed.mail_error.as_deref()) == (Some(DeliveryState::Deferred), Some("451 try later"))
    };
    assert!(page.iter().all(in_vain), "each with the relay's words");
    let each = house.mailer.tries() / INVITED as u64;
    assert!((5..=16).contains(&each), "rarer and rarer: {each} tries each");
    house.mailer.mend();
    post.run_until(hours(11)).await;
    assert_eq!(post.standing(DeliveryState::Sent), INVITED, "the longest wait is four hours");
    assert_eq!(house.mailer.letters().len(), INVITED);
}
