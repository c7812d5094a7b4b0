//! What stands around every page.

use crate::storage::{self, Db, QueryResult, settings};
use crate::web::assets;

/// The frame of a page.
pub struct Layout {
    pub title: String,
    /// The address of the navigation entry that the page belongs to.
    pub current: &'static str,
    pub synthetic: bool,
    pub data_version: i64,
}

/// The navigation: address and words.
pub const NAV: [(&str, &str); 4] = [
    ("/", "Cockpit"),
    ("/paragraffer/TOTAL_107_108_105", "Paragraffer"),
    ("/afstemning", "Afstemning"),
    ("/data", "Data"),
];

impl Layout {
    /// Reads what the frame shows.
    ///
    /// # Errors
    /// The database's own.
    pub fn load(
        db: &mut Db,
        title: impl Into<String>,
        current: &'static str,
    ) -> QueryResult<Layout> {
        Ok(Layout {
            title: title.into(),
            current,
            synthetic: settings::is_synthetic(db)?,
            data_version: storage::version(db)?,
        })
    }

    pub fn nav(&self) -> &'static [(&'static str, &'static str)] {
        &NAV
    }

    pub fn stylesheet(&self) -> &'static str {
        assets::COCKPIT_CSS
    }

    pub fn icon(&self) -> &'static str {
        assets::FAVICON_SVG
    }

    pub fn chart_library(&self) -> &'static str {
        assets::CHART_JS
    }

    pub fn charts(&self) -> &'static str {
        assets::CHARTS_JS
    }

    pub fn upload(&self) -> &'static str {
        assets::UPLOAD_JS
    }
}
