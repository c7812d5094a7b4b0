//! The rows of the views: the facts that hold now, taken from the answers that pages and files are
//! made of, so that an analysis cannot know more than they tell.

mod cases;
mod components;
mod loader;
mod offers;
mod places;
mod plan;
mod results;
mod statbank;

use jiff::civil::Date;

use loader::Loader;

use super::given::Tables;
use super::kind::Names;
use super::view::{TOTAL, View};
use crate::domain::danish::sort_by_name;
use crate::domain::report::Source;
use crate::domain::searches::Reader;
use crate::reports::ReportError;
use crate::reports::components::basis::sources_of;
use crate::storage::data::{areas, settings};
use crate::storage::offers::target_groups;
use crate::storage::{self, Db};

/// The rows of some views on one snapshot, and what a report of them must tell.
pub struct Facts {
    pub tables: Tables,
    pub names: Names,
    pub notes: Vec<String>,
    /// The uploads behind them.
    pub sources: Vec<Source>,
    pub data_version: i64,
    pub synthetic: bool,
}

/// Reads the views of an analysis as they are on a day, for somebody who reads these searches.
///
/// # Errors
/// The database's own.
pub fn load(
    db: &mut Db,
    views: &[&'static View],
    (today, searches): (Date, Reader),
) -> Result<Facts, ReportError> {
    let data_version = storage::version(db)?;
    let mut loader = Loader::new(today, searches, data_version);
    for view in views {
        let rows = match view.name {
            "areas" => home(db)?,
            "components" => components::all(db, &mut loader)?,
            "components_by_supplier" => components::by_supplier(db, &mut loader)?,
            "purchases_by_target_group" => components::purchases(db, &mut loader)?,
            "target_groups" => offers::target_groups(db)?,
            "offers" => offers::all(db, &mut loader)?,
            "offer_paragraphs" => offers::paragraphs(db, &mut loader)?,
            "offer_target_groups" => offers::groups(db, &mut loader)?,
            "tariffs" => offers::tariffs(db, &mut loader)?,
            "vacancies" => places::vacancies(db, &mut loader)?,
            "vacancy_target_groups" => places::groups(db, &mut loader)?,
            "searches" => places::searches(db, &mut loader)?,
            "published_cases" => cases::by_paragraph(db, &mut loader)?,
            "published_cases_by_supplier" => cases::by_supplier(db, &mut loader)?,
            "published_cases_by_status" => cases::by_status(db, &mut loader)?,
            "published_cases_by_size" => cases::by_size(db, &mut loader)?,
            "public_comparison" => statbank::compared(db, &mut loader)?,
            "results" => results::all(db, &mut loader)?,
            "milestones" => plan::milestones(db, &mut loader)?,
            _ => Vec::new(),
        };
        loader.tables.insert(view.name, rows);
    }
    let mut names = Names::default();
    for area in areas::all(db)? {
        names.areas.insert(area.code, area.name);
    }
    names.areas.insert(TOTAL.to_owned(), "I alt".to_owned());
    for group in target_groups::all(db)? {
        names.target_groups.insert(group.code, group.name);
    }
    Ok(Facts {
        sources: sources_of(db, &loader.refs)?,
        tables: loader.tables,
        notes: loader.notes,
        names,
        data_version,
        synthetic: settings::is_synthetic(db)?,
    })
}

/// The municipalities of the home region, as Danes sort them.
fn home(db: &mut Db) -> Result<loader::Rows, ReportError> {
    let mut areas = areas::home(db)?;
    sort_by_name(&mut areas);
    let row = |(position, area): (i64, crate::domain::area::Area)| {
        vec![
            loader::text(area.code),
            loader::text(area.name),
            loader::whole(position),
        ]
    };
    Ok((1..).zip(areas).map(row).collect())
}
