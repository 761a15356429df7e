//! Situations at the door of an invitation list.

use jigsaw_domain::admission::CodeCheck::{Expired, Right, Wrong};
use jigsaw_domain::admission::PasswordCheck;
use jigsaw_domain::admission::PersonState::{Banned, Denied, Gone, Inside, Waiting};
use jigsaw_domain::admission::Proof::{Account, Mailbox, Unverified};
use jigsaw_domain::invitation::Role::{Attendee, Captioner, CoHost, Presenter};
use jigsaw_domain::session::{InvitationType, WaitingRoom};

use super::LinkState::{Replaced, Withdrawn};
use super::{LinkState, Moment, Situation};

const fn row(name: &'static str) -> Situation {
    Situation::at(InvitationType::InvitationList, name)
}

pub(super) fn rows() -> Vec<Situation> {
    let mut rows = identity();
    rows.extend(knocking());
    rows.extend(door());
    rows
}

fn identity() -> Vec<Situation> {
    vec![
        row("nothing given yet").nothing_yet(),
        row("unlisted address, merely typed"),
        row("listed address, merely typed").invited(Attendee),
        row("host's address, merely typed").host(),
        row("co-host's address, merely typed").invited(CoHost),
        row("on-the-fly address, merely typed").on_the_fly(),
        row("listed address, with another's personal link").invited(Attendee).anothers_link(),
        row("unlisted address, with another's personal link").anothers_link(),
        row("listed, personal link, name unknown").invited(Attendee).personal_link(),
        row("listed, personal link, name on the list").invited(Attendee).named().personal_link(),
        row("listed, personal link, name given").invited(Attendee).personal_link().name(),
        row("listed, personal link that was resent since").invited(Attendee).personal_link().link(Replaced),
        row("revoked, personal link").personal_link().link(Withdrawn).name(),
        row("listed, right code, name unknown").invited(Attendee).code(Right),
        row("listed, right code").invited(Attendee).code(Right).name(),
        row("listed, wrong code").invited(Attendee).code(Wrong).name(),
        row("unlisted, wrong code").code(Wrong).name(),
        row("listed, code too old").invited(Attendee).code(Expired).name(),
        row("listed, signed in").invited(Attendee).signed_in(),
        row("unlisted, signed in").signed_in(),
        row("listed, with the account's password").invited(Attendee).with_account().password(PasswordCheck::Right),
        row("listed, wrong password").invited(Attendee).with_account().password(PasswordCheck::Wrong),
        row("unlisted, wrong password").password(PasswordCheck::Wrong),
        row("host, right code").host().code(Right),
        row("host, with the password").host().password(PasswordCheck::Right),
        row("host, signed in").host().signed_in(),
        row("co-host, right code").invited(CoHost).code(Right).name(),
        row("presenter with account, personal link").invited(Presenter).with_account().personal_link().name(),
        row("captioner, personal link").invited(Captioner).personal_link().name(),
        row("session link that was rotated since").invited(Attendee).code(Right).name().link(Replaced),
        row("session link that has run out").invited(Attendee).code(Right).name().link(LinkState::Expired),
        row("listed, personal link after the session link ran out")
            .invited(Attendee)
            .personal_link()
            .name()
            .link(LinkState::Expired),
        row("another's personal link after the session link ran out").anothers_link().link(LinkState::Expired),
    ]
}

fn knocking() -> Vec<Situation> {
    vec![
        row("unlisted, knocks without a name").knocks(),
        row("unlisted, knocks").knocks().name(),
        row("listed, merely typed, knocks").invited(Attendee).knocks().name(),
        row("host's address, merely typed, knocks").host().knocks().name(),
        row("unlisted, signed in, knocks").signed_in().knocks(),
        row("listed and inside, typed elsewhere, knocks").invited(Attendee).known(Inside, Mailbox).knocks().name(),
        row("knocked, let in by the host, own pass").known(Waiting, Unverified).approved().own_pass(),
        row("knocked, let in by the host, address typed elsewhere").known(Inside, Unverified).approved(),
        row("let in by the host, address typed elsewhere, knocks").known(Gone, Unverified).approved().knocks().name(),
        row("let in by the host, another device, right code").known(Inside, Unverified).approved().code(Right).name(),
    ]
}

fn door() -> Vec<Situation> {
    let typed = |name| row(name).invited(Attendee);
    let linked = |name| row(name).invited(Attendee).personal_link().name();
    vec![
        linked("in use on another device").known(Inside, Mailbox).elsewhere(),
        linked("in use on another device, moved here").known(Inside, Mailbox).elsewhere().takes_seat(),
        linked("inside, own pass, comes back").known(Inside, Mailbox).own_pass(),
        typed("removed, merely typed").known(Banned, Mailbox),
        linked("removed, personal link").known(Banned, Mailbox),
        typed("removed, own pass").known(Banned, Mailbox).own_pass(),
        linked("removed without a ban").known(Gone, Mailbox),
        typed("sent away from the waiting room, merely typed").known(Denied, Unverified),
        linked("sent away from the waiting room, personal link").known(Denied, Mailbox),
        typed("full, merely typed").full(),
        linked("full, attendee by personal link").full(),
        linked("one place left").room_left(),
        row("full, co-host by personal link").invited(CoHost).personal_link().name().full(),
        row("full, host's address, merely typed").host().full(),
        row("full, host, signed in").host().signed_in().full(),
        linked("full, inside already, comes back").known(Inside, Mailbox).own_pass().full(),
        typed("locked, merely typed").locked(),
        linked("locked, attendee by personal link").locked(),
        row("locked, presenter by personal link").invited(Presenter).personal_link().name().locked(),
        row("locked, co-host by personal link").invited(CoHost).personal_link().name().locked(),
        linked("waiting room for guests, personal link").waiting_room(WaitingRoom::Guests),
        linked("waiting room for everyone, personal link").waiting_room(WaitingRoom::Everyone),
        row("waiting room for everyone, on the fly, personal link")
            .on_the_fly()
            .personal_link()
            .name()
            .waiting_room(WaitingRoom::Everyone),
        linked("waiting room for everyone, let in by the host")
            .known(Waiting, Mailbox)
            .approved()
            .own_pass()
            .waiting_room(WaitingRoom::Everyone),
        typed("too early, merely typed").when(Moment::LongBefore),
        linked("too early, attendee by personal link").when(Moment::LongBefore),
        row("too early, presenter by personal link").invited(Presenter).personal_link().name().when(Moment::LongBefore),
        linked("early window, host not there").when(Moment::EarlyWindow),
        linked("ended, personal link").when(Moment::Ended),
        typed("ended, merely typed").when(Moment::Ended),
        row("ended, unlisted address, merely typed").when(Moment::Ended),
        row("cancelled, host, signed in").host().signed_in().when(Moment::Cancelled),
        row("past the end, live on, merely typed").when(Moment::PastTheEndLive),
        linked("past the end, live on, personal link").when(Moment::PastTheEndLive),
        row("past the end, host, signed in").host().signed_in().known(Gone, Account).when(Moment::PastTheEndLive),
    ]
}
