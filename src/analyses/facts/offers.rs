//! The register of offers and their tariffs.

use super::loader::{Loader, Rows, maybe, text, whole, yes_no};
use crate::domain::money::Money;
use crate::domain::report::Located;
use crate::domain::tariffs::Tariff;
use crate::reports::ReportError;
use crate::storage::Db;
use crate::storage::analyses::Datum;
use crate::storage::offers::target_groups as stored;
use crate::storage::tariffs::{self as kept, Wanted};

pub fn target_groups(db: &mut Db) -> Result<Rows, ReportError> {
    let groups = stored::all(db)?.into_iter();
    Ok(groups
        .map(|group| vec![text(group.code), text(group.name)])
        .collect())
}

pub fn all(db: &mut Db, loader: &mut Loader) -> Result<Rows, ReportError> {
    let offers = loader.register(db)?.offers.values();
    let row = |offer: &crate::domain::offers::Offer| {
        vec![
            text(&offer.id),
            text(&offer.name),
            text(&offer.operator),
            text(offer.form.key()),
            text(&offer.municipality),
            whole(offer.places),
            yes_no(offer.in_agreement),
            yes_no(offer.standard_contract),
            yes_no(offer.sells_places),
        ]
    };
    Ok(offers.map(|offer| row(&offer.value)).collect())
}

pub fn paragraphs(db: &mut Db, loader: &mut Loader) -> Result<Rows, ReportError> {
    let mut rows = Rows::new();
    for offer in loader.register(db)?.offers.values() {
        let of = offer.value.paragraphs.iter();
        rows.extend(of.map(|paragraph| vec![text(&offer.value.id), text(paragraph.key())]));
    }
    Ok(rows)
}

pub fn groups(db: &mut Db, loader: &mut Loader) -> Result<Rows, ReportError> {
    let mut rows = Rows::new();
    for offer in loader.register(db)?.offers.values() {
        let of = offer.value.target_groups.iter();
        rows.extend(of.map(|group| vec![text(&offer.value.id), text(group)]));
    }
    Ok(rows)
}

pub fn tariffs(db: &mut Db, loader: &mut Loader) -> Result<Rows, ReportError> {
    let years = kept::years(db, loader.data_version)?;
    let held = kept::holding(db, &Wanted::Years(years), loader.data_version)?;
    loader.refs.extend(held.iter().map(|tariff| tariff.at));
    Ok(held.iter().map(tariff).collect())
}

fn tariff(Located { value, .. }: &Located<Tariff>) -> Vec<Datum> {
    let occupancy = value.parts.as_deref().and_then(|parts| parts.occupancy);
    vec![
        text(&*value.offer_id),
        text(&*value.service),
        text(value.paragraph.key()),
        whole(value.year.number().into()),
        whole(Money::oere(value.amount)),
        text(value.unit.key()),
        maybe(value.unit.in_year(value.year)),
        maybe(occupancy),
    ]
}
