//! Mails and calendar parts, read by other people's parsers: the samples that the mail tests leave behind.

use crate::failure::Result;
use crate::tool::{self, PYTHON};
use crate::workspace::{Workspace, server};

const CHECK: &str = "crates/jigsaw-mail-lettre/tests/check_ics.py";

pub(crate) fn run(workspace: &Workspace) -> Result {
    tool::require(&[&PYTHON])?;
    let target = server::target_directory(workspace)?;
    let (venv, samples) = (target.join("mail-venv"), target.join("mail-samples"));
    let (python, venv_text, samples_text) = (PYTHON.find()?, venv.to_string_lossy(), samples.to_string_lossy());
    workspace.program(&python, ["-m", "venv", &*venv_text]).show()?;
    let own = venv.join("bin/python");
    workspace.program(&own, ["-m", "pip", "install", "--quiet", "icalendar==7.*", "vobject==0.9.*"]).show()?;
    workspace.program(&own, [CHECK, &*samples_text]).show()
}
