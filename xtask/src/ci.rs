//! Everything CI runs, step by step.
//!
//! The order builds once: clippy and rustdoc share what they check, and the tests, the generators and the browser
//! tests share what they compile. A step that fails does not keep the later ones from reporting, too.

use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};
use crate::tool::{ALL, Tool};
use crate::workspace::Workspace;
use crate::{check_deps, codegen, deny, e2e, mails, operations};

/// What the README tells people to run; the tests step runs these words.
const TEST_COMMAND: &str = "cargo test --workspace";

struct Step {
    name: &'static str,
    /// Gives a remark when it passed with less than it should have checked.
    run: fn(&Workspace) -> Result<Option<String>>,
}

const STEPS: &[Step] = &[
    Step { name: "format", run: |workspace| done(workspace.cargo(["fmt", "--all", "--check"]).show()) },
    Step { name: "check-deps", run: |workspace| done(check_deps::run(workspace)) },
    Step { name: "deny", run: deny::run },
    Step {
        name: "clippy",
        run: |workspace| {
            let words = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
            done(workspace.cargo(words).show())
        },
    },
    Step {
        name: "docs",
        run: |workspace| {
            let doc = workspace.cargo(["doc", "--workspace", "--no-deps"]);
            done(doc.env("RUSTDOCFLAGS", "-D warnings").show())
        },
    },
    Step { name: "tests", run: |workspace| done(tests(workspace)) },
    Step {
        name: "tests with exported mocks",
        run: |workspace| {
            let words = ["test", "--package", "jigsaw-domain", "--features", "mocks"];
            done(workspace.cargo(words).show())
        },
    },
    Step { name: "mails, other parsers", run: |workspace| done(mails::read(workspace)) },
    Step { name: "mails, other server", run: |workspace| done(mails::send(workspace)) },
    Step { name: "codegen --check", run: |workspace| done(codegen::run(workspace, true)) },
    Step { name: "operations examples", run: operations::run },
    Step { name: "e2e", run: |workspace| done(e2e::run(workspace)) },
];

fn done(result: Result) -> Result<Option<String>> {
    result.map(|()| None)
}

fn tests(workspace: &Workspace) -> Result {
    let tests = workspace.cargo(TEST_COMMAND.split(' ').skip(1));
    // What a machine lacks is left out of people's runs, and said. Here it is a failure.
    tests.env("JIGSAW_REQUIRE_POSTGRES", "1").env("JIGSAW_REQUIRE_DRILLS", "1").show()?;
    let readme = workspace.read("README.md")?;
    if !readme.lines().any(|line| line.trim().starts_with(TEST_COMMAND)) {
        return Err(Failure::new(format!("README.md does not name `{TEST_COMMAND}` as a line of its own"))
            .mend("what people are told to run and what CI runs must be the same"));
    }
    Ok(())
}

struct Line {
    name: &'static str,
    took: Duration,
    result: Result<Option<String>>,
}

pub(crate) fn run(workspace: &Workspace) -> Result {
    name_missing(ALL);
    let mut lines = Vec::new();
    for (index, step) in STEPS.iter().enumerate() {
        println!("\n── {}/{} {} ──", index + 1, STEPS.len(), step.name);
        let start = Instant::now();
        let line = Line { name: step.name, result: (step.run)(workspace), took: start.elapsed() };
        if let Err(failure) = &line.result {
            println!("{failure}");
        }
        println!("── {}: {} s", step.name, line.took.as_secs());
        lines.push(line);
    }
    println!("\n{}", summary(&lines));
    let failed = lines.iter().filter(|line| line.result.is_err()).count();
    if failed == 0 { Ok(()) } else { Err(Failure::new(format!("{failed} of {} steps failed", lines.len()))) }
}

/// Says at once what steps will ask for later, so that nobody waits for a build to learn it.
fn name_missing(tools: &[&Tool]) {
    for failure in tools.iter().filter_map(|tool| tool.find().err()) {
        println!("{failure}");
    }
}

fn summary(lines: &[Line]) -> String {
    let row = |name: &str, took: Duration, result: &str| {
        let row = format!("{name:<26} {:>5} s  {result}", took.as_secs());
        row.trim_end().to_owned()
    };
    let mut rows: Vec<String> = lines
        .iter()
        .map(|line| {
            let result = match &line.result {
                Ok(None) => "ok".to_owned(),
                Ok(Some(remark)) => format!("ok, but {remark}"),
                Err(failure) => {
                    format!("FAILED  {}", failure.cause().lines().next().unwrap_or_default())
                }
            };
            row(line.name, line.took, &result)
        })
        .collect();
    rows.push(row("all", lines.iter().map(|line| line.took).sum(), ""));
    rows.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &'static str, seconds: u64, result: Result<Option<String>>) -> Line {
        Line { name, took: Duration::from_secs(seconds), result }
    }

    #[test]
    fn the_summary_shows_what_passed_what_failed_and_what_was_not_checked() {
        let text = summary(&[
            line("format", 1, Ok(None)),
            line("deny", 2, Ok(Some("advisories were not checked".into()))),
            line("clippy", 60, Err(Failure::new("clippy failed\nat length").mend("mend it"))),
        ]);
        assert_eq!(
            text,
            "format                         1 s  ok\n\
             deny                           2 s  ok, but advisories were not checked\n\
             clippy                        60 s  FAILED  clippy failed\n\
             all                           63 s"
        );
    }
}
