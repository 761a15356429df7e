//! What became of somebody's mail, in words.

use chrono_tz::Tz;
use jigsaw_domain::delivery::{DeliveryState, SuppressionCause};
use jigsaw_domain::invitation::{Progress, Step};
use jigsaw_domain::usecase::InvitationView;

use crate::text::Text;

/// Why somebody has come no further: what kept them, if they came, else what kept their mail.
pub(super) fn trouble(text: &Text, view: &InvitationView, progress: Option<&Progress>) -> Option<String> {
    if let Some(progress) = progress {
        let kept = matches!(progress.step, Step::Waiting | Step::Refused) && !progress.reasons.is_empty();
        let reasons = || progress.reasons.iter().map(|code| text.reason(code)).collect::<Vec<_>>().join(", ");
        return kept.then(reasons);
    }
    let word = view.listed.mail_error.as_deref();
    match view.listed.mail? {
        DeliveryState::Queued | DeliveryState::Sent => None,
        DeliveryState::Deferred | DeliveryState::Bounced | DeliveryState::Parked => word.map(str::to_owned),
        DeliveryState::Dropped => Some(match word {
            Some("suppressed") => text.t("dropped-suppressed"),
            Some("cancelled" | "ended") => text.t("dropped-over"),
            Some("too_late") => text.t("dropped-late"),
            _ => text.t("dropped-uninvited"),
        }),
    }
}

/// That nothing is sent to somebody, or no reminders.
pub(super) fn note(text: &Text, view: &InvitationView, zone: Tz) -> Option<String> {
    if let Some(suppressed) = &view.suppressed {
        let date = text.moment(suppressed.since, zone);
        return Some(match suppressed.cause {
            SuppressionCause::Bounced => text.t1("suppressed-bounced", "date", date),
            SuppressionCause::Complained => text.t1("suppressed-complained", "date", date),
        });
    }
    view.unsubscribed.map(|since| text.t1("unsubscribed-since", "date", text.moment(since, zone)))
}
