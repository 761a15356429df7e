//! The pages: one handler an address, working without JavaScript.
//!
//! A handler reads the request into the domain's own types, calls a use case, and fills a view. Faults of a form are
//! shown beside its fields (422) with everything that was typed, but for passwords and codes; anything else that goes
//! wrong is a [`Problem`](crate::problem::Problem), which the guard writes as a page. After a change browsers are sent
//! on with 303, so that reloading repeats nothing.
//!
//! To add a page: a view with its template, a handler here, a row in `tests/pages/quiet.rs`.

mod access;
mod account;
mod calendar;
mod console;
mod details;
mod faults;
mod forgot;
mod frame;
mod home;
mod invitations;
mod invitations_bulk;
mod join;
mod language;
mod links;
mod live;
mod live_actions;
mod mail_plan;
mod mail_words;
mod mailbox;
mod notice;
mod occurrences;
mod posted;
mod preview;
mod qr;
mod repeats;
mod room;
mod session_form;
mod sessions;
mod set_up;
mod summary;
mod times;
mod unsubscribe;
mod upload;
mod words;

use poem::{Route, get};

/// Every page.
pub(crate) fn routes() -> Route {
    Route::new()
        .at("/", get(home::front).post(home::sign_in))
        .at("/sign-in", get(home::front).post(home::sign_in))
        .at("/sign-out", get(home::front).post(home::sign_out))
        .at("/language", get(language::back).post(language::choose))
        .at("/account", get(account::show_account).post(account::save))
        .at("/forgot", get(forgot::show_form).post(forgot::ask))
        .at("/setup/:token", get(set_up::show_form).post(set_up::set_up))
        .at("/sessions", get(sessions::list).post(sessions::create))
        .at("/sessions/new", get(sessions::form_for_new).post(sessions::create))
        .at("/sessions/:id", get(details::show_details).post(details::save))
        .at("/sessions/calendar/renew", get(sessions::back).post(sessions::renew_calendar))
        .at("/sessions/:id/clone", get(details::back).post(details::clone))
        .at("/sessions/:id/occurrences/:name", get(occurrences::form).post(occurrences::move_it))
        .at("/sessions/:id/occurrences/:name/cancel", get(details::back_from).post(occurrences::cancel_it))
        .at("/sessions/:id/rotate-link", get(details::back).post(details::rotate_link))
        .at("/sessions/:id/cancel", get(details::back).post(details::cancel))
        .at("/sessions/:id/invitations", get(invitations::show_list).post(invitations::invite))
        .at("/sessions/:id/invitations/sample.csv", get(invitations::sample))
        .at("/sessions/:id/invitations/bulk", get(invitations_bulk::back).post(invitations_bulk::change))
        .at("/sessions/:id/invitations/:iid/resend", get(invitations::back).post(invitations::resend))
        .at("/sessions/:id/invitations/:iid/revoke", get(invitations::back).post(invitations::revoke))
        .at("/sessions/:id/link", get(details::back).post(links::save_limits))
        .at("/sessions/:id/qr.svg", get(qr::session_svg))
        .at("/sessions/:id/qr.png", get(qr::session_png))
        .at("/sessions/:id/invitations/:iid/link", get(invitations::back).post(links::show_personal))
        .at("/sessions/:id/invitations/:iid/qr", get(invitations::back).post(qr::personal))
        .at("/sessions/:id/invitations/:iid/renew-link", get(invitations::back).post(links::renew_personal))
        .at("/sessions/:id/invitations/:iid/mail-again", get(invitations::back).post(invitations::mail_again))
        .at("/sessions/:id/live", get(live::show_live))
        .at("/sessions/:id/live/invite", get(live::back).post(live_actions::invite))
        .at("/sessions/:id/start", get(live::back).post(live_actions::start))
        .at("/sessions/:id/end", get(live::back).post(live_actions::end))
        .at("/sessions/:id/lock", get(live::back).post(live_actions::lock))
        .at("/sessions/:id/unlock", get(live::back).post(live_actions::unlock))
        .at("/sessions/:id/admit-all", get(live::back).post(live_actions::admit_all))
        .at("/sessions/:id/participants/:pid/admit", get(live::back).post(live_actions::admit))
        .at("/sessions/:id/participants/:pid/deny", get(live::back).post(live_actions::deny))
        .at("/sessions/:id/participants/:pid/remove", get(live::back).post(live_actions::remove))
        .at("/sessions/:id/participants/:pid/forgive", get(live::back).post(live_actions::forgive))
        .at("/sessions/:id/participants/:pid/role", get(live::back).post(live_actions::change_role))
        .at("/sessions/:id/access", get(access::show_access).post(access::explain))
        // Where a look is a sign of life, a HEAD is told apart from it.
        .at("/j/:key", get(join::by_session_link).head(join::by_session_link).post(join::join_by_session_link))
        .at("/j/:key/session.ics", get(calendar::entry))
        .at("/sessions/:id/session.ics", get(calendar::own))
        .at("/calendar/:file", get(calendar::feed))
        .at("/i/:key", get(join::by_personal_link).head(join::by_personal_link).post(join::join_by_personal_link))
        .at("/u/:key", get(unsubscribe::look).post(unsubscribe::answer))
        .at("/i/:key/answer", get(join::will_you_come).post(join::take_answer))
        .at("/room/:id", get(room::show_room).head(room::show_room))
        .at("/room/:id/leave", get(room::back).post(room::leave))
        .at("/mailbox", get(mailbox::list))
        .at("/mailbox/:id", get(mailbox::show_mail))
        .at("/mailbox/:id/html", get(mailbox::html))
}
