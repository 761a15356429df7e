//! Where the workspace lies, and how programs are run in it.

pub(crate) mod server;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Failure, Result};

pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    pub(crate) fn find() -> Result<Self> {
        // Asked at run time first: clones that share a target folder also share this program.
        let manifest_dir =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest_dir.parent().ok_or_else(|| Failure::new("the folder of xtask has no parent"))?;
        Ok(Self::at(root))
    }

    pub(crate) fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    pub(crate) fn read(&self, relative: &str) -> Result<String> {
        fs::read_to_string(self.path(relative))
            .map_err(|error| Failure::new(format!("cannot read {relative}: {error}")))
    }

    /// The cargo that runs this program, so that a toolchain chosen with `cargo +…` stays chosen.
    pub(crate) fn cargo<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Run {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        Run::new("cargo", Command::new(cargo), &self.root, arguments)
    }

    pub(crate) fn program<'a>(&self, path: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Run {
        let name = path.file_name().unwrap_or(path.as_os_str());
        Run::new(&name.to_string_lossy(), Command::new(path), &self.root, arguments)
    }
}

/// One program to run, with the words a person would type for it.
pub(crate) struct Run {
    words: String,
    command: Command,
}

impl Run {
    fn new<'a>(name: &str, mut command: Command, root: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        let mut words = name.to_owned();
        command.current_dir(root).stdin(Stdio::null());
        for argument in arguments {
            command.arg(argument);
            words.push(' ');
            words.push_str(argument);
        }
        Self { words, command }
    }

    pub(crate) fn env(mut self, key: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(key, value);
        self
    }

    pub(crate) fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Runs it in front of the reader and fails when it fails.
    pub(crate) fn show(mut self) -> Result {
        println!("$ {}", self.words);
        let status =
            self.command.status().map_err(|error| Failure::new(format!("cannot run `{}`: {error}", self.words)))?;
        if status.success() { Ok(()) } else { Err(Failure::new(format!("`{}` failed ({status})", self.words))) }
    }

    /// Runs it quietly and gives what it printed; a failure carries what it said on the error stream.
    pub(crate) fn read(mut self) -> Result<String> {
        let output =
            self.command.output().map_err(|error| Failure::new(format!("cannot run `{}`: {error}", self.words)))?;
        if !output.status.success() {
            return Err(Failure::new(format!(
                "`{}` failed ({}):\n{}",
                self.words,
                output.status,
                String::from_utf8_lossy(&output.stderr).trim_end()
            )));
        }
        String::from_utf8(output.stdout)
            .map_err(|_| Failure::new(format!("`{}` printed something else than UTF-8", self.words)))
    }
}
