//! Event streams: how they are counted, written and ended.
//!
//! A stream is woken by events of its session and reads what its listener may see each time. It ends when the authority it
//! was opened with ends, and tells browsers when to come back when the server stops.

mod bell;
mod board;
mod count;
mod ear;
mod keeper;
mod pass;
mod roster;
mod session;
mod sse;

pub(crate) use board::Boards;
pub(crate) use count::OpenStreams;
pub(crate) use pass::pass_stream;
pub(crate) use session::session_stream;
