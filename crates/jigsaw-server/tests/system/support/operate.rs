//! What operators do to a site: other databases, statements past the server.

use std::path::Path;
use std::process::{Command, Output};

use jigsaw_testkit::postgres;

use super::site::Site;

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

/// The sites that this machine allows: SQLite, and PostgreSQL where it is installed (a missing one has been said).
pub(crate) fn everywhere() -> Vec<Site> {
    [Some(Site::sqlite()), Site::postgres()].into_iter().flatten().collect()
}

/// The address of another, fresh database of the same kind.
pub(crate) fn elsewhere(site: &Site, name: &str) -> String {
    if site.is_sqlite() {
        format!("sqlite://{}", site.path(name).display())
    } else {
        postgres::shared().unwrap().database()
    }
}

/// Runs a command on another database.
pub(crate) fn run_on(site: &Site, url: &str, arguments: &[&str]) -> Output {
    site.command(arguments, &[("JIGSAW_DATABASE_URL", url)]).output().unwrap()
}

/// The same, and it must succeed; what it printed.
pub(crate) fn succeed_on(site: &Site, url: &str, arguments: &[&str]) -> String {
    let output = run_on(site, url, arguments);
    assert!(output.status.success(), "jigsaw {arguments:?} on {}: {}", site.database, text(&output.stderr));
    text(&output.stdout)
}

/// A statement past the server; what it answers, if it asks.
pub(crate) fn statement(site: &Site, url: &str, statement: &str) -> String {
    const RUN: &str = "import sqlite3, sys\n\
        database = sqlite3.connect(sys.argv[1], timeout=10)\n\
        for row in database.execute(sys.argv[2]):\n    \
        print('|'.join(str(column) for column in row))\n\
        database.commit()";
    let Some(file) = url.strip_prefix("sqlite://") else {
        return text(site.cluster().psql(url, statement).unwrap().as_bytes());
    };
    let done = Command::new("python3").args(["-c", RUN, file, statement]).output();
    let done =
        done.expect("python3 is needed to look into SQLite files: apt-get install -y --no-install-recommends python3");
    assert!(done.status.success(), "{statement}: {}", text(&done.stderr));
    text(&done.stdout)
}

pub(crate) fn for_owner_alone(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;

    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}
