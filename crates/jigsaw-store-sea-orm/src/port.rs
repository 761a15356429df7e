//! The ports, one file each.

mod accounts;
mod commits;
mod decisions;
mod directory;
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

use sea_orm::sea_query::LikeExpr;

pub(crate) use events::events_after;

/// What is asked for at once.
const CHUNK: usize = 500;

/// A page's size as SeaORM takes it.
fn at_most(limit: u32) -> u64 {
    limit.into()
}

/// A pattern for texts that hold this word, whatever letters it has.
fn contains(word: &str) -> LikeExpr {
    let word = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("%{word}%")).escape('\\')
}
