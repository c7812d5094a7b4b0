//! What stands around every page.

use crate::domain::address::anchor;
use crate::domain::people::Right;
use crate::storage::data::settings;
use crate::storage::{self, Db, QueryResult};
use crate::web::assets;
use crate::web::viewer::Viewer;

/// The frame of a page.
pub struct Layout {
    pub title: String,
    /// The address of the navigation entry that the page belongs to.
    pub current: &'static str,
    pub synthetic: bool,
    pub data_version: i64,
    /// The role's name, when somebody is signed in; that one is administrator besides, the
    /// navigation shows.
    pub role: Option<&'static str>,
    /// How many pieces of news are not read yet; `None` for whoever has no news.
    pub unread: Option<usize>,
    /// A form is shown again after a sign-in, and nothing is done yet.
    pub again: bool,
    nav: Vec<(&'static str, &'static str)>,
}

/// The navigation: address, words, and the right that its page needs.
const NAV: [(&str, &str, Right); 17] = [
    ("/", "Overblik", Right::ReadPlaces),
    ("/komponentanalyse", "Komponentanalyse", Right::ReadFigures),
    (
        "/paragraffer/TOTAL_107_108_105",
        "Paragraffer",
        Right::ReadFigures,
    ),
    ("/afstemning", "Afstemning", Right::ReadFigures),
    ("/tilbud", "Tilbud", Right::ReadOffers),
    ("/takster", "Takster", Right::ReadOffers),
    ("/ledige-pladser", "Ledige pladser", Right::ReadPlaces),
    ("/enkeltsager", "Enkeltsager", Right::ReadFigures),
    ("/analyser", "Analyser", Right::ReadAnalyses),
    ("/arbejdsplan", "Arbejdsplan", Right::ReadWorkplan),
    ("/moeder", "Møder", Right::ReadIncreases),
    ("/kommentarer", "Kommentarer", Right::Comment),
    ("/data", "Data", Right::ReadFigures),
    ("/brugere", "Brugere", Right::ManageUsers),
    ("/mails", "Mails", Right::ManageUsers),
    ("/indstillinger", "Indstillinger", Right::ManageSettings),
    ("/log", "Log", Right::ReadLog),
];

impl Layout {
    /// Reads what the frame shows.
    pub fn load(
        db: &mut Db,
        viewer: &Viewer,
        title: impl Into<String>,
        current: &'static str,
    ) -> QueryResult<Layout> {
        Ok(Layout {
            current,
            synthetic: settings::is_synthetic(db)?,
            data_version: storage::version(db)?,
            ..Layout::bare(viewer, title)
        })
    }

    /// The frame of a page that the database has no part in.
    pub fn bare(viewer: &Viewer, title: impl Into<String>) -> Layout {
        let allowed = NAV.iter().filter(|(_, _, right)| viewer.may(*right));
        Layout {
            title: title.into(),
            current: "",
            synthetic: false,
            data_version: 0,
            role: viewer
                .account
                .as_ref()
                .map(|who| who.standing.short_label()),
            unread: viewer
                .account
                .as_ref()
                .filter(|who| who.standing.role().is_some())
                .map(|_| viewer.unread),
            again: viewer.looks_again(),
            nav: allowed
                .map(|(address, words, _)| (*address, *words))
                .collect(),
        }
    }

    /// The section of the guide that the page belongs to.
    pub fn help(&self) -> String {
        const ADMINISTRATION: [&str; 4] = ["/brugere", "/mails", "/indstillinger", "/log"];
        let known = NAV.iter().find(|(address, ..)| *address == self.current);
        match (self.current, known) {
            (current, _) if ADMINISTRATION.contains(&current) => "administration".to_owned(),
            ("/konto", _) => "konto".to_owned(),
            ("/nyheder", _) => "nyheder".to_owned(),
            (_, Some((_, words, _))) => anchor(words),
            (_, None) => "indhold".to_owned(),
        }
    }

    pub fn nav(&self) -> &[(&'static str, &'static str)] {
        &self.nav
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

    pub fn offline(&self) -> &'static str {
        assets::OFFLINE_JS
    }

    pub fn agenda(&self) -> &'static str {
        assets::AGENDA_JS
    }

    pub fn upload(&self) -> &'static str {
        assets::UPLOAD_JS
    }
}
