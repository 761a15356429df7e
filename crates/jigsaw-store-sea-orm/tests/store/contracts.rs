//! The numbered MUSTs of the ports.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::TimeDelta;
use jigsaw_domain::port::Budget;
use jigsaw_store_sea_orm::{LimitSettings, Store, StoreOptions};
use jigsaw_testkit::contract::LimiterPorts;
use jigsaw_testkit::{AuditProbe, StorePorts};

use crate::support::{Opened, column, open, open_with};

struct Audit(Opened);

#[async_trait]
impl AuditProbe for Audit {
    async fn actions(&self) -> Vec<String> {
        column(&self.0.beside().await, "SELECT action FROM audit ORDER BY rowid").await
    }
}

async fn make_store() -> StorePorts {
    let opened = open().await;
    StorePorts::of(Arc::new(opened.store.clone())).with_audit(Arc::new(Audit(opened.clone()))).with_guard(opened)
}

/// One set a transaction: what holds must not rest on others being in the same one.
async fn make_store_without_batches() -> StorePorts {
    let opened = open_with(StoreOptions { batch: 1, ..StoreOptions::default() }).await;
    StorePorts::of(Arc::new(opened.store.clone())).with_audit(Arc::new(Audit(opened.clone()))).with_guard(opened)
}

async fn make_limiter() -> LimiterPorts {
    let sizes: Vec<(Budget, u32)> = Budget::ALL.into_iter().zip([20, 5, 12, 3, 40]).collect();
    let limits = sizes
        .iter()
        .fold(LimitSettings::off(), |limits, (budget, size)| limits.with(*budget, *size, TimeDelta::minutes(1)));
    let options = StoreOptions { limits, ..StoreOptions::default() };
    let first = open_with(options.clone()).await;
    let again = Store::connect(&first.address(), options).await.unwrap();
    // The folder must outlive both.
    std::mem::forget(first.folder.clone());
    LimiterPorts { limiter: Arc::new(first.store), sizes, restarted: Arc::new(again) }
}

mod batches {
    jigsaw_testkit::store_contract!(crate::contracts::make_store);
}

mod one_by_one {
    jigsaw_testkit::store_contract!(crate::contracts::make_store_without_batches);
}

mod limiter {
    jigsaw_testkit::limiter_contract!(crate::contracts::make_limiter);
}
