//! `decomposition`: what drives the change in expenditure between two years.

use num_bigint::BigInt;
use num_traits::ToPrimitive;
use rust_decimal::Decimal;

use super::basis::{Basis, find_group};
use crate::domain::components::Supplier;
use crate::domain::components::decomposition::{self, Amount, Member, NotDecomposable, WholeParts};
use crate::domain::components::figures::{Facts, Figure, Gap};
use crate::domain::paragraph::Group;
use crate::domain::period::{Span, Year};
use crate::domain::report::{
    self, Cell, Chart, ChartKind, Column, Derivation, FactRef, Filter, Line, Report, Table, Unit,
    Value,
};
use crate::reports::words;
use crate::reports::{By, Query, ReportError};
use crate::storage::Db;

/// The group that is decomposed when none is asked for.
pub const USUAL_GROUP: &str = "TOTAL_107_108_105";

/// A member with its label, its figures and the facts under them.
struct Entry {
    label: String,
    member: Member,
    facts: Vec<FactRef>,
    notes: Vec<String>,
}

/// Makes the report.
///
/// # Errors
/// [`ReportError`]
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let basis = Basis::load(db, query)?;
    let group = find_group(&basis.groups, query.group.as_deref().unwrap_or(USUAL_GROUP))?.clone();
    let by = query.by.unwrap_or(By::Paragraph);
    let filters = vec![
        Filter {
            key: "group",
            label: "Gruppe",
            value: group.key.clone(),
        },
        Filter {
            key: "by",
            label: "Opdelt på",
            value: by.key().to_owned(),
        },
    ];
    let title = format!(
        "Hvad driver udviklingen i {}: {}",
        group.label, basis.area.name
    );
    let mut report = basis.report(db, "decomposition", title, filters)?;
    report.notes.push(words::NOT_ADDITIVE.to_owned());
    let (Some(from), Some(to)) = (basis.years.first().copied(), basis.years.last().copied()) else {
        return Ok(without(report, "Der er ingen tal."));
    };
    if from == to {
        return Ok(without(
            report,
            "Der er kun tal for ét år, så der er ingen ændring.",
        ));
    }
    let span = Span { from, to };
    let facts = basis.sorted();
    match entries(&basis, &facts, &group, by, span) {
        Err(reason) => Ok(without(report, &reason)),
        Ok(entries) => Ok(with(report, &basis, &facts, &group, by, span, entries)),
    }
}

fn without(mut report: Report, reason: &str) -> Report {
    let mut row = vec![Cell::key("total", "I alt")];
    row.extend((0..4).map(|_| Cell::missing(reason)));
    report.notes.push(reason.to_owned());
    report.totals = Table {
        columns: columns("I alt"),
        rows: vec![row.clone()],
    };
    report.rows = Table {
        columns: columns("Led"),
        rows: vec![row],
    };
    report
}

fn columns(label: &str) -> Vec<Column> {
    vec![
        Column::new("member", label, Unit::Text),
        Column::new("volume", "Mængde", Unit::WholeKroner),
        Column::new("mix", "Forskydning", Unit::WholeKroner),
        Column::new("unit_cost", "Enhedsudgift", Unit::WholeKroner),
        Column::new("change", "Ændring i alt", Unit::WholeKroner),
    ]
}

fn with(
    mut report: Report,
    basis: &Basis,
    facts: &Facts,
    group: &Group,
    by: By,
    span: Span,
    entries: Vec<Entry>,
) -> Report {
    let members: Vec<Member> = entries.iter().map(|e| e.member.clone()).collect();
    let decomposition = match decomposition::decompose(&members) {
        Ok(decomposition) => decomposition,
        Err(error) => return without(report, not_decomposable(error, span).as_str()),
    };
    let (rows, total) = decomposition.whole();
    report
        .notes
        .extend(entries.iter().flat_map(|e| e.notes.iter().cloned()));
    report
        .notes
        .extend(coverage(basis, facts, group, by, span, &members));
    let mut table = Vec::new();
    for entry in &entries {
        if let Some((_, parts)) = rows.iter().find(|(key, _)| *key == entry.member.key) {
            table.push(row(
                Cell::key(&entry.member.key, &entry.label),
                parts,
                &entry.facts,
                span,
            ));
        }
    }
    let all: Vec<FactRef> = entries
        .iter()
        .flat_map(|e| e.facts.iter().copied())
        .collect();
    let total_row = row(Cell::key("total", "I alt"), &total, &all, span);
    report.series = vec![chart(&total, span)];
    report.totals = Table {
        columns: columns("I alt"),
        rows: vec![total_row.clone()],
    };
    table.push(total_row);
    let label = match by {
        By::Paragraph => "Paragraf",
        By::Municipality => "Kommune",
        By::Supplier => "Leverandør",
    };
    report.rows = Table {
        columns: columns(label),
        rows: table,
    };
    report
}

fn not_decomposable(error: NotDecomposable, span: Span) -> String {
    match error {
        NotDecomposable::NoMembers => "Der er ingen tal, der er opdelt sådan.".to_owned(),
        NotDecomposable::NoPersonsBefore => format!("Der er ingen helårspersoner i {}.", span.from),
        NotDecomposable::NoPersonsAfter => format!("Der er ingen helårspersoner i {}.", span.to),
    }
}

fn row(key: Cell, parts: &WholeParts, facts: &[FactRef], span: Span) -> Vec<Cell> {
    let formulas = [
        "mængde = ΔQ × (w0 + w1) / 2, hvor Q er alle helårspersoner og w leddets udgift pr. helårsperson i alt",
        "forskydning = (Q0 + Q1) / 2 × Δs × (u0 + u1) / 2, hvor s er leddets andel af helårspersonerne og u dets enhedsudgift",
        "enhedsudgift = (Q0 + Q1) / 2 × Δu × (s0 + s1) / 2",
        "ændring = mængde + forskydning + enhedsudgift",
    ];
    let values = [&parts.volume, &parts.mix, &parts.unit_cost, &parts.change].map(whole);
    let sum = values[..3]
        .iter()
        .map(words::with_unit)
        .collect::<Vec<_>>()
        .join(" + ");
    let mut cells = vec![key];
    for (i, (value, formula)) in values.iter().zip(formulas).enumerate() {
        let with_numbers = if i == 3 {
            format!("{sum} = {}", words::with_unit(value))
        } else {
            format!("{span}: {}", words::with_unit(value))
        };
        let derivation = Derivation {
            formula: formula.to_owned(),
            with_numbers,
            facts: facts.to_vec(),
        };
        cells.push(Cell {
            value: value.clone(),
            derivation: Some(Box::new(derivation)),
        });
    }
    cells
}

fn whole(kroner: &BigInt) -> Value {
    kroner.to_i64().map_or_else(
        || Value::Missing {
            reason: "Tallet er for stort til at blive vist.".to_owned(),
        },
        |n| Value::WholeKroner(Decimal::from(n)),
    )
}

fn chart(total: &WholeParts, span: Span) -> Chart {
    let parts = [&total.volume, &total.mix, &total.unit_cost, &total.change];
    Chart {
        key: "drivers".to_owned(),
        title: format!("Hvad driver ændringen {span}"),
        kind: ChartKind::Bar,
        unit: Unit::WholeKroner,
        labels: ["Mængde", "Forskydning", "Enhedsudgift", "Ændring i alt"]
            .map(str::to_owned)
            .to_vec(),
        lines: vec![Line {
            label: "Kroner".to_owned(),
            points: parts.map(|p| whole(p).number()).to_vec(),
        }],
    }
}

fn entries(
    basis: &Basis,
    facts: &Facts,
    group: &Group,
    by: By,
    span: Span,
) -> Result<Vec<Entry>, String> {
    let build = |key: &str, label: &str, figure: &dyn Fn(Year) -> Result<Figure, Gap>| {
        entry(basis, key, label, span, figure)
    };
    let made: Vec<Option<Entry>> = match by {
        By::Paragraph => group
            .members
            .iter()
            .map(|p| build(p.key(), p.label(), &|year| basis.figure(facts, *p, year)))
            .collect::<Result<_, _>>()?,
        By::Municipality => municipalities(basis)
            .iter()
            .map(|(code, name)| build(code, name, &|year| sum(group, |p| facts.own(code, p, year))))
            .collect::<Result<_, _>>()?,
        By::Supplier => Supplier::ALL
            .iter()
            .map(|s| {
                build(s.key(), s.label(), &|year| {
                    sum(group, |p| basis.supplier_figure(facts, p, year, Some(*s)))
                })
            })
            .collect::<Result<_, _>>()?,
    };
    Ok(made.into_iter().flatten().collect())
}

fn municipalities(basis: &Basis) -> Vec<(String, String)> {
    if basis.members.is_empty() {
        return vec![(basis.area.code.clone(), basis.area.name.clone())];
    }
    basis
        .members
        .iter()
        .map(|m| (m.code.clone(), m.name.clone()))
        .collect()
}

fn sum(
    group: &Group,
    figure: impl Fn(crate::domain::paragraph::Paragraph) -> Result<Figure, Gap>,
) -> Result<Figure, Gap> {
    let figures: Vec<Figure> = group
        .members
        .iter()
        .map(|p| figure(*p))
        .filter(|f| *f != Err(Gap::NoFacts))
        .collect::<Result<_, _>>()?;
    Figure::sum(&figures).ok_or(Gap::NoFacts)
}

/// A member's two years. Without facts in one of them it enters or leaves; without facts in
/// both it is no member.
fn entry(
    basis: &Basis,
    key: &str,
    label: &str,
    span: Span,
    figure: &dyn Fn(Year) -> Result<Figure, Gap>,
) -> Result<Option<Entry>, String> {
    let mut facts = Vec::new();
    let mut amount = |year: Year| match figure(year) {
        Ok(figure) => {
            facts.extend(&figure.facts);
            Ok(Some(Amount {
                expenditure: figure.expenditure,
                persons: figure.persons,
            }))
        }
        Err(Gap::NoFacts) => Ok(None),
        Err(gap) => Err(format!("{label} {year}: {}", basis.reason(&gap))),
    };
    let (from, to) = (amount(span.from)?, amount(span.to)?);
    let notes = match (&from, &to) {
        (None, None) => return Ok(None),
        (None, Some(_)) => vec![format!(
            "{label} har ingen tal i {} og regnes som ny i {}.",
            span.from, span.to
        )],
        (Some(_), None) => vec![format!(
            "{label} har ingen tal i {} og regnes som ophørt.",
            span.to
        )],
        (Some(_), Some(_)) => Vec::new(),
    };
    let member = Member {
        key: key.to_owned(),
        from: from.unwrap_or_else(Amount::zero),
        to: to.unwrap_or_else(Amount::zero),
    };
    Ok(Some(Entry {
        label: label.to_owned(),
        member,
        facts,
        notes,
    }))
}

/// Says when the members do not make up the area's own figure.
fn coverage(
    basis: &Basis,
    facts: &Facts,
    group: &Group,
    by: By,
    span: Span,
    members: &[Member],
) -> Option<String> {
    if by == By::Paragraph {
        return None;
    }
    let stated = |year| {
        basis
            .group_figure(facts, group, year)
            .ok()
            .map(|f| f.expenditure)
    };
    let change = stated(span.to)? - stated(span.from)?;
    let split: crate::domain::number::Exact = members
        .iter()
        .map(|m| &m.to.expenditure - &m.from.expenditure)
        .sum();
    (split != change).then(|| {
        format!(
            "Opdelingen på {} ændrer sig med {}, det samlede tal for {} med {}: opdelingen dækker ikke det hele.",
            by.label(),
            words::with_unit(&report::kroner(&split)),
            basis.area.name,
            words::with_unit(&report::kroner(&change))
        )
    })
}
