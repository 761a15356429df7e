//! The main job in one step: a host, one live session of each invitation type, captured mail.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use figment::Figment;
use jigsaw_domain::account::{Password, Scope, Standing};
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::id::SessionId;
use jigsaw_domain::port::Clock as _;
use jigsaw_domain::session::{
    DoorSettings, InvitationType, ReminderOffsets, Room, Schedule, SessionDraft, SessionKind,
};
use jigsaw_domain::text::{PersonName, Title};
use jigsaw_domain::usecase::{Caller, FrontDoor, SetUpForm, Subject};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::say;
use crate::adapter::{OsRandom, SystemClock};
use crate::cli::Demo;
use crate::config::Config;
use crate::failure::Failure;
use crate::serving::{self, Mode};
use crate::wiring::{self, Server, command_line, malformed, refused};

const HOST_EMAIL: &str = "host@example.org";
const HOST_NAME: &str = "Hanna Host";
const SESSIONS: [(&str, InvitationType); 3] = [
    ("Algebra class", InvitationType::InvitationList),
    ("Members' webinar", InvitationType::LinkPasswordRequested),
    ("Open evening", InvitationType::LinkPasswordNotRequested),
];

/// What a kept demo folder remembers.
#[derive(Deserialize, Serialize)]
struct Notes {
    email: String,
    password: String,
    sessions: Vec<String>,
}

/// Runs the demo until it is told to stop.
pub(super) async fn run(
    demo: Demo,
    load: impl Fn(Figment) -> Result<Config, Failure>,
    insecure: bool,
) -> Result<(), Failure> {
    let fresh = match &demo.data {
        None => Some(tempfile::tempdir().map_err(|error| folder_failure(&std::env::temp_dir(), &error))?),
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(|error| folder_failure(folder, &error))?;
            None
        }
    };
    let folder: PathBuf =
        fresh.as_ref().map_or_else(|| demo.data.clone().unwrap_or_default(), |fresh| fresh.path().to_owned());
    let mut over = Figment::new();
    if !load(over.clone())?.is_postgres() {
        over = over.merge(("database_url", format!("sqlite://{}", folder.join("jigsaw.db").display())));
    }
    if let Some(listen) = &demo.listen {
        over = over.merge(("listen", listen));
    }
    // Nothing leaves this machine, whatever the environment says.
    let mut config = Config { smtp_url: None, ..load(over)? };
    // On PostgreSQL, too, key and mails belong to the demo's folder.
    config.key_file.get_or_insert_with(|| folder.join("jigsaw.key"));
    config.mail_folder.get_or_insert_with(|| folder.join("jigsaw-mail"));
    let bound = serving::bind(&config).await?;
    let origin = config.public_origin(bound.address, insecure)?;
    let open_to_all = bound.address.ip().is_loopback();
    let only_server = wiring::lock_out_others(&config)?;
    let store = wiring::connect(&config).await?;
    wiring::bring_up_to_date(&config, &store, true).await?;
    wiring::take_over(only_server.as_ref(), &store).await?;
    let server = wiring::assemble(&config, store, &origin).await?;
    let notes = furnish(&server.door, &folder.join("demo.json")).await?;
    serving::run(&config, bound, server, Mode { demo: open_to_all }, async |server: &Server| {
        announce(&server.door, &notes, &origin, demo.json).await
    })
    .await
}

/// Makes host and sessions, or finds them again.
async fn furnish(door: &FrontDoor, path: &Path) -> Result<Notes, Failure> {
    if let Ok(text) = std::fs::read_to_string(path) {
        return serde_json::from_str(&text).map_err(|error| {
            Failure::usage(
                format!("{} is not a demo's notes: {error}", path.display()),
                "use another folder with --data",
            )
        });
    }
    let password = memorable();
    let email = malformed("the demo's address", EmailAddress::parse(HOST_EMAIL))?;
    let name = malformed("the demo's name", PersonName::parse_full(HOST_NAME))?;
    let own = command_line(door);
    // A start that was cut off may have made the host already: a new set-up link takes over.
    let made = match door.add_host(&own, email.clone(), name, Standing::Operator).await {
        Err(_) => door.reset_host(&own, &email).await,
        made => made,
    };
    let link = made.map_err(|error| refused(&error))?.link;
    let secret = malformed("the demo's password", Password::parse_new(&password))?;
    let form = SetUpForm { email: None, name: None, password: secret, time_zone: None, language: None };
    let signed_in = door.set_up(&own, link, form).await.map_err(|error| refused(&error))?;
    let host = Caller { subject: Subject::Account(signed_in.account), ..own };
    let mut sessions = Vec::new();
    for (title, invitation_type) in SESSIONS {
        sessions.push(live_session(door, &host, title, invitation_type).await?.to_string());
    }
    let notes = Notes { email: HOST_EMAIL.to_owned(), password, sessions };
    keep(path, &notes)?;
    Ok(notes)
}

async fn live_session(
    door: &FrontDoor,
    host: &Caller,
    title: &str,
    kind: InvitationType,
) -> Result<SessionId, Failure> {
    let now = SystemClock.now();
    let zone = chrono_tz::UTC;
    let schedule = Schedule::from_instants(now, now + TimeDelta::days(7), zone)
        .map_err(|(field, fault)| Failure::running(format!("{field} {fault}"), "set the machine's clock"))?;
    let draft = SessionDraft {
        title: malformed("the demo's title", Title::parse(title))?,
        kind: SessionKind::OneTime,
        schedule,
        invitation_type: kind,
        door: DoorSettings::default(),
        reminders: ReminderOffsets::default(),
        room: Room::Builtin,
        message: None,
    };
    let created = door.create_session(host, draft).await.map_err(|error| refused(&error))?;
    door.start(host, created.session.id()).await.map_err(|error| refused(&error))?;
    Ok(created.session.id())
}

/// Says where everything is; with `--json` in one line.
async fn announce(door: &FrontDoor, notes: &Notes, origin: &str, as_json: bool) -> Result<(), Failure> {
    let own = command_line(door);
    let email = malformed("the demo's address", EmailAddress::parse(&notes.email))?;
    let (_, token) =
        door.create_token(&own, &email, Scope::ALL.to_vec(), None).await.map_err(|error| refused(&error))?;
    let mut sessions = Vec::new();
    for id in notes.sessions.iter().filter_map(|id| SessionId::parse(id)) {
        sessions.push(door.view_session(&own, id).await.map_err(|error| refused(&error))?);
    }
    let mailbox = format!("{origin}/mailbox");
    if as_json {
        let line = json!({
            "base_url": origin,
            "host": { "email": notes.email, "password": notes.password },
            "api_token": token.reveal(),
            "mailbox_url": mailbox,
            "sessions": sessions.iter().map(|view| json!({
                "id": view.session.id().to_string(),
                "invitation_type": view.session.invitation_type().as_str(),
                "link": view.link,
            })).collect::<Vec<_>>(),
        });
        say(&line.to_string());
        return Ok(());
    }
    let mut lines = vec![
        "Jigsaw is running. Nothing leaves this machine: mail is captured.".to_owned(),
        String::new(),
        format!("  Sign in as host   {origin}/"),
        format!("    email           {}", notes.email),
        format!("    password        {}", notes.password),
        format!("  Captured mail     {mailbox}"),
        format!("  API               {origin}/api/docs"),
        format!("    token           {}", token.reveal()),
        String::new(),
        "  Three live sessions, one of each invitation type:".to_owned(),
    ];
    for view in &sessions {
        lines.push(format!("    {} ({})", view.session.title(), view.session.invitation_type().as_str()));
        lines.push(format!("      {}", view.link));
    }
    lines.push(String::new());
    lines.push("  Stop with Ctrl-C.".to_owned());
    say(&lines.join("\n"));
    Ok(())
}

/// A password that can be typed from the screen: four groups of four, no look-alikes.
fn memorable() -> String {
    use jigsaw_domain::port::Random as _;

    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letters: Vec<char> = OsRandom
        .bytes()
        .iter()
        .take(16)
        .filter_map(|byte| LETTERS.get(usize::from(byte % 32)).map(|letter| char::from(*letter)))
        .collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

fn keep(path: &Path, notes: &Notes) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let text = serde_json::to_string_pretty(notes).unwrap_or_default();
    let written =
        options.open(path).and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    written.map_err(|error| folder_failure(path, &error))
}

fn folder_failure(path: &Path, error: &std::io::Error) -> Failure {
    Failure::running(format!("cannot write {}: {error}", path.display()), "choose another folder with --data")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_typable_and_differ() {
        let (one, two) = (memorable(), memorable());
        assert_ne!(one, two);
        assert_eq!(one.len(), 19);
        assert!(one.chars().all(|c| c == '-' || c.is_ascii_lowercase() || c.is_ascii_digit()));
    }
}
