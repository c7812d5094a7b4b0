//! A comment on a figure that is masked later: nobody is shown what it was, by the comment neither.

use axum::http::StatusCode;
use cockpit::domain::people::Role;

use super::app::TestApp;
use super::comments::{FORM, comments, newest, page, uploads};
use super::meetings::{added, item};

/// The eleven of the KKR of Nordjylland, the largest first.
const CODES: [&str; 11] = [
    "851", "860", "787", "813", "820", "840", "846", "849", "810", "773", "825",
];

/// The cases of a municipality in 2022, so many under SEL § 107 and under two others.
fn of(code: &str, many: [usize; 3]) -> String {
    let kinds = [
        ("SEL_107", "privat"),
        ("SEL_108", "kommunal"),
        ("ABL_105", "regional"),
    ];
    let mut rows = String::new();
    for ((paragraph, supplier), many) in kinds.into_iter().zip(many) {
        for case in 0..many {
            let kroner = 2_050_000 + 137_001 * (case % 17);
            rows.push_str(&format!(
                "{code}{paragraph}{case};{code};2022;{paragraph};{supplier};{kroner},00\n"
            ));
        }
    }
    rows
}

fn file(rows: &str) -> String {
    format!("sag;kommune;aar;paragraf;leverandoer;udgift\n{rows}")
}

#[tokio::test]
async fn nobody_is_shown_what_a_figure_was_that_is_masked_now() {
    let app = TestApp::new();
    let (chef, secretariat) = (app.visitor(Role::Chef, "851"), app.secretariat());
    let other = app.visitor(Role::Chef, "860");
    let many = |at: usize| 6 + 30 / (at + 1);
    let all = CODES.iter().enumerate();
    let all: String = all
        .map(|(at, code)| of(code, [many(at), many(at), many(at)]))
        .collect();
    uploads(&app, "cases", &file(&all)).await;
    let figure =
        "rapport=costly-cases&r.municipality=851&r.paragraph=SEL_107&r.year=2022&kolonne=cases";
    let figure = format!("{figure}&set=count:36");
    let words = "tekst=Flere+end+ventet&papir=ja&til=secretariat";
    comments(&chef, &figure, words).await;
    let (id, page) = (newest(&chef).await, page(&figure));
    let seen = secretariat.get(&page).await.body;
    assert!(seen.contains("Tallet er stadig 36"), "{seen}");
    let meeting = added(&secretariat, "2025-06-20").await;
    item(
        &secretariat,
        &meeting,
        "overskrift=Sager&rapport=costly-cases",
    )
    .await;
    let draft = format!("{meeting}/papir/papir.json");
    let paper = secretariat.get(&draft).await.body;
    assert!(paper.contains("Flere end ventet"), "{paper}");

    // Most of them are elsewhere now: three are left.
    uploads(&app, "cases", &file(&of("851", [3, 69, 36]))).await;
    let report = secretariat
        .get("/api/v1/reports/costly-cases?municipality=851&year=2022")
        .await;
    let rows = report.json()["rows"].as_array().expect("rows").clone();
    let row = rows.iter().find(|row| row["paragraph"] == "SEL_107");
    assert!(row.expect("a row")["cases"].is_null(), "{rows:?}");
    // Neither page nor mark, and in the list neither value nor text, for its writer too.
    for visitor in [&chef, &secretariat, &other] {
        let shown = visitor.get(&page).await;
        assert_eq!(shown.status, StatusCode::NOT_FOUND, "{}", shown.body);
        for list in [FORM, "/kommentarer?vis=aendrede", "/kommentarer?vis=papir"] {
            let list = visitor.get(list).await.body;
            // The head names files by digests, which hold any digits.
            let list = list.split("<main").nth(1).expect("a page");
            assert!(list.contains("Tallet er nu skjult"), "{list}");
            for secret in ["36", "Flere end", "/hvorfra", "set="] {
                assert!(!list.contains(secret), "{secret}: {list}");
            }
        }
        let tables = visitor.get("/enkeltsager?year=2022").await.body;
        assert!(!tables.contains("kommentar til tallet"), "{tables}");
        assert!(!tables.contains("Flere end ventet"), "{tables}");
    }
    let paper = secretariat.get(&draft).await.body;
    assert!(!paper.contains("Flere end ventet"), "{paper}");
    let sent = chef.form(FORM, &format!("{figure}&tekst=Skjult")).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND, "{}", sent.body);
    let answer = chef
        .form(&format!("/kommentarer/{id}/svar"), "svar=Skjult")
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.body);
    // It can be settled all the same.
    let done = chef
        .form(&format!("/kommentarer/{id}/afslut"), "fra=liste")
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}
