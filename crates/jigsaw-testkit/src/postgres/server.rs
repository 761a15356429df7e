//! One run of the server.

use std::fs::{self, OpenOptions};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;
use std::{io, thread};

use super::programs::Programs;
use super::{Options, StartError, until};

const PATIENCE: Duration = Duration::from_mins(1);
/// How often a start is tried: the children of a killed server take a moment to notice.
const TRIES: u32 = 50;

pub(super) fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

pub(super) fn start(programs: &Programs, folder: &Path, port: u16, options: &Options) -> Result<Child, StartError> {
    let mut said = String::new();
    for _ in 0..TRIES {
        match start_once(programs, folder, port, options)? {
            Ok(child) => return Ok(child),
            Err(text) => said = text,
        }
        let left_behind = said.contains("is still in use") || said.contains("lock file");
        if !left_behind {
            break;
        }
        thread::sleep(Duration::from_millis(100));
    }
    Err(StartError::Failed(said))
}

fn start_once(
    programs: &Programs,
    folder: &Path,
    port: u16,
    options: &Options,
) -> Result<Result<Child, String>, StartError> {
    let (data, log) = (folder.join("data"), folder.join("log"));
    let file = OpenOptions::new().create(true).append(true).open(&log)?;
    let before = file.metadata()?.len();
    let on = |yes: bool| if yes { "on" } else { "off" }.to_owned();
    let mut settings = vec![
        ("listen_addresses".to_owned(), "127.0.0.1".to_owned()),
        ("port".to_owned(), port.to_string()),
        ("unix_socket_directories".to_owned(), String::new()),
        ("max_connections".to_owned(), options.max_connections.to_string()),
        ("fsync".to_owned(), on(options.fsync)),
        ("full_page_writes".to_owned(), on(options.fsync)),
        ("ssl".to_owned(), on(options.tls.is_some())),
        ("logging_collector".to_owned(), "off".to_owned()),
    ];
    settings.extend(options.settings.iter().cloned());
    let mut postgres = programs.command("postgres", folder);
    postgres.arg("-D").arg(&data);
    for (name, value) in settings {
        postgres.arg("-c").arg(format!("{name}={value}"));
    }
    // In a group of its own: an interrupt at the terminal is the watchdog's matter.
    let mut child = postgres.stdout(Stdio::null()).stderr(file).process_group(0).spawn()?;
    let id = child.id().to_string();
    // The server writes its state down for pg_ctl to find: process, …, state.
    let ready = || {
        let lines = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
        let mut lines = lines.lines();
        lines.next() == Some(&id) && lines.nth(6).is_some_and(|state| state.trim() == "ready")
    };
    let mut ended = false;
    let settled = until(PATIENCE, || {
        ended = child.try_wait().is_ok_and(|status| status.is_some());
        ended || ready()
    });
    if settled && !ended {
        return Ok(Ok(child));
    }
    let _ = child.kill();
    let _ = child.wait();
    let log = fs::read(&log)?;
    let new = usize::try_from(before).ok().and_then(|from| log.get(from..)).unwrap_or_default();
    Ok(Err(String::from_utf8_lossy(new).trim_end().to_owned()))
}
