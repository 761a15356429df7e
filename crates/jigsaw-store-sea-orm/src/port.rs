//! The ports, one file each.

mod accounts;
mod commits;
mod decisions;
mod door;
mod events;
mod invitations;
mod limiter;
mod mail_counts;
mod outbox;
mod participants;
mod seen;
mod sessions;
mod suppressions;

pub(crate) use events::events_after;

/// What is asked for at once.
const CHUNK: usize = 500;

/// A page's size as SeaORM takes it.
fn at_most(limit: u32) -> u64 {
    limit.into()
}
