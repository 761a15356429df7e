//! Joins, counted where they are answered. Labels are words of ours: never an address, a link, an id or a name.

use std::time::Instant;

use jigsaw_domain::usecase::{FrontDoor, JoinAnswer, JoinRequest, UseCaseError};

/// One step at the door, counted by how it ended and timed.
pub(crate) async fn join(door: &FrontDoor, request: &JoinRequest) -> Result<JoinAnswer, UseCaseError> {
    let began = Instant::now();
    let answer = door.join(request).await;
    let (outcome, reason, invitation_type) = match &answer {
        Ok(answer) => {
            // The first one weighs most.
            let reason = answer.decision.reasons.first().map_or("none", |reason| reason.code.as_str());
            (answer.decision.outcome.as_str(), reason, answer.invitation_type.as_str())
        }
        Err(error) => ("error", error.code(), "unknown"),
    };
    metrics::counter!(
        "jigsaw_joins_total", "outcome" => outcome, "reason" => reason, "invitation_type" => invitation_type
    )
    .increment(1);
    metrics::histogram!("jigsaw_join_duration_seconds", "outcome" => outcome).record(began.elapsed());
    answer
}
