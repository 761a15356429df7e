//! Crates and features that are for tests and must not reach what ships.

use std::collections::BTreeMap;

use super::Violation;
use super::closure::Closure;
use super::metadata::Metadata;

const TEST_ONLY: &[&str] = &["mockall", "proptest", "insta", "jigsaw-testkit"];

/// Exported mocks of the ports: for the tests of whoever embeds the domain.
const MOCKS: (&str, &str) = ("jigsaw-domain", "mocks");

const MEND: &str = "move it to [dev-dependencies]";

/// Testkit is for tests as a whole, so the strategies it offers to them may be built on proptest.
fn is_exempt(package: &str, dependency: &str) -> bool {
    package == "jigsaw-testkit" && matches!(dependency, "jigsaw-testkit" | "proptest")
}

pub(super) fn violations(metadata: &Metadata, closures: &BTreeMap<String, Closure>) -> Vec<Violation> {
    let mut found = declared(metadata);
    found.extend(resolved(closures));
    found
}

/// What manifests say, with everything that only some feature would switch on.
fn declared(metadata: &Metadata) -> Vec<Violation> {
    let mut found = Vec::new();
    for package in &metadata.packages {
        for dependency in package.shipped() {
            let name = dependency.name.as_str();
            let is_the_mocks_feature = package.name == MOCKS.0 && name == "mockall" && dependency.optional;
            if TEST_ONLY.contains(&name) && !is_exempt(&package.name, name) && !is_the_mocks_feature {
                found.push(Violation {
                    what: format!("{} declares `{name}` outside [dev-dependencies]", package.name),
                    mend: MEND.to_owned(),
                });
            }
            if name == MOCKS.0 && dependency.features.iter().any(|feature| feature == MOCKS.1) {
                found.push(Violation {
                    what: format!(
                        "{} switches on the feature `{}` of {} outside [dev-dependencies]",
                        package.name, MOCKS.1, MOCKS.0
                    ),
                    mend: "ask for the feature in [dev-dependencies] only".to_owned(),
                });
            }
        }
    }
    found
}

/// What a build brings along, directly or not.
fn resolved(closures: &BTreeMap<String, Closure>) -> Vec<Violation> {
    let mut found = Vec::new();
    for (package, closure) in closures {
        for name in TEST_ONLY {
            if closure.contains(name) && !is_exempt(package, name) {
                found.push(Violation {
                    what: format!("{package} ships with `{name}`"),
                    mend: format!("see who brings it with `cargo tree -p {package} -e normal,build -i {name}`"),
                });
            }
        }
        if closure.has_feature(MOCKS.0, MOCKS.1) {
            found.push(Violation {
                what: format!("{package} ships with the feature `{}` of {}", MOCKS.1, MOCKS.0),
                mend: format!(
                    "see who asks for it with `cargo tree -p {package} -e normal,build,features -i {}`",
                    MOCKS.0
                ),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::metadata::samples::{dependency, workspace};
    use super::*;

    fn declared_by(metadata: &Metadata) -> Vec<String> {
        declared(metadata).into_iter().map(|v| v.what).collect()
    }

    fn resolved_in(package: &str, tree: &str) -> Vec<String> {
        let closures = BTreeMap::from([(package.to_owned(), Closure::parse(tree))]);
        resolved(&closures).into_iter().map(|v| v.what).collect()
    }

    #[test]
    fn the_two_exceptions_pass() {
        let metadata = workspace(|name, edges| match name {
            "jigsaw-domain" => edges.push(json!({ "name": "mockall", "kind": null, "optional": true, "features": [] })),
            "jigsaw-testkit" => edges.push(dependency("proptest", None)),
            _ => edges.push(dependency("insta", Some("dev"))),
        });
        assert_eq!(declared_by(&metadata), [""; 0]);
        assert_eq!(
            resolved_in("jigsaw-testkit", "jigsaw-testkit v0.1.0|\njigsaw-domain v0.1.0|\nproptest v1.12.0|std\n"),
            [""; 0]
        );
    }

    #[test]
    fn mocks_that_are_not_optional_are_named() {
        let metadata = workspace(|name, edges| {
            if name == "jigsaw-domain" {
                edges.push(dependency("mockall", None));
            }
        });
        assert_eq!(declared_by(&metadata), ["jigsaw-domain declares `mockall` outside [dev-dependencies]"]);
    }

    #[test]
    fn a_declared_testkit_is_named_even_when_optional() {
        let metadata = workspace(|name, edges| {
            if name == "jigsaw-server" {
                edges.push(json!({ "name": "jigsaw-testkit", "kind": null, "optional": true, "features": [] }));
            }
        });
        assert_eq!(declared_by(&metadata), ["jigsaw-server declares `jigsaw-testkit` outside [dev-dependencies]"]);
    }

    #[test]
    fn mocks_asked_for_outside_tests_are_named() {
        let ask = |kind: Option<&str>| {
            workspace(|name, edges| {
                if name == "jigsaw-testkit" {
                    edges.push(json!({
                        "name": "jigsaw-domain", "kind": kind, "optional": false, "features": ["mocks"]
                    }));
                }
            })
        };
        assert_eq!(declared_by(&ask(Some("dev"))), [""; 0]);
        assert_eq!(
            declared_by(&ask(None)),
            ["jigsaw-testkit switches on the feature `mocks` of jigsaw-domain outside [dev-dependencies]"]
        );
    }

    #[test]
    fn what_comes_along_indirectly_is_named() {
        assert_eq!(
            resolved_in("jigsaw-server", "jigsaw-server v0.1.0|\njigsaw-domain v0.1.0|mocks\nmockall v0.15.0|\n"),
            ["jigsaw-server ships with `mockall`", "jigsaw-server ships with the feature `mocks` of jigsaw-domain"]
        );
    }
}
