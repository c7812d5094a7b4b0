//! `/kommuner/kort`: the region drawn in the colours of one measure of one year, with the table of all
//! measures beside it, the highest first.

use std::cmp::Reverse;

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use rust_decimal::Decimal;

use super::links::{KEPT_OF_YEAR, keeping, municipality};
use crate::domain::number::{self, danish};
use crate::domain::paragraph::Group;
use crate::domain::period::Year;
use crate::reports::Query;
use crate::reports::columns::{Col, Cols};
use crate::reports::components::PARAGRAPH;
use crate::reports::components::basis::{Basis, find_group};
use crate::reports::components::decomposition::USUAL_GROUP;
use crate::reports::components::items::ItemYear as _;
use crate::reports::components::paragraph::{self, AreaYear};
use crate::storage::Db;
use crate::storage::data::areas;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::{Pairs, query};
use crate::web::state::AppState;
use crate::web::view::encode;
use crate::web::view::filters::{Choice, FilterForm, Select};
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::region;
use crate::web::view::remarks::Remarks;
use crate::web::view::said;
use crate::web::view::table::{Head, TableView};
use crate::web::viewer::Viewer;

pub const ADDRESS: &str = "/kommuner/kort";
/// The part of the address that names the measure, and the one that names the year.
const MEASURE: &str = "maal";
const OF_YEAR: &str = "aar";
/// Shades of the picture. More can not be told apart.
const STEPS: u8 = 5;

/// The municipality, and then what the colours can show.
static SHOWN: Cols<AreaYear> = &[
    &paragraph::MUNICIPALITY,
    &paragraph::WHOLE_UNIT_COST,
    &paragraph::WHOLE_EXPENDITURE,
    &paragraph::PERSONS,
    &paragraph::PERSONS_PER_1000,
    &paragraph::PER_INHABITANT,
];

fn measures() -> impl Iterator<Item = &'static &'static Col<AreaYear>> {
    SHOWN.iter().skip(1)
}

#[derive(Template)]
#[template(path = "components/map.html")]
struct Page {
    layout: Layout,
    /// "Enhedsudgift 2024".
    title: String,
    group: String,
    unit: &'static str,
    filters: FilterForm,
    shapes: Vec<Shape>,
    /// What each shade stands for; empty where no two figures differ.
    legend: Vec<Shade>,
    /// The measure of the colours alone, beside the picture.
    table: TableView,
    /// All measures of the year.
    measures: TableView,
    notes: Vec<String>,
}

/// A municipality of the picture.
struct Shape {
    place: &'static region::Place,
    name: String,
    /// Of its own page.
    address: String,
    figure: String,
    /// From 1, the lowest; none without a figure.
    step: Option<u8>,
}

impl Shape {
    /// How it is drawn, and its words on it.
    fn class(&self) -> &'static str {
        match self.step {
            None => "land",
            Some(1) => "land step-1",
            Some(2) => "land step-2",
            Some(3) => "land step-3",
            Some(4) => "land step-4",
            Some(_) => "land step-5",
        }
    }
}

/// A shade, and from which figure to which it stands.
struct Shade {
    step: u8,
    words: String,
}

/// What the address asks for besides the filters of the report.
#[derive(Default)]
struct Choices {
    measure: Option<String>,
    year: Option<String>,
}

/// The page in the colours of the unit cost of a paragraph or group.
pub fn address(group: &str) -> String {
    format!("{ADDRESS}?{}", encode([("group", group)]))
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]: a filter that means nothing, a measure or a year that there is not.
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(mut pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let mut chosen = Choices::default();
    for (key, value) in pairs.extract_if(.., |(key, _)| [MEASURE, OF_YEAR].contains(&&**key)) {
        let value = Some(value).filter(|value| !value.is_empty());
        if key == MEASURE {
            chosen.measure = value;
        } else {
            chosen.year = value;
        }
    }
    let query = query(&pairs)?;
    cached::page(&state, &asked, move |db, viewer| {
        render(db, viewer, &chosen, &query)
    })
    .await
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    chosen: &Choices,
    query: &Query,
) -> Result<String, AppError> {
    let groups = areas::groups(db)?;
    let group = find_group(&groups, query.group.as_deref().unwrap_or(USUAL_GROUP))?;
    let basis = paragraph::of_kkr(db, query)?;
    let measure = chosen.measure()?;
    let year = chosen.year(&basis)?;
    let answer = paragraph::of(db, &basis, query)?;
    let region = &basis.area.code;
    let mut rows = answer.rows;
    rows.retain(|row| year == Some(row.year()) && row.item().key != *region);
    rows.sort_by_key(|row| Reverse(measure.of(row).value.number()));
    let links = Links {
        question: &PARAGRAPH,
        query,
    };
    let remarks = Remarks::load(db, viewer, &links)?;
    let words = year.map_or_else(|| "uden tal".to_owned(), |year| year.to_string());
    let title = format!("{} {words}", measure.label);
    let scale = Scale::over(rows.iter().filter_map(|row| measure.of(row).value.number()));
    let table = |caption: String, shown: &[&Col<AreaYear>]| {
        let columns = (paragraph::COLUMNS, shown);
        let link = |row: &AreaYear| {
            let page = municipality(&row.item().key);
            Some(keeping(page, &KEPT_OF_YEAR, query))
        };
        remarks.on(TableView::of(caption, columns, &rows, &links, link))
    };
    let page = Page {
        layout: Layout::load(db, viewer, "Kort over kommunerne", super::links::ADDRESS)?,
        group: format!("{}, {}", group.label, basis.level.label()),
        unit: Head::of(&measure.head()).unit,
        filters: form(db, &basis, query, (&groups, group), (measure, year))?,
        shapes: shapes(&rows, measure, scale),
        legend: scale.map_or_else(Vec::new, |scale| scale.legend()),
        table: table(
            format!("{title}, højest først"),
            &[&paragraph::MUNICIPALITY, measure],
        ),
        measures: table(format!("Alle mål i {words}"), SHOWN),
        title,
        notes: answer.frame.notes,
    };
    Ok(page.render()?)
}

impl Choices {
    /// The measure that is named; the unit cost when none is.
    fn measure(&self) -> Result<&'static Col<AreaYear>, AppError> {
        let Some(key) = &self.measure else {
            return Ok(&paragraph::WHOLE_UNIT_COST);
        };
        let found = measures().find(|col| col.key == *key);
        found.copied().ok_or_else(|| {
            AppError::invalid("Adressen nævner et mål, som kortet ikke har. Vælg fra listen.")
        })
    }

    /// The year that is named; the newest when none is, and none where there are no figures at all.
    fn year(&self, basis: &Basis) -> Result<Option<Year>, AppError> {
        let Some(text) = &self.year else {
            return Ok(basis.years.last().copied());
        };
        let found = basis.years.iter().find(|year| year.to_string() == *text);
        found.copied().map(Some).ok_or_else(|| {
            AppError::invalid("Adressen nævner et år, som der ikke er tal for. Vælg fra listen.")
        })
    }
}

/// The form of the page: measure, paragraph and year before the price level and what was known when.
fn form(
    db: &mut Db,
    basis: &Basis,
    query: &Query,
    (groups, group): (&[Group], &Group),
    (measure, year): (&Col<AreaYear>, Option<Year>),
) -> Result<FilterForm, AppError> {
    let mut form = super::filters::load(db, basis, query, ADDRESS, false)?;
    let spans = ["from", "to"];
    form.selects.retain(|select| !spans.contains(&select.name));
    let measures = measures().map(|col| Choice::of(col.key, col.label, col.key == measure.key));
    let groups = groups
        .iter()
        .map(|of| Choice::of(&of.key, &of.label, of.key == group.key));
    let years = basis.years.iter().rev().map(|of| {
        let text = of.to_string();
        Choice::of(text.clone(), text, Some(*of) == year)
    });
    let first = [
        select(MEASURE, "Mål", measures.collect()),
        select("group", "Paragraf", groups.collect()),
        select(OF_YEAR, "År", years.collect()),
    ];
    form.selects.splice(0..0, first);
    let year = year.map_or_else(String::new, |year| format!(", {year}"));
    form.summary = format!(
        "{}, {}{year}, {}",
        measure.label,
        group.label,
        basis.level.label()
    );
    Ok(form)
}

fn select(name: &'static str, label: &'static str, choices: Vec<Choice>) -> Select {
    Select {
        name,
        label,
        choices,
    }
}

fn shapes(rows: &[AreaYear], measure: &Col<AreaYear>, scale: Option<Scale>) -> Vec<Shape> {
    let shape = |place: &'static region::Place| {
        let row = rows.iter().find(|row| row.item().key == place.code)?;
        let value = measure.of(row).value;
        let number = value.number();
        Some(Shape {
            name: row.item().label.clone(),
            address: municipality(&row.item().key),
            figure: match (scale, number) {
                (Some(scale), Some(number)) if scale.millions => scale.text(number),
                _ => value.danish(),
            },
            step: number.map(|number| scale.map_or(1, |scale| scale.step(number))),
            place,
        })
    };
    region::places().iter().filter_map(shape).collect()
}

/// From the lowest to the highest figure in equal steps.
#[derive(Clone, Copy)]
struct Scale {
    lowest: Decimal,
    step: Decimal,
    /// Figures from ten million on are told in millions, and those beside them too.
    millions: bool,
}

impl Scale {
    /// None where all are equal, or there is none.
    fn over(numbers: impl Iterator<Item = Decimal> + Clone) -> Option<Scale> {
        let (lowest, highest) = (numbers.clone().min()?, numbers.max()?);
        (highest > lowest).then(|| Scale {
            lowest,
            step: (highest - lowest) / Decimal::from(STEPS),
            millions: highest >= Decimal::from(10_000_000),
        })
    }

    /// From 1 to the number of steps; the highest figure belongs to the last.
    fn step(self, number: Decimal) -> u8 {
        let over = (1..STEPS).filter(|step| number >= self.from(*step));
        u8::try_from(over.count()).map_or(1, |over| over + 1)
    }

    /// Where a step ends, and the next begins.
    fn from(self, step: u8) -> Decimal {
        self.lowest + self.step * Decimal::from(step)
    }

    /// A figure as the picture tells it.
    fn text(self, number: Decimal) -> String {
        let exact = number::from_decimal(number);
        if self.millions {
            return format!("{} mio.", said::millions(&exact));
        }
        danish(number)
    }

    fn legend(self) -> Vec<Shade> {
        let places = u32::from(self.step < Decimal::from(100));
        let text = |edge: Decimal| {
            let rounded = number::rounded(&number::from_decimal(edge), places);
            self.text(rounded.unwrap_or(edge))
        };
        (1..=STEPS)
            .map(|step| Shade {
                step,
                words: format!(
                    "{}\u{2013}{}",
                    text(self.from(step - 1)),
                    text(self.from(step))
                ),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(numbers: &[i64]) -> Option<Scale> {
        Scale::over(numbers.iter().copied().map(Decimal::from))
    }

    #[test]
    fn five_equal_steps_lead_from_the_lowest_to_the_highest() {
        let scale = scale(&[700, 200, 450]).expect("they differ");
        let step = |number: i64| scale.step(Decimal::from(number));
        assert_eq!([200, 299, 300, 450, 600, 700].map(step), [1, 1, 2, 3, 5, 5]);
        let words: Vec<String> = scale.legend().into_iter().map(|s| s.words).collect();
        assert_eq!(words[0], "200\u{2013}300");
        assert_eq!(words[4], "600\u{2013}700");
    }

    #[test]
    fn without_two_figures_that_differ_there_are_no_steps() {
        assert!(scale(&[]).is_none());
        assert!(scale(&[5, 5]).is_none());
    }

    #[test]
    fn large_figures_are_told_in_millions_and_the_small_ones_beside_them() {
        let scale = scale(&[7_269_287, 784_362_173]).expect("they differ");
        assert_eq!(scale.text(7_269_287.into()), "7,3 mio.");
        assert_eq!(scale.text(784_362_173.into()), "784,4 mio.");
    }
}
