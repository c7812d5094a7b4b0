//! `analysis.toml`: what an analysis is about, what can be asked of it, and what its columns are.

use super::analysis::{ALL, Allowed, Column, Drawn, Parameter, Part, Picture};
use super::fault::{Fault, Faults};
use super::given::TODAY;
use super::kept::kept;
use super::kind::Kind;
use super::view::View;
use super::written::{self, Section, Word};
use crate::domain::paragraph::Paragraph;
use crate::domain::report::Role;

/// What the file says; parameters and columns with their places in it.
pub struct Described {
    pub title: String,
    pub question: String,
    pub milestones: Vec<String>,
    pub parameters: Vec<(Parameter, usize)>,
    pub columns: Vec<(Column, usize)>,
    pub chart: Option<Picture>,
    pub notes: Vec<String>,
}

impl Column {
    pub fn is_mask(&self) -> bool {
        self.part == Part::Mask
    }
}

/// Reads it.
///
/// # Errors
/// All its faults.
pub fn read(file: &str, text: &str) -> Result<Described, Vec<Fault>> {
    let mut faults = Faults::of(file, text);
    let table = written::read(text, &mut faults);
    if !faults.is_empty() {
        return Err(faults.done());
    }
    let mut top = Section::of(table.get_ref(), 0);
    let texts = |words: Vec<Word>| words.into_iter().map(|word| word.text).collect();
    let title = top.needed("title", &mut faults);
    let question = top.needed("question", &mut faults);
    let milestones = top.texts("milestones", &mut faults);
    let notes = top.texts("notes", &mut faults);
    let mut parameters = Vec::new();
    for section in top.sections("parameters", &mut faults) {
        parameters.extend(parameter(section, &mut faults));
    }
    let mut columns = Vec::new();
    for section in top.sections("columns", &mut faults) {
        columns.extend(column(section, &mut faults));
    }
    once(
        "kolonne",
        columns.iter().map(|(c, at)| (c.key, *at)),
        &mut faults,
    );
    once(
        "parameter",
        parameters.iter().map(|(p, at)| (p.key, *at)),
        &mut faults,
    );
    if !columns
        .iter()
        .any(|(c, _)| c.part == Part::Shown(Role::Names))
    {
        let words = "Mindst én kolonne skal navngive rækken: role = \"names\".";
        faults.at(columns.first().map_or(0, |(_, at)| *at), words);
    }
    let chart = top
        .section("chart", &mut faults)
        .and_then(|section| picture(section, &columns, &mut faults));
    top.rest(&mut faults);
    match (title, question, faults.is_empty()) {
        (Some(title), Some(question), true) => Ok(Described {
            title: title.text,
            question: question.text,
            milestones: texts(milestones),
            parameters,
            columns,
            chart,
            notes: texts(notes),
        }),
        _ => Err(faults.done()),
    }
}

fn once<'k>(what: &str, keys: impl Iterator<Item = (&'k str, usize)>, faults: &mut Faults<'_>) {
    let mut seen = Vec::new();
    for (key, at) in keys {
        if seen.contains(&key) {
            faults.at(at, format!("Der er to med nøglen »{key}« ({what})."));
        }
        seen.push(key);
    }
}

/// A key as addresses and files have it.
fn key(section: &mut Section<'_, '_>, faults: &mut Faults<'_>) -> Option<&'static str> {
    let word = section.needed("key", faults)?;
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let begins = word.text.starts_with(|c: char| c.is_ascii_lowercase());
    if begins && word.text.chars().all(is_plain) {
        return Some(kept(&word.text));
    }
    let words = format!(
        "Nøglen »{}« skal være små bogstaver a-z, tal og understreg.",
        word.text
    );
    faults.at(word.at, words);
    None
}

/// Keys that no parameter can have: the day, and what an address or a form says besides.
const TAKEN: [&str; 6] = [TODAY, "kolonne", "tekst", "til", "papir", "set"];

fn parameter(mut section: Section<'_, '_>, faults: &mut Faults<'_>) -> Option<(Parameter, usize)> {
    let at = section.at;
    let key = key(&mut section, faults);
    if let Some(key) = key.filter(|key| TAKEN.contains(key)) {
        let words = format!("Nøglen »{key}« er optaget. Kald parameteren noget andet.");
        faults.at(at, words);
    }
    let label = section.needed("label", faults);
    let kind = section.needed("type", faults);
    let default = match kind.as_ref().map(|kind| kind.text.as_str()) {
        Some("whole") => section.whole("default", faults).map(|n| n.to_string()),
        Some("year") => Some(String::new()),
        Some("municipalities") => Some(ALL.to_owned()),
        _ => section.needed("default", faults).map(|word| word.text),
    };
    let kind = kind?;
    let allowed = allowed(&mut section, &kind, faults);
    section.rest(faults);
    let (key, label, allowed, default) = (key?, label?, allowed?, default?);
    if allowed.datum(&default, &[]).is_none() && !default.is_empty() {
        faults.at(at, format!("Standardværdien »{default}« er ikke tilladt."));
    }
    let parameter = Parameter {
        key,
        label: kept(&label.text),
        allowed,
        default,
    };
    Some((parameter, at))
}

fn allowed(section: &mut Section<'_, '_>, kind: &Word, faults: &mut Faults<'_>) -> Option<Allowed> {
    match kind.text.as_str() {
        "year" => {
            let word = section.needed("of", faults)?;
            let view = View::named(&word.text).filter(|view| view.column("year").is_some());
            if view.is_none() {
                let words = format!("»{}« er ikke en tabel med år.", word.text);
                faults.at(word.at, words);
            }
            view.map(Allowed::YearsOf)
        }
        "paragraph" => Some(Allowed::OneOf(
            Paragraph::ALL
                .iter()
                .map(|p| (p.key().to_owned(), p.label().to_owned()))
                .collect(),
        )),
        "municipalities" => Some(Allowed::Municipalities),
        "choice" => {
            let mut choices = Vec::new();
            let at = section.at;
            for mut one in section.sections("choices", faults) {
                let (value, label) = (one.needed("value", faults), one.needed("label", faults));
                one.rest(faults);
                choices.extend(value.zip(label).map(|(v, l)| (v.text, l.text)));
            }
            if choices.is_empty() {
                faults.at(at, "»choices« mangler: hvilke værdier er tilladt?");
            }
            Some(Allowed::OneOf(choices))
        }
        "whole" => {
            let (least, most) = (section.whole("min", faults), section.whole("max", faults));
            let bounds = least.zip(most).filter(|(least, most)| least <= most);
            if bounds.is_none() {
                faults.at(section.at, "»min« og »max« mangler, eller min er størst.");
            }
            bounds.map(|(least, most)| Allowed::Between(least, most))
        }
        other => {
            let words = format!(
                "Typen »{other}« kendes ikke. Der findes: year, paragraph, choice, whole, municipalities."
            );
            faults.at(kind.at, words);
            None
        }
    }
}

fn column(mut section: Section<'_, '_>, faults: &mut Faults<'_>) -> Option<(Column, usize)> {
    let at = section.at;
    let key = key(&mut section, faults);
    let role = section.needed("role", faults);
    let kind = section.needed("type", faults);
    let label = section.text("label", faults);
    let missing = section.text("missing", faults);
    let sensitivity = section.text("sensitivity", faults);
    let labels = labels(&mut section, faults);
    section.rest(faults);
    let (role, kind) = (role?, kind?);
    let part = match role.text.as_str() {
        "names" => Some(Part::Shown(Role::Names)),
        "says" => Some(Part::Shown(Role::Says)),
        "figure" => Some(Part::Shown(Role::Figure)),
        "mask" => Some(Part::Mask),
        other => {
            let words =
                format!("Rollen »{other}« kendes ikke. Der findes: names, says, figure, mask.");
            faults.at(role.at, words);
            None
        }
    };
    let known = Kind::from_key(&kind.text);
    if known.is_none() {
        let all: Vec<&str> = Kind::ALL.iter().map(|(_, key)| *key).collect();
        let words = format!(
            "Typen »{}« kendes ikke. Der findes: {}.",
            kind.text,
            all.join(", ")
        );
        faults.at(kind.at, words);
    }
    let (part, known) = (part?, known?);
    let is_figure = part == Part::Shown(Role::Figure);
    if is_figure != known.is_number() {
        let words = "Et tal har role = \"figure\", og kun et tal har det.";
        faults.at(role.at, words);
    }
    if is_figure && missing.is_none() {
        let words = "»missing« mangler: hvorfor er der intet tal, når der ikke er et?";
        faults.at(at, words);
    }
    if part != Part::Mask && label.is_none() {
        faults.at(at, "»label« mangler.");
    }
    let masked = match sensitivity {
        None => false,
        Some(word) if word.text == "cases" => true,
        Some(word) => {
            faults.at(word.at, "»sensitivity« er \"cases\" eller udelades.");
            false
        }
    };
    let column = Column {
        key: key?,
        label: label.map_or_else(String::new, |word| word.text),
        kind: known,
        part,
        labels,
        masked,
        missing: missing.map_or_else(String::new, |word| word.text),
    };
    Some((column, at))
}

fn labels(section: &mut Section<'_, '_>, faults: &mut Faults<'_>) -> Vec<(String, String)> {
    let Some(mut section) = section.section("labels", faults) else {
        return Vec::new();
    };
    let mut labels = Vec::new();
    for key in section.keys() {
        let label = section.needed(&key.text, faults);
        labels.extend(label.map(|label| (key.text, label.text)));
    }
    labels
}

fn picture(
    mut section: Section<'_, '_>,
    columns: &[(Column, usize)],
    faults: &mut Faults<'_>,
) -> Option<Picture> {
    let title = section.needed("title", faults);
    let kind = section.needed("type", faults);
    let over = section.needed("over", faults);
    let figures = section.texts("figures", faults);
    let at = section.at;
    section.rest(faults);
    let mut place = |word: &Word, number: bool| {
        let found = columns.iter().position(|(c, _)| c.key == word.text);
        let fits = found.filter(|at| columns[*at].0.kind.is_number() == number);
        if fits.is_none() {
            let what = if number {
                "et tal"
            } else {
                "en kolonne med ord"
            };
            faults.at(
                word.at,
                format!("»{}« er ikke {what} blandt kolonnerne.", word.text),
            );
        }
        fits
    };
    let over = place(&over?, false);
    let places: Vec<usize> = figures
        .iter()
        .filter_map(|word| place(word, true))
        .collect();
    let units = places.iter().map(|at| columns[*at].0.kind.unit());
    let mut units: Vec<_> = units.collect();
    units.dedup();
    if units.len() != 1 {
        faults.at(at, "»figures« skal være et eller flere tal i samme enhed.");
    }
    let kind = match kind?.text.as_str() {
        "line" => Drawn::Line,
        "bar" => Drawn::Bar,
        _ => {
            faults.at(at, "»type« er \"line\" eller \"bar\".");
            return None;
        }
    };
    Some(Picture {
        title: title?.text,
        kind,
        over: over?,
        figures: places,
    })
}
