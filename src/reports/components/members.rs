//! The members that a change is divided by: their figures in the two years, who enters and who
//! leaves.

use super::basis::Basis;
use crate::domain::components::Supplier;
use crate::domain::components::decomposition::{Amount, Member};
use crate::domain::components::figures::{Facts, Figure, Gap};
use crate::domain::paragraph::Group;
use crate::domain::period::{Span, Year};
use crate::domain::report::{self, FactRef};
use crate::reports::{By, words};

/// A member with its label, its figures and the facts under them.
pub(super) struct Entry {
    pub label: String,
    pub member: Member,
    pub facts: Vec<FactRef>,
    presence: Presence,
}

/// In which of the two years a member has figures.
#[derive(PartialEq, Eq)]
enum Presence {
    Both,
    Enters,
    Leaves,
}

/// Who enters and who leaves: a sentence each, naming the members.
pub(super) fn changed_members(entries: &[Entry], span: Span) -> Vec<String> {
    let with = |presence: Presence| -> Vec<String> {
        let some = entries.iter().filter(|e| e.presence == presence);
        some.map(|e| e.label.clone()).collect()
    };
    let (enters, leaves) = (with(Presence::Enters), with(Presence::Leaves));
    let plural = |names: &[String]| if names.len() > 1 { "e" } else { "" };
    let mut notes = Vec::new();
    if !enters.is_empty() {
        notes.push(format!(
            "{} har ingen tal i {} og regnes som ny{} i {}.",
            words::list(&enters),
            span.from,
            plural(&enters),
            span.to
        ));
    }
    if !leaves.is_empty() {
        notes.push(format!(
            "{} har ingen tal i {} og regnes som ophørt{}.",
            words::list(&leaves),
            span.to,
            plural(&leaves)
        ));
    }
    notes
}

/// The members of a group with their figures of two years, or which of them cannot be told.
///
/// # Errors
/// The member, the year and the reason, in Danish.
pub(super) fn entries(
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
            facts.extend(figure.under());
            Ok(Some(Amount {
                expenditure: figure.expenditure,
                persons: figure.persons,
            }))
        }
        Err(Gap::NoFacts) => Ok(None),
        Err(gap) => Err(format!("{label} {year}: {}", basis.reason(&gap))),
    };
    let (from, to) = (amount(span.from)?, amount(span.to)?);
    let presence = match (&from, &to) {
        (None, None) => return Ok(None),
        (None, Some(_)) => Presence::Enters,
        (Some(_), None) => Presence::Leaves,
        (Some(_), Some(_)) => Presence::Both,
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
        presence,
    }))
}

/// Says when the members do not make up the area's own figure.
pub(super) fn coverage(
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
            "Opdelingen på {} ændrer sig med {}, det samlede tal for {} med {}: så noget af beløbet er ikke opdelt.",
            by.label(),
            words::with_unit(&report::kroner(&split)),
            basis.area.name,
            words::with_unit(&report::kroner(&change))
        )
    })
}
