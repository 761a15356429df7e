//! Who may call what, as the document says it. Whether this caller may, the use case says.

use std::marker::PhantomData;
use std::ops::Deref;

use poem::{FromRequest, Request, RequestBody};
use poem_openapi::registry::{MetaSecurityScheme, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use crate::caller::Asking;
use crate::problem::Problem;

/// The asking side of a call, with the kinds of authority that the call takes.
pub(crate) struct By<K> {
    asking: Asking,
    kind: PhantomData<K>,
}

impl<K> Deref for By<K> {
    type Target = Asking;

    fn deref(&self) -> &Asking {
        &self.asking
    }
}

/// Kinds of authority.
pub(crate) trait Kind: Send + Sync + 'static {
    /// Names of the security schemes, any of which will do.
    const SCHEMES: &'static [&'static str];
    /// Whether nobody in particular may call, too.
    const ANYONE: bool = false;
}

/// A host, by API token or sign-in.
pub(crate) struct Host;
/// Whoever runs a session: its host, or a co-host by their pass.
pub(crate) struct Runner;
/// A person in a session, by their pass.
pub(crate) struct Holder;
/// An operator; in the demo anyone.
pub(crate) struct Operator;
/// Anyone; what they carry counts for them.
pub(crate) struct Anyone;

const TOKEN: &str = "api_token";
const SIGN_IN: &str = "sign_in";
const PASS: &str = "pass";

impl Kind for Host {
    const SCHEMES: &'static [&'static str] = &[TOKEN, SIGN_IN];
}

impl Kind for Runner {
    const SCHEMES: &'static [&'static str] = &[TOKEN, SIGN_IN, PASS];
}

impl Kind for Holder {
    const SCHEMES: &'static [&'static str] = &[PASS];
}

impl Kind for Operator {
    const SCHEMES: &'static [&'static str] = &[TOKEN, SIGN_IN];
    const ANYONE: bool = true;
}

impl Kind for Anyone {
    const SCHEMES: &'static [&'static str] = &[SIGN_IN, PASS];
    const ANYONE: bool = true;
}

impl<'a, K: Kind> ApiExtractor<'a> for By<K> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        let bearer = |description, format| MetaSecurityScheme {
            ty: "http",
            description: Some(description),
            name: None,
            key_in: None,
            scheme: Some("bearer"),
            bearer_format: Some(format),
            flows: None,
            openid_connect_url: None,
        };
        registry.create_security_scheme(
            TOKEN,
            bearer("A host's API token, made with `jigsaw token create`. It has scopes.", "jt_…"),
        );
        registry.create_security_scheme(
            PASS,
            bearer("The pass that joining answers with. Browsers carry it in a cookie of the session.", "jp_…"),
        );
        let cookie = MetaSecurityScheme {
            ty: "apiKey",
            description: Some("The sign-in of the pages. Over plain http on this machine the name is `jigsaw`."),
            name: Some("__Host-jigsaw"),
            key_in: Some("cookie"),
            scheme: None,
            bearer_format: None,
            flows: None,
            openid_connect_url: None,
        };
        registry.create_security_scheme(SIGN_IN, cookie);
    }

    fn security_schemes() -> Vec<&'static str> {
        K::SCHEMES.to_vec()
    }

    fn has_security_fallback() -> bool {
        K::ANYONE
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<Self::ParamType>,
    ) -> poem::Result<Self> {
        let asking = <Asking as FromRequest>::from_request(request, body).await?;
        // Whoever shows nothing at all is not told what is wrong with their body, either.
        if !K::ANYONE && !asking.has_bearer() && !asking.cookies().carries_authority() {
            return Err(Problem::sign_in_required().into());
        }
        Ok(Self { asking, kind: PhantomData })
    }
}
