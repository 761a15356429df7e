//! A way to a new password.

use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::usecase::Subject;
use poem_openapi::{ApiResponse, Object, OpenApi};
use serde::Deserialize;

use super::by::{Anyone, By};
use super::input::Input;
use super::{Answer, Tag};
use crate::problem::Problem;

pub(crate) struct Passwords;

/// Whose password was forgotten.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "ForgottenPassword")]
struct ForgottenInput {
    /// The address of the account.
    email: String,
}

#[derive(ApiResponse)]
enum Asked {
    /// If there is an account with this address, its owner is mailed a link.
    #[oai(status = 202)]
    Noted,
}

#[OpenApi(prefix_path = "/v1", tag = "Tag::Me")]
impl Passwords {
    /// Ask for a new password
    ///
    /// The owner of the account is mailed a link that works once, for an hour. The answer is the same for every address.
    #[oai(path = "/password-reset", method = "post", operation_id = "forgotPassword")]
    async fn forgot(&self, by: By<Anyone>, input: Input<ForgottenInput>) -> Answer<Asked> {
        let email = EmailAddress::parse(&input.0.email).map_err(|fault| Problem::field("email", &fault))?;
        by.context().door.forgot_password(&by.as_subject(Subject::Anonymous), &email).await?;
        Ok(Asked::Noted)
    }
}
