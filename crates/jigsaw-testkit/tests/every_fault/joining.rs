//! The door.

use jigsaw_domain::admission::{Evidence, PassEnd, Proof, PublicOutcome, ReasonCode};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::port::Change;
use jigsaw_domain::session::EmailProof;
use jigsaw_domain::usecase::{JoinAnswer, JoinRequest, Profile};
use jigsaw_testkit::build::{self, join_request, session};
use jigsaw_testkit::house::House;

use crate::given::{MIKE, NORA, comes, invited, open_passes, password, state_of};
use crate::run::{Seen, at_every_call};

fn codes(answer: &JoinAnswer) -> Vec<ReasonCode> {
    answer.decision.reasons.iter().map(|reason| reason.code).collect()
}

fn is_in(answer: &JoinAnswer) -> bool {
    answer.decision.outcome == PublicOutcome::Admitted && answer.pass.is_some()
}

/// Sends what is queued, and gives the code that was mailed to Mike.
async fn mailed_code(house: &House) -> String {
    house.front_door().drain_outbox(10).await.unwrap();
    house.mailer.last_code_to(MIKE).expect("a code")
}

/// Asked for a code, by this request; the code is in the request that is given back.
async fn with_code(house: &House, mut request: JoinRequest) -> JoinRequest {
    let asked = house.front_door().join(&request).await.unwrap();
    assert_eq!(asked.decision.needs, [Evidence::Code]);
    request.evidence.code = Some(mailed_code(house).await);
    request
}

/// The request with its code came in, or its answer was lost. Then the code is used up, which the retry is told, and another
/// one opens the door: a lost answer costs a code.
async fn in_by_code(seen: &Seen<JoinRequest, JoinAnswer>) {
    let house = &seen.house;
    assert_eq!(state_of(house, MIKE), "admitted");
    if !seen.lost {
        assert!(is_in(seen.answer()));
        assert!(house.store.all_codes().is_empty(), "used once");
        return;
    }
    assert!(!is_in(seen.answer()));
    house.clock.advance(jigsaw_domain::delivery::MailCode::RESEND_AFTER);
    let mut request = seen.it.clone();
    request.evidence.code = None;
    request.evidence.profile = None;
    request.evidence.password = seen.it.evidence.profile.is_some().then(password);
    let mut answer = house.front_door().join(&request).await.unwrap();
    if answer.decision.needs == [Evidence::Code] {
        request.evidence.code = Some(mailed_code(house).await);
        answer = house.front_door().join(&request).await.unwrap();
    }
    assert!(is_in(&answer), "{answer:?}");
}

#[tokio::test]
async fn look_tells_and_writes_nothing() {
    at_every_call(
        async |house: &House| house.add_session(session()).await,
        async |door, it| door.look(it.current_link()).await,
        async |seen| assert!(seen.answer().id == seen.it.id() && !seen.lost),
    )
    .await;
}

#[tokio::test]
async fn join_takes_the_last_seat_once_and_is_admitted_again() {
    at_every_call(
        async |house: &House| {
            let small = house.add_session(session().live().capacity(1)).await;
            join_request(small.current_link(), MIKE)
        },
        async |door, request| door.join(request).await,
        async |seen| {
            assert!(is_in(seen.answer()), "one address is one person, and whoever is in keeps the seat");
            assert_eq!((state_of(&seen.house, MIKE), seen.rows("participant.joined")), ("admitted", 1));
            let id = seen.answer().participant.unwrap();
            assert_eq!(open_passes(&seen.house, id), seen.once_more_if_lost(), "nobody has the lost pass");
            let late = seen.house.front_door().join(&join_request(seen.it.link, NORA)).await.unwrap();
            assert_eq!(codes(&late), [ReasonCode::Full]);
        },
    )
    .await;
}

#[tokio::test]
async fn join_by_a_personal_link_has_one_seat_and_a_lost_answer_asks_to_move_it() {
    at_every_call(
        async |house: &House| {
            let list = house.add_session(session().invitation_list().live()).await;
            let (_, link) = invited(house, &list, MIKE, Role::Presenter).await;
            join_request(link, MIKE)
        },
        async |door, request| door.join(request).await,
        async |seen| {
            assert_eq!((state_of(&seen.house, MIKE), seen.rows("participant.joined")), ("admitted", 1));
            let mut request = seen.it.clone();
            let answer = if seen.lost {
                // The lost pass counts as another device until it was silent for a while.
                assert_eq!(seen.answer().decision.needs, [Evidence::Seat]);
                request.evidence.take_seat = true;
                seen.house.front_door().join(&request).await.unwrap()
            } else {
                seen.answer().clone()
            };
            assert!(is_in(&answer));
            assert_eq!(open_passes(&seen.house, answer.participant.unwrap()), 1);
            let ended =
                seen.house.store.all_passes().iter().filter(|pass| pass.ended == Some(PassEnd::Replaced)).count();
            assert_eq!(ended, usize::from(seen.lost));
        },
    )
    .await;
}

#[tokio::test]
async fn join_asks_for_one_code_and_mails_it_once() {
    at_every_call(
        async |house: &House| {
            let proves = house.add_session(session().live().email_proof(EmailProof::Code)).await;
            join_request(proves.current_link(), MIKE)
        },
        async |door, request| door.join(request).await,
        async |seen| {
            assert_eq!(seen.answer().decision.needs, [Evidence::Code]);
            assert_eq!((seen.house.store.all_codes().len(), seen.house.store.messages().len()), (1, 1));
        },
    )
    .await;
}

#[tokio::test]
async fn join_with_a_code_uses_it_once() {
    at_every_call(
        async |house: &House| {
            let proves = house.add_session(session().live().email_proof(EmailProof::Code)).await;
            with_code(house, join_request(proves.current_link(), MIKE)).await
        },
        async |door, request| door.join(request).await,
        async |seen| in_by_code(&seen).await,
    )
    .await;
}

#[tokio::test]
async fn join_with_a_wrong_code_counts_the_try_and_admits_nobody() {
    at_every_call(
        async |house: &House| {
            let proves = house.add_session(session().live().email_proof(EmailProof::Code)).await;
            let mut request = with_code(house, join_request(proves.current_link(), MIKE)).await;
            let right = request.evidence.code.take().unwrap();
            request.evidence.code = Some(if right == "000000" { "111111" } else { "000000" }.to_owned());
            request
        },
        async |door, request| door.join(request).await,
        async |seen| {
            assert_eq!(codes(seen.answer()), [ReasonCode::CodeWrong]);
            assert!(seen.house.store.all_participants().is_empty());
            let tries = seen.house.store.all_codes()[0].wrong_tries as usize;
            assert_eq!(tries, seen.once_more_if_lost(), "each try counts, told or not");
        },
    )
    .await;
}

#[tokio::test]
async fn join_with_a_new_profile_makes_one_account_when_the_code_is_given() {
    let profile = || Profile { name: build::name("Mike Miller"), password: password(), time_zone: None };
    at_every_call(
        async |house: &House| {
            let asks = house.add_session(session().live().password_requested()).await;
            let mut request = join_request(asks.current_link(), MIKE);
            request.evidence.profile = Some(profile());
            request
        },
        async |door, request| door.join(request).await,
        async |seen| {
            assert_eq!(seen.answer().decision.needs, [Evidence::Code]);
            assert!(seen.answer().profile_ticket.is_some());
            assert_eq!(seen.house.store.messages().len(), 1);
            assert_eq!(seen.house.store.all_accounts(), [build::host()], "no account before the proof");
        },
    )
    .await;
    at_every_call(
        async |house: &House| {
            let asks = house.add_session(session().live().password_requested()).await;
            let mut request = join_request(asks.current_link(), MIKE);
            request.evidence.profile = Some(profile());
            with_code(house, request).await
        },
        async |door, request| door.join(request).await,
        async |seen| {
            assert_eq!((seen.rows("account.created"), seen.house.store.all_accounts().len()), (1, 2));
            assert_eq!(seen.house.store.all_participants()[0].proof, Proof::Account);
            in_by_code(&seen).await;
        },
    )
    .await;
}

#[tokio::test]
async fn join_with_a_password_is_admitted_and_admitted_again() {
    at_every_call(
        async |house: &House| {
            house.write([Change::InsertAccount(build::account(MIKE))]).await;
            let asks = house.add_session(session().live().password_requested()).await;
            let mut request = join_request(asks.current_link(), MIKE);
            request.evidence.password = Some(password());
            request
        },
        async |door, request| door.join(request).await,
        async |seen| {
            assert!(is_in(seen.answer()));
            assert_eq!((state_of(&seen.house, MIKE), seen.rows("participant.joined")), ("admitted", 1));
        },
    )
    .await;
}

#[tokio::test]
async fn join_of_the_host_begins_the_session_once_and_whoever_waits_follows() {
    at_every_call(
        async |house: &House| {
            let soon = house.add_session(session().starts_in(5)).await;
            comes(house, soon.current_link(), MIKE).await;
            JoinRequest { signed_in: Some(build::host()), ..join_request(soon.current_link(), "host@example.org") }
        },
        async |door, request| door.join(request).await,
        async |seen| {
            assert!(is_in(seen.answer()));
            assert_eq!(seen.rows("session.started"), 1);
            // A failure on the way to the waiting is mended by the host's next entry, as by every other occasion.
            seen.house.front_door().join(&seen.it).await.unwrap();
            assert_eq!(state_of(&seen.house, MIKE), "admitted");
        },
    )
    .await;
}

#[tokio::test]
async fn join_that_waits_or_is_refused_leaves_one_place_or_none() {
    at_every_call(
        async |house: &House| {
            let later = house.add_session(session()).await;
            join_request(later.current_link(), MIKE)
        },
        async |door, request| door.join(request).await,
        async |seen| {
            assert_eq!(codes(seen.answer()), [ReasonCode::TooEarly]);
            assert_eq!((state_of(&seen.house, MIKE), seen.rows("participant.joined")), ("waiting", 1));
        },
    )
    .await;
    at_every_call(
        async |house: &House| {
            let shut = house.add_session(session().live().locked(Some("Exam"))).await;
            join_request(shut.current_link(), MIKE)
        },
        async |door, request| door.join(request).await,
        async |seen| {
            assert_eq!(codes(seen.answer()), [ReasonCode::Locked]);
            assert!(seen.house.store.all_participants().is_empty() && seen.house.store.all_passes().is_empty());
            assert_eq!(seen.house.store.decision_records().len(), seen.once_more_if_lost(), "one a call");
        },
    )
    .await;
}
