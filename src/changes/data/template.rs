//! The template of a kind of file (skabelon): its columns with what can be chosen in them, and the
//! rows that are known before anybody has written anything.

use super::file::UploadError;
use super::file_kind::{Kind, Registers};
use crate::domain::area::{Area, HOME};
use crate::domain::components::Supplier;
use crate::domain::danish::sort_by_name;
use crate::domain::offers::{Offer, Supervisor};
use crate::domain::paragraph::Paragraph;
use crate::domain::places::PlaceKind;
use crate::domain::tariffs::TariffUnit;
use crate::import::{Choices, Column, Content};
use crate::storage::Db;

/// What somebody fills in.
pub struct Template {
    pub columns: Vec<TemplateColumn>,
    /// As far as they are known, from the first column on.
    pub rows: Vec<Vec<String>>,
}

/// A column, with what can be chosen in it.
pub struct TemplateColumn {
    pub column: &'static Column,
    /// Nothing where anything may be written.
    pub choices: Vec<String>,
    /// Whether nothing else is right.
    pub is_closed: bool,
}

/// The template of a kind for whoever is bound to a municipality (its code), or to none.
///
/// # Errors
/// [`UploadError::NobodysOwn`] for a kind that whoever is bound does not bring; the database's own.
pub fn of(db: &mut Db, kind: Kind, bound_to: Option<&str>) -> Result<Template, UploadError> {
    if bound_to.is_some() && kind.is_nobodys_own() {
        return Err(UploadError::NobodysOwn(kind.label()));
    }
    let mut registers = kind.registers(db, true)?;
    sort_by_name(&mut registers.areas);
    // Those of the home region come first.
    let is_home = |area: &Area| area.code == HOME || area.kkr.as_deref() == Some(HOME);
    registers.areas.sort_by_key(|area| !is_home(area));
    let is_own = |area: &&Area| match bound_to {
        Some(code) => area.code == code,
        None => area.kkr.as_deref() == Some(HOME),
    };
    let own: Vec<Area> = registers.areas.iter().filter(is_own).cloned().collect();
    if bound_to.is_some() {
        let operated = |offer: &Offer| own.iter().any(|area| offer.is_operated_by(area));
        registers.offers.retain(operated);
    }
    let known = Known {
        own: bound_to.is_some().then_some(&own),
        registers: &registers,
    };
    let columns = kind.columns().iter().map(|column| TemplateColumn {
        column,
        choices: known.choices(column.choices),
        is_closed: known.is_closed(column),
    });
    Ok(Template {
        columns: columns.collect(),
        rows: kind.known_rows(&registers, &own),
    })
}

/// What can be chosen among.
struct Known<'a> {
    /// The one municipality of whoever is bound; nothing for those who are not.
    own: Option<&'a Vec<Area>>,
    registers: &'a Registers,
}

impl Known<'_> {
    fn choices(&self, choices: Choices) -> Vec<String> {
        let owned = |labels: &[&str]| labels.iter().map(|label| (*label).to_owned()).collect();
        match choices {
            Choices::Open | Choices::Years => Vec::new(),
            Choices::Areas => self.areas(|_| true),
            Choices::Municipalities => self.areas(|area| !area.is_kkr()),
            Choices::Situated => self.situated(),
            Choices::Paragraphs => owned(&Paragraph::ALL.map(Paragraph::label)),
            Choices::Suppliers => Supplier::ALL.map(|s| s.label().to_lowercase()).to_vec(),
            Choices::TargetGroups => {
                let groups = self.registers.target_groups.iter();
                groups.map(|group| group.name.clone()).collect()
            }
            Choices::Offers => {
                let offers = self.registers.offers.iter();
                offers.map(|offer| offer.id.clone()).collect()
            }
            Choices::Units => owned(&TariffUnit::ALL.map(TariffUnit::label)),
            Choices::YesNo => owned(&["ja", "nej"]),
            Choices::Supervisors => owned(&Supervisor::ALL.map(Supervisor::label)),
            Choices::PriceLevels => owned(&["løbende"]),
            Choices::PlaceKinds => owned(&PlaceKind::ALL.map(PlaceKind::label)),
            Choices::Quarters => (1..=4).map(|quarter| quarter.to_string()).collect(),
            Choices::Months => (1..=12).map(|month| month.to_string()).collect(),
        }
    }

    /// Whether what a column offers is all that it may hold. A cell of several holds more than one
    /// of them, a name of an offer is right beside its id, and an offer may lie in any municipality.
    fn is_closed(&self, column: &Column) -> bool {
        let open = match column.choices {
            Choices::Open | Choices::Years | Choices::PriceLevels | Choices::Offers => true,
            Choices::Situated => self.own.is_some(),
            _ => false,
        };
        !open && column.content != Content::List
    }

    fn areas(&self, wanted: impl Fn(&Area) -> bool) -> Vec<String> {
        let areas = self.own.unwrap_or(&self.registers.areas).iter();
        let wanted = areas.filter(|area| wanted(area));
        wanted.map(|area| area.name.clone()).collect()
    }

    /// Where an offer can lie: for whoever is bound, at home and where own offers lie already.
    fn situated(&self) -> Vec<String> {
        let Some(own) = self.own else {
            return self.areas(|area| !area.is_kkr());
        };
        let lies = |area: &&Area| {
            let mut offers = self.registers.offers.iter();
            own.contains(area) || offers.any(|offer| offer.municipality == area.code)
        };
        let areas = self.registers.areas.iter().filter(lies);
        areas.map(|area| area.name.clone()).collect()
    }
}
