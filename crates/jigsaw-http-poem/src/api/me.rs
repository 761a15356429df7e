//! Who is asking.

use jigsaw_domain::account::{Account, Scope, Standing};
use jigsaw_domain::usecase::Subject;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};

use super::by::{By, Host};
use super::input::Input;
use super::sessions::Nothing;
use super::words::Id;
use super::{Answer, Tag};
use crate::problem::Problem;

pub(crate) struct Myself;

/// The account that a request acts for.
#[derive(Debug, Object)]
#[oai(rename = "Me")]
struct MeBody {
    /// Its identifier.
    id: Id,
    /// Its address.
    email: String,
    /// First name.
    first_name: String,
    /// Last name.
    last_name: String,
    /// The zone that times are shown in.
    time_zone: String,
    /// What it may do: `guest`, `host` or `operator`.
    standing: String,
    /// What the API token may do; a sign-in may do everything.
    #[oai(nullable)]
    scopes: Option<Vec<String>>,
}

#[OpenApi(prefix_path = "/v1", tag = "Tag::Me")]
impl Myself {
    /// Show the account that you act for
    #[oai(path = "/me", method = "get", operation_id = "getMe")]
    async fn me(&self, by: By<Host>) -> Answer<Json<MeBody>> {
        match by.caller().await?.subject {
            Subject::Account(account) => Ok(Json(MeBody::of(&account, None))),
            Subject::Token { account, scopes } => Ok(Json(MeBody::of(&account, Some(&scopes)))),
            Subject::Anonymous | Subject::Pass(_) | Subject::CommandLine => Err(Problem::sign_in_required()),
        }
    }

    /// Show the private address of your calendar
    #[oai(path = "/me/calendar", method = "get", operation_id = "getCalendarAddress")]
    async fn calendar(&self, by: By<Host>) -> Answer<Json<CalendarBody>> {
        let url = by.context().door.calendar_address(&by.caller().await?).await?;
        Ok(Json(CalendarBody { url }))
    }

    /// Renew the private address of your calendar
    ///
    /// The one before is unknown from now on.
    #[oai(path = "/me/calendar/renew", method = "post", operation_id = "renewCalendarAddress")]
    async fn renew_calendar(&self, by: By<Host>, _nothing: Input<Nothing>) -> Answer<Json<CalendarBody>> {
        let url = by.context().door.renew_calendar_address(&by.caller().await?).await?;
        Ok(Json(CalendarBody { url }))
    }
}

/// The private address of a host's calendar.
#[derive(Debug, Object)]
#[oai(rename = "CalendarAddress")]
struct CalendarBody {
    /// Your own sessions as iCalendar, for a calendar program to fetch. Whoever has the address reads them.
    url: String,
}

impl MeBody {
    fn of(account: &Account, scopes: Option<&[Scope]>) -> Self {
        let standing = match account.standing {
            Standing::Guest => "guest",
            Standing::Host => "host",
            Standing::Operator => "operator",
        };
        Self {
            id: account.id.into(),
            email: account.email.as_typed().to_owned(),
            first_name: account.name.first().to_string(),
            last_name: account.name.last().to_string(),
            time_zone: account.time_zone.name().to_owned(),
            standing: standing.to_owned(),
            scopes: scopes.map(|scopes| scopes.iter().map(|scope| scope.as_str().to_owned()).collect()),
        }
    }
}
