//! Counting and timing of deliveries.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use jigsaw_domain::delivery::Letter;
use jigsaw_domain::port::{DeliveryError, Mailer};

/// A mailer whose deliveries are counted by kind and outcome (`jigsaw_mail_attempts_total`) and timed
/// (`jigsaw_mail_delivery_seconds`).
pub struct Metered(Arc<dyn Mailer>);

impl fmt::Debug for Metered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metered").finish_non_exhaustive()
    }
}

impl Metered {
    /// Counts what `mailer` does.
    pub fn new(mailer: Arc<dyn Mailer>) -> Self {
        Self(mailer)
    }
}

#[async_trait]
impl Mailer for Metered {
    async fn deliver(&self, letter: &Letter) -> Result<(), DeliveryError> {
        let begun = Instant::now();
        let delivered = self.0.deliver(letter).await;
        metrics::histogram!("jigsaw_mail_delivery_seconds").record(begun.elapsed());
        let (kind, outcome) = (letter.body.kind().as_str(), outcome(&delivered));
        metrics::counter!("jigsaw_mail_attempts_total", "kind" => kind, "outcome" => outcome).increment(1);
        delivered
    }
}

const fn outcome(delivered: &Result<(), DeliveryError>) -> &'static str {
    match delivered {
        Ok(()) => "sent",
        Err(DeliveryError::Temporary(_)) => "temporary",
        Err(DeliveryError::Bounced(_)) => "bounced",
        Err(DeliveryError::Permanent(_)) => "permanent",
        Err(DeliveryError::Relay(_)) => "relay",
        Err(DeliveryError::Unwritable(_)) => "unwritable",
    }
}
