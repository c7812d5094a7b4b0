//! Where a receipt leads on: to what its figures changed.

use crate::changes::components::ComponentFile;
use crate::changes::data::receipt::Receipt;
use crate::changes::kinds::Kind;
use crate::changes::offers::compare::OfferFile;
use crate::changes::tariffs::TariffFile;
use crate::domain::area::Area;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::reports::Query;
use crate::reports::tariffs::increases;
use crate::storage::Db;
use crate::storage::data::areas;
use crate::web::components::links::{ADDRESS, municipality};
use crate::web::error::AppError;
use crate::web::view::Link;

/// Municipalities that are named; of more the cockpit is where to look.
const NAMED: usize = 4;
/// Years whose increases are counted, the newest first: each is a list of its own.
const YEARS: usize = 3;

/// The links of a receipt whose upload holds.
pub(super) fn of(db: &mut Db, receipt: &Receipt) -> Result<Vec<Link>, AppError> {
    let Some(kind) = Kind::from_key(&receipt.kind) else {
        return Ok(Vec::new());
    };
    if kind == Kind::of(&TariffFile) {
        of_tariffs(db, receipt)
    } else if kind == Kind::of(&ComponentFile) {
        of_components(db, receipt)
    } else if kind == Kind::of(&OfferFile) {
        Ok(vec![Link::to("/tilbud", "Se tilbuddene")])
    } else {
        Ok(Vec::new())
    }
}

fn of_tariffs(db: &mut Db, receipt: &Receipt) -> Result<Vec<Link>, AppError> {
    let mut links = Vec::new();
    let years = receipt.about.years.iter().rev();
    for year in years
        .filter_map(|year| Year::new(i64::from(*year)))
        .take(YEARS)
    {
        let query = Query {
            year: Some(year),
            ..Query::default()
        };
        let found = increases::of_year(db, &query)?;
        let Some(asked) = found.asked.filter(|_| found.incomparable.is_none()) else {
            continue;
        };
        let of_file = |at: i64| Some(at) == receipt.number;
        let rises = found.increases.rows.iter().map(|row| &row.rise);
        let count = rises.filter(|rise| of_file(rise.new.at.batch)).count();
        let counted = match count {
            0 => format!("Ingen stigninger over {} % i {year}", asked.limit),
            1 => format!("1 stigning over {} % i {year}: se den", asked.limit),
            n => format!("{n} stigninger over {} % i {year}: se dem", asked.limit),
        };
        links.push(Link::to(
            format!("/takster/stigninger?year={year}"),
            counted,
        ));
    }
    links.push(Link::to("/takster", "Se taksterne"));
    Ok(links)
}

fn of_components(db: &mut Db, receipt: &Receipt) -> Result<Vec<Link>, AppError> {
    let about = &receipt.about;
    let mut links = Vec::new();
    let mut named = areas::home(db)?;
    named.retain(|area| about.areas.contains(&area.code));
    if named.len() > NAMED || named.len() < about.areas.len() {
        links.push(Link::to(ADDRESS, "Se udviklingen"));
    }
    if named.len() <= NAMED {
        let link = |area: Area| Link::to(municipality(&area.code), format!("Se {}", area.name));
        links.extend(named.into_iter().map(link));
    }
    let paragraphs = about
        .paragraphs
        .iter()
        .filter_map(|key| Paragraph::from_key(key));
    links.extend(paragraphs.map(|paragraph| {
        let address = format!("/paragraffer/{}", paragraph.key());
        Link::to(address, format!("Se {}", paragraph.label()))
    }));
    Ok(links)
}
