//! The dependency fences of `docs/architecture.md`, read from what cargo itself says.
//!
//! [`violations`] is a pure function over [`Facts`], so that tests can hand it broken workspaces. Two of cargo's
//! answers are needed: the declared dependencies (`cargo metadata --no-deps`) for the edges between crates, and the
//! resolved ones (`cargo tree`) for what a crate really brings along. The resolve inside `cargo metadata` does not
//! serve for the latter: it switches on what any crate's tests switch on.

mod closure;
mod edges;
mod justified;
mod metadata;
mod test_only;

use std::collections::BTreeMap;
use std::fmt;

use crate::failure::{Failure, Result};
use crate::workspace::Workspace;

use closure::{ALLOWLIST, Closure};
use metadata::Metadata;

/// The platform whose dependencies are judged, the same wherever the check runs.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// Everything the fences are judged by.
struct Facts {
    metadata: Metadata,
    /// What each crate of the workspace needs to be built and run (not tested), by crate.
    closures: BTreeMap<String, Closure>,
    allowlist: String,
    /// The text of the workspace's `Cargo.toml`.
    manifest: String,
}

impl Facts {
    fn gather(workspace: &Workspace) -> Result<Self> {
        let json = workspace.cargo(["metadata", "--format-version", "1", "--no-deps"]).read()?;
        let metadata = Metadata::parse(&json)?;
        let mut closures = BTreeMap::new();
        for package in &metadata.packages {
            let tree = workspace
                .cargo([
                    "tree",
                    "--package",
                    &package.name,
                    "--edges",
                    "normal,build",
                    "--target",
                    TARGET,
                    "--prefix",
                    "none",
                    "--format",
                    "{p}|{f}",
                ])
                .read()?;
            closures.insert(package.name.clone(), Closure::parse(&tree));
        }
        Ok(Self { metadata, closures, allowlist: workspace.read(ALLOWLIST)?, manifest: workspace.read("Cargo.toml")? })
    }
}

/// One breach of a fence.
#[derive(Debug, PartialEq, Eq)]
struct Violation {
    what: String,
    mend: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  - {}\n    mend: {}", self.what, self.mend)
    }
}

fn violations(facts: &Facts) -> Vec<Violation> {
    let mut found = edges::violations(&facts.metadata);
    found.extend(closure::violations(&facts.metadata, &facts.closures, &facts.allowlist));
    found.extend(test_only::violations(&facts.metadata, &facts.closures));
    found.extend(justified::violations(&facts.manifest));
    found
}

pub(crate) fn run(workspace: &Workspace) -> Result {
    let facts = Facts::gather(workspace)?;
    let found = violations(&facts);
    if found.is_empty() {
        println!("check-deps: {} crates keep within their fences.", facts.metadata.packages.len());
        return Ok(());
    }
    for violation in &found {
        println!("{violation}");
    }
    Err(Failure::new(format!("{} breach(es) of the dependency fences, listed above", found.len())))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn this_workspace_keeps_within_its_fences() {
        let facts = Facts::gather(&Workspace::find().unwrap()).unwrap();
        assert_eq!(violations(&facts), []);
    }

    /// A whole broken workspace on disk, judged by what the real cargo says about it.
    #[test]
    fn a_broken_workspace_is_reported_breach_by_breach() {
        let folder = tempfile::tempdir().unwrap();
        broken_workspace(folder.path());

        let facts = Facts::gather(&Workspace::at(folder.path())).unwrap();
        let found: Vec<String> = violations(&facts).into_iter().map(|v| v.what).collect();

        for expected in [
            "jigsaw-domain reaches `sea-orm`",
            "jigsaw-domain reaches `sqlx`",
            "jigsaw-http-poem → jigsaw-store-sea-orm",
            "jigsaw-server → jigsaw-testkit",
            "jigsaw-server ships with `proptest`",
            "jigsaw-server ships with the feature `mocks` of jigsaw-domain",
            "`sea-orm` in [workspace.dependencies] has no comment",
        ] {
            assert!(found.iter().any(|what| what.contains(expected)), "{expected} is missing in {found:#?}");
        }
        // Mocks switched on for tests alone are what the feature is for.
        assert!(!found.iter().any(|what| what.contains("jigsaw-rooms")), "{found:#?}");
    }

    fn broken_workspace(root: &Path) {
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let package = |path: &str, rest: &str| {
            let name = path.rsplit('/').next().unwrap();
            write(
                &format!("{path}/Cargo.toml"),
                &format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{rest}"),
            );
            write(&format!("{path}/src/lib.rs"), "");
        };
        let path = |name: &str| format!("{name} = {{ path = \"../{name}\" }}\n");
        let domain = path("jigsaw-domain");

        write(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\", \"xtask\"]\nexclude = [\"vendor\"]\n\
             [workspace.dependencies]\nsea-orm = { version = \"0.1\" }\n",
        );
        write(ALLOWLIST, "");
        for vendored in ["sqlx", "mockall", "proptest"] {
            package(&format!("vendor/{vendored}"), "");
        }
        package("vendor/sea-orm", "[dependencies]\nsqlx = { path = \"../sqlx\" }\n");
        package(
            "crates/jigsaw-domain",
            "[dependencies]\n\
             sea-orm = { path = \"../../vendor/sea-orm\" }\n\
             mockall = { path = \"../../vendor/mockall\", optional = true }\n\
             [features]\nmocks = [\"dep:mockall\"]\n",
        );
        package(
            "crates/jigsaw-testkit",
            &format!("[dependencies]\n{domain}proptest = {{ path = \"../../vendor/proptest\" }}\n"),
        );
        for adapter in ["jigsaw-store-sea-orm", "jigsaw-mail-lettre"] {
            package(&format!("crates/{adapter}"), &format!("[dependencies]\n{domain}"));
        }
        package(
            "crates/jigsaw-rooms",
            &format!(
                "[dependencies]\n{domain}\
                 [dev-dependencies]\n\
                 jigsaw-domain = {{ path = \"../jigsaw-domain\", features = [\"mocks\"] }}\n\
                 jigsaw-testkit = {{ path = \"../jigsaw-testkit\" }}\n"
            ),
        );
        package("crates/jigsaw-http-poem", &format!("[dependencies]\n{domain}{}", path("jigsaw-store-sea-orm")));
        let adapters: String =
            ["jigsaw-store-sea-orm", "jigsaw-mail-lettre", "jigsaw-http-poem", "jigsaw-rooms", "jigsaw-testkit"]
                .map(path)
                .concat();
        package(
            "crates/jigsaw-server",
            &format!(
                "[dependencies]\n{adapters}\
                 jigsaw-domain = {{ path = \"../jigsaw-domain\", features = [\"mocks\"] }}\n"
            ),
        );
        package("xtask", "");
    }
}
