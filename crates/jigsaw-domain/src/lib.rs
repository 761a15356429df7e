//! The decision core of Jigsaw, the front door of live sessions.

pub mod account;
pub mod admission;
pub mod audit;
pub mod delivery;
pub mod email_address;
pub mod event;
pub mod id;
pub mod invitation;
pub mod link;
pub mod malformed;
pub mod port;
pub mod secret;
pub mod session;
pub mod text;
pub mod usecase;
pub mod version;
mod words;
