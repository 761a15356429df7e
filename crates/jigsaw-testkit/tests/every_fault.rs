//! Every use case with each of its port calls failing once, before it did anything and after it did everything: what must
//! hold in the store holds, the caller is told of a failed port and of nothing else, and the same call once more succeeds,
//! with its effect there exactly once.
//!
//! Where a lost answer makes the retry do something twice, or be answered differently, the case says so: there is no
//! `Idempotency-Key` yet.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a broken expectation ends the test, and says in which run"
)]

#[path = "every_fault/accounts.rs"]
mod accounts;
#[path = "every_fault/directory.rs"]
mod directory;
#[path = "every_fault/given.rs"]
mod given;
#[path = "every_fault/joining.rs"]
mod joining;
#[path = "every_fault/lists.rs"]
mod lists;
#[path = "every_fault/live.rs"]
mod live;
#[path = "every_fault/mail.rs"]
mod mail;
#[path = "every_fault/passes.rs"]
mod passes;
#[path = "every_fault/run.rs"]
mod run;
#[path = "every_fault/sessions.rs"]
mod sessions;
#[path = "every_fault/work.rs"]
mod work;

use std::collections::BTreeSet;
use std::path::Path;

/// The Rust sources in a folder and below it.
fn sources(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(std::fs::read_to_string(path).unwrap());
        }
    }
    found
}

/// A use case that is added without a case here fails this.
#[test]
fn every_use_case_is_in_a_case() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut use_cases = BTreeSet::new();
    for source in sources(&here.join("../jigsaw-domain/src/usecase")) {
        let declared = source.lines().filter_map(|line| line.trim_start().strip_prefix("pub async fn "));
        use_cases.extend(declared.map(|rest| rest.split(['(', '<']).next().unwrap().to_owned()));
    }
    assert!(use_cases.len() >= 49, "use cases are found by the text of their sources: {use_cases:?}");
    // The call that is disturbed is the one in the second closure: `async |door, …| door.use_case(…)`.
    let cases = sources(&here.join("tests/every_fault"));
    let disturbed: BTreeSet<String> = cases
        .iter()
        .flat_map(|source| source.split("async |door, ").skip(1))
        .filter_map(|closure| closure.split("door.").nth(1)?.split('(').next().map(str::to_owned))
        .collect();
    let missing: Vec<&String> = use_cases.difference(&disturbed).collect();
    assert!(missing.is_empty(), "no fault is tried on {missing:?}: add a case in tests/every_fault");
    let unknown: Vec<&String> = disturbed.difference(&use_cases).collect();
    assert!(unknown.is_empty(), "cases of something else than a use case: {unknown:?}");
}
