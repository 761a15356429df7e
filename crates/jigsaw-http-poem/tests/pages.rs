//! The pages, driven as a browser without scripts does it: links are opened, forms are filled in and sent, redirects are
//! followed, cookies are kept. Behind them stand the real use cases over the store in memory.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests: a broken expectation ends the test"
)]

mod pages {
    pub(crate) mod browser;
    pub(crate) mod form;
    pub(crate) mod server;

    mod account;
    mod coming;
    mod edits;
    mod guest_list;
    mod guest_open;
    mod guest_password;
    mod guest_personal;
    mod hosting;
    mod inputs;
    mod invitations;
    mod kinds;
    mod languages;
    mod links;
    mod live;
    mod mailbox;
    mod quiet;
    mod rights;
    mod simulator;
    mod unsubscribe;
    mod waiting;
}
