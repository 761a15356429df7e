//! `/healthz` and `/readyz`: for whoever restarts the server, and for whoever sends it people.

use poem::http::StatusCode;
use poem::{IntoResponse, Response, handler};

use crate::caller::Asking;

/// The process answers.
#[handler]
pub(crate) fn live() -> &'static str {
    "ok\n"
}

/// The server can do its work: database and migrations. Not while it stops.
#[handler]
pub(crate) async fn ready(asking: Asking) -> Response {
    let context = asking.context();
    if context.http.shutdown.has_begun() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    }
    match context.http.readiness.check().await {
        Ok(()) => "ready\n".into_response(),
        Err(missing) => {
            // The cause may name hosts and files, so it is told to the operator and not to the whole network.
            tracing::warn!(%missing, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
        }
    }
}
