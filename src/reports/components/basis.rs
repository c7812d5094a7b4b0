//! What every report of the component analysis starts from: area, facts, index, price level, years.

use std::sync::Arc;

use super::pending::{Pending, Region};
use crate::domain::area::{self, Area, HOME};
use crate::domain::components::figures::{self, Facts, Figure, Gap};
use crate::domain::components::{ComponentFact, Supplier};
use crate::domain::danish::sort_by_name;
use crate::domain::moment;
use crate::domain::paragraph::{Group, Paragraph};
use crate::domain::period::Year;
use crate::domain::price_level::{PriceIndex, PriceLevel};
use crate::domain::report::{FactRef, Filter, Located, Report, Source, Table};
use crate::reports::filters::{AsOf, Query, bad};
use crate::reports::{ReportError, words};
use crate::storage::components::{facts, price_index};
use crate::storage::data::{areas, batches, settings, versions};
use crate::storage::{self, Db};

/// Everything read for a report, from one snapshot.
#[derive(Clone)]
pub struct Basis {
    pub data_version: i64,
    /// The version the facts are read at: `data_version`, or an earlier one that was asked for.
    pub as_of: i64,
    pub synthetic: bool,
    pub areas: Vec<Area>,
    pub groups: Vec<Group>,
    pub area: Area,
    /// The municipalities of a KKR, by name; empty for a municipality.
    pub members: Vec<Area>,
    pub facts: Arc<[Located<ComponentFact>]>,
    /// The price level that most facts of the area are stated in.
    usual: PriceLevel,
    pub index: PriceIndex,
    pub level: PriceLevel,
    /// The years shown, in order.
    pub years: Vec<Year>,
    /// Of a KKR, later years that are left out because they are not complete.
    pub pending: Vec<Pending>,
}

impl Basis {
    /// Reads what a query asks for.
    ///
    /// # Errors
    /// [`ReportError`]: a filter that names nothing, or the database's own.
    pub fn load(db: &mut Db, query: &Query) -> Result<Basis, ReportError> {
        let data_version = storage::version(db)?;
        let as_of = as_of(db, query, data_version)?;
        let areas = areas::all(db)?;
        let area = find_area(&areas, query.area.as_deref().unwrap_or(HOME))?.clone();
        let members = members_of(&areas, &area);
        let mut codes: Vec<String> = members.iter().map(|m| m.code.clone()).collect();
        codes.push(area.code.clone());
        let facts = facts::holding(db, &codes, as_of)?;
        let own = |located: &&Located<ComponentFact>| located.value.key.area == area.code;
        let stated: Vec<Located<ComponentFact>> = facts.iter().filter(own).cloned().collect();
        let usual = figures::usual_level(&stated).or_else(|| figures::usual_level(&facts));
        let usual = usual.map_or(PriceLevel::Current, PriceLevel::Fixed);
        let basis = Basis {
            data_version,
            as_of,
            synthetic: settings::is_synthetic(db)?,
            groups: areas::groups(db)?,
            index: price_index::index(db, as_of)?,
            areas,
            area,
            members,
            facts: facts.into(),
            level: usual,
            usual,
            years: Vec::new(),
            pending: Vec::new(),
        };
        Ok(basis.asked(query))
    }

    /// The same reading in the years and the price level of another query, which asks for the same
    /// area and data version. A KKR's newest year is the newest complete one, unless a later one is
    /// asked for.
    #[must_use]
    pub fn asked(&self, query: &Query) -> Basis {
        let mut basis = Basis {
            level: query.price_level.unwrap_or(self.usual),
            ..self.clone()
        };
        basis.years = basis.shown_years(query);
        if query.to.is_none() && !basis.members.is_empty() {
            basis.pending = basis.pending_years();
            let complete = basis.years.len() - basis.pending.len();
            basis.years.truncate(complete);
        }
        basis
    }

    fn pending_years(&self) -> Vec<Pending> {
        let facts = self.sorted();
        let gap = |group: &Group, year| match self.group_figure(&facts, group, year) {
            Ok(_) | Err(Gap::NoFacts) => None,
            Err(gap) => Some(self.reason(&gap)),
        };
        let region = Region {
            area: &self.area,
            members: &self.members,
            groups: &self.groups,
            facts: &facts,
            years: &self.years,
            gap: &gap,
        };
        region.pending()
    }

    /// Every year that the area has facts of, complete or not.
    pub fn known_years(&self) -> Vec<Year> {
        self.shown_years(&Query::default())
    }

    fn shown_years(&self, query: &Query) -> Vec<Year> {
        let mut codes = self.member_codes();
        codes.push(self.area.code.clone());
        let mut years = self.sorted().years(&codes);
        years.retain(|y| {
            query.from.is_none_or(|from| *y >= from) && query.to.is_none_or(|to| *y <= to)
        });
        // A year that was asked for by name is shown, with the reason for having no figures.
        years.extend(query.from.into_iter().chain(query.to));
        years.sort_unstable();
        years.dedup();
        years
    }

    pub fn sorted(&self) -> Facts<'_> {
        Facts::new(&self.facts, self.level, &self.index)
    }

    pub fn member_codes(&self) -> Vec<String> {
        self.members.iter().map(|m| m.code.clone()).collect()
    }

    /// The name of an area; its code when it is not in the register.
    pub fn name(&self, code: &str) -> String {
        self.areas
            .iter()
            .find(|a| a.code == code)
            .map_or_else(|| code.to_owned(), |a| a.name.clone())
    }

    /// The figure of this report's area.
    pub fn figure(&self, facts: &Facts, paragraph: Paragraph, year: Year) -> Result<Figure, Gap> {
        facts.of_area(
            &self.area.code,
            &self.member_codes(),
            paragraph,
            year,
            &self.years,
        )
    }

    /// The figure of a group: the sum of the paragraphs that the area has anything of within the
    /// years; each of them must have this year.
    pub fn group_figure(&self, facts: &Facts, group: &Group, year: Year) -> Result<Figure, Gap> {
        let mut figures = Vec::new();
        let mut missing = Vec::new();
        for paragraph in &group.members {
            match self.figure(facts, *paragraph, year) {
                Ok(figure) => figures.push(figure),
                Err(Gap::NoFacts) if self.has_any(facts, *paragraph) => {
                    missing.push(paragraph.label().to_owned())
                }
                Err(Gap::NoFacts) => {}
                Err(gap) => return Err(gap),
            }
        }
        match Figure::sum(&figures) {
            None => Err(Gap::NoFacts),
            Some(_) if !missing.is_empty() => Err(Gap::Incomplete { missing }),
            Some(sum) => Ok(sum),
        }
    }

    /// Whether the area, or a member of it, has any fact for a paragraph within the years.
    pub fn has_any(&self, facts: &Facts, paragraph: Paragraph) -> bool {
        let mut codes = self.member_codes();
        codes.push(self.area.code.clone());
        codes
            .iter()
            .any(|code| facts.has_any(code, paragraph, &self.years))
    }

    /// The stated supplier split of the area; of a KKR without one, the sum of its municipalities'.
    pub fn supplier_figure(
        &self,
        facts: &Facts,
        paragraph: Paragraph,
        year: Year,
        supplier: Option<Supplier>,
    ) -> Result<Figure, Gap> {
        let own = |year: &Year| {
            let all = facts.by_supplier(&self.area.code, paragraph, *year, None);
            all != Err(Gap::NoFacts)
        };
        if self.members.is_empty() || self.years.iter().all(own) {
            return facts.by_supplier(&self.area.code, paragraph, year, supplier);
        }
        let figures: Vec<Figure> = self
            .members
            .iter()
            .map(|m| facts.by_supplier(&m.code, paragraph, year, supplier))
            .filter(|f| *f != Err(Gap::NoFacts))
            .collect::<Result<_, _>>()?;
        Figure::sum(&figures).ok_or(Gap::NoFacts)
    }

    /// Why a figure is missing, in Danish.
    pub fn reason(&self, gap: &Gap) -> String {
        words::gap(gap, self.level, |code| self.name(code))
    }

    /// An empty report with everything but the tables.
    pub fn report(
        &self,
        db: &mut Db,
        name: &'static str,
        title: String,
        rest: Vec<Filter>,
    ) -> Result<Report, ReportError> {
        let years = || Some((self.years.first()?, self.years.last()?));
        let mut filters = vec![Filter::new("area", "Område", self.area.name.clone())];
        if let Some((from, to)) = years() {
            filters.push(Filter::new("from", "Fra", from.to_string()));
            filters.push(Filter::new("to", "Til", to.to_string()));
        }
        filters.push(
            Filter::new("price-level", "Prisniveau", self.level.key()).in_words(self.level.label()),
        );
        filters.push(Filter::new("as-of", "Datastand", self.as_of.to_string()));
        filters.extend(rest);
        let mut notes = Vec::new();
        if self.level == PriceLevel::Current {
            notes.push(words::CURRENT_PRICES.to_owned());
        }
        if self.as_of < self.data_version {
            notes.push(words::as_known(self.as_of, self.data_version));
        }
        notes.extend(self.pending.iter().map(|pending| {
            let (words, year) = (&pending.words, pending.year);
            format!("{words}. Tallene er til og med det seneste komplette år; vælg {year} for at se det med.")
        }));
        let sources = self.sources(db)?;
        Ok(Report {
            name,
            title,
            filters,
            data_version: self.data_version,
            synthetic: self.synthetic,
            masks: false,
            rows: Table::default(),
            totals: Table::default(),
            notes,
            sources,
            series: Vec::new(),
        })
    }

    fn sources(&self, db: &mut Db) -> Result<Vec<Source>, ReportError> {
        let shown = |located: &&Located<ComponentFact>| {
            let key = &located.value.key;
            self.years.contains(&key.year)
        };
        let refs: Vec<FactRef> = self.facts.iter().filter(shown).map(|l| l.at).collect();
        sources_of(db, &refs)
    }
}

/// The uploads behind facts, the oldest first.
pub fn sources_of(db: &mut Db, refs: &[FactRef]) -> Result<Vec<Source>, ReportError> {
    let mut numbers: Vec<i64> = refs.iter().map(|r| r.batch).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let found = batches::some(db, &numbers)?;
    Ok(found
        .into_iter()
        .map(|b| Source {
            batch: b.number,
            file: b.file_name,
            sha256: b.sha256,
            uploaded_at: b.uploaded_at,
            uploaded_by: b.uploaded_by,
        })
        .collect())
}

/// The data version that a query asks for.
///
/// # Errors
/// [`ReportError::BadFilter`], or the database's own.
pub(in crate::reports) fn as_of(
    db: &mut Db,
    query: &Query,
    data_version: i64,
) -> Result<i64, ReportError> {
    match query.as_of {
        None => Ok(data_version),
        Some(AsOf::Version(n)) if n <= data_version => Ok(n),
        Some(AsOf::Version(n)) => Err(bad(
            "as-of",
            &n.to_string(),
            format!("Den seneste datastand er {data_version}."),
        )),
        Some(AsOf::Date(date)) => {
            let beyond = || {
                let why = "Kalenderen går ikke så langt.".to_owned();
                bad("as-of", &date.to_string(), why)
            };
            let end = moment::ends(date).ok_or_else(beyond)?;
            Ok(versions::version_before(db, &end.to_string())?)
        }
    }
}

/// Finds the area of a filter, or says which one may be meant.
///
/// # Errors
/// [`ReportError::BadFilter`]
pub fn find_area<'a>(areas: &'a [Area], text: &str) -> Result<&'a Area, ReportError> {
    area::find(areas, text).ok_or_else(|| {
        let near = areas
            .iter()
            .map(|a| {
                (
                    strsim::jaro_winkler(&area::fold(&a.name), &area::fold(text)),
                    &a.name,
                )
            })
            .filter(|(score, _)| *score > 0.8)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let hint = near.map_or_else(String::new, |(_, name)| format!(" Mente du {name}?"));
        bad(
            "area",
            text,
            format!("Området kendes ikke.{hint} Skriv en kommunes kode eller navn, eller et KKR."),
        )
    })
}

/// Finds a group or paragraph by its key.
///
/// # Errors
/// [`ReportError::BadFilter`] with the keys that exist.
pub fn find_group<'a>(groups: &'a [Group], key: &str) -> Result<&'a Group, ReportError> {
    groups.iter().find(|g| g.key == key).ok_or_else(|| {
        let known: Vec<&str> = groups.iter().map(|g| g.key.as_str()).collect();
        bad("group", key, format!("Der findes: {}.", known.join(", ")))
    })
}

/// The municipalities of a KKR in Danish order; none for a municipality.
pub fn members_of(areas: &[Area], area: &Area) -> Vec<Area> {
    let mut members: Vec<Area> = areas
        .iter()
        .filter(|a| a.kkr.as_deref() == Some(&area.code))
        .cloned()
        .collect();
    sort_by_name(&mut members);
    members
}
