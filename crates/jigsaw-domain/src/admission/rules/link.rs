//! Whether the link still counts.

use super::rule;
use crate::admission::{Reason, ReasonCode, Verdict};

rule! {
    /// Links that were renewed, taken back or have run out let nobody in. Whoever is in stays in by their pass, which
    /// needs no link.
    LinkCounts as "link_counts": |facts| {
        if facts.link.is_revoked() {
            Verdict::Deny(Reason::public(ReasonCode::LinkRevoked))
        } else if facts.link.is_expired(facts.now) {
            Verdict::Deny(Reason::public(ReasonCode::LinkExpired))
        } else {
            Verdict::Abstain
        }
    }
}
