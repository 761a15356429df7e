//! Placeholder while it is written.
/// What became of a batch.
#[derive(Clone, Copy, Debug, Default)]
pub struct Drained;
