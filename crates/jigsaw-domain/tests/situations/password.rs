//! Situations at the door of a link with passwords.

use jigsaw_domain::admission::CodeCheck::{Expired, Right as RightCode, Wrong as WrongCode};
use jigsaw_domain::admission::PasswordCheck::{Locked, Right, Wrong};
use jigsaw_domain::admission::PersonState::{Banned, Denied, Inside};
use jigsaw_domain::admission::Proof::Account;
use jigsaw_domain::invitation::Role::{Attendee, CoHost, Presenter};
use jigsaw_domain::session::{InvitationType, WaitingRoom};

use super::LinkState::Replaced;
use super::{Moment, Situation};

const fn row(name: &'static str) -> Situation {
    Situation::at(InvitationType::LinkPasswordRequested, name)
}

pub(super) fn rows() -> Vec<Situation> {
    let member = |name| row(name).with_account();
    let inside = |name| member(name).password(Right);
    let mut rows = vec![
        row("nothing given yet").nothing_yet(),
        row("new person"),
        row("new person, profile given").profile(),
        row("new person, profile and right code").profile().code(RightCode),
        row("new person, profile and wrong code").profile().code(WrongCode),
        row("new person, profile and old code").profile().code(Expired),
        row("new person, code without the profile").code(RightCode),
        member("known person"),
        inside("known person, right password"),
        member("known person, wrong password").password(Wrong),
        member("known person, too many wrong passwords").password(Locked),
        member("known person, gives a profile: no way round the password").profile(),
        row("signed in").signed_in(),
        row("host's address, no proof").host(),
        row("host, right password").host().password(Right),
        row("co-host without account").invited(CoHost),
        member("presenter, right password").invited(Presenter).password(Right),
        member("invited, personal link: fills in the address only").invited(Attendee).personal_link(),
        row("invited, personal link, no account").invited(Attendee).personal_link(),
        inside("invited, personal link, right password").invited(Attendee).personal_link().password(Right),
        member("personal link in use on another device")
            .invited(Attendee)
            .personal_link()
            .known(Inside, Account)
            .elsewhere(),
        inside("personal link in use on another device, right password")
            .invited(Attendee)
            .personal_link()
            .password(Right)
            .known(Inside, Account)
            .elsewhere(),
        inside("rotated link").link(Replaced),
    ];
    rows.extend(hidden());
    rows.extend(door());
    rows
}

fn hidden() -> Vec<Situation> {
    let hidden = |name| row(name).hides_accounts();
    vec![
        hidden("accounts hidden, new person"),
        hidden("accounts hidden, known person").with_account(),
        hidden("accounts hidden, new person, any password").password(Wrong),
        hidden("accounts hidden, known person, wrong password").with_account().password(Wrong),
        hidden("accounts hidden, new person, profile").profile(),
        hidden("accounts hidden, known person, profile").with_account().profile(),
        hidden("accounts hidden, known person, right password").with_account().password(Right),
    ]
}

fn door() -> Vec<Situation> {
    let member = |name| row(name).with_account();
    let inside = |name| member(name).password(Right);
    vec![
        member("full, no proof yet").full(),
        row("full, host's address, no proof").host().full(),
        row("full, host, right password").host().password(Right).full(),
        inside("locked").locked(),
        inside("removed, right password").known(Banned, Account),
        member("removed, no proof").known(Banned, Account),
        member("sent away from the waiting room, no proof").known(Denied, Account),
        inside("sent away from the waiting room, right password").known(Denied, Account),
        inside("waiting room for guests").waiting_room(WaitingRoom::Guests),
        inside("waiting room for everyone").waiting_room(WaitingRoom::Everyone),
        inside("waiting room for everyone, on the fly").on_the_fly().waiting_room(WaitingRoom::Everyone),
        member("too early, no proof yet").when(Moment::LongBefore),
        inside("too early, right password").when(Moment::LongBefore),
        inside("nobody has begun it").when(Moment::PastTheStart),
        inside("past the end, live on").when(Moment::PastTheEndLive),
        row("past the end, live on, host, right password").host().password(Right).when(Moment::PastTheEndLive),
        inside("ended").when(Moment::Ended),
    ]
}
