//! Connects the adapters to the use cases.

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use jigsaw_domain::id::CorrelationId;
use jigsaw_domain::link::PublicAddress;
use jigsaw_domain::malformed::Malformed;
use jigsaw_domain::port::{Budget, Clock as _, Mailer, Random};
use jigsaw_domain::usecase::{Caller, ClientNetwork, FrontDoor, Ports, Settings, Subject, UseCaseError};
use jigsaw_http_poem::Readiness;
use jigsaw_mail_lettre::{CaptureMailer, MailFrom, Metered, SmtpMailer};
use jigsaw_rooms::RoomDesk;
use jigsaw_store_sea_orm::{LimitSettings, ServerLock, Store, StoreError, StoreOptions};

use crate::adapter::{Argon2Hasher, Limits, Nodes, OsRandom, SystemClock};
use crate::config::{Config, smtp_failure};
use crate::failure::Failure;
use crate::keys;
use crate::serving::Pause;

/// Everything a running server holds.
pub(crate) struct Server {
    pub(crate) door: FrontDoor,
    pub(crate) store: Store,
    pub(crate) limits: Arc<Limits>,
    /// The mail of a server without a relay.
    pub(crate) captured: Option<Arc<CaptureMailer>>,
    /// How many letters are sent at once.
    pub(crate) letters_at_once: u32,
}

/// Opens the database that is configured.
pub(crate) async fn connect(config: &Config) -> Result<Store, Failure> {
    let sizes = config.limits;
    let minute = TimeDelta::minutes(1);
    let limits = LimitSettings::off()
        .with(Budget::Joins, sizes.joins_per_minute, minute)
        .with(Budget::Guesses, sizes.guesses_per_minute, minute)
        .with(Budget::GuessesAtAddress, sizes.guesses_per_address_per_minute, minute)
        .with(Budget::CodesToAddress, sizes.codes_per_address_per_hour, TimeDelta::hours(1))
        .with(Budget::MailsOfHost, sizes.mails_per_host_per_day, TimeDelta::days(1));
    let options = StoreOptions { limits, ..StoreOptions::default() };
    Store::connect(&config.database_url, options).await.map_err(|error| store_failure(&error))
}

/// Takes the place of the one server of a SQLite file; kept until the process ends.
pub(crate) fn lock_out_others(config: &Config) -> Result<Option<ServerLock>, Failure> {
    let file = Store::sqlite_file(&config.database_url).map_err(|error| store_failure(&error))?;
    file.map(|file| ServerLock::acquire(&file)).transpose().map_err(|error| match error {
        StoreError::AlreadyServed { .. } => {
            Failure::running(error, "stop the other server, or use another file with JIGSAW_DATABASE_URL")
        }
        other => store_failure(&other),
    })
}

/// The use cases over real adapters, at this public address.
pub(crate) async fn assemble(config: &Config, store: Store, origin: &str) -> Result<Server, Failure> {
    let random: Arc<dyn Random> = Arc::new(OsRandom);
    let keyring = keys::of_database(&config.key_path(), &store, &*random).await?;
    let address = PublicAddress::new(origin);
    let from = MailFrom::parse(&config.mail_from).map_err(|fault| {
        Failure::usage(format!("JIGSAW_MAIL_FROM {fault}"), "set it to e.g. Jigsaw <no-reply@jigsaw.example>")
    })?;
    let Post { mailer, captured, letters_at_once } = post(config, from).await?;
    let shared = Arc::new(store.clone());
    let nodes = if store.file().is_some() { Nodes::One } else { Nodes::Several };
    let limits = Arc::new(Limits::new(config.limits.joins_per_minute, shared.clone(), nodes));
    let passwords =
        Argon2Hasher::new().map_err(|error| Failure::running(error, "report this with your machine's details"))?;
    let ports = Ports {
        clock: Arc::new(SystemClock),
        random,
        passwords: Arc::new(passwords),
        limiter: limits.clone(),
        sessions: shared.clone(),
        invitations: shared.clone(),
        participants: shared.clone(),
        door: shared.clone(),
        accounts: shared.clone(),
        decisions: shared.clone(),
        directory: shared.clone(),
        events: shared.clone(),
        outbox: shared.clone(),
        suppressions: shared.clone(),
        mailer,
        rooms: Arc::new(RoomDesk::new(address.clone())),
        commits: shared,
    };
    let settings = Settings { hide_existence: config.accounts.hide_existence };
    Ok(Server { door: FrontDoor::new(ports, keyring, address, settings), store, limits, captured, letters_at_once })
}

/// Where letters go.
struct Post {
    mailer: Arc<dyn Mailer>,
    captured: Option<Arc<CaptureMailer>>,
    letters_at_once: u32,
}

/// Letters in hand for each connection to the relay. While one is on the wire, another is fetched, and of a third it is
/// written down how it ended: to the database each takes as long as the relay does.
const IN_HAND: u32 = 3;
/// Letters written at once by a server that keeps them.
const CAPTURED_AT_ONCE: u32 = 4;

/// Through the relay if there is one, else into a folder.
async fn post(config: &Config, from: MailFrom) -> Result<Post, Failure> {
    if let Some((address, options)) = config.relay()? {
        let relay = SmtpMailer::new(&address, &options, from).map_err(smtp_failure)?;
        let mailer = Arc::new(Metered::new(Arc::new(relay)));
        return Ok(Post { mailer, captured: None, letters_at_once: IN_HAND * u32::from(config.smtp.connections) });
    }
    let captured = CaptureMailer::open(config.mail_path(), from, Arc::new(SystemClock)).await;
    let captured = captured.map_err(|error| {
        Failure::running(format!("captured mail cannot be kept: {error}"), "check JIGSAW_MAIL_FOLDER")
    })?;
    let captured = Arc::new(captured);
    let mailer = Arc::new(Metered::new(captured.clone()));
    Ok(Post { mailer, captured: Some(captured), letters_at_once: CAPTURED_AT_ONCE })
}

/// After the lock is taken: what the server before this one had in hand when it ended is free at once, for nobody else sends
/// from this file. On PostgreSQL other nodes may be at work, so there the leases run out.
pub(crate) async fn take_over(lock: Option<&ServerLock>, store: &Store) -> Result<(), Failure> {
    match lock {
        Some(_) => store.release_leases().await.map_err(|error| store_failure(&error)),
        None => Ok(()),
    }
}

/// The use cases for a command beside a running server, or without one. The schema must be up to date.
pub(crate) async fn offline_door(config: &Config, insecure: bool) -> Result<FrontDoor, Failure> {
    let origin = config.public_origin(config.listen_address()?, insecure)?;
    let store = connect(config).await?;
    bring_up_to_date(config, &store, false).await?;
    Ok(assemble(config, store, &origin).await?.door)
}

/// SQLite files are migrated by whoever opens them; on PostgreSQL it must be asked for.
pub(crate) async fn bring_up_to_date(config: &Config, store: &Store, asked: bool) -> Result<(), Failure> {
    let pending = store.pending().await.map_err(|error| store_failure(&error))?;
    if pending.is_empty() {
        return Ok(());
    }
    if !asked && config.sqlite_path().is_none() {
        return Err(Failure::running(
            format!("{} migrations are pending", pending.len()),
            "run `jigsaw migrate`, or start with --migrate",
        ));
    }
    store.migrate().await.map(drop).map_err(|error| store_failure(&error))
}

/// Ready when the database answers and no migration is pending.
pub(crate) struct StoreReadiness {
    pub(crate) store: Store,
    pub(crate) pause: Arc<Pause>,
}

/// A load balancer that waits longer has given up by itself.
const READY_WITHIN: Duration = Duration::from_secs(2);

#[async_trait]
impl Readiness for StoreReadiness {
    async fn check(&self) -> Result<(), String> {
        match tokio::time::timeout(READY_WITHIN, self.store.pending()).await {
            Ok(Ok(pending)) if pending.is_empty() => Ok(()),
            Ok(Ok(pending)) => Err(format!("{} migrations are pending", pending.len())),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err("the database does not answer in time".to_owned()),
        }
    }

    async fn remark(&self) -> Option<&'static str> {
        self.pause.is_on().then_some("paused: nothing is mailed until `jigsaw resume`")
    }
}

/// Whoever runs the command line.
pub(crate) fn command_line(door: &FrontDoor) -> Caller {
    let correlation = CorrelationId::mint(SystemClock.now(), door.ports().random.id_bytes());
    Caller { subject: Subject::CommandLine, network: ClientNetwork::local(), correlation }
}

/// An argument that cannot be taken.
pub(crate) fn malformed<T>(argument: &str, parsed: Result<T, Malformed>) -> Result<T, Failure> {
    parsed.map_err(|fault| Failure::usage(format!("{argument} {fault}"), "correct it; `jigsaw help` tells the form"))
}

/// A use case that said no.
pub(crate) fn refused(error: &UseCaseError) -> Failure {
    match error {
        UseCaseError::Invalid(problems) => {
            let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
            Failure::usage(all.join("; "), "correct the arguments")
        }
        UseCaseError::NotFound => Failure::running(
            "there is no such thing in this database",
            "check the id or address, and JIGSAW_DATABASE_URL",
        ),
        UseCaseError::Contradiction("account_exists") => Failure::running(
            "there is a usable account with this address",
            "use `jigsaw host reset` for a new set-up link",
        ),
        other => Failure::running(format!("{other} ({})", other.code()), "see the log; nothing was changed"),
    }
}

/// A database that cannot be used.
pub(crate) fn store_failure(error: &impl Display) -> Failure {
    Failure::running(
        format!("the database cannot be used: {error}"),
        "check JIGSAW_DATABASE_URL, the folder and its permissions",
    )
}
