//! What may happen, in a row that chance draws.

use proptest::prelude::*;

/// How many guests there are, and the most sessions.
pub(crate) const GUESTS: usize = 3;
pub(crate) const SESSIONS: usize = 2;

/// Whom the waiting room holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    Off,
    Guests,
    Everyone,
}

/// What a session is made with. Everything else is as it is by default.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) list: bool,
    pub(crate) capacity: Option<u32>,
    pub(crate) room: Room,
    /// Minutes until the start; the window opens ten minutes before it.
    pub(crate) starts_in: i64,
}

/// By which link somebody comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Session,
    OldSession,
    Personal,
    OldPersonal,
    /// The personal link of the next guest, with one's own address.
    Borrowed,
}

/// What somebody gives at the door.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Join {
    pub(crate) by: By,
    /// With the pass that the device has, if it has one.
    pub(crate) same_device: bool,
    pub(crate) knock: bool,
    pub(crate) take_seat: bool,
}

/// Something that is done at one door; the first number is the session, the second one the guest.
#[derive(Clone, Debug)]
pub(crate) enum Command {
    Create(Plan),
    Start(usize),
    End(usize),
    Lock(usize),
    Unlock(usize),
    Rotate(usize),
    Invite(usize, usize, bool),
    Revoke(usize, usize),
    Resend(usize, usize),
    Join(usize, usize, Join),
    Admit(usize, usize),
    AdmitAll(usize),
    Deny(usize, usize),
    Remove(usize, usize, bool),
    Forgive(usize, usize),
    Leave(usize, usize),
    /// Minutes pass.
    Wait(i64),
    Sweep,
    /// Every guest comes at the same moment, by the session link, on a new device.
    Rush(usize),
    /// The n-th port call fails, before or after it is done; then the same command once more.
    Crash(Box<Command>, u64, bool),
}

fn plan() -> impl Strategy<Value = Plan> {
    let room = prop_oneof![3 => Just(Room::Off), 1 => Just(Room::Guests), 2 => Just(Room::Everyone)];
    let capacity = prop_oneof![Just(None), Just(Some(1)), Just(Some(2))];
    (any::<bool>(), capacity, room, prop_oneof![Just(5), Just(60)]).prop_map(|(list, capacity, room, starts_in)| Plan {
        list,
        capacity,
        room,
        starts_in,
    })
}

fn join() -> impl Strategy<Value = Join> {
    let by = prop_oneof![
        6 => Just(By::Session),
        1 => Just(By::OldSession),
        5 => Just(By::Personal),
        1 => Just(By::OldPersonal),
        1 => Just(By::Borrowed),
    ];
    (by, any::<bool>(), prop::bool::weighted(0.3), prop::bool::weighted(0.3))
        .prop_map(|(by, same_device, knock, take_seat)| Join { by, same_device, knock, take_seat })
}

fn plain() -> impl Strategy<Value = Command> {
    let (s, g) = (0..SESSIONS, 0..GUESTS);
    let at = (s.clone(), g);
    prop_oneof![
        1 => plan().prop_map(Command::Create),
        3 => s.clone().prop_map(Command::Start),
        1 => s.clone().prop_map(Command::End),
        2 => s.clone().prop_map(Command::Lock),
        2 => s.clone().prop_map(Command::Unlock),
        1 => s.clone().prop_map(Command::Rotate),
        6 => (at.clone(), prop::bool::weighted(0.3)).prop_map(|((s, g), co_host)| Command::Invite(s, g, co_host)),
        2 => at.clone().prop_map(|(s, g)| Command::Revoke(s, g)),
        1 => at.clone().prop_map(|(s, g)| Command::Resend(s, g)),
        14 => (at.clone(), join()).prop_map(|((s, g), join)| Command::Join(s, g, join)),
        4 => at.clone().prop_map(|(s, g)| Command::Admit(s, g)),
        1 => s.prop_map(Command::AdmitAll),
        2 => at.clone().prop_map(|(s, g)| Command::Deny(s, g)),
        3 => (at.clone(), any::<bool>()).prop_map(|((s, g), banned)| Command::Remove(s, g, banned)),
        2 => at.clone().prop_map(|(s, g)| Command::Forgive(s, g)),
        4 => at.prop_map(|(s, g)| Command::Leave(s, g)),
        2 => (1_i64..10).prop_map(Command::Wait),
        2 => Just(Command::Sweep),
    ]
}

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        12 => plain(),
        1 => (0..SESSIONS).prop_map(Command::Rush),
        3 => (plain(), 1_u64..10, any::<bool>())
            .prop_map(|(command, nth, after)| Command::Crash(Box::new(command), nth, after)),
    ]
}

/// A session, and up to forty things that happen.
pub(crate) fn story() -> impl Strategy<Value = (Plan, Vec<Command>)> {
    (plan(), prop::collection::vec(any_command(), 1..40))
}
