//! What differs, collected: one run shows every row that disagrees.

use std::fmt::{Debug, Write as _};

use jigsaw_domain::admission::RecordedFinding;

use super::situations::Situation;

#[derive(Default)]
pub(crate) struct Disagreements(String);

impl Disagreements {
    pub(crate) fn compare<T: PartialEq + Debug>(&mut self, row: &Situation, what: &str, real: &T, expected: &T) {
        if real != expected {
            let kind = row.invitation_type.as_str();
            writeln!(self.0, "{kind}: {}: {what}", row.name).unwrap();
            writeln!(self.0, "  is  {real:?}\n  not {expected:?}").unwrap();
        }
    }

    /// Rule by rule: those that differ.
    pub(crate) fn compare_findings(&mut self, row: &Situation, real: &[RecordedFinding], expected: &[RecordedFinding]) {
        self.compare(row, "number of rules", &real.len(), &expected.len());
        for (real, expected) in real.iter().zip(expected) {
            self.compare(row, "verdict", real, expected);
        }
    }

    pub(crate) fn none(&self) {
        assert!(self.0.is_empty(), "\n{}", self.0);
    }
}
