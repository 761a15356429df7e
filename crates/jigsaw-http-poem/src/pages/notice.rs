//! The word about the last action, shown once on the page that follows it. It travels as a word in the address, and
//! only words that stand here are shown.

use jigsaw_domain::usecase::UseCaseError;

use crate::text::Text;
use crate::view::{FormFault, Notice, Tone};

/// The notice of a word; `count` is how many it was about.
pub(super) fn of(text: &Text, word: &str, count: Option<u32>) -> Option<Notice> {
    let said = match word {
        "created" => text.t("notice-created"),
        "account" => text.t("notice-account"),
        "saved" => text.t("notice-saved"),
        "rotated" => text.t("notice-rotated"),
        "cancelled" => text.t("notice-cancelled"),
        "occurrence_cancelled" => text.t("notice-occurrence-cancelled"),
        "cloned" => text.t("notice-cloned"),
        "calendar_renewed" => text.t("notice-calendar-renewed"),
        "invited" => text.t1("notice-invited", "count", count?),
        "bulk-resent" => text.t1("notice-bulk-resent", "count", count?),
        "bulk-revoked" => text.t1("notice-bulk-revoked", "count", count?),
        "bulk-role" => text.t1("notice-bulk-role", "count", count?),
        "answered" => text.t("notice-answered"),
        "renewed" => text.t("notice-renewed"),
        "resent" => text.t("notice-resent"),
        "revoked" => text.t("notice-revoked"),
        "lifted" => text.t("notice-lifted"),
        "started" => text.t("notice-started"),
        "ended" => text.t("notice-ended"),
        "locked" => text.t("notice-locked"),
        "unlocked" => text.t("notice-unlocked"),
        "admitted" => text.t("notice-admitted"),
        "approved" => text.t("notice-approved"),
        "denied" => text.t("notice-denied"),
        "removed" => text.t("notice-removed"),
        "forgiven" => text.t("notice-forgiven"),
        "role" => text.t("notice-role"),
        _ => return None,
    };
    Some(Notice { tone: Tone::Good, text: said, undo: None })
}

/// An action that does not fit the state of things, said on the page that it was made from. Other errors have a page of
/// their own.
pub(super) fn conflict(text: &Text, error: &UseCaseError) -> Option<Notice> {
    let said = match error {
        UseCaseError::Contradiction("version_moved") => FormFault::ChangedMeanwhile.say(text),
        UseCaseError::Contradiction("not_waiting") => text.t("conflict-not-waiting"),
        UseCaseError::Contradiction("address_not_proved") => text.t("conflict-address-not-proved"),
        UseCaseError::Contradiction("host_cannot_be_removed" | "host_role_is_fixed") => text.t("conflict-host"),
        UseCaseError::Contradiction("invitation_revoked") => text.t("conflict-invitation-revoked"),
        UseCaseError::Lifecycle(_) | UseCaseError::Contradiction(_) => text.t("conflict-session"),
        _ => return None,
    };
    Some(Notice { tone: Tone::Bad, text: said, undo: None })
}
