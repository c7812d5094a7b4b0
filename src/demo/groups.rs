//! The newest years split by target group beside the supplier: together what the file of components states.

use anyhow::Result;

use super::{Stated, YEARS, stated};
use crate::domain::components::{ComponentFact, Supplier};
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::report::Located;

/// How many of the years are split.
const SPLIT: usize = 2;

/// A target group with its weight of persons and of one person's expenditure.
const GROUPS: [(&str, u64, u64); 6] = [
    ("Udviklingshæmning", 410, 1000),
    ("Autismespektrum", 220, 1090),
    ("Forandret virkelighedsopfattelse", 170, 960),
    ("Erhvervet hjerneskade", 110, 1240),
    ("Stofmisbrug", 60, 870),
    ("Erhvervet døvblindhed", 4, 1500),
];

/// A file of components with a column of target groups.
pub fn file(published: &[Located<ComponentFact>]) -> Result<String> {
    let mut text = String::from(
        "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau;leverandoer;maalgruppe\n",
    );
    for paragraph in Paragraph::ALL {
        for year in YEARS.into_iter().rev().take(SPLIT) {
            for whole in stated(published, paragraph, year)? {
                for (group, part) in split(&whole) {
                    part.write(&mut text, paragraph, year, &format!(";{group}"))?;
                }
            }
        }
    }
    Ok(text)
}

/// The parts that have persons. Private suppliers have more of the groups that are dear.
fn split(whole: &Stated) -> Vec<(&'static str, Stated)> {
    let weight = |&(_, persons, price): &(&str, u64, u64)| match whole.cell.supplier {
        Supplier::Private => persons * price / 1000 * price / 1000,
        Supplier::Municipal | Supplier::Regional => persons,
    };
    let weights: Vec<u64> = GROUPS.iter().map(weight).collect();
    let persons = whole.persons.allocate(&weights);
    let priced: Vec<u64> = (GROUPS.iter().zip(&persons))
        .map(|((_, _, price), persons)| price * u64::try_from(persons.oere()).unwrap_or(0))
        .collect();
    let kroner = whole.kroner.allocate(&priced);
    let part = |((group, persons), kroner): (((_, u64, u64), Money), Money)| {
        let part = Stated {
            cell: whole.cell,
            kroner,
            persons,
            level: whole.level,
        };
        (group.0, part)
    };
    let parts = GROUPS.into_iter().zip(persons).zip(kroner);
    parts
        .map(part)
        .filter(|(_, part)| part.persons != Money::default())
        .collect()
}
