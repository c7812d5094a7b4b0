//! From the files of a folder to an [`Analysis`], or to everything that is wrong with it.

use std::collections::BTreeSet;

use super::analysis::{Allowed, Analysis};
use super::case;
use super::description::{self, Described};
use super::fault::{Fault, Faults};
use super::given::TODAY;
use super::kept::kept;
use super::kind::Kind;
use super::refused;
use super::sql;
use super::view::{self, AREAS, View};
use crate::domain::markdown;
use crate::storage::analyses::{Datum, Examined, Sandbox};

/// The description of an analysis.
pub const DESCRIPTION: &str = "analysis.toml";
/// Its query.
pub const QUERY: &str = "query.sql";
/// Its method and limits.
pub const METHOD: &str = "README.md";

/// What every analysis is tried on, at least.
const FEWEST_CASES: usize = 3;

/// A folder as texts.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    pub name: String,
    /// Name inside the folder, and text.
    pub files: Vec<(String, String)>,
}

impl Folder {
    fn text(&self, name: &str) -> Option<&str> {
        let found = self.files.iter().find(|(known, _)| known == name);
        found.map(|(_, text)| text.as_str())
    }
}

/// Reads a folder.
///
/// # Errors
/// All its faults.
pub fn read(folder: &Folder) -> Result<Analysis, Vec<Fault>> {
    let mut faults = lacking(folder);
    let description = folder.text(DESCRIPTION).unwrap_or_default();
    let described = match description::read(DESCRIPTION, description) {
        Ok(described) => Some(described),
        Err(found) => {
            faults.extend(found.into_iter().filter(|_| !description.is_empty()));
            None
        }
    };
    let text = folder.text(QUERY).unwrap_or_default();
    let mut of_query = Faults::of(QUERY, text);
    let written = sql::read(text, &mut of_query);
    let examined = match (of_query.is_empty(), examine(text)) {
        (true, Ok(examined)) => Some(examined),
        (true, Err((at, words))) => {
            of_query.at(at, words);
            None
        }
        (false, _) => None,
    };
    faults.extend(of_query.done().into_iter().filter(|_| !text.is_empty()));
    let (Some(described), Some(examined)) = (described, examined) else {
        return Err(faults);
    };
    let mut agreed = Faults::of(DESCRIPTION, description);
    agree(&described, &written.parameters, &examined, &mut agreed);
    faults.extend(agreed.done());
    let views: Vec<&'static View> = examined
        .tables
        .iter()
        .filter_map(|name| View::named(name))
        .collect();
    let mut analysis = Analysis {
        name: kept(&folder.name),
        title: described.title,
        question: described.question,
        milestones: described.milestones,
        parameters: described.parameters.into_iter().map(|(p, _)| p).collect(),
        columns: described.columns.into_iter().map(|(c, _)| c).collect(),
        chart: described.chart,
        notes: described.notes,
        method: markdown::blocks(folder.text(METHOD).unwrap_or_default()),
        sql: text.trim_end().to_owned(),
        of_today: written.parameters.contains(TODAY) || views.iter().any(|view| view.of_today),
        views,
        cases: Vec::new(),
    };
    for (name, text) in folder.files.iter().filter(|(name, _)| is_case(name)) {
        match case::read(name, text, &analysis) {
            Ok(case) => analysis.cases.push(case),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() {
        Ok(analysis)
    } else {
        Err(faults)
    }
}

fn is_case(name: &str) -> bool {
    name.starts_with("cases/") && name.ends_with(".toml")
}

/// Files that must be there, and files that nobody reads.
fn lacking(folder: &Folder) -> Vec<Fault> {
    let fault = |file: &str, words: String| Fault {
        file: file.to_owned(),
        line: 1,
        words,
    };
    let mut faults = Vec::new();
    for needed in [DESCRIPTION, QUERY, METHOD] {
        if folder
            .text(needed)
            .is_none_or(|text| text.trim().is_empty())
        {
            faults.push(fault(needed, "Filen mangler eller er tom.".to_owned()));
        }
    }
    let cases = folder
        .files
        .iter()
        .filter(|(name, _)| is_case(name))
        .count();
    if cases < FEWEST_CASES {
        let words = format!("Der er {cases} prøver i mappen cases; der skal være mindst tre.");
        faults.push(fault("cases", words));
    }
    for (name, _) in &folder.files {
        if ![DESCRIPTION, QUERY, METHOD].contains(&name.as_str()) && !is_case(name) {
            faults.push(fault(name, "Filen hører ikke til en analyse.".to_owned()));
        }
    }
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if folder.name.is_empty() || !folder.name.chars().all(is_plain) {
        let words = "Mappens navn skal være små bogstaver a-z, tal og bindestreger.";
        faults.push(fault(DESCRIPTION, words.to_owned()));
    }
    faults
}

/// What a query reads and answers with, tried on empty views; else where it is wrong, and how.
fn examine(text: &str) -> Result<Examined, (usize, String)> {
    let shapes: Vec<_> = view::ALL.iter().map(|view| view.shape()).collect();
    let none: &[Vec<Datum>] = &[];
    let examined = Sandbox::new(shapes.iter().map(|shape| (shape, none)))
        .and_then(|sandbox| sandbox.examine(text));
    examined.map_err(|refusal| refused::told(&refusal))
}

/// Description and query must say the same.
fn agree(
    described: &Described,
    parameters: &BTreeSet<String>,
    examined: &Examined,
    faults: &mut Faults<'_>,
) {
    for (parameter, at) in &described.parameters {
        if !parameters.contains(parameter.key) {
            let words = format!("Parameteren »{}« bruges ikke i query.sql.", parameter.key);
            faults.at(*at, words);
        }
    }
    let reads_areas = examined.tables.iter().any(|name| name == AREAS.name);
    for (parameter, at) in &described.parameters {
        if matches!(parameter.allowed, Allowed::Municipalities) && !reads_areas {
            let words = "Forespørgslen skal læse areas, når der kan vælges kommuner.";
            faults.at(*at, words);
        }
    }
    for used in parameters {
        let known = described.parameters.iter().any(|(p, _)| p.key == used);
        if !known && used != TODAY {
            let words = format!("query.sql bruger :{used}, som ikke er blandt parametrene.");
            faults.at(0, words);
        }
    }
    let keys: Vec<&str> = described.columns.iter().map(|(c, _)| c.key).collect();
    if keys != examined.columns {
        let at = described.columns.first().map_or(0, |(_, at)| *at);
        let words = format!(
            "Kolonnerne er {}, men query.sql giver {}.",
            keys.join(", "),
            examined.columns.join(", ")
        );
        faults.at(at, words);
    }
    masked_as_they_must(described, examined, faults);
}

/// Functions that would make a figure of cells of which some are masked.
const ADD_UP: [&str; 10] = [
    "sum",
    "count",
    "min",
    "max",
    "median",
    "coalesce",
    "nullif",
    "lag",
    "lead",
    "first_value",
];

/// What is made of tables with masked cells is declared so, whatever the folder would rather say.
fn masked_as_they_must(described: &Described, examined: &Examined, faults: &mut Faults<'_>) {
    let masks = examined
        .tables
        .iter()
        .any(|name| View::named(name).is_some_and(|view| view.masks));
    let of_mask = described
        .columns
        .iter()
        .filter(|(c, _)| c.is_mask())
        .count();
    if masks && of_mask != 1 {
        let words = "Forespørgslen læser tabeller med skjulte tal: én kolonne skal have role = \"mask\" og give yes eller no.";
        faults.at(0, words);
    }
    if !masks && of_mask > 0 {
        faults.at(0, "role = \"mask\" er kun for tabeller med skjulte tal.");
    }
    for (column, at) in &described.columns {
        let number = column.kind.is_number() && !column.is_mask();
        if masks && number && !column.masked {
            let words = format!(
                "»{}« er regnet af enkeltsager og er følsom, hvad mappen end skriver: sensitivity = \"cases\".",
                column.key
            );
            faults.at(*at, words);
        }
        if !masks && column.masked {
            let words = format!(
                "»{}« er ikke regnet af enkeltsager; udelad sensitivity.",
                column.key
            );
            faults.at(*at, words);
        }
        if column.is_mask() && column.kind != Kind::YesNo {
            faults.at(*at, "role = \"mask\" kræver type = \"yes_no\".");
        }
    }
    let adds_up = examined
        .functions
        .iter()
        .find(|f| ADD_UP.contains(&f.as_str()));
    if masks && let Some(function) = adds_up {
        let words = format!(
            "{function} kan ikke bruges på tabeller med skjulte tal: en sum af en del ville ligne det hele. Summerne står i tabellerne som total."
        );
        faults.at(0, words);
    }
}
