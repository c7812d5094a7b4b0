//! Marks of figures (mærker): a closed list with its letters, and which figures a mark is on. Source:
//! domain.md, "Comments and marks".

use crate::domain::components::FactKey;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;

/// What can be said of a figure, in the order of the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// Foreløbig: it will be replaced.
    Provisional,
    /// Databrud: it cannot be compared with the years before.
    Break,
    /// Afvigende definition: it counts something else than the others.
    Deviating,
    /// Skøn: it was not counted.
    Estimate,
    /// Usikker: whoever reported it doubts it.
    Uncertain,
}

impl MarkKind {
    pub const ALL: [MarkKind; 5] = [
        MarkKind::Provisional,
        MarkKind::Break,
        MarkKind::Deviating,
        MarkKind::Estimate,
        MarkKind::Uncertain,
    ];

    /// The letter beside the figure.
    pub const fn letter(self) -> &'static str {
        match self {
            MarkKind::Provisional => "f",
            MarkKind::Break => "b",
            MarkKind::Deviating => "d",
            MarkKind::Estimate => "s",
            MarkKind::Uncertain => "u",
        }
    }

    /// Danish, as the legend has it.
    pub const fn label(self) -> &'static str {
        match self {
            MarkKind::Provisional => "foreløbig",
            MarkKind::Break => "databrud",
            MarkKind::Deviating => "afvigende definition",
            MarkKind::Estimate => "skøn",
            MarkKind::Uncertain => "usikker",
        }
    }

    pub fn from_letter(letter: &str) -> Option<MarkKind> {
        MarkKind::ALL
            .into_iter()
            .find(|kind| kind.letter() == letter)
    }
}

/// "f foreløbig, b databrud": only of those that are used.
pub fn legend(used: &[MarkKind]) -> String {
    let known = MarkKind::ALL.into_iter().filter(|kind| used.contains(kind));
    let words: Vec<String> = known
        .map(|kind| format!("{} {}", kind.letter(), kind.label()))
        .collect();
    words.join(", ")
}

/// The reported figures that a mark is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The component analysis.
    Components,
    /// The single cases.
    Cases,
}

impl Source {
    pub const ALL: [Source; 2] = [Source::Components, Source::Cases];

    pub const fn key(self) -> &'static str {
        match self {
            Source::Components => "components",
            Source::Cases => "cases",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Source::Components => "Komponentanalysen",
            Source::Cases => "Enkeltsager",
        }
    }

    pub fn from_key(key: &str) -> Option<Source> {
        Source::ALL.into_iter().find(|source| source.key() == key)
    }
}

/// What a mark is on: a year of reported figures, of one area or all, of one paragraph or all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub source: Source,
    pub year: Year,
    /// Code of the area that reported.
    pub area: Option<String>,
    pub paragraph: Option<Paragraph>,
}

impl Scope {
    /// Whether a reported figure of the component analysis is marked. What is computed from it is
    /// marked with it.
    pub fn has(&self, fact: &FactKey) -> bool {
        self.source == Source::Components
            && self.year == fact.year
            && self.area.as_ref().is_none_or(|area| *area == fact.area)
            && self.paragraph.is_none_or(|one| one == fact.paragraph)
    }

    /// Whether a cell of a published table of single cases holds what is marked: `None` for a margin,
    /// which holds all. By its names alone: a mask hides no mark, and a mark tells nothing of a mask.
    pub fn touches(&self, year: Year, area: Option<&str>, paragraph: Option<Paragraph>) -> bool {
        let area = area.zip(self.area.as_deref());
        let paragraph = paragraph.zip(self.paragraph);
        self.source == Source::Cases
            && self.year == year
            && area.is_none_or(|(cell, marked)| cell == marked)
            && paragraph.is_none_or(|(cell, marked)| cell == marked)
    }
}

/// A mark as it was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The data version that set it.
    pub version: i64,
    pub kind: MarkKind,
    pub scope: Scope,
    pub reason: String,
    pub by: String,
    /// RFC 3339, UTC.
    pub at: String,
    /// The data version that lifted it, with who and when.
    pub lifted: Option<(i64, String, String)>,
}

impl Mark {
    /// Whether it holds at a data version.
    pub fn holds_at(&self, version: i64) -> bool {
        let lifted = self.lifted.as_ref().map(|(at, ..)| *at);
        self.version <= version && lifted.is_none_or(|at| at > version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(number: i64) -> Year {
        Year::new(number).unwrap()
    }

    #[test]
    fn the_list_is_closed_and_its_legend_has_those_that_are_used() {
        let letters: Vec<&str> = MarkKind::ALL.map(MarkKind::letter).into();
        assert_eq!(letters, ["f", "b", "d", "s", "u"]);
        for kind in MarkKind::ALL {
            assert_eq!(MarkKind::from_letter(kind.letter()), Some(kind));
        }
        assert_eq!(MarkKind::from_letter("x"), None);
        let used = [MarkKind::Break, MarkKind::Provisional];
        assert_eq!(legend(&used), "f foreløbig, b databrud");
        for source in Source::ALL {
            assert_eq!(Source::from_key(source.key()), Some(source));
        }
    }

    #[test]
    fn a_fact_is_marked_by_area_paragraph_and_year() {
        let fact = FactKey {
            area: "851".to_owned(),
            paragraph: Paragraph::Sel107,
            year: year(2024),
            price_level: year(2023),
            supplier: None,
            target_group: None,
        };
        let scope = Scope {
            source: Source::Components,
            year: year(2024),
            area: None,
            paragraph: None,
        };
        assert!(scope.has(&fact));
        let other = |change: fn(&mut Scope)| {
            let mut scope = scope.clone();
            change(&mut scope);
            scope.has(&fact)
        };
        assert!(other(|s| s.area = Some("851".to_owned())));
        assert!(other(|s| s.paragraph = Some(Paragraph::Sel107)));
        assert!(!other(|s| s.area = Some("860".to_owned())));
        assert!(!other(|s| s.paragraph = Some(Paragraph::Sel108)));
        assert!(!other(|s| s.year = Year::new(2023).unwrap()));
        assert!(!other(|s| s.source = Source::Cases));
    }

    #[test]
    fn a_margin_holds_what_is_marked_in_it() {
        let scope = Scope {
            source: Source::Cases,
            year: year(2024),
            area: Some("851".to_owned()),
            paragraph: Some(Paragraph::Sel107),
        };
        let touches = |area, paragraph| scope.touches(year(2024), area, paragraph);
        assert!(touches(Some("851"), Some(Paragraph::Sel107)));
        assert!(touches(None, None) && touches(Some("851"), None));
        assert!(!touches(Some("860"), None));
        assert!(!touches(None, Some(Paragraph::Sel108)));
        assert!(!scope.touches(year(2023), None, None));
    }

    #[test]
    fn a_mark_holds_until_it_is_lifted() {
        let mark = Mark {
            version: 5,
            kind: MarkKind::Estimate,
            scope: Scope {
                source: Source::Components,
                year: year(2024),
                area: None,
                paragraph: None,
            },
            reason: String::new(),
            by: String::new(),
            at: String::new(),
            lifted: Some((8, String::new(), String::new())),
        };
        let holds: Vec<bool> = (4..9).map(|version| mark.holds_at(version)).collect();
        assert_eq!(holds, [false, true, true, true, false]);
    }
}
