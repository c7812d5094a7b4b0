//! The plan of 2025-2026 and its evidence: every milestone leads to figures, analyses or models that tell of it, every
//! deliverable is told of by one, and each of them leads back.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use cockpit::analyses::catalogue::Catalogue;
use cockpit::domain::workplan::Evidence;
use serde_json::Value;

use super::app::TestApp;

const PLAN: &str = include_str!("../../reference/workplan_2025_2026.json");

/// Each model, by the milestone that it is evidence of.
const MODELS: [(&str, &str); 3] = [
    ("/analyser/fremskrivning", "2026H2-tilbudsvifte"),
    ("/analyser/hjemmestoette", "2026H2-visitation"),
    ("/analyser/investering", "2026H2-tilbudsvifte"),
];

/// Key and number of deliverables of each milestone.
fn milestones() -> Vec<(String, usize)> {
    let plan: Value = serde_json::from_str(PLAN).expect("the plan");
    let all = plan["milestones"].as_array().expect("milestones").iter();
    let one = |of: &Value| {
        let key = of["key"].as_str().expect("a key").to_owned();
        (key, of["deliverables"].as_array().expect("them").len())
    };
    all.map(one).collect()
}

#[tokio::test]
async fn every_milestone_of_the_plan_has_its_evidence() {
    let app = TestApp::new();
    let plan = milestones();
    assert_eq!(plan.len(), 9);
    assert_eq!(plan.iter().map(|(_, of)| of).sum::<usize>(), 15);
    let catalogue = Catalogue::shipped();
    for (key, deliverables) in plan {
        let page = app.get(&format!("/arbejdsplan/{key}")).await;
        assert_eq!(page.status, StatusCode::OK, "{key}");
        let main = page.body.split("<main").nth(1).unwrap_or_default();
        let own = catalogue.analyses.iter();
        let own = own.filter(|of| of.milestones.contains(&key));
        let own = own.map(|of| format!("/analyser/{}", of.name));
        let models = MODELS.iter().filter(|(_, of)| *of == key);
        let expected: BTreeSet<String> = own
            .chain(models.map(|(address, _)| (*address).to_owned()))
            .collect();
        for address in &expected {
            let link = format!("href=\"{address}\"");
            assert!(main.contains(&link), "{key} does not lead to {address}");
        }
        // What no figure of the board follows is told of by an analysis or a model.
        for number in 1..=deliverables {
            let followed = Evidence::of(&key, number).is_some();
            assert!(
                followed || !expected.is_empty(),
                "{key}, {number} has no evidence"
            );
        }
    }
}

#[tokio::test]
async fn every_analysis_and_model_leads_to_a_milestone_of_the_plan() {
    let app = TestApp::new();
    let known: BTreeSet<String> = milestones().into_iter().map(|(key, _)| key).collect();
    let catalogue = Catalogue::shipped();
    let analyses = catalogue.analyses.iter().flat_map(|of| {
        let address = format!("/analyser/{}", of.name);
        let keys = of.milestones.iter();
        keys.map(move |key| (address.clone(), key.clone()))
    });
    let models = MODELS.map(|(address, key)| (address.to_owned(), key.to_owned()));
    let mut led = BTreeSet::new();
    for (address, key) in analyses.chain(models) {
        assert!(known.contains(&key), "{address}: {key} is not in the plan");
        let page = app.get(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        let milestone = format!("/arbejdsplan/{key}");
        assert!(
            page.links("/arbejdsplan/").contains(&milestone),
            "{address} does not lead to {milestone}"
        );
        led.insert(address);
    }
    // And the catalogue has no other.
    let mut listed: BTreeSet<String> = app
        .get("/analyser")
        .await
        .links("/analyser/")
        .into_iter()
        .collect();
    listed.retain(|address| !address.contains('?'));
    assert_eq!(listed, led);
}
