//! `/forgot`: a way to a new password. Whoever asks learns nothing about who has an account.

use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::usecase::{Subject, UseCaseError};
use poem::handler;
use poem::http::StatusCode;

use super::faults;
use super::frame::{Answer, Visit, see_other, show, show_as, show_faulty};
use super::posted::Posted;
use crate::problem::Problem;
use crate::view::{Errors, ForgotPage, FormFault};

/// The form, or the word that follows it.
#[handler]
#[expect(clippy::unused_async, reason = "a handler takes its visit by value, which a plain function may not")]
pub(super) async fn show_form(visit: Visit) -> Answer {
    let is_sent = visit.query("sent").is_some();
    show(&ForgotPage { page: visit.page(None), email: String::new(), is_sent, errors: Errors::none() })
}

/// Mails a link to the owner of the account, if there is one.
#[handler]
pub(super) async fn ask(visit: Visit, posted: Posted) -> Answer {
    let posted = posted.only(&["email"])?;
    let typed = posted.text("email");
    let again = |errors| ForgotPage { page: visit.page(None), email: typed.to_owned(), is_sent: false, errors };
    let email = match EmailAddress::parse(typed) {
        Ok(email) => email,
        Err(fault) => return show_faulty(&again(Errors::one("email", faults::sentence(&visit.text, &fault)))),
    };
    let caller = visit.asking.as_subject(Subject::Anonymous);
    match visit.door().forgot_password(&caller, &email).await {
        Ok(()) => Ok(see_other("/forgot?sent=1")),
        Err(error @ UseCaseError::TooManyAttempts { .. }) => {
            let errors = Errors::one("", FormFault::SignInPaused.say(&visit.text));
            let mut page = show_as(StatusCode::TOO_MANY_REQUESTS, &again(errors))?;
            Problem::from(error).add_headers(&mut page);
            Ok(page)
        }
        Err(error) => Err(error.into()),
    }
}
