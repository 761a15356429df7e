//! A store whose statements are heard, and what either database says about how it would run them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use jigsaw_testkit::postgres;
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DbBackend, Statement};
use serde_json::Value;
use tempfile::TempDir;

use crate::connect::{self, Connections};
use crate::{Store, StoreOptions};

type Heard = Arc<Mutex<BTreeMap<String, Statement>>>;

pub(super) struct Listening {
    pub(super) store: Store,
    heard: Heard,
    /// Not listened to.
    quiet: DatabaseConnection,
    _folder: TempDir,
}

/// How a statement would be run.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) sql: String,
    pub(super) steps: Vec<String>,
    /// The steps that take longer the more rows a table has.
    pub(super) grow: Vec<String>,
    /// The steps that put rows into an order.
    pub(super) sorts: bool,
}

impl Plan {
    /// Finds one person of a session by reading all of them. Seats are counted, which reads those who sit.
    pub(super) fn reads_a_crowd(&self) -> bool {
        let crowds = ["participants", "invitations", "mail_codes"];
        let keys = ["email_key", "(id = ", "(state = "];
        let finds = |step: &&String| {
            let by_index = step.starts_with("Index") || step.starts_with("Bitmap Index");
            by_index && crowds.iter().any(|table| step.contains(table))
        };
        let cond = |step: &String| step.rsplit_once(" \"(").map(|(_, cond)| format!("({cond}")).unwrap_or_default();
        self.steps.iter().filter(finds).any(|step| !keys.iter().any(|key| cond(step).contains(key)))
    }
}

fn listen(db: &mut DatabaseConnection, heard: &Heard) {
    let heard = heard.clone();
    db.set_metric_callback(move |info| {
        assert!(!info.failed, "{}", info.statement.sql);
        heard.lock().unwrap().insert(info.statement.sql.clone(), info.statement.clone());
    });
}

/// `None` when there is no PostgreSQL.
pub(super) async fn open(backend: DbBackend) -> Option<Listening> {
    let folder = tempfile::tempdir().unwrap();
    let address = match backend {
        DbBackend::Postgres => postgres::shared()?.database(),
        _ => format!("sqlite://{}", folder.path().join("plans.db").display()),
    };
    let options = StoreOptions { connections: 4, ..StoreOptions::default() };
    let Connections { mut read, mut write, file } = connect::open(&address, &options).await.unwrap();
    Store::on(Connections { read: read.clone(), write: write.clone(), file: None }, options.clone())
        .migrate()
        .await
        .unwrap();
    let quiet = if backend == DbBackend::Postgres {
        let mut one = ConnectOptions::new(address);
        one.max_connections(1);
        let quiet = Database::connect(one).await.unwrap();
        // A whole table is read only where no index helps, and plans are those for any value, not for the one at hand: the
        // tables are nearly empty, so costs say nothing.
        let judging = "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan";
        quiet.execute_unprepared(judging).await.unwrap();
        quiet
    } else {
        read.clone()
    };
    let heard = Heard::default();
    listen(&mut read, &heard);
    listen(&mut write, &heard);
    Some(Listening { store: Store::on(Connections { read, write, file }, options), heard, quiet, _folder: folder })
}

impl Listening {
    /// Makes a crowd of everything that is there: PostgreSQL chooses among indexes by what it knows of the rows.
    pub(super) async fn fill(&self) {
        if self.quiet.get_database_backend() != DbBackend::Postgres {
            return;
        }
        // A quarter of the people are in the one session, the others everywhere. They have left: a seat must be free.
        let somewhere = "UPDATE crowd SET id = gen_random_uuid(), email_key = n || '@x'; \
                         UPDATE crowd SET session_id = s.id FROM (SELECT id, row_number() OVER () AS place FROM sessions) s \
                         WHERE n % 4 > 0 AND place = n % 2000 + 1";
        let copies = [
            ("sessions", 2_000, "UPDATE crowd SET id = gen_random_uuid()".to_owned()),
            ("invitations", 20_000, somewhere.to_owned()),
            ("participants", 20_000, format!("{somewhere}; UPDATE crowd SET state = 'left'")),
        ];
        for (table, rows, changes) in copies {
            let fill = format!(
                "CREATE TEMP TABLE crowd AS SELECT t.*, n FROM (SELECT * FROM {table} LIMIT 1) t, generate_series(1, {rows}) n; \
                 {changes}; ALTER TABLE crowd DROP COLUMN n; \
                 INSERT INTO {table} SELECT * FROM crowd; DROP TABLE crowd; ANALYZE {table}"
            );
            self.quiet.execute_unprepared(&fill).await.unwrap();
        }
    }

    pub(super) fn forget(&self) {
        self.heard.lock().unwrap().clear();
    }

    /// The plans of what was heard since the last time.
    pub(super) async fn plans(&self) -> Vec<Plan> {
        let heard = std::mem::take(&mut *self.heard.lock().unwrap());
        let mut plans = Vec::new();
        for (sql, statement) in heard {
            if ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].iter().any(|word| sql.starts_with(word)) {
                plans.push(match self.quiet.get_database_backend() {
                    DbBackend::Postgres => self.of_postgres(sql, &statement).await,
                    _ => self.of_sqlite(sql, statement).await,
                });
            }
        }
        plans
    }

    async fn of_sqlite(&self, sql: String, mut statement: Statement) -> Plan {
        statement.sql = format!("EXPLAIN QUERY PLAN {sql}");
        let rows = self.quiet.query_all_raw(statement).await.unwrap();
        let steps: Vec<String> = rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
        // `SCAN` of a table, even along an index, grows with the table. What the statement itself made up may be read whole.
        let own = ["SCAN ready", "SCAN claimed", "SCAN CONSTANT ROW", "SCAN (subquery"];
        let grows = |step: &&String| step.starts_with("SCAN ") && !own.iter().any(|made| step.starts_with(made));
        let grow = steps.iter().filter(grows).cloned().collect();
        let sorts = steps.iter().any(|step| step.contains("TEMP B-TREE"));
        Plan { sql, steps, grow, sorts }
    }

    async fn of_postgres(&self, sql: String, statement: &Statement) -> Plan {
        let values = statement.values.as_ref().map_or(0, |values| values.0.len());
        let any = vec!["NULL"; values].join(", ");
        let any = if values == 0 { any } else { format!("({any})") };
        self.quiet.execute_unprepared(&format!("PREPARE judged AS {sql}")).await.unwrap();
        let explain = format!("EXPLAIN (FORMAT JSON, COSTS OFF) EXECUTE judged{any}");
        let row = self.quiet.query_one_raw(Statement::from_string(DbBackend::Postgres, explain)).await.unwrap();
        let plan: Value = row.unwrap().try_get_by_index(0).unwrap();
        self.quiet.execute_unprepared("DEALLOCATE judged").await.unwrap();
        let mut found = Plan { sql, steps: Vec::new(), grow: Vec::new(), sorts: false };
        walk(&plan[0]["Plan"], &mut found);
        found
    }
}

/// A step that reads a table without a condition on an index reads all of it, along an index or not.
fn walk(step: &Value, found: &mut Plan) {
    let name = step["Node Type"].as_str().unwrap();
    let text = format!("{name} {} {} {}", step["Relation Name"], step["Index Name"], step["Index Cond"]);
    let reads = ["Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Index Scan"].contains(&name);
    if reads && step["Index Cond"].is_null() {
        found.grow.push(text.clone());
    }
    found.sorts |= name == "Sort";
    found.steps.push(text);
    for inner in step["Plans"].as_array().into_iter().flatten() {
        walk(inner, found);
    }
}
