use jigsaw_domain::account::Standing;
use jigsaw_domain::text::PersonName;

use super::say;
use crate::cli::Host;
use crate::config::Config;
use crate::failure::Failure;
use crate::wiring::{self, command_line, malformed, refused};

/// Provisions a host, or gives one a new set-up link.
pub(super) async fn run(config: &Config, insecure: bool, host: Host) -> Result<(), Failure> {
    let door = wiring::offline_door(config, insecure).await?;
    let caller = command_line(&door);
    let made = match host {
        Host::Add { email, name, operator } => {
            let email = malformed("--email", jigsaw_domain::email_address::EmailAddress::parse(&email))?;
            let name = malformed("--name", PersonName::parse_full(&name))?;
            let standing = if operator { Standing::Operator } else { Standing::Host };
            door.add_host(&caller, email, name, standing).await
        }
        Host::Reset { email } => {
            let email = malformed("--email", jigsaw_domain::email_address::EmailAddress::parse(&email))?;
            door.reset_host(&caller, &email).await
        }
    };
    let made = made.map_err(|error| refused(&error))?;
    say(&door.address().of(door.keyring(), made.link));
    Ok(())
}
