//! Everything a test around Jigsaw needs: an in-memory store, fakes, builders, property strategies, laws for join rules,
//! and the contract of every port as a suite of tests.
//!
//! For tests only: it belongs in `[dev-dependencies]`, panics when an expectation is broken, and its hasher is no hasher.
//!
//! | to | take |
//! |---|---|
//! | run the real use cases without a database | [`house::House`]: [`memory::MemoryStore`] and [`fakes`] |
//! | write a table of situations and what the door says | [`build::Situation`] |
//! | show that your own [`JoinRule`](jigsaw_domain::admission::JoinRule) keeps the laws | [`strategy`], [`laws`] |
//! | show that your own adapter keeps a port's numbered MUSTs | [`store_contract!`](crate::store_contract), [`contract`] |
//! | make the n-th port call fail | [`faults::Faults`] |
//! | check that nothing is half done or done twice | [`laws::the_world_is_sound`] |
//! | run something on a real PostgreSQL | [`postgres::shared`] |
//!
//! A rule of an embedder, put to the built-in laws:
//!
//! ```
//! use jigsaw_domain::admission::{Facts, JoinRule, RuleId, RuleSet, Verdict};
//! use jigsaw_domain::session::InvitationType;
//! use jigsaw_testkit::{build, laws};
//!
//! #[derive(Debug)]
//! struct FridaysOff;
//!
//! impl JoinRule for FridaysOff {
//!     fn id(&self) -> RuleId {
//!         RuleId::new("acme.fridays_off")
//!     }
//!
//!     fn judge(&self, _: &Facts<'_>) -> Verdict {
//!         Verdict::Abstain
//!     }
//! }
//!
//! let policy = RuleSet::built_in(InvitationType::LinkPasswordNotRequested).with(std::sync::Arc::new(FridaysOff));
//! let situation = build::Situation::at_an_open_door();
//! assert!(situation.decide_by(&policy).admits());
//! laws::all(&policy, &situation.facts());
//! ```

#![deny(missing_docs)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "test support: a broken expectation ends the test, and that is this crate's work"
)]
#![allow(clippy::similar_names, reason = "a stage has a state, and ports give parts: these are the words")]

pub mod build;
pub mod contract;
pub mod fakes;
pub mod faults;
pub mod house;
pub mod laws;
pub mod memory;
mod ports;
pub mod postgres;
pub mod strategy;

pub use ports::{AuditProbe, StorePorts};
