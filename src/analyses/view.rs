//! The views: the tables that a query may read, with their columns. `docs/ANALYSES.md` lists the same.
//!
//! Nothing else is ever put before a query. Of single cases there are the published tables, whose
//! masked cells are empty already: what a query never sees it cannot sort, count or work out.

use super::kind::Kind;
use crate::domain::people::Right;
use crate::storage::analyses::Shape;

/// The key of a margin of the published tables.
pub const TOTAL: &str = "total";

/// A table that a query may read.
pub struct View {
    pub name: &'static str,
    /// What one row is, in English: docs/ANALYSES.md has it.
    pub row: &'static str,
    /// What whoever asks must be allowed, beside analyses.
    pub right: Right,
    /// Whether its figures can be masked: then what is made of them is declared so.
    pub masks: bool,
    /// Whether its rows are of the day that is asked on: then so is every answer made of them.
    pub of_today: bool,
    pub columns: &'static [Column],
}

/// A column of a view.
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
    /// Whether it may be NULL.
    pub optional: bool,
}

const fn one(name: &'static str, kind: Kind) -> Column {
    Column {
        name,
        kind,
        optional: false,
    }
}

const fn maybe(name: &'static str, kind: Kind) -> Column {
    Column {
        name,
        kind,
        optional: true,
    }
}

impl View {
    pub fn named(name: &str) -> Option<&'static View> {
        ALL.iter().copied().find(|view| view.name == name)
    }

    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    pub fn shape(&self) -> Shape {
        Shape {
            name: self.name,
            columns: self.columns.iter().map(|column| column.name).collect(),
        }
    }
}

/// Every view.
pub static ALL: &[&View] = &[
    &AREAS,
    &COMPONENTS,
    &COMPONENTS_BY_SUPPLIER,
    &PURCHASES_BY_TARGET_GROUP,
    &TARGET_GROUPS,
    &OFFERS,
    &OFFER_PARAGRAPHS,
    &OFFER_TARGET_GROUPS,
    &TARIFFS,
    &VACANCIES,
    &VACANCY_TARGET_GROUPS,
    &SEARCHES,
    &CASES,
    &CASES_BY_SUPPLIER,
    &CASES_BY_STATUS,
    &CASES_BY_SIZE,
    &MILESTONES,
    &RESULTS,
    &PUBLIC_COMPARISON,
];

pub static AREAS: View = View {
    name: "areas",
    row: "a municipality of the home region, in Danish order by `position`",
    right: Right::ReadAnalyses,
    masks: false,
    of_today: false,
    columns: &[
        one("code", Kind::Area),
        one("name", Kind::Text),
        one("position", Kind::Count),
    ],
};

pub static COMPONENTS: View = View {
    name: "components",
    row: "expenditure and full-year persons of a municipality, paragraph and year, in the usual price level",
    right: Right::ReadAnalyses,
    masks: false,
    of_today: false,
    columns: &[
        one("area", Kind::Area),
        one("paragraph", Kind::Paragraph),
        one("year", Kind::Year),
        one("expenditure", Kind::Kroner),
        one("persons", Kind::Persons),
    ],
};

pub static COMPONENTS_BY_SUPPLIER: View = View {
    name: "components_by_supplier",
    row: "the same of one kind of supplier, where the figures are split so",
    right: Right::ReadAnalyses,
    masks: false,
    of_today: false,
    columns: &[
        one("area", Kind::Area),
        one("paragraph", Kind::Paragraph),
        one("year", Kind::Year),
        one("supplier", Kind::Supplier),
        one("expenditure", Kind::Kroner),
        one("persons", Kind::Persons),
    ],
};

pub static PURCHASES_BY_TARGET_GROUP: View = View {
    name: "purchases_by_target_group",
    row: "a target group's part of what the municipalities that split their figures by supplier and target group spend together, `private` and at others (`public`); NULL where it is masked, being of a few persons",
    right: Right::ReadAnalyses,
    masks: true,
    of_today: false,
    columns: &[
        one("paragraph", Kind::Paragraph),
        one("year", Kind::Year),
        one("target_group", Kind::TargetGroup),
        one("masked", Kind::YesNo),
        maybe("private_cost", Kind::Kroner),
        maybe("private_persons", Kind::Persons),
        maybe("public_cost", Kind::Kroner),
        maybe("public_persons", Kind::Persons),
        maybe("municipalities", Kind::Count),
    ],
};

pub static TARGET_GROUPS: View = View {
    name: "target_groups",
    row: "a target group",
    right: Right::ReadAnalyses,
    masks: false,
    of_today: false,
    columns: &[one("code", Kind::TargetGroup), one("name", Kind::Text)],
};

pub static OFFERS: View = View {
    name: "offers",
    row: "an offer of the register",
    right: Right::ReadOffers,
    masks: false,
    of_today: false,
    columns: &[
        one("offer_id", Kind::Text),
        one("name", Kind::Text),
        one("operator", Kind::Text),
        one("form", Kind::Supplier),
        one("municipality", Kind::Area),
        one("places", Kind::Count),
        one("in_agreement", Kind::YesNo),
        one("standard_contract", Kind::YesNo),
        one("sells_places", Kind::YesNo),
    ],
};

pub static OFFER_PARAGRAPHS: View = View {
    name: "offer_paragraphs",
    row: "a paragraph that an offer sells places under",
    right: Right::ReadOffers,
    masks: false,
    of_today: false,
    columns: &[
        one("offer_id", Kind::Text),
        one("paragraph", Kind::Paragraph),
    ],
};

pub static OFFER_TARGET_GROUPS: View = View {
    name: "offer_target_groups",
    row: "a target group that an offer is for",
    right: Right::ReadOffers,
    masks: false,
    of_today: false,
    columns: &[
        one("offer_id", Kind::Text),
        one("target_group", Kind::TargetGroup),
    ],
};

pub static TARIFFS: View = View {
    name: "tariffs",
    row: "the tariff of a service of an offer in a year; `units_in_year` is 365 or 366 for a day, 12 for a month, NULL for an hour; `occupancy` is the one that it was worked out with",
    right: Right::ReadOffers,
    masks: false,
    of_today: false,
    columns: &[
        one("offer_id", Kind::Text),
        one("service", Kind::Text),
        one("paragraph", Kind::Paragraph),
        one("year", Kind::Year),
        one("amount", Kind::Kroner),
        one("unit", Kind::Text),
        maybe("units_in_year", Kind::Count),
        maybe("occupancy", Kind::Percent),
    ],
};

pub static VACANCIES: View = View {
    name: "vacancies",
    row: "an entry of places (`place`) or dwellings (`dwelling`) that stand empty today; `days` since it is so, `rent` a month for one dwelling",
    right: Right::ReadPlaces,
    masks: false,
    of_today: true,
    columns: &[
        one("id", Kind::Text),
        one("offer_id", Kind::Text),
        one("municipality", Kind::Area),
        one("kind", Kind::Text),
        one("paragraph", Kind::Paragraph),
        one("places", Kind::Count),
        one("state", Kind::Text),
        one("free_from", Kind::Day),
        one("days", Kind::Count),
        one("stale", Kind::YesNo),
        maybe("rent", Kind::Kroner),
    ],
};

pub static VACANCY_TARGET_GROUPS: View = View {
    name: "vacancy_target_groups",
    row: "a target group that an entry is for: its own, else its offer's",
    right: Right::ReadPlaces,
    masks: false,
    of_today: true,
    columns: &[
        one("id", Kind::Text),
        one("target_group", Kind::TargetGroup),
    ],
};

pub static SEARCHES: View = View {
    name: "searches",
    row: "a search for a place that whoever asks may read: a chef the own municipality's; `choice` is `open`, `asked`, `taken`, `refused`, `bought_privately` or `dropped`",
    right: Right::Search,
    masks: false,
    of_today: false,
    columns: &[
        one("receipt", Kind::Text),
        one("municipality", Kind::Area),
        one("paragraph", Kind::Paragraph),
        one("target_group", Kind::TargetGroup),
        one("searched_on", Kind::Day),
        one("needed_from", Kind::Day),
        one("matches", Kind::Count),
        one("choice", Kind::Text),
    ],
};

pub static CASES: View = View {
    name: "published_cases",
    row: "a cell of the published table of costly cases by municipality and paragraph; `total` for the margins; NULL where it is masked",
    right: Right::ReadFigures,
    masks: true,
    of_today: false,
    columns: &[
        one("municipality", Kind::Area),
        one("paragraph", Kind::Text),
        one("year", Kind::Year),
        one("masked", Kind::YesNo),
        maybe("cases", Kind::Count),
        maybe("cost", Kind::Kroner),
        maybe("refund", Kind::Kroner),
    ],
};

pub static CASES_BY_SUPPLIER: View = View {
    name: "published_cases_by_supplier",
    row: "a cell of the one by supplier and paragraph of the region",
    right: Right::ReadFigures,
    masks: true,
    of_today: false,
    columns: &[
        one("supplier", Kind::Supplier),
        one("paragraph", Kind::Text),
        one("year", Kind::Year),
        one("masked", Kind::YesNo),
        maybe("cases", Kind::Count),
        maybe("cost", Kind::Kroner),
        maybe("refund", Kind::Kroner),
    ],
};

pub static CASES_BY_STATUS: View = View {
    name: "published_cases_by_status",
    row: "a cell of the one by what became of cases (`new`, `continuing`, `gone`) and municipality",
    right: Right::ReadFigures,
    masks: true,
    of_today: false,
    columns: &[
        one("status", Kind::Text),
        one("municipality", Kind::Area),
        one("year", Kind::Year),
        one("masked", Kind::YesNo),
        maybe("cases", Kind::Count),
        maybe("cost", Kind::Kroner),
        maybe("refund", Kind::Kroner),
    ],
};

pub static CASES_BY_SIZE: View = View {
    name: "published_cases_by_size",
    row: "a cell of the one by size of cost (`2-3`, `3-4`, `4-6`, `6-`, in million kroner) of the region",
    right: Right::ReadFigures,
    masks: true,
    of_today: false,
    columns: &[
        one("size", Kind::Text),
        one("year", Kind::Year),
        one("masked", Kind::YesNo),
        maybe("cases", Kind::Count),
        maybe("cost", Kind::Kroner),
        maybe("refund", Kind::Kroner),
    ],
};

pub static MILESTONES: View = View {
    name: "milestones",
    row: "a milestone of the workplan as it stands today",
    right: Right::ReadWorkplan,
    masks: false,
    of_today: true,
    columns: &[
        one("milestone", Kind::Text),
        one("title", Kind::Text),
        one("period", Kind::Text),
        one("focus_area", Kind::Text),
        one("owner", Kind::Text),
        one("status", Kind::Text),
        one("due", Kind::Day),
        one("overdue", Kind::YesNo),
        one("deliverables", Kind::Count),
        one("deliverables_done", Kind::Count),
    ],
};

pub static RESULTS: View = View {
    name: "results",
    row: "what an offer documents of its stays in a quarter (`2026K3`); `total` for the offers of a municipality, and of all: sums of what is not masked, without `left_out` offers; `evaluated` is of `evaluated_of` stays with goals and `met` of `met_of` that were evaluated, NULL where these are one to four",
    right: Right::ReadOffers,
    masks: true,
    of_today: false,
    columns: &[
        one("municipality", Kind::Area),
        one("offer_id", Kind::Text),
        one("offer", Kind::Text),
        one("year", Kind::Year),
        one("quarter", Kind::Text),
        one("masked", Kind::YesNo),
        maybe("stays", Kind::Count),
        maybe("with_goals", Kind::Count),
        maybe("evaluated", Kind::Count),
        maybe("evaluated_of", Kind::Count),
        maybe("met", Kind::Count),
        maybe("met_of", Kind::Count),
        maybe("left_out", Kind::Count),
    ],
};

pub static PUBLIC_COMPARISON: View = View {
    name: "public_comparison",
    row: "a municipality's paragraph in a year, in the year's own prices, beside Danmarks Statistik: `public_persons` the mean of four quarters of HAND01, `accounts` of REGK31 (else REGK100), `private_accounts` the part of them that goes to self-governing and private suppliers, `inhabitants` on 1 January; NULL where nothing is uploaded, or a quarter is missing",
    right: Right::ReadAnalyses,
    masks: false,
    of_today: false,
    columns: &[
        one("municipality", Kind::Area),
        one("paragraph", Kind::Paragraph),
        one("year", Kind::Year),
        maybe("persons", Kind::Persons),
        maybe("public_persons", Kind::Persons),
        maybe("expenditure", Kind::Kroner),
        maybe("accounts", Kind::Kroner),
        maybe("private_accounts", Kind::Kroner),
        maybe("inhabitants", Kind::Count),
    ],
};
