//! Files that a program writes and that are checked in, so that a change of them is seen in review.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, Result};
use crate::workspace::{Workspace, server};

struct Generated {
    path: &'static str,
    /// The arguments of `jigsaw` that print it.
    arguments: &'static [&'static str],
}

const GENERATED: &[Generated] = &[
    Generated { path: "docs/openapi.json", arguments: &["openapi"] },
    Generated { path: "docs/configuration.md", arguments: &["config", "--reference"] },
    Generated { path: "docs/reason-codes.md", arguments: &["reasons"] },
];

pub(crate) fn run(workspace: &Workspace, check: bool) -> Result {
    let jigsaw = server::build(workspace)?;
    let mut stale = Vec::new();
    for file in GENERATED {
        let path = workspace.path(file.path);
        let fresh = generate(workspace, &jigsaw, file)?;
        // A file that is not there yet differs from everything.
        let present = fs::read_to_string(&path).unwrap_or_default();
        let Some(difference) = first_difference(&present, &fresh) else {
            println!("{} is up to date", file.path);
            continue;
        };
        if check {
            println!("{} differs: {difference}", file.path);
            stale.push(file.path);
        } else {
            write(&path, &fresh)?;
            println!("{} written", file.path);
        }
    }
    if stale.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!("not up to date: {}", stale.join(", ")))
            .mend("cargo xtask codegen, then review and commit the difference"))
    }
}

fn generate(workspace: &Workspace, jigsaw: &Path, file: &Generated) -> Result<String> {
    let printed = workspace.program(jigsaw, file.arguments.iter().copied()).read()?;
    let text = printed.trim_end();
    if text.is_empty() {
        return Err(Failure::new(format!("`jigsaw {}` printed nothing for {}", file.arguments.join(" "), file.path)));
    }
    Ok(format!("{text}\n"))
}

fn write(path: &Path, text: &str) -> Result {
    let report = |error| Failure::new(format!("cannot write {}: {error}", path.display()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(report)?;
    }
    fs::write(path, text).map_err(report)
}

/// Where two texts part, told by line, or `None` when they are the same.
fn first_difference(present: &str, fresh: &str) -> Option<String> {
    if present == fresh {
        return None;
    }
    if present.is_empty() {
        return Some("it is missing".to_owned());
    }
    let (mut old, mut new) = (present.lines(), fresh.lines());
    let mut number = 1;
    loop {
        match (old.next(), new.next()) {
            (Some(was), Some(is)) if was == is => number += 1,
            (None, None) => return Some("in its line endings or its last line".to_owned()),
            (was, is) => {
                let quote =
                    |line: Option<&str>| line.map_or_else(|| "nothing".to_owned(), |line| format!("`{}`", line.trim()));
                return Some(format!("line {number} has {} and should have {}", quote(was), quote(is)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_same_text_does_not_differ() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
    }

    #[test]
    fn the_first_line_that_differs_is_shown() {
        for (present, fresh, expected) in [
            ("a\nb\n", "a\n  c\n", "line 2 has `b` and should have `c`"),
            ("a\n", "a\nc\n", "line 2 has nothing and should have `c`"),
            ("a\nb\n", "a\n", "line 2 has `b` and should have nothing"),
            ("a\r\n", "a\n", "in its line endings or its last line"),
            ("", "a\n", "it is missing"),
        ] {
            assert_eq!(first_difference(present, fresh).as_deref(), Some(expected));
        }
    }

    #[test]
    fn no_file_is_generated_twice() {
        let paths: BTreeSet<&str> = GENERATED.iter().map(|file| file.path).collect();
        assert_eq!(paths.len(), GENERATED.len());
    }
}
