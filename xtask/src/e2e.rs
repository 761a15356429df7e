//! The browser tests: `tests/e2e` against a freshly built server, on SQLite and on PostgreSQL.

use std::fs;

use crate::failure::{Failure, Result};
use crate::tool::{self, CHROMIUM, NODE, NPM};
use crate::workspace::{Workspace, server};

const FOLDER: &str = "tests/e2e";

pub(crate) fn run(workspace: &Workspace) -> Result {
    tool::require(&[&NODE, &NPM])?;
    let chromium = CHROMIUM.find()?;
    let npm = NPM.find()?;
    let folder = workspace.path(FOLDER);
    for file in ["package.json", "package-lock.json"] {
        if !folder.join(file).is_file() {
            return Err(Failure::new(format!("{FOLDER}/{file} is missing")));
        }
    }

    let jigsaw = server::build(workspace)?;
    let artefacts = server::target_directory(workspace)?.join("e2e");

    workspace
        .program(&npm, ["ci", "--no-audit", "--no-fund"])
        .folder(&folder)
        // Browsers come from the system: a download of the packages' own would be a second one, of another version.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .env("PUPPETEER_SKIP_DOWNLOAD", "1")
        .show()?;
    // The mails of every kind, as files to look at.
    workspace.cargo(["test", "--quiet", "--package", "jigsaw-mail-lettre", "--test", "it", "on_disk"]).show()?;
    let samples = server::target_directory(workspace)?.join("mail-samples");
    let databases = server::build_example(workspace, "jigsaw-testkit", "postgres")?;
    for (database, gives) in [("sqlite", None), ("postgresql", Some(databases))] {
        println!("── on {database} ──");
        let artefacts = artefacts.join(database);
        fs::create_dir_all(&artefacts)
            .map_err(|error| Failure::new(format!("cannot create {}: {error}", artefacts.display())))?;
        let mut tests = workspace.program(&npm, ["test"]);
        tests = tests.folder(&folder).env("E2E_JIGSAW", &jigsaw).env("E2E_CHROMIUM", &chromium);
        tests = tests.env("E2E_MAIL_SAMPLES", &samples);
        if let Some(gives) = gives {
            tests = tests.env("E2E_DATABASES", gives).env("JIGSAW_REQUIRE_POSTGRES", "1");
        }
        tests.env("E2E_ARTEFACTS", &artefacts).show()?;
    }
    println!("Screenshots and traces: {}", artefacts.display());
    Ok(())
}
