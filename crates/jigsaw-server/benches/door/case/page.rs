//! Opening the join page, and looking at a door through the API; beside it a page of the same size from a bare handler.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use serde_json::json;

use crate::Plan;
use crate::client::{Answer, request};
use crate::database::Kind;
use crate::failure::{Failure, Outcome};
use crate::load::{Asks, Load, closed_loop};
use crate::process::{self, Usage};
use crate::raw;
use crate::server::Site;
use crate::sheet::{Sheet, Want};

const CASE: &str = "page";
const BARE: &str = "bare page of 4 KB";
const PAGE: &str = "opening the join page";
const LOOK: &str = "looking at a door by the API";
const CLIENTS: usize = 32;

pub(crate) async fn run(plan: &Plan, kind: Kind, sheet: &mut Sheet) -> Outcome {
    let of = Some(kind);
    let load = Load { clients: CLIENTS, warm_up: plan.warm_up, time: plan.time };
    let bare = Bare::start()?;
    let asks = |_| Gets::new(bare.address, "/", "ppp");
    let usage = || Usage { server: process::cpu(bare.child.id()), ..Usage::default() };
    sheet.load(CASE, of, BARE, &closed_loop(bare.address, load, usage, asks).await?);
    drop(bare);
    let site = Site::new(plan.databases.fresh(kind)?)?;
    let server = site.serve(&[]).await?;
    let session = server.live(json!({ "invitation_type": "link_password_not_requested" })).await?;
    for (what, path, wanted) in [
        (PAGE, format!("/j/{}", session.key), r#"name="email""#),
        (LOOK, format!("/api/v1/join/{}", session.key), r#""state":"live""#),
    ] {
        let asks = |_| Gets::new(server.address, &path, wanted);
        sheet.load(CASE, of, what, &closed_loop(server.address, load, || server.usage(), asks).await?);
    }
    Ok(())
}

pub(crate) fn bars(kind: Kind, sheet: &mut Sheet) {
    sheet.hold_ratio((Some(kind), PAGE), (Some(kind), BARE), Want::AtLeast(0.5));
}

/// The same page again and again.
pub(crate) struct Gets {
    request: Vec<u8>,
    wanted: String,
}

impl Gets {
    pub(crate) fn new(address: SocketAddr, path: &str, wanted: &str) -> Self {
        // As a browser asks.
        let headers = "accept: text/html,*/*;q=0.8\r\naccept-language: en\r\nsec-fetch-site: none\r\n";
        Self { request: request("GET", path, address, headers, ""), wanted: wanted.to_owned() }
    }
}

impl Asks for Gets {
    fn next(&mut self, into: &mut Vec<u8>) {
        into.extend_from_slice(&self.request);
    }

    fn is_right(&self, answer: &Answer<'_>) -> bool {
        answer.status == 200 && answer.says(self.wanted.as_bytes())
    }
}

/// The bare handler's process; ended when dropped.
struct Bare {
    child: Child,
    address: SocketAddr,
}

impl Bare {
    fn start() -> Outcome<Self> {
        let mut child = Command::new(raw::program("bare")?).env_clear().stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().ok_or_else(|| Failure::new("the bare page has no output"))?;
        let mut bare = Self { child, address: SocketAddr::from(([127, 0, 0, 1], 0)) };
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        bare.address = line.trim().parse().map_err(|_| Failure::new("the bare page does not say where it is"))?;
        Ok(bare)
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        // Gone already is fine.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
