//! Programs the checks need that Rust does not bring, each with the command that gets it.

use std::env;
use std::path::PathBuf;

use crate::failure::{Failure, Result};

pub(crate) struct Tool {
    name: &'static str,
    /// Names under which it is installed, the first choice first.
    programs: &'static [&'static str],
    /// The command that gets it.
    get: &'static str,
}

pub(crate) const CARGO_DENY: Tool =
    Tool { name: "cargo-deny", programs: &["cargo-deny"], get: "cargo install --locked cargo-deny" };
pub(crate) const NODE: Tool =
    Tool { name: "Node.js", programs: &["node"], get: "apt-get install -y --no-install-recommends nodejs" };
pub(crate) const NPM: Tool =
    Tool { name: "npm", programs: &["npm"], get: "apt-get install -y --no-install-recommends npm" };
pub(crate) const PYTHON: Tool = Tool {
    name: "Python 3 with venv",
    programs: &["python3"],
    get: "apt-get install -y --no-install-recommends python3 python3-venv",
};
pub(crate) const CHROMIUM: Tool = Tool {
    name: "Chromium",
    programs: &["chromium", "chromium-browser", "google-chrome"],
    get: "apt-get install -y --no-install-recommends chromium",
};

pub(crate) const NGINX: Tool =
    Tool { name: "nginx", programs: &["nginx"], get: "apt-get install -y --no-install-recommends nginx-light" };
pub(crate) const HAPROXY: Tool =
    Tool { name: "HAProxy", programs: &["haproxy"], get: "apt-get install -y --no-install-recommends haproxy" };
pub(crate) const STRACE: Tool =
    Tool { name: "strace", programs: &["strace"], get: "apt-get install -y --no-install-recommends strace" };
pub(crate) const OPENSSL: Tool =
    Tool { name: "OpenSSL", programs: &["openssl"], get: "apt-get install -y --no-install-recommends openssl" };
pub(crate) const SYSTEMD_ANALYZE: Tool = Tool {
    name: "systemd-analyze",
    programs: &["systemd-analyze"],
    get: "apt-get install -y --no-install-recommends systemd",
};

/// All of them, so that `ci` can name what is missing before it spends minutes on building.
pub(crate) const ALL: &[&Tool] = &[&CARGO_DENY, &NODE, &NPM, &CHROMIUM, &PYTHON, &HAPROXY, &STRACE];

impl Tool {
    pub(crate) fn find(&self) -> Result<PathBuf> {
        let path = env::var_os("PATH").unwrap_or_default();
        let mut folders: Vec<PathBuf> = env::split_paths(&path).collect();
        // Where `cargo install` puts programs; cargo itself looks there, too.
        if let Some(home) = env::var_os("CARGO_HOME") {
            folders.push(PathBuf::from(home).join("bin"));
        }
        // Debian keeps servers where only root looks.
        folders.push(PathBuf::from("/usr/sbin"));
        self.programs
            .iter()
            .flat_map(|program| {
                let file = format!("{program}{}", env::consts::EXE_SUFFIX);
                folders.iter().map(move |folder| folder.join(&file))
            })
            .find(|candidate| candidate.is_file())
            .ok_or_else(|| Failure::new(format!("{} is not installed", self.name)).mend(self.get))
    }
}

/// Fails on the first of `tools` that is not installed.
pub(crate) fn require(tools: &[&Tool]) -> Result {
    tools.iter().try_for_each(|tool| tool.find().map(drop))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_tool_is_named_with_the_command_that_gets_it() {
        let tool = Tool {
            name: "Unobtainium",
            programs: &["no-program-is-called-like-this"],
            get: "apt-get install unobtainium",
        };
        let message = tool.find().unwrap_err().to_string();
        assert!(message.contains("Unobtainium is not installed"), "{message}");
        assert!(message.contains("apt-get install unobtainium"), "{message}");
    }

    #[test]
    fn a_present_tool_is_found() {
        let tool = Tool { name: "rustc", programs: &["no-program-is-called-like-this", "rustc"], get: "" };
        assert!(tool.find().is_ok());
    }
}
