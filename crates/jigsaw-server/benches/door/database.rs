//! The databases that are measured: a SQLite file under `target`, and a temporary PostgreSQL cluster that waits for the disk.

use std::cell::OnceCell;
use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;
use jigsaw_testkit::postgres::{Cluster, Options};

use crate::failure::{Failure, Outcome};
use crate::process;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// Where databases are made.
pub(crate) struct Databases {
    scratch: PathBuf,
    cluster: OnceCell<Cluster>,
}

/// A fresh, empty database with the folder of what stands beside it.
pub(crate) struct Database {
    pub(crate) kind: Kind,
    pub(crate) url: String,
    folder: tempfile::TempDir,
    /// The process that PostgreSQL's others belong to.
    server: Option<u32>,
}

impl Databases {
    pub(crate) fn within(scratch: PathBuf) -> Self {
        Self { scratch, cluster: OnceCell::new() }
    }

    pub(crate) fn fresh(&self, kind: Kind) -> Outcome<Database> {
        let folder = tempfile::Builder::new().prefix("data-").tempdir_in(&self.scratch)?;
        let (url, server) = match kind {
            Kind::Sqlite => (format!("sqlite://{}", folder.path().join("jigsaw.db").display()), None),
            Kind::Postgres => {
                let cluster = self.cluster()?;
                (cluster.database(), cluster.server_id())
            }
        };
        Ok(Database { kind, url, folder, server })
    }

    /// What PostgreSQL does by itself after a while: statistics, and a clean log to begin with.
    pub(crate) fn settle(&self, database: &Database) -> Outcome {
        if database.kind == Kind::Postgres {
            self.cluster()?.psql(&database.url, "VACUUM ANALYZE; CHECKPOINT").map_err(Failure::new)?;
        }
        Ok(())
    }

    /// One cluster for the whole run, as shipped but for the port: every commit waits for the disk.
    fn cluster(&self) -> Outcome<&Cluster> {
        if let Some(cluster) = self.cluster.get() {
            return Ok(cluster);
        }
        let settings = vec![("synchronous_commit".to_owned(), "on".to_owned())];
        let options = Options { fsync: true, settings, ..Options::default() };
        let started = Cluster::start(options).map_err(|error| Failure::new(error.to_string()))?;
        Ok(self.cluster.get_or_init(|| started))
    }
}

impl Database {
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// CPU time of the database's own processes.
    pub(crate) fn cpu(&self) -> Duration {
        self.server.map(process::cpu_with_children).unwrap_or_default()
    }
}
