//! Every kind of letter, written from samples that are hard to set, and read back by others.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod calendar;
mod capture;
mod headers;
mod keys;
mod on_disk;
mod parts;
mod relay;
mod samples;
mod series;
mod smtp;
