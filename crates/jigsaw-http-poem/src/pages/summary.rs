//! The access summary in the reader's words: one sentence made of parts, in the order in which people ask.

use jigsaw_domain::session::{AccessProof, AccessSummary, Capacity, WaitingRoom};

use super::times;
use crate::text::Text;

/// Who may enter, when, how.
pub(super) fn sentence(text: &Text, summary: &AccessSummary) -> String {
    let mut parts = vec![match summary.proof {
        AccessProof::ListedMailbox => {
            [text.t("access-list"), text.t("access-list-proved")].join(&text.t("list-separator"))
        }
        AccessProof::Account => text.t("access-account"),
        AccessProof::Mailbox => text.t("access-mailbox"),
        AccessProof::None => text.t("access-anyone"),
    }];
    parts.push(match summary.early_entry.minutes() {
        0 => text.t("access-from-start"),
        minutes => text.t1("access-early", "time", text.minutes(u32::from(minutes))),
    });
    if let Some(people) = summary.capacity.map(Capacity::get) {
        parts.push(text.t1("access-capacity", "count", people));
    }
    match summary.waiting_room {
        WaitingRoom::Guests if summary.holds_guests() => parts.push(text.t("access-guests-wait")),
        WaitingRoom::Off | WaitingRoom::Guests => {}
        WaitingRoom::Everyone => parts.push(text.t("access-everyone-waits")),
    }
    if !summary.wait_for_host {
        parts.push(text.t("access-without-host"));
    }
    if let Some(until) = summary.joinable_until {
        parts.push(text.t1("access-until", "time", times::stamp(text, until, summary.zone).text));
    }
    if let Some(end) = summary.link_expires_at {
        parts.push(text.t1("access-link-until", "time", times::stamp(text, end, summary.zone).text));
    }
    text.t1("access-sentence", "parts", parts.join(&text.t("list-separator")))
}
