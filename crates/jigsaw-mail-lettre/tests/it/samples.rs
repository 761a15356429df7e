//! Letters of each kind, with titles and names that break careless templates.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use jigsaw_domain::admission::Proof;
use jigsaw_domain::delivery::{
    CalendarEntry, CalendarMethod, CalledOff, Knocker, Letter, LetterBody, SessionLetter, Thread, Unreached,
};
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::id::{CodeId, InvitationId, MessageId, SessionId};
use jigsaw_domain::invitation::Role;
use jigsaw_domain::language::Language;
use jigsaw_domain::link::{Keyring, MailedCode, SigningKey};
use jigsaw_domain::text::{HostText, PersonName, Title};
use jigsaw_mail_lettre::{Mail, MailFrom, Writer};
use uuid::Uuid;

pub(crate) const PERSONAL: &str = "https://jigsaw.example/i/AgEAAAGTqwertyuiopasdfghjklzxcvbnmQWERTYUIOPASDFG";
/// Where reminders are ended.
pub(crate) const UNSUBSCRIBE: &str = "https://jigsaw.example/u/uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu";
pub(crate) const SESSION: &str = "https://jigsaw.example/j/AQEAAAGTmnbvcxzlkjhgfdsapoiuytrewqMNBVCXZLKJHGFD";
pub(crate) const SIGN_IN: &str = "https://jigsaw.example/";
pub(crate) const SET_UP: &str = "https://jigsaw.example/setup/AwEAAAGTlkjhgfdsapoiuytrewqMNBVCXZLKJHGFDSAPOIUY";
pub(crate) const LIVE: &str = "https://jigsaw.example/sessions/00000000-0000-0000-0000-000000000009/live";
pub(crate) const LIST: &str = "https://jigsaw.example/sessions/00000000-0000-0000-0000-000000000009/invitations";

/// Title, host, guest.
pub(crate) struct Voice {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) host: (&'static str, &'static str),
    pub(crate) guest: Option<(&'static str, &'static str)>,
    pub(crate) zone: Tz,
    /// What the host wrote to all invitees.
    pub(crate) message: Option<&'static str>,
}

/// As long as a host may write.
const LONG: &str = include_str!("long_message.txt");

pub(crate) const VOICES: [Voice; 7] = [
    Voice {
        name: "plain",
        title: "Algebra for everyone",
        host: ("Ada", "Lovelace"),
        guest: Some(("Mia", "Chen")),
        zone: Tz::Europe__Berlin,
        message: Some("Please bring the book.\n\nThe first half hour is for questions; see you there."),
    },
    Voice {
        name: "unknown_guest",
        title: "Weekly planning",
        host: ("Ada", "Lovelace"),
        guest: None,
        zone: Tz::UTC,
        message: None,
    },
    Voice {
        name: "long",
        title: "An introduction to the history of numbers from bones to bits",
        host: ("Maximiliane Theodora", "Freifrau von Hohenstein-Ehrenfels"),
        guest: Some(("Bartholomew Constantine", "Featherstonehaugh-Cholmondeley")),
        zone: Tz::America__Argentina__Buenos_Aires,
        message: Some(LONG),
    },
    Voice {
        name: "arabic",
        title: "مدخل إلى علم الجبر للجميع",
        host: ("ليلى", "حداد"),
        guest: Some(("يوسف", "منصور")),
        zone: Tz::Africa__Cairo,
        message: Some("أحضروا الكتاب من فضلكم."),
    },
    Voice {
        name: "japanese",
        title: "みんなのための代数学入門",
        host: ("美咲", "伊藤"),
        guest: Some(("翔太", "佐々木")),
        zone: Tz::Asia__Tokyo,
        message: Some("教科書を持ってきてください。"),
    },
    Voice {
        name: "hostile",
        title: "<script>alert(1)</script> \"; X='{{ 7 }}' https://evil.example/i/x",
        host: ("Ada \"A;B:C,\"", "</td></a><img src=x>"),
        guest: Some(("www.evil.example", "=?utf-8?q?x?=")),
        zone: Tz::Europe__Berlin,
        message: Some("</td><b>bold</b>\n> quoted\nhttps://evil.example/pay\nBcc: evil@evil.example"),
    },
    Voice {
        name: "digits",
        title: "Room 123456 and 987654321, your code is 000000",
        host: ("Agent", "424242"),
        guest: Some(("Nr", "111111")),
        zone: Tz::Europe__Berlin,
        message: Some("The code is 123456"),
    },
];

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn session(voice: &Voice) -> SessionLetter {
    SessionLetter {
        title: Title::parse(voice.title).unwrap(),
        host_name: name(voice.host),
        starts_at: at("2027-03-01T13:00:00Z"),
        ends_at: at("2027-03-01T14:30:00Z"),
        zone: voice.zone,
        message: voice.message.map(|text| HostText::parse(text).unwrap()),
    }
}

fn name((first, last): (&str, &str)) -> PersonName {
    PersonName::parse(first, last).unwrap()
}

pub(crate) fn letter(voice: &Voice, body: LetterBody) -> Letter {
    Letter {
        id: MessageId::from_uuid(Uuid::from_u128(7)),
        to: EmailAddress::parse("mia@example.org").unwrap(),
        language: Language::English,
        to_name: voice.guest.map(name),
        body,
        thread: Some(Thread::of_invitation(InvitationId::from_uuid(Uuid::from_u128(13)))),
        created_at: at("2027-02-20T08:00:00Z"),
    }
}

fn calendar(method: CalendarMethod, sequence: u32) -> CalendarEntry {
    CalendarEntry {
        method,
        session: SessionId::from_uuid(Uuid::from_u128(9)),
        sequence,
        organizer: EmailAddress::parse("host@example.org").unwrap(),
        url: SESSION.to_owned(),
        stamp: at("2027-02-20T08:00:00Z"),
    }
}

pub(crate) fn invitation(voice: &Voice, role: Role, on_the_fly: bool) -> Letter {
    let calendar = calendar(CalendarMethod::Request, 3);
    let personal_link = PERSONAL.to_owned();
    letter(voice, LetterBody::Invitation { session: session(voice), role, personal_link, on_the_fly, calendar })
}

pub(crate) fn code() -> MailedCode {
    Keyring::new(SigningKey::new(1, [5; 32]), Vec::new()).code(CodeId::from_uuid(Uuid::from_u128(11)))
}

/// Every kind and variant of letter, said in one voice.
pub(crate) fn letters(voice: &Voice) -> Vec<(&'static str, Letter)> {
    let reminder = |offset_minutes| {
        let personal_link = PERSONAL.to_owned();
        let unsubscribe_url = UNSUBSCRIBE.to_owned();
        letter(voice, LetterBody::Reminder { session: session(voice), personal_link, offset_minutes, unsubscribe_url })
    };
    let code = |valid_minutes, creates_profile| {
        letter(voice, LetterBody::Code { session: session(voice), code: code(), valid_minutes, creates_profile })
    };
    let change = |was| {
        let personal_link = PERSONAL.to_owned();
        let calendar = calendar(CalendarMethod::Request, 4);
        letter(voice, LetterBody::Change { session: session(voice), personal_link, was, calendar })
    };
    let cancellation = |what| {
        let (session, calendar) =
            (SessionLetter { message: None, ..session(voice) }, calendar(CalendarMethod::Cancel, 5));
        let reason = voice.message.map(|text| HostText::parse(text).unwrap());
        letter(voice, LetterBody::Cancellation { session, what, reason, calendar })
    };
    let password_reset =
        |until| letter(voice, LetterBody::PasswordReset { link: SET_UP.to_owned(), until, zone: voice.zone });
    let access_request = |proofs: &[Proof], more| {
        let knocker = |proof: &Proof| Knocker {
            name: name(voice.guest.unwrap_or(("Noor", "Khan"))),
            domain: "school.example".to_owned(),
            proof: *proof,
        };
        let people = proofs.iter().map(knocker).collect();
        letter(voice, LetterBody::AccessRequest { session: session(voice), people, more, live_url: LIVE.to_owned() })
    };
    let digest = |reasons: &[&str], more| {
        let unreached = |reason: &&str| Unreached {
            email: EmailAddress::parse("gone@school.example").unwrap(),
            reason: (*reason).to_owned(),
        };
        let people = reasons.iter().map(unreached).collect();
        letter(voice, LetterBody::Digest { session: session(voice), people, more, list_url: LIST.to_owned() })
    };
    let sign_in_url = SIGN_IN.to_owned();
    vec![
        ("invitation", invitation(voice, Role::Attendee, false)),
        ("invitation_presenter", invitation(voice, Role::Presenter, false)),
        ("invitation_captioner", invitation(voice, Role::Captioner, false)),
        ("invitation_now", invitation(voice, Role::Attendee, true)),
        ("invitation_now_co_host", invitation(voice, Role::CoHost, true)),
        ("reminder_soon", reminder(10)),
        ("reminder_day", reminder(1440)),
        ("change", change(None)),
        ("change_moved", change(Some(at("2027-02-28T22:30:00Z")))),
        ("cancellation", cancellation(CalledOff::Session)),
        ("cancellation_uninvited", cancellation(CalledOff::Invitation)),
        ("code", code(10, false)),
        ("code_profile", code(1, true)),
        ("account_exists", letter(voice, LetterBody::AccountExists { session: session(voice), sign_in_url })),
        ("welcome", letter(voice, LetterBody::Welcome { sign_in_url: SIGN_IN.to_owned(), may_host: false })),
        ("welcome_host", letter(voice, LetterBody::Welcome { sign_in_url: SIGN_IN.to_owned(), may_host: true })),
        ("password_reset", password_reset(Some(at("2027-02-20T09:00:00Z")))),
        ("password_reset_first", password_reset(None)),
        ("access_request", access_request(&[Proof::Unverified], 0)),
        ("access_request_crowd", access_request(&[Proof::Unverified, Proof::Mailbox, Proof::Account], 4)),
        ("digest", digest(&["550 5.1.1 no such user"], 0)),
        ("digest_many", digest(&["550 5.1.1 no such user", ""], 1)),
        ("lock_alert", letter(voice, LetterBody::LockAlert { until: at("2027-02-20T08:15:00Z"), zone: voice.zone })),
    ]
}

/// Every kind in this language.
pub(crate) fn letters_in(language: Language) -> Vec<(&'static str, Letter)> {
    letters(&VOICES[0]).into_iter().map(|(kind, letter)| (kind, Letter { language, ..letter })).collect()
}

/// All kinds in all voices, each named `kind-voice`, and in all languages, each named `kind-language`.
pub(crate) fn all() -> Vec<(String, Letter)> {
    let voices = VOICES.iter().map(|voice| (voice.name, letters(voice)));
    let languages = Language::ALL.iter().map(|language| (language.as_str(), letters_in(*language)));
    let named = |(name, letters): (&'static str, Vec<(&'static str, Letter)>)| {
        letters.into_iter().map(move |(kind, letter)| (format!("{kind}-{name}"), letter))
    };
    voices.chain(languages).flat_map(named).collect()
}

pub(crate) fn from() -> MailFrom {
    MailFrom::parse("Jigsaw <door@jigsaw.example>").unwrap()
}

pub(crate) fn write(letter: &Letter) -> Mail {
    Writer::new(from()).write(letter).unwrap()
}
