//! The pages of models: their sentences, their figures' origins, and assumptions that make no sense.

use super::app::TestApp;
use super::components::{assert_says, origins_answer};

#[tokio::test]
async fn a_model_says_its_result_and_its_caution() {
    let app = TestApp::new();
    let home = app.get("/analyser/hjemmestoette").await;
    assert_says(
        &home,
        &[
            "60,23 helårspersoner fra SEL § 107 til støtte i eget hjem sparer 47.168.",
            "Intet spares, når de, der flytter, har brug for 1.196,58 % af gennemsnittet.",
            "Behovene er ikke ens",
        ],
    );
    origins_answer(&app, "/analyser/hjemmestoette", 14).await;
    let invested = app
        .get("/analyser/investering?amount=10000000&rate=3&years=30&places=8")
        .await;
    assert_says(
        &invested,
        &[
            "Som lån koster den 510.192,59 kr. om året.",
            "Tilbuddet går i nul ved en belægning på 92,56 %.",
        ],
    );
    // The form beside keeps what the other was asked.
    assert!(
        invested
            .body
            .contains(r#"<input type="hidden" name="years" value="30">"#)
    );
    origins_answer(&app, "/analyser/investering", 40).await;
    let ahead = app.get("/analyser/fremskrivning?area=851").await;
    assert_eq!(ahead.status, 200);
    let region = app.get("/analyser/fremskrivning").await;
    assert_says(
        &region,
        &[
            "fra de indlæste år 2022–2024",
            "For få år",
            "Uændret udgift",
        ],
    );
    origins_answer(&app, "/analyser/fremskrivning", 64).await;
}

/// What a form shows is what it sends: its numbers have the points of Danish thousands.
#[tokio::test]
async fn a_form_that_is_sent_as_it_stands_changes_nothing() {
    let app = TestApp::new();
    let page = app.get("/analyser/investering").await;
    let mut sent = Vec::new();
    for input in page.body.split("<input class=\"form-input num\"").skip(1) {
        let of = |name: &str| {
            let rest = input.split(&format!(" {name}=\"")).nth(1).expect(name);
            rest.split('"').next().expect("a value").to_owned()
        };
        sent.push(format!("{}={}", of("name"), of("value")));
    }
    assert_eq!(sent.len(), 8, "{sent:?}");
    assert!(sent.contains(&"tariff=4.000".to_owned()), "{sent:?}");
    let again = app
        .get(&format!("/analyser/investering?{}", sent.join("&")))
        .await;
    assert_says(
        &again,
        &[
            "nutidsværdi 684.373,59 kr. i alt",
            "Tilbuddet går i nul ved en belægning på 92,56 %.",
        ],
    );
}

#[tokio::test]
async fn an_assumption_that_makes_no_sense_is_refused_in_words() {
    let app = TestApp::new();
    for (address, words) in [
        ("/analyser/hjemmestoette?share=101", "fra 0 til 100"),
        ("/analyser/hjemmestoette?paragraph=SEL_85", "Vælg SEL_107"),
        ("/analyser/investering?years=0", "fra 1 til 50"),
        ("/analyser/fremskrivning?volume-growth=99", "fra -50 til 50"),
    ] {
        let page = app.get(address).await;
        assert_eq!(page.status, 422, "{address}");
        assert_says(&page, &[words]);
    }
}
