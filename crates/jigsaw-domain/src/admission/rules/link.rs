//! Whether the link still counts.

use super::rule;
use crate::admission::{LinkKind, Reason, ReasonCode, Verdict};

rule! {
    /// Links that were renewed, taken back or have run out let nobody in. Whoever is in stays in by their pass, which
    /// needs no link.
    ///
    /// With someone else's address a personal link is worth no more than the session link, and ends with it.
    LinkCounts as "link_counts": |facts| {
        let borrowed = facts.link.kind == LinkKind::Personal && !facts.link.fits_address;
        let door_shut = borrowed && facts.session.link().expires_at.is_some_and(|end| facts.now >= end);
        if facts.link.is_revoked() {
            Verdict::Deny(Reason::public(ReasonCode::LinkRevoked))
        } else if facts.link.is_expired(facts.now) || door_shut {
            Verdict::Deny(Reason::public(ReasonCode::LinkExpired))
        } else {
            Verdict::Abstain
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admission::fixture::{Case, expect, minute};
    use crate::link::Generation;

    #[test]
    fn only_the_current_generation_counts_and_only_in_its_time() {
        let older = |case: Case| case.with(|case| case.link.current = Generation::new(1));
        let expiring = |at: i64| Case::open().with(|case| case.link.expires_at = Some(minute(at)));
        let borrowed = |end: Option<i64>| {
            Case::open().by_personal_link().with(|case| {
                case.link.fits_address = false;
                case.parts.link.expires_at = end.map(minute);
            })
        };
        expect(
            &LinkCounts,
            [
                ("current", Case::open(), "abstain"),
                ("renewed since", older(Case::open()), "deny link_revoked"),
                ("personal, renewed since", older(Case::open().by_personal_link()), "deny link_revoked"),
                (
                    "personal, taken back",
                    Case::open().by_personal_link().with(|c| c.link.withdrawn = true),
                    "deny link_revoked",
                ),
                ("from the future", Case::open().with(|c| c.link.presented = Generation::new(9)), "deny link_revoked"),
                ("a minute to go", expiring(31), "abstain"),
                ("at its end", expiring(30), "deny link_expired"),
                ("revoked says more than expired", older(expiring(30)), "deny link_revoked"),
                (
                    "one's own personal link does not end with the session link",
                    borrowed(Some(30)).with(|c| c.link.fits_address = true),
                    "abstain",
                ),
                ("another's personal link", borrowed(None), "abstain"),
                ("… while the session link counts", borrowed(Some(31)), "abstain"),
                ("… after the session link has run out", borrowed(Some(30)), "deny link_expired"),
            ],
        );
    }

    #[test]
    fn a_personal_link_proves_its_own_mailbox_only_while_it_counts() {
        let proves = |case: Case| case.lend(|facts| facts.link.proves_mailbox(facts.now));
        let own = || Case::on_list().by_personal_link();
        assert!(proves(own()));
        assert!(!proves(Case::on_list()));
        assert!(!proves(own().with(|case| case.link.fits_address = false)));
        assert!(!proves(own().with(|case| case.link.withdrawn = true)));
        assert!(!proves(own().with(|case| case.link.current = Generation::new(1))));
        assert!(!proves(own().with(|case| case.link.expires_at = Some(minute(30)))));
    }
}
