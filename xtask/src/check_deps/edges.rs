//! Which crate of the workspace may use which.

use super::Violation;
use super::metadata::{Dependency, Kind, Metadata, Package};

/// One row of the table in `docs/architecture.md`.
pub(super) struct Row {
    pub(super) name: &'static str,
    /// The crates of the workspace it uses, all of them and no others.
    pub(super) uses: &'static [&'static str],
    /// Further ones that its tests may use.
    tests_use: &'static [&'static str],
}

const DOMAIN: &str = "jigsaw-domain";
const TESTKIT: &str = "jigsaw-testkit";

const fn adapter(name: &'static str) -> Row {
    Row { name, uses: &[DOMAIN], tests_use: &[TESTKIT] }
}

pub(super) const TABLE: &[Row] = &[
    // Its tests need mocks alone. With testkit they would meet a second copy of the domain's own types.
    Row { name: DOMAIN, uses: &[], tests_use: &[] },
    adapter("jigsaw-store-sea-orm"),
    adapter("jigsaw-mail-lettre"),
    adapter("jigsaw-http-poem"),
    adapter("jigsaw-rooms"),
    Row { name: TESTKIT, uses: &[DOMAIN], tests_use: &[] },
    Row {
        name: "jigsaw-server",
        uses: &[DOMAIN, "jigsaw-store-sea-orm", "jigsaw-mail-lettre", "jigsaw-http-poem", "jigsaw-rooms"],
        tests_use: &[TESTKIT],
    },
    Row { name: "xtask", uses: &[], tests_use: &[] },
];

const WHERE: &str = "the table in docs/architecture.md and xtask/src/check_deps/edges.rs";

pub(super) fn violations(metadata: &Metadata) -> Vec<Violation> {
    let mut found = Vec::new();
    for package in &metadata.packages {
        match TABLE.iter().find(|row| row.name == package.name) {
            Some(row) => found.extend(of_package(package, row, metadata)),
            None => found.push(Violation {
                what: format!("{} is a crate that the table does not know", package.name),
                mend: format!("argue the new crate in an ADR, then add it to {WHERE}"),
            }),
        }
    }
    for row in TABLE {
        if metadata.package(row.name).is_none() {
            found.push(Violation {
                what: format!("{} is in the table but not in the workspace", row.name),
                mend: format!("take it out of {WHERE}"),
            });
        }
    }
    found
}

fn of_package(package: &Package, row: &Row, metadata: &Metadata) -> Vec<Violation> {
    let edges = || package.dependencies.iter().filter(|dependency| metadata.package(&dependency.name).is_some());
    let forbidden = edges().filter(|edge| !allows(row, edge)).map(|edge| {
        let (note, mend) = if row.tests_use.contains(&edge.name.as_str()) {
            ("", "move it to [dev-dependencies]")
        } else {
            (
                if edge.kind == Kind::Dev { " (for tests)" } else { "" },
                "reach it through a port of jigsaw-domain, and wire the two in jigsaw-server",
            )
        };
        Violation {
            what: format!("{} → {}{note} is an edge that the table does not allow", package.name, edge.name),
            mend: mend.to_owned(),
        }
    });
    let missing =
        row.uses.iter().filter(|used| !edges().any(|edge| edge.kind == Kind::Normal && edge.name == **used)).map(
            |used| Violation {
                what: format!("{} → {used} is in the table, but the crate does not use it any more", package.name),
                mend: format!("take the edge out of {WHERE}"),
            },
        );
    forbidden.chain(missing).collect()
}

fn allows(row: &Row, edge: &Dependency) -> bool {
    let name = edge.name.as_str();
    match edge.kind {
        Kind::Normal => row.uses.contains(&name),
        Kind::Dev => row.uses.contains(&name) || row.tests_use.contains(&name),
        Kind::Build => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::metadata::samples::{dependency, workspace};
    use super::*;

    fn found(metadata: &Metadata) -> Vec<String> {
        violations(metadata).into_iter().map(|v| v.what).collect()
    }

    #[test]
    fn the_table_itself_passes() {
        assert_eq!(found(&workspace(|_, _| {})), [""; 0]);
    }

    #[test]
    fn testkit_is_fine_in_tests() {
        let metadata = workspace(|name, edges| {
            if name == "jigsaw-store-sea-orm" {
                edges.push(dependency("jigsaw-testkit", Some("dev")));
            }
        });
        assert_eq!(found(&metadata), [""; 0]);
    }

    #[test]
    fn an_adapter_that_uses_an_adapter_is_named() {
        for kind in [None, Some("build"), Some("dev")] {
            let metadata = workspace(|name, edges| {
                if name == "jigsaw-http-poem" {
                    edges.push(dependency("jigsaw-store-sea-orm", kind));
                }
            });
            let found = found(&metadata);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].starts_with("jigsaw-http-poem → jigsaw-store-sea-orm"), "{found:?}");
        }
    }

    #[test]
    fn testkit_as_a_normal_dependency_is_named_with_the_way_out() {
        let metadata = workspace(|name, edges| {
            if name == "jigsaw-mail-lettre" {
                edges.push(dependency("jigsaw-testkit", None));
            }
        });
        assert_eq!(
            violations(&metadata),
            [Violation {
                what: "jigsaw-mail-lettre → jigsaw-testkit is an edge that the table does not allow".into(),
                mend: "move it to [dev-dependencies]".into(),
            }]
        );
    }

    #[test]
    fn a_domain_that_uses_an_adapter_is_named() {
        let metadata = workspace(|name, edges| {
            if name == DOMAIN {
                edges.push(dependency("jigsaw-rooms", None));
            }
        });
        assert_eq!(found(&metadata), ["jigsaw-domain → jigsaw-rooms is an edge that the table does not allow"]);
    }

    #[test]
    fn an_edge_that_is_gone_leaves_the_table() {
        let metadata = workspace(|name, edges| {
            if name == "jigsaw-rooms" {
                edges.clear();
            }
        });
        assert_eq!(
            found(&metadata),
            ["jigsaw-rooms → jigsaw-domain is in the table, but the crate does not use it any more"]
        );
    }

    #[test]
    fn a_crate_unknown_to_the_table_and_one_that_is_gone_are_named() {
        let mut metadata = workspace(|_, _| {});
        metadata.packages.retain(|package| package.name != "xtask");
        metadata.packages.push(Package { name: "jigsaw-utils".into(), dependencies: Vec::new() });
        assert_eq!(
            found(&metadata),
            ["jigsaw-utils is a crate that the table does not know", "xtask is in the table but not in the workspace"]
        );
    }
}
