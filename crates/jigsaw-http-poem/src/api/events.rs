//! The events of a session, as a stream.

use jigsaw_domain::event::EventSeq;
use poem::{IntoResponse, Response};
use poem_openapi::param::{Header, Path};
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::{ApiResponse, OpenApi};

use super::by::{By, Runner};
use super::words::Id;
use super::{Answer, Tag};
use crate::problem::{FieldFault, Problem};
use crate::stream::session_stream;

pub(crate) struct Happenings;

/// A stream of events.
pub(crate) struct EventStream(Response);

impl IntoResponse for EventStream {
    fn into_response(self) -> Response {
        self.0
    }
}

impl ApiResponse for EventStream {
    fn meta() -> MetaResponses {
        let schema = MetaSchema {
            description: Some(
                "Named messages with ids: `session_started`, `session_ended`, `session_cancelled`, `session_changed`, \
                 `invitations_changed`, `participant_changed` (with `participant_id`), `people_changed` (several at once), `invited_on_the_fly` (with \
                 `invitation_id`); each with `at`.",
            ),
            ..MetaSchema::new("string")
        };
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The stream.",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType {
                    content_type: "text/event-stream",
                    schema: MetaSchemaRef::Inline(Box::new(schema)),
                }],
                headers: Vec::new(),
            }],
        }
    }

    fn register(_: &mut Registry) {}
}

#[OpenApi(prefix_path = "/v1", tag = "Tag::People")]
impl Happenings {
    /// Follow what happens in a session
    ///
    /// A stream of events that tells what changed; read the roster or the session to see it. It ends when your authority
    /// does, and when the server stops. Come back with `Last-Event-ID` and nothing is missed.
    #[oai(path = "/sessions/:session_id/events", method = "get", operation_id = "followSession")]
    async fn follow(
        &self,
        by: By<Runner>,
        session_id: Path<Id>,
        /// The id of the last message that was seen.
        #[oai(name = "Last-Event-ID")]
        last: Header<Option<String>>,
    ) -> Answer<EventStream> {
        let after = last.0.as_deref().filter(|id| !id.is_empty()).map(position).transpose()?;
        Ok(EventStream(session_stream(&by, session_id.session()?, after).await?))
    }
}

fn position(id: &str) -> Result<EventSeq, Problem> {
    let fault =
        || Problem::invalid(vec![FieldFault::new("Last-Event-ID", "wrong_type", "is not an id of this stream")]);
    id.trim().parse().map(EventSeq).map_err(|_| fault())
}
