//! How the fields of a year are spread: of each paragraph and unit, and of each target group in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::row::Fielded;
use crate::domain::money::Money;
use crate::domain::offers::TargetGroup;
use crate::domain::paragraph::Paragraph;
use crate::domain::report::{self, Cell, Chart, ChartKind, Line, Located, Point, Unit, Value};
use crate::domain::tariffs::field::{Field, Mark};
use crate::domain::tariffs::{Tariff, TariffUnit};
use crate::reports::columns::{Col, Cols};
use crate::reports::offers::register::Register;

/// In the place of a target group: the field of all of them.
pub(super) const ALL_GROUPS: &str = "all";

/// Tariffs that can be held beside each other: one paragraph and unit.
pub(super) type FieldKey = (Paragraph, TariffUnit);

/// A field and its five numbers.
pub struct Spread {
    pub paragraph: Paragraph,
    pub unit: TariffUnit,
    /// `None` for all of them together.
    pub group: Option<Group>,
    pub field: Field,
}

/// A target group by code and name.
pub struct Group {
    pub code: String,
    pub name: String,
}

pub static PARAGRAPH: Col<Spread> =
    Col::names("paragraph", "Paragraf", Unit::Text, |row: &Spread| {
        Cell::key(row.paragraph.key(), row.paragraph.label())
    })
    .one_of(|| Paragraph::ALL.map(Paragraph::key).to_vec());
pub static TARGET_GROUP: Col<Spread> = Col::names("target_group", "Målgruppe", Unit::Text, |row| {
    match &row.group {
        Some(group) => Cell::key(&group.code, &group.name),
        None => Cell::key(ALL_GROUPS, "Alle målgrupper"),
    }
});
pub static UNIT: Col<Spread> = Col::names("unit", "Enhed", Unit::Text, |row: &Spread| {
    Cell::key(row.unit.key(), row.unit.label())
})
.one_of(|| TariffUnit::ALL.map(TariffUnit::key).to_vec());
pub static FIELD_SIZE: Col<Spread> =
    Col::figure("field_size", "Takster", Unit::Count, |row: &Spread| {
        count(row.field.size()).into()
    })
    .told();
pub static LOWEST: Col<Spread> = Col::figure("min", "Laveste", Unit::Kroner, |row: &Spread| {
    row.at(Mark::Lowest)
})
.told();
pub static LOWER_QUARTILE: Col<Spread> = Col::figure(
    "lower_quartile",
    "Nedre kvartil",
    Unit::Kroner,
    |row: &Spread| row.at(Mark::LowerQuartile),
)
.told();
pub static MEDIAN: Col<Spread> = Col::figure("median", "Median", Unit::Kroner, |row: &Spread| {
    row.at(Mark::Median)
})
.told();
pub static UPPER_QUARTILE: Col<Spread> = Col::figure(
    "upper_quartile",
    "Øvre kvartil",
    Unit::Kroner,
    |row: &Spread| row.at(Mark::UpperQuartile),
)
.told();
pub static HIGHEST: Col<Spread> = Col::figure("max", "Højeste", Unit::Kroner, |row: &Spread| {
    row.at(Mark::Highest)
})
.told();

pub static COLUMNS: Cols<Spread> = &[
    &PARAGRAPH,
    &TARGET_GROUP,
    &UNIT,
    &FIELD_SIZE,
    &LOWEST,
    &LOWER_QUARTILE,
    &MEDIAN,
    &UPPER_QUARTILE,
    &HIGHEST,
];

/// The column of each of the five numbers.
pub(super) static MARKS: [(Mark, &Col<Spread>); 5] = [
    (Mark::Lowest, &LOWEST),
    (Mark::LowerQuartile, &LOWER_QUARTILE),
    (Mark::Median, &MEDIAN),
    (Mark::UpperQuartile, &UPPER_QUARTILE),
    (Mark::Highest, &HIGHEST),
];

impl Spread {
    fn at(&self, mark: Mark) -> Cell {
        report::kroner(&self.field.at(mark)).into()
    }
}

/// Cuts the rows where those of a whole paragraph and unit end (all target groups, or with one
/// chosen its own) and those of each target group begin.
pub fn whole(rows: &[Spread]) -> (&[Spread], &[Spread]) {
    let whole = rows.iter().take_while(|row| row.group.is_none()).count();
    rows.split_at(if whole == 0 { rows.len() } else { whole })
}

/// A number of tariffs as a report holds it.
pub(super) fn as_count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

pub(super) fn count(n: usize) -> Value {
    Value::Count(as_count(n))
}

/// The spread of each field, and then of each target group within it.
pub(super) fn of(
    register: &Register,
    held: &[Located<Tariff>],
    fields: &BTreeMap<FieldKey, Arc<Fielded>>,
) -> Vec<Spread> {
    let mut rows = Vec::new();
    // With a target group chosen, its own rows say the same.
    if register.target_group.is_none() {
        let all = |(key, of): (&FieldKey, &Arc<Fielded>)| Spread {
            paragraph: key.0,
            unit: key.1,
            group: None,
            field: of.field.clone(),
        };
        rows.extend(fields.iter().map(all));
    }
    let groups = by_target_group(register, held).into_iter();
    rows.extend(groups.filter_map(|((paragraph, code, unit), values)| {
        Some(Spread {
            paragraph,
            unit,
            group: Some(Group {
                code: code.to_owned(),
                name: register.group_names(&[code.to_owned()]),
            }),
            field: Field::new(values)?,
        })
    }));
    rows
}

type GroupKey<'a> = (Paragraph, &'a str, TariffUnit);

fn by_target_group<'a>(
    register: &'a Register,
    held: &[Located<Tariff>],
) -> BTreeMap<GroupKey<'a>, Vec<Money>> {
    let chosen = |of: &TargetGroup, code: &str| of.code == code;
    let wanted = |code: &str| {
        let group = register.target_group.as_ref();
        group.is_none_or(|group| chosen(group, code))
    };
    let mut values: BTreeMap<GroupKey, Vec<Money>> = BTreeMap::new();
    for tariff in held.iter().map(|held| &held.value) {
        let Some(offer) = register.get(&tariff.offer_id) else {
            continue;
        };
        for group in offer.target_groups.iter().filter(|g| wanted(g)) {
            values
                .entry((tariff.paragraph, group, tariff.unit))
                .or_default()
                .push(tariff.amount);
        }
    }
    values
}

/// A picture for each unit: amounts of different units share no axis.
pub(super) fn charts(fields: &BTreeMap<FieldKey, Arc<Fielded>>) -> Vec<Chart> {
    let of_unit = |unit: TariffUnit| {
        let fields: Vec<_> = fields.iter().filter(|((_, u), _)| *u == unit).collect();
        let points = |mark: Mark| {
            let fields = fields.iter();
            let point = |of: &Fielded| Point::from(&report::kroner(&of.field.at(mark)));
            fields.map(|(_, of)| point(of)).collect()
        };
        (!fields.is_empty()).then(|| Chart {
            key: format!("spread_{}", unit.key()),
            title: format!("Spredning af takster pr. {}", unit.label()),
            kind: ChartKind::Spread,
            unit: Unit::Kroner,
            labels: fields.iter().map(|((p, _), _)| p.to_string()).collect(),
            lines: MARKS
                .iter()
                .map(|(mark, column)| Line {
                    label: column.label.to_owned(),
                    points: points(*mark),
                })
                .collect(),
        })
    };
    TariffUnit::ALL.into_iter().filter_map(of_unit).collect()
}
