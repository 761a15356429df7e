//! What a form with a file sent: `multipart/form-data`, or the usual kind when nobody chose a file.

use poem::web::Multipart;
use poem::{FromRequest, Request, RequestBody};

use super::posted::Posted;
use crate::problem::Problem;

/// The fields of a form, and the bytes of its file; no bytes when none was chosen. The guard has bounded the body.
pub(super) struct Upload {
    pub(super) posted: Posted,
    pub(super) file: Vec<u8>,
}

/// Fields that are looked at; no form of ours has more.
const MOST_FIELDS: usize = 32;

impl<'a> FromRequest<'a> for Upload {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> poem::Result<Self> {
        let is_multipart = request.content_type().is_some_and(|kind| {
            kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("multipart/form-data")
        });
        if !is_multipart {
            return Ok(Self { posted: Posted::from_request(request, body).await?, file: Vec::new() });
        }
        let unreadable = |_| Problem::unreadable_form();
        let mut parts = Multipart::from_request(request, body).await.map_err(unreadable)?;
        let (mut fields, mut file) = (Vec::new(), Vec::new());
        while let Some(part) = parts.next_field().await.map_err(|_| Problem::unreadable_form())? {
            if fields.len() >= MOST_FIELDS {
                return Err(Problem::unreadable_form().into());
            }
            let name = part.name().unwrap_or_default().to_owned();
            let is_file = part.file_name().is_some();
            let bytes = part.bytes().await.map_err(|_| Problem::unreadable_form())?;
            if is_file {
                fields.push((name, String::new()));
                file = bytes;
            } else {
                let text = String::from_utf8(bytes).map_err(|_| Problem::unreadable_form())?;
                fields.push((name, text));
            }
        }
        Ok(Self { posted: Posted::from_fields(fields), file })
    }
}
