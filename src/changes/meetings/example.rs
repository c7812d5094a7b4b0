//! The meeting of KKR Nordjylland on 20 June 2025 as an example: the component analysis and what does
//! not agree in it as reports, the meeting's other tables as tables.

use super::agenda::{fresh, written};
use super::fields::MeetingError;
use crate::changes::actor::{Actor, Done, change};
use crate::domain::area::HOME;
use crate::domain::meetings::agenda::Wording;
use crate::domain::meetings::{Content, Item, Meeting, MeetingKind, State, Table};
use crate::import::{Options, meeting_table};
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::meetings::items;
use crate::storage::{Store, meetings};
use jiff::civil::Date;

const DAY: Date = Date::constant(2025, 6, 20);

/// A report of the example: heading, text, question, filters beside the area.
type Shown = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const YEARS: &[(&str, &str)] = &[("from", "2022"), ("to", "2024")];

const REPORTS: [Shown; 3] = [
    (
        "Komponentanalyse af det specialiserede voksensocialområde",
        "Udgifter, helårspersoner og enhedsudgifter i de 11 kommuner, 2022 til 2024, i 2023-priser.",
        "unit-costs",
        YEARS,
    ),
    (
        "Hvad driver udgiften?",
        "Ændringen i udgiften delt i **mængde**, **sammensætning** og **enhedsudgift**. Delene giver hele ændringen på kronen.",
        "decomposition",
        &[
            ("from", "2022"),
            ("to", "2024"),
            ("group", "TOTAL_107_108_105"),
            ("by", "paragraph"),
        ],
    ),
    (
        "Afstemning af de offentliggjorte tal",
        "De trykte tal over for dem, der kan regnes ud af deres dele.",
        "reconciliation",
        &[],
    ),
];

/// A table of the example: heading, text, whether a chart helps, file.
type Brought = (&'static str, &'static str, bool, &'static str);

const TABLES: [Brought; 5] = [
    (
        "Resultatkontrakt 2024 for Erhvervshus Nordjylland",
        "De ti mål og deres opfyldelse. Samlet opfyldelse: 97 %.",
        true,
        include_str!("../../../reference/meeting_2025_06_20/result_contract_2024.csv"),
    ),
    (
        "Programmidler 2024",
        "Nordjyllands andel af forløb og tilskud over for normen.",
        true,
        include_str!("../../../reference/meeting_2025_06_20/programme_funds_2024.csv"),
    ),
    (
        "SOSU-pladser 2025 og 2026",
        "Fordelingen af uddannelsespladser på kommuner.",
        true,
        include_str!("../../../reference/meeting_2025_06_20/sosu_places_2026.csv"),
    ),
    (
        "KKR-undersøgelsen 2025: svar",
        "Hvem der svarede, i hvert KKR.",
        true,
        include_str!("../../../reference/meeting_2025_06_20/kkr_survey_2025_response.csv"),
    ),
    (
        "KKR-undersøgelsen 2025: nøgleord",
        "Ord, der kendetegner KKR i dag, og som bør gøre det fremadrettet.",
        true,
        include_str!("../../../reference/meeting_2025_06_20/kkr_survey_2025_keywords.csv"),
    ),
];

/// The wordings of the example's items, in order.
///
/// # Errors
/// [`MeetingError::Paper`] when a table of the example cannot be read.
pub fn wordings() -> Result<Vec<Wording>, MeetingError> {
    let reports = REPORTS.map(|(heading, text, question, filters)| {
        let area = std::iter::once(("area", HOME));
        let pairs = area.chain(filters.iter().copied());
        let pairs = pairs.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let content = Content::Report {
            question: question.to_owned(),
            filters: pairs.collect(),
        };
        Ok(wording(heading, text, content))
    });
    let tables = TABLES.map(|(heading, text, chart, file)| {
        let read = meeting_table(file.as_bytes(), "tabel.csv", &Options::default());
        let table = read.map_err(|faults| MeetingError::Paper(faults.join(" ")))?;
        let content = Content::Table(Table { chart, ..table });
        Ok(wording(heading, text, content))
    });
    reports.into_iter().chain(tables).collect()
}

fn wording(heading: &str, text: &str, content: Content) -> Wording {
    Wording {
        heading: heading.to_owned(),
        text: text.to_owned(),
        content,
        asks: "Det indstilles, at KKR Nordjylland tager orienteringen til efterretning.".to_owned(),
        presenter: String::new(),
        minutes: Some(10),
        confidential: false,
    }
}

/// Adds the example as a planned meeting.
///
/// # Errors
/// [`MeetingError`]: the database's own.
pub fn add(store: &Store, actor: &Actor) -> Result<Meeting, MeetingError> {
    let wordings = wordings()?;
    let what = (What::Meeting, Action::ChangedMeeting);
    change(store, actor, what, |db, made| {
        let meeting = Meeting {
            id: made.id(),
            version: made.version,
            date: DAY,
            title: "KKR Nordjylland, 20. juni 2025 (eksempel)".to_owned(),
            place: String::new(),
            kind: MeetingKind::Kkr,
            state: State::Planned,
            first_sent: None,
            added_by: actor.by.clone(),
            added_at: made.at.to_owned(),
            cancelled: None,
        };
        meetings::add(db, &meeting)?;
        let mut added: Vec<Item> = Vec::new();
        for (number, wording) in (1..).zip(wordings) {
            let item = fresh(&meeting, &added, (made.version, number), wording);
            items::add(db, &item, written(made, actor))?;
            added.push(item);
        }
        let told = format!("eksempel, {} punkter", added.len());
        Ok(Done::new(meeting, "møde", told))
    })
}
