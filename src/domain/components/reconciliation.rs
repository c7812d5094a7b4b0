//! Reconciliation (afstemning): does a printed figure follow from its parts?
//!
//! A printed figure agrees when it lies in the interval that the rounding of the parts and its
//! own rounding allow. One that does not is tried against the usual slips (see [`Slip`]).

use num_traits::{Signed, Zero};

use super::unit_cost;
use crate::domain::number::{self, Exact};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::{Span, Year};

/// What is measured (nøgletal).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Expenditure (udgift), DKK.
    Expenditure,
    /// Full-year persons (helårspersoner).
    FullYearPersons,
    /// Unit cost (enhedsudgift), DKK per full-year person.
    UnitCost,
}

impl Measure {
    pub const ALL: [Measure; 3] = [
        Measure::Expenditure,
        Measure::FullYearPersons,
        Measure::UnitCost,
    ];

    pub const fn key(self) -> &'static str {
        match self {
            Measure::Expenditure => "expenditure",
            Measure::FullYearPersons => "full_year_persons",
            Measure::UnitCost => "unit_cost",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Measure::Expenditure => "Udgift",
            Measure::FullYearPersons => "Helårspersoner",
            Measure::UnitCost => "Enhedsudgift",
        }
    }

    pub fn from_key(key: &str) -> Option<Measure> {
        Measure::ALL.into_iter().find(|m| m.key() == key)
    }
}

/// A figure as it was printed: units of `10^-decimals`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed {
    pub units: i64,
    pub decimals: u32,
}

impl Printed {
    pub fn exact(self) -> Exact {
        number::exact(self.units, self.decimals)
    }

    /// Half a unit of the last printed decimal: what rounding can have taken or given.
    pub fn half_unit(self) -> Exact {
        half_unit(self.decimals)
    }
}

fn half_unit(decimals: u32) -> Exact {
    number::exact(5, decimals + 1)
}

/// Everything between two exact values, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    pub low: Exact,
    pub high: Exact,
}

impl Interval {
    fn around(value: &Exact, half: &Exact) -> Interval {
        Interval {
            low: value - half,
            high: value + half,
        }
    }

    fn hull(corners: impl IntoIterator<Item = Exact>) -> Option<Interval> {
        corners.into_iter().fold(None, |hull, corner| match hull {
            None => Some(Interval {
                low: corner.clone(),
                high: corner,
            }),
            Some(Interval { low, high }) => Some(Interval {
                low: low.min(corner.clone()),
                high: high.max(corner),
            }),
        })
    }

    fn widened(self, half: &Exact) -> Interval {
        Interval {
            low: self.low - half,
            high: self.high + half,
        }
    }

    pub fn contains(&self, value: &Exact) -> bool {
        self.low <= *value && *value <= self.high
    }

    fn contains_zero(&self) -> bool {
        self.contains(&Exact::zero())
    }
}

/// A paragraph's expenditure and persons in one year, each with the decimals it is stated in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub paragraph: Paragraph,
    pub year: Year,
    pub expenditure: Exact,
    pub expenditure_decimals: u32,
    pub persons: Exact,
    pub persons_decimals: u32,
}

/// A value with the interval its parts' rounding allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimate {
    pub value: Exact,
    pub interval: Interval,
}

/// The figure of a group in one year from its parts; `None` when it cannot be computed.
pub fn figure(parts: &[&Part], measure: Measure) -> Option<Estimate> {
    if parts.is_empty() {
        return None;
    }
    let sum = |value: fn(&Part) -> &Exact, decimals: fn(&Part) -> u32| {
        let total: Exact = parts.iter().map(|p| value(p)).sum();
        let half: Exact = parts.iter().map(|p| half_unit(decimals(p))).sum();
        Estimate {
            interval: Interval::around(&total, &half),
            value: total,
        }
    };
    let expenditure = sum(|p| &p.expenditure, |p| p.expenditure_decimals);
    let persons = sum(|p| &p.persons, |p| p.persons_decimals);
    match measure {
        Measure::Expenditure => Some(expenditure),
        Measure::FullYearPersons => Some(persons),
        Measure::UnitCost => {
            let value = unit_cost::unit_cost(&expenditure.value, &persons.value)?;
            let (e, q) = (&expenditure.interval, &persons.interval);
            if !q.low.is_positive() {
                return None;
            }
            let corners = [
                &e.low / &q.low,
                &e.low / &q.high,
                &e.high / &q.low,
                &e.high / &q.high,
            ];
            Some(Estimate {
                value,
                interval: Interval::hull(corners)?,
            })
        }
    }
}

/// The change between two estimates in percent.
pub fn change(from: &Estimate, to: &Estimate) -> Option<Estimate> {
    combine(from, to, unit_cost::change_pct)
}

fn combine(
    from: &Estimate,
    to: &Estimate,
    rule: fn(&Exact, &Exact) -> Option<Exact>,
) -> Option<Estimate> {
    if from.interval.contains_zero() || to.interval.contains_zero() {
        return None;
    }
    let (a, b) = (&from.interval, &to.interval);
    let corners = [
        rule(&a.low, &b.low)?,
        rule(&a.low, &b.high)?,
        rule(&a.high, &b.low)?,
        rule(&a.high, &b.high)?,
    ];
    Some(Estimate {
        value: rule(&from.value, &to.value)?,
        interval: Interval::hull(corners)?,
    })
}

/// The interval that a figure printed with these decimals may lie in.
pub fn allowed(estimate: &Estimate, printed: Printed) -> Interval {
    estimate.interval.clone().widened(&printed.half_unit())
}

/// A usual slip that gives the printed figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slip {
    /// The difference was divided by the later year instead of the earlier.
    LaterBase(Span),
    /// Persons were rounded to whole persons before dividing or comparing.
    PersonsRoundedFirst,
    /// Computed from the printed, rounded figures of the same row.
    FromPrinted,
    /// A part was left out of the group.
    LeftOut(Paragraph),
    /// A part that is not in the group was counted.
    Added(Paragraph),
    /// The figure of another year.
    OtherYear(Year),
    /// The change over another pair of years.
    OtherSpan(Span),
    /// Two neighbouring digits changed places.
    DigitsSwapped,
    /// Plus and minus changed places.
    SignFlipped,
}

impl Slip {
    /// The slip in words, in Danish.
    pub fn danish(&self) -> String {
        match self {
            Slip::LaterBase(span) => format!(
                "Forskellen er divideret med det seneste år ({}) i stedet for det første ({}).",
                span.to, span.from
            ),
            Slip::PersonsRoundedFirst => {
                "Helårspersonerne er afrundet til hele personer, før der er regnet videre."
                    .to_owned()
            }
            Slip::FromPrinted => {
                "Ændringen er beregnet af rækkens afrundede, trykte tal og ikke af delene."
                    .to_owned()
            }
            Slip::LeftOut(p) => format!("{p} er ikke regnet med i gruppen."),
            Slip::Added(p) => format!("{p} er regnet med, selv om den ikke hører til gruppen."),
            Slip::OtherYear(year) => format!("Tallet er det, der gælder for {year}."),
            Slip::OtherSpan(span) => format!("Ændringen er den, der gælder for {span}."),
            Slip::DigitsSwapped => "To nabocifre er byttet om.".to_owned(),
            Slip::SignFlipped => "Fortegnet er vendt om.".to_owned(),
        }
    }
}

/// What a printed figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Year(Year),
    Change(Span),
}

/// A row of a printed table: a group with its parts, and the figures printed for it.
pub struct Row<'a> {
    pub members: &'a [Paragraph],
    /// The parts of every paragraph and year, members or not.
    pub parts: &'a [Part],
    /// The row's own printed figures of single years.
    pub printed: &'a [(Measure, Year, Printed)],
}

impl Row<'_> {
    /// Recomputes a figure from its parts.
    pub fn recompute(&self, measure: Measure, of: Of) -> Option<Estimate> {
        self.with(measure, of, self.members, change)
    }

    fn with(
        &self,
        measure: Measure,
        of: Of,
        members: &[Paragraph],
        rule: fn(&Estimate, &Estimate) -> Option<Estimate>,
    ) -> Option<Estimate> {
        let at = |year: Year| {
            let parts: Vec<&Part> = self
                .parts
                .iter()
                .filter(|p| p.year == year && members.contains(&p.paragraph))
                .collect();
            (parts.len() == members.len())
                .then(|| figure(&parts, measure))
                .flatten()
        };
        match of {
            Of::Year(year) => at(year),
            Of::Change(span) => rule(&at(span.from)?, &at(span.to)?),
        }
    }

    fn years(&self) -> Vec<Year> {
        let mut years: Vec<Year> = self.parts.iter().map(|p| p.year).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// The first usual slip that gives the printed figure: one whose own result rounds to it
    /// before one that only allows it.
    pub fn explain(&self, measure: Measure, of: Of, printed: Printed) -> Option<Slip> {
        let tried = self.tries(measure, of, printed);
        let exactly = |e: &Estimate| {
            number::rounded(&e.value, printed.decimals)
                == number::rounded(&printed.exact(), printed.decimals)
        };
        let found = tried.iter().find(|(_, e)| exactly(e));
        let found = found.or_else(|| {
            tried
                .iter()
                .find(|(_, e)| allowed(e, printed).contains(&printed.exact()))
        });
        found
            .map(|(slip, _)| slip.clone())
            .or_else(|| self.mistyped(measure, of, printed))
    }

    /// Whether dividing by the later year gives the printed change.
    pub fn follows_from_later_base(&self, measure: Measure, span: Span, printed: Printed) -> bool {
        self.tries(measure, Of::Change(span), printed)
            .iter()
            .filter(|(slip, _)| matches!(slip, Slip::LaterBase(_)))
            .any(|(_, e)| allowed(e, printed).contains(&printed.exact()))
    }

    fn tries(&self, measure: Measure, of: Of, printed: Printed) -> Vec<(Slip, Estimate)> {
        let mut tries = Vec::new();
        let mut add =
            |slip: Slip, estimate: Option<Estimate>| tries.extend(estimate.map(|e| (slip, e)));
        if let Of::Change(span) = of {
            add(
                Slip::LaterBase(span),
                self.with(measure, of, self.members, later_base),
            );
            add(
                Slip::LaterBase(span),
                self.printed_only(measure, span, later_base),
            );
        }
        if measure != Measure::Expenditure {
            add(Slip::PersonsRoundedFirst, self.persons_rounded(measure, of));
        }
        if let Of::Change(span) = of {
            add(Slip::FromPrinted, self.printed_only(measure, span, change));
        }
        if self.members.len() > 1 {
            for left_out in self.members {
                let rest: Vec<Paragraph> = self
                    .members
                    .iter()
                    .copied()
                    .filter(|m| m != left_out)
                    .collect();
                add(
                    Slip::LeftOut(*left_out),
                    self.with(measure, of, &rest, change),
                );
            }
        }
        for added in Paragraph::ALL
            .into_iter()
            .filter(|p| !self.members.contains(p))
        {
            let more: Vec<Paragraph> = self.members.iter().copied().chain([added]).collect();
            add(Slip::Added(added), self.with(measure, of, &more, change));
        }
        let years = self.years();
        match of {
            Of::Year(year) => {
                for other in years.into_iter().filter(|y| *y != year) {
                    add(
                        Slip::OtherYear(other),
                        self.recompute(measure, Of::Year(other)),
                    );
                }
            }
            Of::Change(span) => {
                for (i, from) in years.iter().enumerate() {
                    for to in &years[i + 1..] {
                        let other = Span {
                            from: *from,
                            to: *to,
                        };
                        if other != span {
                            add(
                                Slip::OtherSpan(other),
                                self.recompute(measure, Of::Change(other)),
                            );
                        }
                    }
                }
            }
        }
        let flipped = self.recompute(measure, of).map(|e| Estimate {
            value: -e.value,
            interval: Interval {
                low: -e.interval.high,
                high: -e.interval.low,
            },
        });
        if !printed.exact().is_zero() {
            add(Slip::SignFlipped, flipped);
        }
        tries
    }

    /// As if the row's own printed figures were the exact ones.
    fn printed_only(
        &self,
        measure: Measure,
        span: Span,
        rule: fn(&Estimate, &Estimate) -> Option<Estimate>,
    ) -> Option<Estimate> {
        let at = |year: Year| {
            let (_, _, printed) = self
                .printed
                .iter()
                .find(|(m, y, _)| *m == measure && *y == year)?;
            let value = printed.exact();
            Some(Estimate {
                interval: Interval {
                    low: value.clone(),
                    high: value.clone(),
                },
                value,
            })
        };
        rule(&at(span.from)?, &at(span.to)?)
    }

    /// With the group's persons rounded to whole persons.
    fn persons_rounded(&self, measure: Measure, of: Of) -> Option<Estimate> {
        let at = |year: Year| {
            let e = self.recompute(Measure::Expenditure, Of::Year(year))?;
            let q = self.recompute(Measure::FullYearPersons, Of::Year(year))?;
            let persons = Exact::from_integer(number::round_half_away(&q.value, 0));
            if !persons.is_positive() {
                return None;
            }
            Some(match measure {
                Measure::UnitCost => Estimate {
                    value: &e.value / &persons,
                    interval: Interval {
                        low: e.interval.low / &persons,
                        high: e.interval.high / &persons,
                    },
                },
                _ => Estimate {
                    interval: Interval {
                        low: persons.clone(),
                        high: persons.clone(),
                    },
                    value: persons,
                },
            })
        };
        match of {
            Of::Year(year) => at(year),
            Of::Change(span) => change(&at(span.from)?, &at(span.to)?),
        }
    }

    /// A slip of the pen: neighbouring digits swapped.
    fn mistyped(&self, measure: Measure, of: Of, printed: Printed) -> Option<Slip> {
        let interval = allowed(&self.recompute(measure, of)?, printed);
        let digits: Vec<char> = printed.units.unsigned_abs().to_string().chars().collect();
        let swapped = (1..digits.len())
            .filter(|i| digits[i - 1] != digits[*i])
            .any(|i| {
                let mut other = digits.clone();
                other.swap(i - 1, i);
                let units: Option<i64> = other.iter().collect::<String>().parse().ok();
                units.is_some_and(|u| {
                    let units = u * printed.units.signum();
                    interval.contains(&number::exact(units, printed.decimals))
                })
            });
        swapped.then_some(Slip::DigitsSwapped)
    }
}

fn later_base(from: &Estimate, to: &Estimate) -> Option<Estimate> {
    combine(from, to, |a, b| {
        (!b.is_zero()).then(|| (b - a) / b.abs() * number::exact(100, 0))
    })
}

#[cfg(test)]
mod tests;
