//! Joining by the session link with a name alone, a new address each time, all in one call.

use std::net::SocketAddr;

use serde_json::json;

use crate::Plan;
use crate::client::{Answer, JSON, request};
use crate::database::Kind;
use crate::failure::Outcome;
use crate::load::{Asks, Load, closed_loop};
use crate::raw;
use crate::server::{Server, Session, Site};
use crate::sheet::{Sheet, Unit, Want};

const CASE: &str = "join";
const NAIVE: &str = "naive join (one transaction each, in process)";
const NAIVE_TASKS: usize = 32;

pub(crate) async fn run(plan: &Plan, kind: Kind, sheet: &mut Sheet) -> Outcome {
    let of = Some(kind);
    let bare = plan.databases.fresh(kind)?;
    if kind == Kind::Sqlite {
        sheet.add(CASE, None, "fdatasync of 4 KB", Unit::PerSecond, raw::disk(&bare, plan.time / 4)?);
    }
    for (what, work, tasks) in [
        (NAIVE, "join", NAIVE_TASKS),
        ("one insert a transaction, one writer", "insert", 1),
        ("one read by a unique index, 16 tasks", "read", 16),
    ] {
        sheet.add(CASE, of, what, Unit::PerSecond, raw::naive(&bare, work, tasks, plan.time)?);
    }
    let site = Site::new(plan.databases.fresh(kind)?)?;
    let server = site.serve(&[]).await?;
    for clients in plan.clients().iter().copied() {
        let session = server.live(json!({ "invitation_type": "link_password_not_requested" })).await?;
        let load = Load { clients, warm_up: plan.warm_up, time: plan.time };
        let measured = joining(&server, &session, load).await?;
        sheet.load(CASE, of, &name(clients), &measured);
        if kind == Kind::Sqlite {
            #[expect(clippy::cast_precision_loss, reason = "a few kilobytes")]
            let kilobytes = measured.written as f64 / 1024.0;
            sheet.add(CASE, of, format!("{}, written each", name(clients)), Unit::KiB, kilobytes);
        }
    }
    Ok(())
}

fn name(clients: usize) -> String {
    format!("join, {clients} client{}", if clients == 1 { "" } else { "s" })
}

/// What `docs/performance.md` promises.
pub(crate) fn bars(kind: Kind, sheet: &mut Sheet) {
    let of = Some(kind);
    let (times, least) = match kind {
        Kind::Sqlite => (3.0, 3000.0),
        Kind::Postgres => (2.0, 2500.0),
    };
    sheet.hold_ratio((of, &name(256)), (of, NAIVE), Want::AtLeast(times));
    sheet.hold(of, &name(256), Want::AtLeast(least));
    sheet.hold(of, &format!("{}, p99", name(256)), Want::AtMost(250.0));
    sheet.hold(of, &format!("{}, p99", name(64)), Want::AtMost(100.0));
}

/// Joins as fast as the server lets people in; each by an address that was never seen.
pub(crate) async fn joining(server: &Server<'_>, session: &Session, load: Load) -> Outcome<crate::load::Measured> {
    closed_loop(server.address, load, || server.usage(), |client| Joins::new(server.address, &session.key, client))
        .await
}

/// A guest after the other.
pub(crate) struct Joins {
    request: Vec<u8>,
    /// Where the guest's number stands.
    number_at: usize,
    next: u32,
}

const DIGITS: usize = 8;

impl Joins {
    pub(crate) fn new(address: SocketAddr, key: &str, client: usize) -> Self {
        let number = "0".repeat(DIGITS);
        let body =
            format!(r#"{{"first_name":"Ada","last_name":"Guest","email":"{client:04}-{number}@guests.example"}}"#);
        let request = request("POST", &format!("/api/v1/join/{key}"), address, JSON, &body);
        let number_at = request.len() - number.len() - "@guests.example\"}".len();
        Self { request, number_at, next: 0 }
    }
}

impl Asks for Joins {
    fn next(&mut self, into: &mut Vec<u8>) {
        into.extend_from_slice(&self.request);
        let mut number = self.next;
        self.next += 1;
        for at in (self.number_at..self.number_at + DIGITS).rev() {
            if let (Some(digit), Ok(value)) = (into.get_mut(at), u8::try_from(number % 10)) {
                *digit = b'0' + value;
            }
            number /= 10;
        }
    }

    fn is_right(&self, answer: &Answer<'_>) -> bool {
        answer.status == 200 && answer.says(br#""outcome":"admitted""#)
    }
}
