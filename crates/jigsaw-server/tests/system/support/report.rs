//! What a drill tells: its figures, and what it had to leave out.

use std::io::Write as _;

/// Whether the long form was asked for: `cargo xtask drill NAME --long`.
pub(crate) fn is_long() -> bool {
    std::env::var("JIGSAW_DRILL").is_ok_and(|form| form == "long")
}

/// The short form's number, or the long form's.
pub(crate) fn short_or_long<T>(short: T, long: T) -> T {
    if is_long() { long } else { short }
}

/// One line of figures, on the real standard output: the test runner keeps back only what `println!` writes.
pub(crate) fn figures(drill: &str, on: &str, text: &str) {
    let form = if is_long() { "long" } else { "short" };
    let mut output = std::io::stdout();
    writeln!(output, "drill {drill} ({form}, {on}): {text}").unwrap();
}

/// Something this machine does not allow: said aloud, and a failure where drills are required.
pub(crate) fn left_out(drill: &str, cause: &str, mend: &str) {
    let line = format!("drill {drill}: left out, {cause}; {mend}");
    assert!(std::env::var_os("JIGSAW_REQUIRE_DRILLS").is_none(), "{line}");
    let mut errors = std::io::stderr();
    writeln!(errors, "{line}").unwrap();
}
