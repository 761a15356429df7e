//! Dates, times and durations in words.

use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::Tz;
use fluent_templates::fluent_bundle::FluentValue;

use super::Text;

/// Dates and times, always with their zone.
impl Text {
    /// "Tue 24 Nov 2026, 14:00 Berlin time".
    pub fn moment(&self, at: DateTime<Utc>, zone: Tz) -> String {
        let local = at.with_timezone(&zone);
        self.in_zone(self.day_and_time(&local), zone)
    }

    /// "14:00", for rows on pages whose head names the zone.
    pub fn clock(&self, at: DateTime<Utc>, zone: Tz) -> String {
        clock(&at.with_timezone(&zone))
    }

    /// "Tue 24 Nov 2026, 14:00–15:00 Berlin time", or both dates when they differ.
    pub fn span(&self, from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> String {
        let (start, end) = (from.with_timezone(&zone), to.with_timezone(&zone));
        let tail = if start.date_naive() == end.date_naive() { clock(&end) } else { self.day_and_time(&end) };
        self.in_zone(self.t2("time-span", "from", self.day_and_time(&start), "to", tail), zone)
    }

    fn day_and_time(&self, local: &DateTime<Tz>) -> String {
        self.t2("time-moment", "date", self.date(local), "time", clock(local))
    }

    fn in_zone(&self, time: String, zone: Tz) -> String {
        self.t2("time-in-zone", "time", time, "zone", self.zone(zone))
    }

    /// "Berlin time" for `Europe/Berlin`, "UTC" for itself.
    pub fn zone(&self, zone: Tz) -> String {
        match zone.name().rsplit_once('/') {
            Some((_, city)) => self.t1("time-zone-of", "city", city.replace('_', " ")),
            None => zone.name().to_owned(),
        }
    }

    /// "1 day", "2 hours" or "10 minutes": the largest unit that fits evenly.
    pub fn minutes(&self, minutes: u32) -> String {
        if minutes > 0 && minutes.is_multiple_of(1440) {
            self.t1("time-days", "count", minutes / 1440)
        } else if minutes > 0 && minutes.is_multiple_of(60) {
            self.t1("time-hours", "count", minutes / 60)
        } else {
            self.t1("time-minutes", "count", minutes)
        }
    }

    fn date(&self, local: &DateTime<Tz>) -> String {
        let args = vec![
            ("weekday", FluentValue::from(self.t(&format!("weekday-{}", local.weekday().number_from_monday())))),
            // Day and year as text: numbers would be grouped in thousands in some languages.
            ("day", FluentValue::from(local.day().to_string())),
            ("month", FluentValue::from(self.t(&format!("month-{}", local.month())))),
            ("year", FluentValue::from(local.year().to_string())),
        ];
        self.args("time-date", args)
    }
}

fn clock(local: &DateTime<Tz>) -> String {
    format!("{:02}:{:02}", local.hour(), local.minute())
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Berlin;
    use jigsaw_domain::language::Language;

    use super::*;

    #[test]
    fn moments_read_naturally_in_each_language() {
        let at = DateTime::from_timestamp(1_795_525_200, 0).unwrap();
        let hour = chrono::TimeDelta::hours(1);
        let table = [
            (
                Language::English,
                "Tue 24 Nov 2026, 14:00 Berlin time",
                "Tue 24 Nov 2026, 13:00–14:00 UTC",
                "Tue 24 Nov 2026, 14:00–Wed 25 Nov 2026, 14:00 Berlin time",
            ),
            (
                Language::German,
                "Di., 24. Nov. 2026, 14:00 Uhr (Ortszeit Berlin)",
                "Di., 24. Nov. 2026, 13:00–14:00 Uhr (UTC)",
                "Di., 24. Nov. 2026, 14:00–Mi., 25. Nov. 2026, 14:00 Uhr (Ortszeit Berlin)",
            ),
            (
                Language::French,
                "mar. 24 nov. 2026, 14:00 (heure de Berlin)",
                "mar. 24 nov. 2026, 13:00–14:00 (UTC)",
                "mar. 24 nov. 2026, 14:00–mer. 25 nov. 2026, 14:00 (heure de Berlin)",
            ),
            (
                Language::Spanish,
                "mar, 24 nov 2026, 14:00 (hora de Berlin)",
                "mar, 24 nov 2026, 13:00–14:00 (UTC)",
                "mar, 24 nov 2026, 14:00–mié, 25 nov 2026, 14:00 (hora de Berlin)",
            ),
        ];
        for (language, moment, span, days) in table {
            let text = Text::new(language);
            assert_eq!(text.moment(at, Berlin), moment);
            assert_eq!(text.span(at, at + hour, chrono_tz::UTC), span);
            assert_eq!(text.span(at, at + hour * 24, Berlin), days);
        }
    }

    #[test]
    fn durations_take_the_largest_unit_and_its_plural() {
        // A line does not end between a number and its unit, but for English.
        let table = [
            (Language::English, " ", ["1 day", "2 days", "1 hour", "36 hours", "1 minute", "90 minutes", "0 minutes"]),
            (
                Language::German,
                "\u{A0}",
                ["1 Tag", "2 Tage", "1 Stunde", "36 Stunden", "1 Minute", "90 Minuten", "0 Minuten"],
            ),
            (
                Language::French,
                "\u{A0}",
                ["1 jour", "2 jours", "1 heure", "36 heures", "1 minute", "90 minutes", "0 minute"],
            ),
            (
                Language::Spanish,
                "\u{A0}",
                ["1 día", "2 días", "1 hora", "36 horas", "1 minuto", "90 minutos", "0 minutos"],
            ),
        ];
        for (language, space, expected) in table {
            let text = Text::new(language);
            let expected = expected.map(|words| words.replace(' ', space));
            assert_eq!([1440, 2880, 60, 2160, 1, 90, 0].map(|minutes| text.minutes(minutes)), expected);
        }
    }
}
