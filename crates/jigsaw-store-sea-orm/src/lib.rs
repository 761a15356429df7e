//! Everything that Jigsaw stores, in SQLite or PostgreSQL: one adapter for all storage ports of `jigsaw-domain`.
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use jigsaw_domain::port::{Commits, Door};
//! use jigsaw_store_sea_orm::{ServerLock, Store, StoreOptions};
//!
//! # async fn open() -> Result<(), jigsaw_store_sea_orm::StoreError> {
//! let address = "sqlite://jigsaw.db";
//! let _lock = Store::sqlite_file(address)?.map(|file| ServerLock::acquire(&file)).transpose()?;
//! let store = Store::connect(address, StoreOptions::default()).await?;
//! store.migrate().await?;
//! let door: Arc<dyn Door> = Arc::new(store.clone());
//! let commits: Arc<dyn Commits> = Arc::new(store);
//! # Ok(())
//! # }
//! ```
//!
//! - [`Store`] reads through a pool of connections and writes through one queue, which commits together what arrives
//!   together. What a commit answered survives a power cut.
//! - Several nodes may share a PostgreSQL database: events that one commits reach the feeds of the others.
//! - Tables are in `entity`, what their columns mean in `mapping`, questions in `port`, writes in `write`.
//! - To change the schema: a new step in `migration`, the entity, the mapping.
//!
//! It decides nothing: no rule, no clock, no retry of a conflict. Links, codes and secrets are not in the database: links and
//! codes are derived from a key that is kept elsewhere, of secrets there are digests.

#![warn(missing_docs)]

mod backup;
mod connect;
mod entity;
mod error;
mod examine;
mod feed;
mod joined;
mod limits;
mod lock;
mod mapping;
mod migration;
mod nodes;
mod options;
#[cfg(test)]
mod plans_test;
mod port;
mod seats;
mod state;
mod store;
#[cfg(test)]
mod upgrade_test;
mod write;

pub use backup::{Replace, copy_sqlite, inspect_sqlite, restore_sqlite};
pub use connect::PoolState;
pub use error::StoreError;
pub use examine::Examined;
pub use limits::LimitSettings;
pub use lock::ServerLock;
pub use options::StoreOptions;
pub use store::Store;
