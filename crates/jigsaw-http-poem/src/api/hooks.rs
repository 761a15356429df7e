//! What others tell this server: relays, of messages that they took.

use jigsaw_domain::delivery::{HookHeaders, MailReport, ReportKind, Unbelieved, message_of};
use jigsaw_domain::malformed::Malformed;
use jigsaw_domain::usecase::UseCaseError;
use poem::error::ReadBodyError;
use poem::http::{HeaderMap, StatusCode};
use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaMediaType, MetaRequest, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions, Object, OpenApi};
use serde::Deserialize;

use super::by::{Anyone, By};
use super::input::{given, is_json, read};
use super::words::ReportWord;
use super::{Answer, Tag};
use crate::problem::{FieldFault, Problem};

pub(crate) struct Hooks;

/// What became of a message that the relay took.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(rename = "MailReport")]
struct ReportInput {
    /// The Message-ID of the mail, as this server wrote it.
    message_id: String,
    /// What became of it.
    kind: ReportWord,
    /// In the words of whoever said so; addresses are taken out.
    #[serde(default, deserialize_with = "given")]
    reason: Option<String>,
}

#[derive(ApiResponse)]
enum Taken {
    /// The report was taken.
    #[oai(status = 204)]
    Taken,
}

/// A signed body: its octets are what was signed, so they are believed before they are read.
struct Signed {
    headers: HeaderMap,
    bytes: Vec<u8>,
    is_json: bool,
}

#[OpenApi(prefix_path = "/v1", tag = "Tag::Hooks")]
impl Hooks {
    /// Report what became of a mail
    ///
    /// For mail relays, signed as Standard Webhooks say: `webhook-id`, `webhook-timestamp` and `webhook-signature` with the
    /// secret that is set as `mail.hook_secret`. Whoever bounced or complained is not mailed any more. A report is taken once:
    /// the second time it is `409 report_taken`. Without a secret there is no hook.
    #[oai(path = "/hooks/mail", method = "post", operation_id = "reportMail")]
    async fn mail(&self, by: By<Anyone>, signed: Signed) -> Answer<Taken> {
        let secret = by.context().http.hook_secret.as_ref().ok_or_else(Problem::not_found)?;
        let header = |name: &str| signed.headers.get(name).and_then(|value| value.to_str().ok());
        let headers = HookHeaders {
            name: header("webhook-id"),
            timestamp: header("webhook-timestamp"),
            signatures: header("webhook-signature"),
        };
        let name = secret.believe(headers, &signed.bytes, by.now()).map_err(unbelieved)?.to_owned();
        if !signed.is_json {
            return Err(crate::guard::unsupported("Send JSON with Content-Type: application/json."));
        }
        let report: ReportInput = read(&signed.bytes)?;
        let kind = ReportKind::parse(report.kind.as_str()).map_err(|fault| faulty("kind", &fault))?;
        let message = message_of(&report.message_id).ok_or_else(Problem::not_found)?;
        let taken = by.context().door.take_mail_report(MailReport { name, message, kind, reason: report.reason }).await;
        match taken {
            Ok(()) => Ok(Taken::Taken),
            Err(UseCaseError::Contradiction("report_taken")) => Err(Problem::new(
                StatusCode::CONFLICT,
                "report_taken",
                "This report was taken before. Nothing is to be done.",
            )),
            Err(error) => Err(error.into()),
        }
    }
}

fn unbelieved(why: Unbelieved) -> Problem {
    let code = match why {
        Unbelieved::Unsigned => "not_signed",
        Unbelieved::Stale => "stale_signature",
    };
    Problem::new(StatusCode::UNAUTHORIZED, code, why.to_string())
}

fn faulty(field: &str, fault: &Malformed) -> Problem {
    Problem::invalid(vec![FieldFault::new(field, fault.code(), fault.to_string())])
}

impl<'a> ApiExtractor<'a> for Signed {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        ReportInput::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        let content = vec![MetaMediaType { content_type: "application/json", schema: ReportInput::schema_ref() }];
        Some(MetaRequest { description: None, content, required: true })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<Self::ParamType>,
    ) -> poem::Result<Self> {
        // The guard has bounded the body, so this takes what is in memory already.
        let broken = |_: ReadBodyError| Problem::new(StatusCode::BAD_REQUEST, "body_broken", "The body broke off.");
        let bytes = body.take().map_err(broken)?.into_bytes().await.map_err(broken)?.to_vec();
        let is_json = request.content_type().is_some_and(is_json);
        Ok(Self { headers: request.headers().clone(), bytes, is_json })
    }
}
