//! `/setup/{token}`: a new host chooses a password. The first operator of a server gives an address, too.

use chrono_tz::Tz;
use jigsaw_domain::account::{Account, Password};
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::link::{Link, LinkTarget};
use jigsaw_domain::malformed::Problems;
use jigsaw_domain::text::{NamePart, PersonName};
use jigsaw_domain::usecase::{SetUpForm, Subject, UseCaseError};
use poem::handler;
use poem::http::{StatusCode, header};
use poem::web::Path;

use super::frame::{Answer, Turn, Visit, see_other, show, show_faulty};
use super::posted::Posted;
use super::{faults, times};
use crate::problem::Problem;
use crate::view::{Errors, SetUpPage};

/// The form. Looking at it does not use the link.
#[handler]
pub(super) async fn show_form(visit: Visit, Path(token): Path<String>) -> Answer {
    let (_, account) = open(&visit, &token).await?;
    show(&SetUpPage {
        page: visit.page(None),
        action: format!("/setup/{token}"),
        is_reset: account.as_ref().is_some_and(Account::is_usable),
        asks_email: account.is_none(),
        email: account.as_ref().map(|account| account.email.as_typed().to_owned()).unwrap_or_default(),
        first_name: account.as_ref().map(|account| account.name.first().to_string()).unwrap_or_default(),
        last_name: account.as_ref().map(|account| account.name.last().to_string()).unwrap_or_default(),
        time_zone: account.map_or(Tz::UTC, |account| account.time_zone).name().to_owned(),
        errors: Errors::none(),
    })
}

/// Uses the link: sets the password and signs in.
#[handler]
pub(super) async fn set_up(visit: Visit, Path(token): Path<String>, posted: Posted) -> Answer {
    let posted = posted.only(&["email", "first_name", "last_name", "new_password", "time_zone"])?;
    let (link, account) = open(&visit, &token).await?;
    let again = |errors: Errors| {
        let provisioned = account.as_ref().map(|account| account.email.as_typed().to_owned());
        show_faulty(&SetUpPage {
            page: visit.page(None),
            action: format!("/setup/{token}"),
            is_reset: account.as_ref().is_some_and(Account::is_usable),
            asks_email: account.is_none(),
            email: provisioned.unwrap_or_else(|| posted.text("email").to_owned()),
            first_name: posted.text("first_name").to_owned(),
            last_name: posted.text("last_name").to_owned(),
            time_zone: posted.text("time_zone").to_owned(),
            errors,
        })
    };
    let mut problems = Problems::default();
    let email = match &account {
        Some(_) => None,
        None => problems.take("email", EmailAddress::parse(posted.text("email"))),
    };
    let first = problems.take("first_name", NamePart::parse(posted.text("first_name")));
    let last = problems.take("last_name", NamePart::parse(posted.text("last_name")));
    let password = problems.take("password", Password::parse_new(posted.text("new_password")));
    let zone = problems.take_optional("time_zone", posted.filled("time_zone"), times::parse_zone);
    let name = first.zip(last).map(|(first, last)| PersonName::new(first, last));
    let (Some(password), true) = (password, problems.is_empty()) else {
        return again(faults::errors(&visit.text, &problems.into_vec(), field_of));
    };
    let caller = visit.asking.as_subject(Subject::Anonymous);
    let form = SetUpForm { email, name, password, time_zone: zone, language: Some(visit.text.language()) };
    match visit.door().set_up(&caller, link, form).await {
        Ok(signed_in) => {
            let mut response = see_other("/sessions");
            response.headers_mut().append(header::SET_COOKIE, visit.asking.write_cookies().sign_in(&signed_in.secret));
            Ok(response)
        }
        Err(UseCaseError::Invalid(problems)) => again(faults::errors(&visit.text, &problems, field_of)),
        Err(UseCaseError::NotFound) => Err(used().into()),
        Err(error) => Err(error.into()),
    }
}

/// The link, and whom it is for; `None` is the first operator.
async fn open(visit: &Visit, token: &str) -> Result<(Link, Option<Account>), Turn> {
    let link = visit.door().keyring().open(token).filter(|link| matches!(link.target, LinkTarget::Setup(_)));
    let link = link.ok_or_else(Problem::unknown_link)?;
    match visit.door().look_set_up(link).await {
        Ok(account) => Ok((link, account)),
        // Made by this server, and good no more.
        Err(UseCaseError::NotFound) => Err(used().into()),
        Err(error) => Err(error.into()),
    }
}

fn used() -> Problem {
    Problem::new(StatusCode::GONE, "set_up_link_used", "This set-up link works no more. Ask for a new one.")
}

fn field_of(field: &str) -> &'static str {
    match field {
        "email" => "email",
        "name" | "first_name" => "first_name",
        "last_name" => "last_name",
        "password" => "new_password",
        "time_zone" => "time_zone",
        _ => "",
    }
}
