//! A later plan, from a file.

use super::*;

/// A plan of 2027-2028 with a milestone.
fn later_plan() -> Value {
    json!({
        "title": "Plan 2027-2028", "source": "KKR Nordjylland, 11. december 2026",
        "focus_areas": [{"key": "samarbejde", "title": "Samarbejde"}],
        "periods": [{"key": "2027H1", "title": "1.-2. kvartal 2027", "starts": "2027-01-01", "ends": "2028-06-30"}],
        "milestones": [{"key": "2027H1-samarbejde", "period": "2027H1", "focus_area": "samarbejde",
            "owner": "Rammeaftalesekretariatet", "title": "Fælles visitation", "deliverables": ["En aftale"]}],
    })
}

async fn plan(visitor: &Visitor<'_>, plan: &str, action: &str) -> Answer {
    let body = format!(
        "--skel\r\nContent-Disposition: form-data; name=\"plan\"\r\n\r\n{plan}\r\n\
         --skel\r\nContent-Disposition: form-data; name=\"handling\"\r\n\r\n{action}\r\n--skel--\r\n"
    );
    let kind = "multipart/form-data; boundary=skel";
    visitor
        .request("POST", "/arbejdsplan/planer", kind, &body)
        .await
}

#[tokio::test]
async fn a_later_plan_is_shown_before_it_is_stored_and_a_day_before_it_does_not_have_it() {
    let app = TestApp::new();
    let secretariat = app.secretariat();
    let text = later_plan().to_string();
    let tried = plan(&secretariat, &text, "proev").await;
    assert_eq!(tried.status, 200, "{}", tried.body);
    for words in [
        "Plan 2027-2028: 1 milepæl med 1 leverance",
        "Fælles visitation",
        "Intet er gemt endnu",
    ] {
        assert!(tried.body.contains(words), "{words}: {}", tried.body);
    }
    assert_eq!(rows(&secretariat, "2025-06-20").await.len(), 9);
    let stored = plan(&secretariat, &text, "gem").await;
    assert_eq!(
        (stored.status.as_u16(), stored.header("location")),
        (303, "/arbejdsplan")
    );
    let now = rows(&secretariat, "2025-06-20").await;
    assert_eq!((now.len(), &now[9]["due"]), (10, &json!("2028-06-30")));
    assert_eq!(rows(&secretariat, "2025-06-19").await.len(), 9);
    let board = secretariat.get("/arbejdsplan").await;
    assert!(board.body.contains("KKR Nordjylland, 11. december 2026"));
    let note = json!({"why": "Kontakt taget.", "status": "in_progress"});
    assert_eq!(
        patched(&secretariat, "2027H1-samarbejde", note)
            .await
            .status,
        200
    );
    // The same again is refused with both reasons.
    let again = plan(&secretariat, &text, "gem").await;
    assert_eq!(again.status, 422, "{}", again.body);
    for words in [
        "allerede en plan for 2027-2028",
        "med nøglen »2027H1-samarbejde«",
        "2 fejl",
    ] {
        assert!(again.body.contains(words), "{words}: {}", again.body);
    }
    let mut wrong = later_plan();
    wrong["milestones"][0]["owner"] = json!("Alle");
    wrong["title"] = json!("Se 010190-1234");
    let refused = plan(&secretariat, &wrong.to_string(), "proev").await;
    assert!(
        refused.body.contains("milestones[0].owner") && refused.body.contains("<code>title</code>")
    );
    assert!(!refused.body.contains("010190"));
}
