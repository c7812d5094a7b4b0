//! Why a query was refused or stopped, in Danish.

use crate::storage::analyses::Refusal;

/// Where in the query it is wrong, in bytes, and how.
pub fn told(refusal: &Refusal) -> (usize, String) {
    let words = match refusal {
        Refusal::Sql { words, at } => {
            let table = words.strip_prefix("no such table: ").map(no_table);
            return (
                *at,
                table.unwrap_or_else(|| format!("Databasen siger: {words}.")),
            );
        }
        Refusal::Table(name) => no_table(name),
        Refusal::Function(name) => format!(
            "Funktionen »{name}« er ikke blandt dem, som en analyse kan bruge. De står i docs/ANALYSES.md."
        ),
        Refusal::Recursive => "En forespørgsel må ikke kalde sig selv.".to_owned(),
        Refusal::Statement => "Kun én SELECT er tilladt.".to_owned(),
        Refusal::Float { column, row } => format!(
            "Kolonnen »{column}« gav et kommatal i række {row}. Tal er hele tal: brug mul_div."
        ),
        Refusal::TooLong => {
            "Forespørgslen tog for lang tid og blev stoppet. Vælg færre rækker.".to_owned()
        }
        Refusal::TooLarge => "Forespørgslen lavede en for lang tekst og blev stoppet.".to_owned(),
        Refusal::TooMany(most) => {
            format!("Forespørgslen gav mere end {most} rækker. Læg dem sammen, eller vælg færre.")
        }
    };
    (0, words)
}

fn no_table(name: &str) -> String {
    format!(
        "»{name}« er ikke blandt de tabeller, som en analyse kan læse. De står i docs/ANALYSES.md."
    )
}
