//! The same calls on SQLite and on PostgreSQL, answer by answer.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::run::{Entry, Run};
use super::script::{CALLS, play};
use crate::support::api::at_once;
use crate::support::machine::Machine;
use crate::support::report::figures;
use crate::support::site::Site;

/// Differences that are shown; the first explains most of the others.
const SHOWN: usize = 5;

#[test]
fn three_hundred_calls_are_answered_alike_on_both_databases() {
    let Some(other) = Site::postgres() else { return };
    let _machine = Machine::shared();
    let sites = [Site::sqlite(), other];
    let both = at_once(2, |which| entries(&sites[which]));
    let (of_sqlite, of_postgres) = (&both[0], &both[1]);
    let mut shown = String::new();
    let differences: Vec<usize> = (0..CALLS).filter(|at| of_sqlite[*at] != of_postgres[*at]).collect();
    for at in differences.iter().take(SHOWN) {
        writeln!(shown, "── call {at}\n{}", difference(&of_sqlite[*at], &of_postgres[*at])).unwrap();
    }
    let statuses: HashSet<&str> = of_sqlite.iter().map(|entry| &entry.answer[..3]).collect();
    figures(
        "transcript",
        "SQLite and PostgreSQL",
        &format!("{CALLS} calls, {} statuses, {} answers differ", statuses.len(), differences.len()),
    );
    assert!(
        differences.is_empty(),
        "{} of {CALLS} answers differ (- SQLite, + PostgreSQL):\n{shown}",
        differences.len()
    );
    for status in ["200", "201", "202", "204", "401", "404", "409", "422"] {
        assert!(statuses.contains(status), "{status} is among the answers");
    }
}

fn entries(site: &Site) -> Vec<Entry> {
    let node = site.start();
    let mut run = Run::new(&node, 11);
    play(&mut run);
    assert_eq!(run.entries.len(), CALLS);
    run.entries
}

/// The lines that are in one of them alone.
fn difference(one: &Entry, other: &Entry) -> String {
    let mut text = if one.call == other.call { one.call.clone() } else { format!("- {}\n+ {}", one.call, other.call) };
    for (sign, this, that) in [('-', &one.answer, &other.answer), ('+', &other.answer, &one.answer)] {
        let known: HashSet<&str> = that.lines().collect();
        for line in this.lines().filter(|line| !known.contains(line)).take(12) {
            write!(text, "\n  {sign} {line}").unwrap();
        }
    }
    text
}
