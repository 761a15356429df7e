//! Whether a join takes longer when the database holds 100,000 sessions and 1,000,000 invitations instead of 10 and 100.

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::port::{Change, ChangeSet, Commits as _};
use jigsaw_domain::session::{Schedule, Session};
use jigsaw_store_sea_orm::{Store, StoreOptions};
use jigsaw_testkit::build;
use serde_json::json;

use super::join::joining;
use crate::Plan;
use crate::database::Kind;
use crate::failure::{Failure, Outcome};
use crate::load::Load;
use crate::server::{Site, now};
use crate::sheet::{Sheet, Unit, Want, grouped};

const CASE: &str = "growth";
const SMALL: u32 = 10;
const INVITATIONS_EACH: u32 = 10;
const SESSIONS_A_COMMIT: u32 = 100;
/// One at a time shows the work of each; many at once show what they share.
const CLIENTS: [usize; 2] = [1, 64];

pub(crate) async fn run(plan: &Plan, kind: Kind, sheet: &mut Sheet) -> Outcome {
    let large = large(plan);
    let mut sites = Vec::new();
    for sessions in [SMALL, large] {
        let site = Site::new(plan.databases.fresh(kind)?)?;
        fill(&site.database.url, sessions).await?;
        plan.databases.settle(&site.database)?;
        sites.push((sessions, site));
    }
    // Each alternation compares what is next to each other in time.
    for _ in 0..plan.alternations {
        for clients in CLIENTS {
            for (sessions, site) in &sites {
                let server = site.serve(&[]).await?;
                let session = server.live(json!({ "invitation_type": "link_password_not_requested" })).await?;
                let load = Load { clients, warm_up: plan.warm_up, time: plan.time };
                let measured = joining(&server, &session, load).await?;
                let each = 1e6 / measured.per_second;
                sheet.add(CASE, Some(kind), what(*sessions, clients), Unit::Micros, each);
            }
        }
    }
    Ok(())
}

const fn large(plan: &Plan) -> u32 {
    if plan.quick { 500 } else { 100_000 }
}

fn what(sessions: u32, clients: usize) -> String {
    let (held, listed) = (grouped(sessions.into()), grouped((sessions * INVITATIONS_EACH).into()));
    format!(
        "join beside {held} sessions and {listed} invitations, time each, {clients} client{}",
        if clients == 1 { "" } else { "s" }
    )
}

pub(crate) fn bars(plan: &Plan, kind: Kind, sheet: &mut Sheet) {
    for clients in CLIENTS {
        let (large, small) = (what(large(plan), clients), what(SMALL, clients));
        sheet.hold_ratio((Some(kind), &large), (Some(kind), &small), Want::AtMost(1.3));
    }
}

/// Sessions of a month ahead, each with its invitees, written by the store itself.
async fn fill(url: &str, sessions: u32) -> Outcome {
    let failed = |error: &dyn std::fmt::Display| Failure::new(format!("cannot fill the database: {error}"));
    let store = Store::connect(url, StoreOptions::default()).await.map_err(|error| failed(&error))?;
    let host = build::account("busy-host@example.org");
    let host_made = ChangeSet::of([Change::InsertAccount(host.clone())]);
    store.commit(host_made).await.map_err(|error| failed(&error))?;
    let now = now();
    for first in (0..sessions).step_by(SESSIONS_A_COMMIT as usize) {
        let mut changes = ChangeSet::default();
        let mut invitations = Vec::new();
        for number in first..(first + SESSIONS_A_COMMIT).min(sessions) {
            let schedule = schedule(now, number).ok_or_else(|| failed(&"a schedule"))?;
            let session: Session =
                build::session().titled(&format!("Session {number}")).hosted_by(&host).scheduled(schedule).build();
            invitations.extend(
                (0..INVITATIONS_EACH)
                    .map(|guest| build::invitation(&session, &format!("guest-{guest}-of-{number}@invited.example"))),
            );
            changes.push(Change::InsertSession(session));
        }
        changes.push(Change::InsertInvitations(invitations));
        store.commit(changes).await.map_err(|error| failed(&error))?;
    }
    store.close().await;
    Ok(())
}

/// Far enough ahead that nothing of it is due while it is measured.
fn schedule(now: DateTime<Utc>, number: u32) -> Option<Schedule> {
    let start = now + TimeDelta::days(30) + TimeDelta::minutes(i64::from(number % 10_000));
    Schedule::from_instants(start, start + TimeDelta::hours(1), chrono_tz::UTC).ok()
}
