use async_trait::async_trait;
use jigsaw_domain::port::{ChangeSet, Commits, PortError};

use crate::Store;

#[async_trait]
impl Commits for Store {
    async fn commit(&self, changes: ChangeSet) -> Result<(), PortError> {
        if changes.is_empty() {
            return Ok(());
        }
        self.writer().commit(changes).await
    }
}
