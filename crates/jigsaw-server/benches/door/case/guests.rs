//! A class arrives: 300 people within 30 seconds, each with a browser's requests, beside a session that goes on.
//!
//! Open loop: people come when they come, whether or not the server keeps up.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::streams::{arrive, follow};
use crate::Plan;
use crate::client::{Answer, Connection, request};
use crate::database::Kind;
use crate::failure::{Failure, Outcome};
use crate::load::{Latencies, micros};
use crate::server::Site;
use crate::sheet::{Sheet, Unit, Want};

const CASE: &str = "guests";
/// People in the session already, each with an open stream.
const INSIDE: usize = 50;

pub(crate) async fn run(plan: &Plan, kind: Kind, sheet: &mut Sheet) -> Outcome {
    let of = Some(kind);
    let (guests, within) = crowd(plan);
    let site = Site::new(plan.databases.fresh(kind)?)?;
    let server = site.serve(&[]).await?;
    let session = server.live(json!({ "invitation_type": "link_password_not_requested" })).await?;
    let inside = arrive(&server, &session, INSIDE, "admitted").await?;
    let streams = follow(&server, &inside).await?;
    let latencies = Rc::new(RefCell::new(Vec::new()));
    let began = Instant::now();
    let mut arriving = tokio::task::JoinSet::new();
    for number in 0..guests {
        // Spread by a multiplicative hash: evenly on the whole, unevenly in each second.
        let after = number.wrapping_mul(2_654_435_761) % within;
        let at = began + Duration::from_millis(after.into());
        let guest = Guest { address: server.address, number, latencies: Rc::clone(&latencies) };
        arriving.spawn_local(guest.come(at, session.key.clone()));
    }
    // The host looks at who is there, as the page does.
    let roster = format!("/sessions/{}/roster", session.id);
    while !arriving.is_empty() {
        let (status, _) = server.call("GET", &roster, &Value::Null).await?;
        if status != 200 {
            return Err(Failure::new(format!("the roster was answered {status}")));
        }
        let until = Instant::now() + Duration::from_secs(1);
        while let Ok(Some(guest)) = tokio::time::timeout_at(until.into(), arriving.join_next()).await {
            guest??;
        }
    }
    drop(streams);
    let latencies = Latencies::of(latencies.take());
    sheet.add(CASE, of, p99(plan), Unit::Millis, latencies.quantile(0.99).as_secs_f64() * 1e3);
    let slowest = latencies.quantile(1.0).as_secs_f64() * 1e3;
    sheet.add(CASE, of, format!("{}, the slowest request", name(plan)), Unit::Millis, slowest);
    Ok(())
}

/// How many come, and within how many milliseconds.
const fn crowd(plan: &Plan) -> (u32, u32) {
    if plan.quick { (30, 3_000) } else { (300, 30_000) }
}

fn name(plan: &Plan) -> String {
    let (guests, within) = crowd(plan);
    format!("{guests} guests within {} s", within / 1000)
}

fn p99(plan: &Plan) -> String {
    format!("{}, any request, p99", name(plan))
}

pub(crate) fn bars(plan: &Plan, kind: Kind, sheet: &mut Sheet) {
    sheet.hold(Some(kind), &p99(plan), Want::AtMost(150.0));
}

struct Guest {
    address: SocketAddr,
    number: u32,
    latencies: Rc<RefCell<Vec<u32>>>,
}

const FORM: &str = "content-type: application/x-www-form-urlencoded\r\nsec-fetch-site: same-origin\r\n";

impl Guest {
    /// Opens the page, gives address and name, and enters the room.
    async fn come(self, at: Instant, key: String) -> Outcome {
        tokio::time::sleep_until(at.into()).await;
        let asked = Instant::now();
        let mut connection = Connection::open(self.address).await?;
        let (page, email) = (format!("/j/{key}"), format!("guest-{}%40guests.example", self.number));
        let look = request("GET", &page, self.address, "accept: text/html\r\n", "");
        connection.call(&look).await?.expect(200)?;
        self.latencies.borrow_mut().push(micros(asked.elapsed()));
        let give_address = request("POST", &page, self.address, FORM, &format!("step=email&email={email}"));
        self.timed(&mut connection, &give_address).await?.expect(200)?;
        let form = format!("step=name&email={email}&first_name=Ada&last_name=Guest");
        let give_name = request("POST", &page, self.address, FORM, &form);
        let (room, cookies) = {
            let answer = self.timed(&mut connection, &give_name).await?.expect(303)?;
            (header(&answer, "location").join(""), header(&answer, "set-cookie"))
        };
        let cookies: Vec<&str> = cookies.iter().filter_map(|cookie| cookie.split(';').next()).collect();
        let headers = format!("accept: text/html\r\ncookie: {}\r\n", cookies.join("; "));
        let enter = request("GET", &room, self.address, &headers, "");
        self.timed(&mut connection, &enter).await?.expect(200)?;
        Ok(())
    }

    async fn timed<'a>(&self, connection: &'a mut Connection, request: &[u8]) -> Outcome<Answer<'a>> {
        let asked = Instant::now();
        let answer = connection.call(request).await?;
        self.latencies.borrow_mut().push(micros(asked.elapsed()));
        Ok(answer)
    }
}

/// All values of a header.
fn header(answer: &Answer<'_>, name: &str) -> Vec<String> {
    let text = String::from_utf8_lossy(answer.head);
    let values = text.lines().filter_map(|line| {
        let (known, value) = line.split_once(':')?;
        known.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    });
    values.collect()
}
