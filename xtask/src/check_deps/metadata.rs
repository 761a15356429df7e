//! The part of `cargo metadata --no-deps` that the fences need.

use serde::Deserialize;

use crate::failure::{Failure, Result};

#[derive(Deserialize)]
pub(super) struct Metadata {
    pub(super) packages: Vec<Package>,
}

#[derive(Deserialize)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) dependencies: Vec<Dependency>,
}

/// A dependency as its crate declares it, whether or not it is resolved in some build.
#[derive(Deserialize)]
pub(super) struct Dependency {
    pub(super) name: String,
    #[serde(default, deserialize_with = "kind")]
    pub(super) kind: Kind,
    pub(super) optional: bool,
    pub(super) features: Vec<String>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    #[default]
    Normal,
    Build,
    Dev,
}

/// Cargo writes a normal dependency as `null`.
fn kind<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Kind, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

impl Metadata {
    pub(super) fn parse(json: &str) -> Result<Self> {
        serde_json::from_str(json).map_err(|error| Failure::new(format!("cannot read cargo's metadata: {error}")))
    }

    pub(super) fn package(&self, name: &str) -> Option<&Package> {
        self.packages.iter().find(|package| package.name == name)
    }
}

impl Package {
    /// What a build of this crate, not of its tests, may bring along.
    pub(super) fn shipped(&self) -> impl Iterator<Item = &Dependency> {
        self.dependencies.iter().filter(|dependency| dependency.kind != Kind::Dev)
    }
}

#[cfg(test)]
pub(super) mod samples {
    use serde_json::{Value, json};

    use super::*;

    /// A dependency as cargo writes it; `kind` is `None`, `Some("dev")` or `Some("build")`.
    pub(in crate::check_deps) fn dependency(name: &str, kind: Option<&str>) -> Value {
        json!({ "name": name, "kind": kind, "optional": false, "features": [] })
    }

    /// Every crate of the table with exactly the edges it should have, changed by `change`.
    pub(in crate::check_deps) fn workspace(change: impl Fn(&str, &mut Vec<Value>)) -> Metadata {
        let packages: Vec<Value> = super::super::edges::TABLE
            .iter()
            .map(|row| {
                let mut dependencies: Vec<Value> = row.uses.iter().map(|used| dependency(used, None)).collect();
                change(row.name, &mut dependencies);
                json!({ "name": row.name, "dependencies": dependencies })
            })
            .collect();
        Metadata::parse(&json!({ "packages": packages }).to_string()).unwrap()
    }
}
