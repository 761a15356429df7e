//! Leaves every sample as files in `target/mail-samples`, for other programs to read: `tests/check_ics.py`, a browser.

use std::fs;
use std::path::{Path, PathBuf};

use crate::samples::{all, write};

/// A folder for samples, made when it is not there.
pub(crate) fn folder(name: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"), PathBuf::from);
    let folder = target.join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn samples_are_left_for_other_programs() {
    let folder = folder("mail-samples");
    for (name, letter) in all() {
        let mail = write(&letter);
        fs::write(folder.join(format!("{name}.eml")), mail.to_bytes()).unwrap();
        fs::write(folder.join(format!("{name}.html")), &mail.html).unwrap();
        if let Some(calendar) = &mail.calendar {
            fs::write(folder.join(format!("{name}.ics")), calendar).unwrap();
        }
    }
}
