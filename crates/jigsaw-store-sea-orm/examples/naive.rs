//! What a plain program on SeaORM gets done: the raw limit that `cargo xtask bench` holds the store against.
//!
//! `join` is a join as it is commonly written: look the session up by its unique key, then insert the person and their pass in
//! one transaction. The tables are narrower than Jigsaw's, nothing is decided, no decision or event is written down, and no
//! HTTP is spoken: all of that favours this side. The pool is SeaORM's default; SQLite runs with a write-ahead log and
//! `synchronous=FULL`, as Jigsaw does, so that an answer means the same.
//!
//! `insert` is one row a transaction, `read` one row by a unique index.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program whose output is read")]

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use sea_orm::entity::prelude::*;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, Database, DbBackend, Set, TransactionTrait as _};

mod session {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "naive_sessions")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        #[sea_orm(unique)]
        pub(crate) link: String,
        pub(crate) title: String,
        pub(crate) state: String,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod participant {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "naive_participants")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) session_id: Uuid,
        pub(crate) email: String,
        pub(crate) first_name: String,
        pub(crate) last_name: String,
        pub(crate) state: String,
        pub(crate) joined_at: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod pass {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "naive_passes")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) digest: Vec<u8>,
        pub(crate) participant_id: Uuid,
        pub(crate) opened_at: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

const LINK: &str = "the-secret-of-the-link";

#[derive(Clone, Copy, Debug)]
enum Work {
    Join,
    Insert,
    Read,
}

#[derive(Debug)]
struct Arguments {
    database: String,
    work: Work,
    tasks: u64,
    time: Duration,
}

fn main() -> ExitCode {
    let Some(arguments) = read(std::env::args().skip(1)) else {
        eprintln!("usage: naive --database URL --work join|insert|read --tasks N --millis N");
        return ExitCode::from(2);
    };
    let done = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())
        .and_then(|runtime| runtime.block_on(run(&arguments)).map_err(|error| error.to_string()));
    match done {
        Ok(per_second) => {
            println!("{{\"per_second\":{per_second:.1}}}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn read(mut words: impl Iterator<Item = String>) -> Option<Arguments> {
    let (mut database, mut work, mut tasks, mut millis) = (None, None, None, None);
    while let Some(name) = words.next() {
        let value = words.next()?;
        match name.as_str() {
            "--database" => database = Some(value),
            "--work" => {
                work = Some(match value.as_str() {
                    "join" => Work::Join,
                    "insert" => Work::Insert,
                    "read" => Work::Read,
                    _ => return None,
                });
            }
            "--tasks" => tasks = value.parse().ok(),
            "--millis" => millis = value.parse().ok(),
            _ => return None,
        }
    }
    Some(Arguments { database: database?, work: work?, tasks: tasks?, time: Duration::from_millis(millis?) })
}

async fn run(arguments: &Arguments) -> Result<f64, DbErr> {
    let db = connect(&arguments.database).await?;
    prepare(&db).await?;
    let done = Arc::new(AtomicU64::new(0));
    let begin = Instant::now() + arguments.time / 4;
    let end = begin + arguments.time;
    let mut tasks = Vec::new();
    for task in 0..arguments.tasks {
        let (db, done, work) = (db.clone(), Arc::clone(&done), arguments.work);
        tasks.push(tokio::spawn(async move {
            for number in 0.. {
                if Instant::now() >= end {
                    break;
                }
                let guest = task << 40 | number;
                match work {
                    Work::Join => join(&db, guest).await?,
                    Work::Insert => insert(&db, guest).await?,
                    Work::Read => look_up(&db).await.map(drop)?,
                }
                let now = Instant::now();
                if now >= begin && now <= end {
                    done.fetch_add(1, Ordering::Relaxed);
                }
            }
            Ok::<(), DbErr>(())
        }));
    }
    for task in tasks {
        task.await.map_err(|error| DbErr::Custom(error.to_string()))??;
    }
    let count = u32::try_from(done.load(Ordering::Relaxed)).unwrap_or(u32::MAX);
    Ok(f64::from(count) / arguments.time.as_secs_f64())
}

async fn connect(address: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(address);
    options.sqlx_logging(false);
    if address.starts_with("sqlite:") {
        options.map_sqlx_sqlite_opts(|defaults| {
            let durable = defaults.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
            durable.create_if_missing(true)
        });
    }
    Database::connect(options).await
}

/// Tables and one session, unless an earlier run made them.
async fn prepare(db: &DatabaseConnection) -> Result<(), DbErr> {
    let (uuid, bytes) = match db.get_database_backend() {
        DbBackend::Postgres => ("uuid", "bytea"),
        _ => ("blob", "blob"),
    };
    let tables = format!(
        "CREATE TABLE IF NOT EXISTS naive_sessions (id {uuid} PRIMARY KEY, link text NOT NULL UNIQUE, \
           title text NOT NULL, state text NOT NULL);
         CREATE TABLE IF NOT EXISTS naive_participants (id {uuid} PRIMARY KEY, \
           session_id {uuid} NOT NULL REFERENCES naive_sessions (id), email text NOT NULL, first_name text NOT NULL, \
           last_name text NOT NULL, state text NOT NULL, joined_at bigint NOT NULL, UNIQUE (session_id, email));
         CREATE TABLE IF NOT EXISTS naive_passes (id {uuid} PRIMARY KEY, digest {bytes} NOT NULL UNIQUE, \
           participant_id {uuid} NOT NULL REFERENCES naive_participants (id), opened_at bigint NOT NULL);"
    );
    db.execute_unprepared(&tables).await?;
    for table in ["naive_passes", "naive_participants"] {
        db.execute_unprepared(&format!("DELETE FROM {table}")).await?;
    }
    if look_up(db).await.is_err() {
        let session = session::ActiveModel {
            id: Set(Uuid::from_u128(1)),
            link: Set(LINK.to_owned()),
            title: Set("A session".to_owned()),
            state: Set("live".to_owned()),
        };
        session.insert(db).await?;
    }
    Ok(())
}

async fn look_up(db: &DatabaseConnection) -> Result<session::Model, DbErr> {
    let found = session::Entity::find().filter(session::Column::Link.eq(LINK)).one(db).await?;
    found.ok_or_else(|| DbErr::RecordNotFound("the session".to_owned()))
}

#[expect(clippy::disallowed_methods, reason = "this is how it is commonly written")]
async fn join(db: &DatabaseConnection, guest: u64) -> Result<(), DbErr> {
    let session = look_up(db).await?;
    let within = db.begin().await?;
    let person = person(guest, session.id).insert(&within).await?;
    let pass = pass::ActiveModel {
        id: Set(Uuid::from_u128(u128::from(guest) << 32)),
        digest: Set(guest.to_be_bytes().repeat(4)),
        participant_id: Set(person.id),
        opened_at: Set(person.joined_at),
    };
    pass.insert(&within).await?;
    within.commit().await
}

async fn insert(db: &DatabaseConnection, guest: u64) -> Result<(), DbErr> {
    person(guest, Uuid::from_u128(1)).insert(db).await.map(drop)
}

fn person(guest: u64, session_id: Uuid) -> participant::ActiveModel {
    participant::ActiveModel {
        id: Set(Uuid::from_u128(u128::from(guest))),
        session_id: Set(session_id),
        email: Set(format!("{guest}@guests.example")),
        first_name: Set("Ada".to_owned()),
        last_name: Set("Guest".to_owned()),
        state: Set("admitted".to_owned()),
        joined_at: Set(1_800_000_000_000_000),
    }
}
