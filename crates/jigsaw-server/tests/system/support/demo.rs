//! A running demo.

use std::io::{BufRead as _, BufReader};
use std::ops::Deref;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::api::Api;
use super::machine::Machine;
use super::node::binary;

/// A server on a free port of loopback; ended when dropped.
pub(crate) struct Demo {
    child: Child,
    api: Api,
    pub(crate) facts: Value,
    _machine: Machine,
}

impl Deref for Demo {
    type Target = Api;

    fn deref(&self) -> &Api {
        &self.api
    }
}

impl Demo {
    /// A demo in a folder, with rates off unless a test is about them.
    pub(crate) fn start(folder: &Path) -> Self {
        Self::start_with(
            folder,
            &[("JIGSAW_LIMITS__JOINS_PER_MINUTE", "0"), ("JIGSAW_LIMITS__GUESSES_PER_MINUTE", "0")],
        )
    }

    pub(crate) fn start_with(folder: &Path, settings: &[(&str, &str)]) -> Self {
        let machine = Machine::shared();
        let mut child = Command::new(binary())
            .args(["demo", "--listen", "127.0.0.1:0", "--json", "--data"])
            .arg(folder)
            .env_clear()
            .env("JIGSAW_LOG", "warn")
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let facts: Value = serde_json::from_str(&line).expect("the demo prints one line of JSON");
        let told = |name: &str| facts[name].as_str().unwrap();
        Self { child, api: Api::new(told("base_url"), told("api_token")), _machine: machine, facts }
    }

    /// SIGTERM, and the exit code.
    pub(crate) fn terminate(mut self) -> Option<i32> {
        let status = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // Gone already is fine.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
