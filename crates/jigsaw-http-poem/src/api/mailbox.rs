//! The captured mail, for operators of a server without SMTP.

use std::sync::Arc;

use jigsaw_domain::port::{CapturedMail, Mailbox};
use jigsaw_domain::usecase::{Action, authorise};
use poem_openapi::param::Path;
use poem_openapi::payload::{Attachment, AttachmentType, Json};
use poem_openapi::{ApiResponse, Object, OpenApi};

use super::by::{By, Operator};
use super::words::Moment;
use super::{Answer, Tag};
use crate::caller::Asking;
use crate::problem::Problem;

pub(crate) struct Mails;

/// A mail that was captured instead of sent.
#[derive(Debug, Object)]
#[oai(rename = "CapturedMail")]
struct MailBody {
    /// Its identifier.
    id: String,
    /// The recipient.
    to: String,
    /// The subject line.
    subject: String,
    /// `invitation`, `code`, `reminder`, `change`, `cancellation`, `account_exists`, `welcome`, `password_reset`,
    /// `access_request`, `digest`, `lock_alert`.
    kind: String,
    /// An invitation that was made while the session was live.
    on_the_fly: bool,
    /// The text part.
    text: String,
    /// The HTML part.
    html: String,
    /// Where the whole message is, as it would have been sent.
    eml_url: String,
    /// When it was captured.
    sent_at: Moment,
}

#[derive(ApiResponse)]
enum Raw {
    /// The message (RFC 5322).
    #[oai(status = 200, content_type = "message/rfc822")]
    Message(Attachment<Vec<u8>>),
}

#[OpenApi(prefix_path = "/v1", tag = "Tag::Mailbox")]
impl Mails {
    /// List the captured mail
    ///
    /// Newest first; only on a server that captures its mail. Needs an operator's token with the scope
    /// `mailbox:read`.
    #[oai(path = "/mailbox", method = "get", operation_id = "listMail")]
    async fn list(&self, by: By<Operator>) -> Answer<Json<Vec<MailBody>>> {
        let mailbox = open(&by).await?;
        let mails = mailbox.list().await?;
        Ok(Json(mails.into_iter().map(|mail| MailBody::of(mail, &by)).collect()))
    }

    /// Show one captured mail
    #[oai(path = "/mailbox/:mail_id", method = "get", operation_id = "getMail")]
    async fn show(&self, by: By<Operator>, mail_id: Path<String>) -> Answer<Json<MailBody>> {
        let mail = open(&by).await?.find(plain(&mail_id.0)?).await?.ok_or_else(Problem::not_found)?;
        Ok(Json(MailBody::of(mail, &by)))
    }

    /// Download one captured mail
    #[oai(path = "/mailbox/:mail_id/message.eml", method = "get", operation_id = "getMailMessage")]
    async fn message(&self, by: By<Operator>, mail_id: Path<String>) -> Answer<Raw> {
        let raw = open(&by).await?.raw(plain(&mail_id.0)?).await?.ok_or_else(Problem::not_found)?;
        let message = Attachment::new(raw).attachment_type(AttachmentType::Attachment).filename("message.eml");
        Ok(Raw::Message(message))
    }
}

/// The mailbox, for whoever may read it. Without captured mail there is none.
async fn open(asking: &Asking) -> Result<Arc<dyn Mailbox>, Problem> {
    let http = &asking.context().http;
    let mailbox = http.mailbox.clone().ok_or_else(Problem::not_found)?;
    // The demo opens the page of the mailbox to everyone, not this: a program has the token that the demo printed.
    let caller = asking.caller().await?;
    authorise(&caller.subject, Action::ReadMailbox, None, asking.now())?;
    Ok(mailbox)
}

/// Captured mails are files: nothing but an identifier gets near their names.
fn plain(id: &str) -> Result<&str, Problem> {
    let is_plain = id.len() <= 64 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if is_plain { Ok(id) } else { Err(Problem::not_found()) }
}

impl MailBody {
    fn of(mail: CapturedMail, asking: &Asking) -> Self {
        let path = format!("/api/v1/mailbox/{}/message.eml", mail.id);
        Self {
            eml_url: asking.context().door.address().at(&path),
            id: mail.id,
            to: mail.to,
            subject: mail.subject,
            kind: mail.kind,
            on_the_fly: mail.on_the_fly,
            text: mail.text,
            html: mail.html,
            sent_at: Moment::of(mail.sent_at),
        }
    }
}
