//! The fields of the form of an offer; their names are the columns of the file.

use crate::changes::offers::form::OfferForm;
use crate::domain::area::HOME;
use crate::domain::danish::danish_order;
use crate::domain::danish::sort_by_name;
use crate::domain::offers::{Offer, OperatingForm, Supervisor};
use crate::domain::paragraph::Paragraph;
use crate::storage::data::areas;
use crate::storage::offers::target_groups;
use crate::storage::{Db, QueryResult};
use crate::web::view::form::{Field, Input};

/// Between the members of a list.
pub const BETWEEN: &str = ",";

const fn yes_no(value: bool) -> &'static str {
    if value { "ja" } else { "nej" }
}

/// An offer as its form shows it.
pub fn of_offer(offer: &Offer) -> OfferForm {
    let paragraphs: Vec<&str> = offer.paragraphs.iter().map(|p| p.key()).collect();
    OfferForm {
        id: offer.id.clone(),
        name: offer.name.clone(),
        operator: offer.operator.clone(),
        form: offer.form.key().to_owned(),
        municipality: offer.municipality.clone(),
        paragraphs: paragraphs.join(BETWEEN),
        target_groups: offer.target_groups.join(BETWEEN),
        places: offer.places.to_string(),
        in_agreement: yes_no(offer.in_agreement).to_owned(),
        standard_contract: yes_no(offer.standard_contract).to_owned(),
        supervisor: offer.supervisor.map_or("", Supervisor::key).to_owned(),
        sells_places: yes_no(offer.sells_places).to_owned(),
    }
}

/// The fields, filled in; of an offer that stands the id is not for changing.
pub fn fields(db: &mut Db, form: &OfferForm, stands: bool) -> QueryResult<Vec<Field>> {
    let id = if stands {
        Input::Fixed(form.id.clone())
    } else {
        Input::text(&form.id)
    };
    let answer = |value: &str| Input::one(with_none("Vælg", pairs(["ja", "nej"])), value);
    let forms = OperatingForm::ALL.map(|f| (f.key().to_owned(), f.label().to_owned()));
    let supervisors = Supervisor::ALL.map(|s| (s.key().to_owned(), s.label().to_owned()));
    let paragraphs = Paragraph::ALL.map(|p| {
        (
            p.key().to_owned(),
            format!("{} ({})", p.label(), p.meaning()),
        )
    });
    let members = |text: &str, pairs: Vec<(String, String)>| {
        let chosen: Vec<&str> = text.split(BETWEEN).map(str::trim).collect();
        Input::many(pairs, &chosen)
    };
    Ok(vec![
        field("tilbud_id", "Tilbuds-id", id).hinted("For eksempel nummeret i Tilbudsportalen"),
        field("navn", "Navn", Input::text(&form.name)),
        field("driftsherre", "Driftsherre", Input::text(&form.operator))
            .hinted("For eksempel Aalborg Kommune"),
        field(
            "driftsform",
            "Driftsform",
            Input::one(with_none("Vælg", forms), &form.form),
        ),
        field(
            "kommune",
            "Kommune, tilbuddet ligger i",
            Input::one(with_none("Vælg", municipalities(db)?), &form.municipality),
        ),
        field("pladser", "Pladser", Input::number(&form.places)),
        field(
            "i_rammeaftale",
            "Indgår i rammeaftalen",
            answer(&form.in_agreement),
        ),
        field(
            "standardkontrakt",
            "Bruger standardkontrakt",
            answer(&form.standard_contract),
        ),
        field(
            "saelger_pladser",
            "Sælger pladser til andre",
            answer(&form.sells_places),
        ),
        field(
            "tilsyn",
            "Socialtilsyn",
            Input::one(with_none("Det sædvanlige", supervisors), &form.supervisor),
        ),
        field(
            "paragraffer",
            "Paragraffer",
            members(&form.paragraphs, paragraphs.to_vec()),
        ),
        field(
            "maalgrupper",
            "Målgrupper",
            members(&form.target_groups, groups(db)?),
        ),
    ])
}

fn field(name: &'static str, label: &'static str, input: Input) -> Field {
    Field {
        name,
        label,
        hint: None,
        input,
        faults: Vec::new(),
    }
}

impl Field {
    fn hinted(self, hint: &'static str) -> Field {
        Field {
            hint: Some(hint),
            ..self
        }
    }
}

fn pairs<const N: usize>(words: [&str; N]) -> [(String, String); N] {
    words.map(|word| (word.to_owned(), word.to_owned()))
}

fn with_none(
    words: &str,
    pairs: impl IntoIterator<Item = (String, String)>,
) -> impl Iterator<Item = (String, String)> {
    [(String::new(), words.to_owned())].into_iter().chain(pairs)
}

/// Those of the region first, then the rest of the country.
fn municipalities(db: &mut Db) -> QueryResult<Vec<(String, String)>> {
    let mut all = areas::all(db)?;
    all.retain(|area| !area.is_kkr());
    sort_by_name(&mut all);
    let (home, others): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|area| area.kkr.as_deref() == Some(HOME));
    let pair = |area: crate::domain::area::Area| (area.code, area.name);
    Ok(home.into_iter().chain(others).map(pair).collect())
}

fn groups(db: &mut Db) -> QueryResult<Vec<(String, String)>> {
    let mut groups = target_groups::all(db)?;
    let order = danish_order();
    groups.sort_by(|a, b| order(&[&a.name], &[&b.name]));
    Ok(groups.into_iter().map(|g| (g.code, g.name)).collect())
}
