//! The REST API, `/api/v1`, with its document and the page that shows it.
//!
//! One file a subject: the calls, and beside them what is sent and answered. Bodies are read into the domain's own values with
//! every problem named; answers are records of their own, so that the wire never moves with the domain.

mod answers;
mod by;
mod conflicts;
mod decisions;
mod directory;
mod docs;
mod events;
mod hooks;
mod input;
mod invitations;
mod join;
mod list;
mod list_body;
mod lists;
mod mail;
mod mailbox;
mod me;
mod pass;
mod password;
mod people;
mod reason;
mod sessions;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use poem::{Response, Route, get, handler};
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::Type as _;
use poem_openapi::{ApiResponse, OpenApi as _, OpenApiService, Tags};

use crate::context::Context;
use crate::problem::{PROBLEM_JSON, Problem, ProblemBody};

pub(crate) use pass::PassBody;

/// What a call answers.
type Answer<T> = Result<T, Problem>;

/// Subjects of the API.
#[derive(Tags)]
enum Tag {
    /// Create sessions, change them, run them.
    Sessions,
    /// Invite people, by list or on the fly.
    Invitations,
    /// The people whom hosts invite again and again.
    Directory,
    /// Who is invited, waiting, in or gone; admit, deny, remove.
    People,
    /// Who would get in, and why; what was decided.
    Decisions,
    /// The door, for guests.
    Join,
    /// What a pass opens.
    Pass,
    /// The captured mail of a server without SMTP.
    Mailbox,
    /// Who is asking.
    Me,
    /// For relays: what became of mail.
    Hooks,
}

type Apis = (
    sessions::Sessions,
    invitations::Invitations,
    lists::Lists,
    directory::Directory,
    answers::Answering,
    mail::MailOfLists,
    people::People,
    events::Happenings,
    decisions::Decisions,
    join::Joins,
    hooks::Hooks,
    pass::Passes,
    mailbox::Mails,
    me::Myself,
    password::Passwords,
);

fn service() -> OpenApiService<Apis, ()> {
    let apis = (
        sessions::Sessions,
        invitations::Invitations,
        lists::Lists,
        directory::Directory,
        answers::Answering,
        mail::MailOfLists,
        people::People,
        events::Happenings,
        decisions::Decisions,
        join::Joins,
        hooks::Hooks,
        pass::Passes,
        mailbox::Mails,
        me::Myself,
        password::Passwords,
    );
    OpenApiService::new(apis, "Jigsaw", env!("CARGO_PKG_VERSION"))
        .description(
            "The front door of live sessions: who gets in, how, when and why. Times are RFC 3339, identifiers opaque, lists \
             `{items, next_cursor}`, errors problem details (RFC 9457) with a stable `code`. Unknown fields are refused.",
        )
        .url_prefix("/api")
}

/// Everything under `/api`.
pub(crate) fn routes(context: &Context) -> Route {
    let calls = Route::new().nest("/", service());
    if context.http.api_docs {
        calls.at("/openapi.json", get(document)).at("/docs", get(docs::page)).at("/docs.css", get(docs::style))
    } else {
        calls
    }
}

static DOCUMENT: LazyLock<String> = LazyLock::new(|| service().spec());

/// The `OpenAPI` document: pretty JSON, the same at every call.
pub fn openapi_document() -> String {
    DOCUMENT.clone()
}

#[handler]
fn document() -> Response {
    Response::builder().content_type("application/json; charset=utf-8").body(DOCUMENT.as_str())
}

/// A path as the document names it, and what may be asked of it.
struct Known {
    path: Arc<str>,
    methods: String,
}

/// By the router's pattern.
static PATHS: LazyLock<BTreeMap<String, Known>> = LazyLock::new(|| {
    let mut methods: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (method, path) in calls() {
        methods.entry(path).or_default().push(method);
    }
    methods.into_iter().map(|(path, own)| (pattern(&path), Known { path: path.into(), methods: allow(own) })).collect()
});

/// `/api/v1/sessions/{session_id}` as the router names it: parameters by place.
fn pattern(path: &str) -> String {
    let mut place = 0;
    let steps: Vec<String> = path
        .split('/')
        .map(|step| {
            if !step.starts_with('{') {
                return step.to_owned();
            }
            place += 1;
            format!(":param{}", place - 1)
        })
        .collect();
    steps.join("/")
}

fn allow(mut methods: Vec<String>) -> String {
    if methods.iter().any(|method| method == "GET") {
        methods.push("HEAD".to_owned());
    }
    methods.sort_unstable();
    methods.dedup();
    methods.join(", ")
}

/// The methods of a path pattern, for `Allow`.
pub(crate) fn methods_of(pattern: &str) -> Option<&'static str> {
    PATHS.get(pattern).map(|known| known.methods.as_str())
}

/// A path pattern by the names of the document.
pub(crate) fn named(pattern: Arc<str>) -> Arc<str> {
    PATHS.get(&*pattern).map_or(pattern, |known| known.path.clone())
}

/// Every call's method and path as the document names them, for tables that must not miss one.
pub fn calls() -> Vec<(String, String)> {
    let paths = Apis::meta().into_iter().flat_map(|api| api.paths);
    paths
        .flat_map(|path| {
            let name = path.path;
            path.operations.into_iter().map(move |operation| (operation.method.to_string(), format!("/api{name}")))
        })
        .collect()
}

/// The ids of all calls, in the order of the code.
fn operations() -> Vec<&'static str> {
    let paths = Apis::meta().into_iter().flat_map(|api| api.paths);
    paths.flat_map(|path| path.operations).filter_map(|operation| operation.operation_id).collect()
}

impl ApiResponse for Problem {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "What went wrong.",
                status: None,
                status_range: None,
                content: vec![MetaMediaType { content_type: PROBLEM_JSON, schema: ProblemBody::schema_ref() }],
                headers: Vec::new(),
            }],
        }
    }

    fn register(registry: &mut Registry) {
        ProblemBody::register(registry);
    }
}
