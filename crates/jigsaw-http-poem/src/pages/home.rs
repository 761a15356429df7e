//! `/`: sign in, or on to My sessions. Signing out.

use jigsaw_domain::account::Password;
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::malformed::Malformed;
use jigsaw_domain::usecase::{Subject, UseCaseError};
use poem::http::{StatusCode, header};
use poem::{Response, handler};

use super::faults;
use super::frame::{Answer, Visit, return_target, see_other, show, show_as, show_faulty};
use super::posted::Posted;
use crate::problem::Problem;
use crate::view::{Errors, FormFault, SignInPage};

/// Where a sign-in leads when nothing else was asked for.
const AFTERWARDS: &str = "/sessions";

/// Sign in; whoever is signed in goes on.
#[handler]
pub(super) async fn front(visit: Visit) -> Answer {
    let to = visit.query("return_to").and_then(return_target);
    if visit.asking.signed_in_account().await?.is_some() {
        return Ok(see_other(to.as_deref().unwrap_or(AFTERWARDS)));
    }
    show(&view(&visit, "", to, Errors::none()))
}

/// Signs in.
#[handler]
pub(super) async fn sign_in(visit: Visit, posted: Posted) -> Answer {
    let posted = posted.only(&["email", "password", "return_to"])?;
    let to = return_target(posted.text("return_to"));
    let email = posted.text("email");
    let blank = |errors: &mut Errors, field: &str| {
        errors.push(field, faults::sentence(&visit.text, &Malformed::Blank));
    };
    let mut errors = Errors::none();
    if posted.filled("email").is_none() {
        blank(&mut errors, "email");
    }
    let password = match Password::parse_given(posted.text("password")) {
        Ok(password) if errors.is_empty() => password,
        Ok(_) => return show_faulty(&view(&visit, email, to, errors)),
        Err(fault) => {
            errors.push("password", faults::sentence(&visit.text, &fault));
            return show_faulty(&view(&visit, email, to, errors));
        }
    };
    let caller = visit.asking.as_subject(Subject::Anonymous);
    let earlier = visit.asking.cookies().sign_in();
    match visit.door().sign_in(&caller, EmailAddress::parse(email).ok(), password, earlier).await {
        Ok(signed_in) => {
            let mut response = see_other(to.as_deref().unwrap_or(AFTERWARDS));
            response.headers_mut().append(header::SET_COOKIE, visit.asking.write_cookies().sign_in(&signed_in.secret));
            Ok(response)
        }
        Err(UseCaseError::WrongCredentials) => {
            show_faulty(&view(&visit, email, to, Errors::one("", FormFault::SignInWrong.say(&visit.text))))
        }
        Err(error @ UseCaseError::TooManyAttempts { .. }) => {
            let errors = Errors::one("", FormFault::SignInPaused.say(&visit.text));
            paused(show_as(StatusCode::TOO_MANY_REQUESTS, &view(&visit, email, to, errors)), &error.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Adds what a program reads to a page that asks to wait.
fn paused(page: Answer, problem: &Problem) -> Answer {
    let mut page = page?;
    problem.add_headers(&mut page);
    Ok(page)
}

fn view(visit: &Visit, email: &str, to: Option<String>, errors: Errors) -> SignInPage {
    SignInPage { page: visit.page(None), email: email.to_owned(), return_to: to.unwrap_or_default(), errors }
}

/// Signs out. A browser that is not signed in any more just goes to the start.
#[handler]
pub(super) async fn sign_out(visit: Visit, posted: Posted) -> Answer {
    posted.only(&[])?;
    if let Some(secret) = visit.asking.cookies().sign_in() {
        visit.door().sign_out(&visit.asking.as_subject(Subject::Anonymous), secret).await?;
    }
    let mut response: Response = see_other("/");
    response.headers_mut().append(header::SET_COOKIE, visit.asking.write_cookies().forget_sign_in());
    Ok(response)
}
