//! The drills: tests that break things while people join, run by name, short or long.

use crate::failure::{Failure, Result};
use crate::tool::{self, HAPROXY, PYTHON, STRACE, Tool};
use crate::workspace::Workspace;

struct Drill {
    name: &'static str,
    /// What it does, in a sentence.
    does: &'static str,
    /// What its short and its long form take, about.
    takes: (&'static str, &'static str),
    /// Its tests are those whose path begins so.
    tests: &'static str,
    tools: &'static [&'static Tool],
}

const DRILLS: &[Drill] = &[
    Drill {
        name: "crash",
        does: "kill -9 while clients create, invite, join, remove: what was acknowledged is there, nothing is half there",
        takes: ("2 min", "20 min"),
        tests: "drills::crash::",
        tools: &[&PYTHON],
    },
    Drill {
        name: "outbox",
        does: "kill -9 while mail goes out: every invitation arrives, under one Message-ID, and none to the revoked",
        takes: ("30 s", "5 min"),
        tests: "drills::outbox::",
        tools: &[],
    },
    Drill {
        name: "fsync",
        does: "counts the disk syncs of each acknowledged join, with one client and with 256",
        takes: ("20 s", "2 min"),
        tests: "drills::fsync::",
        tools: &[&STRACE],
    },
    Drill {
        name: "transcript",
        does: "asks the same 300 calls of SQLite and of PostgreSQL and compares the answers",
        takes: ("20 s", "20 s"),
        tests: "transcript::",
        tools: &[],
    },
    Drill {
        name: "stop",
        does: "SIGTERM under load with open streams: nothing breaks off, streams are told to come back",
        takes: ("20 s", "1 min"),
        tests: "drills::stop::",
        tools: &[&PYTHON],
    },
    Drill {
        name: "database-gone",
        does: "PostgreSQL goes away and comes back: 503 meanwhile, and all is well without a restart",
        takes: ("15 s", "3 min"),
        tests: "drills::database_gone::",
        tools: &[],
    },
    Drill {
        name: "disk",
        does: "the disk is full, then read-only: writes are refused, reads go on, nothing is lost (as root)",
        takes: ("5 s", "15 s"),
        tests: "drills::disk::",
        tools: &[&PYTHON, &STRACE],
    },
    Drill {
        name: "nodes",
        does: "two and three nodes behind HAProxy: what is pressed on one is seen on the others; one is killed under load",
        takes: ("45 s", "5 min"),
        tests: "drills::nodes::",
        tools: &[&HAPROXY],
    },
    Drill {
        name: "backup",
        does: "backups under load: each is restored, holds what was acknowledged before it, and is whole",
        takes: ("30 s", "5 min"),
        tests: "drills::backup::",
        tools: &[&PYTHON],
    },
];

/// Runs one of them, `all` of them, or tells which there are.
pub(crate) fn run(workspace: &Workspace, name: Option<&str>, long: bool) -> Result {
    let Some(name) = name else {
        println!("{}", list());
        return Ok(());
    };
    let chosen: Vec<&Drill> = DRILLS.iter().filter(|drill| name == "all" || drill.name == name).collect();
    if chosen.is_empty() {
        return Err(Failure::new(format!("there is no drill called {name}")).mend("`cargo xtask drill` lists them"));
    }
    for tools in chosen.iter().map(|drill| drill.tools) {
        tool::require(tools)?;
    }
    let mut words = vec!["test", "--package", "jigsaw-server", "--test", "system", "--", "--nocapture"];
    words.extend(chosen.iter().map(|drill| drill.tests));
    let tests = workspace.cargo(words);
    // Asked for by name, nothing is left out because this machine lacks something.
    let tests = tests.env("JIGSAW_REQUIRE_DRILLS", "1").env("JIGSAW_REQUIRE_POSTGRES", "1");
    tests.env("JIGSAW_DRILL", if long { "long" } else { "short" }).show()
}

fn list() -> String {
    let mut lines = vec![
        "cargo xtask drill NAME [--long], NAME being one of these or `all`:".to_owned(),
        String::new(),
        format!("{:<14} {:>7} {:>7}", "", "short", "long"),
    ];
    for Drill { name, does, takes: (short, long), .. } in DRILLS {
        lines.push(format!("{name:<14} {short:>7} {long:>7}  {does}"));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn each_drill_is_in_the_list() {
        let text = list();
        for drill in DRILLS {
            assert!(text.contains(drill.name) && text.contains(drill.does), "{}: {text}", drill.name);
        }
    }

    #[test]
    fn each_drill_has_its_file_and_each_file_its_drill() {
        let folder = Workspace::find().unwrap().path("crates/jigsaw-server/tests/system/drills");
        let mut files: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        files.sort();
        let mut known: Vec<&str> =
            DRILLS.iter().filter_map(|drill| drill.tests.strip_prefix("drills::")?.strip_suffix("::")).collect();
        known.sort_unstable();
        assert_eq!(files, known, "a drill that `cargo xtask drill` does not know is found by nobody");
    }

    #[test]
    fn an_unknown_name_is_refused() {
        let failure = run(&Workspace::find().unwrap(), Some("earthquake"), false).unwrap_err().to_string();
        assert!(failure.contains("cargo xtask drill"), "{failure}");
    }
}
