//! Who is asking, and what their account says about them.

use jigsaw_domain::account::{Account, Scope, Standing};
use jigsaw_domain::language::Language;
use jigsaw_domain::malformed::Problems;
use jigsaw_domain::text::NamePart;
use jigsaw_domain::usecase::{ProfileEdit, Subject};
use poem_openapi::payload::Json;
use poem_openapi::types::MaybeUndefined;
use poem_openapi::{Object, OpenApi};
use serde::Deserialize;

use super::by::{By, Host};
use super::input::{Input, edit, given};
use super::sessions::{Nothing, zone};
use super::words::{Id, LanguageWord};
use super::{Answer, Tag};
use crate::problem::{FieldFault, Problem};

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
    /// The language that pages and mails speak to it; `null` leaves it to the browser and to the host.
    #[oai(nullable)]
    language: Option<LanguageWord>,
    /// What it may do: `guest`, `host` or `operator`.
    standing: String,
    /// What the API token may do; a sign-in may do everything.
    #[oai(nullable)]
    scopes: Option<Vec<String>>,
}

/// A change of the account: what is absent stays.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "MeChange")]
struct MeInput {
    /// First name.
    #[serde(default, deserialize_with = "given")]
    first_name: Option<String>,
    /// Last name.
    #[serde(default, deserialize_with = "given")]
    last_name: Option<String>,
    /// IANA time zone that times are shown in.
    #[serde(default, deserialize_with = "given")]
    time_zone: Option<String>,
    /// Language of pages and mails; `null`: as the browser asks for.
    #[serde(default, deserialize_with = "edit")]
    #[oai(nullable)]
    language: MaybeUndefined<LanguageWord>,
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

    /// Change the account that you act for
    ///
    /// What is absent stays. A token needs the scope `sessions:write`. Address and password are not changed here.
    #[oai(path = "/me", method = "patch", operation_id = "editMe")]
    async fn edit(&self, by: By<Host>, input: Input<MeInput>) -> Answer<Json<MeBody>> {
        let caller = by.caller().await?;
        let account = by.context().door.update_profile(&caller, &input.0.read()?).await?;
        let scopes = match &caller.subject {
            Subject::Token { scopes, .. } => Some(scopes.as_slice()),
            _ => None,
        };
        Ok(Json(MeBody::of(&account, scopes)))
    }
}

/// The private address of a host's calendar.
#[derive(Debug, Object)]
#[oai(rename = "CalendarAddress")]
struct CalendarBody {
    /// Your own sessions as iCalendar, for a calendar program to fetch. Whoever has the address reads them.
    url: String,
}

impl MeInput {
    fn read(&self) -> Result<ProfileEdit, Problem> {
        let mut problems = Problems::default();
        let edit = ProfileEdit {
            first_name: problems.take_optional("first_name", self.first_name.as_deref(), NamePart::parse),
            last_name: problems.take_optional("last_name", self.last_name.as_deref(), NamePart::parse),
            time_zone: problems.take_optional("time_zone", self.time_zone.as_deref(), zone),
            language: match &self.language {
                MaybeUndefined::Undefined => None,
                MaybeUndefined::Null => Some(None),
                MaybeUndefined::Value(word) => Some(problems.take("language", Language::parse(word.as_str()))),
            },
        };
        if problems.is_empty() {
            Ok(edit)
        } else {
            Err(Problem::invalid(problems.into_vec().into_iter().map(FieldFault::from).collect()))
        }
    }
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
            language: account.language.map(|language| language.as_str().into()),
            standing: standing.to_owned(),
            scopes: scopes.map(|scopes| scopes.iter().map(|scope| scope.as_str().to_owned()).collect()),
        }
    }
}
