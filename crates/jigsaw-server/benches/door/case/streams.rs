//! Thousands of people in the waiting room, each with an open stream, are told that the session has started.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::Plan;
use crate::client::{Connection, JSON, request};
use crate::database::Kind;
use crate::failure::{Failure, Outcome};
use crate::load::{Latencies, micros};
use crate::process;
use crate::server::{Server, Session, Site};
use crate::sheet::{Sheet, Unit, Want};

const CASE: &str = "streams";
/// At once, while streams are opened and people join.
const AT_ONCE: usize = 64;
/// After this nobody is told any more.
const PATIENCE: Duration = Duration::from_mins(2);

pub(crate) async fn run(plan: &Plan, kind: Kind, sheet: &mut Sheet) -> Outcome {
    let of = Some(kind);
    let streams = plan.streams;
    let site = Site::new(plan.databases.fresh(kind)?)?;
    let server = site.serve(&[]).await?;
    let session = server.planned(json!({ "invitation_type": "link_password_not_requested" })).await?;
    let passes = arrive(&server, &session, streams, "waiting").await?;
    // What the database keeps in memory of each pass is not the stream's.
    look(&server, &passes).await?;
    let before = process::memory(server.pid(), "VmRSS");
    let open = follow(&server, &passes).await?;
    // What opening needed for a moment is given back.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let grown = process::memory(server.pid(), "VmRSS").saturating_sub(before);
    #[expect(clippy::cast_precision_loss, reason = "some kilobytes for each of some thousands")]
    sheet.add(CASE, of, each(streams), Unit::KiB, grown as f64 / 1024.0 / streams as f64);

    let used = server.usage();
    let pressed = Instant::now();
    let told = Rc::new(RefCell::new(Vec::new()));
    let mut readers = tokio::task::JoinSet::new();
    for mut stream in open {
        let told = Rc::clone(&told);
        readers.spawn_local(async move {
            stream.until(br#""state":"admitted""#).await?;
            told.borrow_mut().push(micros(pressed.elapsed()));
            Ok::<_, Failure>(stream)
        });
    }
    server.start(&session).await?;
    let answered = pressed.elapsed();
    let mut kept = Vec::with_capacity(streams);
    let all = async {
        while let Some(reader) = readers.join_next().await {
            kept.push(reader??);
        }
        Ok::<(), Failure>(())
    };
    tokio::time::timeout(PATIENCE, all).await.map_err(|_| {
        Failure::new(format!("only {} of {streams} were told within {PATIENCE:?}", told.borrow().len()))
    })??;
    let latencies = Latencies::of(told.take());
    let cpu = server.usage().server.saturating_sub(used.server);
    sheet.add(CASE, of, "start pressed until it is answered", Unit::Seconds, answered.as_secs_f64());
    let (first, all) = (latencies.quantile(0.0), latencies.quantile(1.0));
    sheet.add(CASE, of, format!("start pressed until the last of {streams} is told"), Unit::Seconds, all.as_secs_f64());
    // Nobody is told or answered before the commit: it is at the latest at the sooner of the two.
    let committed = first.min(answered);
    sheet.add(CASE, of, last(streams), Unit::Seconds, all.saturating_sub(committed).as_secs_f64());
    let cpu = cpu.as_secs_f64() * 1e6 / f64::from(u32::try_from(streams).unwrap_or(u32::MAX));
    sheet.add(CASE, of, format!("CPU of the server for each of {streams} told"), Unit::Micros, cpu);
    drop(kept);
    Ok(())
}

fn each(streams: usize) -> String {
    format!("memory for each of {streams} open streams")
}

fn last(streams: usize) -> String {
    format!("start committed until the last of {streams} is told")
}

pub(crate) fn bars(plan: &Plan, kind: Kind, sheet: &mut Sheet) {
    sheet.hold(Some(kind), &last(plan.streams), Want::AtMost(0.5));
    sheet.hold(Some(kind), &each(plan.streams), Want::AtMost(30.0));
}

/// So many people join; their passes.
pub(crate) async fn arrive(
    server: &Server<'_>,
    session: &Session,
    people: usize,
    outcome: &str,
) -> Outcome<Vec<String>> {
    let wanted = format!(r#""outcome":"{outcome}""#);
    let mut clients = tokio::task::JoinSet::new();
    for client in 0..AT_ONCE {
        let (address, key, wanted) = (server.address, session.key.clone(), wanted.clone());
        clients.spawn_local(async move {
            let mut connection = Connection::open(address).await?;
            let mut passes = Vec::new();
            for number in (client..people).step_by(AT_ONCE) {
                let email = format!("{number:06}@waiting.example");
                let body = json!({ "email": email, "first_name": "Ada", "last_name": "Guest" }).to_string();
                let ask = request("POST", &format!("/api/v1/join/{key}"), address, JSON, &body);
                let answer = connection.call(&ask).await?.expect(200)?;
                if !answer.says(wanted.as_bytes()) {
                    return Err(answer.unexpected());
                }
                let pass = answer.json()?.get("pass").and_then(Value::as_str).map(str::to_owned);
                passes.push(pass.ok_or_else(|| answer.unexpected())?);
            }
            Ok::<_, Failure>(passes)
        });
    }
    let mut passes = Vec::with_capacity(people);
    while let Some(client) = clients.join_next().await {
        passes.extend(client??);
    }
    Ok(passes)
}

/// Asks for the state of each pass, once.
async fn look(server: &Server<'_>, passes: &[String]) -> Outcome {
    let mut clients = tokio::task::JoinSet::new();
    for client in 0..AT_ONCE {
        let address = server.address;
        let mine: Vec<String> = passes.iter().skip(client).step_by(AT_ONCE).cloned().collect();
        clients.spawn_local(async move {
            let mut connection = Connection::open(address).await?;
            for pass in mine {
                let ask = request("GET", "/api/v1/pass", address, &format!("authorization: Bearer {pass}\r\n"), "");
                connection.call(&ask).await?.expect(200)?;
            }
            Ok::<_, Failure>(())
        });
    }
    while let Some(client) = clients.join_next().await {
        client??;
    }
    Ok(())
}

/// Opens the stream of each pass and waits for its first word.
pub(crate) async fn follow(server: &Server<'_>, passes: &[String]) -> Outcome<Vec<Connection>> {
    let mut open = Vec::with_capacity(passes.len());
    for some in passes.chunks(AT_ONCE) {
        let mut opening = tokio::task::JoinSet::new();
        for pass in some {
            let address = server.address;
            let headers = format!("authorization: Bearer {pass}\r\naccept: text/event-stream\r\n");
            opening.spawn_local(async move {
                let mut connection = Connection::open(address).await?;
                let ask = request("GET", "/api/v1/pass", address, &headers, "");
                match connection.follow(&ask).await? {
                    200 => connection.until(b"event: state").await.map(|()| connection),
                    status => Err(Failure::new(format!("a stream was answered {status}"))),
                }
            });
        }
        while let Some(opened) = opening.join_next().await {
            open.push(opened??);
        }
    }
    Ok(open)
}
