//! Property strategies: addresses, sessions, situations, verdicts.
//!
//! ```
//! use jigsaw_domain::admission::PolicyBook;
//! use jigsaw_testkit::{laws, strategy};
//! use proptest::prelude::*;
//!
//! proptest! {
//!     # #![proptest_config(ProptestConfig::with_cases(16))]
//!     // In a test of your own, add #[test] here.
//!     fn the_laws_hold(situation in strategy::situations()) {
//!         let book = PolicyBook::built_in();
//!         laws::all(book.of(situation.session.invitation_type()), &situation.facts());
//!     }
//! }
//! # the_laws_hold();
//! ```

mod session;
mod situation;

use std::sync::Arc;

use jigsaw_domain::admission::{Disclosure, Evidence, JoinRule, Reason, ReasonCode, RuleSet, Verdict};
use jigsaw_domain::email_address::EmailAddress;
use jigsaw_domain::text::{NamePart, PersonName, Title};
use proptest::prelude::*;
use proptest::sample::select;

use crate::laws::Says;

pub use session::{door_settings, sessions, sessions_of};
pub use situation::{known_situations, moments, people, relations, situations, situations_at};

/// Addresses that parse, in many spellings: upper case, dots, plus signs, other scripts.
pub fn emails() -> impl Strategy<Value = EmailAddress> {
    let local = "[A-Za-z0-9üÉж]{1,8}([.+_'-][A-Za-z0-9]{1,6}){0,2}";
    let domain = "[a-zA-Z]{1,8}(-?[a-z0-9]{1,5}){0,1}";
    let top = select(vec!["org", "example", "CO.uk", "EXAMPLE", "xn--p1ai", "bücher.example"]);
    (local, domain, top).prop_filter_map("an address", |(local, domain, top)| {
        EmailAddress::parse(&format!("{local}@{domain}.{top}")).ok()
    })
}

/// Two addresses with one key, spelled differently, and a third one with another key.
pub fn namesakes() -> impl Strategy<Value = (EmailAddress, EmailAddress, EmailAddress)> {
    ("[a-z]{1,8}", "[a-z]{1,8}").prop_filter_map("addresses", |(local, domain)| {
        let plain = EmailAddress::parse(&format!("{local}@{domain}.example")).ok()?;
        let loud = EmailAddress::parse(&format!("{}@{domain}.EXAMPLE", local.to_uppercase())).ok()?;
        let other = EmailAddress::parse(&format!("{local}+x@{domain}.example")).ok()?;
        Some((plain, loud, other))
    })
}

/// Titles that parse: other scripts, markup, quotes.
pub fn titles() -> impl Strategy<Value = Title> {
    prop_oneof![
        "[A-Za-z0-9 ,.:'\"<>&;%äöüßéЖ日本]{1,60}",
        select(vec!["<script>alert(1)</script>", "Bcc: evil@example.org", "{{ title }}", "שלום", "🧩 Puzzle"])
            .prop_map(str::to_owned),
    ]
    .prop_filter_map("a title", |raw| Title::parse(&raw).ok())
}

/// Names that parse.
pub fn names() -> impl Strategy<Value = PersonName> {
    let part = || "[A-Za-zäöüßéЖ日本' -]{1,20}".prop_filter_map("a name", |raw| NamePart::parse(&raw).ok());
    (part(), part()).prop_map(|(first, last)| PersonName::new(first, last))
}

/// Reasons of every code and disclosure.
pub fn reasons() -> impl Strategy<Value = Reason> {
    let disclosures = vec![Disclosure::Public, Disclosure::Address, Disclosure::Host, Disclosure::Internal];
    let params = prop::collection::vec((select(vec!["fact", "opens_at", "code"]), "\\PC{0,8}"), 0..2);
    (select(ReasonCode::ALL), select(disclosures), params).prop_map(|(code, disclosure, params)| Reason {
        code,
        disclosure,
        params,
    })
}

/// Every verdict.
pub fn verdicts() -> impl Strategy<Value = Verdict> {
    prop_oneof![
        Just(Verdict::Permit),
        Just(Verdict::Abstain),
        select(Evidence::ALL).prop_map(Verdict::Require),
        reasons().prop_map(Verdict::Hold),
        reasons().prop_map(Verdict::Deny),
    ]
}

const NAMES: [&str; 12] =
    ["mix.a", "mix.b", "mix.c", "mix.d", "mix.e", "mix.f", "mix.g", "mix.h", "mix.i", "mix.j", "mix.k", "mix.l"];

/// Policies of up to twelve rules that say anything at all, each always the same.
pub fn verdict_mixes() -> impl Strategy<Value = RuleSet> {
    prop::collection::vec(verdicts(), 0..=NAMES.len()).prop_map(|verdicts| {
        let says = |(name, verdict)| Arc::new(Says::new(name, verdict)) as Arc<dyn JoinRule>;
        RuleSet::new(NAMES.into_iter().zip(verdicts).map(says).collect())
    })
}
