//! The key file: what links and codes are made with, outside the database.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;

use jigsaw_domain::link::{Keyring, SigningKey};
use jigsaw_domain::port::Random;

use crate::failure::Failure;

/// Reads the key file, or creates it on the first start, readable by its owner alone.
///
/// Each line is a key id and 64 hexadecimal digits; the first line signs, the others still open older links.
pub(crate) fn open(path: &Path, random: &dyn Random) -> Result<Keyring, Failure> {
    match File::open(path) {
        Ok(file) => read(path, file),
        Err(error) if error.kind() == ErrorKind::NotFound => create(path, random),
        Err(error) => Err(cannot("read", path, &error)),
    }
}

fn create(path: &Path, random: &dyn Random) -> Result<Keyring, Failure> {
    let bytes = random.bytes();
    let digits = bytes.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => {
            let written = writeln!(file, "1 {digits}").and_then(|()| file.sync_all());
            written.map_err(|error| cannot("write", path, &error))?;
            sync_folder(path);
            Ok(Keyring::new(SigningKey::new(1, bytes), Vec::new()))
        }
        // Another process was first; its key is the one.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            read(path, File::open(path).map_err(|error| cannot("read", path, &error))?)
        }
        Err(error) => Err(cannot("create", path, &error)),
    }
}

/// The file's name must survive a power cut as surely as its content.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    if let Ok(folder) = File::open(folder) {
        // Some file systems cannot sync folders; the content is synced already.
        folder.sync_all().ok();
    }
}

fn read(path: &Path, mut file: File) -> Result<Keyring, Failure> {
    refuse_if_open_to_others(path, &file)?;
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(|error| cannot("read", path, &error))?;
    let broken = || {
        Failure::usage(
            format!("the key file {} is not one", path.display()),
            "put the right file there; each line is a key id and 64 hexadecimal digits",
        )
    };
    let mut keys = text.lines().filter(|line| !line.trim().is_empty()).map(|line| parse(line).ok_or_else(broken));
    let current = keys.next().ok_or_else(broken)??;
    Ok(Keyring::new(current, keys.collect::<Result<_, _>>()?))
}

fn parse(line: &str) -> Option<SigningKey> {
    let (id, digits) = line.trim().split_once(' ')?;
    let mut bytes = [0_u8; 32];
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(SigningKey::new(id.parse().ok()?, bytes))
}

#[cfg(unix)]
fn refuse_if_open_to_others(path: &Path, file: &File) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = file.metadata().map_err(|error| cannot("read", path, &error))?.permissions().mode();
    let others = mode & 0o077;
    if others == 0 {
        return Ok(());
    }
    Err(Failure::usage(
        format!("the key file {} can be read by others", path.display()),
        format!("chmod 600 {}", path.display()),
    ))
}

#[cfg(not(unix))]
fn refuse_if_open_to_others(_path: &Path, _file: &File) -> Result<(), Failure> {
    Ok(())
}

fn cannot(verb: &str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::running(
        format!("cannot {verb} the key file {}: {error}", path.display()),
        "check the folder and its permissions, or set JIGSAW_KEY_FILE",
    )
}

#[cfg(test)]
mod tests {
    use jigsaw_domain::id::SessionId;
    use jigsaw_domain::link::{Generation, Link, LinkTarget};

    use super::*;
    use crate::adapter::OsRandom;

    fn link() -> Link {
        let id = SessionId::mint("2026-11-23T12:00:00Z".parse().unwrap(), [3; 16]);
        Link { target: LinkTarget::Session(id), generation: Generation::FIRST }
    }

    #[test]
    fn the_key_is_made_once_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("jigsaw.key");
        let text = open(&path, &OsRandom).unwrap().seal(link());
        assert_eq!(open(&path, &OsRandom).unwrap().open(&text), Some(link()));
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("jigsaw.key");
        open(&path, &OsRandom).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(open(&path, &OsRandom).is_err());
    }

    #[test]
    fn a_broken_key_file_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("jigsaw.key");
        drop(open(&path, &OsRandom).unwrap());
        for broken in ["", "1 abc", "x 00", "1"] {
            std::fs::write(&path, broken).unwrap();
            assert!(open(&path, &OsRandom).is_err(), "{broken:?}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), broken);
        }
    }
}
