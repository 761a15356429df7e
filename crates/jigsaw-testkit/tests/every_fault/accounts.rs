//! Signing in and out, hosts, set-up links, tokens.

use jigsaw_domain::account::{Account, Password, Standing};
use jigsaw_domain::language::Language;
use jigsaw_domain::link::{Link, LinkTarget};
use jigsaw_domain::port::Change;
use jigsaw_domain::secret::SecretKind;
use jigsaw_domain::usecase::{Caller, ProfileEdit, SetUp, SetUpForm, Subject, UseCaseError};
use jigsaw_testkit::build::{self, as_anyone};
use jigsaw_testkit::fakes::PlainHasher;
use jigsaw_testkit::house::House;

use crate::given::{MIKE, password, state_of};
use crate::run::at_every_call;

fn command_line() -> Caller {
    build::caller(Subject::CommandLine)
}

async fn provisioned(house: &House) -> SetUp {
    let name = build::name("Mike Miller");
    house.front_door().add_host(&command_line(), build::email(MIKE), name, Standing::Host).await.unwrap()
}

fn mikes(house: &House) -> Account {
    let mut all = house.store.all_accounts();
    all.retain(|account| account.email == build::email(MIKE));
    assert_eq!(all.len(), 1, "one address is one account");
    all.remove(0)
}

#[tokio::test]
async fn sign_in_opens_one_and_after_a_lost_answer_a_second_one() {
    at_every_call(
        async |house: &House| {
            let old = Account { password: Some(PlainHasher::old_hash("correct horse")), ..build::account(MIKE) };
            house.write([Change::InsertAccount(old)]).await;
        },
        async |door, ()| door.sign_in(&as_anyone(), Some(build::email(MIKE)), password(), None).await,
        async |seen| {
            let digest = seen.answer().secret.digest();
            let open = seen.house.store.all_sign_ins();
            assert!(open.iter().any(|sign_in| sign_in.digest == digest));
            // Nobody has the secret of the lost one; it runs out by itself.
            assert_eq!(
                (open.len(), seen.rows("account.signed_in")),
                (seen.once_more_if_lost(), seen.once_more_if_lost())
            );
            let hash = mikes(&seen.house).password.unwrap();
            assert!(hash.as_str().starts_with("$plain$"), "the old hash is replaced");
        },
    )
    .await;
}

#[tokio::test]
async fn a_second_sign_in_of_a_browser_ends_its_first_one() {
    at_every_call(
        async |house: &House| {
            house.write([Change::InsertAccount(build::account(MIKE))]).await;
            let email = Some(build::email(MIKE));
            house.front_door().sign_in(&as_anyone(), email, password(), None).await.unwrap().secret
        },
        async |door, earlier| door.sign_in(&as_anyone(), Some(build::email(MIKE)), password(), Some(earlier)).await,
        async |seen| {
            let open = seen.house.store.all_sign_ins();
            assert!(open.iter().all(|sign_in| sign_in.digest != seen.it.digest()), "whatever was lost");
            assert_eq!(open.len(), seen.once_more_if_lost());
        },
    )
    .await;
}

#[tokio::test]
async fn sign_out_ends_it_once() {
    at_every_call(
        async |house: &House| {
            house.write([Change::InsertAccount(build::account(MIKE))]).await;
            let email = Some(build::email(MIKE));
            house.front_door().sign_in(&as_anyone(), email, password(), None).await.unwrap().secret
        },
        async |door, secret| door.sign_out(&as_anyone(), secret).await,
        async |seen| {
            let () = seen.answer();
            assert!(seen.house.store.all_sign_ins().is_empty());
            assert_eq!(seen.rows("account.signed_out"), 1);
        },
    )
    .await;
}

#[tokio::test]
async fn by_sign_in_and_by_token_tell_and_write_nothing() {
    let known = async |house: &House| {
        let account = build::account(MIKE);
        house.write([Change::InsertAccount(account.clone())]).await;
        let (sign_in, token) = (build::sign_in(&account, "browser"), build::api_token(&account, "program"));
        house.write([Change::InsertSignIn(sign_in), Change::InsertToken(token)]).await;
    };
    at_every_call(
        known,
        async |door, ()| door.by_sign_in(&build::secret(SecretKind::SignIn, "browser")).await,
        async |seen| assert!(seen.answer().is_some() && !seen.lost),
    )
    .await;
    at_every_call(
        known,
        async |door, ()| door.by_token(&build::secret(SecretKind::ApiToken, "program")).await,
        async |seen| assert!(seen.answer().is_some() && !seen.lost),
    )
    .await;
}

#[tokio::test]
async fn add_host_makes_one_account_and_the_last_link_counts() {
    at_every_call(
        async |_: &House| (),
        async |door, ()| {
            let name = build::name("Mike Miller");
            door.add_host(&command_line(), build::email(MIKE), name, Standing::Host).await
        },
        async |seen| {
            let account = mikes(&seen.house);
            assert!(!account.is_usable(), "until the link is used");
            // The lost link was shown to nobody; the second call made another one.
            assert_eq!(seen.answer().link.generation, account.setup_generation);
            let known = seen.house.front_door().look_set_up(seen.answer().link).await.unwrap();
            assert_eq!(known.map(|known| known.id), Some(account.id));
        },
    )
    .await;
}

#[tokio::test]
async fn reset_host_makes_a_link_that_counts() {
    at_every_call(
        provisioned,
        async |door, _| door.reset_host(&command_line(), &build::email(MIKE)).await,
        async |seen| {
            let door = seen.house.front_door();
            assert!(door.look_set_up(seen.answer().link).await.is_ok());
            assert_eq!(door.look_set_up(seen.it.link).await.unwrap_err(), UseCaseError::NotFound, "the one before");
            assert_eq!(seen.rows("account.set_up_link_made"), seen.once_more_if_lost());
        },
    )
    .await;
}

#[tokio::test]
async fn looking_at_set_up_links_writes_nothing() {
    at_every_call(
        async |_: &House| (),
        async |door, ()| door.ensure_operator_set_up(&command_line()).await,
        async |seen| assert!(seen.answer().is_none() && !seen.lost, "there is a host"),
    )
    .await;
    at_every_call(
        provisioned,
        async |door, it| door.look_set_up(it.link).await,
        async |seen| assert!(seen.answer().is_some() && !seen.lost),
    )
    .await;
}

#[tokio::test]
async fn set_up_uses_the_link_once_and_after_a_lost_answer_the_password_signs_in() {
    at_every_call(
        provisioned,
        async |door, it| {
            let password = Password::parse_new("battery staple").unwrap();
            let form = SetUpForm { email: None, name: None, password, time_zone: None, language: None };
            door.set_up(&as_anyone(), it.link, form).await
        },
        async |seen| {
            let door = seen.house.front_door();
            if seen.lost {
                // The link works once, also for its owner; what they have set counts.
                assert_eq!(seen.again.as_ref().unwrap().as_ref().unwrap_err(), &UseCaseError::NotFound);
            } else {
                assert_eq!(seen.answer().account.id, seen.it.account.id);
            }
            assert!(mikes(&seen.house).is_usable());
            assert_eq!((seen.rows("account.set_up"), seen.house.store.all_sign_ins().len()), (1, 1));
            let password = Password::parse_given("battery staple").unwrap();
            door.sign_in(&as_anyone(), Some(build::email(MIKE)), password, None).await.unwrap();
        },
    )
    .await;
}

#[tokio::test]
async fn update_profile_writes_once_however_often_it_is_tried() {
    at_every_call(
        async |house: &House| {
            house.write([Change::InsertAccount(build::account(MIKE))]).await;
            build::caller(Subject::Account(build::account(MIKE)))
        },
        async |door, caller| {
            let edit = ProfileEdit { language: Some(Some(Language::German)), ..ProfileEdit::default() };
            door.update_profile(caller, &edit).await
        },
        async |seen| {
            assert_eq!(seen.answer().language, Some(Language::German));
            assert_eq!(mikes(&seen.house).language, Some(Language::German));
            assert_eq!(seen.rows("account.profile_edited"), 1);
        },
    )
    .await;
}

#[tokio::test]
async fn create_token_makes_one_and_after_a_lost_answer_a_second_one() {
    at_every_call(
        async |_: &House| (),
        async |door, ()| door.create_token(&command_line(), &build::host().email, Vec::new(), None).await,
        async |seen| {
            let (token, secret) = seen.answer();
            // Nobody has the secret of the lost one.
            assert_eq!(seen.house.store.all_tokens().len(), seen.once_more_if_lost());
            let owner = seen.house.front_door().by_token(secret).await.unwrap();
            assert_eq!(owner.map(|(owner, _)| owner.id), Some(token.account));
        },
    )
    .await;
}

#[tokio::test]
async fn forgot_password_mails_one_link_and_changes_no_password() {
    at_every_call(
        async |house: &House| {
            let account = build::account(MIKE);
            house.write([Change::InsertAccount(account.clone())]).await;
            account
        },
        async |door, it| door.forgot_password(&as_anyone(), &it.email).await,
        async |seen| {
            seen.answer();
            let known = mikes(&seen.house);
            assert_eq!(known.password, seen.it.password);
            let renewed = known.setup_generation.get() - seen.it.setup_generation.get();
            assert_eq!(renewed, 1, "asking again keeps the link");
            seen.house.front_door().drain_outbox(10).await.unwrap();
            let letters = seen.house.mailer.letters_to(MIKE);
            assert_eq!(letters.len(), 1);
        },
    )
    .await;
}

#[tokio::test]
async fn a_new_password_puts_out_whoever_came_in_with_the_old_one() {
    at_every_call(
        async |house: &House| {
            let live = house.add_session(build::session().live().password_requested()).await;
            house.write([Change::InsertAccount(build::account(MIKE))]).await;
            let mut request = build::join_request(live.current_link(), MIKE);
            request.evidence.password = Some(password());
            let answer = house.front_door().join(&request).await.unwrap();
            assert!(answer.pass.is_some(), "{:?}", answer.decision);
            let email = build::email(MIKE);
            house.front_door().forgot_password(&as_anyone(), &email).await.unwrap();
            let account = mikes(house);
            Link { target: LinkTarget::Setup(account.id), generation: account.setup_generation }
        },
        async |door, it| {
            let new = Password::parse_new("unlikely giraffe vacuum").unwrap();
            let form = SetUpForm { email: None, name: None, password: new, time_zone: None, language: None };
            match door.set_up(&as_anyone(), *it, form).await {
                // The link was used by the call whose answer was lost.
                Err(UseCaseError::NotFound) => Ok(()),
                done => done.map(drop),
            }
        },
        async |seen| {
            seen.answer();
            assert_eq!(state_of(&seen.house, MIKE), "left");
            assert!(seen.house.store.all_passes().iter().all(|pass| !pass.is_open()));
        },
    )
    .await;
}
