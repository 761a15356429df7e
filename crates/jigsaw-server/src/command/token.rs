use jigsaw_domain::account::Scope;
use jigsaw_domain::email_address::EmailAddress;

use super::say;
use crate::cli::Token;
use crate::config::Config;
use crate::failure::Failure;
use crate::wiring::{self, command_line, malformed, refused};

/// Makes a token and shows it, once.
pub(super) async fn run(config: &Config, insecure: bool, token: Token) -> Result<(), Failure> {
    let Token::Create { email, scope, expires } = token;
    let email = malformed("--email", EmailAddress::parse(&email))?;
    let scopes = scope.iter().map(|name| malformed("--scope", Scope::parse(name))).collect::<Result<Vec<_>, _>>()?;
    let door = wiring::offline_door(config, insecure).await?;
    let made = door.create_token(&command_line(&door), &email, scopes, expires).await;
    let (_, secret) = made.map_err(|error| refused(&error))?;
    say(secret.reveal());
    Ok(())
}
