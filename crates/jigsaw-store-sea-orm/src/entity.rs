//! The tables as SeaORM sees them: columns and nothing else. What they mean is in [`crate::mapping`], how they are asked
//! in [`crate::port`]. Apart, so that a changed query does not compile them again.
//!
//! Identifiers are UUIDs, moments are whole microseconds since 1970 in UTC, digests are bytes, and what has no columns of
//! its own is JSON in a text column. That is the same on SQLite and PostgreSQL.

pub(crate) mod accounts;
pub(crate) mod api_tokens;
pub(crate) mod audit;
pub(crate) mod contact_group_members;
pub(crate) mod contact_groups;
pub(crate) mod contacts;
pub(crate) mod decisions;
pub(crate) mod events;
pub(crate) mod invitations;
pub(crate) mod limit_windows;
pub(crate) mod mail_codes;
pub(crate) mod mail_reports;
pub(crate) mod outbox;
pub(crate) mod participants;
pub(crate) mod passes;
pub(crate) mod reminders_marked;
pub(crate) mod sessions;
pub(crate) mod sign_ins;
pub(crate) mod suppressions;
pub(crate) mod unsubscriptions;
