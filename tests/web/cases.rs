//! Files about persons: who may bring them, and that nobody else learns their name or numbers.

use cockpit::domain::people::{Role, Standing};

use super::app::TestApp;

const LINES: &str = "sag;kommune;aar;paragraf;leverandoer;udgift\n\
    k1;851;2024;SEL § 107;privat;2.345.678,00\nk1;851;2024;SEL § 107;privat;2.345.678,00\n";

#[tokio::test]
async fn a_chefs_file_tells_nobody_else_its_name_or_its_numbers() {
    let app = TestApp::new();
    let chef = app.visitor(Role::Chef, "851");
    let sent = chef.post("/api/v1/imports/cases", LINES).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let receipt = sent.json();
    assert_eq!(receipt["sums"][0]["value"], "4691356.00");
    let number = receipt["number"].as_i64().expect("a number");
    let sha = receipt["sha256"].as_str().expect("a hash").to_owned();
    let address = format!("/data/{number}");
    let own = chef.get(&address).await;
    for words in [
        "4.691.356",
        "<dt>Sager</dt><dd>1</dd>",
        &sha,
        "<dt>Rækker gemt</dt><dd>2</dd>",
    ] {
        assert!(own.body.contains(words), "{words}: {}", own.body);
    }
    let (other, reader) = (
        app.visitor(Role::Chef, "773"),
        app.visitor(Role::Reader, ""),
    );
    let file = receipt["file_name"].as_str().expect("a name");
    let file = format!(">{file}<");
    for (who, visitor) in [
        ("another chef", &other),
        ("a reader", &reader),
        ("the secretariat", &app.secretariat()),
    ] {
        for page in [address.as_str(), "/data"] {
            let page = visitor.get(page).await;
            assert_eq!(page.status, 200, "{who}");
            assert!(page.body.contains('●'), "{who}: {}", page.body);
            for hidden in [
                "4.691.356",
                "4691356",
                "2.345.678",
                &sha,
                r#"<td class="num">2</td>"#,
                "<dd>2</dd>",
                &file,
            ] {
                assert!(
                    !page.body.contains(hidden),
                    "{who}: {hidden}: {}",
                    page.body
                );
            }
        }
    }
    // Neither in the log, nor the reason of a withdrawal.
    let gone = chef
        .form(
            &format!("{address}/traek-tilbage"),
            "begrundelse=en+sag+for+meget",
        )
        .await;
    assert_eq!(gone.status, 303, "{}", gone.body);
    assert!(chef.get(&address).await.body.contains("en sag for meget"));
    assert!(!app.get(&address).await.body.contains("en sag for meget"));
    let administrator = app.visitor(Standing::AdministratorOnly, "");
    let log = administrator.get("/api/v1/log").await.body;
    assert!(log.contains("(cases)") || log.contains("cases"), "{log}");
    for hidden in ["en sag for meget", &file, "4691356"] {
        assert!(!log.contains(hidden), "{hidden}: {log}");
    }
}

#[tokio::test]
async fn a_chef_brings_the_own_municipalitys_lines_and_the_secretariat_anyones() {
    let app = TestApp::new();
    let another = app.visitor(Role::Chef, "773");
    let refused = another.post("/api/v1/imports/cases", LINES).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    for role in [Role::Reader, Role::WorkingGroup] {
        let visitor = app.visitor(role, "");
        let answer = visitor.post("/api/v1/imports/cases", LINES).await;
        assert_eq!(answer.status, 403, "{role:?}");
    }
    let sent = app.post("/api/v1/imports/cases", LINES).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    // What the secretariat brought, the secretariat sees; no chef does.
    let address = format!("/data/{}", sent.json()["number"]);
    assert!(app.get(&address).await.body.contains("4.691.356"));
    assert!(!another.get(&address).await.body.contains("4.691.356"));
    let mine = app.visitor(Role::Chef, "851");
    assert!(!mine.get(&address).await.body.contains("4.691.356"));
}
