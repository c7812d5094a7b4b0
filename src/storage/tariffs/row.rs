//! A tariff as it is stored.

use std::collections::HashMap;
use std::sync::Arc;

use diesel::prelude::*;
use foldhash::fast::RandomState;

use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::report::{FactRef, Located};
use crate::domain::tariffs::{Tariff, TariffParts, TariffUnit};
use crate::storage::schema::tariffs;

/// A row of the table.
#[derive(Queryable, Selectable)]
#[diesel(table_name = tariffs)]
pub(super) struct Row {
    pub(super) batch: i64,
    line: i64,
    offer_id: String,
    service: String,
    paragraph: String,
    year: i32,
    amount: i64,
    unit: String,
    direct: Option<i64>,
    shared: Option<i64>,
    overhead: Option<i64>,
    depreciation: Option<i64>,
    pension: Option<i64>,
    supervision: Option<i64>,
    adjustment: Option<i64>,
    occupancy: Option<i64>,
    model: Option<String>,
}

/// Texts that rows repeat, each kept once.
#[derive(Default)]
pub(super) struct Texts(HashMap<Box<str>, Arc<str>, RandomState>);

impl Texts {
    fn shared(&mut self, text: String) -> Arc<str> {
        if let Some(known) = self.0.get(text.as_str()) {
            return known.clone();
        }
        let shared: Arc<str> = text.as_str().into();
        self.0.insert(text.into_boxed_str(), shared.clone());
        shared
    }
}

/// A row whose paragraph, year or unit this version does not know is no tariff of ours.
pub(super) fn stored(row: Row, texts: &mut Texts) -> Option<Located<Tariff>> {
    let parts = TariffParts {
        amounts: [
            row.direct,
            row.shared,
            row.overhead,
            row.depreciation,
            row.pension,
            row.supervision,
            row.adjustment,
        ]
        .map(|oere| oere.map(Money::from_oere)),
        occupancy: row.occupancy,
        model: row.model,
    };
    Some(Located {
        at: FactRef {
            batch: row.batch,
            line: row.line,
        },
        value: Tariff {
            offer_id: texts.shared(row.offer_id),
            service: texts.shared(row.service),
            paragraph: Paragraph::from_key(&row.paragraph)?,
            year: Year::new(i64::from(row.year))?,
            amount: Money::from_oere(row.amount),
            unit: TariffUnit::from_key(&row.unit)?,
            parts: (!parts.is_empty()).then(|| Box::new(parts)),
        },
    })
}
