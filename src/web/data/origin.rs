//! `/hvorfra`: where a figure comes from.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};

use axum::response::Response;
use rust_decimal::Decimal;

use super::figure_comments;
use crate::domain::components::{ComponentFact, PopulationBand, Supplier};
use crate::domain::number::danish;
use crate::domain::offers::Offer;
use crate::domain::people::Right;
use crate::domain::price_level::IndexNumber;
use crate::domain::report::Value;
use crate::domain::tariffs::Tariff;
use crate::reports::comments::address::Figure;
use crate::reports::origin::{self, Origin, Under};
use crate::reports::{self, FigureAt, marks, words};
use crate::storage::Db;
use crate::storage::data::batches::Batch;
use crate::web::cached::{self, Asked};
use crate::web::comments::links;
use crate::web::comments::thread::{Comments, Sent};
use crate::web::error::AppError;
use crate::web::offers::links::offer_address;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::view::danish_time;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "data/origin.html")]
struct Page {
    layout: Layout,
    /// The page that the visitor came from.
    back: Option<String>,
    figure: String,
    what: String,
    report: String,
    filters: Vec<FilterView>,
    formula: String,
    with_numbers: String,
    facts: Vec<FactView>,
    bands: Vec<BandView>,
    tariffs: Vec<TariffView>,
    index: Vec<IndexView>,
    offers: Vec<OfferView>,
    /// Receipts of uploads are for those who see figures.
    receipts: bool,
    /// Letter, words and reason of each mark of the figure.
    marks: Vec<(&'static str, &'static str, String)>,
    /// For those who may read them.
    comments: Option<Comments>,
    /// Where the form that follows the figure is sent; none for one that cannot be followed.
    follow: Option<String>,
}

/// A filter as people read it.
struct FilterView {
    label: &'static str,
    value: String,
}

/// The upload that brought a fact.
struct Brought {
    batch: i64,
    file: String,
    sheet: String,
    line: i64,
    by: String,
    at: String,
    sha256: String,
}

struct TariffView {
    offer: String,
    link: String,
    service: String,
    year: String,
    amount: String,
    unit: &'static str,
    from: Brought,
}

struct OfferView {
    name: String,
    link: String,
    operator: String,
    places: String,
    in_agreement: String,
    standard_contract: String,
    from: Brought,
}

struct IndexView {
    year: String,
    number: String,
    source: String,
    from: Brought,
}

struct FactView {
    area: String,
    paragraph: String,
    year: String,
    level: String,
    split: String,
    expenditure: String,
    persons: String,
    from: Brought,
}

struct BandView {
    municipality: String,
    year: String,
    ages: String,
    inhabitants: String,
    from: Brought,
}

/// Shows the page. The address names the report (`rapport`), the row (`r.KEY`), the column
/// (`kolonne`) and the filters.
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let which = wanted(pairs)?;
    let asked = asked.leading_back(&state.site);
    let back = asked.back().filter(|page| leads_back(page));
    let back = back.map(str::to_owned);
    cached::page(&state, &asked, move |db, viewer| {
        render(db, viewer, (&which, back), Sent::default())
    })
    .await
}

/// The figure that the pairs of an address name.
pub(in crate::web) fn wanted(pairs: Pairs) -> Result<FigureAt, AppError> {
    let (mut report, mut column) = (String::new(), String::new());
    let (mut row, mut filters) = (Vec::new(), Vec::new());
    for (key, value) in pairs {
        match (key.as_str(), key.strip_prefix("r.")) {
            ("rapport", _) => report = value,
            ("kolonne", _) => column = value,
            (_, Some(column)) => row.push((column.to_owned(), value)),
            _ => filters.push((key, value)),
        }
    }
    let question = reports::question(&report)?;
    Ok(FigureAt {
        query: question.query(filters)?,
        question,
        row,
        column,
    })
}

/// Whether a page is one to go back to: not this one, nor one that was only in between.
fn leads_back(page: &str) -> bool {
    let between = ["/hvorfra", "/log-ind", "/fortsaet", "/velkommen"];
    !between.iter().any(|path| page.starts_with(path))
}

/// The page, with the comment that was sent and not kept.
pub(super) fn render(
    db: &mut Db,
    viewer: &Viewer,
    (which, back): (&FigureAt, Option<String>),
    sent: Sent,
) -> Result<String, AppError> {
    let mut origin = origin::find(db, which)?.ok_or(AppError::NotFound)?;
    let comments = figure_comments::load(db, viewer, (which, &origin), sent)?;
    let figure = words::with_unit(&origin.cell.value);
    let at = (&which.row[..], &origin.cell);
    let marks = marks::of_figure(db, which.question, &origin.report, at)?;
    let follow = Figure::find(db, which, &origin.report)?.map(|figure| links::follow(&figure.at));
    let facts = origin::together(std::mem::take(&mut origin.facts), |area| {
        viewer.brings(Some(area))
    });
    let page = Page {
        follow,
        layout: Layout::load(db, viewer, "Hvor kommer tallet fra?", "")?,
        figure,
        back,
        what: what(&origin),
        report: origin.report.title.clone(),
        filters: origin
            .report
            .filters
            .iter()
            .map(|f| FilterView {
                label: f.label,
                value: f.words().to_owned(),
            })
            .collect(),
        formula: origin.derivation.formula.clone(),
        with_numbers: origin.derivation.with_numbers.clone(),
        facts: facts.iter().map(fact).collect(),
        bands: origin.bands.iter().map(band).collect(),
        tariffs: origin.tariffs.iter().map(tariff).collect(),
        index: origin.index.iter().map(index).collect(),
        offers: origin.offers.iter().map(offer).collect(),
        receipts: viewer.may(Right::ReadFigures),
        marks: marks
            .into_iter()
            .map(|mark| (mark.kind.letter(), mark.kind.label(), mark.reason))
            .collect(),
        comments,
    };
    Ok(page.render()?)
}

fn what(origin: &Origin) -> String {
    format!("{}: {}", origin.column.label, origin.row.join(", "))
}

fn fact(origin: &Under<ComponentFact>) -> FactView {
    let key = &origin.value.key;
    let split = [
        key.supplier.map(|s: Supplier| s.label().to_owned()),
        key.target_group.clone(),
    ];
    let split: Vec<String> = split.into_iter().flatten().collect();
    FactView {
        area: origin.name.clone(),
        paragraph: key.paragraph.to_string(),
        year: key.year.to_string(),
        level: format!("{}-p/l", key.price_level),
        split: or_dash(split.join(", ")),
        expenditure: danish(origin.value.expenditure.decimal()),
        persons: danish(origin.value.persons.decimal()),
        from: from(&origin.batch, origin.line),
    }
}

fn band(origin: &Under<PopulationBand>) -> BandView {
    let band = &origin.value;
    BandView {
        municipality: origin.name.clone(),
        year: band.year.to_string(),
        ages: format!("{}\u{2013}{} år", band.age_from, band.age_to),
        inhabitants: danish(band.inhabitants.into()),
        from: from(&origin.batch, origin.line),
    }
}

fn from(batch: &Batch, line: i64) -> Brought {
    Brought {
        batch: batch.number,
        file: batch.file_name.clone(),
        sheet: or_dash(batch.sheet.clone().unwrap_or_default()),
        line,
        by: batch.uploaded_by.clone(),
        at: danish_time(&batch.uploaded_at),
        sha256: batch.sha256.clone(),
    }
}

fn tariff(origin: &Under<Tariff>) -> TariffView {
    let tariff = &origin.value;
    TariffView {
        offer: origin.name.clone(),
        link: offer_address(&tariff.offer_id),
        service: tariff.service.to_string(),
        year: tariff.year.to_string(),
        amount: danish(tariff.amount.decimal()),
        unit: tariff.unit.label(),
        from: from(&origin.batch, origin.line),
    }
}

fn offer(origin: &Under<Offer>) -> OfferView {
    let offer = &origin.value;
    let yes_no = |yes: bool| Value::YesNo(yes).danish();
    OfferView {
        name: offer.name.clone(),
        link: offer_address(&offer.id),
        operator: offer.operator.clone(),
        places: danish(offer.places.into()),
        in_agreement: yes_no(offer.in_agreement),
        standard_contract: yes_no(offer.standard_contract),
        from: from(&origin.batch, origin.line),
    }
}

fn index(origin: &Under<IndexNumber>) -> IndexView {
    let number = Decimal::new(origin.value.millionths, 6).normalize();
    IndexView {
        year: origin.value.year.to_string(),
        number: danish(number),
        source: origin.value.source.clone(),
        from: from(&origin.batch, origin.line),
    }
}

fn or_dash(text: String) -> String {
    if text.is_empty() {
        "\u{2013}".to_owned()
    } else {
        text
    }
}
