//! The relay: whether it can be reached, takes our sign-in, and sends.

use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::id::MessageId;
use jigsaw_domain::port::{Clock as _, Random};
use jigsaw_mail_lettre::{MailFrom, SmtpMailer};

use super::Finding;
use crate::adapter::{OsRandom, SystemClock};
use crate::config::Config;
use crate::failure::Failure;
use crate::wiring::malformed;

const CHECK: &str = "mail";
const MEND: &str =
    "check JIGSAW_SMTP_URL: scheme, host, port, user and password; and that the relay takes mail from this machine";

pub(super) async fn check(config: &Config, send_to: Option<&str>) -> Result<Vec<Finding>, Failure> {
    let send_to = send_to.map(|text| malformed("--send-to", EmailAddress::parse(text))).transpose()?;
    let Some((address, options)) = config.relay()? else {
        if send_to.is_some() {
            return Err(Failure::usage("there is no relay to send a test mail through", "set JIGSAW_SMTP_URL"));
        }
        return Ok(vec![Finding::warn(
            CHECK,
            format!("nothing leaves: mail is captured in {}", config.mail_path().display()),
            "set JIGSAW_SMTP_URL when people are to get it",
        )]);
    };
    let from = match MailFrom::parse(&config.mail_from) {
        Ok(from) => from,
        Err(fault) => {
            let mend = "set it to e.g. Jigsaw <no-reply@jigsaw.example>";
            return Ok(vec![Finding::fail(CHECK, format!("JIGSAW_MAIL_FROM {fault}"), mend)]);
        }
    };
    let relay = match SmtpMailer::new(&address, &options, from) {
        Ok(relay) => relay,
        Err(error) => return Ok(vec![Finding::fail(CHECK, error.to_string(), MEND)]),
    };
    if let Err(error) = relay.probe().await {
        return Ok(vec![Finding::fail(CHECK, error.to_string(), MEND)]);
    }
    let mut findings = vec![Finding::ok(CHECK, "the relay answers and takes our sign-in")];
    if let Some(to) = send_to {
        let random: &dyn Random = &OsRandom;
        let id = MessageId::mint(SystemClock.now(), random.id_bytes());
        findings.push(match relay.send_test(id, &to).await {
            Ok(()) => Finding::ok("test mail", "the relay took it; see whether it arrives"),
            Err(error) => {
                Finding::fail("test mail", error.to_string(), "the relay's own log tells more; check JIGSAW_MAIL_FROM")
            }
        });
    }
    Ok(findings)
}
