//! Limits by date: an administrator adds a value, and the reports count with it.

use axum::http::StatusCode;
use cockpit::domain::people::Standing;
use cockpit::web::view::encode;

use super::app::TestApp;

const OFFERS: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
     A;Bakkehuset;Aalborg Kommune;kommunal;851;SEL § 107;Demens;4;ja;ja\n";
const TARIFFS: &str = "tilbud_id;ydelse;paragraf;aar;takst;enhed\n\
     A;Døgn;SEL § 107;2026;1.000,00;døgn\n\
     A;Døgn;SEL § 107;2027;1.046,00;døgn\n\
     A;Døgn;SEL § 107;2028;1.100,00;døgn\n";

/// The form, as a browser sends it.
fn value(from: &str, value: &str, source: &str) -> String {
    let pairs = [
        ("noegle", "tariff_increase_threshold"),
        ("fra", from),
        ("vaerdi", value),
        ("kilde", source),
    ];
    encode(pairs)
}

async fn flagged(app: &TestApp, filters: &str) -> (usize, String) {
    let json = app
        .get(&format!("/api/v1/reports/tariff-increases?{filters}"))
        .await
        .json();
    (
        json["rows"].as_array().unwrap().len(),
        json["notes"].to_string(),
    )
}

#[tokio::test]
async fn a_new_limit_holds_from_its_year_and_as_of_before_it_is_unknown() {
    let app = TestApp::new();
    app.post("/api/v1/imports/offers", OFFERS).await;
    app.post("/api/v1/imports/tariffs", TARIFFS).await;
    assert_eq!(flagged(&app, "year=2027").await.0, 0);
    let before = app.store.data_version().unwrap();
    let admin = app.visitor(Standing::AdministratorOnly, "");
    let source = "DAS, 3. marts 2027: <grænsen> sænkes";
    let answer = admin
        .form("/indstillinger", &value("2027-07-01", "4,50", source))
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    // 4.6 % is more than 4.5, in the year that the value begins in and the one after.
    let (count, notes) = flagged(&app, "year=2027").await;
    assert_eq!(count, 1);
    assert!(
        notes.contains("Grænsen er 4,5 % fra 1. juli 2027"),
        "{notes}"
    );
    assert!(notes.contains(source), "{notes}");
    assert_eq!(flagged(&app, "year=2028").await.0, 1);
    assert_eq!(
        flagged(&app, &format!("year=2027&as-of={before}")).await.0,
        0
    );
    let page = app
        .get(&format!("/takster/stigninger?year=2027&as-of={before}"))
        .await;
    assert!(
        page.body.contains("Grænsen er 5 % fra 1. juli 2026"),
        "{}",
        page.body
    );

    // A better source for the same day replaces it; the page shows both, the log tells who.
    let again = value("1.7.2027", "4,5", "Referat af 3. marts 2027, punkt 4");
    let answer = admin.form("/indstillinger", &again).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = admin.get("/indstillinger").await;
    for words in [
        "1. juli 2027",
        "erstattet af en senere værdi",
        "&#60;grænsen&#62; sænkes",
        "fra begyndelsen",
        "et forslag, ikke trådt i kraft",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let log = admin
        .get("/api/v1/log?handling=changed_setting")
        .await
        .json();
    assert_eq!(log["rows"].as_array().unwrap().len(), 2);
    assert!(
        log.to_string().contains("4,5 procent fra 2027-07-01"),
        "{log}"
    );
}

#[tokio::test]
async fn whether_the_day_taken_counts_is_yes_or_no() {
    let app = TestApp::new();
    let admin = app.visitor(Standing::AdministratorOnly, "");
    let page = admin.get("/indstillinger").await;
    for words in [
        "Ledige døgn på den dag, en plads optages",
        "ingen lov fastsætter det",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let said = |value: &str| {
        encode([
            ("noegle", "day_taken_counts"),
            ("fra", "2026-01-01"),
            ("vaerdi", value),
            ("kilde", "Arbejdsgruppen, 3. marts 2026"),
        ])
    };
    for wrong in ["2", "-1", "0,5", "ja"] {
        let answer = admin.form("/indstillinger", &said(wrong)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    for right in ["1", "0"] {
        let answer = admin.form("/indstillinger", &said(right)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
}

#[tokio::test]
async fn a_value_that_means_nothing_is_refused_at_its_field_and_nothing_is_added() {
    let app = TestApp::new();
    let admin = app.visitor(Standing::AdministratorOnly, "");
    let before = app.store.data_version().unwrap();
    for (form, words) in [
        (value("i dag", "4", "DAS"), "Skriv den første dag"),
        (value("2027-07-01", "4.5", "DAS"), "»4.5« er ikke et tal"),
        (
            value("2027-07-01", "4,555", "DAS"),
            "højst have 2 decimaler",
        ),
        (
            value("2027-07-01", "0", "DAS"),
            "over 0 og højst 100 procent",
        ),
        (
            value("2027-07-01", "-4", "DAS"),
            "over 0 og højst 100 procent",
        ),
        (
            value("2027-07-01", "100,01", "DAS"),
            "over 0 og højst 100 procent",
        ),
        (value("2027-07-01", "4", "  "), "hvor værdien kommer fra"),
        (
            value("2027-07-01", "4", &"x".repeat(401)),
            "højst have 400 tegn; det har 401",
        ),
        (
            value("2027-07-01", "4", "borger 010190-1234"),
            "CPR-lignende",
        ),
        (
            value(
                "2026-07-01",
                "5",
                "KKR Nordjylland, 20. juni 2025, bilag 3.5 (arbejdsplan, 3.-4. kvartal 2026): et forslag, ikke trådt i kraft",
            ),
            "gælder allerede",
        ),
    ] {
        let answer = admin.form("/indstillinger", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
        assert!(answer.body.contains("aria-invalid"), "{form}");
        assert!(!answer.body.contains("010190-1234"));
    }
    let unknown = encode([
        ("noegle", "x"),
        ("fra", "2027-07-01"),
        ("vaerdi", "4"),
        ("kilde", "x"),
    ]);
    let answer = admin.form("/indstillinger", &unknown).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(app.store.data_version().unwrap(), before);
}
