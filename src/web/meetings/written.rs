//! From the form of an item to its wording, and back.

use super::sent::Sent;
use crate::analyses::analysis::Analysis;
use crate::analyses::catalogue::Catalogue;
use crate::analyses::readers::{self, NoAnswer};
use crate::changes::meetings::{MeetingError, fields};
use crate::changes::texts::optional;
use crate::domain::meetings::agenda::Wording;
use crate::domain::meetings::{Content, Table};
use crate::import;
use crate::reports::meetings::content;
use crate::reports::others::ANALYSIS;
use crate::reports::{self, ReportError};
use crate::storage::StoreError;
use crate::web::state::AppState;
use crate::web::view::filters::Choice;

/// Reads a form. An item that has a table keeps it as long as no report is chosen.
///
/// # Errors
/// [`MeetingError::Fault`] at the field.
pub fn read(state: &AppState, sent: &Sent, stands: Content) -> Result<Wording, MeetingError> {
    let minutes = optional(fields::MINUTES, sent.get("minutter"))?;
    let minutes = match minutes.as_str() {
        "" => None,
        text => {
            let read = text
                .parse()
                .ok()
                .filter(|minutes| (1..=600).contains(minutes));
            let words = "Skriv et helt antal minutter, højst 600.";
            Some(read.ok_or_else(|| fields::MINUTES.fault(words))?)
        }
    };
    let report = sent.get("rapport");
    let content = match (report, stands) {
        ("", table @ Content::Table(_)) if !sent.ticked("fjern-tabel") => table,
        ("", _) => Content::Text,
        (report, _) => match report.strip_prefix(ANALYSIS) {
            Some(name) => asked_of_analysis(state, name, sent.get("filtre"))?,
            None => asked(state, report, sent.get("filtre"))?,
        },
    };
    Ok(Wording {
        heading: sent.get("overskrift").to_owned(),
        text: sent.get("tekst").to_owned(),
        content,
        asks: sent.get("indstilling").to_owned(),
        presenter: sent.get("oplaegsholder").to_owned(),
        minutes,
        confidential: sent.ticked("fortroligt"),
    })
}

/// An analysis with the parameters that are given, asked once.
fn asked_of_analysis(state: &AppState, name: &str, written: &str) -> Result<Content, MeetingError> {
    let written = optional(fields::FILTERS, written)?;
    let parameters = pairs(&written)?;
    let (today, given) = (state.clock.today(), (name, parameters.as_slice()));
    let answer = state
        .store
        .read::<_, StoreError>(|db| Ok(readers::answer(db, &state.analyses, given, today)))?;
    match answer {
        Ok(_) => Ok(Content::Analysis {
            name: name.to_owned(),
            parameters,
        }),
        Err(NoAnswer::Report(ReportError::Store(error))) => Err(error.into()),
        Err(NoAnswer::Report(ReportError::Query(error))) => Err(error.into()),
        Err(error @ (NoAnswer::NoSuch(_) | NoAnswer::NotForReaders(_))) => {
            Err(fields::REPORT.fault(error.to_string()).into())
        }
        Err(error) => Err(fields::FILTERS.fault(error.to_string()).into()),
    }
}

/// A report with its filters, asked once: what it refuses stands at the field.
fn asked(state: &AppState, report: &str, written: &str) -> Result<Content, MeetingError> {
    let written = optional(fields::FILTERS, written)?;
    let pairs = pairs(&written)?;
    let today = state.clock.today();
    let answer = state.store.read(|db| {
        let (question, query) = content::asked(report, &pairs)?;
        (question.report)(db, &question.asked_today(query, today))?;
        content::of_report(report, &pairs)
    });
    answer.map_err(|error| match error {
        ReportError::UnknownReport { .. } => fields::REPORT.fault(error.to_string()).into(),
        ReportError::BadFilter { .. } | ReportError::UnknownFilter { .. } => {
            fields::FILTERS.fault(error.to_string()).into()
        }
        ReportError::Store(error) => error.into(),
        ReportError::Query(error) => error.into(),
    })
}

/// Filters as they are typed: one a line, or an address that was copied, whose query is taken.
fn pairs(text: &str) -> Result<Vec<(String, String)>, MeetingError> {
    let text = text.rsplit_once('?').map_or(text, |(_, query)| query);
    let parts = text.split(['\n', '&']).map(str::trim);
    let read = parts.filter(|part| !part.is_empty()).map(|part| {
        let pair = part.split_once('=').ok_or_else(|| {
            let words = format!("»{part}« er ikke et filter. Skriv for eksempel area=851.");
            MeetingError::from(fields::FILTERS.fault(words))
        })?;
        Ok((pair.0.trim().to_owned(), decoded(pair.1.trim())))
    });
    read.collect()
}

/// A value of an address as text: "KKR%20Nordjylland" and "KKR+Nordjylland".
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = hex.and_then(|two| u8::from_str_radix(two, 16).ok());
        match (first, byte) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
                continue;
            }
            (b'+', _) => bytes.push(b' '),
            (other, _) => bytes.push(*other),
        }
        rest = after;
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// A table from a file.
///
/// # Errors
/// [`MeetingError::Fault`] with everything that is wrong with it.
pub fn table(bytes: &[u8], name: &str, chart: bool) -> Result<Table, MeetingError> {
    if bytes.is_empty() {
        return Err(fields::TABLE.fault("Vælg en fil først.").into());
    }
    let read = import::meeting_table(bytes, name, &import::Options::default());
    let table = read.map_err(|faults| fields::TABLE.fault(faults.join(" ")))?;
    Ok(Table { chart, ..table })
}

/// A wording as the fields of the form.
pub fn fields(of: &Wording) -> Sent {
    let (report, filters) = match &of.content {
        Content::Report { question, filters } => {
            let lines = filters.iter().map(|(key, value)| format!("{key}={value}"));
            (question.clone(), lines.collect::<Vec<_>>().join("\n"))
        }
        Content::Analysis { name, parameters } => {
            let lines = parameters
                .iter()
                .map(|(key, value)| format!("{key}={value}"));
            let name = format!("{ANALYSIS}{name}");
            (name, lines.collect::<Vec<_>>().join("\n"))
        }
        Content::Text | Content::Table(_) => (String::new(), String::new()),
    };
    let yes = |yes: bool| if yes { "ja" } else { "" }.to_owned();
    Sent::from([
        ("overskrift", of.heading.clone()),
        ("tekst", of.text.clone()),
        ("rapport", report),
        ("filtre", filters),
        ("indstilling", of.asks.clone()),
        ("oplaegsholder", of.presenter.clone()),
        (
            "minutter",
            of.minutes.map_or_else(String::new, |m| m.to_string()),
        ),
        ("fortroligt", yes(of.confidential)),
        (
            "diagram",
            yes(of.content.table().is_some_and(|table| table.chart)),
        ),
    ])
}

/// The reports and analyses that an item can show.
pub fn choices(analyses: &Catalogue, chosen: &str) -> Vec<Choice> {
    let names = reports::questions().map(|question| question.name);
    let report = |name| Choice::of(name, label(name), name == chosen);
    let analysis = |of: &Analysis| {
        let name = format!("{ANALYSIS}{}", of.name);
        let is_chosen = name == chosen;
        Choice::of(name, format!("Analyse: {}", of.title), is_chosen)
    };
    let analyses = for_readers(analyses).map(analysis);
    names.map(report).chain(analyses).collect()
}

/// The analyses that every reader may open.
fn for_readers(analyses: &Catalogue) -> impl Iterator<Item = &Analysis> {
    let all = analyses.analyses.iter();
    all.filter(|of| of.is_for_readers())
}

/// A report in the words of its readers, with its name as scripts and filters have it.
fn label(name: &str) -> String {
    let words = match name {
        "unit-costs" => "Udgifter, helårspersoner og enhedsudgifter",
        "decomposition" => "Hvad driver ændringen",
        "reconciliation" => "Afstemning af trykte tal",
        "paragraph" => "En paragraf, kommune for kommune",
        "municipality" => "En kommune over for regionen",
        "offers" => "Tilbud",
        "tariffs" => "Takster",
        "tariff-increases" => "Takststigninger",
        "tariff-distribution" => "Takstændringernes fordeling",
        "tariffs-apart" => "Ydelser, der ikke sammenlignes",
        "tariff-follow-up" => "Opfølgning på takststigninger",
        "meetings" => "Møder",
        "discussed-increases" => "Drøftede takststigninger",
        "costly-cases" => "Dyre enkeltsager",
        "costly-cases-by-supplier" => "Dyre enkeltsager efter leverandør",
        "costly-cases-by-status" => "Dyre enkeltsager: nye, fortsatte, ophørte",
        "costly-cases-by-size" => "Dyre enkeltsager efter størrelse",
        "costly-cases-spread" => "Dyre enkeltsager: hvordan udgiften er fordelt",
        "vacancies" => "Ledige pladser og boliger",
        "vacancies-confirmed" => "Ledige pladser bekræftet i tide",
        "occupancy" => "Belægning",
        "occupancy-by-quarter" => "Belægning, kvartal for kvartal",
        "occupancy-incentive" => "Hvad ét procentpoints belægning er værd",
        "results" => "Resultatdokumentation",
        "searches" => "Afsøgninger",
        "public-comparison" => "Offentlig sammenligning (Danmarks Statistik)",
        "workplan" => "Arbejdsplan",
        "projection" => "Fremskrivning af udgiften",
        "home-support" => "Støtte i eget hjem i stedet for botilbud",
        "investment" => "Hvad en investering er værd",
        "break-even" => "Hvilken belægning et tilbud går i nul ved",
        other => return other.to_owned(),
    };
    format!("{words} ({name})")
}

/// Each report's name with the filters that an agenda may give it, and each analysis' with its parameters.
pub fn filters(analyses: &Catalogue) -> Vec<(String, String)> {
    let of = |question: &'static reports::Question| {
        let keys = question.filters.iter().map(|filter| filter.key);
        let keys: Vec<&str> = keys.filter(|key| *key != "detail").collect();
        (question.name.to_owned(), keys.join(", "))
    };
    let parameters = |of: &Analysis| {
        let keys: Vec<&str> = of
            .parameters
            .iter()
            .map(|parameter| parameter.key)
            .collect();
        (of.title.clone(), keys.join(", "))
    };
    let analyses = for_readers(analyses).map(parameters);
    reports::questions().map(of).chain(analyses).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_report_has_words_for_its_readers() {
        let without = reports::questions().filter(|of| label(of.name) == of.name);
        let without: Vec<&str> = without.map(|of| of.name).collect();
        assert_eq!(without, [""; 0]);
    }

    #[test]
    fn filters_are_read_from_lines_and_from_an_address() {
        let of = |text: &str| pairs(text).expect("pairs");
        let want = [
            ("area".to_owned(), "KKR Nordjylland".to_owned()),
            ("from".to_owned(), "2022".to_owned()),
        ];
        assert_eq!(of("area=KKR Nordjylland\nfrom = 2022\n"), want);
        assert_eq!(
            of("https://x.dk/api/v1/reports/a?area=KKR%20Nordjylland&from=2022"),
            want
        );
        assert_eq!(of("area=KKR+Nordjylland&from=2022"), want);
        assert_eq!(of(""), []);
        assert!(pairs("kun ord").is_err());
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("%C3%86"), "Æ");
    }
}
