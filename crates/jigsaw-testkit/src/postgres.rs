//! PostgreSQL for tests: temporary clusters, made from the programs that are installed.
//!
//! [`shared`] is the one that all tests of a process use, each with a [database](Cluster::database) of its own. A test that
//! stops, kills or restarts a server starts [its own](Cluster::start).
//!
//! A cluster listens on 127.0.0.1 alone, asks for a password that nobody else knows, and goes away with the process that
//! started it, however that ends: a watchdog waits for the end of a pipe that only that process holds.
//!
//! ```no_run
//! use jigsaw_testkit::postgres;
//!
//! // `None` where PostgreSQL is not installed: the part is left out, and that is said once.
//! if let Some(cluster) = postgres::shared() {
//!     let address = cluster.database();
//!     assert_eq!(cluster.psql(&address, "SELECT 1").unwrap(), "1");
//! }
//! ```

mod programs;
mod server;

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use programs::Programs;

/// When this is `1` in the environment, tests that need PostgreSQL fail where there is none.
pub const REQUIRED: &str = "JIGSAW_REQUIRE_POSTGRES";

const USER: &str = "jigsaw";

/// How a cluster is started.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether commits wait for the disk. Off unless a test is about that: nothing here outlives its machine.
    pub fsync: bool,
    /// Connections that the server takes.
    pub max_connections: u32,
    /// Certificate and key as PEM texts; with them the server offers TLS.
    pub tls: Option<(String, String)>,
    /// Further settings of the server, as names and values.
    pub settings: Vec<(String, String)>,
}

impl Default for Options {
    fn default() -> Self {
        Self { fsync: false, max_connections: 200, tls: None, settings: Vec::new() }
    }
}

/// Why there is no cluster.
#[derive(Debug)]
pub enum StartError {
    /// The programs are not installed, or nobody is there to run them as.
    Missing(String),
    /// They are, and do not do as they should. The text holds what they said.
    Failed(String),
}

impl std::fmt::Display for StartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(text) => write!(f, "PostgreSQL is missing: {text}; install the Debian package postgresql-15"),
            Self::Failed(text) => write!(f, "PostgreSQL does not start: {text}"),
        }
    }
}

impl std::error::Error for StartError {}

impl From<io::Error> for StartError {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// How a server is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Clients are cut off, and everything is written down.
    Fast,
    /// As in a crash, but by the server itself.
    Immediate,
    /// `kill -9`.
    Kill,
}

/// A PostgreSQL server with data of its own. Ends with the value, and with the process at the latest.
#[derive(Debug)]
pub struct Cluster {
    programs: Programs,
    folder: PathBuf,
    password: String,
    port: u16,
    options: Options,
    databases: AtomicU32,
    server: Mutex<Option<Child>>,
    // Closing its input ends the server and removes the folder.
    watchdog: Child,
}

/// The cluster that all tests of this process share; `None` where PostgreSQL is not installed, which is said once on the
/// standard error stream.
///
/// # Panics
///
/// When there are programs that do not work, and when [`REQUIRED`] is set and there are none.
pub fn shared() -> Option<&'static Cluster> {
    static SHARED: OnceLock<Option<Cluster>> = OnceLock::new();
    SHARED.get_or_init(|| unless_missing(Cluster::start(Options::default()))).as_ref()
}

/// What [`shared`] does about a missing PostgreSQL, for a test that starts a cluster of its own.
///
/// # Panics
///
/// As [`shared`].
pub fn unless_missing(started: Result<Cluster, StartError>) -> Option<Cluster> {
    static SAID: OnceLock<()> = OnceLock::new();
    match started {
        Ok(cluster) => Some(cluster),
        Err(error @ StartError::Missing(_)) => {
            assert!(std::env::var(REQUIRED).as_deref() != Ok("1"), "{error}");
            // Straight to the stream: the test harness keeps what the print macros write to itself.
            SAID.get_or_init(|| {
                let _ = writeln!(io::stderr(), "LEFT OUT: tests on PostgreSQL. {error}");
            });
            None
        }
        Err(error) => panic!("{error}"),
    }
}

impl Cluster {
    /// Makes a cluster in a temporary folder and waits until it takes connections.
    pub fn start(options: Options) -> Result<Self, StartError> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let programs = Programs::find()?;
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = programs.temporary_folder().join(format!("jigsaw-pg-{}-{count}", std::process::id()));
        let password = random()?;
        programs.make_folder(&folder)?;
        // From here on the folder goes away, whatever happens.
        let watchdog = programs.watchdog(&folder)?;
        let mut cluster = Self {
            programs,
            folder,
            password,
            port: 0,
            options,
            databases: AtomicU32::new(0),
            server: Mutex::new(None),
            watchdog,
        };
        cluster.initialise()?;
        let mut last = String::new();
        for _ in 0..5 {
            // Somebody else may take the port before the server does.
            cluster.port = server::free_port()?;
            match cluster.start_again() {
                Ok(()) => return Ok(cluster),
                Err(error) => last = error.to_string(),
            }
        }
        Err(StartError::Failed(last))
    }

    /// The address of a new, empty database.
    ///
    /// # Panics
    ///
    /// When the server does not make one.
    pub fn database(&self) -> String {
        let name = format!("t{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.psql(&self.address("postgres"), &format!("CREATE DATABASE {name} TEMPLATE template0")).unwrap();
        self.address(&name)
    }

    /// The address of the database with this name.
    pub fn address(&self, name: &str) -> String {
        format!("postgres://{USER}:{}@127.0.0.1:{}/{name}", self.password, self.port)
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The process id of the server, while it runs.
    pub fn server_id(&self) -> Option<u32> {
        self.server().as_ref().map(Child::id)
    }

    /// What the server has written to its log.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// Runs statements with `psql` as the cluster's superuser and gives what it printed: a line for each row, columns divided
    /// by `|`. The error is what it complained about.
    pub fn psql(&self, address: &str, statements: &str) -> Result<String, String> {
        let mut psql = self.programs.command("psql", &self.folder);
        psql.args([
            "--no-psqlrc",
            "--quiet",
            "--no-align",
            "--tuples-only",
            "--set=ON_ERROR_STOP=1",
            "--dbname",
            address,
        ]);
        psql.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = psql.spawn().map_err(|error| format!("psql: {error}"))?;
        let mut input = child.stdin.take().expect("the input is a pipe");
        let statements = statements.to_owned();
        // Beside the reading, so that neither waits for the other.
        let writing = std::thread::spawn(move || input.write_all(statements.as_bytes()));
        let out = child.wait_with_output().map_err(|error| format!("psql: {error}"))?;
        let _ = writing.join();
        if out.status.success() {
            Ok(String::from_utf8_lossy(&out.stdout).trim_end().to_owned())
        } else {
            Err(String::from_utf8_lossy(&out.stderr).trim_end().to_owned())
        }
    }

    /// Ends the server and waits for that; the data stay.
    ///
    /// # Panics
    ///
    /// When it does not run, or does not end.
    pub fn stop(&self, how: Stop) {
        let mut server = self.server();
        let mut child = server.take().expect("the server runs");
        match how {
            Stop::Kill => child.kill().expect("the server can be killed"),
            Stop::Fast | Stop::Immediate => {
                let mode = if how == Stop::Fast { "fast" } else { "immediate" };
                let mut pg_ctl = self.programs.command("pg_ctl", &self.folder);
                let out = pg_ctl.args(["stop", "-W", "-m", mode, "-D"]).arg(self.data()).output().expect("pg_ctl runs");
                assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
            }
        }
        child.wait().expect("the server ends");
    }

    /// Starts the server on the same data and port, and waits until it takes connections.
    pub fn start_again(&self) -> Result<(), StartError> {
        let mut server = self.server();
        if server.is_some() {
            return Err(StartError::Failed("it runs already".to_owned()));
        }
        let child = server::start(&self.programs, &self.folder, self.port, &self.options)?;
        *server = Some(child);
        drop(server);
        // Nobody else's server: the password is ours, and so is the folder.
        let found = self.psql(&self.address("postgres"), "SHOW data_directory").map_err(StartError::Failed)?;
        if Path::new(&found) == self.data() { Ok(()) } else { Err(StartError::Failed(format!("{found} answers"))) }
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn server(&self) -> MutexGuard<'_, Option<Child>> {
        self.server.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn initialise(&self) -> Result<(), StartError> {
        let password = self.folder.join("password");
        self.programs.write(&password, &self.password)?;
        let mut initdb = self.programs.command("initdb", &self.folder);
        initdb.args(["--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", "--no-sync", "--no-instructions"]);
        let out = initdb.args(["-U", USER, "--pwfile"]).arg(&password).arg("-D").arg(self.data()).output()?;
        if !out.status.success() {
            return Err(StartError::Failed(format!("initdb: {}", String::from_utf8_lossy(&out.stderr))));
        }
        fs::remove_file(&password)?;
        if let Some((certificate, key)) = &self.options.tls {
            self.programs.write(&self.data().join("server.crt"), certificate)?;
            self.programs.write(&self.data().join("server.key"), key)?;
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(mut server) = self.server().take() {
            let _ = server.kill();
            let _ = server.wait();
        }
        drop(self.watchdog.stdin.take());
        let _ = self.watchdog.wait();
    }
}

/// A bounded wait for something that has no signal.
fn until(limit: Duration, mut done: impl FnMut() -> bool) -> bool {
    let start = std::time::Instant::now();
    while !done() {
        if start.elapsed() > limit {
            return false;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    true
}

fn random() -> io::Result<String> {
    use std::fmt::Write as _;
    let mut bytes = [0; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}
