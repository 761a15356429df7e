//! `/account`: name, time zone and language of whoever is signed in.

use jigsaw_domain::account::Account;
use jigsaw_domain::language::Language;
use jigsaw_domain::malformed::Problems;
use jigsaw_domain::text::NamePart;
use jigsaw_domain::usecase::{ProfileEdit, UseCaseError};
use poem::handler;

use super::frame::{Answer, Visit, see_other, show, show_faulty};
use super::posted::Posted;
use super::{faults, times};
use crate::view::{AccountPage, Errors};

/// The form.
#[handler]
pub(super) async fn show_account(visit: Visit) -> Answer {
    let (_, account) = visit.signed_in().await?;
    show(&view(&visit, &account))
}

/// Saves it. What comes after speaks the new language already.
#[handler]
pub(super) async fn save(visit: Visit, posted: Posted) -> Answer {
    let posted = posted.only(&["first_name", "last_name", "time_zone", "language"])?;
    let (caller, account) = visit.signed_in().await?;
    let mut problems = Problems::default();
    let edit = ProfileEdit {
        first_name: problems.take("first_name", NamePart::parse(posted.text("first_name"))),
        last_name: problems.take("last_name", NamePart::parse(posted.text("last_name"))),
        time_zone: problems.take("time_zone", times::parse_zone(posted.text("time_zone"))),
        language: Some(problems.take_optional("language", posted.filled("language"), Language::parse)),
    };
    let saved = if problems.is_empty() {
        visit.door().update_profile(&caller, &edit).await
    } else {
        Err(problems.into_vec().into())
    };
    match saved {
        Ok(_) => Ok(see_other("/account?done=account")),
        Err(UseCaseError::Invalid(problems)) => show_faulty(&AccountPage {
            first_name: posted.text("first_name").to_owned(),
            last_name: posted.text("last_name").to_owned(),
            time_zone: posted.text("time_zone").to_owned(),
            language: posted.text("language").to_owned(),
            errors: faults::errors(&visit.text, &problems, field_of),
            ..view(&visit, &account)
        }),
        Err(error) => Err(error.into()),
    }
}

fn view(visit: &Visit, account: &Account) -> AccountPage {
    AccountPage {
        page: visit.page(Some(account)),
        email: account.email.as_typed().to_owned(),
        first_name: account.name.first().to_string(),
        last_name: account.name.last().to_string(),
        time_zone: account.time_zone.name().to_owned(),
        language: account.language.map_or("", Language::as_str).to_owned(),
        errors: Errors::none(),
    }
}

fn field_of(field: &str) -> &'static str {
    match field {
        "first_name" => "first_name",
        "last_name" => "last_name",
        "time_zone" => "time_zone",
        "language" => "language",
        _ => "",
    }
}
