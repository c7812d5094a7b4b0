//! `decomposition`: what drives the change in expenditure between two years.

use num_bigint::BigInt;
use num_traits::ToPrimitive;
use rust_decimal::Decimal;

use super::basis::{Basis, find_group};
use super::members::{changed_members, coverage, entries};
use super::terms::{self, Terms, Which};
use crate::domain::components::decomposition::{self, Member, NotDecomposable, WholeParts};
use crate::domain::period::Span;
use crate::domain::report::{
    Cell, Chart, ChartKind, Derivation, FactRef, Filter, Line, Point, Report, Unit, Value,
};
use crate::reports::columns::{self, Answer, Col, Cols};
use crate::reports::{By, Query, ReportError, filters, words};
use crate::storage::Db;

/// The group that is decomposed when none is asked for.
pub const USUAL_GROUP: &str = "TOTAL_107_108_105";

/// A member's part of the change, or the whole change.
pub struct Part {
    /// Key of the member; `total` for the whole.
    key: String,
    label: String,
    /// In whole kroner; or why there is none, in Danish.
    pub parts: Result<WholeParts, String>,
    facts: Vec<FactRef>,
    /// What the parts are worked out from; nothing where there are none.
    terms: Option<Terms>,
    /// Of the whole change: what each member has of it.
    members: Vec<(String, WholeParts)>,
}

impl Part {
    fn whole(parts: Result<WholeParts, String>) -> Part {
        Part {
            key: "total".to_owned(),
            label: "I alt".to_owned(),
            parts,
            facts: Vec::new(),
            terms: None,
            members: Vec::new(),
        }
    }

    fn cell(
        &self,
        formula: String,
        value: fn(&WholeParts) -> &BigInt,
        with_numbers: impl Fn(&WholeParts) -> String,
    ) -> Cell {
        let parts = match &self.parts {
            Ok(parts) => parts,
            Err(reason) => return Cell::missing(reason),
        };
        let value = whole(value(parts));
        let shown = words::with_unit(&value);
        let derivation = Derivation {
            formula,
            with_numbers: format!("{} = {shown}", with_numbers(parts)),
            facts: self.facts.clone(),
        };
        Cell {
            value,
            derivation: Some(Box::new(derivation)),
        }
    }

    /// One of the three parts. Of the whole change mix and unit cost are the sums of the members';
    /// the volume is the formula itself.
    fn part(&self, which: Which, value: fn(&WholeParts) -> &BigInt) -> Cell {
        if which != Which::Volume && !self.members.is_empty() {
            let formula = "summen af leddenes".to_owned();
            return self.cell(formula, value, |_| {
                terms::shares(&self.members, |parts| whole(value(parts)))
            });
        }
        let terms = self.terms.as_ref();
        let formula = terms.map_or_else(String::new, |terms| terms.formula(which));
        self.cell(formula, value, |_| {
            terms.map_or_else(String::new, |terms| terms.with_numbers(which))
        })
    }
}

pub static MEMBER: Col<Part> = Col::names("member", "Led", Unit::Text, |part| {
    Cell::key(&part.key, &part.label)
});
pub static VOLUME: Col<Part> = Col::figure("volume", "Mængde", Unit::WholeKroner, |part| {
    part.part(Which::Volume, |parts| &parts.volume)
});
pub static MIX: Col<Part> = Col::figure("mix", "Forskydning", Unit::WholeKroner, |part| {
    part.part(Which::Mix, |parts| &parts.mix)
});
pub static UNIT_COST: Col<Part> =
    Col::figure("unit_cost", "Enhedsudgift", Unit::WholeKroner, |part| {
        part.part(Which::UnitCost, |parts| &parts.unit_cost)
    });
pub static CHANGE: Col<Part> = Col::figure("change", "Ændring i alt", Unit::WholeKroner, |part| {
    part.cell(
        "ændring = mængde + forskydning + enhedsudgift".to_owned(),
        |parts| &parts.change,
        |parts| {
            let three = [&parts.volume, &parts.mix, &parts.unit_cost];
            let three = three.map(|part| words::with_unit(&whole(part)));
            three.join(" + ")
        },
    )
});

pub static COLUMNS: Cols<Part> = &[&MEMBER, &VOLUME, &MIX, &UNIT_COST, &CHANGE];

/// What drives a change: the members' parts, and in `totals` the whole.
pub struct Drivers {
    pub answer: Answer<Part, Part>,
    /// Heading of the members: "Paragraf".
    pub members: &'static str,
    /// The two years; `None` when there are no two.
    pub span: Option<Span>,
}

impl Drivers {
    /// The whole change; or why there is none, in Danish.
    pub fn whole(&self) -> Option<&WholeParts> {
        self.answer.totals.first()?.parts.as_ref().ok()
    }

    fn without(mut frame: Report, span: Option<Span>, reason: &str) -> Drivers {
        frame.notes.push(reason.to_owned());
        Drivers {
            answer: Answer {
                frame,
                rows: Vec::new(),
                totals: vec![Part::whole(Err(reason.to_owned()))],
            },
            members: MEMBER.label,
            span,
        }
    }
}

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let basis = Basis::load(db, query)?;
    let drivers = of(db, &basis, query)?;
    let mut report = drivers.answer.report(COLUMNS, COLUMNS);
    columns::relabel(&mut report.rows, &MEMBER, drivers.members);
    columns::relabel(&mut report.totals, &MEMBER, "I alt");
    Ok(report)
}

/// The answer of what was read already.
///
/// # Errors
/// [`ReportError::BadFilter`] for a group that does not exist, or the database's own.
pub fn of(db: &mut Db, basis: &Basis, query: &Query) -> Result<Drivers, ReportError> {
    let group = find_group(&basis.groups, query.group.as_deref().unwrap_or(USUAL_GROUP))?.clone();
    let by = query.by.unwrap_or(By::Paragraph);
    let filters = vec![
        Filter::new(filters::GROUP.key, "Gruppe", group.key.clone()).in_words(&group.label),
        Filter::new(filters::BY.key, "Opdelt på", by.key()).in_words(members_of(by)),
    ];
    let title = format!(
        "Hvad driver udviklingen i {}: {}",
        group.label, basis.area.name
    );
    let mut frame = basis.report(db, super::DECOMPOSITION.name, title, filters)?;
    frame.notes.push(words::NOT_ADDITIVE.to_owned());
    let (Some(from), Some(to)) = (basis.years.first().copied(), basis.years.last().copied()) else {
        return Ok(Drivers::without(frame, None, "Der er ingen tal."));
    };
    if from == to {
        let reason = "Der er kun tal for ét år, så der er ingen ændring.";
        return Ok(Drivers::without(frame, None, reason));
    }
    let span = Span { from, to };
    let facts = basis.sorted();
    let entries = match entries(basis, &facts, &group, by, span) {
        Ok(entries) => entries,
        Err(reason) => return Ok(Drivers::without(frame, Some(span), &reason)),
    };
    let members: Vec<Member> = entries.iter().map(|e| e.member.clone()).collect();
    let decomposition = match decomposition::decompose(&members) {
        Ok(decomposition) => decomposition,
        Err(error) => {
            let reason = not_decomposable(error, span);
            return Ok(Drivers::without(frame, Some(span), &reason));
        }
    };
    frame.notes.extend(changed_members(&entries, span));
    let covered = coverage(basis, &facts, &group, by, span, &members);
    frame.notes.extend(covered);
    let (parts, total) = decomposition.whole();
    frame.series = vec![chart(&total, span)];
    let of_all = Terms::of_all(&entries, span);
    let all = entries.iter().flat_map(|e| e.facts.iter().copied());
    let mut total = Part {
        facts: all.collect(),
        ..Part::whole(Ok(total))
    };
    let mut rows = Vec::new();
    for entry in entries {
        let Some((_, parts)) = parts.iter().find(|(key, _)| *key == entry.member.key) else {
            continue;
        };
        total.members.push((entry.label.clone(), parts.clone()));
        rows.push(Part {
            terms: Some(of_all.of(&entry)),
            key: entry.member.key,
            label: entry.label,
            parts: Ok(parts.clone()),
            facts: entry.facts,
            members: Vec::new(),
        });
    }
    total.terms = Some(of_all);
    Ok(Drivers {
        answer: Answer {
            frame,
            rows,
            totals: vec![total],
        },
        members: members_of(by),
        span: Some(span),
    })
}

/// What the members of a decomposition are called.
const fn members_of(by: By) -> &'static str {
    match by {
        By::Paragraph => "Paragraf",
        By::Municipality => "Kommune",
        By::Supplier => "Leverandør",
    }
}

fn not_decomposable(error: NotDecomposable, span: Span) -> String {
    match error {
        NotDecomposable::NoMembers => "Der er ingen tal, der er opdelt sådan.".to_owned(),
        NotDecomposable::NoPersonsBefore => format!("Der er ingen helårspersoner i {}.", span.from),
        NotDecomposable::NoPersonsAfter => format!("Der er ingen helårspersoner i {}.", span.to),
    }
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
            points: parts.map(|p| Point::from(&whole(p))).to_vec(),
        }],
    }
}
