//! A file of offers: what it changes, and the target groups that are its own.

use std::collections::BTreeSet;

use crate::changes::data::file_kind::{FileKind, Registers, Sums};
use crate::changes::data::receipt::{Change, Receipt, Sum};
use crate::changes::data::spelling::{Respelt, Standing};
use crate::domain::area::Area;
use crate::domain::offers::{Offer, Supervisor, TargetGroup};
use crate::import::{self, Column, Line, Options, Parsed, RowError, file_columns};
use crate::storage::data::areas;
use crate::storage::offers::{register, target_groups};
use crate::storage::{self, Db, QueryResult};

/// Own target groups that a receipt spells out.
const NOTES_SHOWN: usize = 200;

/// A file of offers.
pub struct OfferFile;

impl FileKind for OfferFile {
    type Row = Offer;
    const KEY: &'static str = "offers";
    const LABEL: &'static str = "Tilbud";
    const COLUMNS: &'static [Column] = file_columns::OFFERS;

    fn registers(db: &mut Db, bound: bool) -> QueryResult<Registers> {
        Ok(Registers {
            areas: areas::all(db)?,
            target_groups: target_groups::all(db)?,
            // Whose an offer is already matters to whoever is bound to one municipality.
            offers: if bound { held(db)? } else { Vec::new() },
            ..Registers::default()
        })
    }

    /// Each offer as it stands.
    fn known_rows(registers: &Registers, _own: &[Area]) -> Vec<Vec<String>> {
        let offers = registers.offers.iter();
        offers.map(|offer| as_written(offer, registers)).collect()
    }

    fn read(
        bytes: &[u8],
        file_name: &str,
        options: &Options,
        registers: &Registers,
    ) -> Result<Parsed<Offer>, Vec<RowError>> {
        let Registers {
            areas,
            target_groups,
            offers,
            ..
        } = registers;
        import::offers(bytes, file_name, options, areas, target_groups, offers)
    }

    fn as_known(db: &mut Db, rows: &mut [Line<Offer>]) -> QueryResult<Vec<String>> {
        let now = storage::version(db)?;
        let known = register::holding(db, now)?;
        let standing = Standing::of(known.keys().map(|id| ((), id.as_str())));
        let mut respelt = Respelt::default();
        for offer in rows.iter_mut().map(|row| &mut row.value) {
            if let Some(stands) = standing.other_spelling((), &offer.id) {
                respelt.add(&offer.id, stands);
                stands.clone_into(&mut offer.id);
            }
        }
        Ok(respelt.notes("Tilbuddet"))
    }

    fn sums(rows: &[Line<Offer>]) -> Sums {
        let places: i64 = rows.iter().map(|r| r.value.places).sum();
        Sums {
            money: 0,
            quantity: places,
            shown: vec![Sum {
                label: "Pladser".to_owned(),
                value: places.to_string(),
            }],
        }
    }

    fn add<'a>(
        db: &mut Db,
        upload: i64,
        rows: impl Iterator<Item = (i64, &'a Offer)> + Clone,
    ) -> QueryResult<()> {
        register::add(db, upload, rows)
    }

    fn compare(db: &mut Db, rows: &[Line<Offer>], receipt: &mut Receipt) -> QueryResult<()> {
        let now = storage::version(db)?;
        let known = register::holding(db, now)?;
        for row in rows {
            let offer = &row.value;
            receipt.count(known.get(&offer.id).map(|old| {
                let (before, after) = (values(&old.value), values(offer));
                before
                    .into_iter()
                    .zip(after)
                    .filter(|(old, new)| old.1 != new.1)
                    .map(|(old, new)| Change {
                        line: row.line,
                        what: offer.name.clone(),
                        measure: old.0.to_owned(),
                        old: old.1,
                        new: new.1,
                    })
                    .collect()
            }));
        }
        receipt
            .notes
            .extend(own_groups(rows, &target_groups::all(db)?));
        Ok(())
    }
}

/// The offers that hold, in the order of their ids.
pub(in crate::changes) fn held(db: &mut Db) -> QueryResult<Vec<Offer>> {
    let now = storage::version(db)?;
    let held = register::holding(db, now)?;
    Ok(held.into_values().map(|offer| offer.value).collect())
}

/// An offer as its file says it, in the order of the columns.
fn as_written(offer: &Offer, registers: &Registers) -> Vec<String> {
    let area = registers.areas.iter();
    let area = area.into_iter().find(|a| a.code == offer.municipality);
    let group = |code: &String| {
        let known = registers.target_groups.iter().find(|g| g.code == *code);
        known.map_or_else(|| code.clone(), |group| group.name.clone())
    };
    let groups: Vec<String> = offer.target_groups.iter().map(group).collect();
    let [name, operator, form, _, paragraphs, _, rest @ ..] = values(offer).map(|(_, value)| value);
    let [
        places,
        in_agreement,
        standard_contract,
        sells_places,
        supervisor,
    ] = rest;
    vec![
        offer.id.clone(),
        name,
        operator,
        form.to_lowercase(),
        area.map_or_else(|| offer.municipality.clone(), |area| area.name.clone()),
        paragraphs,
        groups.join(", "),
        places,
        in_agreement,
        standard_contract,
        supervisor,
        sells_places,
    ]
}

/// The target groups that the terminology does not have: kept as the file writes them.
fn own_groups(rows: &[Line<Offer>], known: &[TargetGroup]) -> Vec<String> {
    let named = rows.iter().flat_map(|row| &row.value.target_groups);
    let own: BTreeSet<&str> = named
        .map(String::as_str)
        .filter(|code| !known.iter().any(|group| group.code == *code))
        .collect();
    let told = own.iter().take(NOTES_SHOWN).map(|name| {
        format!("Målgruppen »{name}« er ikke blandt de 45 i KL's FFB; den er gemt, som den står.")
    });
    told.collect()
}

/// Everything that may change of an offer, in words.
fn values(offer: &Offer) -> [(&'static str, String); 11] {
    let yes_no = |yes: bool| if yes { "ja" } else { "nej" }.to_owned();
    let paragraphs: Vec<&str> = offer.paragraphs.iter().map(|p| p.label()).collect();
    [
        ("navn", offer.name.clone()),
        ("driftsherre", offer.operator.clone()),
        ("driftsform", offer.form.label().to_owned()),
        ("kommune", offer.municipality.clone()),
        ("paragraffer", paragraphs.join(", ")),
        ("målgrupper", offer.target_groups.join(", ")),
        ("pladser", offer.places.to_string()),
        ("i rammeaftale", yes_no(offer.in_agreement)),
        ("standardkontrakt", yes_no(offer.standard_contract)),
        ("sælger pladser", yes_no(offer.sells_places)),
        (
            "tilsyn",
            offer.supervisor.map_or("", Supervisor::label).to_owned(),
        ),
    ]
}
