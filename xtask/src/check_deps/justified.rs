//! Each dependency of the workspace says in one comment line why it is there.

use super::Violation;

const SECTION: &str = "[workspace.dependencies]";
const SUBSECTION: &str = "[workspace.dependencies.";

pub(super) fn violations(manifest: &str) -> Vec<Violation> {
    unjustified(manifest)
        .into_iter()
        .map(|name| Violation {
            what: format!("`{name}` in {SECTION} has no comment that says why it is there"),
            mend: "write it in the line above: what it is for, and why this one".to_owned(),
        })
        .collect()
}

/// Reads lines instead of parsing: a TOML parser would drop the very comments in question.
fn unjustified(manifest: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_section = false;
    let mut depth = 0;
    let mut above = "";
    for line in manifest.lines().map(str::trim) {
        if depth == 0 && line.starts_with('[') {
            in_section = line == SECTION;
            if let Some(rest) = line.strip_prefix(SUBSECTION)
                && !is_reason(above)
            {
                found.push(rest.trim_end_matches(']').to_owned());
            }
        } else if in_section && !line.starts_with('#') {
            // The crates of the workspace itself are explained where they are: in the table of the fences.
            let is_entry = depth == 0 && line.contains('=') && !line.contains("path =");
            if is_entry && !is_reason(above) {
                let name = line.split(['=', '.']).next().unwrap_or(line);
                found.push(name.trim().trim_matches('"').to_owned());
            }
            depth += nesting(line);
        }
        above = line;
    }
    found
}

fn is_reason(line: &str) -> bool {
    line.strip_prefix('#').is_some_and(|text| text.chars().any(char::is_alphabetic))
}

/// How many brackets a line leaves open: a list of features may go over several lines.
fn nesting(line: &str) -> i32 {
    line.chars().fold(0, |depth, character| match character {
        '[' | '{' => depth + 1,
        ']' | '}' => depth - 1,
        _ => depth,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_above_each_entry_passes() {
        let manifest = "[workspace]\nmembers = []\n\n[workspace.dependencies]\n\
             jigsaw-domain = { path = \"crates/jigsaw-domain\" }\n\n\
             # Ids.\nuuid = \"1\"\n\
             # The runtime.\ntokio = { version = \"1\", features = [\n  \"net\",\n] }\n\n\
             # The ORM.\n[workspace.dependencies.sea-orm]\nversion = \"2\"\n\n\
             [workspace.lints.rust]\nunsafe_code = \"forbid\"\n";
        assert_eq!(unjustified(manifest), [""; 0]);
    }

    #[test]
    fn entries_without_a_reason_are_named() {
        let manifest = "[workspace.dependencies]\n\
             # Ids.\nuuid = \"1\"\nrand = \"0.10\"\n\
             #\nsha2.version = \"0.11\"\n\n\
             tokio = { version = \"1\", features = [\n  \"net\",\n] }\n\
             [workspace.dependencies.sea-orm]\nversion = \"2\"\n";
        assert_eq!(unjustified(manifest), ["rand", "sha2", "tokio", "sea-orm"]);
    }
}
