//! Situations at the door of a link without passwords.

use jigsaw_domain::admission::CodeCheck::{Right as RightCode, Wrong as WrongCode};
use jigsaw_domain::admission::PasswordCheck::{Right, Wrong};
use jigsaw_domain::admission::PersonState::{Banned, Denied, Gone, Inside, Waiting};
use jigsaw_domain::admission::Proof::{Account, Mailbox, Unverified};
use jigsaw_domain::invitation::Role::{Attendee, CoHost, Presenter};
use jigsaw_domain::session::{InvitationType, WaitingRoom};

use super::LinkState::{self, Replaced};
use super::{Moment, Situation};

const fn row(name: &'static str) -> Situation {
    Situation::at(InvitationType::LinkPasswordNotRequested, name)
}

pub(super) fn rows() -> Vec<Situation> {
    let mut rows = identity();
    rows.extend(door());
    rows.extend(time());
    rows
}

fn identity() -> Vec<Situation> {
    let presenter = |name| row(name).invited(Presenter).with_account();
    let asks = |name| row(name).asks_codes();
    vec![
        row("nothing given yet").nothing_yet(),
        row("address typed"),
        row("address and name typed").name(),
        row("stranger with an account, typed").with_account().name(),
        row("signed in").signed_in(),
        row("host's address, no proof").host(),
        row("host's address, wrong password").host().password(Wrong),
        row("host, right password").host().password(Right),
        row("presenter without account, typed").invited(Presenter).name(),
        presenter("presenter with account, typed"),
        presenter("presenter with account, right password").password(Right),
        presenter("presenter with account, personal link").personal_link(),
        row("co-host with account, typed").invited(CoHost).with_account(),
        row("invited attendee with account, typed").invited(Attendee).with_account().name(),
        row("personal link, name unknown").invited(Attendee).personal_link(),
        row("personal link, name on the list").invited(Attendee).named().personal_link(),
        row("personal link in use on another device")
            .invited(Attendee)
            .personal_link()
            .known(Inside, Mailbox)
            .elsewhere(),
        row("another's personal link, own address").anothers_link().name(),
        asks("codes asked for: address typed"),
        asks("codes asked for: address and name").name(),
        asks("codes asked for: wrong code").name().code(WrongCode),
        asks("codes asked for: right code").name().code(RightCode),
        asks("codes asked for: personal link").invited(Attendee).personal_link().name(),
        row("rotated link").name().link(Replaced),
        row("expired link").name().link(LinkState::Expired),
        row("another's personal link after the session link ran out").anothers_link().name().link(LinkState::Expired),
    ]
}

fn door() -> Vec<Situation> {
    let typed = |name| row(name).name();
    vec![
        typed("in unproved, second device: one person").known(Inside, Unverified),
        row("in with proof, typed elsewhere").known(Inside, Mailbox),
        typed("in with proof, typed elsewhere with a name").known(Inside, Mailbox),
        row("host is in, host's address typed elsewhere").host().known(Inside, Account),
        typed("was in with proof, left, typed again").known(Gone, Mailbox),
        typed("removed, typed again").known(Banned, Unverified),
        row("removed, own pass").known(Banned, Unverified).own_pass(),
        typed("removed, right code").known(Banned, Unverified).code(RightCode),
        typed("removed without a ban").known(Gone, Unverified),
        typed("sent away from the waiting room").known(Denied, Unverified),
        typed("capacity reached").full(),
        typed("one place left").room_left(),
        row("capacity reached, host's address, no proof").host().full(),
        row("capacity reached, co-host without account, typed").invited(CoHost).name().full(),
        row("capacity reached, co-host by personal link").invited(CoHost).personal_link().name().full(),
        typed("capacity reached, inside already").known(Inside, Unverified).own_pass().full(),
        typed("locked").locked(),
        row("locked, host's address, no proof").host().locked(),
        row("locked, co-host").invited(CoHost).personal_link().name().locked(),
        typed("waiting room for guests").waiting_room(WaitingRoom::Guests),
        row("waiting room for guests, signed in").signed_in().waiting_room(WaitingRoom::Guests),
        typed("waiting room for guests, invited address, typed").invited(Attendee).waiting_room(WaitingRoom::Guests),
        row("waiting room for guests, personal link")
            .invited(Attendee)
            .personal_link()
            .name()
            .waiting_room(WaitingRoom::Guests),
        row("waiting room for everyone, personal link")
            .invited(Attendee)
            .personal_link()
            .name()
            .waiting_room(WaitingRoom::Everyone),
        row("waiting room for everyone, presenter by personal link")
            .invited(Presenter)
            .personal_link()
            .name()
            .waiting_room(WaitingRoom::Everyone),
        row("waiting room for everyone, on the fly, personal link")
            .on_the_fly()
            .personal_link()
            .name()
            .waiting_room(WaitingRoom::Everyone),
        typed("waiting room for everyone, on the fly, typed").on_the_fly().waiting_room(WaitingRoom::Everyone),
        typed("waiting room for everyone, let in by the host")
            .known(Waiting, Unverified)
            .approved()
            .own_pass()
            .waiting_room(WaitingRoom::Everyone),
    ]
}

fn time() -> Vec<Situation> {
    let typed = |name| row(name).name();
    vec![
        typed("too early").when(Moment::LongBefore),
        row("too early, presenter by personal link").invited(Presenter).personal_link().name().when(Moment::LongBefore),
        typed("too early, presenter without account, typed").invited(Presenter).when(Moment::LongBefore),
        row("too early, host, signed in").host().signed_in().when(Moment::LongBefore),
        typed("long before, started by the host").when(Moment::LongBeforeLive),
        typed("early window, host not there").when(Moment::EarlyWindow),
        typed("past the start, host not there").when(Moment::PastTheStart),
        typed("too early, wait_for_host off").waits_for_nobody().when(Moment::LongBefore),
        typed("early window, wait_for_host off").waits_for_nobody().when(Moment::EarlyWindow),
        typed("past the start, wait_for_host off").waits_for_nobody().when(Moment::PastTheStart),
        typed("past the end, nobody ever began it").when(Moment::PastTheEnd),
        typed("past the end, live on").when(Moment::PastTheEndLive),
        typed("past the end, live on, back on the same device")
            .known(Inside, Unverified)
            .own_pass()
            .when(Moment::PastTheEndLive),
        row("past the end, live on, host's address, no proof").host().when(Moment::PastTheEndLive),
        typed("past the end, but joinable_until is later").joinable_until(90).when(Moment::PastTheEndLive),
        typed("live, but joinable_until has passed").joinable_until(15),
        row("nobody began it and joinable_until has passed, host, signed in")
            .host()
            .signed_in()
            .joinable_until(3)
            .when(Moment::PastTheStart),
        typed("ended").when(Moment::Ended),
        typed("cancelled").when(Moment::Cancelled),
    ]
}
