//! Sessions: create, read, change, call off; start, end, lock.

mod body;
mod read;
mod show;

use chrono::{DateTime, Utc};
use jigsaw_domain::port::SessionsOf;
use jigsaw_domain::session::Occasion;
use jigsaw_domain::usecase::{Caller, SessionView, UseCaseError};
use jigsaw_domain::version::Version;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::by::{By, Host, Runner};
use super::conflicts::PreviewBody;
use super::input::Input;
use super::list::{Page, cursor, limit};
use super::words::{Id, WhichWord};
use super::{Answer, Tag};
use crate::problem::{FieldFault, Problem};
use body::{CancelInput, LockInput, RotateInput, SessionEditInput, SessionInput};
pub(crate) use show::{LiveBody, SessionBody};

/// How often a change is put together again when somebody else's came first.
const MOST_TRIES: usize = 8;

pub(crate) struct Sessions;

#[derive(ApiResponse)]
pub(crate) enum Created {
    /// The session was created.
    #[oai(status = 201)]
    Session(
        Json<SessionBody>,
        /// Where it is.
        #[oai(header = "Location")]
        String,
        /// Its version, for `If-Match`.
        #[oai(header = "ETag")]
        String,
    ),
}

#[derive(ApiResponse)]
pub(crate) enum Shown {
    /// The session.
    #[oai(status = 200)]
    Session(
        Json<SessionBody>,
        /// Its version, for `If-Match`.
        #[oai(header = "ETag")]
        String,
    ),
}

impl Shown {
    /// The session, with what is odd about it.
    async fn of(by: &By<Host>, caller: &Caller, view: &SessionView, occasion: Occasion) -> Result<Self, UseCaseError> {
        let conflicts = by.context().door.conflicts(caller, view.session.id(), occasion).await?;
        Ok(Self::Session(Json(SessionBody::of(view, by.now()).with(&conflicts)), etag(view)))
    }
}

#[OpenApi(prefix_path = "/v1", tag = "Tag::Sessions")]
impl Sessions {
    /// Create a session
    ///
    /// The caller becomes its host. The answer holds the session link; hand it to guests, or invite them.
    #[oai(path = "/sessions", method = "post", operation_id = "createSession")]
    async fn create(&self, by: By<Host>, input: Input<SessionInput>) -> Answer<Created> {
        let caller = by.caller().await?;
        let draft = input.0.read()?;
        let view = by.context().door.create_session(&caller, draft).await?;
        let conflicts = by.context().door.conflicts(&caller, view.session.id(), Occasion::Saving).await?;
        let location = by.context().door.address().at(&format!("/api/v1/sessions/{}", view.session.id()));
        Ok(Created::Session(Json(SessionBody::of(&view, by.now()).with(&conflicts)), location, etag(&view)))
    }

    /// List your sessions
    #[oai(path = "/sessions", method = "get", operation_id = "listSessions")]
    async fn list(
        &self,
        by: By<Host>,
        /// `all` (newest first), `upcoming` (soonest first) or `past` (latest first).
        which: Query<Option<WhichWord>>,
        /// Entries of one page, at most 1000; 100 unless told.
        #[oai(name = "limit")]
        size: Query<Option<i64>>,
        /// The `next_cursor` of the page before.
        #[oai(name = "cursor")]
        after: Query<Option<String>>,
    ) -> Answer<Json<Page<SessionBody>>> {
        let door = &by.context().door;
        let which = which_of(which.0.as_ref(), by.now())?;
        let after = cursor(after.0.as_deref(), jigsaw_domain::id::SessionId::parse)?;
        let (views, next) = door.list_sessions(&by.caller().await?, which, after, limit(size.0, 100)?).await?;
        let items = views.iter().map(|view| SessionBody::of(view, by.now())).collect();
        Ok(Json(Page::new(items, next.map(|id| id.to_string()))))
    }

    /// Show a session
    #[oai(path = "/sessions/:session_id", method = "get", operation_id = "getSession")]
    async fn show(&self, by: By<Host>, session_id: Path<Id>) -> Answer<Shown> {
        let caller = by.caller().await?;
        let view = by.context().door.view_session(&caller, session_id.session()?).await?;
        Ok(Shown::of(&by, &caller, &view, Occasion::Looking).await?)
    }

    /// Change a session
    ///
    /// What is absent stays; `null` takes an optional setting away. Changing the invitation type keeps the list, the link
    /// and the people inside; whoever waited and may now enter does. Invitees are mailed another title or time.
    #[oai(path = "/sessions/:session_id", method = "patch", operation_id = "editSession")]
    async fn edit(
        &self,
        by: By<Host>,
        session_id: Path<Id>,
        /// The `ETag` that the change was made on; 412 when the session has changed since.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        input: Input<SessionEditInput>,
    ) -> Answer<Shown> {
        let (door, caller, id) = (&by.context().door, by.caller().await?, session_id.session()?);
        let wanted = IfMatch::read(if_match.0.as_deref());
        // Settings of the door are one value of the session's, so a change of one of them is made on all that were read,
        // and made again when they moved.
        for _ in 0..MOST_TRIES {
            let current = door.view_session(&caller, id).await?;
            let version = current.session.version();
            wanted.check(version)?;
            let edit = input.0.read(&current.session)?;
            match door.edit_session(&caller, id, edit, Some(version)).await {
                Err(UseCaseError::Contradiction("version_moved")) if wanted == IfMatch::Anything => {}
                edited => {
                    let edited = edited?;
                    let is_saved = edited.session.version() != version;
                    let occasion = if is_saved { Occasion::Saving } else { Occasion::Looking };
                    return Ok(Shown::of(&by, &caller, &edited, occasion).await?);
                }
            }
        }
        Err(Problem::unavailable(1))
    }

    /// Ask what a change would do
    ///
    /// Takes what `PATCH` takes, checks it alike, and changes nothing: who could enter and no longer can, who must wait, who
    /// is let in or asked for something else, and why, by the rules that decide joins. Everyone is judged as coming on a new
    /// device, by their personal link if they have one, while the session runs.
    #[oai(path = "/sessions/:session_id/preview-edit", method = "post", operation_id = "previewEdit")]
    async fn preview(
        &self,
        by: By<Host>,
        session_id: Path<Id>,
        input: Input<SessionEditInput>,
    ) -> Answer<Json<PreviewBody>> {
        let (door, caller, id) = (&by.context().door, by.caller().await?, session_id.session()?);
        let current = door.view_session(&caller, id).await?;
        let preview = door.preview_edit(&caller, id, input.0.read(&current.session)?).await?;
        Ok(Json(PreviewBody::of(&preview)))
    }

    /// Call a session off
    ///
    /// It does not restart, and nobody enters any more. Invitees are mailed your reason.
    #[oai(path = "/sessions/:session_id", method = "delete", operation_id = "cancelSession")]
    async fn cancel(&self, by: By<Host>, session_id: Path<Id>, input: Input<CancelInput>) -> Answer<Shown> {
        let caller = by.caller().await?;
        let (reason, tell) = input.0.read()?;
        let view = by.context().door.cancel_session(&caller, session_id.session()?, reason, tell).await?;
        Ok(Shown::of(&by, &caller, &view, Occasion::Looking).await?)
    }

    /// Renew the session link
    ///
    /// Once this has answered, nobody is admitted by the old link any more. People inside stay.
    #[oai(path = "/sessions/:session_id/rotate-link", method = "post", operation_id = "rotateLink")]
    async fn rotate(&self, by: By<Host>, session_id: Path<Id>, input: Input<RotateInput>) -> Answer<Shown> {
        let (caller, tell) = (by.caller().await?, input.0.read());
        let view = by.context().door.rotate_link(&caller, session_id.session()?, tell).await?;
        Ok(Shown::of(&by, &caller, &view, Occasion::Looking).await?)
    }

    /// Start a session
    ///
    /// However early. Whoever only waited for that comes in.
    #[oai(path = "/sessions/:session_id/start", method = "post", operation_id = "startSession")]
    async fn start(
        &self,
        by: By<Runner>,
        session_id: Path<Id>,
        _nothing: Input<body::Nothing>,
    ) -> Answer<Json<LiveBody>> {
        let id = session_id.session()?;
        let door = &by.context().door;
        let session = door.start(&by.caller_in(id).await?, id).await?;
        Ok(Json(LiveBody::of(&session, by.now())))
    }

    /// End a session for all
    #[oai(path = "/sessions/:session_id/end", method = "post", operation_id = "endSession")]
    async fn end(
        &self,
        by: By<Runner>,
        session_id: Path<Id>,
        _nothing: Input<body::Nothing>,
    ) -> Answer<Json<LiveBody>> {
        let id = session_id.session()?;
        let door = &by.context().door;
        let session = door.end(&by.caller_in(id).await?, id).await?;
        Ok(Json(LiveBody::of(&session, by.now())))
    }

    /// Let nobody new in
    #[oai(path = "/sessions/:session_id/lock", method = "post", operation_id = "lockSession")]
    async fn lock(&self, by: By<Runner>, session_id: Path<Id>, input: Input<LockInput>) -> Answer<Json<LiveBody>> {
        let id = session_id.session()?;
        let door = &by.context().door;
        let caller = by.caller_in(id).await?;
        let session = door.lock(&caller, id, input.0.read()?).await?;
        Ok(Json(LiveBody::of(&session, by.now())))
    }

    /// Let people in again
    #[oai(path = "/sessions/:session_id/unlock", method = "post", operation_id = "unlockSession")]
    async fn unlock(
        &self,
        by: By<Runner>,
        session_id: Path<Id>,
        _nothing: Input<body::Nothing>,
    ) -> Answer<Json<LiveBody>> {
        let id = session_id.session()?;
        let door = &by.context().door;
        let session = door.unlock(&by.caller_in(id).await?, id).await?;
        Ok(Json(LiveBody::of(&session, by.now())))
    }
}

pub(crate) use body::Nothing;
pub(crate) use read::{words, zone};

fn which_of(word: Option<&WhichWord>, now: DateTime<Utc>) -> Result<SessionsOf, Problem> {
    match word.map(WhichWord::as_str) {
        None | Some("all") => Ok(SessionsOf::All),
        Some("upcoming") => Ok(SessionsOf::Upcoming(now)),
        Some("past") => Ok(SessionsOf::Past(now)),
        Some(_) => {
            Err(Problem::invalid(vec![FieldFault::new("which", "not_a_choice", "must be one of: all, upcoming, past")]))
        }
    }
}

fn etag(view: &SessionView) -> String {
    format!("\"{}\"", view.session.version().get())
}

/// The `If-Match` header.
#[derive(Clone, Debug, PartialEq, Eq)]
enum IfMatch {
    Anything,
    OneOf(Vec<u32>),
}

impl IfMatch {
    fn read(header: Option<&str>) -> Self {
        match header.map(str::trim) {
            None | Some("*") => Self::Anything,
            // A tag that is not one of ours matches nothing.
            Some(tags) => {
                Self::OneOf(tags.split(',').filter_map(|tag| tag.trim().trim_matches('"').parse().ok()).collect())
            }
        }
    }

    fn check(&self, version: Version) -> Result<(), Problem> {
        match self {
            Self::OneOf(tags) if !tags.contains(&version.get()) => {
                Err(UseCaseError::Contradiction("version_moved").into())
            }
            _ => Ok(()),
        }
    }
}

/// Kept next to the only other place that speaks of 412.
#[cfg(test)]
mod tests {
    use poem::http::StatusCode;

    use super::*;

    #[test]
    fn if_match_is_optional_and_strict() {
        let at = Version::new(3);
        assert!(IfMatch::read(None).check(at).is_ok());
        assert!(IfMatch::read(Some("*")).check(at).is_ok());
        assert!(IfMatch::read(Some("\"3\"")).check(at).is_ok());
        assert!(IfMatch::read(Some("\"2\", \"3\"")).check(at).is_ok());
        for bad in ["\"2\"", "W/\"3\"", "", "x"] {
            let status = IfMatch::read(Some(bad)).check(at).map_err(|problem| problem.status());
            assert_eq!(status, Err(StatusCode::PRECONDITION_FAILED), "{bad}");
        }
    }
}
