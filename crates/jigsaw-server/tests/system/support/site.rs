//! Where servers of a drill live: a folder, a database that outlives them, a host with a token.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use jigsaw_testkit::postgres::{self, Cluster};

use super::machine::free_port;
use super::node::{Node, binary};

const HOST: &str = "host@example.org";

/// What several starts of a server have in common.
pub(crate) struct Site {
    /// The database, for people.
    pub(crate) database: &'static str,
    pub(crate) database_url: String,
    /// A cluster that this site has to itself.
    cluster: Option<Cluster>,
    port: u16,
    token: OnceLock<String>,
    folder: tempfile::TempDir,
}

impl Site {
    pub(crate) fn sqlite() -> Self {
        Self::sqlite_in(tempfile::tempdir().unwrap())
    }

    /// With the database on a file system of the drill's choice.
    pub(crate) fn sqlite_in(folder: tempfile::TempDir) -> Self {
        let url = format!("sqlite://{}", folder.path().join("jigsaw.db").display());
        Self::new("SQLite", url, folder, None)
    }

    /// On a fresh database of the cluster that the tests share; `None` where PostgreSQL is not installed, which has been said.
    pub(crate) fn postgres() -> Option<Self> {
        let url = postgres::shared()?.database();
        Some(Self::new("PostgreSQL", url, tempfile::tempdir().unwrap(), None))
    }

    /// On a cluster of its own, which can be stopped, killed and watched.
    pub(crate) fn own_postgres(options: postgres::Options) -> Option<Self> {
        let cluster = postgres::unless_missing(Cluster::start(options))?;
        let url = cluster.database();
        Some(Self::new("PostgreSQL", url, tempfile::tempdir().unwrap(), Some(cluster)))
    }

    /// An empty place of the same kind with the same key, for a backup of this one: tokens and links go on working there.
    pub(crate) fn beside(&self) -> Self {
        let beside = if self.is_sqlite() {
            Self::sqlite()
        } else {
            Self::new(self.database, self.cluster().database(), tempfile::tempdir().unwrap(), None)
        };
        std::fs::copy(self.path("jigsaw.key"), beside.path("jigsaw.key")).unwrap();
        Self { token: OnceLock::from(self.token().to_owned()), ..beside }
    }

    fn new(database: &'static str, database_url: String, folder: tempfile::TempDir, cluster: Option<Cluster>) -> Self {
        Self { database, database_url, cluster, port: free_port(), token: OnceLock::new(), folder }
    }

    pub(crate) fn cluster(&self) -> &Cluster {
        self.cluster.as_ref().or_else(|| postgres::shared()).expect("this site is on PostgreSQL")
    }

    /// Runs a statement on the PostgreSQL database.
    pub(crate) fn psql(&self, statement: &str) -> String {
        self.cluster().psql(&self.database_url, statement).unwrap()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        self.database == "SQLite"
    }

    /// What every process of this site is told.
    pub(crate) fn settings(&self) -> Vec<(String, String)> {
        let text = |path: PathBuf| path.to_string_lossy().into_owned();
        [
            ("JIGSAW_DATABASE_URL", self.database_url.clone()),
            ("JIGSAW_KEY_FILE", text(self.path("jigsaw.key"))),
            ("JIGSAW_MAIL_FOLDER", text(self.path("mail"))),
            ("JIGSAW_LISTEN", format!("127.0.0.1:{}", self.port)),
            ("JIGSAW_LOG", "warn".to_owned()),
            ("JIGSAW_LIMITS__JOINS_PER_MINUTE", "0".to_owned()),
            ("JIGSAW_LIMITS__GUESSES_PER_MINUTE", "0".to_owned()),
            ("JIGSAW_LIMITS__GUESSES_PER_ADDRESS_PER_MINUTE", "0".to_owned()),
            ("JIGSAW_LIMITS__CODES_PER_ADDRESS_PER_HOUR", "0".to_owned()),
            ("JIGSAW_LIMITS__MAILS_PER_HOST_PER_DAY", "0".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        // Backups of PostgreSQL are made by its own programs.
        .chain([("PATH".to_owned(), std::env::var("PATH").unwrap())])
        .collect()
    }

    /// A command of the binary with these settings on top; it has not been started.
    pub(crate) fn command(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
        let mut command = Command::new(binary());
        command.args(arguments).current_dir(self.folder()).env_clear();
        command.envs(self.settings()).envs(settings.iter().copied());
        command
    }

    /// Runs a command of the binary to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments, &[]).output().unwrap()
    }

    /// Runs a command that must succeed; what it printed.
    pub(crate) fn succeed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "jigsaw {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// A token of the host, who is an operator: made at the first call, together with the schema.
    pub(crate) fn token(&self) -> &str {
        self.token.get_or_init(|| {
            self.succeed(&["migrate"]);
            self.succeed(&["host", "add", "--email", HOST, "--name", "Hanna Host", "--operator"]);
            self.succeed(&["token", "create", "--email", HOST])
        })
    }

    /// Starts the server and waits until it is ready.
    pub(crate) fn start(&self) -> Node {
        self.start_with(&[])
    }

    pub(crate) fn start_with(&self, settings: &[(&str, &str)]) -> Node {
        let token = self.token().to_owned();
        Node::start(self.command(&["serve"], settings), self.port, &token, &self.path("server.log"))
    }

    /// Starts a further server on the same database: port, log and captured mail are its own.
    pub(crate) fn start_node(&self, name: &str, port: u16, settings: &[(&str, &str)]) -> Node {
        let token = self.token().to_owned();
        let listen = format!("127.0.0.1:{port}");
        let mail = self.path(&format!("mail-{name}")).to_string_lossy().into_owned();
        let mut all = vec![("JIGSAW_LISTEN", listen.as_str()), ("JIGSAW_MAIL_FOLDER", mail.as_str())];
        all.extend(settings);
        Node::start(self.command(&["serve"], &all), port, &token, &self.path(&format!("{name}.log")))
    }
}
