//! What is measured, a file each.

pub(crate) mod growth;
pub(crate) mod guests;
pub(crate) mod import;
pub(crate) mod join;
pub(crate) mod mail;
pub(crate) mod page;
pub(crate) mod sign_in;
pub(crate) mod start;
pub(crate) mod streams;
