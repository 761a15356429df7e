//! Placeholder while it is written.
/// What a sweep did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Swept;
