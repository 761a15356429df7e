//! The store in memory keeps the contract of every storage port.

use jigsaw_testkit::StorePorts;
use jigsaw_testkit::memory::MemoryStore;

async fn make_store() -> StorePorts {
    MemoryStore::new().ports()
}

jigsaw_testkit::store_contract!(make_store);
