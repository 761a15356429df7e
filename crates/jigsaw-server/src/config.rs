//! Settings: the defaults file, then `--config FILE`, then the environment.

mod reference;

use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use figment::Figment;
use figment::providers::{Env, Format as _, Toml};
use jigsaw_domain::delivery::HookSecret;
use jigsaw_mail_lettre::{RelayAddress, SmtpOptions, SmtpSetupError};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

pub(crate) use reference::reference;

/// Every setting with its default and its meaning; the reference is generated from it.
const DEFAULTS: &str = include_str!("../defaults.toml");

/// What operators set. Names are those of the environment, in lower case.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) listen: String,
    pub(crate) public_url: Option<String>,
    pub(crate) database_url: String,
    pub(crate) key_file: Option<PathBuf>,
    pub(crate) smtp_url: Option<String>,
    pub(crate) mail_from: String,
    pub(crate) mail_folder: Option<PathBuf>,
    pub(crate) trusted_proxies: String,
    pub(crate) log: String,
    pub(crate) metrics_listen: Option<String>,
    pub(crate) leave_seconds: u32,
    pub(crate) api: Api,
    pub(crate) accounts: Accounts,
    pub(crate) smtp: Smtp,
    pub(crate) mail: Mail,
    pub(crate) limits: LimitSizes,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Api {
    pub(crate) docs: bool,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Accounts {
    pub(crate) hide_existence: bool,
}

/// How the relay is used.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Smtp {
    pub(crate) connections: u16,
    pub(crate) timeout_seconds: u8,
    pub(crate) hello: Option<String>,
}

/// What is about mail, however it leaves.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mail {
    pub(crate) hook_secret: Option<String>,
}

/// Sizes of the budgets; 0 turns one off.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LimitSizes {
    pub(crate) joins_per_minute: u32,
    pub(crate) guesses_per_minute: u32,
    pub(crate) guesses_per_address_per_minute: u32,
    pub(crate) codes_per_address_per_hour: u32,
    pub(crate) mails_per_host_per_day: u32,
}

/// Settings that may hold secrets: also read from a file, never printed.
const SECRETS: [&str; 3] = ["database_url", "smtp_url", "mail.hook_secret"];

impl Config {
    /// Reads all layers. `over` comes on top of everything: what a command line flag says.
    pub(crate) fn load(file: Option<&Path>, over: Figment) -> Result<Self, Failure> {
        let mut figment = Figment::from(Toml::string(DEFAULTS));
        if let Some(file) = file {
            if !file.exists() {
                return Err(Failure::usage(format!("there is no file {}", file.display()), "check --config"));
            }
            figment = figment.merge(Toml::file_exact(file));
        }
        figment = figment.merge(Env::prefixed("JIGSAW_").split("__").filter(|key| !names_secret_file(key.as_str())));
        for name in SECRETS {
            if let Some(value) = secret_from_file(name)? {
                figment = figment.merge((name, value));
            }
        }
        figment.merge(over).extract().map_err(|error| {
            let error = error.to_string();
            Failure::usage(
                format!("a setting is wrong: {}", error.replace('\n', "; ")),
                "`jigsaw config --reference` tells every setting",
            )
        })
    }

    /// The address to listen on.
    pub(crate) fn listen_address(&self) -> Result<SocketAddr, Failure> {
        address(&self.listen).ok_or_else(|| {
            Failure::usage(
                format!("`{}` is not an address to listen on", self.listen),
                "set JIGSAW_LISTEN, e.g. 127.0.0.1:8080",
            )
        })
    }

    /// The address that metrics are read at, if they are.
    pub(crate) fn metrics_address(&self) -> Result<Option<SocketAddr>, Failure> {
        let wrong = |text: &String| {
            Failure::usage(
                format!("`{text}` is not an address for metrics"),
                "set JIGSAW_METRICS_LISTEN, e.g. 127.0.0.1:9090",
            )
        };
        self.metrics_listen.as_ref().map(|text| address(text).ok_or_else(|| wrong(text))).transpose()
    }

    /// How long it goes on answering after it was told to stop.
    pub(crate) fn leave_time(&self) -> Duration {
        Duration::from_secs(self.leave_seconds.into())
    }

    /// The public address, checked; `bound` is where the server really listens.
    pub(crate) fn public_origin(&self, bound: SocketAddr, insecure: bool) -> Result<String, Failure> {
        let Some(text) = &self.public_url else {
            let origin = format!("http://{bound}");
            return if bound.ip().is_loopback() || insecure {
                Ok(origin)
            } else {
                Err(Failure::usage(
                    format!("listening on {bound} needs a public address"),
                    "set JIGSAW_PUBLIC_URL to the https address people use, or give --insecure",
                ))
            };
        };
        let wrong =
            |cause: &str| Failure::usage(format!("JIGSAW_PUBLIC_URL {cause}"), "set it to e.g. https://jigsaw.example");
        let url = url::Url::parse(text).map_err(|_| wrong("is not an address"))?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        if !bare || url.host().is_none() {
            return Err(wrong("must be an origin: no path, query or user"));
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) || insecure => {}
            "http" => return Err(wrong("is plain http; give --insecure if you mean it")),
            _ => return Err(wrong("must start with https://")),
        }
        Ok(url.origin().ascii_serialization())
    }

    /// Where the SQLite file is, if the database is one.
    pub(crate) fn sqlite_path(&self) -> Option<PathBuf> {
        let rest = self.database_url.strip_prefix("sqlite:")?;
        let path = rest.strip_prefix("//").unwrap_or(rest);
        Some(PathBuf::from(path.split('?').next().unwrap_or(path)))
    }

    /// Whether the database is PostgreSQL.
    pub(crate) fn is_postgres(&self) -> bool {
        ["postgres://", "postgresql://"].iter().any(|scheme| self.database_url.starts_with(scheme))
    }

    /// The key file: as set, else beside the SQLite file.
    pub(crate) fn key_path(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| self.beside_database("jigsaw.key"))
    }

    /// The folder of captured mail: as set, else beside the SQLite file.
    pub(crate) fn mail_path(&self) -> PathBuf {
        self.mail_folder.clone().unwrap_or_else(|| self.beside_database("jigsaw-mail"))
    }

    fn beside_database(&self, name: &str) -> PathBuf {
        self.sqlite_path().and_then(|path| path.parent().map(|folder| folder.join(name))).unwrap_or_else(|| name.into())
    }

    /// The reverse proxies whose word on client addresses is taken.
    pub(crate) fn proxies(&self) -> Result<Vec<(IpAddr, u8)>, Failure> {
        let entries = self.trusted_proxies.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        entries
            .map(|entry| {
                network(entry).ok_or_else(|| {
                    Failure::usage(
                        format!("`{entry}` in JIGSAW_TRUSTED_PROXIES is not an address or a network"),
                        "write e.g. 10.0.0.0/8, 192.0.2.7",
                    )
                })
            })
            .collect()
    }

    /// The relay that mail is sent through, if there is one.
    pub(crate) fn relay(&self) -> Result<Option<(RelayAddress, SmtpOptions)>, Failure> {
        let Some(url) = &self.smtp_url else { return Ok(None) };
        let address = RelayAddress::parse(url).map_err(smtp_failure)?;
        let Smtp { connections, timeout_seconds, hello } = self.smtp.clone();
        if !(1..=500).contains(&connections) || !(1..=40).contains(&timeout_seconds) {
            return Err(Failure::usage(
                "a setting of the mail relay is out of its range",
                "set JIGSAW_SMTP__CONNECTIONS to 1 to 500, and JIGSAW_SMTP__TIMEOUT_SECONDS to 1 to 40",
            ));
        }
        let patience = Duration::from_secs(timeout_seconds.into());
        Ok(Some((address, SmtpOptions { connections: connections.into(), patience, hello })))
    }

    /// What relays sign their reports with, if they may report.
    pub(crate) fn hook_secret(&self) -> Result<Option<HookSecret>, Failure> {
        let Some(text) = &self.mail.hook_secret else { return Ok(None) };
        let secret = HookSecret::parse(text).ok_or_else(|| {
            Failure::usage(
                "JIGSAW_MAIL__HOOK_SECRET is no secret of a webhook",
                "set it to whsec_ and base64 of 24 to 64 bytes, e.g. whsec_$(openssl rand -base64 32)",
            )
        })?;
        Ok(Some(secret))
    }

    /// The effective settings as TOML, secrets left out.
    pub(crate) fn shown(&self) -> String {
        let mut shown = self.clone();
        shown.smtp_url = shown.smtp_url.map(|_| "(set)".to_owned());
        shown.mail.hook_secret = shown.mail.hook_secret.map(|_| "(set)".to_owned());
        if shown.database_url.contains('@') {
            "(set)".clone_into(&mut shown.database_url);
        }
        toml::to_string_pretty(&shown).unwrap_or_default()
    }

    /// Checks everything that can be checked without connecting anywhere.
    pub(crate) fn check(&self, insecure: bool) -> Result<(), Failure> {
        self.public_origin(self.listen_address()?, insecure)?;
        self.proxies()?;
        let known = ["sqlite:", "postgres://", "postgresql://"];
        if !known.iter().any(|scheme| self.database_url.starts_with(scheme)) {
            return Err(Failure::usage(
                "JIGSAW_DATABASE_URL is of no known kind",
                "set it to sqlite://PATH or postgres://…",
            ));
        }
        self.relay()?;
        self.hook_secret()?;
        self.metrics_address()?;
        Ok(())
    }
}

/// A relay that cannot be used as it is configured.
pub(crate) fn smtp_failure(error: SmtpSetupError) -> Failure {
    Failure::usage(error, "correct JIGSAW_SMTP_URL, or unset it: mail is then captured")
}

fn address(text: &str) -> Option<SocketAddr> {
    text.to_socket_addrs().ok()?.next()
}

fn names_secret_file(key: &str) -> bool {
    SECRETS.iter().any(|name| key.eq_ignore_ascii_case(&format!("{name}_file")))
}

fn secret_from_file(name: &str) -> Result<Option<String>, Failure> {
    let variable = format!("JIGSAW_{}_FILE", name.to_uppercase().replace('.', "__"));
    let Some(path) = std::env::var_os(&variable) else { return Ok(None) };
    let text = std::fs::read_to_string(&path).map_err(|error| {
        Failure::usage(format!("cannot read the file named by {variable}: {error}"), "check the path")
    })?;
    Ok(Some(text.trim().to_owned()))
}

fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn network(entry: &str) -> Option<(IpAddr, u8)> {
    let (address, bits) = entry.split_once('/').map_or((entry, None), |(address, bits)| (address, Some(bits)));
    let address: IpAddr = address.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Some(most), |bits| bits.parse().ok())?;
    (bits <= most).then_some((address, bits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::result_large_err, reason = "figment's test jail asks for this error type")]
    fn in_jail(test: impl FnOnce(&mut figment::Jail)) {
        figment::Jail::expect_with(|jail| {
            jail.clear_env();
            test(jail);
            Ok(())
        });
    }

    fn load() -> Result<Config, Failure> {
        Config::load(None, Figment::new())
    }

    fn local() -> SocketAddr {
        "127.0.0.1:8080".parse().unwrap()
    }

    #[test]
    fn the_environment_comes_on_top() {
        in_jail(|jail| {
            jail.set_env("JIGSAW_LISTEN", "127.0.0.1:9999");
            jail.set_env("JIGSAW_LIMITS__JOINS_PER_MINUTE", "0");
            let config = load().unwrap();
            assert_eq!(config.listen, "127.0.0.1:9999");
            assert_eq!(config.limits.joins_per_minute, 0);
            assert_eq!(config.limits.guesses_per_minute, 10);
        });
    }

    #[test]
    fn unknown_names_are_errors() {
        for name in ["JIGSAW_LISTNE", "JIGSAW_LIMITS__JOINS"] {
            in_jail(|jail| {
                jail.set_env(name, "1");
                assert!(load().is_err(), "{name}");
            });
        }
    }

    #[test]
    fn the_secret_of_the_hook_comes_from_a_file_too_and_is_checked() {
        in_jail(|jail| {
            assert!(load().unwrap().hook_secret().unwrap().is_none());
            jail.create_file("hook", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n").unwrap();
            jail.set_env("JIGSAW_MAIL__HOOK_SECRET_FILE", "hook");
            let config = load().unwrap();
            assert!(config.hook_secret().unwrap().is_some());
            assert!(!config.shown().contains("MfKQ9r8"));
            jail.set_env("JIGSAW_MAIL__HOOK_SECRET", "hunter2");
            jail.create_file("hook", "hunter2").unwrap();
            let failure = format!("{:?}", load().unwrap().check(false).unwrap_err());
            assert!(failure.contains("JIGSAW_MAIL__HOOK_SECRET") && !failure.contains("hunter2"), "{failure}");
        });
    }

    #[test]
    fn secrets_come_from_files_and_are_not_shown() {
        in_jail(|jail| {
            jail.create_file("smtp", "smtps://me:secret@mail.example\n").unwrap();
            jail.set_env("JIGSAW_SMTP_URL_FILE", "smtp");
            let config = load().unwrap();
            assert_eq!(config.smtp_url.as_deref(), Some("smtps://me:secret@mail.example"));
            assert!(!config.shown().contains("secret"));
        });
    }

    #[test]
    fn the_relays_address_is_checked_and_never_shown() {
        in_jail(|_| {
            let with = |url: &str| Config { smtp_url: Some(url.into()), ..load().unwrap() };
            for url in
                ["smtp://127.0.0.1:25", "smtps://me:secret@mail.example", "smtp+starttls://me:secret@mail.example:25"]
            {
                with(url).check(false).unwrap();
            }
            for url in ["", "mail.example", "smtp://me:secret@mail.example", "smtps://secret@mail.example"] {
                let failure = format!("{:?}", with(url).check(false).unwrap_err());
                assert!(failure.contains("JIGSAW_SMTP_URL") && !failure.contains("secret"), "{failure}");
            }
            let mut hasty = with("smtp://127.0.0.1");
            hasty.smtp.timeout_seconds = 41;
            assert!(hasty.check(false).is_err(), "a lease would not outlast it");
        });
    }

    #[test]
    fn plain_http_is_for_loopback() {
        in_jail(|_| {
            let with = |url: &str, insecure| {
                Config { public_url: Some(url.into()), ..load().unwrap() }.public_origin(local(), insecure)
            };
            assert_eq!(with("https://jigsaw.example/", false).unwrap(), "https://jigsaw.example");
            assert_eq!(with("http://localhost:8080", false).unwrap(), "http://localhost:8080");
            assert!(with("http://jigsaw.example", false).is_err());
            assert!(with("http://jigsaw.example", true).is_ok());
            for wrong in ["https://jigsaw.example/sub", "ftp://x.example", "jigsaw.example", "https://a@b.example"] {
                assert!(with(wrong, true).is_err(), "{wrong}");
            }
            let open = "0.0.0.0:80".parse().unwrap();
            assert!(load().unwrap().public_origin(open, false).is_err());
        });
    }

    #[test]
    fn files_stand_beside_the_database() {
        in_jail(|_| {
            let config = Config { database_url: "sqlite:///var/lib/jigsaw/main.db".into(), ..load().unwrap() };
            assert_eq!(config.key_path(), Path::new("/var/lib/jigsaw/jigsaw.key"));
            assert_eq!(load().unwrap().key_path(), Path::new("jigsaw.key"));
        });
    }

    #[test]
    fn proxies_are_addresses_and_networks() {
        assert_eq!(network("10.0.0.0/8"), Some(("10.0.0.0".parse().unwrap(), 8)));
        assert_eq!(network("2001:db8::1"), Some(("2001:db8::1".parse().unwrap(), 128)));
        assert_eq!(network("10.0.0.0/33"), None);
        assert_eq!(network("proxy.example"), None);
    }
}
