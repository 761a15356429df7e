//! How fast invitations leave, and how fast a bare loop on lettre sends mails of the same size to the same sink.

use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::Plan;
use crate::database::Kind;
use crate::failure::{Failure, Outcome};
use crate::raw;
use crate::server::Site;
use crate::sheet::{Sheet, Unit, Want};
use crate::sink::Sink;

const CASE: &str = "mail";
const OURS: &str = "invitations sent";
const ALONE: &str = "bare lettre loop, one connection";
const BARE: &str = "bare lettre loop, as many connections as the server has";
/// `smtp.connections` as shipped.
const CONNECTIONS: u32 = 16;

pub(crate) async fn run(plan: &Plan, kind: Kind, sheet: &mut Sheet) -> Outcome {
    let of = Some(kind);
    let mails = if plan.quick { 200_u32 } else { 3_000 };
    let sink = Sink::start().await?;
    let site = Site::new(plan.databases.fresh(kind)?)?;
    let relay = format!("smtp://{}", sink.address);
    let server = site.serve(&[("JIGSAW_SMTP_URL", &relay)]).await?;
    let session = server.planned(json!({ "invitation_type": "invitation_list" })).await?;
    let rows: Vec<Value> =
        (0..mails).map(|number| json!({ "email": format!("invitee-{number:05}@school.example") })).collect();
    let path = format!("/sessions/{}/invitations", session.id);
    let used = server.usage();
    let (status, _) = server.call("POST", &path, &json!({ "invitations": rows })).await?;
    if status != 201 {
        return Err(Failure::new(format!("the import was answered {status}")));
    }
    let (rate, bytes) = sink.rate(mails).await?;
    sheet.add(CASE, of, OURS, Unit::PerSecond, rate);
    let cpu = server.usage().server.saturating_sub(used.server) / mails;
    sheet.add(CASE, of, "invitations sent, CPU of the server each", Unit::Micros, cpu.as_secs_f64() * 1e6);
    drop(server);
    for (what, connections) in [(ALONE, 1), (BARE, CONNECTIONS)] {
        let mut bare = Command::new(raw::program("mail_loop")?)
            .env_clear()
            .args(["--relay", &sink.address.to_string(), "--mails", &mails.to_string()])
            .args(["--connections", &connections.to_string(), "--bytes", &bytes.to_string()])
            .stdin(Stdio::null())
            .spawn()?;
        let told = sink.rate(mails).await;
        bare.wait()?;
        sheet.add(CASE, of, what, Unit::PerSecond, told?.0);
    }
    Ok(())
}

pub(crate) fn bars(kind: Kind, sheet: &mut Sheet) {
    sheet.hold_ratio((Some(kind), OURS), (Some(kind), ALONE), Want::AtLeast(0.8));
}
