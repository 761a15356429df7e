//! The numbered MUSTs of the ports, on both databases.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::TimeDelta;
use jigsaw_domain::port::Budget;
use jigsaw_store_sea_orm::{LimitSettings, StoreOptions};
use jigsaw_testkit::contract::LimiterPorts;
use jigsaw_testkit::{AuditProbe, StorePorts};

use crate::support::{On, Opened, column, open_with, options};

struct Audit(On, Opened);

#[async_trait]
impl AuditProbe for Audit {
    async fn actions(&self) -> Vec<String> {
        // In the order of writing; rows of this table never move.
        let place = if self.0 == On::Sqlite { "rowid" } else { "ctid" };
        column(&self.1.beside().await, &format!("SELECT action FROM audit ORDER BY {place}")).await
    }
}

async fn make_store(on: On, options: StoreOptions) -> StorePorts {
    let opened = open_with(on, options).await;
    StorePorts::of(Arc::new(opened.store.clone())).with_audit(Arc::new(Audit(on, opened.clone()))).with_guard(opened)
}

async fn make_limiter(on: On) -> LimiterPorts {
    let sizes: Vec<(Budget, u32)> = Budget::ALL.into_iter().zip([20, 5, 12, 3, 40]).collect();
    let limits = sizes
        .iter()
        .fold(LimitSettings::off(), |limits, (budget, size)| limits.with(*budget, *size, TimeDelta::minutes(1)));
    let options = StoreOptions { limits, ..options() };
    let first = open_with(on, options.clone()).await;
    let again = first.another(options).await;
    // The folder must outlive both.
    std::mem::forget(first.folder.clone());
    LimiterPorts { limiter: Arc::new(first.store), sizes, restarted: Arc::new(again) }
}

macro_rules! contracts_on {
    ($on:expr, if $there:path) => {
        /// Change sets that arrive together are committed together.
        mod batches {
            async fn make() -> jigsaw_testkit::StorePorts {
                crate::contracts::make_store($on, crate::support::options()).await
            }
            jigsaw_testkit::store_contract!(make, if $there);
        }

        /// One set a transaction: what holds must not rest on others being in the same one.
        mod one_by_one {
            async fn make() -> jigsaw_testkit::StorePorts {
                let options = jigsaw_store_sea_orm::StoreOptions { batch: 1, ..crate::support::options() };
                crate::contracts::make_store($on, options).await
            }
            jigsaw_testkit::store_contract!(make, if $there);
        }

        mod limiter {
            async fn make() -> jigsaw_testkit::contract::LimiterPorts {
                crate::contracts::make_limiter($on).await
            }
            jigsaw_testkit::limiter_contract!(make, if $there);
        }
    };
}

mod sqlite {
    contracts_on!(crate::support::On::Sqlite, if jigsaw_testkit::contract::always);
}

mod postgres {
    contracts_on!(crate::support::On::Postgres, if crate::support::with_postgres);
}
