//! A plan as it was decided: focus areas by half-years, and in each a milestone with its deliverables.

use jiff::civil::Date;

/// A plan for some half-years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub title: String,
    /// Where it was decided.
    pub source: String,
    pub focus_areas: Vec<FocusArea>,
    pub periods: Vec<HalfYear>,
    pub milestones: Vec<Milestone>,
}

impl Plan {
    /// The first and last year of its half-years: "2025-2026". It tells plans apart.
    pub fn key(&self) -> String {
        let first = self.periods.iter().map(|p| p.starts.year()).min();
        let last = self.periods.iter().map(|p| p.ends.year()).max();
        format!("{}-{}", first.unwrap_or(0), last.unwrap_or(0))
    }

    pub fn focus_area(&self, key: &str) -> Option<&FocusArea> {
        self.focus_areas.iter().find(|area| area.key == key)
    }

    pub fn period(&self, key: &str) -> Option<&HalfYear> {
        self.periods.iter().find(|period| period.key == key)
    }

    /// How many deliverables its milestones have.
    pub fn deliverables(&self) -> usize {
        self.milestones.iter().map(|m| m.deliverables.len()).sum()
    }
}

/// A focus area (spor).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FocusArea {
    pub key: String,
    pub title: String,
}

/// A half-year (halvår) of a plan, both days counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HalfYear {
    pub key: String,
    pub title: String,
    pub starts: Date,
    /// What a milestone of it is due on, until somebody says another day.
    pub ends: Date,
}

/// A milestone (milepæl), as the plan has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// In addresses; of one milestone among all plans.
    pub key: String,
    /// Key of a [`HalfYear`].
    pub period: String,
    /// Key of a [`FocusArea`].
    pub focus_area: String,
    pub owner: Owner,
    pub title: String,
    /// What it is to deliver (leverancer), in their order.
    pub deliverables: Vec<String>,
}

/// Who has a milestone in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Owner {
    /// Arbejdsgruppe: every account of that role may update it.
    WorkingGroup,
    /// Rammeaftalesekretariatet.
    Secretariat,
}

impl Owner {
    pub const ALL: [Owner; 2] = [Owner::WorkingGroup, Owner::Secretariat];

    pub const fn key(self) -> &'static str {
        match self {
            Owner::WorkingGroup => "working_group",
            Owner::Secretariat => "secretariat",
        }
    }

    /// Danish, as the plan writes it.
    pub const fn label(self) -> &'static str {
        match self {
            Owner::WorkingGroup => "Arbejdsgruppe",
            Owner::Secretariat => "Rammeaftalesekretariatet",
        }
    }

    /// Reads an owner by key or as the plan writes it.
    pub fn parse(text: &str) -> Option<Owner> {
        let text = text.trim();
        Owner::ALL
            .into_iter()
            .find(|owner| owner.key() == text || owner.label() == text)
    }
}
