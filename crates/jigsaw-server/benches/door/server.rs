//! The server that is measured: the real binary, with a host and a token.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Connection, JSON, request};
use crate::database::Database;
use crate::failure::{Failure, Outcome};
use crate::process::{self, Usage};

const HOST: &str = "host@example.org";
const PATIENCE: Duration = Duration::from_secs(20);

/// Limits are off: one machine plays all guests. Everything else is as shipped, but for the level of the log: at `info` there
/// is a line for each request.
const SETTINGS: [(&str, &str); 6] = [
    ("JIGSAW_LOG", "warn"),
    ("JIGSAW_LIMITS__JOINS_PER_MINUTE", "0"),
    ("JIGSAW_LIMITS__GUESSES_PER_MINUTE", "0"),
    ("JIGSAW_LIMITS__GUESSES_PER_ADDRESS_PER_MINUTE", "0"),
    ("JIGSAW_LIMITS__CODES_PER_ADDRESS_PER_HOUR", "0"),
    ("JIGSAW_LIMITS__MAILS_PER_HOST_PER_DAY", "0"),
];

/// A database with its schema and a host; ends nothing when dropped but itself.
pub(crate) struct Site {
    pub(crate) database: Database,
    token: String,
}

/// A running server; ended when dropped.
pub(crate) struct Server<'a> {
    site: &'a Site,
    child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) ready_after: Duration,
}

/// A session as the API made it.
pub(crate) struct Session {
    pub(crate) id: String,
    /// The secret part of its link.
    pub(crate) key: String,
}

impl Site {
    pub(crate) fn new(database: Database) -> Outcome<Self> {
        let mut site = Self { database, token: String::new() };
        site.run(&["migrate"])?;
        site.run(&["host", "add", "--email", HOST, "--name", "Hanna Host", "--operator"])?;
        site.run(&["token", "create", "--email", HOST])?.trim().clone_into(&mut site.token);
        Ok(site)
    }

    fn command(&self) -> Command {
        // Another build can be named, so that two can be compared.
        let binary = std::env::var_os("JIGSAW_BENCH_SERVER").unwrap_or_else(|| env!("CARGO_BIN_EXE_jigsaw").into());
        let mut command = Command::new(binary);
        command
            .env_clear()
            .envs(SETTINGS)
            .env("JIGSAW_DATABASE_URL", &self.database.url)
            .env("JIGSAW_KEY_FILE", self.database.path("jigsaw.key"))
            .env("JIGSAW_MAIL_FOLDER", self.database.path("mail"))
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Outcome<String> {
        let output = self.command().args(arguments).stderr(Stdio::inherit()).output()?;
        if !output.status.success() {
            return Err(Failure::new(format!("`jigsaw {}` failed", arguments.join(" "))));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Starts the server, with settings beside the usual ones, and waits until it is ready.
    pub(crate) async fn serve(&self, settings: &[(&str, &str)]) -> Outcome<Server<'_>> {
        // Free now; nobody else takes ports of loopback in this moment.
        let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
        let began = Instant::now();
        let child = self
            .command()
            .arg("serve")
            .env("JIGSAW_LISTEN", address.to_string())
            .envs(settings.iter().copied())
            .stdout(Stdio::null())
            .spawn()?;
        let mut server = Server { site: self, child, address, ready_after: Duration::ZERO };
        while !server.is_ready().await {
            if began.elapsed() > PATIENCE || server.child.try_wait()?.is_some() {
                return Err(Failure::new("the server does not get ready"));
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.ready_after = began.elapsed();
        Ok(server)
    }
}

impl Server<'_> {
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn usage(&self) -> Usage {
        Usage {
            server: process::cpu(self.pid()),
            database: self.site.database.cpu(),
            written: process::written(self.pid()),
        }
    }

    async fn is_ready(&self) -> bool {
        let Ok(mut connection) = Connection::open(self.address).await else { return false };
        let ask = request("GET", "/readyz", self.address, "", "");
        connection.call(&ask).await.is_ok_and(|answer| answer.status == 200)
    }

    /// A call as the host, on a connection of its own.
    pub(crate) async fn call(&self, method: &str, path: &str, body: &Value) -> Outcome<(u16, Value)> {
        let headers = format!("authorization: Bearer {}\r\n{JSON}", self.site.token);
        let text = if body.is_null() { String::new() } else { body.to_string() };
        let ask = request(method, &format!("/api/v1{path}"), self.address, &headers, &text);
        let mut connection = Connection::open(self.address).await?;
        let answer = connection.call(&ask).await?;
        Ok((answer.status, answer.json().unwrap_or_default()))
    }

    /// Posts a file of values.
    pub(crate) async fn post_csv(&self, path: &str, file: &str) -> Outcome<(u16, Value)> {
        let headers = format!("authorization: Bearer {}\r\ncontent-type: text/csv\r\n", self.site.token);
        let ask = request("POST", &format!("/api/v1{path}"), self.address, &headers, file);
        let mut connection = Connection::open(self.address).await?;
        let answer = connection.call(&ask).await?;
        Ok((answer.status, answer.json().unwrap_or_default()))
    }

    async fn must(&self, method: &str, path: &str, body: &Value, status: u16) -> Outcome<Value> {
        match self.call(method, path, body).await? {
            (found, body) if found == status => Ok(body),
            (found, body) => Err(Failure::new(format!("{method} {path} answered {found}: {body}"))),
        }
    }

    /// A session that is planned, starting now.
    pub(crate) async fn planned(&self, settings: Value) -> Outcome<Session> {
        let now = now();
        let mut body = json!({
            "title": "A session",
            "starts_at": now.to_rfc3339(),
            "ends_at": (now + chrono::TimeDelta::hours(20)).to_rfc3339(),
            "time_zone": "Europe/Berlin",
        });
        if let (Some(body), Value::Object(settings)) = (body.as_object_mut(), settings) {
            body.extend(settings);
        }
        let created = self.must("POST", "/sessions", &body, 201).await?;
        let text = |name: &str| created.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let key = text("link").rsplit('/').next().unwrap_or_default().to_owned();
        Ok(Session { id: text("id"), key })
    }

    pub(crate) async fn start(&self, session: &Session) -> Outcome {
        self.must("POST", &format!("/sessions/{}/start", session.id), &Value::Null, 200).await.map(drop)
    }

    /// A session that is live.
    pub(crate) async fn live(&self, settings: Value) -> Outcome<Session> {
        let session = self.planned(settings).await?;
        self.start(&session).await?;
        Ok(session)
    }
}

#[expect(clippy::disallowed_methods, reason = "the server that is measured goes by the machine's clock")]
pub(crate) fn now() -> chrono::DateTime<chrono::Utc> {
    std::time::SystemTime::now().into()
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        // Gone already is fine.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The folder that everything temporary is made in: on the disk, under `target`.
pub(crate) fn scratch() -> Outcome<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
