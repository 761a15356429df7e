//! Pages of accounts: the one-time set-up link and sign-in.

use askama::Template;

use super::common::{Errors, Page};

/// `/setup/{token}`: a new host chooses a password.
#[derive(Debug, Template)]
#[template(path = "set_up.html")]
pub struct SetUpPage {
    /// Frame.
    pub page: Page,
    /// Where the form is posted to: the page's own path.
    pub action: String,
    /// Whether the account is in use already and only its password was forgotten.
    pub is_reset: bool,
    /// Whether the address is asked for, too: the first operator of a server.
    pub asks_email: bool,
    /// The account's address, shown only unless it is asked for.
    pub email: String,
    /// Prefilled from provisioning.
    pub first_name: String,
    /// Prefilled from provisioning.
    pub last_name: String,
    /// Zone name; `UTC` lets the script propose the browser's zone.
    pub time_zone: String,
    /// Faults of the last try.
    pub errors: Errors,
}

/// `/account`: what an account says about its owner.
#[derive(Debug, Template)]
#[template(path = "account.html")]
pub struct AccountPage {
    /// Frame.
    pub page: Page,
    /// The address, shown only.
    pub email: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Zone name.
    pub time_zone: String,
    /// The word of a language; empty leaves it to the browser.
    pub language: String,
    /// Faults of the last try.
    pub errors: Errors,
}

/// `/`: sign in.
#[derive(Debug, Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// Frame.
    pub page: Page,
    /// The typed address.
    pub email: String,
    /// Allow-listed local path to go to afterwards; empty for My sessions.
    pub return_to: String,
    /// Faults of the last try.
    pub errors: Errors,
}

/// `/forgot`: a way to a new password.
#[derive(Debug, Template)]
#[template(path = "forgot.html")]
pub struct ForgotPage {
    /// Frame.
    pub page: Page,
    /// The typed address.
    pub email: String,
    /// Whether it was asked for: then that is said, and nothing else.
    pub is_sent: bool,
    /// Faults of the last try.
    pub errors: Errors,
}
