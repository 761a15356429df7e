//! The benchmarks: builds the server, the load generator and the bare programs they are held against, and runs them.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use clap::Args;
use serde::Deserialize;

use crate::failure::{Failure, Result};
use crate::workspace::{Workspace, server};

#[derive(Args)]
pub(crate) struct Options {
    /// What to measure, e.g. `join`; everything unless told. Options after it go to the load generator, too:
    /// `--seconds N`, `--rounds N`, `--database sqlite|postgres|both`, `--quick`; `-- --help` tells all.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Programs that do the bare work, each an example of an adapter: package and name.
const BARE: [(&str, &str); 3] =
    [("jigsaw-store-sea-orm", "naive"), ("jigsaw-http-poem", "bare"), ("jigsaw-mail-lettre", "mail_loop")];

/// One line of what cargo tells while it builds.
#[derive(Deserialize)]
struct Built {
    target: Option<Target>,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result {
    let built = build(workspace)?;
    let folder = server::target_directory(workspace)?.join("bench");
    fs::create_dir_all(&folder)
        .map_err(|error| Failure::new(format!("cannot create {}: {error}", folder.display())))?;
    let json = folder.join("figures.json");
    // Thousands of open streams need as many file handles, here and in the server, which inherits the limit.
    let raise = r#"ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"; exec "$@""#;
    let program = |name: &str| {
        built.iter().find(|(known, _)| known == name).map(|(_, path)| path.display().to_string()).unwrap_or_default()
    };
    let (door, json_text) = (program("door"), json.display().to_string());
    let mut words = vec!["-c", raise, "sh", &door, "--json", &json_text];
    words.extend(options.rest.iter().map(String::as_str));
    let mut run = workspace.program("sh".as_ref(), words);
    for (_, name) in BARE {
        run = run.env(&format!("JIGSAW_BENCH_{}", name.to_uppercase()), program(name));
    }
    run.show()?;
    println!("The figures as JSON: {}", json.display());
    Ok(())
}

/// Everything in one call of cargo, so that features are agreed on once and nothing is built twice.
fn build(workspace: &Workspace) -> Result<Vec<(String, PathBuf)>> {
    let mut words = vec!["build", "--release", "--message-format=json-render-diagnostics"];
    words.extend(["--package", "jigsaw-server", "--bench", "door"]);
    for (package, name) in BARE {
        words.extend(["--package", package, "--example", name]);
    }
    println!("$ cargo {}", words.join(" "));
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // It takes minutes: what cargo says goes to the reader, what it tells about its products comes here.
    let output = Command::new(cargo)
        .args(words)
        .current_dir(workspace.path(""))
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::new(format!("cannot run cargo: {error}")))?;
    if !output.status.success() {
        return Err(Failure::new("the benchmarks do not build"));
    }
    let told = String::from_utf8_lossy(&output.stdout);
    let lines = told.lines().filter_map(|line| serde_json::from_str::<Built>(line).ok());
    Ok(lines.filter_map(|built| Some((built.target?.name, built.executable?))).collect())
}
