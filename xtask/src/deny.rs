//! Licences, sources, bans and advisories of all dependencies, by cargo-deny and `deny.toml`.

use crate::failure::Result;
use crate::tool::{self, CARGO_DENY};
use crate::workspace::Workspace;

/// Gives a remark when a part of the check could not be made.
pub(crate) fn run(workspace: &Workspace) -> Result<Option<String>> {
    tool::require(&[&CARGO_DENY])?;
    workspace.cargo(["deny", "check", "bans", "licenses", "sources"]).show()?;
    // The only check here that needs more of the network than the crates themselves. A change must not be held up
    // by a database out of reach, and nobody must think that it was asked.
    if let Err(failure) = workspace.cargo(["deny", "fetch", "db"]).read() {
        println!(
            "The advisory database is out of reach, so known vulnerabilities are not checked. {}",
            failure.cause()
        );
        return Ok(Some(
            "KNOWN VULNERABILITIES WERE NOT CHECKED: the advisory database could not be fetched".to_owned(),
        ));
    }
    workspace.cargo(["deny", "check", "--disable-fetch", "advisories"]).show()?;
    Ok(None)
}
