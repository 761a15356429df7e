//! The HTTP adapter of Jigsaw: REST with its `OpenAPI` document, pages, and live streams, over poem.
//!
//! [`app`] makes one endpoint of everything. Handlers are thin: they read a request into the domain's own types, call one
//! use case of the [`FrontDoor`](jigsaw_domain::usecase::FrontDoor), and write what it answers. What holds for every request
//! stands in [`guard`](self) at the root: ids, sizes, origins, headers, errors, the log.
//!
//! To add an API call: a method in a file of `api/`, its bodies as DTOs beside it, a row in the matrix of `tests/`.

mod api;
pub mod assets;
pub mod caller;
pub mod context;
pub mod cookie;
mod counted;
mod export;
mod guard;
mod health;
mod line;
mod listen;
pub mod network;
mod origin;
mod pages;
pub mod problem;
mod stream;
mod table;
pub mod text;
pub mod view;
mod view_cache;

use std::borrow::Cow;

use poem::http::header;
use poem::web::Path;
use poem::{Endpoint, Response, Route, get, handler};

pub use api::{calls, openapi_document};
pub use context::{AlwaysReady, Answered, Context, Http, Limits, Meter, Readiness, Shutdown};
pub use listen::{serve, serve_text};
pub use network::Network;
use problem::Problem;

/// The whole app: pages, API, assets, health, behind the guard.
pub fn app(http: Http) -> impl Endpoint<Output = Response> + 'static {
    let context = Context::new(http);
    let routes = Route::new()
        .at("/healthz", get(health::live))
        .at("/readyz", get(health::ready))
        .at("/assets/:name", get(asset))
        .nest("/api", api::routes(&context))
        .nest("/", pages::routes());
    guard::Guard::new(routes, context)
}

/// A stylesheet, script or icon by its hashed name, which never changes its content.
#[handler]
fn asset(Path(name): Path<String>) -> Result<Response, Problem> {
    let asset = assets::by_hashed_name(&name).ok_or_else(Problem::not_found)?;
    let response =
        Response::builder().content_type(asset.content_type).header(header::CACHE_CONTROL, assets::CACHE_CONTROL);
    Ok(match &asset.bytes {
        Cow::Borrowed(bytes) => response.body(*bytes),
        Cow::Owned(bytes) => response.body(bytes.clone()),
    })
}
