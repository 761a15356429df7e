//! The configuration reference, made from the defaults file, so that it cannot be out of date.

use std::fmt::Write as _;

use super::DEFAULTS;

/// Every setting with its variable, its default and its meaning, as Markdown.
pub(crate) fn reference() -> String {
    let mut page = String::from(
        "# Configuration\n\nGenerated from `crates/jigsaw-server/defaults.toml` by `cargo xtask codegen`; do not edit.\n\n",
    );
    let (mut section, mut words) = (String::new(), Vec::new());
    let mut table_is_open = false;
    for line in DEFAULTS.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            name.clone_into(&mut section);
            let about = std::mem::take(&mut words).join(" ");
            let _infallible = writeln!(page, "\n## {name}\n");
            if !about.is_empty() {
                let _infallible = writeln!(page, "{about}\n");
            }
            table_is_open = false;
        } else if let Some((name, value)) = setting(line) {
            if !table_is_open {
                page.push_str("| setting | variable | default | meaning |\n|---|---|---|---|\n");
                table_is_open = true;
            }
            let meaning = std::mem::take(&mut words).join(" ");
            let variable = variable(&section, name);
            let default = if line.starts_with('#') { format!("unset, e.g. `{value}`") } else { format!("`{value}`") };
            let _infallible = writeln!(page, "| `{name}` | `{variable}` | {default} | {meaning} |");
        } else if let Some(comment) = line.strip_prefix("# ") {
            words.push(comment.to_owned());
        } else if line.is_empty() && !table_is_open && !words.is_empty() && section.is_empty() {
            // The file's opening words.
            let _infallible = writeln!(page, "{}\n", std::mem::take(&mut words).join(" "));
        }
    }
    page
}

/// A setting, also one that is commented out because it has no default.
fn setting(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix("# ").unwrap_or(line).split_once(" = ")?;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    is_name.then_some((name, value))
}

fn variable(section: &str, name: &str) -> String {
    let name = name.to_uppercase();
    if section.is_empty() { format!("JIGSAW_{name}") } else { format!("JIGSAW_{}__{name}", section.to_uppercase()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_a_row_with_a_meaning() {
        let page = reference();
        for variable in ["JIGSAW_LISTEN", "JIGSAW_SMTP_URL", "JIGSAW_LIMITS__JOINS_PER_MINUTE", "JIGSAW_API__DOCS"] {
            let row = page.lines().find(|line| line.contains(&format!("`{variable}`"))).unwrap();
            let meaning = row.split('|').nth(4).unwrap().trim();
            assert!(!meaning.is_empty(), "{row}");
        }
    }
}
