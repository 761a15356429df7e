//! Backup and restore of a PostgreSQL database by its own programs. How to connect goes by their environment: a command
//! line can be read by everyone on the machine.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use jigsaw_store_sea_orm::Store;

use crate::failure::Failure;

const MEND_MISSING: &str = "install them: the Debian package is postgresql-client (at least as new as the server)";

/// The end of the transaction that restores: the database is one of Jigsaw's and not of a later one, and mails nothing.
fn closing() -> String {
    let known = Store::known_steps().iter().map(|step| format!("'{step}'")).collect::<Vec<_>>().join(", ");
    format!(
        "RESET search_path;
DO $$ BEGIN
IF to_regclass('seaql_migrations') IS NULL OR to_regclass('outbox') IS NULL THEN
    RAISE EXCEPTION 'it is no database of Jigsaw''s';
END IF;
IF EXISTS (SELECT 1 FROM seaql_migrations WHERE version NOT IN ({known})) THEN
    RAISE EXCEPTION 'it is of a later version of Jigsaw';
END IF;
IF to_regclass('server_state') IS NOT NULL THEN
    INSERT INTO server_state (key, value) VALUES ('paused', 'yes') ON CONFLICT (key) DO UPDATE SET value = 'yes';
END IF;
END $$;
COMMIT;
"
    )
}

/// Writes a dump in PostgreSQL's own compressed format; there whole, or not at all.
pub(super) async fn dump(url: &str, file: &Path) -> Result<(), Failure> {
    let (surroundings, file) = (surroundings(url)?, file.to_owned());
    blocking(move || {
        let unfinished = Unfinished::create(&file)?;
        let mut program = Command::new("pg_dump");
        program.args(["--format=custom", "--no-owner", "--no-privileges", "--no-password", "--file"]);
        program.arg(&unfinished.0).envs(surroundings).stdin(Stdio::null()).stdout(Stdio::null());
        finish(start(&mut program)?, "pg_dump")?;
        unfinished.publish(&file)
    })
    .await
}

/// Reads a dump into an empty database: all of it in one transaction, which ends with the pause.
pub(super) async fn restore(url: &str, file: &Path) -> Result<(), Failure> {
    let (surroundings, file) = (surroundings(url)?, file.to_owned());
    blocking(move || {
        let mut reader = Command::new("pg_restore");
        reader.args(["--no-owner", "--no-privileges", "--file=-"]).arg(&file).stdin(Stdio::null());
        let mut reader = start(reader.stdout(Stdio::piped()))?;
        let mut writer = Command::new("psql");
        writer.args(["--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--file=-"]);
        let mut writer = start(writer.envs(surroundings).stdin(Stdio::piped()).stdout(Stdio::null()))?;

        // What is written to a program that has stopped fails; why it stopped is what it said.
        let script = reader.stdout.take();
        let copied = writer.stdin.take().zip(script).map(|(mut to, mut from)| {
            let copied = to.write_all(b"BEGIN;\n").and_then(|()| std::io::copy(&mut from, &mut to));
            (copied, to)
        });
        drop_unless_whole(reader, copied, writer)
    })
    .await
}

type Copied = Option<(std::io::Result<u64>, std::process::ChildStdin)>;

/// The commit is written only when the script before it was whole; without it, the end of the input rolls back.
fn drop_unless_whole(reader: Child, copied: Copied, writer: Child) -> Result<(), Failure> {
    let (copied, to) = match copied {
        Some((copied, to)) => (copied.is_ok(), Some(to)),
        None => (false, None),
    };
    if !copied {
        drop(to);
        // Whichever broke tells; the other only noticed.
        finish(writer, "psql")?;
        return finish(reader, "pg_restore").and(Err(broken("pg_restore", "it stopped half-way")));
    }
    if let Err(failure) = finish(reader, "pg_restore") {
        drop(to);
        finish(writer, "psql").ok();
        return Err(failure);
    }
    let committed = to.is_some_and(|mut to| to.write_all(closing().as_bytes()).is_ok());
    finish(writer, "psql")?;
    if committed { Ok(()) } else { Err(broken("psql", "it stopped half-way")) }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Failure::running(format!("broken off: {error}"), "try again"))?
}

fn start(program: &mut Command) -> Result<Child, Failure> {
    let name = program.get_program().to_string_lossy().into_owned();
    program.stderr(Stdio::piped()).spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::running(
            format!("PostgreSQL's client programs are not installed: there is no {name}"),
            MEND_MISSING,
        ),
        _ => broken(&name, &error.to_string()),
    })
}

/// Waits for its end; what it complained of is the cause.
fn finish(mut child: Child, name: &str) -> Result<(), Failure> {
    let mut said = String::new();
    if let Some(mut errors) = child.stderr.take() {
        errors.read_to_string(&mut said).ok();
    }
    let status = child.wait().map_err(|error| broken(name, &error.to_string()))?;
    if status.success() {
        return Ok(());
    }
    let cause = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it did not say why");
    Err(broken(name, cause))
}

fn broken(name: &str, cause: &str) -> Failure {
    Failure::running(
        format!("{name} failed: {cause}"),
        "check JIGSAW_DATABASE_URL and the rights of its user; nothing was changed",
    )
}

/// The address, as the variables that PostgreSQL's programs read.
fn surroundings(address: &str) -> Result<Vec<(&'static str, OsString)>, Failure> {
    let unreadable =
        || Failure::usage("JIGSAW_DATABASE_URL cannot be read", "write postgres://USER:PASSWORD@HOST/DATABASE");
    let url = url::Url::parse(address).map_err(|_| unreadable())?;
    let plain = |text: &str| percent_decoded(text).ok_or_else(unreadable);
    let mut found = Vec::new();
    let mut set = |name: &'static str, value: String| {
        if !value.is_empty() {
            found.push((name, OsString::from(value)));
        }
    };
    set("PGHOST", plain(url.host_str().unwrap_or_default())?.trim_matches(['[', ']']).to_owned());
    set("PGPORT", url.port().map(|port| port.to_string()).unwrap_or_default());
    set("PGUSER", plain(url.username())?);
    set("PGPASSWORD", plain(url.password().unwrap_or_default())?);
    set("PGDATABASE", plain(url.path().trim_start_matches('/'))?);
    set("PGAPPNAME", "jigsaw".to_owned());
    for (name, value) in url.query_pairs() {
        let variable = match &*name.replace('-', "") {
            "host" | "hostaddr" => "PGHOST",
            "port" => "PGPORT",
            "user" => "PGUSER",
            "password" => "PGPASSWORD",
            "dbname" => "PGDATABASE",
            "sslmode" => "PGSSLMODE",
            "sslrootcert" | "sslca" => "PGSSLROOTCERT",
            "sslcert" => "PGSSLCERT",
            "sslkey" => "PGSSLKEY",
            "options" => "PGOPTIONS",
            // What only the server's own driver knows.
            _ => continue,
        };
        set(variable, value.into_owned());
    }
    Ok(found)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

/// A file for its owner alone, under a temporary name until it is whole.
struct Unfinished(PathBuf);

impl Unfinished {
    fn create(target: &Path) -> Result<Self, Failure> {
        let mut name = OsString::from(target.as_os_str());
        name.push(format!(".unfinished-{}", std::process::id()));
        let path = PathBuf::from(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path).map_err(|error| unwritable(&path, &error))?;
        Ok(Self(path))
    }

    fn publish(self, target: &Path) -> Result<(), Failure> {
        let cannot = |error: std::io::Error| unwritable(target, &error);
        File::open(&self.0).and_then(|file| file.sync_all()).map_err(cannot)?;
        // A second name fails where there is one already; renaming would overwrite it.
        fs::hard_link(&self.0, target).map_err(cannot)?;
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(cannot)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        fs::remove_file(&self.0).ok();
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::running(format!("cannot write {}: {error}", path.display()), "check the folder and the space on its disk")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(address: &str) -> Vec<(&'static str, String)> {
        let found = surroundings(address).unwrap();
        found.into_iter().map(|(name, value)| (name, value.into_string().unwrap())).collect()
    }

    #[test]
    fn an_address_becomes_variables_and_nothing_of_it_an_argument() {
        let found = variables(
            "postgres://jig:p%40ss%2Fword@db.internal:5433/jigsaw?sslmode=require&statement-cache-capacity=1",
        );
        for expected in [
            ("PGHOST", "db.internal"),
            ("PGPORT", "5433"),
            ("PGUSER", "jig"),
            ("PGPASSWORD", "p@ss/word"),
            ("PGDATABASE", "jigsaw"),
            ("PGSSLMODE", "require"),
        ] {
            assert!(found.contains(&(expected.0, expected.1.to_owned())), "{expected:?} in {found:?}");
        }
        assert_eq!(found.len(), 7, "{found:?}");
        let socket = variables("postgres:///jigsaw?host=/run/postgresql");
        assert!(socket.contains(&("PGHOST", "/run/postgresql".to_owned())), "{socket:?}");
        assert!(variables("postgres://[::1]/jigsaw").contains(&("PGHOST", "::1".to_owned())));
    }
}
