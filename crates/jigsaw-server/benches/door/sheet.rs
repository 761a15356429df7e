//! What was measured, round by round, and how it stands to its bars.

use serde::Serialize;

use crate::database::Kind;
use crate::load::Measured;

/// What a number means; numbers are kept in the unit that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    PerSecond,
    Seconds,
    Millis,
    Micros,
    MiB,
    KiB,
    Ratio,
}

impl Unit {
    fn show(self, value: f64) -> String {
        let digits = match value.abs() {
            ..10.0 => 2,
            10.0..100.0 => 1,
            _ => 0,
        };
        match self {
            Self::PerSecond => format!("{}/s", grouped(value)),
            Self::Seconds => format!("{value:.digits$} s"),
            Self::Millis => format!("{value:.digits$} ms"),
            Self::Micros => format!("{value:.0} µs"),
            Self::MiB => format!("{value:.digits$} MiB"),
            Self::KiB => format!("{value:.digits$} KiB"),
            Self::Ratio => format!("{value:.2} ×"),
        }
    }
}

/// Thousands apart: 12,345.
pub(crate) fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// One figure; a value for each round.
#[derive(Debug, Serialize)]
struct Figure {
    case: &'static str,
    database: Option<&'static str>,
    what: String,
    unit: Unit,
    values: Vec<f64>,
}

/// What a figure should be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Want {
    AtLeast(f64),
    AtMost(f64),
}

#[derive(Debug, Serialize)]
struct Bar {
    what: String,
    database: Option<&'static str>,
    want: String,
    found: f64,
    unit: Unit,
    met: bool,
}

#[derive(Debug, Default, Serialize)]
pub(crate) struct Sheet {
    machine: String,
    figures: Vec<Figure>,
    bars: Vec<Bar>,
}

/// Of which database a figure is; none for what has to do with none.
pub(crate) type Of = Option<Kind>;

impl Sheet {
    pub(crate) fn new(machine: String) -> Self {
        Self { machine, ..Self::default() }
    }

    /// Writes down one value of one round.
    pub(crate) fn add(&mut self, case: &'static str, of: Of, what: impl Into<String>, unit: Unit, value: f64) {
        let (what, database) = (what.into(), of.map(Kind::name));
        eprintln!("  {:10} {what}: {}", database.unwrap_or_default(), unit.show(value));
        match self.figures.iter_mut().find(|figure| figure.what == what && figure.database == database) {
            Some(figure) => figure.values.push(value),
            None => self.figures.push(Figure { case, database, what, unit, values: vec![value] }),
        }
    }

    /// Writes down what a load came to: rate, p50, p99, CPU.
    pub(crate) fn load(&mut self, case: &'static str, of: Of, what: &str, measured: &Measured) {
        self.add(case, of, what, Unit::PerSecond, measured.per_second);
        for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
            let latency = measured.latencies.quantile(share);
            self.add(case, of, format!("{what}, {name}"), Unit::Millis, latency.as_secs_f64() * 1e3);
        }
        self.add(case, of, format!("{what}, CPU of the server each"), Unit::Micros, measured.cpu.as_secs_f64() * 1e6);
        if of == Some(Kind::Postgres) {
            let cpu = measured.database_cpu.as_secs_f64() * 1e6;
            self.add(case, of, format!("{what}, CPU of PostgreSQL each"), Unit::Micros, cpu);
        }
    }

    fn values(&self, of: Of, what: &str) -> Option<&[f64]> {
        let database = of.map(Kind::name);
        let figure = self.figures.iter().find(|figure| figure.what == what && figure.database == database);
        figure.map(|figure| figure.values.as_slice())
    }

    /// Holds a figure's median against what it should be. A figure that was not measured has no bar.
    pub(crate) fn hold(&mut self, of: Of, what: &str, want: Want) {
        let Some(figure) =
            self.figures.iter().find(|figure| figure.what == what && figure.database == of.map(Kind::name))
        else {
            return;
        };
        let (found, unit) = (median(&figure.values), figure.unit);
        self.bar(of, what.to_owned(), unit, found, want);
    }

    /// Holds the ratio of two figures, the median over the rounds, against what it should be.
    pub(crate) fn hold_ratio(&mut self, (of, what): (Of, &str), (to, unit_of): (Of, &str), want: Want) {
        let (Some(upper), Some(lower)) = (self.values(of, what), self.values(to, unit_of)) else { return };
        // Round by round; unless a round failed, and they cannot be told apart any more.
        let found = if upper.len() == lower.len() {
            median(&upper.iter().zip(lower).map(|(upper, lower)| upper / lower).collect::<Vec<_>>())
        } else {
            median(upper) / median(lower)
        };
        self.bar(of, format!("{what} ÷ {unit_of}"), Unit::Ratio, found, want);
    }

    fn bar(&mut self, of: Of, what: String, unit: Unit, found: f64, want: Want) {
        let (want, met) = match want {
            Want::AtLeast(least) => (format!("≥ {}", unit.show(least)), found >= least),
            Want::AtMost(most) => (format!("≤ {}", unit.show(most)), found <= most),
        };
        self.bars.push(Bar { what, database: of.map(Kind::name), want, found, unit, met });
    }

    /// Both tables as Markdown.
    pub(crate) fn markdown(&self) -> String {
        let mut text =
            format!("Measured {}\n\n| bar | database | wanted | found | met |\n|---|---|---|---|---|\n", self.machine);
        for bar in &self.bars {
            let cells = [
                bar.what.as_str(),
                bar.database.unwrap_or("–"),
                &bar.want,
                &bar.unit.show(bar.found),
                if bar.met { "yes" } else { "**no**" },
            ];
            text.extend(["| ", &cells.join(" | "), " |\n"]);
        }
        text.push_str("\n| figure | database | median | least – most |\n|---|---|---|---|\n");
        for figure in &self.figures {
            let least = figure.values.iter().copied().fold(f64::INFINITY, f64::min);
            let most = figure.values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let cells = [
                figure.what.as_str(),
                figure.database.unwrap_or("–"),
                &figure.unit.show(median(&figure.values)),
                &format!("{} – {}", figure.unit.show(least), figure.unit.show(most)),
            ];
            text.extend(["| ", &cells.join(" | "), " |\n"]);
        }
        text
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN);
    let lower = sorted.get(sorted.len().saturating_sub(1) / 2).copied().unwrap_or(f64::NAN);
    f64::midpoint(lower, upper)
}
