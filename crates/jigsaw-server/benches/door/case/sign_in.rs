//! Joining with an account's password, and what it does to everybody else's pages.

use std::net::SocketAddr;
use std::num::NonZero;
use std::time::{Duration, Instant};

use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use jigsaw_domain::account::{Account, PasswordHash};
use jigsaw_domain::port::{Change, ChangeSet, Commits as _};
use jigsaw_store_sea_orm::{Store, StoreOptions};
use jigsaw_testkit::build;
use serde_json::json;

use crate::Plan;
use crate::client::{Answer, Connection, JSON, request};
use crate::database::Kind;
use crate::failure::{Failure, Outcome};
use crate::load::{Asks, Latencies, Load, closed_loop, micros};
use crate::server::Site;
use crate::sheet::{Sheet, Unit, Want};

const CASE: &str = "sign-in";
const BARE: &str = "bare argon2, as many threads as the server hashes on";
const JOIN: &str = "sign-in join";
const PAGES: &str = "join page while passwords are hashed, p99";
const CLIENTS: usize = 16;
const ACCOUNTS_EACH: usize = 25;
const PASSWORD: &str = "tiny lamp bridge seven";
/// Between two pages that someone else opens meanwhile.
const PACE: Duration = Duration::from_millis(10);

pub(crate) async fn run(plan: &Plan, kind: Kind, sheet: &mut Sheet) -> Outcome {
    let of = Some(kind);
    let hash = hash()?;
    let site = Site::new(plan.databases.fresh(kind)?)?;
    make_accounts(&site.database.url, &hash).await?;
    // Half of it before and half of it after, so that both sides meet the same neighbours.
    let before = bare(&hash, plan.time / 2)?;
    let server = site.serve(&[]).await?;
    let session = server.live(json!({ "invitation_type": "link_password_requested" })).await?;
    let load = Load { clients: CLIENTS, warm_up: plan.warm_up, time: plan.time };
    let until = Instant::now() + load.warm_up + load.time;
    let pages = paced_pages(server.address, session.key.clone(), until);
    let pages = tokio::task::spawn_local(pages);
    let asks = |client| SignIns::new(server.address, &session.key, client);
    let measured = closed_loop(server.address, load, || server.usage(), asks).await?;
    let pages = Latencies::of(pages.await??);
    sheet.add(CASE, of, BARE, Unit::PerSecond, f64::midpoint(before, bare(&hash, plan.time / 2)?));
    sheet.load(CASE, of, JOIN, &measured);
    sheet.add(CASE, of, PAGES, Unit::Millis, pages.quantile(0.99).as_secs_f64() * 1e3);
    Ok(())
}

pub(crate) fn bars(kind: Kind, sheet: &mut Sheet) {
    let of = Some(kind);
    sheet.hold_ratio((of, JOIN), (of, BARE), Want::AtLeast(0.8));
    sheet.hold(of, PAGES, Want::AtMost(50.0));
}

/// Latencies of a page that is opened every few milliseconds, in microseconds.
pub(crate) async fn paced_pages(address: SocketAddr, key: String, until: Instant) -> Outcome<Vec<u32>> {
    let mut connection = Connection::open(address).await?;
    let ask = request("GET", &format!("/j/{key}"), address, "accept: text/html\r\n", "");
    let mut latencies = Vec::new();
    while Instant::now() < until {
        let asked = Instant::now();
        connection.call(&ask).await?.expect(200)?;
        latencies.push(micros(asked.elapsed()));
        tokio::time::sleep_until((asked + PACE).into()).await;
    }
    Ok(latencies)
}

fn address_of(number: usize) -> String {
    format!("member-{number}@members.example")
}

/// Accounts that are there already; all have the same password.
async fn make_accounts(url: &str, hash: &str) -> Outcome {
    let failed = |error: &dyn std::fmt::Display| Failure::new(format!("cannot make accounts: {error}"));
    let store = Store::connect(url, StoreOptions::default()).await.map_err(|error| failed(&error))?;
    let made = (0..CLIENTS * ACCOUNTS_EACH).map(|number| {
        let password = Some(PasswordHash::new(hash.to_owned()));
        Change::InsertAccount(Account { password, ..build::account(&address_of(number)) })
    });
    store.commit(ChangeSet::of(made)).await.map_err(|error| failed(&error))?;
    store.close().await;
    Ok(())
}

/// The hash as the server makes it.
fn hash() -> Outcome<String> {
    let hashed = Argon2::default().hash_password(PASSWORD.as_bytes());
    hashed.map(|hash| hash.to_string()).map_err(|error| Failure::new(format!("hashing failed: {error}")))
}

/// How often a second a password is verified on all cores but one, at least one: as many as the server uses.
fn bare(hash: &str, time: Duration) -> Outcome<f64> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let end = Instant::now() + time;
    let verify = || -> Outcome<u32> {
        let phc = Phc::new(hash).map_err(|error| Failure::new(format!("a hash that cannot be read: {error}")))?;
        let mut count = 0;
        while Instant::now() < end {
            let right = Argon2::default().verify_password(PASSWORD.as_bytes(), &phc);
            right.map_err(|error| Failure::new(format!("the password does not fit: {error}")))?;
            count += 1;
        }
        Ok(count)
    };
    let counts: Outcome<u32> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores.saturating_sub(1).max(1)).map(|_| scope.spawn(verify)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err(Failure::new("a thread died")))).sum()
    });
    Ok(f64::from(counts?) / time.as_secs_f64())
}

/// The accounts of one client, one after the other.
struct SignIns {
    requests: Vec<Vec<u8>>,
    next: usize,
}

impl SignIns {
    fn new(address: SocketAddr, key: &str, client: usize) -> Self {
        let requests = (client * ACCOUNTS_EACH..(client + 1) * ACCOUNTS_EACH).map(|number| {
            let body = json!({ "email": address_of(number), "password": PASSWORD }).to_string();
            request("POST", &format!("/api/v1/join/{key}"), address, JSON, &body)
        });
        Self { requests: requests.collect(), next: 0 }
    }
}

impl Asks for SignIns {
    fn next(&mut self, into: &mut Vec<u8>) {
        into.extend(self.requests.iter().cycle().nth(self.next % ACCOUNTS_EACH).into_iter().flatten());
        self.next += 1;
    }

    fn is_right(&self, answer: &Answer<'_>) -> bool {
        answer.status == 200 && answer.says(br#""outcome":"admitted""#)
    }
}
