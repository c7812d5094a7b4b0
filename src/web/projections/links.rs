//! The addresses of the models, what each is about, and which milestone of the workplan it is evidence of.

use crate::web::view::Link;

/// A model: a page with assumptions that its reader changes.
pub struct Model {
    pub address: &'static str,
    pub title: &'static str,
    /// What it answers.
    pub about: &'static str,
    /// Keys of the milestones that it is evidence of (KKR Nordjylland, 20 June 2025, annex 3.5).
    pub milestones: &'static [&'static str],
}

/// Expenditure of the years to come: what places will be needed.
pub const PROJECTION: Model = Model {
    address: "/analyser/fremskrivning",
    title: "Fremskrivning",
    about: "Udgiften de næste fire år, og hvor tit det samme ville have ramt.",
    milestones: &["2026H2-tilbudsvifte"],
};

/// Home support instead of places.
pub const HOME_SUPPORT: Model = Model {
    address: "/analyser/hjemmestoette",
    title: "Støtte i eget hjem",
    about: "Hvad det sparer i stedet for botilbud, alt efter behovet.",
    milestones: &["2026H2-visitation"],
};

/// What an investment is worth.
pub const INVESTMENT: Model = Model {
    address: "/analyser/investering",
    title: "Investering og belægning",
    about: "Hvad en investering er værd, og hvornår et tilbud går i nul.",
    milestones: &["2026H2-tilbudsvifte"],
};

/// Every model.
pub const MODELS: [&Model; 3] = [&PROJECTION, &HOME_SUPPORT, &INVESTMENT];

/// The models that are evidence of a milestone.
pub fn of_milestone(key: &str) -> impl Iterator<Item = Link> {
    let ours = MODELS
        .into_iter()
        .filter(move |model| model.milestones.contains(&key));
    ours.map(|model| Link::to(model.address, model.title))
}
