//! How soon a server is ready on a database that is there, and what it takes before anybody comes.

use std::time::Duration;

use crate::Plan;
use crate::database::Kind;
use crate::failure::Outcome;
use crate::process;
use crate::server::Site;
use crate::sheet::{Sheet, Unit, Want};

const CASE: &str = "start";
const READY: &str = "start until ready";
const IDLE: &str = "memory of an idle server";

pub(crate) async fn run(plan: &Plan, kind: Kind, sheet: &mut Sheet) -> Outcome {
    let of = Some(kind);
    let site = Site::new(plan.databases.fresh(kind)?)?;
    // Once to be warm: the binary is in memory, the key is made.
    drop(site.serve(&[]).await?);
    let server = site.serve(&[]).await?;
    sheet.add(CASE, of, READY, Unit::Seconds, server.ready_after.as_secs_f64());
    tokio::time::sleep(Duration::from_secs(2)).await;
    #[expect(clippy::cast_precision_loss, reason = "some megabytes")]
    sheet.add(CASE, of, IDLE, Unit::MiB, process::memory(server.pid(), "VmRSS") as f64 / f64::from(1 << 20));
    Ok(())
}

pub(crate) fn bars(kind: Kind, sheet: &mut Sheet) {
    sheet.hold(Some(kind), READY, Want::AtMost(0.3));
    sheet.hold(Some(kind), IDLE, Want::AtMost(40.0));
}
