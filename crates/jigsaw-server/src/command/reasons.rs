use std::fmt::Write as _;

use jigsaw_domain::admission::ReasonCode;

/// Every reason code, for `docs/reason-codes.md`.
pub(super) fn page() -> String {
    let mut page = String::from(
        "# Reason codes\n\nGenerated from `ReasonCode` by `cargo xtask codegen`; do not edit.\n\n\
         What a guest, a host or a program may be answered at the door. What each means: the documentation of\n\
         `jigsaw_domain::admission::ReasonCode`.\n\n| code |\n|---|\n",
    );
    for code in ReasonCode::ALL {
        let _infallible = writeln!(page, "| `{}` |", code.as_str());
    }
    page
}
