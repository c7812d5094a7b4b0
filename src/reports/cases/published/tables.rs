//! The published tables of a region, read once, and the frame of a report about them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::limits::Limits;
use super::row::{Name, Published};
use super::spent::Spent;
use crate::domain::area::{self, Area, HOME};
use crate::domain::cases::published::{Cell, Of, Place};
use crate::domain::danish::{danish_date, list, sort_by_name};
use crate::domain::moment;
use crate::domain::money::Money;
use crate::domain::number::danish;
use crate::domain::period::Year;
use crate::domain::report::{Filter, Report, Table};
use crate::reports::columns::Answer;
use crate::reports::{Query, ReportError, filters};
use crate::storage::cases::published;
use crate::storage::data::{areas, settings, versions};
use crate::storage::{self, Db, QueryResult};

/// What everybody may be told of a region's costly cases.
#[derive(Clone)]
pub struct Tables {
    /// The KKR.
    pub region: Area,
    /// The municipality that was asked for, when it is one.
    pub one: Option<Area>,
    /// The region's municipalities, by name.
    pub members: Vec<Area>,
    /// Of the years that were asked for.
    pub cells: Vec<Cell>,
    /// All years that there are tables of.
    pub years: Vec<Year>,
    /// All expenditure, which the cases are a share of.
    pub spent: Arc<Spent>,
    limits: Limits,
    /// Since when changes wait, in Danish, if some do.
    waits: Option<String>,
    data_version: i64,
    synthetic: bool,
}

impl Tables {
    /// Reads the tables of the region that is asked for, or of the home region.
    pub fn load(db: &mut Db, query: &Query) -> Result<Tables, ReportError> {
        let data_version = storage::version(db)?;
        let register = areas::all(db)?;
        let wanted = query.municipality.as_deref().unwrap_or(HOME);
        let found = area::find(&register, wanted).cloned().ok_or_else(|| {
            let problem = "Skriv en kommunes eller en KKR's kode eller navn.";
            filters::bad(filters::MUNICIPALITY.key, wanted, problem)
        })?;
        let code = found.kkr.clone().unwrap_or_else(|| found.code.clone());
        let one = found.kkr.is_some().then_some(found);
        let region = register.iter().find(|area| area.code == code).cloned();
        let mut members: Vec<Area> = register
            .into_iter()
            .filter(|area| area.kkr.as_ref() == Some(&code))
            .collect();
        sort_by_name(&mut members);
        let cells = published::of(db, &code)?;
        let years: BTreeSet<Year> = cells.iter().map(|cell| cell.year).collect();
        let region = region.ok_or_else(|| {
            let problem = "Kommunen hører ikke til nogen KKR.";
            filters::bad(filters::MUNICIPALITY.key, wanted, problem)
        })?;
        let shown = |cell: &Cell| query.year.is_none_or(|year| cell.year == year);
        let mut tables = Tables {
            spent: Arc::new(Spent::load(db, &region)?),
            limits: Limits::load(db, &code)?,
            waits: waits(db, &code)?,
            region,
            one,
            members,
            cells: cells.into_iter().filter(shown).collect(),
            years: years.into_iter().collect(),
            data_version,
            synthetic: settings::is_synthetic(db)?,
        };
        tables.of_limit(query.limit)?;
        Ok(tables)
    }

    /// Those of one year alone, or all.
    #[must_use]
    pub fn of_year(&self, year: Option<Year>) -> Tables {
        let mut tables = self.clone();
        tables
            .cells
            .retain(|cell| year.is_none_or(|year| cell.year == year));
        tables
    }

    /// The tables are a fixed set: they are not made anew for whatever limit somebody asks for. Of a
    /// limit that a year's tables were made with, these years are shown.
    fn of_limit(&mut self, asked: Option<Money>) -> Result<(), ReportError> {
        let Some(asked) = asked else { return Ok(()) };
        let shown = self.shown_years();
        let years = self.limits.years_of(asked, &shown);
        if years.is_empty() && !shown.is_empty() {
            let kroner = |limit: &Money| format!("{} kr.", danish(limit.decimal().normalize()));
            let limits: Vec<String> = self.limits.of(&shown).iter().map(kroner).collect();
            let problem = format!(
                "Tabellerne er lavet med grænsen {} og findes ikke for andre beløb.",
                list(&limits)
            );
            let found = asked.decimal().to_string();
            return Err(filters::bad(filters::LIMIT_KRONER.key, &found, problem));
        }
        self.cells.retain(|cell| years.contains(&cell.year));
        Ok(())
    }

    /// How the limits of all years that have tables are stated.
    pub fn limits_in_words(&self) -> Vec<String> {
        self.limits.in_words(&self.years)
    }

    pub const fn data_version(&self) -> i64 {
        self.data_version
    }

    /// What a costly case of a year costs more than.
    pub fn limit(&self, year: Year) -> Option<Money> {
        self.limits.rules.limit(year)
    }

    /// The years that are shown, in order.
    pub fn shown_years(&self) -> Vec<Year> {
        let years: BTreeSet<Year> = self.cells.iter().map(|cell| cell.year).collect();
        years.into_iter().collect()
    }

    /// Cells by where they stand.
    pub fn by_place(&self) -> BTreeMap<(Year, &Place), &Cell> {
        let cells = self.cells.iter();
        cells.map(|cell| ((cell.year, &cell.place), cell)).collect()
    }

    /// The municipalities that are asked for.
    pub fn asked(&self) -> &[Area] {
        self.one
            .as_ref()
            .map_or(&self.members, std::slice::from_ref)
    }

    /// The same by name, and the margin where all are asked for.
    pub fn municipalities(&self) -> Vec<(Of<Arc<str>>, Name)> {
        let of = |area: &Area| {
            let name = Name::new(&area.code, &area.name);
            (Of::One(area.code.as_str().into()), name)
        };
        let margin = self.one.is_none().then(|| (Of::All, Name::total()));
        self.asked().iter().map(of).chain(margin).collect()
    }

    /// An answer with the rows of some cells: inner ones as rows, margins as totals.
    pub fn answer(
        &self,
        (name, title): (&'static str, &str),
        query: &Query,
        rows: Vec<Published>,
    ) -> Answer<Published, Published> {
        let (totals, rows) = rows.into_iter().partition(Published::is_total);
        Answer {
            frame: self.frame((name, title), query),
            rows,
            totals,
        }
    }

    /// The frame of a report about them.
    pub fn frame(&self, (name, title): (&'static str, &str), query: &Query) -> Report {
        let area = self.one.as_ref().unwrap_or(&self.region);
        let mut filters = Vec::new();
        filters.extend(
            query
                .year
                .map(|year| Filter::new(filters::YEAR.key, "År", year.to_string())),
        );
        filters.push(
            Filter::new(filters::MUNICIPALITY.key, "Område", &area.code).in_words(&area.name),
        );
        Report {
            name,
            title: format!("{title}, {}", area.name),
            filters,
            data_version: self.data_version,
            synthetic: self.synthetic,
            rows: Table::default(),
            totals: Table::default(),
            notes: self.notes(),
            sources: Vec::new(),
            series: Vec::new(),
            masks: true,
        }
    }

    /// What a reader must know, in Danish.
    fn notes(&self) -> Vec<String> {
        let years = self.shown_years();
        if years.is_empty() {
            return vec!["Ingen kommune har indberettet enkeltsager endnu.".to_owned()];
        }
        let mut notes = self.limits.in_words(&years);
        notes.push("En sag tælles én gang, under den paragraf og den leverandør, der har den største del af udgiften.".to_owned());
        notes.push("En ophørt sag står med udgiften året før.".to_owned());
        notes.push("Tal om få borgere vises ikke, og heller ikke tal, som de kunne regnes ud af: antal, udgift, gennemsnit, refusion og andel skjules sammen.".to_owned());
        notes.extend(self.waits.clone());
        let without = |is_of: fn(&Place) -> bool| -> Vec<String> {
            let has = |year: &Year| {
                let mut of_year = self.cells.iter().filter(|cell| cell.year == *year);
                of_year.any(|cell| is_of(&cell.place))
            };
            let untold = years.iter().filter(|year| !has(year));
            untold.map(Year::to_string).collect()
        };
        let sizes = without(|place| matches!(place, Place::Size(_)));
        if !sizes.is_empty() {
            notes.push(format!(
                "Sagernes størrelse vises ikke for {}: den vises først, når hele tabellen kan vises.",
                list(&sizes)
            ));
        }
        let without: Vec<String> = years
            .iter()
            .filter(|year| self.limits.rules.thresholds(**year).is_none())
            .map(Year::to_string)
            .collect();
        if !without.is_empty() {
            notes.push(format!(
                "Der er ikke angivet beløbsgrænser for refusion i {}.",
                list(&without)
            ));
        }
        notes.push("Refusionen (SEL § 176) er et skøn: indtægter, engangsudgifter og objektiv finansiering er ikke kendt.".to_owned());
        notes.push("Andelen er af al udgift efter komponentanalysen i årets egne priser, hos de kommuner der er med. En sags hele udgift står under én paragraf, så andelen af en enkelt paragraf kan være for høj. Den vises, hvor mindst fem borgere står på hver side.".to_owned());
        notes.extend(years.iter().filter_map(|year| self.missing(*year)));
        notes
    }

    /// Which municipalities have no lines of a year.
    fn missing(&self, year: Year) -> Option<String> {
        let there: BTreeSet<&str> = self
            .cells
            .iter()
            .filter(|cell| cell.year == year)
            .filter_map(|cell| cell.place.municipality())
            .map(|code| &**code)
            .collect();
        let missing = self
            .members
            .iter()
            .filter(|area| !there.contains(&*area.code));
        let names: Vec<String> = missing.map(|area| area.name.clone()).collect();
        (!names.is_empty()).then(|| {
            format!(
                "Uden linjer for {year}, og ikke med i summerne: {}.",
                list(&names)
            )
        })
    }
}

/// Since when the tables of a KKR are not of what there is now, and why, in Danish.
fn waits(db: &mut Db, region: &str) -> QueryResult<Option<String>> {
    let Some(version) = published::kept_since(db, region)? else {
        return Ok(None);
    };
    let moment = versions::moment_of(db, version)?;
    let since = moment
        .and_then(|moment| moment::day_of(&moment))
        .map_or_else(|| format!("dataversion {version}"), danish_date);
    Ok(Some(format!(
        "Ændringer siden {since} er ikke med endnu: de bygger på få borgere eller for få kommuner, eller de kan ikke vises uden at fortælle om få borgere. De kommer med, når der er flere."
    )))
}
