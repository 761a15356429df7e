//! Ten thousand people are invited in one call.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::Plan;
use crate::database::Kind;
use crate::failure::{Failure, Outcome};
use crate::process;
use crate::server::Site;
use crate::sheet::{Sheet, Unit, Want};

const CASE: &str = "import";
const PEAK: &str = "memory at its highest while 10,000 are imported";

pub(crate) async fn run(plan: &Plan, kind: Kind, sheet: &mut Sheet) -> Outcome {
    let of = Some(kind);
    let people = 10_000;
    let site = Site::new(plan.databases.fresh(kind)?)?;
    let server = site.serve(&[]).await?;
    let session = server.planned(json!({ "invitation_type": "invitation_list" })).await?;
    let rows: Vec<Value> = (0..people)
        .map(|number| {
            let email = format!("invitee-{number:05}@school.example");
            json!({ "email": email, "first_name": "Ada", "last_name": format!("Invitee {number}") })
        })
        .collect();
    process::forget_peak(server.pid());
    let path = format!("/sessions/{}/invitations", session.id);
    let began = Instant::now();
    let (status, body) = server.call("POST", &path, &json!({ "invitations": rows })).await?;
    let took = began.elapsed();
    if status != 201 || body.get("created").and_then(Value::as_u64) != Some(people) {
        return Err(Failure::new(format!("the import was answered {status}")));
    }
    sheet.add(CASE, of, "import of 10,000 invitees in one call", Unit::Seconds, took.as_secs_f64());
    // Their mail is on its way meanwhile.
    tokio::time::sleep(Duration::from_secs(1)).await;
    #[expect(clippy::cast_precision_loss, reason = "some megabytes")]
    let peak = process::memory(server.pid(), "VmHWM") as f64 / f64::from(1 << 20);
    sheet.add(CASE, of, PEAK, Unit::MiB, peak);
    Ok(())
}

pub(crate) fn bars(kind: Kind, sheet: &mut Sheet) {
    sheet.hold(Some(kind), PEAK, Want::AtMost(200.0));
}
