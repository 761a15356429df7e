//! Mails in other people's programs: the samples that the mail tests leave behind are read by other parsers, and the server
//! sends through another mail server.

use std::path::PathBuf;

use crate::failure::Result;
use crate::tool::{self, PYTHON};
use crate::workspace::{Workspace, server};

const READ: &str = "crates/jigsaw-mail-lettre/tests/check_ics.py";
const SEND: &str = "crates/jigsaw-server/tests/check_smtp.py";
const PACKAGES: [&str; 4] = ["icalendar==7.*", "vobject==0.9.*", "aiosmtpd==1.4.6", "trustme==1.2.1"];

/// Reads the samples.
pub(crate) fn read(workspace: &Workspace) -> Result {
    let samples = server::target_directory(workspace)?.join("mail-samples");
    workspace.program(&python(workspace)?, [READ, &*samples.to_string_lossy()]).show()
}

/// Sends through a real mail server, over each kind of connection.
pub(crate) fn send(workspace: &Workspace) -> Result {
    let binary = server::build(workspace)?;
    workspace.program(&python(workspace)?, [SEND, &*binary.to_string_lossy()]).show()
}

/// A Python with the packages in a folder of its own.
fn python(workspace: &Workspace) -> Result<PathBuf> {
    tool::require(&[&PYTHON])?;
    let venv = server::target_directory(workspace)?.join("mail-venv");
    let (python, venv_text) = (PYTHON.find()?, venv.to_string_lossy());
    workspace.program(&python, ["-m", "venv", &*venv_text]).show()?;
    let own = venv.join("bin/python");
    workspace.program(&own, ["-m", "pip", "install", "--quiet"].into_iter().chain(PACKAGES)).show()?;
    Ok(own)
}
