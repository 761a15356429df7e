//! `/mailbox`: captured mail, for whoever runs the server; in the demo for everyone.

use chrono_tz::Tz;
use jigsaw_domain::account::Account;
use jigsaw_domain::port::{CapturedMail, Mailbox};
use jigsaw_domain::usecase::{Action, Subject, authorise};
use poem::http::{HeaderName, HeaderValue, StatusCode, header};
use poem::web::Path;
use poem::{Response, handler};

use super::frame::{Answer, Turn, Visit, show};
use super::times;
use crate::problem::Problem;
use crate::view::{MailKind, MailPage, MailRow, MailboxPage};

/// What the HTML part of a mail may do inside its frame: show its own styles and pictures. No script, no request.
// `allow-scripts` is for tools that look into frames, such as accessibility checkers, which hang without it; the mail's own
// scripts are kept from running by `default-src 'none'`.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups \
    allow-popups-to-escape-sandbox allow-scripts; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

/// The page of a mail frames its HTML part.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
    connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// All of it.
#[handler]
pub(super) async fn list(visit: Visit) -> Answer {
    let (account, mailbox) = open(&visit).await?;
    let zone = zone(account.as_ref());
    let mails = mailbox.list().await?;
    show(&MailboxPage {
        page: visit.page(account.as_ref()),
        mails: mails
            .iter()
            .map(|mail| MailRow {
                url: format!("/mailbox/{}", mail.id),
                to: mail.to.clone(),
                subject: mail.subject.clone(),
                kind: kind(mail),
                sent: times::stamp(&visit.text, mail.sent_at, zone),
            })
            .collect(),
    })
}

/// One mail, or with `.eml` the message itself.
#[handler]
pub(super) async fn show_mail(visit: Visit, Path(id): Path<String>) -> Answer {
    let (account, mailbox) = open(&visit).await?;
    if let Some(id) = id.strip_suffix(".eml") {
        return message(mailbox, id).await;
    }
    let mail = mailbox.find(&id).await?.ok_or_else(Problem::not_found)?;
    let mut page = show(&MailPage {
        page: visit.page(account.as_ref()),
        kind: kind(&mail),
        sent: times::stamp(&visit.text, mail.sent_at, zone(account.as_ref())),
        html_url: (!mail.html.is_empty()).then(|| format!("/mailbox/{id}/html")),
        eml_url: format!("/mailbox/{id}.eml"),
        to: mail.to,
        subject: mail.subject,
        body: mail.text,
    })?;
    page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY));
    Ok(page)
}

/// The HTML part alone, in a sandbox.
#[handler]
pub(super) async fn html(visit: Visit, Path(id): Path<String>) -> Answer {
    let (_, mailbox) = open(&visit).await?;
    let mail = mailbox.find(&id).await?.filter(|mail| !mail.html.is_empty()).ok_or_else(Problem::not_found)?;
    Ok(Response::builder()
        .status(StatusCode::OK)
        .content_type("text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, MAIL_POLICY)
        .header(HeaderName::from_static("x-frame-options"), "SAMEORIGIN")
        .body(mail.html))
}

async fn message(mailbox: &dyn Mailbox, id: &str) -> Answer {
    let raw = mailbox.raw(id).await?.ok_or_else(Problem::not_found)?;
    Ok(Response::builder()
        .content_type("message/rfc822")
        .header(header::CONTENT_DISPOSITION, "attachment; filename=\"mail.eml\"")
        .body(raw))
}

/// The mailbox, for a reader who may open it. Where mail is really sent there is none.
async fn open(visit: &Visit) -> Result<(Option<Account>, &dyn Mailbox), Turn> {
    let http = &visit.context().http;
    let mailbox = http.mailbox.as_deref().ok_or_else(Problem::not_found)?;
    if http.mailbox_is_open {
        return Ok((visit.asking.signed_in_account().await?, mailbox));
    }
    let (_, account) = visit.signed_in().await?;
    authorise(&Subject::Account(account.clone()), Action::ReadMailbox, None, visit.now())?;
    Ok((Some(account), mailbox))
}

fn zone(account: Option<&Account>) -> Tz {
    account.map_or(Tz::UTC, |account| account.time_zone)
}

fn kind(mail: &CapturedMail) -> MailKind {
    MailKind::parse(&mail.kind).unwrap_or(MailKind::Change)
}
