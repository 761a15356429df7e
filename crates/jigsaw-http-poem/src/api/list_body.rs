//! Lists as bodies: a file of values, or what somebody would paste.

use jigsaw_domain::invitation::AddressList;
use poem::error::ReadBodyError;
use poem::http::StatusCode;
use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use crate::problem::Problem;
use crate::table;

const CSV: &str = "text/csv";
const PLAIN: &str = "text/plain";

/// A list of people: `text/csv` is a table, with a heading or without; `text/plain` is read as a pasted list.
pub(crate) struct ListBody(pub(crate) AddressList);

impl<'a> ApiExtractor<'a> for ListBody {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(_: &mut Registry) {}

    fn request_meta() -> Option<MetaRequest> {
        let text = || MetaSchemaRef::Inline(Box::new(MetaSchema::new("string")));
        let content = [CSV, PLAIN].map(|content_type| MetaMediaType { content_type, schema: text() });
        let description = "The list, at most 4 MB and 10,000 rows. `text/csv`: values with commas, semicolons or tabs between, \
                           in UTF-8, UTF-16 or Windows-1252, with a heading or without. `text/plain`: addresses with or \
                           without names, as somebody would paste them.";
        Some(MetaRequest { description: Some(description), content: content.into(), required: true })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<Self::ParamType>,
    ) -> poem::Result<Self> {
        // The guard has bounded the body, so this takes what is in memory already.
        let broken = |_: ReadBodyError| Problem::new(StatusCode::BAD_REQUEST, "body_broken", "The body broke off.");
        let bytes = body.take().map_err(broken)?.into_bytes().await.map_err(broken)?;
        let kind = request.content_type().and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
        let text = || {
            table::decode(&bytes).map_err(|table::NotText| {
                crate::guard::unsupported("This is not a text. Save the list as CSV (UTF-8), and send that.")
            })
        };
        let list = if kind.eq_ignore_ascii_case(CSV) {
            table::read(&text()?)
        } else if kind.eq_ignore_ascii_case(PLAIN) {
            AddressList::read_pasted(&text()?)
        } else {
            let detail = "Send a list as text/csv, or as text/plain what you would paste.";
            return Err(crate::guard::unsupported(detail).into());
        };
        Ok(Self(list.map_err(|fault| Problem::field("rows", &fault))?))
    }
}
