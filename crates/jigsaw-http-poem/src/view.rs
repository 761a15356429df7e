//! The pages, as templates with structs of display-ready values.
//!
//! Nothing here knows HTTP or the domain: a handler fills a struct and calls
//! [`askama::Template::render`]. Closed vocabularies ([`Role`], [`Outcome`], …) carry the same codes as
//! the API: `Role::parse(code)` comes from a domain value's own word and `role.code()` goes back.
//!
//! # What every handler does
//!
//! * Fills [`Page`]: the language ([`crate::text::Text::new`]), the form token of this browser,
//!   who is signed in, the notice of the last action (after a redirect), whether to link the mailbox.
//! * Keeps what was typed when something is wrong, never passwords or codes, and says what is wrong
//!   with [`Errors`]: the field is its `name`; the message comes from
//!   [`Text::fault`](crate::text::Text::fault) with the domain's fault code, from [`FormFault`] or from
//!   [`JoinReason::sentence`]. An empty field name is a fault of the whole form.
//! * Shows times with [`Text::moment`](crate::text::Text::moment) and
//!   [`Text::span`](crate::text::Text::span), rules and reasons of the Access tab with
//!   [`Text::rule`](crate::text::Text::rule) and [`Text::reason`](crate::text::Text::reason).
//!
//! # Forms
//!
//! Every form is POST, `application/x-www-form-urlencoded`, and carries `form_token`. Check boxes send
//! `on` or nothing. Times are `datetime-local` (`2026-11-24T14:00`) in the form's `time_zone`.
//!
//! | view | posts to | fields |
//! |---|---|---|
//! | every page | `/language` | `language`, `to` (the page's own path) |
//! | every page of a signed-in reader | `/sign-out` | |
//! | [`AccountPage`] | `/account` | `first_name`, `last_name`, `time_zone`, `language` (may be empty) |
//! | [`SetUpPage`] | `action` (its own path) | `email` if asked, `first_name`, `last_name`, `new_password`, `time_zone` |
//! | [`SignInPage`] | `/` | `email`, `password`, `return_to` |
//! | [`ForgotPage`] | `/forgot` | `email` |
//! | [`NewSessionPage`] | `/sessions/new` | `title`, `starts`, `ends`, `time_zone`, `invitation_type`, `early_entry_minutes`, `capacity`, `wait_for_host`, `waiting_room`, `email_proof`, `joinable_until`, `message`, `reminder_{minutes}` …; `kind`, `every`, `unit`, `day_{code}` …, `times`, `last`, `rule` |
//! | [`DetailsPage`] | `/sessions/{id}` | the same, and `tell` |
//! | [`OccurrencePage`] | `/sessions/{id}/occurrences/{name}` | `starts`, `ends` |
//! | [`PreviewPage`] | `/sessions/{id}` | the same, with `anyway` or `back` |
//! | | `/sessions/{id}/rotate-link` | `tell` |
//! | | `/sessions/{id}/cancel` | `reason`, `tell` |
//! | [`InvitationsPage`] | `/sessions/{id}/invitations` | `emails` (free text), `file`, `role`, `step`, `format` and `seen` once there is a preview; multipart |
//! | | `/sessions/{id}/invitations/bulk` | `selected` (several), `which`, `action`, `q`, `in_role`, `in_state` |
//! | [`BulkPage`] | `/sessions/{id}/invitations/bulk` | the same, and `sure` |
//! | | `/sessions/{id}/invitations/{iid}/resend`, `…/revoke` | |
//! | [`LivePage`] | `/sessions/{id}/start`, `…/end`, `…/unlock`, `…/admit-all` | |
//! | | `/sessions/{id}/lock` | `message` |
//! | | `/sessions/{id}/participants/{pid}/admit`, `…/deny` | |
//! | | `/sessions/{id}/participants/{pid}/remove` | `reason`, `ban` |
//! | | `/sessions/{id}/participants/{pid}/role` | `role` |
//! | | `/sessions/{id}/live/invite` | `email`, `first_name`, `last_name`, `role` |
//! | [`AccessPage`] | `/sessions/{id}/access` | `email`, `at`, `link` (`session`, `personal`), `signed_in`, `same_device`, `old_link` |
//! | [`JoinPage`] | `action` (`/j/{key}`, `/i/{token}`) | `step` and `email`, then by step, see below |
//! | [`JoinAnswerPage`] | `action` | `step`, `email`, `first_name`, `last_name` as given so far |
//! | | `wait.leave_action` | |
//! | [`RoomPage`] | `/room/{id}/leave` | |
//! | [`Notice`] with [`Undo`] | `undo.action` | |
//!
//! Steps of joining: `email` (`email`), `name` (`first_name`, `last_name`), `password` (`password`),
//! `account` (`first_name`, `last_name`, `new_password`, `time_zone`), `code` (`code`), `join` (nothing
//! more), `seat` (move the place here), `knock` (ask the host), `resend` (a new code), `retry` (the same
//! evidence again), `change` (show the email step, prefilled). A password is never carried from one
//! step to the next: [`Given`] carries a ticket for the profile that waits for its code, and with it names,
//! `take_seat` and `knock`.
//!
//! # Keeping up to date
//!
//! The script reads these attributes; without it pages reload by `<noscript>` or by hand.
//!
//! | attribute | on | meaning |
//! |---|---|---|
//! | `data-source` | `main` | address that is fetched again when something changed; a redirect or another `data-page` moves the browser there |
//! | `data-page` | `main` | which state of the page this is |
//! | `data-events` | `main` | event stream; messages without a name, those of a pass (`state`, `roster`) and those of a session (its event kinds) count; their data is not read |
//! | `data-heartbeat` | `main` | gets an empty POST every 15 s |
//! | `data-live-region` | an element with an `id` | is brought up to date in place; focus, open panels and typed text stay |
//! | `data-announce` | a live region | is read out when it changed |
//! | `data-countdown`, `data-local`, `data-copy`, `data-reveal`, `data-zone-guess` | parts | countdown, the reader's own time, copying, showing a password, proposing the browser's zone |
//!
//! A stream that ends is opened again; when it is answered with an error, the page is looked at again and
//! the stream is tried after 5 s. A waiting page has to answer GET on its `data-source` with a redirect into
//! the room once the pass is admitted, and the room with [`RoomClosedPage`] once it is not.
//!
//! # What the answers need
//!
//! Content security policy: `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';
//! connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`, and `frame-src 'self'` on
//! [`MailPage`], whose framed HTML part is answered with `frame-ancestors 'self'` and what the mail's own
//! styles need. Forms that lead away (none now) would need their target in `form-action`. Assets are answered
//! below [`ASSET_PREFIX`](crate::assets::ASSET_PREFIX) by
//! [`by_hashed_name`](crate::assets::by_hashed_name), with
//! [`CACHE_CONTROL`](crate::assets::CACHE_CONTROL).
//!
//! A page with faults is answered with 422 at the address that was posted to, so that address answers GET
//! as well: with the form for pages, with a redirect to the tab for actions.
//!
//! Dangerous actions are asked about in a `popover`, which needs no script. The button that opens one and
//! the button that confirms have the same name, and only one of them is there at a time.

mod access;
mod account;
mod coming;
mod common;
mod error;
mod invitations;
mod join;
mod links;
mod live;
mod mailbox;
mod preview;
mod qr;
mod room;
mod sessions;
mod unsubscribe;
mod words;
mod zones;

pub use access::{AccessPage, ComingChoice, DecisionFilter, DecisionRow, Explained, LinkRow, Question, RuleRow};
pub use account::{AccountPage, ForgotPage, SetUpPage, SignInPage};
pub use coming::{Coming, ComingPage, MailPlan, MailingRow};
pub use common::{Errors, FieldError, FormFault, Notice, Page, Stamp, Tone, Undo, Viewer};
pub use error::{ErrorKind, ErrorPage};
pub use invitations::{
    BulkPage, FaultyLine, InvitationRow, InvitationsPage, ListNumbers, PreviewCard, PreviewRow, SearchForm, TypedList,
};
pub use join::{Ask, Given, JoinAnswerPage, JoinHead, JoinPage, JoinReason, Wait};
pub use links::{LinkLimits, PersonalLinkPage, SharePanel};
pub use live::{InviteForm, InvitedCard, LivePage, RosterRow, WaitingRow};
pub use mailbox::{MailPage, MailRow, MailboxPage};
pub use preview::{PreviewGroup, PreviewPage, PreviewPerson};
pub use qr::Qr;
pub(crate) use qr::{png_file, svg_file};
pub use room::{Closing, Me, RoleCount, RoomClosedPage, RoomPage, RoomRow};
pub use sessions::{
    ConsoleHead, DayChoice, DetailsPage, LinkCard, NewSessionPage, OccurrencePage, OccurrenceRow, ReminderChoice,
    SessionForm, SessionRow, SessionsPage, Tab,
};
pub use unsubscribe::UnsubscribePage;
pub use words::{
    BulkAction, EmailProof, InvitationStatus, InvitationType, LinkKind, ListState, MailKind, MailingStage, Outcome,
    Outlook, PersonState, Proof, Role, RuleUnit, Said, SessionKind, SessionState, Standing, Verdict, WaitingRoom,
};
pub use zones::{ZoneGroup, is_listed_zone, zone_groups};
