//! What a crate brings along, and what the domain may bring along.

use std::collections::{BTreeMap, BTreeSet};

use super::Violation;
use super::metadata::{Metadata, Package};

/// The crates that may stand below the domain, one a line; the direct ones say why.
pub(super) const ALLOWLIST: &str = "xtask/domain-closure.txt";

const DOMAIN: &str = "jigsaw-domain";

/// The crates below one crate and itself, with the features they are built with.
pub(super) struct Closure(BTreeMap<String, BTreeSet<String>>);

impl Closure {
    /// Reads `cargo tree --prefix none --format '{p}|{f}'`: `name v1.2.3 (source)|feature,feature (*)`.
    pub(super) fn parse(tree: &str) -> Self {
        let mut crates: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for line in tree.lines() {
            let line = line.trim_end_matches(" (*)");
            // A path may hold the separator, a feature cannot.
            let Some((package, features)) = line.rsplit_once('|') else {
                continue;
            };
            let Some(name) = package.split_whitespace().next() else {
                continue;
            };
            crates
                .entry(name.to_owned())
                .or_default()
                .extend(features.split(',').filter(|feature| !feature.is_empty()).map(str::to_owned));
        }
        Self(crates)
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn has_feature(&self, name: &str, feature: &str) -> bool {
        self.0.get(name).is_some_and(|features| features.contains(feature))
    }
}

pub(super) fn violations(metadata: &Metadata, closures: &BTreeMap<String, Closure>, allowlist: &str) -> Vec<Violation> {
    let Some(closure) = closures.get(DOMAIN) else {
        // The edges report the missing crate.
        return Vec::new();
    };
    let direct: BTreeSet<&str> = metadata
        .package(DOMAIN)
        .into_iter()
        .flat_map(Package::shipped)
        .map(|dependency| dependency.name.as_str())
        .collect();
    let allowed = parse_allowlist(allowlist);
    let mut found = Vec::new();

    for name in closure.0.keys().filter(|name| *name != DOMAIN) {
        let is_direct = direct.contains(name.as_str());
        match allowed.get(name.as_str()) {
            None => {
                let line = if is_direct { format!("{name}  # why the domain needs it") } else { name.clone() };
                found.push(Violation {
                    what: format!("jigsaw-domain reaches `{name}`, which {ALLOWLIST} does not list"),
                    mend: format!(
                        "see who brings it with `cargo tree -p {DOMAIN} -e normal,build -i {name}`; only if it \
                         does no I/O and reads no clock, add the line: {line}"
                    ),
                });
            }
            Some(reason) if is_direct && reason.is_empty() => found.push(Violation {
                what: format!("`{name}`, used by jigsaw-domain itself, has no reason in {ALLOWLIST}"),
                mend: format!("add it behind the name: {name}  # why the domain needs it"),
            }),
            Some(_) => {}
        }
    }
    for name in allowed.keys().filter(|name| !closure.contains(name)) {
        found.push(Violation {
            what: format!("{ALLOWLIST} lists `{name}`, which jigsaw-domain does not reach any more"),
            mend: "take the line out, so that the crate cannot come back unseen".to_owned(),
        });
    }
    found
}

/// Name and reason of each line.
fn parse_allowlist(text: &str) -> BTreeMap<&str, &str> {
    text.lines()
        .map(|line| line.split_once('#').unwrap_or((line, "")))
        .map(|(name, reason)| (name.trim(), reason.trim()))
        .filter(|(name, _)| !name.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::metadata::samples::{dependency, workspace};
    use super::*;

    const TREE: &str = "jigsaw-domain v0.1.0 (/src/a|b/crates/jigsaw-domain)|\n\
                        uuid v1.29.3|std\n\
                        sha2 v0.11.1|std\n\
                        digest v0.11.3 (proc-macro)|alloc,oid (*)\n";
    const ALLOWED: &str = "# A heading.\n\nuuid  # ids\nsha2 # digests\ndigest\n";

    fn found(tree: &str, allowlist: &str) -> Vec<Violation> {
        let metadata = workspace(|name, edges| {
            if name == DOMAIN {
                edges.extend(["uuid", "sha2", "sea-orm"].map(|used| dependency(used, None)));
            }
        });
        let closures = BTreeMap::from([(DOMAIN.to_owned(), Closure::parse(tree))]);
        violations(&metadata, &closures, allowlist)
    }

    #[test]
    fn names_and_features_are_read() {
        let closure = Closure::parse(TREE);
        assert!(closure.contains(DOMAIN));
        assert!(closure.contains("digest"));
        assert!(closure.has_feature("digest", "oid"));
        assert!(!closure.has_feature("digest", "oid (*)"));
        assert!(!closure.has_feature("uuid", "rng"));
    }

    #[test]
    fn a_closure_inside_the_allowlist_passes() {
        assert_eq!(found(TREE, ALLOWED), []);
    }

    #[test]
    fn an_orm_below_the_domain_is_named_with_the_line_to_add() {
        let found = found(&format!("{TREE}sea-orm v2.0.4|macros\nsqlx v0.9.0|\n"), ALLOWED);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].what.starts_with("jigsaw-domain reaches `sea-orm`"));
        assert!(found[0].mend.ends_with("add the line: sea-orm  # why the domain needs it"));
        assert!(found[1].what.starts_with("jigsaw-domain reaches `sqlx`"));
        assert!(found[1].mend.ends_with("add the line: sqlx"));
    }

    #[test]
    fn a_direct_dependency_says_why() {
        let found = found(TREE, "uuid\nsha2 # digests\ndigest\n");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].what.starts_with("`uuid`"), "{found:?}");
    }

    #[test]
    fn a_line_without_its_crate_is_named() {
        let found = found(TREE, &format!("{ALLOWED}tokio\n"));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].what.contains("lists `tokio`"), "{found:?}");
    }
}
