//! Reports that a relay sends by a signed hook: what became of a message after the relay took it.
//!
//! The signature is that of Standard Webhooks: HMAC-SHA-256 over name, moment and body, with a secret that only the relay
//! and this server know. Everything is checked here, with `now` as a value; nothing is read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::DeliveryState;
use crate::id::MessageId;
use crate::words::words;

/// How far the moment of a report may be from now, either way.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);
/// Longest name of a report.
const MAX_NAME: usize = 256;
/// Most signatures that are looked at: one for each secret, while one is replaced by another.
const MAX_SIGNATURES: usize = 8;
/// Shortest and longest secret, in bytes, as Standard Webhooks names them.
const SECRET_BYTES: std::ops::RangeInclusive<usize> = 24..=64;

words! {
    /// What a relay reports of a message.
    ReportKind {
        /// The mailbox does not take it, for good.
        Bounced = "bounced",
        /// Whoever reads there called it unwanted.
        Complained = "complained",
        /// Not delivered yet; the relay goes on trying.
        Deferred = "deferred",
    } list "bounced, complained, deferred"
}

impl ReportKind {
    /// Where the message stands then. A complaint is about a message that arrived.
    pub const fn state(self) -> Option<DeliveryState> {
        match self {
            Self::Bounced => Some(DeliveryState::Bounced),
            Self::Deferred => Some(DeliveryState::Deferred),
            Self::Complained => None,
        }
    }
}

/// What a relay reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailReport {
    /// The report's own name: the same when it is sent again.
    pub name: String,
    /// The message that it is about.
    pub message: MessageId,
    /// What became of it.
    pub kind: ReportKind,
    /// The relay's words.
    pub reason: Option<String>,
}

/// Why a report is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unbelieved {
    /// A header is missing or cannot be read, or no signature is ours.
    #[error("the signature is missing or wrong: sign with the secret that is set as mail.hook_secret")]
    Unsigned,
    /// It was signed too long ago, or is of the future.
    #[error("it was signed more than five minutes from now: check both clocks, and sign again when sending again")]
    Stale,
}

/// The headers of a report, as they came.
#[derive(Clone, Copy, Debug)]
pub struct HookHeaders<'a> {
    /// `webhook-id`
    pub name: Option<&'a str>,
    /// `webhook-timestamp`: seconds since 1970.
    pub timestamp: Option<&'a str>,
    /// `webhook-signature`: one or several, separated by spaces.
    pub signatures: Option<&'a str>,
}

/// What reports are signed with. Never shown.
#[derive(Clone)]
pub struct HookSecret(Vec<u8>);

impl HookSecret {
    /// Reads `whsec_` and base64 of 24 to 64 bytes.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text.trim().strip_prefix("whsec_")?).ok()?;
        SECRET_BYTES.contains(&bytes.len()).then_some(Self(bytes))
    }

    /// Believes a body that was signed with this secret within five minutes of now, and gives the report's name.
    pub fn believe<'a>(
        &self,
        headers: HookHeaders<'a>,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<&'a str, Unbelieved> {
        let (Some(name), Some(timestamp), Some(signatures)) = (headers.name, headers.timestamp, headers.signatures)
        else {
            return Err(Unbelieved::Unsigned);
        };
        let is_name = !name.is_empty() && name.len() <= MAX_NAME && name.bytes().all(|byte| byte.is_ascii_graphic());
        let moment = timestamp.parse::<i64>().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        let Some(moment) = moment.filter(|_| is_name) else { return Err(Unbelieved::Unsigned) };
        let signed = |signature: &str| {
            let tag = signature.strip_prefix("v1,").and_then(|text| STANDARD.decode(text).ok());
            tag.is_some_and(|tag| self.mac(name, timestamp, body).is_some_and(|mac| mac.verify_slice(&tag).is_ok()))
        };
        if !signatures.split(' ').take(MAX_SIGNATURES).any(signed) {
            return Err(Unbelieved::Unsigned);
        }
        if (now - moment).abs() > TOLERANCE {
            return Err(Unbelieved::Stale);
        }
        Ok(name)
    }

    /// Signs a body as a relay does: for tests, and for whoever connects a relay that signs otherwise.
    pub fn sign(&self, name: &str, timestamp: &str, body: &[u8]) -> String {
        let tag = self.mac(name, timestamp, body).map(|mac| mac.finalize().into_bytes());
        format!("v1,{}", STANDARD.encode(tag.unwrap_or_default()))
    }

    fn mac(&self, name: &str, timestamp: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
        // HMAC takes keys of any length.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        for part in [name.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
            mac.update(part);
        }
        Some(mac)
    }
}

impl std::fmt::Debug for HookSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HookSecret(…)")
    }
}

/// A Message-ID of ours: `<id@domain>`, with or without the brackets, or the id alone.
pub fn message_of(message_id: &str) -> Option<MessageId> {
    let bare = message_id.trim().trim_start_matches('<').trim_end_matches('>');
    MessageId::parse(bare.split_once('@').map_or(bare, |(id, _)| id))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Standard Webhooks specification.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const NAME: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const TIMESTAMP: &str = "1614265330";
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    fn secret() -> HookSecret {
        HookSecret::parse(SECRET).unwrap()
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_614_265_330 + seconds, 0).unwrap()
    }

    fn headers(signatures: &str) -> HookHeaders<'_> {
        HookHeaders { name: Some(NAME), timestamp: Some(TIMESTAMP), signatures: Some(signatures) }
    }

    #[test]
    fn the_example_of_the_specification_is_believed() {
        assert_eq!(secret().believe(headers(SIGNATURE), BODY, at(0)), Ok(NAME));
        assert_eq!(secret().sign(NAME, TIMESTAMP, BODY), SIGNATURE);
    }

    #[test]
    fn one_of_several_signatures_is_enough() {
        let several = format!("v1a,xxxx v1,AAAA {SIGNATURE}");
        assert_eq!(secret().believe(headers(&several), BODY, at(0)), Ok(NAME));
        let many = format!("{}{SIGNATURE}", "v1,AAAA ".repeat(MAX_SIGNATURES));
        assert_eq!(secret().believe(headers(&many), BODY, at(0)), Err(Unbelieved::Unsigned));
    }

    #[test]
    fn whatever_is_changed_is_not_believed() {
        let believe = |headers, body: &[u8]| secret().believe(headers, body, at(0));
        let good = headers(SIGNATURE);
        for wrong in [
            HookHeaders { name: Some("msg_other"), ..good },
            HookHeaders { name: Some(""), ..good },
            HookHeaders { name: Some("a b"), ..good },
            HookHeaders { name: None, ..good },
            HookHeaders { timestamp: Some("1614265331"), ..good },
            HookHeaders { timestamp: Some("soon"), ..good },
            HookHeaders { timestamp: None, ..good },
            HookHeaders { signatures: None, ..good },
            headers(""),
            headers("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
            headers("v1,g0hM9SsE"),
            headers("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
        ] {
            assert_eq!(believe(wrong, BODY), Err(Unbelieved::Unsigned), "{wrong:?}");
        }
        assert_eq!(believe(good, br#"{"test": 2432232315}"#), Err(Unbelieved::Unsigned));
        let other = HookSecret::parse(&format!("whsec_{}", STANDARD.encode([7; 32]))).unwrap();
        assert_eq!(other.believe(good, BODY, at(0)), Err(Unbelieved::Unsigned));
    }

    #[test]
    fn what_was_signed_long_ago_or_is_of_the_future_is_not_believed() {
        for (seconds, believed) in [(300, true), (301, false), (-300, true), (-301, false), (86_400, false)] {
            let answer = secret().believe(headers(SIGNATURE), BODY, at(seconds));
            assert_eq!(answer, if believed { Ok(NAME) } else { Err(Unbelieved::Stale) }, "{seconds}");
        }
        let of_no_age = HookHeaders { timestamp: Some("9223372036854775807"), ..headers(SIGNATURE) };
        assert_eq!(secret().believe(of_no_age, BODY, at(0)), Err(Unbelieved::Unsigned));
    }

    #[test]
    fn a_secret_that_is_short_or_misspelled_is_none() {
        for wrong in ["", "whsec_", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_!!!"] {
            assert!(HookSecret::parse(wrong).is_none(), "{wrong}");
        }
        assert!(HookSecret::parse(&format!(" {SECRET}\n")).is_some(), "files end with a line's end");
        assert_eq!(format!("{:?}", secret()), "HookSecret(…)");
    }

    #[test]
    fn a_message_id_of_ours_is_read_in_every_spelling() {
        let id = MessageId::mint(at(0), [4; 16]);
        for text in [format!("<{id}@jigsaw.example>"), format!(" {id}@other.example"), id.to_string()] {
            assert_eq!(message_of(&text), Some(id), "{text}");
        }
        for text in ["", "<>", "<abc@jigsaw.example>", "@"] {
            assert_eq!(message_of(text), None, "{text}");
        }
    }
}
