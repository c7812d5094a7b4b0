//! The few figures of the front page: each as people say it, with a sentence, and leading to where it
//! comes from.

use num_bigint::BigInt;
use num_traits::Signed;

use super::spark::Spark;
use crate::domain::components::decomposition::WholeParts;
use crate::domain::components::reconciliation::Measure;
use crate::domain::number::{self, Exact, danish, exact};
use crate::domain::period::Span;
use crate::domain::places::PlaceKind;
use crate::domain::report::{Value, persons, whole_kroner};
use crate::reports::columns::Col;
use crate::reports::components::decomposition::USUAL_GROUP;
use crate::reports::components::items::OfYear;
use crate::reports::components::unit_costs;
use crate::reports::front::development::Development;
use crate::reports::places::{confirmed, list as places};
use crate::reports::workplan::list as workplan;
use crate::web::components::links::{ADDRESS, figure_of};
use crate::web::places::links as place_links;
use crate::web::view::said;
use crate::web::workplan::links::BOARD;

/// A figure with its sentence.
pub struct Card {
    pub title: String,
    pub figure: String,
    pub unit: &'static str,
    pub words: String,
    pub address: String,
    pub spark: Option<Spark>,
}

impl Card {
    /// As a screen reader says it: "Enhedsudgift 2024: 908.700 kroner".
    pub fn said(&self) -> String {
        let words = format!("{}: {} {}", self.title, self.figure, said::unit(self.unit));
        words.trim_end().to_owned()
    }
}

/// The region's: unit cost, expenditure, persons, and what drives them.
pub fn of_region(region: &Development) -> Vec<Card> {
    let shown: [(Measure, &'static Col<OfYear>); 3] = [
        (Measure::UnitCost, &unit_costs::UNIT_COST),
        (Measure::Expenditure, &unit_costs::EXPENDITURE),
        (Measure::FullYearPersons, &unit_costs::PERSONS),
    ];
    let cards = shown.into_iter();
    let cards = cards.filter_map(|(measure, column)| measured(region, measure, column));
    cards.chain(driver(region)).collect()
}

/// One measure of an area's newest year.
pub fn measured(of: &Development, measure: Measure, column: &'static Col<OfYear>) -> Option<Card> {
    let year = of.newest()?;
    let value = of.value(measure, year)?;
    let (figure, unit) = match measure {
        Measure::FullYearPersons => (persons(&value), ""),
        Measure::Expenditure | Measure::UnitCost => (whole_kroner(&value), "kr."),
    };
    let (figure, unit) = match measure {
        Measure::Expenditure => (said::millions(&value), "mio. kr."),
        _ => (figure.danish(), unit),
    };
    let values: Vec<Exact> = of.series(measure).into_iter().map(|(_, v)| v).collect();
    Some(Card {
        title: format!("{} {year}", column.label),
        figure,
        unit,
        words: said::changes(&of.changes(measure)),
        address: figure_of(Some(&of.area.code), (USUAL_GROUP, year), column),
        spark: Spark::of(&values),
    })
}

/// What drives the change most, and the two others.
fn driver(of: &Development) -> Option<Card> {
    let (parts, span) = of.drivers.as_ref()?;
    let mut told = three(parts);
    told.sort_by_key(|(_, kroner)| std::cmp::Reverse(kroner.abs()));
    let [(most, kroner), rest @ ..] = &told;
    let rest: Vec<String> = rest
        .iter()
        .map(|(words, kroner)| format!("{} {}", words.to_lowercase(), signed(kroner)))
        .collect();
    Some(Card {
        title: format!("Mest drivende {span}"),
        figure: signed(kroner),
        unit: "mio. kr.",
        words: format!("{most}; {}.", rest.join(" og ")),
        address: ADDRESS.to_owned(),
        spark: None,
    })
}

fn three(parts: &WholeParts) -> [(&'static str, BigInt); 3] {
    let words = |kroner: &BigInt, more, less| {
        let words = if kroner.is_negative() { less } else { more };
        (words, kroner.clone())
    };
    [
        words(&parts.volume, "Flere borgere", "Færre borgere"),
        words(&parts.mix, "Mod dyrere tilbud", "Mod billigere tilbud"),
        words(&parts.unit_cost, "Dyrere pladser", "Billigere pladser"),
    ]
}

/// "+63,1", "−40,4": millions with their sign.
fn signed(kroner: &BigInt) -> String {
    let text = said::millions(&Exact::from(kroner.clone()));
    if kroner.is_positive() {
        format!("+{text}")
    } else {
        text
    }
}

/// How far an area's unit cost is from the region's: "4,1 % over regionen".
pub fn beside(own: &Development, region: &Development) -> Option<String> {
    let year = own.newest()?;
    let (ours, theirs) = (
        own.value(Measure::UnitCost, year)?,
        region.value(Measure::UnitCost, year)?,
    );
    if theirs == exact(0, 0) || own.level != region.level {
        return None;
    }
    let percent = (ours - &theirs) / theirs * exact(100, 0);
    let size = danish(number::rounded(&percent.abs(), 1)?);
    Some(match &percent {
        _ if size == "0,0" => "Som regionen.".to_owned(),
        p if p.is_negative() => format!("{size} % under regionen."),
        _ => format!("{size} % over regionen."),
    })
}

/// What stands in place of the region's costs for whoever reads none: places and milestones.
pub fn of_board(
    vacant: &[places::Sum],
    upkeep: Option<&confirmed::Upkeep>,
    areas: &[workplan::Sum],
) -> Vec<Card> {
    let mut cards: Vec<Card> = vacant.iter().map(empty).collect();
    cards.extend(upkeep.map(|upkeep| Card {
        title: "Bekræftet i tide".to_owned(),
        figure: number::rounded(&upkeep.share(), 0).map_or_else(String::new, danish),
        unit: "%",
        words: format!(
            "{} af {} åbne opslag; målet er 90 %.",
            upkeep.in_time, upkeep.entries
        ),
        address: place_links::LIST.to_owned(),
        spark: None,
    }));
    let sum = |of: fn(&workplan::Sum) -> i64| areas.iter().map(of).sum::<i64>();
    let (all, done) = (sum(|a| a.milestones), sum(|a| a.milestones_done));
    cards.extend((all > 0).then(|| Card {
        title: "Færdige milepæle".to_owned(),
        figure: done.to_string(),
        unit: "",
        words: format!("af {all}; {} over fristen.", sum(|a| a.milestones_overdue)),
        address: BOARD.to_owned(),
        spark: None,
    }));
    cards
}

fn empty(of: &places::Sum) -> Card {
    let title = match of.kind {
        PlaceKind::Place => "Ledige pladser",
        PlaceKind::Dwelling => "Tomme boliger",
    };
    Card {
        title: title.to_owned(),
        figure: Value::Count(of.places).danish(),
        unit: "",
        words: match of.stale {
            0 => "Alle er bekræftet inden for 14 dage.".to_owned(),
            stale => format!("{stale} af dem er ikke bekræftet i 14 dage."),
        },
        address: place_links::LIST.to_owned(),
        spark: None,
    }
}

/// The span of a development, in words: "2022–2024, 2023-p/l".
pub fn span_words(of: &Development) -> String {
    let years = match (of.years.first(), of.years.last()) {
        (Some(from), Some(to)) if from != to => Span {
            from: *from,
            to: *to,
        }
        .to_string(),
        (Some(year), _) => year.to_string(),
        _ => "ingen år".to_owned(),
    };
    format!("{}, {years}, {}", of.area.name, of.level.label())
}
