//! What a pass opens: its state, presence, the room, leaving. Nothing else.

use jigsaw_domain::admission::{PassHolder, PassState};
use jigsaw_domain::id::{ParticipantId, SessionId};
use jigsaw_domain::usecase::{PassView, Subject};
use poem::{IntoResponse, Response};
use poem_openapi::param::{Header, Query};
use poem_openapi::payload::Json;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::Type as _;
use poem_openapi::{ApiResponse, Object, OpenApi};

use super::by::{By, Holder};
use super::input::Input;
use super::join::RoomBody;
use super::sessions::Nothing;
use super::words::{Id, Moment, PassWord, RoleWord};
use super::{Answer, Tag};
use crate::problem::Problem;
use crate::stream::pass_stream;

pub(crate) struct Passes;

/// What a pass is good for. Once it is over there is only the state.
#[derive(Debug, Object)]
#[oai(rename = "Pass", skip_serializing_if_is_none)]
pub(crate) struct PassBody {
    /// The state. `denied`, `removed`, `left`, `ended` and `replaced` are final.
    state: PassWord,
    /// The session, while the pass counts.
    session: Option<PassSessionBody>,
    /// Your public identifier, once in.
    participant_id: Option<Id>,
    /// What you are, once in.
    role: Option<RoleWord>,
    /// Codes of what is waited for.
    reasons: Option<Vec<String>>,
}

/// What the holder of a pass may know of the session.
#[derive(Debug, Object)]
#[oai(rename = "PassSession")]
struct PassSessionBody {
    /// Its identifier.
    id: Id,
    /// Its title.
    title: String,
    /// The host's name.
    host_name: String,
    /// When it starts.
    starts_at: Moment,
    /// When attendees may enter.
    opens_at: Moment,
}

/// The state alone.
#[derive(Debug, Object)]
#[oai(rename = "PassState")]
struct StateBody {
    /// The state.
    state: PassWord,
}

/// A pass, or the stream of its changes.
pub(crate) enum PassAnswer {
    Now(Json<PassBody>),
    Stream(Response),
}

impl IntoResponse for PassAnswer {
    fn into_response(self) -> Response {
        match self {
            Self::Now(body) => body.into_response(),
            Self::Stream(response) => response,
        }
    }
}

impl ApiResponse for PassAnswer {
    fn meta() -> MetaResponses {
        let stream = MetaSchema {
            description: Some(
                "Messages `state` (as in JSON) and, inside, `roster`: `{total, counts, people?}`, at most one a second.",
            ),
            ..MetaSchema::new("string")
        };
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The state now, or with `Accept: text/event-stream` every change of it until it is over.",
                status: Some(200),
                status_range: None,
                content: vec![
                    MetaMediaType { content_type: "application/json; charset=utf-8", schema: PassBody::schema_ref() },
                    MetaMediaType {
                        content_type: "text/event-stream",
                        schema: MetaSchemaRef::Inline(Box::new(stream)),
                    },
                ],
                headers: Vec::new(),
            }],
        }
    }

    fn register(registry: &mut Registry) {
        PassBody::register(registry);
    }
}

#[OpenApi(prefix_path = "/v1", tag = "Tag::Pass")]
impl Passes {
    /// Show your pass, or follow it
    ///
    /// With `Accept: text/event-stream` a stream of changes, which ends when the state is final, when your role changes, and
    /// when the server stops. Browsers with passes of several sessions name the session.
    #[oai(path = "/pass", method = "get", operation_id = "getPass")]
    async fn show(
        &self,
        by: By<Holder>,
        /// The session, for browsers that carry passes of several.
        session: Query<Option<Id>>,
        /// `application/json`, or `text/event-stream` for a stream.
        #[oai(name = "Accept")]
        accept: Header<Option<String>>,
    ) -> Answer<PassAnswer> {
        let holder = holder(&by, session.0.as_ref()).await?;
        if accept.0.is_some_and(|accept| accept.contains("text/event-stream")) {
            return Ok(PassAnswer::Stream(pass_stream(&by, holder).await?));
        }
        let view = by.context().door.view_pass(&holder);
        Ok(PassAnswer::Now(Json(PassBody::of(&view, (holder.session.id(), holder.participant.id)))))
    }

    /// Say that you are there
    ///
    /// Every 15 seconds; who was not heard of for 45 is absent.
    #[oai(path = "/pass/heartbeat", method = "post", operation_id = "heartbeat")]
    async fn heartbeat(
        &self,
        by: By<Holder>,
        /// The session, for browsers that carry passes of several.
        session: Query<Option<Id>>,
        _nothing: Input<Nothing>,
    ) -> Answer<Json<StateBody>> {
        let holder = holder(&by, session.0.as_ref()).await?;
        let state = by.context().door.heartbeat(&holder).await?;
        Ok(Json(StateBody { state: state.as_str().into() }))
    }

    /// Get a fresh way into the room
    #[oai(path = "/pass/room", method = "post", operation_id = "enterRoom")]
    async fn room(
        &self,
        by: By<Holder>,
        /// The session, for browsers that carry passes of several.
        session: Query<Option<Id>>,
        _nothing: Input<Nothing>,
    ) -> Answer<Json<RoomBody>> {
        let holder = holder(&by, session.0.as_ref()).await?;
        let ticket = by.context().door.enter_room(&holder).await?;
        Ok(Json(RoomBody::of(ticket)))
    }

    /// Leave
    ///
    /// On this device; with your last device you leave the session, and your seat is free.
    #[oai(path = "/pass", method = "delete", operation_id = "leave")]
    async fn leave(
        &self,
        by: By<Holder>,
        /// The session, for browsers that carry passes of several.
        session: Query<Option<Id>>,
        _nothing: Input<Nothing>,
    ) -> Answer<Json<StateBody>> {
        let holder = holder(&by, session.0.as_ref()).await?;
        let door = &by.context().door;
        let state = holder.state(by.now());
        door.leave(&by.as_subject(Subject::Pass(Box::new(holder)))).await?;
        let state = if state.is_over() { state } else { PassState::Left };
        Ok(Json(StateBody { state: state.as_str().into() }))
    }
}

async fn holder(by: &By<Holder>, session: Option<&Id>) -> Result<PassHolder, Problem> {
    let session: Option<SessionId> = session.map(Id::session).transpose()?;
    by.presented_pass(session).await?.ok_or_else(Problem::sign_in_required)
}

impl PassBody {
    pub(crate) fn of(view: &PassView, (session, person): (SessionId, ParticipantId)) -> Self {
        let only_state =
            Self { state: view.state.as_str().into(), session: None, participant_id: None, role: None, reasons: None };
        if view.state.is_over() {
            return only_state;
        }
        let is_in = view.state == PassState::Admitted;
        let waits_for = || view.reasons.iter().map(|code| code.as_str().to_owned()).collect();
        Self {
            session: Some(PassSessionBody {
                id: session.into(),
                title: view.title.to_string(),
                host_name: view.host_name.to_string(),
                starts_at: Moment::of(view.starts_at),
                opens_at: Moment::of(view.opens_at),
            }),
            participant_id: is_in.then(|| person.into()),
            role: view.role.map(RoleWord::from),
            reasons: (!is_in).then(waits_for),
            ..only_state
        }
    }
}
