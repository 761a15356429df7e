//! One process of `jigsaw serve`.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::api::Api;

/// How long a server may take to become ready before a drill gives up; the bar for a restart is the drill's.
const PATIENCE: Duration = Duration::from_secs(30);

/// The binary that was built with these tests, or the one that `JIGSAW_DRILL_BINARY` names: a drill of a release build.
pub(crate) fn binary() -> OsString {
    std::env::var_os("JIGSAW_DRILL_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_jigsaw").into())
}

/// A running server; killed when dropped.
pub(crate) struct Node {
    child: Child,
    api: Api,
    pub(crate) port: u16,
    pub(crate) ready_after: Duration,
    log: PathBuf,
}

impl Deref for Node {
    type Target = Api;

    fn deref(&self) -> &Api {
        &self.api
    }
}

impl Node {
    /// Starts it and waits until it says that it is ready.
    pub(crate) fn start(mut command: Command, port: u16, token: &str, log: &Path) -> Self {
        let errors = OpenOptions::new().create(true).append(true).open(log).unwrap();
        let began = Instant::now();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(errors).spawn().unwrap();
        while probe(port, "/readyz") != Some(200) {
            let ended = child.try_wait().unwrap();
            if ended.is_some() || began.elapsed() > PATIENCE {
                child.kill().ok();
                panic!("the server is not ready ({ended:?}): {}", std::fs::read_to_string(log).unwrap());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let api = Api::new(&format!("http://127.0.0.1:{port}"), token);
        Self { child, api, port, ready_after: began.elapsed(), log: log.to_owned() }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9` from any thread; killed already is fine.
    pub(crate) fn kill_now(&self) {
        self.signal("-KILL");
    }

    pub(crate) fn signal(&self, signal: &str) {
        Command::new("kill").args([signal, &self.pid().to_string()]).stderr(Stdio::null()).status().unwrap();
    }

    /// `kill -9`, and waits until it is gone.
    pub(crate) fn kill(mut self) {
        self.child.kill().ok();
        self.child.wait().unwrap();
    }

    /// Waits for its own end.
    pub(crate) fn ended(&mut self, patience: Duration) -> Option<ExitStatus> {
        super::api::await_some(patience, || self.child.try_wait().unwrap())
    }

    /// What it has logged.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }
}

impl Drop for Node {
    #[expect(clippy::print_stdout, reason = "the test runner keeps it to itself unless the test fails")]
    fn drop(&mut self) {
        // Gone already is fine; what it died of is told below.
        self.child.kill().ok();
        let ended = self.child.wait();
        if std::thread::panicking() {
            // Whoever looks into the failure wants the server's side, too; the folder goes away.
            let log = self.log();
            let from = log.len().saturating_sub(4000);
            println!("── the server ended with {ended:?}; its log ──\n{}", log.get(from..).unwrap_or(&log));
        }
    }
}

/// The status of a GET on a connection of its own, within two seconds; `None` when nobody answers.
pub(crate) fn probe(port: u16, path: &str) -> Option<u16> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(2))).ok()?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n").ok()?;
    let mut head = [0; 12];
    stream.read_exact(&mut head).ok()?;
    std::str::from_utf8(&head).ok()?.strip_prefix("HTTP/1.1 ")?.parse().ok()
}
