//! [`Mailer`], looked at through the [`Mailbox`] that keeps its mail.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use jigsaw_domain::admission::Proof;
use jigsaw_domain::delivery::{
    CalendarEntry, CalendarMethod, CalledOff, Knocker, Letter, LetterBody, SessionLetter, Thread, Unreached,
};
use jigsaw_domain::id::{CodeId, InvitationId, MessageId, SessionId};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::language::Language;
use jigsaw_domain::port::{CapturedMail, Mailbox, Mailer};
use jigsaw_domain::text::{HostText, Title};

use crate::build::{email, id_seed, minutes, name, now};
use crate::fakes::keyring;

/// A fresh mailer under test, and the mailbox that its letters end up in.
#[derive(Clone)]
pub struct MailPorts {
    /// The mailer.
    pub mailer: Arc<dyn Mailer>,
    /// Its mailbox.
    pub mailbox: Arc<dyn Mailbox>,
}

const LINK: &str = "https://jigsaw.example/i/AQEAAAGThYkzwHt6fJk2mE9Dk3h1c2VyLmV4YW1wbGUt";
const SESSION_LINK: &str = "https://jigsaw.example/j/AgEAAAGThYkzwHt6fJk2mE9Dk3h1c2VyLmV4YW1wbGUt";

fn about(title: &str, host: &str) -> SessionLetter {
    SessionLetter {
        title: Title::parse(title).expect("a title"),
        host_name: name(host),
        starts_at: minutes(60),
        ends_at: minutes(120),
        zone: chrono_tz::Europe::Berlin,
        message: Some(HostText::parse(&format!("{title}\n{host}")).expect("a text")),
    }
}

/// A letter of each kind to this address.
fn letters(address: &str, title: &str, host: &str) -> Vec<Letter> {
    let session = || about(title, host);
    let calendar = |method| CalendarEntry {
        method,
        session: SessionId::mint(now(), id_seed(title)),
        sequence: 3,
        organizer: email("host@example.org"),
        url: SESSION_LINK.to_owned(),
        stamp: now(),
    };
    let invitation = |on_the_fly| LetterBody::Invitation {
        session: session(),
        role: Role::Presenter,
        personal_link: LINK.to_owned(),
        on_the_fly,
        calendar: calendar(CalendarMethod::Request),
    };
    let cancellation = |what| LetterBody::Cancellation {
        session: session(),
        what,
        reason: HostText::parse(title).ok(),
        calendar: calendar(CalendarMethod::Cancel),
    };
    let code = keyring().code(CodeId::mint(now(), id_seed(title)));
    let bodies = [
        invitation(false),
        invitation(true),
        LetterBody::Reminder {
            session: session(),
            personal_link: LINK.to_owned(),
            offset_minutes: 10,
            unsubscribe_url: "https://jigsaw.example/u/none".to_owned(),
        },
        LetterBody::Code { session: session(), code, valid_minutes: 10, creates_profile: false },
        LetterBody::AccountExists { session: session(), sign_in_url: "https://jigsaw.example/signin".to_owned() },
        LetterBody::LockAlert { until: minutes(15), zone: chrono_tz::Europe::Berlin },
        LetterBody::Change {
            session: session(),
            personal_link: LINK.to_owned(),
            was: Some(minutes(30)),
            calendar: calendar(CalendarMethod::Request),
        },
        LetterBody::Welcome { sign_in_url: "https://jigsaw.example/".to_owned(), may_host: true },
        LetterBody::PasswordReset {
            link: "https://jigsaw.example/setup/key".to_owned(),
            until: Some(minutes(60)),
            zone: chrono_tz::Europe::Berlin,
        },
        LetterBody::AccessRequest {
            session: session(),
            people: vec![Knocker { name: name(host), domain: "example.org".to_owned(), proof: Proof::Unverified }],
            more: 2,
            live_url: "https://jigsaw.example/sessions/s/live".to_owned(),
        },
        LetterBody::Digest {
            session: session(),
            people: vec![Unreached { email: email("gone@example.org"), reason: title.to_owned() }],
            more: 0,
            list_url: "https://jigsaw.example/sessions/s/invitations".to_owned(),
        },
        cancellation(CalledOff::Session),
        cancellation(CalledOff::Invitation),
    ];
    let letter = |(n, body): (i64, LetterBody)| Letter {
        id: MessageId::mint(minutes(n), id_seed(&format!("{address}{title}{n}"))),
        to: email(address),
        language: Language::default(),
        to_name: Some(name(host)),
        body,
        thread: Some(Thread::of_invitation(InvitationId::mint(now(), id_seed(address)))),
        created_at: minutes(n),
    };
    (0..).zip(bodies).map(letter).collect()
}

async fn deliver(ports: &MailPorts, letter: &Letter) -> (CapturedMail, String) {
    ports.mailer.deliver(letter).await.expect("delivered");
    let id = letter.id.to_string();
    let mail = ports.mailbox.find(&id).await.expect("read").expect("the letter is in the mailbox");
    let raw = ports.mailbox.raw(&id).await.expect("read").expect("the letter is in the mailbox");
    (mail, String::from_utf8(raw).expect("a mail is text"))
}

/// The values of a header in the head of a message, unfolded.
fn headers(raw: &str, name: &str) -> Vec<String> {
    let head = raw.split("\r\n\r\n").next().expect("a head").replace("\r\n ", " ").replace("\r\n\t", " ");
    let named = head.split("\r\n").filter_map(|line| line.split_once(':'));
    named.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned()).collect()
}

/// One recipient, the letter's own, as it was typed, and nobody in copy.
pub async fn must_1_the_mail_goes_to_exactly_one_address(ports: MailPorts) {
    for letter in letters("Mike@Example.org", "Autumn term", "Hanna Host") {
        let (mail, raw) = deliver(&ports, &letter).await;
        assert_eq!(mail.to, "Mike@Example.org");
        assert_eq!(mail.kind, letter.body.kind().as_str());
        assert_eq!(mail.on_the_fly, matches!(letter.body, LetterBody::Invitation { on_the_fly: true, .. }));
        let to = headers(&raw, "To");
        assert_eq!(to.len(), 1, "one To: {to:?}");
        assert!(to[0].to_lowercase().contains("mike@example.org") && to[0].matches('@').count() == 1, "{to:?}");
        assert!(headers(&raw, "Cc").is_empty() && headers(&raw, "Bcc").is_empty());
    }
}

/// The Message-ID is made of the letter's id alone: every try bears the same, and no two letters do.
pub async fn must_2_every_try_bears_the_same_message_id(ports: MailPorts) {
    let mut seen = Vec::new();
    for letter in letters("mike@example.org", "Autumn term", "Hanna Host") {
        let (mail, first) = deliver(&ports, &letter).await;
        assert_eq!(mail.id, letter.id.to_string());
        let changed = Letter { to: email("zoe@example.org"), created_at: minutes(99), ..letter };
        let (_, second) = deliver(&ports, &changed).await;
        let id = headers(&first, "Message-ID");
        assert_eq!(id.len(), 1, "one Message-ID: {id:?}");
        assert_eq!(id, headers(&second, "Message-ID"));
        assert!(!seen.contains(&id), "another letter has this one: {id:?}");
        seen.push(id);
    }
}

fn links(text: &str) -> Vec<String> {
    let found = text.split(|c: char| c.is_whitespace() || "\"'<>()".contains(c));
    let mut found: Vec<String> = found.filter(|word| word.contains("/i/")).map(str::to_owned).collect();
    found.dedup();
    found
}

/// Both parts hold the personal link of the letter, and no other personal link; codes stand in both parts, too.
pub async fn must_3_both_parts_hold_the_same_link(ports: MailPorts) {
    for letter in letters("mike@example.org", "Autumn term", "Hanna Host") {
        let (mail, _) = deliver(&ports, &letter).await;
        match &letter.body {
            LetterBody::Invitation { personal_link, .. }
            | LetterBody::Reminder { personal_link, .. }
            | LetterBody::Change { personal_link, .. } => {
                for part in [&mail.text, &mail.html] {
                    let found = links(part);
                    assert!(!found.is_empty() && found.iter().all(|link| link == personal_link), "{found:?} in {part}");
                }
            }
            LetterBody::Code { code, .. } => {
                let digits = |part: &str| part.replace([' ', '\u{a0}'], "").contains(code.reveal());
                assert!(digits(&mail.text) && digits(&mail.html), "the digits stand in both parts");
            }
            LetterBody::AccountExists { sign_in_url, .. } => {
                assert!(mail.text.contains(sign_in_url) && mail.html.contains(sign_in_url));
            }
            LetterBody::PasswordReset { link: url, .. }
            | LetterBody::Welcome { sign_in_url: url, .. }
            | LetterBody::AccessRequest { live_url: url, .. }
            | LetterBody::Digest { list_url: url, .. } => {
                assert!(mail.text.contains(url) && mail.html.contains(url), "{url}");
            }
            LetterBody::LockAlert { .. } | LetterBody::Cancellation { .. } => {}
        }
    }
}

/// Titles and names full of markup, headers, links and calendar lines stay what they are: text.
pub async fn must_4_no_text_of_a_person_becomes_markup_or_a_header(ports: MailPorts) {
    let titles = [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "\"><a href=\"https://evil.example/\">Click</a>",
        "Bcc: evil@example.org",
        "=?utf-8?q?Bcc:_evil?= %0d%0aBcc: evil@example.org",
        "X;ATTENDEE:mailto:evil@example.org\\nATTENDEE;CN=x,\"y\":z",
        "{{ title }} {% raw %} ${x} %s",
    ];
    for title in titles {
        for letter in letters("mike@example.org", title, "<b>Eve</b> \"Bcc:evil@example.org\"") {
            let (mail, raw) = deliver(&ports, &letter).await;
            assert!(headers(&raw, "Bcc").is_empty() && headers(&raw, "To").len() == 1, "{title}");
            for markup in ["<script", "<img src=x", "<a href=\"https://evil", "<b>Eve"] {
                assert!(!mail.html.contains(markup), "{markup} of {title} in {}", mail.html);
            }
            assert!(!mail.subject.contains(['\r', '\n']), "one line: {:?}", mail.subject);
            let properties = raw.replace("\r\n ", "").lines().filter(|line| line.starts_with("ATTENDEE")).count();
            assert!(properties <= 1, "{title} makes no calendar property");
        }
    }
}

/// The mailbox lists what was delivered, newest first, and finds each by the letter's id; an unknown one is none.
pub async fn the_mailbox_lists_newest_first_and_finds_by_id(ports: MailPorts) {
    assert_eq!(ports.mailbox.list().await, Ok(Vec::new()));
    let sent = letters("mike@example.org", "Autumn term", "Hanna Host");
    for letter in &sent {
        deliver(&ports, letter).await;
    }
    let listed = ports.mailbox.list().await.expect("read");
    let newest_first: Vec<String> = sent.iter().rev().map(|letter| letter.id.to_string()).collect();
    assert_eq!(listed.iter().map(|mail| mail.id.clone()).collect::<Vec<_>>(), newest_first);
    let times: Vec<DateTime<Utc>> = listed.iter().map(|mail| mail.sent_at).collect();
    assert!(times.is_sorted_by(|newer, older| newer >= older));
    for unknown in ["", "unknown", "../../etc/passwd", &MessageId::mint(now(), [9; 16]).to_string()] {
        assert_eq!(ports.mailbox.find(unknown).await, Ok(None), "{unknown}");
        assert_eq!(ports.mailbox.raw(unknown).await, Ok(None), "{unknown}");
    }
}
