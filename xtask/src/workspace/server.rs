//! The server's binary, built as `cargo run` builds it.

use std::env;
use std::path::PathBuf;

use serde::Deserialize;

use super::Workspace;
use crate::failure::{Failure, Result};

#[derive(Deserialize)]
struct Metadata {
    target_directory: PathBuf,
}

/// Builds `jigsaw` in the debug profile and says where it is.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    workspace.cargo(["build", "--package", "jigsaw-server", "--bin", "jigsaw"]).show()?;
    Ok(target_directory(workspace)?.join("debug").join(format!("jigsaw{}", env::consts::EXE_SUFFIX)))
}

/// Builds an example in the debug profile and says where it is.
pub(crate) fn build_example(workspace: &Workspace, package: &str, example: &str) -> Result<PathBuf> {
    workspace.cargo(["build", "--package", package, "--example", example]).show()?;
    let file = format!("{example}{}", env::consts::EXE_SUFFIX);
    Ok(target_directory(workspace)?.join("debug").join("examples").join(file))
}

/// Where cargo puts what it builds; only cargo knows, since settings and the environment can move it.
pub(crate) fn target_directory(workspace: &Workspace) -> Result<PathBuf> {
    let json = workspace.cargo(["metadata", "--format-version", "1", "--no-deps"]).read()?;
    serde_json::from_str(&json)
        .map(|metadata: Metadata| metadata.target_directory)
        .map_err(|error| Failure::new(format!("cannot read cargo's metadata: {error}")))
}
