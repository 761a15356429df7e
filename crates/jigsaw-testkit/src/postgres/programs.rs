//! Finding PostgreSQL's programs, and running them as somebody that they accept: never as root.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs, io};

use super::StartError;

#[derive(Debug)]
pub(super) struct Programs {
    folder: PathBuf,
    /// User and group to run as; `None`: as whoever runs the tests.
    run_as: Option<(u32, u32)>,
}

impl Programs {
    pub(super) fn find() -> Result<Self, StartError> {
        let folder = candidates().into_iter().find(|folder| folder.join("initdb").is_file());
        let folder = folder.ok_or_else(|| StartError::Missing("initdb was not found".to_owned()))?;
        for program in ["postgres", "pg_ctl", "psql"] {
            if !folder.join(program).is_file() {
                return Err(StartError::Missing(format!("{program} is not in {}", folder.display())));
            }
        }
        Ok(Self { folder, run_as: if is_root()? { Some(somebody()?) } else { None } })
    }

    /// A folder that whoever runs the programs can reach and remove things from.
    pub(super) fn temporary_folder(&self) -> PathBuf {
        let folder = env::temp_dir();
        let open_to_all = fs::metadata(&folder).is_ok_and(|found| found.mode() & 0o003 == 0o003);
        if self.run_as.is_none() || open_to_all { folder } else { PathBuf::from("/tmp") }
    }

    /// Makes a folder that only the one who runs the programs can look into.
    pub(super) fn make_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir(folder)?;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        self.hand_over(folder)
    }

    /// Writes a file that only the one who runs the programs can read.
    pub(super) fn write(&self, file: &Path, text: &str) -> io::Result<()> {
        fs::write(file, "")?;
        fs::set_permissions(file, fs::Permissions::from_mode(0o600))?;
        fs::write(file, text)?;
        self.hand_over(file)
    }

    fn hand_over(&self, path: &Path) -> io::Result<()> {
        match self.run_as {
            Some((user, group)) => std::os::unix::fs::chown(path, Some(user), Some(group)),
            None => Ok(()),
        }
    }

    /// One of the programs, in this folder, as the right user, with nothing of the environment that would change what it
    /// does.
    pub(super) fn command(&self, program: &str, folder: &Path) -> Command {
        self.run(&self.folder.join(program), folder)
    }

    fn run(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).stdin(Stdio::null());
        for (name, _) in env::vars_os() {
            if name.to_string_lossy().starts_with("PG") {
                command.env_remove(name);
            }
        }
        command.env("LC_ALL", "C");
        if let Some((user, group)) = self.run_as {
            // Further groups of root are given up with this, too.
            command.uid(user).gid(group);
        }
        command
    }

    /// A process that waits until nobody holds its input any more, then ends the server and removes the folder. It is in a
    /// group of its own, so that an interrupt at the terminal does not end it.
    pub(super) fn watchdog(&self, folder: &Path) -> io::Result<Child> {
        let script = "cat >/dev/null; cd /; \
                      [ -f \"$1/data/postmaster.pid\" ] && \"$2\" stop -m immediate -t 20 -D \"$1/data\" >/dev/null 2>&1; \
                      rm -rf \"$1\"";
        let mut shell = self.run(Path::new("/bin/sh"), folder);
        shell.args(["-c", script, "sh"]).arg(folder).arg(self.folder.join("pg_ctl"));
        shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0).spawn()
    }
}

fn candidates() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    if let Ok(out) = Command::new("pg_config").arg("--bindir").output()
        && out.status.success()
    {
        folders.push(PathBuf::from(String::from_utf8_lossy(&out.stdout).trim()));
    }
    let version = |folder: &PathBuf| {
        folder.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse::<u32>().ok()).unwrap_or_default()
    };
    let mut installed: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    installed.sort_by_key(|folder| std::cmp::Reverse(version(folder)));
    folders.extend(installed.into_iter().map(|folder| folder.join("bin")));
    folders.extend(env::var_os("PATH").iter().flat_map(env::split_paths));
    folders
}

fn is_root() -> io::Result<bool> {
    // Belongs to whoever asks.
    Ok(fs::metadata("/proc/self")?.uid() == 0)
}

/// Somebody who is not root.
fn somebody() -> Result<(u32, u32), StartError> {
    let users = fs::read_to_string("/etc/passwd")?;
    let find = |wanted: &str| {
        users.lines().find_map(|line| {
            let mut fields = line.split(':');
            let name = fields.next()?;
            let (user, group) = (fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?);
            (name == wanted && user != 0).then_some((user, group))
        })
    };
    let found = find("postgres").or_else(|| find("nobody"));
    found.ok_or_else(|| StartError::Missing("there is no user postgres or nobody to run it as".to_owned()))
}
