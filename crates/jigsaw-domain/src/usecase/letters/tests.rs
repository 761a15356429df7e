use super::*;
use crate::account::PasswordHash;
use crate::admission::{Participant, ParticipantState, PassEnd};
use crate::delivery::{
    CalendarEntry, CalendarMethod, CalledOff, CodePurpose, MailCode, PendingProfile, Priority, Thread,
};
use crate::id::{CodeId, MessageId};
use crate::invitation::{Answer, InvitationState, Role, Rsvp};
use crate::link::{Generation, LinkTarget};
use crate::port::DoorSituation;
use crate::session::{Schedule, SessionState, Tell};
use crate::text::HostText;
use crate::usecase::testing::*;

const ADDRESS: &str = "mike@example.org";

fn message(body: MessageBody) -> OutgoingMessage {
    OutgoingMessage {
        id: MessageId::mint(minutes(-2), [5; 16]),
        body,
        priority: Priority::Bulk,
        not_before: minutes(-2),
        deadline: None,
        unique_key: None,
        lane: None,
        created_at: minutes(-2),
    }
}

fn invited() -> OutgoingMessage {
    message(MessageBody::Invitation { invitation: invitation(ADDRESS).id, on_the_fly: false })
}

fn reminded() -> OutgoingMessage {
    let body = MessageBody::Reminder { invitation: invitation(ADDRESS).id, offset_minutes: 60, starts_at: minutes(60) };
    OutgoingMessage { deadline: Some(minutes(60)), ..message(body) }
}

/// Mike is invited to the session, and was not seen yet.
fn door(session: Session) -> DoorSituation {
    let invitation = invitation(ADDRESS);
    DoorSituation { linked_invitation: Some(invitation.clone()), invitation: Some(invitation), ..situation(session) }
}

fn with_person(person: Participant) -> DoorSituation {
    DoorSituation { passes: vec![pass(&person)], participant: Some(person), ..door(session()) }
}

fn make(mocks: Mocks, message: &OutgoingMessage) -> Made {
    block_on(mocks.front_door().letter(message)).unwrap()
}

fn made_at(door: Option<DoorSituation>, message: &OutgoingMessage) -> Made {
    let mut mocks = Mocks::new();
    mocks.door.expect_situation().returning(move |_| Ok(door.clone()));
    make(mocks, message)
}

fn letter(made: Made) -> Letter {
    match made {
        Made::Letter(letter) => *letter,
        Made::Dropped(reason) => panic!("dropped: {reason}"),
    }
}

fn dropped(made: Made) -> &'static str {
    match made {
        Made::Letter(letter) => panic!("not dropped: {letter:?}"),
        Made::Dropped(reason) => reason,
    }
}

fn target(link: &str, folder: &str) -> LinkTarget {
    let key = link.strip_prefix("https://jigsaw.example/").unwrap().strip_prefix(folder).unwrap();
    keyring().open(key).unwrap().target
}

#[test]
fn an_invitation_carries_the_personal_link_and_its_calendar_the_session_link() {
    let made = letter(made_at(Some(door(session())), &invited()));
    assert_eq!((made.id, made.to.as_typed()), (invited().id, ADDRESS));
    let LetterBody::Invitation { session: about, role, personal_link, on_the_fly, calendar } = made.body else {
        panic!("an invitation was expected")
    };
    assert_eq!((role, on_the_fly), (Role::Attendee, false));
    assert_eq!(target(&personal_link, "i/"), LinkTarget::Invitation(invitation(ADDRESS).id));
    assert_eq!(target(&calendar.url, "j/"), LinkTarget::Session(session().id()));
    assert_eq!((calendar.session, calendar.method), (session().id(), CalendarMethod::Request));
    assert_eq!(calendar.organizer, host().email);
    assert_eq!(calendar.stamp, invited().created_at, "the same at every try");
    assert_eq!((about.zone, about.host_name), (chrono_tz::Europe::Berlin, host().name));
}

#[test]
fn times_are_in_the_zone_of_whoever_is_known() {
    let of = |account: Account| {
        let door = DoorSituation { account: Some(account), ..door(session()) };
        let made = letter(made_at(Some(door), &invited()));
        let LetterBody::Invitation { session, .. } = made.body else { panic!("an invitation was expected") };
        (session.zone, made.to_name)
    };
    let known = account(ADDRESS);
    assert_eq!(of(known.clone()), (chrono_tz::America::New_York, Some(known.name.clone())));
    assert_eq!(of(Account { password: None, ..known }), (chrono_tz::Europe::Berlin, None), "never set up");
}

#[test]
fn what_was_taken_back_is_not_sent() {
    let revoked = || {
        let mut door = door(session());
        let invitation = door.linked_invitation.as_mut().unwrap();
        invitation.state = InvitationState::Revoked { at: now() };
        door
    };
    let at = |state: SessionState| door(session_with(|parts| parts.state = state));
    let out = |state| with_person(participant(ADDRESS).moved(state, now()));
    for message in [invited(), reminded(), changed(0)] {
        assert_eq!(dropped(made_at(None, &message)), "gone");
        assert_eq!(dropped(made_at(Some(revoked()), &message)), "revoked");
        let cancelled = at(SessionState::Cancelled { at: now(), reason: None });
        assert_eq!(dropped(made_at(Some(cancelled), &message)), "cancelled");
        assert_eq!(dropped(made_at(Some(at(SessionState::Ended { at: now() })), &message)), "ended");
        let removed = out(ParticipantState::Removed { reason: None, banned: false });
        assert_eq!(dropped(made_at(Some(removed), &message)), "removed");
        assert_eq!(dropped(made_at(Some(out(ParticipantState::Denied)), &message)), "removed");
    }
}

#[test]
fn a_reminder_is_for_those_who_are_not_in() {
    let waits = participant(ADDRESS).moved(ParticipantState::Waiting { reasons: Vec::new() }, now());
    letter(made_at(Some(door(session())), &reminded()));
    letter(made_at(Some(with_person(waits)), &reminded()));

    let inside = participant(ADDRESS);
    assert_eq!(dropped(made_at(Some(with_person(inside.clone())), &reminded())), "present");

    // Was there the day before, and closed the browser.
    let mut before = with_person(inside.clone());
    before.passes[0].seen_at = minutes(-60);
    letter(made_at(Some(before), &reminded()));
    let mut left = with_person(inside);
    left.passes[0].ended = Some(PassEnd::Left);
    letter(made_at(Some(left), &reminded()));
}

#[test]
fn whoever_declined_is_not_reminded_and_yet_is_mailed_an_invitation_that_is_sent_again() {
    let with = |answer| {
        let mut door = door(session());
        let said = Rsvp { answer, at: minutes(-1) };
        door.linked_invitation.as_mut().unwrap().rsvp = Some(said);
        door
    };
    assert_eq!(dropped(made_at(Some(with(Answer::Declined)), &reminded())), "declined");
    letter(made_at(Some(with(Answer::Declined)), &invited()));
    letter(made_at(Some(with(Answer::Tentative)), &reminded()));
}

#[test]
fn a_reminder_holds_for_the_start_it_was_planned_for() {
    let moved = session_with(|parts| {
        parts.schedule = Schedule::from_instants(minutes(61), minutes(120), parts.schedule.zone()).unwrap();
    });
    assert_eq!(dropped(made_at(Some(door(moved)), &reminded())), "moved");
    let begun = session_with(|parts| parts.state = SessionState::Live { since: now() });
    assert_eq!(dropped(made_at(Some(door(begun)), &reminded())), "begun");

    let mocks = Mocks::new();
    mocks.hands.set(minutes(60));
    assert_eq!(dropped(make(mocks, &reminded())), "too_late", "nothing is even read");
}

#[test]
fn a_late_reminder_says_how_long_it_really_is() {
    for (left_seconds, said) in [(60 * 60, 60), (60 * 60 - 5, 60), (55 * 60, 60), (20 * 60, 20), (30, 1)] {
        let mut mocks = Mocks::new();
        mocks.hands.set(minutes(60) - TimeDelta::seconds(left_seconds));
        mocks.door.expect_situation().returning(|_| Ok(Some(door(session()))));
        let LetterBody::Reminder { offset_minutes, personal_link, .. } = letter(make(mocks, &reminded())).body else {
            panic!("a reminder was expected")
        };
        assert_eq!(offset_minutes, said, "{left_seconds}");
        assert_eq!(target(&personal_link, "i/"), LinkTarget::Invitation(invitation(ADDRESS).id));
    }
}

fn code(purpose: CodePurpose) -> MailCode {
    MailCode {
        id: CodeId::mint(minutes(-2), [8; 16]),
        session: session().id(),
        email: email(ADDRESS),
        purpose,
        deliverable: true,
        wrong_tries: 0,
        created_at: minutes(-2),
    }
}

fn code_made(found: Option<MailCode>, session: Session) -> Made {
    let mut mocks = Mocks::new();
    mocks.decisions.expect_code().returning(move |_| Ok(found.clone()));
    mocks.door.expect_situation().returning(move |query| {
        assert_eq!(query.email, Some(email(ADDRESS).key().clone()));
        Ok(Some(situation(session.clone())))
    });
    make(mocks, &message(MessageBody::Code { code: code(CodePurpose::Proof).id }))
}

#[test]
fn a_code_is_mailed_as_long_as_it_counts() {
    let proof = code(CodePurpose::Proof);
    let made = letter(code_made(Some(proof.clone()), session()));
    assert_eq!((made.to.as_typed(), made.to_name), (ADDRESS, None));
    let LetterBody::Code { code: digits, valid_minutes, creates_profile, .. } = made.body else {
        panic!("a code was expected")
    };
    assert!(keyring().code(proof.id).matches(digits.reveal()));
    assert_eq!((valid_minutes, creates_profile), (8, false));

    assert_eq!(dropped(code_made(None, session())), "replaced");
    assert_eq!(dropped(code_made(Some(MailCode { deliverable: false, ..proof.clone() }), session())), "undeliverable");
    assert_eq!(dropped(code_made(Some(MailCode { created_at: minutes(-10), ..proof.clone() }), session())), "expired");
    assert_eq!(dropped(code_made(Some(MailCode { wrong_tries: 5, ..proof.clone() }), session())), "expired");
    let over = session_with(|parts| parts.state = SessionState::Ended { at: now() });
    assert_eq!(dropped(code_made(Some(proof), over)), "ended");
}

#[test]
fn a_pending_profile_gives_its_zone_and_not_its_name() {
    let pending = PendingProfile {
        name: name("Click here.example"),
        password: PasswordHash::new("hash".to_owned()),
        time_zone: chrono_tz::Asia::Tokyo,
    };
    let made = letter(code_made(Some(code(CodePurpose::Profile(pending))), session()));
    assert_eq!(made.to_name, None, "whoever typed the address chose the name");
    let LetterBody::Code { session, creates_profile, .. } = made.body else { panic!("a code was expected") };
    assert_eq!((session.zone, creates_profile), (chrono_tz::Asia::Tokyo, true));
}

#[test]
fn owners_of_accounts_are_told_without_the_session_link() {
    let owner = account(ADDRESS);
    let mut mocks = Mocks::new();
    mocks.knows(&session());
    mocks.accounts.checkpoint();
    let found = [owner.clone(), host()];
    mocks.accounts.expect_find().returning(move |id| Ok(found.iter().find(|account| account.id == id).cloned()));
    let body = MessageBody::AccountExists { account: owner.id, session: session().id() };
    let made = letter(make(mocks, &message(body)));
    assert_eq!((made.to, made.to_name), (owner.email, Some(owner.name)));
    let LetterBody::AccountExists { session, sign_in_url } = made.body else { panic!("another kind was expected") };
    assert_eq!((session.zone, sign_in_url.as_str()), (owner.time_zone, "https://jigsaw.example/"));
}

#[test]
fn a_lock_alert_is_sent_after_the_lock_is_over_as_well() {
    let mut mocks = Mocks::new();
    mocks.accounts.expect_find().returning(|_| Ok(Some(account(ADDRESS))));
    let body = MessageBody::LockAlert { account: account(ADDRESS).id };
    let alert = OutgoingMessage { deadline: Some(minutes(-1)), ..message(body) };
    let made = letter(make(mocks, &alert));
    assert!(matches!(made.body, LetterBody::LockAlert { until, .. } if until == minutes(-1)));
}

#[test]
fn nothing_printed_for_logs_holds_a_code() {
    let made = code_made(Some(code(CodePurpose::Proof)), session());
    let digits = keyring().code(code(CodePurpose::Proof).id);
    assert!(!format!("{made:?}").contains(digits.reveal()));
}

fn changed(sequence: u32) -> OutgoingMessage {
    message(MessageBody::Change { invitation: invitation(ADDRESS).id, sequence, was: minutes(30) })
}

fn called_off() -> OutgoingMessage {
    message(MessageBody::Cancellation { invitation: invitation(ADDRESS).id })
}

#[test]
fn a_change_says_how_things_stand_and_when_it_was_before() {
    let moved = session_with(|parts| (parts.calendar_sequence, parts.announced_sequence) = (4, 4));
    let made = letter(made_at(Some(door(moved.clone())), &changed(4)));
    let LetterBody::Change { session: about, was, personal_link, calendar } = made.body else {
        panic!("a change was expected")
    };
    assert_eq!((about.starts_at, was), (minutes(60), Some(minutes(30))));
    assert_eq!(target(&personal_link, "i/"), LinkTarget::Invitation(invitation(ADDRESS).id));
    assert_eq!((calendar.method, calendar.session), (CalendarMethod::Request, moved.id()));
    let same = message(MessageBody::Change { invitation: invitation(ADDRESS).id, sequence: 4, was: minutes(60) });
    let LetterBody::Change { was, .. } = letter(made_at(Some(door(moved)), &same)).body else { panic!("a change") };
    assert_eq!(was, None, "the time is the same: something else has changed");
}

#[test]
fn a_change_is_not_sent_after_a_later_one_that_is_told() {
    let told = session_with(|parts| (parts.calendar_sequence, parts.announced_sequence) = (5, 5));
    assert_eq!(dropped(made_at(Some(door(told)), &changed(4))), "superseded");
    let quiet = session_with(|parts| (parts.calendar_sequence, parts.announced_sequence) = (5, 4));
    letter(made_at(Some(door(quiet)), &changed(4)));
}

fn entry(made: Made) -> CalendarEntry {
    letter(made).body.calendar().unwrap().1.clone()
}

/// Invited, changed, uninvited, invited again, called off: a calendar follows each step.
#[test]
fn the_number_of_a_calendar_entry_rises_with_each_step_of_one_person() {
    let known = |sequence: u32, generation: u16, revoked: bool| {
        let mut door = door(session_with(|parts| {
            (parts.calendar_sequence, parts.announced_sequence) = (sequence, sequence);
        }));
        let linked = door.linked_invitation.as_mut().unwrap();
        linked.generation = Generation::new(generation);
        if revoked {
            linked.state = InvitationState::Revoked { at: now() };
        }
        Some(door)
    };
    let mut off = known(1, 1, false).unwrap();
    off.session = off.session.cancel(None, Tell::Invitees, now()).unwrap();
    let steps = [
        (known(0, 0, false), invited()),
        (known(1, 0, false), changed(1)),
        (known(1, 0, true), called_off()),
        (known(1, 1, false), invited()),
        (Some(off), called_off()),
    ];
    let entries = steps.map(|(door, message)| entry(made_at(door, &message)));
    let numbers: Vec<u32> = entries.iter().map(|entry| entry.sequence).collect();
    assert!(numbers.is_sorted_by(|earlier, later| earlier < later), "{numbers:?}");
    assert!(entries.iter().all(|entry| entry.session == session().id()), "one entry");
    let methods = entries.map(|entry| entry.method == CalendarMethod::Cancel);
    assert_eq!(methods, [false, false, true, false, true]);
}

#[test]
fn a_cancellation_says_which_and_why() {
    let why = HostText::parse("The speaker is ill").unwrap();
    let off = session().cancel(Some(why.clone()), Tell::Invitees, now()).unwrap();
    let said = |door: DoorSituation| match letter(made_at(Some(door), &called_off())).body {
        LetterBody::Cancellation { what, reason, session, .. } => {
            assert_eq!(session.message, None, "the message was for those who come");
            (what, reason)
        }
        other => panic!("another kind was expected: {other:?}"),
    };
    assert_eq!(said(door(off)), (CalledOff::Session, Some(why.clone())));
    let mut revoked = door(session());
    revoked.linked_invitation.as_mut().unwrap().state = InvitationState::Revoked { at: now() };
    assert_eq!(said(revoked), (CalledOff::Invitation, None));
    let removed =
        participant(ADDRESS).moved(ParticipantState::Removed { reason: Some(why.clone()), banned: true }, now());
    assert_eq!(said(with_person(removed)), (CalledOff::Invitation, Some(why)));
    assert_eq!(dropped(made_at(Some(door(session())), &called_off())), "invited_again");
    let over = door(session_with(|parts| parts.state = SessionState::Ended { at: now() }));
    let mut over = DoorSituation { ..over };
    over.linked_invitation.as_mut().unwrap().state = InvitationState::Revoked { at: now() };
    assert_eq!(dropped(made_at(Some(over), &called_off())), "ended");
}

/// What the host chose for this person, else the person's own, else the host's, else English.
#[test]
fn a_letter_is_written_in_the_language_of_its_reader() {
    use Language::{English, French, German, Spanish};
    for (chosen, own, hosts, expected) in [
        (Some(French), Some(German), Some(Spanish), French),
        (None, Some(German), Some(Spanish), German),
        (None, None, Some(Spanish), Spanish),
        (None, None, None, English),
    ] {
        let situation = move || {
            let mut door = door(session());
            door.linked_invitation.as_mut().unwrap().language = chosen;
            door.invitation.as_mut().unwrap().language = chosen;
            door.account = Some(Account { language: own, ..account(ADDRESS) });
            door.host.language = hosts;
            door
        };
        for message in [invited(), reminded(), changed(0)] {
            assert_eq!(letter(made_at(Some(situation()), &message)).language, expected);
        }
        let mut mocks = Mocks::new();
        mocks.decisions.expect_code().returning(|_| Ok(Some(code(CodePurpose::Proof))));
        mocks.door.expect_situation().returning(move |_| Ok(Some(situation())));
        let made = letter(make(mocks, &message(MessageBody::Code { code: code(CodePurpose::Proof).id })));
        assert_eq!(made.language, expected);
    }
    let never_set_up = Account { password: None, language: Some(German), ..account(ADDRESS) };
    let door = DoorSituation { account: Some(never_set_up), ..door(session()) };
    assert_eq!(letter(made_at(Some(door), &invited())).language, English, "it says nothing of its owner");
}

#[test]
fn everything_that_an_invitee_reads_is_one_thread_and_carries_the_hosts_words() {
    let words = HostText::parse("Bring the book").unwrap();
    let session = || session_with(|parts| parts.message = HostText::parse("Bring the book").ok());
    for message in [invited(), reminded(), changed(0)] {
        let made = letter(made_at(Some(door(session())), &message));
        assert_eq!(made.thread, Some(Thread::of_invitation(invitation(ADDRESS).id)));
        let (LetterBody::Invitation { session: about, .. }
        | LetterBody::Reminder { session: about, .. }
        | LetterBody::Change { session: about, .. }) = made.body
        else {
            panic!("another kind was expected")
        };
        assert_eq!(about.message, Some(words.clone()));
    }
}

fn knocked() -> OutgoingMessage {
    message(MessageBody::AccessRequest { session: session().id() })
}

fn knocks(address: &str) -> Participant {
    let waits = participant(address).moved(ParticipantState::Waiting { reasons: Vec::new() }, now());
    Participant { knocked: true, ..waits }
}

fn asked(waiting: Vec<Participant>, people: Vec<Participant>, at: DoorSituation) -> Made {
    let mut mocks = Mocks::new();
    mocks.knows(&live_session());
    mocks.participants.expect_waiting().returning(move |_| Ok(waiting.clone()));
    mocks.participants.expect_list().returning(move |_| Ok(people.clone()));
    mocks.door.expect_situation().returning(move |_| Ok(Some(at.clone())));
    make(mocks, &knocked())
}

#[test]
fn the_host_hears_who_knocks_and_how_well_they_are_known() {
    let proved = Participant { proof: crate::admission::Proof::Mailbox, ..knocks("zoe@school.example") };
    let quiet = participant("quiet@example.org").moved(ParticipantState::Waiting { reasons: Vec::new() }, now());
    let made = letter(asked(vec![knocks(ADDRESS), proved, quiet], Vec::new(), situation(live_session())));
    assert_eq!((&made.to, made.thread), (&host().email, Some(Thread::of_session(session().id()))));
    let LetterBody::AccessRequest { people, more, live_url, .. } = made.body else { panic!("another kind") };
    let told: Vec<_> = people.iter().map(|one| (one.domain.as_str(), one.proof.as_str())).collect();
    assert_eq!((told, more), (vec![("example.org", "unverified"), ("school.example", "mailbox")], 0));
    assert_eq!(live_url, format!("https://jigsaw.example/sessions/{}/live", session().id()));
    let crowd = (0..23).map(|n| knocks(&format!("p{n}@example.org"))).collect();
    let made = letter(asked(crowd, Vec::new(), situation(live_session())));
    assert!(matches!(made.body, LetterBody::AccessRequest { ref people, more: 3, .. } if people.len() == 20));
}

#[test]
fn a_knock_that_was_answered_or_is_seen_is_not_mailed() {
    assert_eq!(dropped(asked(Vec::new(), Vec::new(), situation(live_session()))), "answered");
    let approved = Participant { approved: true, ..knocks(ADDRESS) };
    assert_eq!(dropped(asked(vec![approved], Vec::new(), situation(live_session()))), "answered");
    let co_host = Participant { role: Role::CoHost, ..participant("co@example.org") };
    let there = |seen_at| {
        let open = crate::admission::Pass { seen_at, ..pass(&co_host) };
        let at = DoorSituation { passes: vec![open], ..situation(live_session()) };
        asked(vec![knocks(ADDRESS)], vec![co_host.clone()], at)
    };
    assert_eq!(dropped(there(now())), "host_is_there");
    letter(there(minutes(-2)));
}

#[test]
fn the_host_hears_which_addresses_were_not_reached_and_why() {
    use crate::delivery::DeliveryState;
    use crate::port::ListedInvitation;
    let listed = |address: &str, mail| ListedInvitation {
        mail: Some(mail),
        mail_error: Some("550 no such user".to_owned()),
        ..ListedInvitation::unseen(invitation(address))
    };
    let digest = |list: Vec<ListedInvitation>| {
        let mut mocks = Mocks::new();
        mocks.knows(&session());
        mocks.invitations.expect_list().returning(move |_, _, _| Ok(list.clone()));
        make(mocks, &message(MessageBody::Digest { session: session().id() }))
    };
    let mut revoked = listed("revoked@example.org", DeliveryState::Parked);
    revoked.invitation.state = InvitationState::Revoked { at: now() };
    let list = vec![listed("gone@example.org", DeliveryState::Parked), listed(ADDRESS, DeliveryState::Sent), revoked];
    let made = letter(digest(list));
    let LetterBody::Digest { people, more, list_url, .. } = made.body else { panic!("another kind") };
    let told: Vec<_> = people.iter().map(|one| (one.email.as_typed(), one.reason.as_str())).collect();
    assert_eq!((told, more), (vec![("gone@example.org", "550 no such user")], 0));
    assert_eq!(list_url, format!("https://jigsaw.example/sessions/{}/invitations", session().id()));
    assert_eq!(dropped(digest(vec![listed(ADDRESS, DeliveryState::Sent)])), "mended");
}

#[test]
fn a_way_to_a_new_password_is_mailed_as_long_as_it_works() {
    let reset = |account: Account| {
        let mut mocks = Mocks::new();
        mocks.accounts.expect_find().returning(move |_| Ok(Some(account.clone())));
        make(mocks, &message(MessageBody::PasswordReset { account: host().id }))
    };
    let asked = Account { setup_expires_at: Some(minutes(60)), language: Some(Language::French), ..host() };
    let made = letter(reset(asked.clone()));
    assert_eq!((&made.to, made.language), (&host().email, Language::French));
    let LetterBody::PasswordReset { link, until, .. } = made.body else { panic!("another kind") };
    assert_eq!((target(&link, "setup/"), until), (LinkTarget::Setup(host().id), Some(minutes(60))));
    assert_eq!(dropped(reset(Account { setup_expires_at: Some(now()), ..asked })), "expired");
    assert_eq!(dropped(reset(host())), "used");
    letter(reset(Account { password: None, ..host() }));
}

#[test]
fn a_welcome_leads_to_the_sign_in() {
    for (standing, hosts) in [(crate::account::Standing::Guest, false), (crate::account::Standing::Host, true)] {
        let mut mocks = Mocks::new();
        mocks.accounts.expect_find().returning(move |_| Ok(Some(Account { standing, ..host() })));
        let made = letter(make(mocks, &message(MessageBody::Welcome { account: host().id })));
        let LetterBody::Welcome { sign_in_url, may_host } = made.body else { panic!("another kind") };
        assert_eq!((sign_in_url.as_str(), may_host), ("https://jigsaw.example/", hosts));
    }
}
