//! The guest's pages.

use std::error::Error;

use jigsaw_http_poem::view::{
    Ask, Closing, Coming, ComingPage, Errors, Given, JoinAnswerPage, JoinHead, JoinPage, JoinReason, Me, Proof, Role,
    RoleCount, RoomClosedPage, RoomPage, RoomRow, Said, Wait,
};

use crate::Gallery;
use crate::sample::{ARABIC, JAPANESE, LONG, errors, guest_page, name, opens, when};

type Done = Result<(), Box<dyn Error>>;

pub(crate) fn add(gallery: &mut Gallery) -> Done {
    questions(gallery)?;
    answers(gallery)?;
    room(gallery)
}

fn head(title: &str, host: &str, live: bool) -> JoinHead {
    JoinHead { title: title.to_owned(), host_name: host.to_owned(), when: when(), live }
}

fn given() -> Given {
    Given {
        email: "mia.ito@example.org".to_owned(),
        email_may_change: true,
        first_name: "Mia".to_owned(),
        last_name: "Ito".to_owned(),
        time_zone: "UTC".to_owned(),
        ..Given::default()
    }
}

fn question(ask: Ask) -> JoinPage {
    JoinPage {
        page: guest_page(),
        head: head("Weekly seminar", "Ada Lovelace", true),
        action: "/j/key".to_owned(),
        ask,
        given: given(),
        last: true,
        may_knock: false,
        coming: None,
        errors: Errors::none(),
    }
}

fn questions(gallery: &mut Gallery) -> Done {
    let mut page = question(Ask::Email);
    page.head = head(LONG, "Ada Lovelace", false);
    page.given = Given::default();
    page.last = false;
    gallery.add("join-1-email", &page)?;
    page.head = head(ARABIC, &name(1), true);
    page.given.email = String::from("mia@example");
    page.errors = errors(&[("email", "Write a whole email address, such as mia@example.org.")]);
    gallery.add("join-1-email-error", &page)?;
    gallery.add("join-2-name", &question(Ask::Name))?;
    let coming = |said, chosen| Coming { action: "/i/key/answer".to_owned(), said, chosen };
    let mut page = question(Ask::Nothing);
    page.head = head("Weekly seminar", "Ada Lovelace", false);
    page.given.email_may_change = false;
    page.coming = Some(coming(Some(Said::Accepted), None));
    gallery.add("join-7-personal", &page)?;
    let page = ComingPage {
        page: guest_page(),
        head: head(LONG, "Ada Lovelace", false),
        coming: coming(None, Some(Said::Declined)),
        enter_url: "/i/key".to_owned(),
    };
    gallery.add("coming", &page)?;
    let mut page = question(Ask::Password);
    page.head = head(JAPANESE, &name(2), true);
    gallery.add("join-2-password", &page)?;
    page.errors = errors(&[("password", &JoinReason::WrongPassword.sentence(&page.page))]);
    gallery.add("join-2-password-error", &page)?;
    let mut page = question(Ask::Account);
    page.last = false;
    gallery.add("join-2-account", &page)?;
    gallery.add("join-2-password-or-account", &question(Ask::PasswordOrAccount))?;
    gallery.add("join-3-code", &question(Ask::Code))?;
    let mut page = question(Ask::ListCode);
    page.may_knock = true;
    gallery.add("join-2-list-code", &page)?;
    page.errors = errors(&[("code", &JoinReason::CodeWrong.sentence(&page.page))]);
    gallery.add("join-2-list-code-error", &page)?;
    let mut page = question(Ask::Nothing);
    page.action = String::from("/i/token");
    page.given.email_may_change = false;
    gallery.add("personal-join", &page)?;
    page.ask = Ask::Name;
    gallery.add("personal-name", &page)?;
    page.ask = Ask::Seat;
    gallery.add("personal-seat", &page)
}

fn answers(gallery: &mut Gallery) -> Done {
    for reason in JoinReason::ALL {
        let waits = matches!(reason, JoinReason::TooEarly | JoinReason::WaitingForHost | JoinReason::AwaitingAdmission);
        let nowhere = matches!(reason, JoinReason::UnknownLink | JoinReason::LinkRevoked | JoinReason::LinkExpired);
        let page = JoinAnswerPage {
            page: guest_page(),
            head: (!nowhere).then(|| head(LONG, "Ada Lovelace", false)),
            action: "/j/key".to_owned(),
            reason: *reason,
            host_words: matches!(reason, JoinReason::Locked | JoinReason::Cancelled | JoinReason::Removed)
                .then(|| "We have begun. Please come to the repeat on Friday.".to_owned()),
            given: given(),
            wait: waits.then(|| Wait {
                opens: (*reason == JoinReason::TooEarly).then(opens),
                calendar_url: (*reason == JoinReason::TooEarly).then(|| "/j/key/calendar.ics".to_owned()),
                source_url: "/j/key".to_owned(),
                events_url: "/api/v1/pass".to_owned(),
                heartbeat_url: "/api/v1/pass/heartbeat".to_owned(),
                leave_action: "/room/r1/leave".to_owned(),
            }),
            retry_after: (*reason == JoinReason::TooManyAttempts).then_some(30),
            may_knock: *reason == JoinReason::AdmissionDenied,
        };
        gallery.add(&format!("answer-{}", reason.code()), &page)?;
    }
    Ok(())
}

fn room(gallery: &mut Gallery) -> Done {
    let mut page = RoomPage {
        page: guest_page(),
        id: "r1".to_owned(),
        title: LONG.to_owned(),
        host_name: "Ada Lovelace".to_owned(),
        when: when(),
        me: Me { name: name(1), role: Role::Presenter, proof: Proof::Mailbox },
        roster: (0..8)
            .map(|index| RoomRow {
                id: format!("p{index}"),
                name: name(index),
                role: Role::ALL.get(index.min(3)).copied().unwrap_or(Role::Attendee),
                proof: Proof::ALL.get(index % 3).copied().unwrap_or(Proof::Mailbox),
                is_me: index == 1,
            })
            .collect(),
        counts: Vec::new(),
        inside: 8,
        console_url: Some("/sessions/s1/live".to_owned()),
        outside_url: None,
        events_url: "/api/v1/pass".to_owned(),
        heartbeat_url: "/api/v1/pass/heartbeat".to_owned(),
    };
    gallery.add("room", &page)?;
    page.roster.clear();
    page.inside = 2000;
    page.console_url = None;
    page.outside_url = Some("https://rooms.example.org/abc".to_owned());
    page.counts = vec![
        RoleCount { role: Role::Host, count: 1 },
        RoleCount { role: Role::Presenter, count: 3 },
        RoleCount { role: Role::Attendee, count: 1996 },
    ];
    gallery.add("room-2000", &page)?;
    for closing in Closing::ALL {
        let page = RoomClosedPage {
            page: guest_page(),
            title: Some("Weekly seminar".to_owned()),
            closing: *closing,
            host_words: (*closing == Closing::Removed).then(|| "Please do not share the link.".to_owned()),
            return_url: matches!(closing, Closing::Left | Closing::Replaced | Closing::Gone)
                .then(|| "/j/key".to_owned()),
        };
        gallery.add(&format!("closed-{closing:?}"), &page)?;
    }
    Ok(())
}
