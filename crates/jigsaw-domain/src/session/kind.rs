//! What kind of session it is, and what follows from that: the hours that count now, the occurrence after this one, and
//! what a change of time means.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::{
    DailyHours, Deviation, LifecycleError, Occurrence, Recurrence, Rule, Schedule, Session, SessionDraft, SessionEdit,
    SessionState, Slot, Standing, Tell, Turn,
};
use crate::malformed::Malformed;
use crate::text::HostText;

/// One time, open, or recurring.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum SessionKind {
    /// It takes place once, at its schedule.
    #[default]
    OneTime,
    /// One session from the schedule's start to its end, with a door that is open at these hours.
    Open(DailyHours),
    /// It takes place again and again; the schedule is that of the occurrence under way or next.
    Recurring(Box<Recurrence>),
}

/// The kind that a host wishes for.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum KindWish {
    /// Once.
    #[default]
    OneTime,
    /// At these hours, on the days of the schedule.
    Open(DailyHours),
    /// By this rule, from the start of the schedule on.
    Recurring(Rule),
}

/// How much of a series a change is about. Without a name it is the occurrence under way or next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Only this occurrence.
    This(Option<NaiveDateTime>),
    /// This one and all that follow.
    Following(Option<NaiveDateTime>),
}

impl Default for Scope {
    fn default() -> Self {
        Self::Following(None)
    }
}

/// Why an edit cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The session's state does not allow it.
    #[error(transparent)]
    Lifecycle(#[from] LifecycleError),
    /// A field cannot be taken.
    #[error("{0} {1}")]
    Field(&'static str, Malformed),
}

impl From<(&'static str, Malformed)> for EditError {
    fn from((field, fault): (&'static str, Malformed)) -> Self {
        Self::Field(field, fault)
    }
}

impl KindWish {
    /// The kind, and the schedule that it gives the session: that of the first occurrence, or from the first opening to the
    /// last closing.
    pub fn plan(self, schedule: Schedule) -> Result<(SessionKind, Schedule), (&'static str, Malformed)> {
        match self {
            Self::OneTime => {
                schedule.refuse_long()?;
                Ok((SessionKind::OneTime, schedule))
            }
            Self::Open(hours) => {
                let (first, last) = (schedule.starts().date(), schedule.ends().date());
                let schedule = hours.schedule(first, last, schedule.zone())?;
                Ok((SessionKind::Open(hours), schedule))
            }
            Self::Recurring(rule) => {
                schedule.refuse_long()?;
                let series = Recurrence::plan(rule, &schedule)?;
                let first = series.occurrences(schedule.zone()).into_iter().next();
                let schedule = first.map_or(schedule, |one| one.schedule);
                Ok((SessionKind::Recurring(Box::new(series)), schedule))
            }
        }
    }
}

impl SessionDraft {
    /// Only an open session goes on for longer than a month.
    pub fn check(&self) -> Result<(), (&'static str, Malformed)> {
        match self.kind {
            SessionKind::Open(_) => Ok(()),
            SessionKind::OneTime | SessionKind::Recurring(_) => self.schedule.refuse_long(),
        }
    }
}

impl SessionKind {
    /// The word in the API.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::OneTime => "one_time",
            Self::Open(_) => "open",
            Self::Recurring(_) => "recurring",
        }
    }

    /// What to wish for to get the same once more.
    pub fn wish(&self) -> KindWish {
        match self {
            Self::OneTime => KindWish::OneTime,
            Self::Open(hours) => KindWish::Open(hours.clone()),
            Self::Recurring(series) => KindWish::Recurring(series.rule.clone()),
        }
    }
}

impl Session {
    /// What kind of session it is.
    pub const fn kind(&self) -> &SessionKind {
        &self.0.kind
    }

    /// The series of a recurring session.
    pub fn series(&self) -> Option<&Recurrence> {
        match self.kind() {
            SessionKind::Recurring(series) => Some(series),
            SessionKind::OneTime | SessionKind::Open(_) => None,
        }
    }

    /// The window that counts at a moment: of an open session the hours under way or next, otherwise the schedule.
    pub fn turn(&self, at: DateTime<Utc>) -> Turn {
        let schedule = self.schedule();
        match self.kind() {
            SessionKind::Open(hours) => hours.turn(schedule, at),
            SessionKind::OneTime | SessionKind::Recurring(_) => {
                Turn { opens_at: schedule.starts_at(), closes_at: schedule.ends_at() }
            }
        }
    }

    /// From when on attendees may enter, as of this moment: the start of the window that counts, less the early entry.
    pub fn opens_from(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let opens_at = self.turn(now).opens_at;
        opens_at.checked_sub_signed(self.door().early_entry.delta()).unwrap_or(opens_at)
    }

    /// Whether what began then is still under way: an open session begins anew each day.
    pub(super) fn is_same_turn(&self, since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        match self.kind() {
            SessionKind::Open(_) if now < self.schedule().ends_at() => self.turn(since) == self.turn(now),
            _ => true,
        }
    }

    /// When it takes place: the occurrences of a series, the days of an open session, or the one time.
    pub fn occurrences(&self) -> Vec<Occurrence> {
        let schedule = self.schedule();
        match self.kind() {
            SessionKind::Recurring(series) => series.listed(schedule.zone()),
            SessionKind::OneTime => vec![planned(schedule.clone())],
            SessionKind::Open(hours) => {
                let turns = hours.turns(schedule).into_iter();
                let of = |turn: Turn| planned(Schedule::of_instants(turn.opens_at, turn.closes_at, schedule.zone()));
                turns.map(of).collect()
            }
        }
    }

    /// The occurrence that the schedule is of.
    pub fn current_occurrence(&self) -> Option<Occurrence> {
        let (series, schedule) = (self.series()?, self.schedule());
        let all = series.occurrences(schedule.zone()).into_iter();
        all.into_iter().find(|one| one.schedule.starts_at() == schedule.starts_at())
    }

    /// The occurrence after the present one that is not over yet.
    pub fn next_occurrence(&self, now: DateTime<Utc>) -> Option<Occurrence> {
        let (series, schedule) = (self.series()?, self.schedule());
        let later = |one: &Occurrence| one.schedule.starts_at() > schedule.starts_at();
        let mut coming = series.coming(schedule.zone()).into_iter().filter(later);
        coming.find(|one| one.schedule.ends_at() > now)
    }

    /// From when on a session that has begun makes room for its next occurrence, whoever is still in: at once when it was
    /// ended, otherwise when the door of the next one opens. `None` when there is no next one, and for one that never
    /// began: that is over with its time.
    pub fn rolls_on_at(&self) -> Option<DateTime<Utc>> {
        let since = match self.state() {
            SessionState::Scheduled | SessionState::Cancelled { .. } => return None,
            SessionState::Ended { at } => *at,
            SessionState::Live { .. } => self.schedule().ends_at(),
        };
        let next = self.next_occurrence(since)?.schedule.starts_at();
        match self.state() {
            SessionState::Live { .. } => {
                Some(next.checked_sub_signed(self.door().early_entry.delta()).unwrap_or(next).max(since))
            }
            _ => Some(since),
        }
    }

    /// The same session for its next occurrence: to come, unlocked, with a door that closes as long after the start as
    /// before. When there is none any more, it has ended.
    #[must_use]
    pub fn roll_on(mut self, now: DateTime<Utc>) -> Self {
        let next = self.next_occurrence(now);
        let last = self.series().and_then(|series| series.coming(self.schedule().zone()).pop());
        let ended = match (&next, last) {
            (None, Some(last)) => last.schedule.starts_at(),
            _ => self.schedule().starts_at(),
        };
        if let SessionKind::Recurring(series) = &mut self.0.kind {
            series.over = Some(ended);
        }
        match next {
            Some(next) => {
                self.0.state = SessionState::Scheduled;
                self.0.lock = None;
                self.move_to(next.schedule);
            }
            None if matches!(self.0.state, SessionState::Ended { .. }) => {}
            None => self.0.state = SessionState::Ended { at: now },
        }
        self
    }

    /// Takes over a schedule; the door closes as long after its start as it did after the old one.
    fn move_to(&mut self, schedule: Schedule) {
        let by = schedule.starts_at() - self.0.schedule.starts_at();
        self.0.door.joinable_until = self.0.door.joinable_until.map(|until| until + by);
        self.0.schedule = schedule;
    }

    /// What an edit makes of kind and schedule.
    pub(super) fn replan(&mut self, edit: &SessionEdit, now: DateTime<Utc>) -> Result<(), EditError> {
        if edit.kind.is_none() && edit.schedule.is_none() {
            return Ok(());
        }
        if let Some(series) = self.series().filter(|_| matches!(edit.kind, None | Some(KindWish::Recurring(_)))) {
            let series = self.changed_series(series, edit)?;
            return self.take_series(series, edit.schedule.as_ref(), now);
        }
        if matches!(edit.scope, Scope::This(_)) {
            return Err(("scope", Malformed::NoOccurrence).into());
        }
        let wish = edit.kind.clone().unwrap_or_else(|| self.kind().wish());
        let schedule = edit.schedule.clone().unwrap_or_else(|| self.schedule().clone());
        let (kind, schedule) = wish.plan(schedule)?;
        (self.0.kind, self.0.schedule) = (kind, schedule);
        Ok(())
    }

    /// The occurrence that a scope names.
    fn named(&self, series: &Recurrence, name: Option<NaiveDateTime>) -> Result<Occurrence, EditError> {
        match name {
            Some(original) => Ok(series.find(self.schedule().zone(), original)?),
            None => self.current_occurrence().ok_or_else(|| ("occurrence", Malformed::NoOccurrence).into()),
        }
    }

    fn changed_series(&self, series: &Recurrence, edit: &SessionEdit) -> Result<Recurrence, EditError> {
        match (&edit.kind, edit.scope) {
            (None, Scope::This(name)) => {
                let one = self.named(series, name)?;
                let to = edit.schedule.as_ref().unwrap_or(&one.schedule);
                to.refuse_long()?;
                // A zone of its own would be another session's.
                let to = Schedule::of_instants(to.starts_at(), to.ends_at(), self.schedule().zone());
                let moved = Deviation::Moved(Slot::of(&to));
                Ok(series.clone().except(one.original, moved, self.schedule().zone())?)
            }
            (Some(_), Scope::This(_)) => Err(("scope", Malformed::NotAChoice("following")).into()),
            (wish, Scope::Following(name)) => {
                let one = self.named(series, name)?;
                let schedule = edit.schedule.as_ref().unwrap_or(&one.schedule);
                schedule.refuse_long()?;
                let rule = match wish {
                    Some(KindWish::Recurring(rule)) if *rule != series.rule => Some(rule.clone()),
                    _ => None,
                };
                if rule.is_none() && *schedule == one.schedule {
                    return Ok(series.clone());
                }
                Ok(series.restart(&one, rule, (schedule, self.schedule().zone()))?)
            }
        }
    }

    /// Takes over a changed series. One that is under way stays the present one.
    fn take_series(
        &mut self,
        series: Recurrence,
        moved_to: Option<&Schedule>,
        now: DateTime<Utc>,
    ) -> Result<(), EditError> {
        let zone = moved_to.map_or_else(|| self.schedule().zone(), Schedule::zone);
        let present = match self.state() {
            SessionState::Live { .. } => {
                let present = self.current_occurrence();
                let is_it = |one: &Occurrence| {
                    present.as_ref().is_some_and(|present| {
                        one.original == present.original || one.schedule.starts_at() == present.schedule.starts_at()
                    })
                };
                series.coming(zone).into_iter().find(is_it)
            }
            _ => None,
        };
        let next = present.or_else(|| series.next(zone, now));
        let next = next.ok_or(("ends_at", Malformed::InThePast))?;
        self.0.kind = SessionKind::Recurring(Box::new(series));
        self.move_to(next.schedule);
        Ok(())
    }

    /// Calls off one occurrence, or one and all that follow. The session goes on to the next one that is left; when none
    /// is, the whole session is called off. What was called off before stays so.
    pub fn cancel_part(
        mut self,
        scope: Scope,
        reason: Option<HostText>,
        tell: Tell,
        now: DateTime<Utc>,
    ) -> Result<Self, EditError> {
        self.refuse_finished(now, None)?;
        let zone = self.schedule().zone();
        let Some(series) = self.series().cloned() else { return Err(("scope", Malformed::NoOccurrence).into()) };
        let (Scope::This(name) | Scope::Following(name)) = scope;
        let is_off = |one: &Occurrence| Some(one.original) == name && one.standing == Standing::Cancelled;
        if matches!(scope, Scope::This(_)) && series.listed(zone).iter().any(is_off) {
            return Ok(self);
        }
        let first = self.named(&series, name)?;
        let is_present = |one: &Occurrence| one.schedule.starts_at() == self.schedule().starts_at();
        let called_off = series.coming(zone).into_iter().filter(|one| match scope {
            Scope::This(_) => one.original == first.original,
            Scope::Following(_) => one.schedule.starts_at() >= first.schedule.starts_at(),
        });
        let mut left = series.clone();
        for one in called_off {
            if is_present(&one) && matches!(self.state(), SessionState::Live { .. }) {
                return Err(LifecycleError::UnderWay.into());
            }
            left = left.except(one.original, Deviation::Cancelled, zone)?;
        }
        if left.next(zone, now).is_none() {
            return Ok(self.cancel(reason, tell, now)?);
        }
        if matches!(self.state(), SessionState::Live { .. }) {
            self.0.kind = SessionKind::Recurring(Box::new(left));
        } else {
            self.take_series(left, None, now)?;
        }
        self.0.count_change(tell);
        Ok(self)
    }
}

fn planned(schedule: Schedule) -> Occurrence {
    Occurrence { original: schedule.starts(), schedule, standing: Standing::Planned }
}

#[cfg(test)]
mod tests;
