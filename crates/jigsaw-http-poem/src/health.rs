//! `/healthz` and `/readyz`: for whoever restarts the server, and for whoever sends it people.

use poem::http::StatusCode;
use poem::{IntoResponse, Response, handler};

use crate::caller::Asking;

/// The process answers.
#[handler]
pub(crate) fn live() -> &'static str {
    "ok\n"
}

/// The server can do its work: database and migrations. Not from the moment on at which it was told to stop.
#[handler]
pub(crate) async fn ready(asking: Asking) -> Response {
    let context = asking.context();
    if context.http.shutdown.is_announced() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    }
    match context.http.readiness.check().await {
        Ok(()) => match context.http.readiness.remark().await {
            Some(remark) => format!("ready\n{remark}\n").into_response(),
            None => "ready\n".into_response(),
        },
        Err(missing) => {
            // The cause may name hosts and files, so it is told to the operator and not to the whole network.
            tracing::warn!(%missing, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
        }
    }
}
