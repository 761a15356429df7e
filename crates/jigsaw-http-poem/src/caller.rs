//! Who is asking: read from the request once, looked up when a handler needs it.

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};
use jigsaw_domain::account::Account;
use jigsaw_domain::admission::PassHolder;
use jigsaw_domain::id::{CorrelationId, SessionId};
use jigsaw_domain::language::Language;
use jigsaw_domain::link::{Link, LinkTarget};
use jigsaw_domain::secret::{Secret, SecretKind};
use jigsaw_domain::usecase::{Caller, ClientNetwork, Subject, UseCaseError};
use poem::error::GetDataError;
use poem::http::{HeaderMap, header};
use poem::{FromRequest, Request, RequestBody};

use crate::context::Context;
use crate::cookie::{CookieWriter, Cookies};
use crate::problem::Problem;

/// A request as far as it says who asks. An extractor; cheap to clone.
///
/// A bearer token comes before cookies, and a wrong one is an error instead of nobody: a program should hear that its
/// token is gone.
#[derive(Clone, Debug)]
pub struct Asking {
    context: Context,
    arrival: Arc<Arrival>,
    /// The account of the sign-in, where it was looked up for this one answer. A stream looks again each time.
    signed_in: Option<Arc<Option<Account>>>,
}

#[derive(Debug)]
struct Arrival {
    correlation: CorrelationId,
    network: ClientNetwork,
    bearer: Option<Bearer>,
    cookies: Cookies,
    /// What was chosen in this browser, or what the browser asks for.
    wished: Language,
    /// What the account of the reader chose, once it is known.
    chosen: OnceLock<Language>,
    /// The id of a browser that has none yet, made when a page needs it.
    fresh: OnceLock<String>,
}

/// What stands in `Authorization`.
#[derive(Debug)]
enum Bearer {
    Token(Secret),
    Pass(Secret),
    Unreadable,
}

impl Asking {
    /// Reads what the request says. The guard does it once for every request.
    pub(crate) fn read(
        context: Context,
        headers: &HeaderMap,
        network: ClientNetwork,
        correlation: CorrelationId,
    ) -> Self {
        let cookies = Cookies::read(headers, context.is_secure());
        let bearer =
            headers.get(header::AUTHORIZATION).and_then(|value| read_bearer(value.to_str().unwrap_or_default()));
        let wished = cookies.language().or_else(|| asked_for(headers)).unwrap_or_default();
        let arrival =
            Arrival { correlation, network, bearer, cookies, wished, chosen: OnceLock::new(), fresh: OnceLock::new() };
        Self { context, arrival: Arc::new(arrival), signed_in: None }
    }

    /// Use cases and settings.
    pub const fn context(&self) -> &Context {
        &self.context
    }

    /// The id of this request.
    pub fn correlation(&self) -> CorrelationId {
        self.arrival.correlation
    }

    /// The time, by the use cases' own clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.context.door.ports().clock.now()
    }

    /// Where it comes from.
    pub fn network(&self) -> ClientNetwork {
        self.arrival.network.clone()
    }

    /// The language that the reader is spoken to in: the account's own, the one that was chosen in this browser, the
    /// first of ours that the browser asks for, English.
    pub fn language(&self) -> Language {
        self.arrival.chosen.get().copied().unwrap_or(self.arrival.wished)
    }

    /// The same request with the account of its sign-in looked up once, for the answer of a page. From here on the reader
    /// is spoken to in the language of that account, also by a page about an error.
    pub(crate) async fn reading(self) -> Result<Self, Problem> {
        let account = self.signed_in_account().await?;
        if let Some(language) = account.as_ref().and_then(|account| account.language) {
            self.arrival.chosen.get_or_init(|| language);
        }
        Ok(Self { signed_in: Some(Arc::new(account)), ..self })
    }

    /// Its cookies.
    pub fn cookies(&self) -> &Cookies {
        &self.arrival.cookies
    }

    /// Writes cookies that this browser takes.
    pub fn write_cookies(&self) -> CookieWriter {
        CookieWriter::new(self.context.is_secure())
    }

    /// The value of the hidden field `form_token` in forms for this browser.
    pub fn form_token(&self) -> String {
        self.context.door.keyring().form_token(self.browser())
    }

    /// Whether a presented form token is this browser's.
    pub fn form_token_matches(&self, presented: &str) -> bool {
        let browser = self.arrival.cookies.browser();
        browser.is_some_and(|browser| self.context.door.keyring().form_token_matches(browser, presented))
    }

    fn browser(&self) -> &str {
        let known = self.arrival.cookies.browser();
        known.unwrap_or_else(|| self.arrival.fresh.get_or_init(|| fresh_browser(&self.context)))
    }

    /// The browser's id when it has none yet: a page sets it.
    pub(crate) fn new_browser(&self) -> Option<&str> {
        if self.arrival.cookies.browser().is_some() { None } else { Some(self.browser()) }
    }

    /// Whether a bearer token was sent, so that no cookie counts.
    pub(crate) fn has_bearer(&self) -> bool {
        self.arrival.bearer.is_some()
    }

    /// A caller with this subject.
    pub fn as_subject(&self, subject: Subject) -> Caller {
        Caller { subject, network: self.network(), correlation: self.correlation() }
    }

    /// The account that the browser is signed in to. API tokens never count here.
    pub async fn signed_in_account(&self) -> Result<Option<Account>, Problem> {
        if let Some(known) = &self.signed_in {
            return Ok((**known).clone());
        }
        match self.arrival.cookies.sign_in() {
            Some(secret) => Ok(self.context.door.by_sign_in(secret).await?),
            None => Ok(None),
        }
    }

    /// Who asks, by token, bearer pass or sign-in; passes in cookies belong to one session, see [`Asking::caller_in`].
    pub async fn caller(&self) -> Result<Caller, Problem> {
        let subject = match &self.arrival.bearer {
            Some(bearer) => self.by_bearer(bearer).await?,
            None => self.signed_in_account().await?.map_or(Subject::Anonymous, Subject::Account),
        };
        Ok(self.as_subject(subject))
    }

    /// Who asks about this session: as [`Asking::caller`], and a pass in a cookie counts unless the sign-in is the host's.
    pub async fn caller_in(&self, session: SessionId) -> Result<Caller, Problem> {
        if self.has_bearer() {
            return self.caller().await;
        }
        let account = self.signed_in_account().await?;
        let holder = match self.arrival.cookies.pass(session) {
            Some(secret) => self.context.door.by_pass(secret).await?,
            None => None,
        };
        let subject = match (account, holder) {
            (Some(account), Some(holder)) if holder.session.host() != account.id => Subject::Pass(Box::new(holder)),
            (Some(account), _) => Subject::Account(account),
            (None, Some(holder)) => Subject::Pass(Box::new(holder)),
            (None, None) => Subject::Anonymous,
        };
        Ok(self.as_subject(subject))
    }

    async fn by_bearer(&self, bearer: &Bearer) -> Result<Subject, Problem> {
        let door = &self.context.door;
        let found = match bearer {
            Bearer::Token(secret) => {
                door.by_token(secret).await?.map(|(account, scopes)| Subject::Token { account, scopes })
            }
            Bearer::Pass(secret) => door.by_pass(secret).await?.map(|holder| Subject::Pass(Box::new(holder))),
            Bearer::Unreadable => None,
        };
        found.ok_or_else(Problem::unknown_bearer)
    }

    /// The secret of the pass that the request carries for this session, bearer before cookie, unchecked: joining again
    /// on the same device keeps its pass.
    pub fn carried_pass(&self, session: SessionId) -> Option<&Secret> {
        match &self.arrival.bearer {
            Some(Bearer::Pass(secret)) => Some(secret),
            _ => self.arrival.cookies.pass(session),
        }
    }

    /// The same where only the link is known. A personal link does not say its session, so that is looked up, and only
    /// for browsers that carry passes in cookies.
    pub async fn pass_at(&self, link: Link) -> Result<Option<Secret>, UseCaseError> {
        if let Some(Bearer::Pass(secret)) = &self.arrival.bearer {
            return Ok(Some(secret.clone()));
        }
        if self.arrival.cookies.passes().next().is_none() {
            return Ok(None);
        }
        let session = match link.target {
            LinkTarget::Session(session) => session,
            _ => self.context.look(link).await?.id,
        };
        Ok(self.arrival.cookies.pass(session).cloned())
    }

    /// The holder of the presented pass. Without a session, and with passes of several in cookies, the one that was
    /// opened last, before those that are over.
    pub async fn presented_pass(&self, session: Option<SessionId>) -> Result<Option<PassHolder>, Problem> {
        let door = &self.context.door;
        match (&self.arrival.bearer, session) {
            (Some(Bearer::Pass(secret)), session) => {
                let holder = door.by_pass(secret).await?;
                Ok(holder.filter(|holder| session.is_none_or(|id| holder.session.id() == id)))
            }
            (Some(_), _) => Ok(None),
            (None, Some(session)) => match self.arrival.cookies.pass(session) {
                Some(secret) => Ok(door.by_pass(secret).await?.filter(|holder| holder.session.id() == session)),
                None => Ok(None),
            },
            (None, None) => self.latest_pass().await,
        }
    }

    async fn latest_pass(&self) -> Result<Option<PassHolder>, Problem> {
        let now = self.now();
        let mut latest: Option<PassHolder> = None;
        for secret in self.arrival.cookies.passes() {
            let Some(holder) = self.context.door.by_pass(secret).await? else {
                continue;
            };
            let rank = |holder: &PassHolder| (!holder.state(now).is_over(), holder.pass.opened_at);
            if latest.as_ref().is_none_or(|best| rank(&holder) > rank(best)) {
                latest = Some(holder);
            }
        }
        Ok(latest)
    }
}

impl<'a> FromRequest<'a> for Asking {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        request.data::<Self>().cloned().ok_or_else(|| GetDataError("Asking").into())
    }
}

/// The language that a browser asks for.
fn asked_for(headers: &HeaderMap) -> Option<Language> {
    Language::negotiate(headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?)
}

/// Other schemes are not ours: browsers send a proxy's `Basic` by themselves, also from other sites' pages.
fn read_bearer(value: &str) -> Option<Bearer> {
    let (scheme, token) = value.split_once(' ').unwrap_or((value, ""));
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let token = token.trim();
    let read = Secret::parse(SecretKind::ApiToken, token)
        .map(Bearer::Token)
        .or_else(|| Secret::parse(SecretKind::Pass, token).map(Bearer::Pass));
    Some(read.unwrap_or(Bearer::Unreadable))
}

fn fresh_browser(context: &Context) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(context.door.ports().random.bytes())
}
