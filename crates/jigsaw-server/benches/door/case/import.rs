//! Ten thousand people are invited in one call, and a messy file of five thousand rows is imported.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::Plan;
use crate::database::Kind;
use crate::failure::{Failure, Outcome};
use crate::process;
use crate::server::{Server, Site};
use crate::sheet::{Sheet, Unit, Want};

const CASE: &str = "import";
const MESSY: &str = "import of a messy file of 5,000 rows";
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
    messy(&server, of, sheet).await
}

/// What a host's spreadsheet exports: a byte order mark, semicolons, quoted commas, names of many scripts, addresses again
/// in capitals, and thirty rows that cannot be used.
fn messy_file() -> String {
    let names = ["Zoë;Müller", "Σοφία;Παπαδοπούλου", "小明;王", "ليلى;الحسن", "\"Ann, Mary\";O'Neil"];
    let mut lines = vec!["\u{FEFF}Vorname;Nachname;E-Mail;Rolle\r\n".to_owned()];
    lines.extend((2..=5_001_u32).zip(names.iter().cycle()).map(|(row, name)| {
        let address = match row {
            row if row % 166 == 7 && row < 30 * 166 => format!("broken-{row}"),
            row if row % 50 == 1 => format!("GUEST-{}@School.Example", row.saturating_sub(13)),
            row => format!("guest-{row}@school.example"),
        };
        format!("{name};{address};\r\n")
    }));
    lines.concat()
}

async fn messy(server: &Server<'_>, of: Option<Kind>, sheet: &mut Sheet) -> Outcome {
    let session = server.planned(json!({ "invitation_type": "invitation_list" })).await?;
    let path = format!("/sessions/{}/invitations/import", session.id);
    let file = messy_file();
    let (status, body) = server.post_csv(&path, &file).await?;
    let named = body.get("errors").and_then(Value::as_array).map_or(0, Vec::len);
    if status != 422 || named != 30 {
        return Err(Failure::new(format!("of 30 bad rows {named} were named, with status {status}")));
    }
    let began = Instant::now();
    let (status, body) = server.post_csv(&format!("{path}?faulty=leave_out"), &file).await?;
    let took = began.elapsed();
    if status != 201 || body.get("left_out").and_then(Value::as_u64) != Some(30) {
        return Err(Failure::new(format!("the messy import was answered {status}")));
    }
    sheet.add(CASE, of, MESSY, Unit::Seconds, took.as_secs_f64());
    Ok(())
}

pub(crate) fn bars(kind: Kind, sheet: &mut Sheet) {
    sheet.hold(Some(kind), MESSY, Want::AtMost(3.0));
    sheet.hold(Some(kind), PEAK, Want::AtMost(200.0));
}
