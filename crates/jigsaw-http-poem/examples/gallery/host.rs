//! The host's and the operator's pages.

use std::error::Error;

use jigsaw_http_poem::view::{
    AccessPage, BulkAction, BulkPage, ComingChoice, ConsoleHead, DecisionFilter, DecisionRow, DetailsPage, ErrorKind,
    ErrorPage, Errors, Explained, FaultyLine, InvitationRow, InvitationStatus, InvitationType, InvitationsPage,
    InviteForm, InvitedCard, LinkCard, LinkKind, LinkLimits, LinkRow, ListNumbers, LivePage, MailKind, MailPage,
    MailPlan, MailRow, MailboxPage, MailingRow, MailingStage, NewSessionPage, Notice, OccurrenceRow, Outcome, Outlook,
    PersonState, PersonalLinkPage, PreviewCard, PreviewGroup, PreviewPage, PreviewPerson, PreviewRow, Proof, Question,
    Role, RosterRow, RuleRow, Said, SearchForm, SessionForm, SessionKind, SessionRow, SessionState, SessionsPage,
    SetUpPage, SharePanel, SignInPage, Standing, Tab, Tone, TypedList, Undo, Verdict, WaitingRow,
};

use crate::Gallery;
use crate::sample::{ARABIC, JAPANESE, LINK, LONG, at, email, errors, guest_page, host_page, name, when};

type Done = Result<(), Box<dyn Error>>;

pub(crate) fn add(gallery: &mut Gallery) -> Done {
    accounts(gallery)?;
    sessions(gallery)?;
    details(gallery)?;
    invitations(gallery)?;
    live(gallery)?;
    access(gallery)?;
    preview(gallery)?;
    mailbox(gallery)?;
    for kind in ErrorKind::ALL {
        let page = ErrorPage {
            page: guest_page(),
            kind: *kind,
            retry_after: matches!(kind, ErrorKind::TooMany | ErrorKind::Unavailable).then_some(30),
            request_id: "01JD9Q3V7T".to_owned(),
        };
        gallery.add(&format!("error-{}-{kind:?}", kind.status()), &page)?;
    }
    Ok(())
}

fn accounts(gallery: &mut Gallery) -> Done {
    let mut page = SetUpPage {
        is_reset: false,
        page: guest_page(),
        action: "/setup/abc".to_owned(),
        asks_email: false,
        email: "ada@example.org".to_owned(),
        first_name: "Ada".to_owned(),
        last_name: "Lovelace".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        errors: Errors::none(),
    };
    gallery.add("set-up", &page)?;
    page.first_name = String::new();
    page.errors = errors(&[
        ("first_name", "Fill this in."),
        ("new_password", "This password is easy to guess. Choose another one."),
    ]);
    gallery.add("set-up-errors", &page)?;
    let mut page =
        SignInPage { page: guest_page(), email: String::new(), return_to: String::new(), errors: Errors::none() };
    gallery.add("sign-in", &page)?;
    page.email = String::from("ada@example.org");
    page.errors = errors(&[("", "This email and password do not belong together. Check both and try again.")]);
    gallery.add("sign-in-errors", &page)
}

fn row(index: usize, title: &str, state: SessionState) -> SessionRow {
    SessionRow {
        id: format!("s{index}"),
        title: title.to_owned(),
        state,
        when: when(),
        repeats: if index == 1 { "Every week on Tue, Thu, 7 more times".to_owned() } else { String::new() },
        invitation_type: InvitationType::ALL.get(index % 3).copied().unwrap_or(InvitationType::List),
        invited: u32::try_from(index * 7).unwrap_or_default(),
        inside: if state == SessionState::Live { 12 } else { 0 },
    }
}

fn sessions(gallery: &mut Gallery) -> Done {
    let mut page = SessionsPage { page: host_page(), upcoming: Vec::new(), past: Vec::new(), calendar_url: None };
    gallery.add("sessions-empty", &page)?;
    page.upcoming = vec![
        row(0, "Weekly seminar", SessionState::Live),
        row(1, LONG, SessionState::Scheduled),
        row(2, ARABIC, SessionState::Scheduled),
    ];
    page.past = vec![row(3, JAPANESE, SessionState::Ended), row(4, "Board meeting", SessionState::Cancelled)];
    page.page.notice = Some(Notice { tone: Tone::Good, text: "The session was created.".to_owned(), undo: None });
    page.calendar_url = Some("https://jigsaw.example/calendar/key.ics".to_owned());
    gallery.add("sessions", &page)?;
    let mut page = NewSessionPage {
        page: host_page(),
        form: SessionForm { time_zone: "Europe/Berlin".to_owned(), ..SessionForm::default() },
        errors: Errors::none(),
    };
    gallery.add("session-new", &page)?;
    page.form.starts = String::from("2026-11-24T14:00");
    page.form.ends = String::from("2026-11-24T13:00");
    page.form.capacity = String::from("0");
    page.errors = errors(&[
        ("title", "Fill this in."),
        ("ends", "The end has to be after the start."),
        ("capacity", "Choose a number from 1 to 100000."),
    ]);
    gallery.add("session-new-errors", &page)
}

fn head(title: &str, state: SessionState, is_host: bool) -> ConsoleHead {
    ConsoleHead {
        id: "s1".to_owned(),
        title: title.to_owned(),
        state,
        when: when(),
        is_host,
        tabs: if is_host { Tab::HOST } else { Tab::CO_HOST },
        waiting: if state == SessionState::Live { 3 } else { 0 },
        enter_url: matches!(state, SessionState::Live | SessionState::Scheduled).then(|| "/j/key".to_owned()),
    }
}

fn details(gallery: &mut Gallery) -> Done {
    let mut page = DetailsPage {
        page: host_page(),
        head: head(LONG, SessionState::Scheduled, true),
        link: Some(LinkCard::new(LINK)),
        share: Some(share()),
        access_summary: "Anyone with the link, after proving an address, from 10 minutes early, at most 40 people."
            .to_owned(),
        conflicts: vec!["The waiting room holds everyone, but the early entry opens 60 minutes before.".to_owned()],
        form: SessionForm {
            title: LONG.to_owned(),
            starts: "2026-11-24T14:00".to_owned(),
            ends: "2026-11-24T15:30".to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
            invitation_type: InvitationType::LinkPassword,
            ..SessionForm::default()
        },
        can_edit: true,
        told: 12,
        errors: Errors::none(),
        cancelled_because: None,
        repeats: String::new(),
        occurrences: Vec::new(),
        further: 0,
    };
    gallery.add("details", &page)?;
    let one = |name: &str, standing| OccurrenceRow {
        name: name.to_owned(),
        when: when(),
        standing,
        can_change: standing != Standing::Cancelled,
    };
    "Every week on Tue, Thu, 7 more times".clone_into(&mut page.repeats);
    page.form.kind = SessionKind::Recurring;
    "8".clone_into(&mut page.form.times);
    page.occurrences = vec![one("a", Standing::Planned), one("b", Standing::Moved), one("c", Standing::Cancelled)];
    page.further = 5;
    gallery.add("details-series", &page)?;
    (page.occurrences, page.further) = (Vec::new(), 0);
    page.form.kind = SessionKind::OneTime;
    page.errors = errors(&[("ends", "The end has to be after the start.")]);
    gallery.add("details-errors", &page)?;
    page.errors = Errors::none();
    page.head = head(ARABIC, SessionState::Cancelled, true);
    page.can_edit = false;
    page.link = None;
    page.conflicts.clear();
    page.cancelled_because = Some("The speaker is ill. We will find a new day.".to_owned());
    gallery.add("details-cancelled", &page)
}

fn invitation(index: usize) -> InvitationRow {
    let status =
        InvitationStatus::ALL.get(index % InvitationStatus::ALL.len()).copied().unwrap_or(InvitationStatus::Sent);
    InvitationRow {
        id: format!("i{index}"),
        email: email(index),
        name: if index % 3 == 2 { String::new() } else { name(index) },
        role: Role::GIVEN.get(index % 4).copied().unwrap_or(Role::Attendee),
        status,
        said: Said::ALL.get(index % 5).copied(),
        trouble: (status == InvitationStatus::Bounced).then(|| "550 5.1.1 No such user here".to_owned()),
        note: (status == InvitationStatus::Dropped).then(|| {
            "This address did not take our mail on Fri 20 Nov 2026, 09:12 Berlin time. Nothing is sent to it any more."
                .to_owned()
        }),
        can_lift: status == InvitationStatus::Dropped,
        since: Some(at(index)),
        can_change: status != InvitationStatus::Revoked,
    }
}

fn share() -> SharePanel {
    SharePanel {
        state:
            "The link works since Mon 23 Nov 2026, 14:00 Berlin time. It ends with the session. 12 people came by it."
                .to_owned(),
        text: format!("Weekly seminar\nTue 24 Nov 2026, 14:00–15:00 Berlin time\n\n{LINK}\n\nYou need no account."),
        mailto: "mailto:?subject=Weekly%20seminar".to_owned(),
        limits: Some(LinkLimits {
            expires: String::new(),
            people: "40".to_owned(),
            zone: "Europe/Berlin".to_owned(),
            version: "3".to_owned(),
        }),
    }
}

fn plan() -> MailPlan {
    let row = |what: &str, index, stage, outcome: &str| MailingRow {
        what: what.to_owned(),
        when: at(index),
        stage,
        outcome: outcome.to_owned(),
    };
    MailPlan {
        accepted: 31,
        tentative: 4,
        declined: 1,
        unanswered: 84,
        mailings: vec![
            row("Invitations", 0, MailingStage::UnderWay, "118 sent, 2 in the queue"),
            row("Reminder, 1 day before", 1, MailingStage::Done, "110 sent, 1 declined"),
            row("Reminder, 10 minutes before", 2, MailingStage::Planned, "to 119 people"),
        ],
    }
}

fn invitations(gallery: &mut Gallery) -> Done {
    let mut page = InvitationsPage {
        page: host_page(),
        head: head("Weekly seminar", SessionState::Scheduled, true),
        invitation_type: InvitationType::List,
        can_invite: true,
        typed: TypedList { text: String::new(), is_file: false, role: Role::Attendee },
        errors: Errors::none(),
        preview: None,
        plan: MailPlan::default(),
        mail_waits: None,
        search: SearchForm::default(),
        rows: Vec::new(),
        numbers: ListNumbers::default(),
        next_url: None,
        first_url: None,
        own_url: "/sessions/s1/invitations".to_owned(),
    };
    gallery.add("invitations-empty", &page)?;
    let personal = PersonalLinkPage {
        page: host_page(),
        head: head("Weekly seminar", SessionState::Scheduled, true),
        email: email(1),
        invitation: "i1".to_owned(),
        link: LinkCard::new(LINK.replace("/j/", "/i/")),
        can_renew: true,
    };
    gallery.add("personal-link", &personal)?;
    page.rows = (0..50).map(invitation).collect();
    page.plan = plan();
    page.search.found = 10_020;
    page.numbers = ListNumbers { total: 10_020, waiting: 3_868, sent: 6_120, undelivered: 12 };
    page.mail_waits = Some(at(3));
    page.next_url = Some("/sessions/s1/invitations?after=50".to_owned());
    gallery.add("invitations-50", &page)?;
    page.numbers.waiting = 0;
    page.typed.text = String::from("mia@example.org\nnot an address\nmia@example.org");
    let faulty = vec![
        FaultyLine {
            line: 2,
            typed: "not an address".to_owned(),
            message: "Write a whole email address, such as mia@example.org.".to_owned(),
        },
        FaultyLine {
            line: 3,
            typed: "mia@example.org".to_owned(),
            message: "This is the host’s own address. The host is always in.".to_owned(),
        },
    ];
    let person = |index: usize| PreviewRow {
        line: 1,
        email: email(index),
        name: name(index),
        role: Role::Presenter,
        former_role: (index == 2).then_some(Role::Attendee),
        outlook: Outlook::ALL.get(index % 4).copied().unwrap_or(Outlook::New),
    };
    page.preview = Some(PreviewCard {
        rows: 5_000,
        good: 4_966,
        sums: vec!["4,950 people will be invited".to_owned(), "4,950 mails will be sent".to_owned()],
        faulty,
        faults: 30,
        people: (0..12).map(person).collect(),
        seen: "0".to_owned(),
    });
    page.rows.truncate(3);
    gallery.add("invitations-errors", &page)?;
    let bulk = BulkPage {
        page: host_page(),
        head: head("Weekly seminar", SessionState::Scheduled, true),
        action: BulkAction::Revoke,
        people: (0..12).map(|index| (name(index), email(index))).collect(),
        count: 3_000,
        left: 2,
        selected: Vec::new(),
        search: Some(SearchForm::default()),
    };
    gallery.add("invitations-bulk", &bulk)?;
    page.head.is_host = false;
    gallery.add("invitations-co-host", &page)
}

fn person(index: usize) -> RosterRow {
    let state = PersonState::ALL.get((index + 2) % 7).copied().unwrap_or(PersonState::In);
    RosterRow {
        id: format!("p{index}"),
        name: name(index),
        email: email(index),
        role: if index == 0 { Role::Host } else { Role::Attendee },
        proof: (state != PersonState::Invited).then(|| Proof::ALL.get(index % 3).copied().unwrap_or(Proof::Mailbox)),
        state,
        since: Some(at(index)),
        can_remove: index != 0 && state == PersonState::In,
        can_change_role: index != 0 && matches!(state, PersonState::In | PersonState::Invited),
    }
}

fn waiting(index: usize) -> WaitingRow {
    WaitingRow {
        id: format!("w{index}"),
        name: name(index),
        domain: "example.org".to_owned(),
        proof: Proof::ALL.get(index % 3).copied().unwrap_or(Proof::Mailbox),
        since: at(index),
        knocks: index == 1,
    }
}

fn live(gallery: &mut Gallery) -> Done {
    let mut page = LivePage {
        page: host_page(),
        head: head(LONG, SessionState::Scheduled, true),
        locked: None,
        waiting: Vec::new(),
        roster: Vec::new(),
        inside: 0,
        invite: InviteForm::default(),
        errors: Errors::none(),
        invited: None,
        events_url: None,
    };
    gallery.add("live-scheduled-empty", &page)?;
    page.head = head("Weekly seminar", SessionState::Live, true);
    page.waiting = (0..3).map(waiting).collect();
    page.roster = (0..9).map(person).collect();
    page.inside = 4;
    page.page.notice = Some(Notice {
        tone: Tone::Good,
        text: "Jonas Weber was removed.".to_owned(),
        undo: Some(Undo { action: "/sessions/s1/participants/p9/restore".to_owned() }),
    });
    gallery.add("live", &page)?;
    page.page.notice = None;
    page.waiting.clear();
    page.roster = (0..50).map(person).collect();
    page.invited =
        Some(InvitedCard { email: "mia@example.org".to_owned(), link: LinkCard::new(LINK.replace("/j/", "/i/")) });
    page.locked = Some("We have begun. Please come to the repeat on Friday.".to_owned());
    gallery.add("live-50-invited-locked", &page)?;
    page.roster.truncate(4);
    page.invited = None;
    page.invite.email = String::from("mia@example");
    page.errors = errors(&[("email", "Write a whole email address, such as mia@example.org.")]);
    gallery.add("live-errors", &page)?;
    page.head = head("Weekly seminar", SessionState::Live, false);
    page.errors = Errors::none();
    gallery.add("live-co-host", &page)?;
    page.head = head(JAPANESE, SessionState::Ended, true);
    page.locked = None;
    gallery.add("live-ended", &page)
}

fn rules() -> Vec<RuleRow> {
    let page = guest_page();
    [
        ("session_open", Verdict::Permit, ""),
        ("early_window", Verdict::Hold, "too_early"),
        ("list_membership", Verdict::Deny, "not_on_list"),
        ("mailbox_proved", Verdict::Require, "proof_required"),
        ("on_the_fly", Verdict::Abstain, ""),
    ]
    .into_iter()
    .map(|(rule, verdict, reason)| RuleRow {
        rule: page.text.rule(rule),
        verdict,
        detail: if reason.is_empty() { String::new() } else { page.text.reason(reason) },
    })
    .collect()
}

fn access(gallery: &mut Gallery) -> Done {
    let mut page = AccessPage {
        page: host_page(),
        head: head(LONG, SessionState::Live, true),
        access_summary: "Only people on the invitation list, from 10 minutes early.".to_owned(),
        question: Question {
            email: String::new(),
            at: String::new(),
            zone: "Berlin time".to_owned(),
            link: LinkKind::Session,
            coming: ComingChoice::all(),
        },
        errors: Errors::none(),
        answer: None,
        decisions: Vec::new(),
        next_url: None,
        filter: DecisionFilter::default(),
        reset_url: None,
        export_url: "/api/v1/sessions/s1/decisions.csv".to_owned(),
        links: Vec::new(),
        more_links_url: None,
    };
    gallery.add("access-empty", &page)?;
    page.question.email = String::from("mia@example.org");
    page.answer = Some(Explained {
        outcome: Outcome::Refused,
        sentence: "mia@example.org would be turned away.".to_owned(),
        rules: rules(),
    });
    page.decisions = (0..12)
        .map(|index| DecisionRow {
            id: format!("d{index}"),
            at: at(index),
            who: if index % 2 == 0 { email(index) } else { name(index) },
            link: LinkKind::Session,
            outcome: Outcome::ALL.get(index % 4).copied().unwrap_or(Outcome::Admitted),
            because: if index % 4 == 0 { String::new() } else { "Not on the invitation list".to_owned() },
            rules: rules(),
            policy: "invitation_list 3".to_owned(),
            correlation: "01JD9Q3V7T".to_owned(),
        })
        .collect();
    page.filter = DecisionFilter {
        address: "mia".to_owned(),
        outcome: "refused".to_owned(),
        reason: "not_on_list".to_owned(),
        reasons: vec![("full", page.page.text.reason("full")), ("not_on_list", page.page.text.reason("not_on_list"))],
    };
    page.reset_url = Some("/sessions/s1/access".to_owned());
    page.links = (0..5).map(link_row).collect();
    gallery.add("access", &page)
}

fn link_row(index: usize) -> LinkRow {
    let used = index > 0;
    LinkRow {
        name: index.is_multiple_of(2).then(|| name(index)),
        email: email(index),
        used: if used { "6 times, from 5 networks".to_owned() } else { "Never".to_owned() },
        first: used.then(|| at(index)),
        last: used.then(|| at(index + 3)),
        looks_forwarded: index == 3,
    }
}

fn preview(gallery: &mut Gallery) -> Done {
    let person = |index| PreviewPerson {
        name: (index % 3 != 0).then(|| name(index)),
        email: email(index),
        because: "Not on the invitation list".to_owned(),
    };
    let page = host_page();
    let (shut_out, more) = (page.text.changed_people("shut_out", 54), page.text.t1("preview-more", "count", 50_u32));
    let waits = page.text.changed_people("must_wait", 1);
    gallery.add(
        "preview",
        &PreviewPage {
            head: head(LONG, SessionState::Scheduled, true),
            kept: vec![("title".to_owned(), LONG.to_owned())],
            when: at(1),
            groups: vec![
                PreviewGroup { heading: shut_out, people: (0..4).map(person).collect(), more: Some(more) },
                PreviewGroup { heading: waits, people: vec![person(7)], more: None },
            ],
            others: Some(page.text.changed_others("shut_out", "Not on the invitation list")),
            incomplete: None,
            conflicts: vec![page.text.odd("proof_needless", &[])],
            page,
        },
    )
}

fn mailbox(gallery: &mut Gallery) -> Done {
    let mut page = MailboxPage { page: host_page(), mails: Vec::new() };
    gallery.add("mailbox-empty", &page)?;
    page.mails = (0..9)
        .map(|index| MailRow {
            url: format!("/mailbox/m{index}"),
            to: email(index),
            subject: format!("Invitation: {LONG}"),
            kind: MailKind::ALL.get(index).copied().unwrap_or(MailKind::Code),
            sent: at(index),
        })
        .collect();
    gallery.add("mailbox", &page)?;
    let page = MailPage {
        page: host_page(),
        to: email(0),
        subject: format!("Invitation: {LONG}"),
        kind: MailKind::Invitation,
        sent: at(1),
        body: format!(
            "Hello Amélie,\n\nAda Lovelace invites you.\n\nJoin: {LINK}\n\nTue 24 Nov 2026, 14:00 Berlin time"
        ),
        html_url: Some("error-404-NotFound.html".to_owned()),
        eml_url: "/mailbox/m1.eml".to_owned(),
    };
    gallery.add("mail", &page)
}
