//! What else the page of a municipality tells: a sentence for each of its subjects, with the way on;
//! and what drives its costs.

use jiff::civil::Date;

use crate::domain::danish::counted;
use crate::domain::number::danish;
use crate::domain::people::Right;
use crate::reports::front::story::{self, Story};
use crate::storage::Db;
use crate::web::cases::links::{OWN, PUBLISHED};
use crate::web::error::AppError;
use crate::web::places::links::LIST;
use crate::web::view::{encode, said};
use crate::web::viewer::Viewer;

/// A subject of the municipality.
pub struct Told {
    pub subject: &'static str,
    pub words: String,
    pub address: String,
    /// What the link says.
    pub further: String,
}

/// The subjects that a viewer may read.
///
/// # Errors
/// [`AppError`]
pub fn told(
    db: &mut Db,
    viewer: &Viewer,
    (code, name): (&str, &str),
    today: Date,
) -> Result<Vec<Told>, AppError> {
    let story = Story::load(db, code, today)?;
    let here = |page: &str| format!("{page}?{}", encode([("municipality", code)]));
    let none = |what: &str| format!("Der er ingen {what} i {name}.");
    let many = |count: i64, one, many| counted(usize::try_from(count).unwrap_or(0), one, many);
    let mut told = Vec::new();
    if viewer.may(Right::ReadOffers) {
        let (words, further) = match story.offers {
            0 => (none("tilbud"), "Se hele regionens"),
            count => (
                format!(
                    "{} med {} pladser i alt.",
                    counted(count, "tilbud", "tilbud"),
                    danish(story.places.into())
                ),
                "Se dem",
            ),
        };
        let list = |page: &str| match story.offers {
            0 => page.to_owned(),
            _ => here(page),
        };
        told.push(Told {
            subject: "Tilbud",
            words,
            address: list("/tilbud"),
            further: format!("{further} tilbud"),
        });
        told.push(Told {
            subject: "Takster",
            words: match story.offers {
                0 => none("takster"),
                _ => "Tilbuddenes takster ved siden af regionens median.".to_owned(),
            },
            address: list("/takster"),
            further: format!("{further} takster"),
        });
    }
    if viewer.may(Right::ReadIncreases) {
        let (words, address) = match story.increases {
            Some((year, 0)) => (
                format!("Ingen takster steg over grænsen i {year}."),
                "/takster/stigninger".to_owned(),
            ),
            Some((year, count)) => (
                format!(
                    "{} over grænsen i {year}.",
                    counted(count, "takststigning", "takststigninger")
                ),
                here("/takster/stigninger"),
            ),
            None => (
                none("takster at sammenligne"),
                "/takster/stigninger".to_owned(),
            ),
        };
        told.push(Told {
            subject: "Stigninger",
            words,
            address,
            further: "Se stigningerne".to_owned(),
        });
    }
    if viewer.may(Right::ReadPlaces) {
        let (words, address, further) = match (story.vacant, story.empty) {
            (0, 0) => (
                none("ledige pladser eller tomme boliger"),
                LIST.to_owned(),
                "Se hele regionens",
            ),
            (places, dwellings) => (
                format!(
                    "{} og {}.",
                    many(places, "ledig plads", "ledige pladser"),
                    many(dwellings, "tom bolig", "tomme boliger")
                ),
                here(LIST),
                "Se dem",
            ),
        };
        told.push(Told {
            subject: "Ledige pladser",
            words,
            address,
            further: format!("{further} ledige pladser"),
        });
    }
    told.push(cases(db, viewer, code)?);
    Ok(told)
}

/// The costly cases: the own municipality's as they are, of another what everybody is told.
fn cases(db: &mut Db, viewer: &Viewer, code: &str) -> Result<Told, AppError> {
    let own = viewer.bound_to() == Some(code) && viewer.may(Right::OwnCases);
    let found = if own {
        story::own_cases(db, code)?
    } else {
        None
    };
    let (words, address, further) = match (own, found) {
        (true, Some((year, of))) => (
            format!(
                "{} dyre enkeltsager i {year}, {} mio. kr.",
                of.cases,
                said::millions(&of.cost.exact())
            ),
            OWN,
            "Se jeres egne sager",
        ),
        (true, None) => (
            "I har ikke indlæst enkeltsager endnu.".to_owned(),
            "/data",
            "Indlæs dem",
        ),
        (false, _) => (
            "Dyre enkeltsager vises for regionen; hvad der bygger på få borgere, er skjult."
                .to_owned(),
            PUBLISHED,
            "Se regionens tabeller",
        ),
    };
    Ok(Told {
        subject: "Dyre enkeltsager",
        words,
        address: address.to_owned(),
        further: further.to_owned(),
    })
}
