//! Placeholder while it is written.
/// A question to the simulator.
#[derive(Clone, Debug)]
pub struct ExplainQuery;
/// Its answer.
#[derive(Clone, Debug)]
pub struct Explanation;
