//! What the person of a row gives at the door, and what an honest one gives when asked.

use jigsaw_domain::account::Password;
use jigsaw_domain::admission::{CodeCheck, Evidence, PasswordCheck};
use jigsaw_domain::secret::SecretKind;
use jigsaw_domain::usecase::{JoinAnswer, JoinEvidence, JoinRequest, Profile};
use jigsaw_testkit::build;

use super::situations::Situation;
use super::stored::{Stored, account, address, is_unlisted};

/// More steps than a door has.
const MOST_STEPS: usize = 8;

/// The one call of the row.
pub(crate) fn request(row: &Situation, stored: &Stored) -> JoinRequest {
    let given = &row.given;
    let evidence = JoinEvidence {
        email: given.email.then(|| build::email(address(row))),
        name: given.name.then(|| build::name("Mike Miller")),
        password: match given.password {
            PasswordCheck::NotGiven => None,
            // Even the right one is not looked at any more.
            PasswordCheck::Right | PasswordCheck::Locked => Some(password("correct horse")),
            PasswordCheck::Wrong => Some(password("wrong horse")),
        },
        code: code(row, stored),
        profile: given.profile.then(profile),
        profile_ticket: None,
        take_seat: given.take_seat,
        knock: given.knock,
        language: None,
    };
    JoinRequest {
        evidence,
        link: stored.link,
        signed_in: given.signed_in.then(|| account(row)),
        pass: row.before.pass.then(|| build::secret(SecretKind::Pass, "this device")),
        ..build::join_request(stored.link, address(row))
    }
}

/// Joins, and gives what is asked as far as an honest person has it, until nothing more is asked.
pub(crate) async fn walk_in(row: &Situation, stored: &Stored) -> JoinAnswer {
    let mut request = request(row, stored);
    for _ in 0..MOST_STEPS {
        let answer = stored.join(&request).await;
        stored.house.front_door().drain_outbox(10).await.unwrap();
        let mut given = false;
        for asked in &answer.decision.needs {
            given = give(row, stored, &mut request.evidence, *asked);
            if given {
                break;
            }
        }
        if !given {
            return answer;
        }
    }
    panic!("asked for ever more");
}

/// Whether they have it and have not given it yet.
fn give(row: &Situation, stored: &Stored, evidence: &mut JoinEvidence, asked: Evidence) -> bool {
    match asked {
        Evidence::Email => false,
        Evidence::Name => evidence.name.replace(build::name("Mike Miller")).is_none(),
        Evidence::Password => row.account && evidence.password.replace(password("correct horse")).is_none(),
        Evidence::Account => !row.account && evidence.profile.replace(profile()).is_none(),
        Evidence::Code => match stored.house.mailer.last_code_to(address(row)) {
            Some(digits) => evidence.code.replace(digits).is_none(),
            None => false,
        },
        Evidence::Seat => !std::mem::replace(&mut evidence.take_seat, true),
    }
}

/// The digits as the person types them.
fn code(row: &Situation, stored: &Stored) -> Option<String> {
    let mailed =
        stored.house.store.all_codes().first().map(|code| stored.house.front_door().keyring().code(code.id))?;
    let digits = mailed.reveal();
    match row.given.code {
        CodeCheck::NotGiven => None,
        CodeCheck::Right | CodeCheck::Expired => Some(digits.to_owned()),
        // What was mailed to nobody proves nothing, however someone may come by it.
        CodeCheck::Wrong if is_unlisted(row) => Some(digits.to_owned()),
        CodeCheck::Wrong => Some(digits.chars().map(|digit| if digit == '7' { '1' } else { '7' }).collect()),
    }
}

/// The very profile that codes of a row were mailed for.
pub(crate) fn profile() -> Profile {
    let pending = build::pending_profile();
    Profile { name: pending.name, password: password("correct horse"), time_zone: Some(pending.time_zone) }
}

pub(crate) fn password(text: &str) -> Password {
    Password::parse_given(text).unwrap()
}
