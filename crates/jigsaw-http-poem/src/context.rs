//! What every handler needs: the use cases, the settings of this adapter, and the signal to stop.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jigsaw_domain::delivery::HookSecret;
use jigsaw_domain::link::Link;
use jigsaw_domain::port::Mailbox;
use jigsaw_domain::usecase::{FrontDoor, PublicSession, UseCaseError};
use tokio::sync::watch;

use crate::network::Network;
use crate::origin::Origin;
use crate::stream::{Boards, OpenStreams};
use crate::view_cache::ViewCache;

/// Everything that [`app`](crate::app) is made of. The public address is the front door's own
/// ([`FrontDoor::address`]): cookies, the origin check and HSTS follow it.
#[derive(Clone)]
pub struct Http {
    /// The use cases.
    pub door: FrontDoor,
    /// The captured mail, in captured-mail mode.
    pub mailbox: Option<Arc<dyn Mailbox>>,
    /// What relays sign their reports with; without one none is taken.
    pub hook_secret: Option<HookSecret>,
    /// Everyone may read the captured mail: the demo.
    pub mailbox_is_open: bool,
    /// Whether `/api/openapi.json` and `/api/docs` are served.
    pub api_docs: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Asked by `/readyz`.
    pub readiness: Arc<dyn Readiness>,
    /// Ends open streams when the server stops.
    pub shutdown: Shutdown,
    /// Sizes and times.
    pub limits: Limits,
    /// Told of every answer.
    pub meter: Option<Arc<dyn Meter>>,
}

impl Http {
    /// With nothing but the use cases: no mailbox, no rendered API, no proxies, always ready.
    pub fn new(door: FrontDoor) -> Self {
        Self {
            door,
            mailbox: None,
            hook_secret: None,
            mailbox_is_open: false,
            api_docs: false,
            trusted_proxies: Vec::new(),
            readiness: Arc::new(AlwaysReady),
            shutdown: Shutdown::new(),
            limits: Limits::default(),
            meter: None,
        }
    }
}

/// Sizes and times that requests are held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a body.
    pub body: usize,
    /// Bytes of a list of invitations.
    pub import: usize,
    /// Bytes that are read and thrown away so that a client which sends too much sees the answer.
    pub overrun: usize,
    /// Time in which a body must have arrived; a list of invitations has four times as long.
    pub body_time: Duration,
    /// How old the public view of a session may be. Decisions are never old.
    pub view_age: Duration,
    /// Open event streams of the whole server.
    pub streams: usize,
    /// Open event streams of one pass or account.
    pub streams_each: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 64 << 10,
            import: 4 << 20,
            overrun: 16 << 20,
            body_time: Duration::from_secs(30),
            view_age: Duration::from_secs(1),
            streams: 20_000,
            streams_each: 16,
        }
    }
}

/// One answered request, as counters see it: never a real path, an address or an id.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The method.
    pub method: &'static str,
    /// The pattern of the path, e.g. `/api/v1/sessions/:param0`, or `unmatched`.
    pub pattern: Arc<str>,
    /// The status.
    pub status: u16,
    /// Until the head of the answer was ready.
    pub took: Duration,
}

/// Counts answers.
pub trait Meter: Send + Sync {
    /// One more.
    fn answered(&self, answered: &Answered);
}

/// Whether this server can do its work: asked by `/readyz`.
#[async_trait]
pub trait Readiness: Send + Sync {
    /// `Err` names what is missing, for the operator.
    async fn check(&self) -> Result<(), String>;

    /// Something that is worth a line beside `ready`; everyone may read it.
    async fn remark(&self) -> Option<&'static str> {
        None
    }
}

/// Always ready: for tests, and for servers that migrate before they listen.
#[derive(Clone, Copy, Debug, Default)]
pub struct AlwaysReady;

#[async_trait]
impl Readiness for AlwaysReady {
    async fn check(&self) -> Result<(), String> {
        Ok(())
    }
}

/// Whether the server stops, in two steps. Clones share it.
#[derive(Clone, Debug)]
pub struct Shutdown(Arc<watch::Sender<Stage>>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Running,
    Leaving,
    Stopping,
}

impl Shutdown {
    /// Not yet.
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(Stage::Running)))
    }

    /// The server is about to stop: it is no longer ready and asks for connections to be closed, but answers everything.
    /// Whoever sends it people has the time to notice.
    pub fn announce(&self) {
        self.0.send_if_modified(|stage| {
            let is_news = *stage < Stage::Leaving;
            *stage = Stage::Leaving.max(*stage);
            is_news
        });
    }

    /// The server stops from now on: open streams end, nothing new is accepted.
    pub fn begin(&self) {
        self.0.send_replace(Stage::Stopping);
    }

    /// Whether it was announced, or has begun.
    pub fn is_announced(&self) -> bool {
        *self.0.borrow() >= Stage::Leaving
    }

    /// Whether it has begun.
    pub fn has_begun(&self) -> bool {
        *self.0.borrow() == Stage::Stopping
    }

    /// Waits until it has.
    pub async fn begun(&self) {
        // The sender lives as long as `self`, so the only way out is that the shutdown began.
        self.0.subscribe().wait_for(|stage| *stage == Stage::Stopping).await.ok();
    }
}

impl Default for Shutdown {
    fn default() -> Self {
        Self::new()
    }
}

/// What every handler needs. Cheap to clone.
#[derive(Clone)]
pub struct Context(Arc<Parts>);

/// The parts of a [`Context`].
pub struct Parts {
    /// The use cases.
    pub door: FrontDoor,
    /// How this adapter was set up.
    pub http: Http,
    pub(crate) origin: Origin,
    pub(crate) streams: OpenStreams,
    pub(crate) boards: Boards,
    pub(crate) views: ViewCache,
}

impl Context {
    pub(crate) fn new(http: Http) -> Self {
        let origin = Origin::of(http.door.address());
        let streams = OpenStreams::new(http.limits.streams, http.limits.streams_each);
        let (boards, views) = (Boards::default(), ViewCache::new(http.limits.view_age));
        Self(Arc::new(Parts { door: http.door.clone(), http, origin, streams, boards, views }))
    }

    /// What a link opens, for everyone who has it: at most a second old. Decisions never are.
    pub async fn look(&self, link: Link) -> Result<PublicSession, UseCaseError> {
        let mark = match self.views.find(link) {
            Ok(view) => return Ok(view),
            Err(mark) => mark,
        };
        let view = self.door.look(link).await?;
        self.views.keep(link, &view, mark);
        Ok(view)
    }

    /// Whether the outside reaches this server over https.
    pub fn is_secure(&self) -> bool {
        self.origin.is_secure()
    }
}

impl Deref for Context {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").finish_non_exhaustive()
    }
}
