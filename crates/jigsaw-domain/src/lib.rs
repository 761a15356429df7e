//! The front door of live sessions, as a library: **who gets in, how, when and why**.
//!
//! A [`Session`](session::Session) is one live gathering with a host, a window of time and an invitation type. Someone
//! at its door becomes [`Facts`](admission::Facts); the [`JoinRule`](admission::JoinRule)s of the type judge them; and a
//! [`Decision`](admission::Decision) says what follows, with every rule's verdict. Deciding is pure: no clock, no storage,
//! no runtime. The same facts give the same decision in the join flow, in the waiting room, in a simulator and in your tests.
//!
//! # Words
//!
//! | word | is |
//! |---|---|
//! | [`session`], [host](invitation::Role::Host) | a scheduled gathering; the account that owns it |
//! | [invitation type](session::InvitationType) | a list, a link with passwords, a link without |
//! | [facts](admission::Facts) | everything that may matter at the door; each [known or not](admission::Fact) |
//! | [rule](admission::JoinRule), [verdict](admission::Verdict) | one condition; what it says: permit, deny, hold, require, abstain |
//! | [policy](admission::InvitationPolicy) | the rules that guard one invitation type |
//! | [decision](admission::Decision), [public view](admission::public_view) | what follows, for the host; the part of it a guest may see |
//! | [proof](admission::Proof) | how well an address is known to be the person's |
//! | [use case](usecase), [port] | what can be done with Jigsaw; what it needs from outside |
//!
//! # A decision
//!
//! Start from [`Facts::nothing_known`](admission::Facts::nothing_known) and fill in what you found out. A rule that needs
//! a fact you left out refuses: the door fails closed.
//!
//! ```
//! use chrono::{DateTime, TimeDelta, Utc};
//! use jigsaw_domain::admission::{
//!     CodeCheck, Evidence, Fact, Facts, PasswordCheck, PersonFact, PolicyBook, PresentedLink, PublicOutcome, Relation,
//!     decide, public_view,
//! };
//! use jigsaw_domain::email_address::EmailAddress;
//! use jigsaw_domain::id::{AccountId, SessionId};
//! use jigsaw_domain::link::Generation;
//! use jigsaw_domain::session::{
//!     DoorSettings, InvitationType, ReminderOffsets, Room, Schedule, Session, SessionDraft,
//! };
//! use jigsaw_domain::text::Title;
//!
//! let now: DateTime<Utc> = "2027-01-10T09:55:00Z".parse().unwrap();
//! let starts_at = now + TimeDelta::minutes(5);
//! let session = Session::create(
//!     SessionId::mint(now, [1; 16]),
//!     AccountId::mint(now, [2; 16]),
//!     SessionDraft {
//!         title: Title::parse("Algebra")?,
//!         schedule: Schedule::from_instants(starts_at, starts_at + TimeDelta::hours(1), chrono_tz::Europe::Berlin).unwrap(),
//!         invitation_type: InvitationType::LinkPasswordNotRequested,
//!         door: DoorSettings { wait_for_host: false, ..DoorSettings::default() },
//!         reminders: ReminderOffsets::default(),
//!         room: Room::Builtin,
//!         message: None,
//!     },
//!     now,
//! );
//!
//! // Someone typed an address at the session link, and nothing more.
//! let mike = EmailAddress::parse("mike@example.org")?;
//! let facts = Facts {
//!     email: Some(&mike),
//!     relation: Fact::Known(Relation::Stranger),
//!     has_account: Fact::Known(false),
//!     password: Fact::Known(PasswordCheck::NotGiven),
//!     code: Fact::Known(CodeCheck::NotGiven),
//!     person: Fact::Known(PersonFact::NEW),
//!     ..Facts::nothing_known(now, &session, PresentedLink::of_session(&session, Generation::FIRST))
//! };
//!
//! let policies = PolicyBook::built_in();
//! let decision = decide(policies.of(session.invitation_type()), &facts);
//! for finding in decision.findings() {
//!     println!("{:28} {}", finding.rule.to_string(), finding.verdict.as_str());
//! }
//! assert!(!decision.admits());
//!
//! // The guest sees the next step.
//! let view = public_view(&decision, facts.proof());
//! assert_eq!((view.outcome, view.needs), (PublicOutcome::Needs, vec![Evidence::Name]));
//!
//! // With a name they are in.
//! let facts = Facts { name_known: true, ..facts };
//! assert!(decide(policies.of(session.invitation_type()), &facts).admits());
//! # Ok::<(), jigsaw_domain::malformed::Malformed>(())
//! ```
//!
//! `cargo run -p jigsaw-domain --example embed` does the same with a rule of its own.
//!
//! # What this crate does not do
//!
//! It reads no clock, draws no random number, opens no file and no connection: its lints forbid it. What the
//! [use cases](usecase) need of that kind comes through [ports](port), which adapters implement (storage, mail, rooms, HTTP
//! live in the crates beside this one). It has no sentences for people either: reasons are
//! [codes](admission::ReasonCode) with parameters. Nothing here is serialised; wire and table shapes belong to the adapters.
//!
//! # To add a rule
//!
//! 1. Write it with the `rule!` macro in the file of [`admission::rules`] that its question belongs to (time, door,
//!    identity, list, link, place). It says one thing, abstains where it has nothing to say, and reads each fact it needs
//!    through `known!`, which refuses on what is not known.
//! 2. Choose the verdict by who can change it: `Deny` nobody by waiting, `Hold` time or the host, `Require` the person.
//!    Choose the disclosure of a reason by whom it is about: `public` the session, `address` the person, `host` what only
//!    the host may know.
//! 3. Give it to the invitation types it guards in `admission/policy.rs`.
//! 4. Put a table test beside it, a situation for each of its verdicts into `tests/situations/`, and look at what
//!    changes in the decision table (`tests/decision_table.rs`). The laws in `tests/laws.rs` must hold unchanged.
//! 5. A new [`ReasonCode`](admission::ReasonCode) is a contract: it needs a sentence in every language, and a changelog entry.
//!
//! Embedders do not touch this crate: they implement [`JoinRule`](admission::JoinRule) and add it with
//! [`RuleSet::with`](admission::RuleSet::with).

#![deny(missing_docs)]

pub mod account;
pub mod admission;
pub mod audit;
pub mod delivery;
pub mod directory;
pub mod email_address;
pub mod event;
pub mod id;
pub mod invitation;
pub mod language;
pub mod link;
pub mod malformed;
pub mod port;
pub mod secret;
pub mod session;
pub mod text;
pub mod usecase;
pub mod version;
mod words;
