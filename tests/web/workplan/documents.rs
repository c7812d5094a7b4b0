//! Documents that are attached to a milestone.

use super::*;

/// The form that attaches a file.
fn attached(name: &str, content: &[u8], why: &str) -> Vec<u8> {
    let mut body = format!(
        "--skel\r\nContent-Disposition: form-data; name=\"hvorfor\"\r\n\r\n{why}\r\n\
         --skel\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"{name}\"\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--skel--\r\n");
    body
}

async fn attach(visitor: &Visitor<'_>, form: Vec<u8>) -> Answer {
    let address = format!("{FIRST}/dokumenter");
    let token = visitor.token.clone().unwrap_or_default();
    let request = Request::post(address)
        .header("content-type", "multipart/form-data; boundary=skel")
        .header("authorization", format!("Bearer {token}"));
    let request = request.body(Body::from(form)).expect("a request");
    visitor.app.send(request).await
}

const PDF: &[u8] = b"%PDF-1.7\n\xff\xfe of bytes that are no text";

#[tokio::test]
async fn a_document_is_attached_kept_whole_and_only_ever_downloaded() {
    let app = TestApp::new();
    let group = app.visitor(Role::WorkingGroup, "");
    let large = [PDF, &vec![7; 70_000]].concat();
    let name = "Høringssvar <b>æ\u{202e}.exe";
    let done = attach(&group, attached(name, &large, "Høringssvar fra kommunerne")).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let reader = app.visitor(Role::Reader, "");
    let page = reader.get(FIRST).await;
    assert!(
        page.body.contains("Hoeringssvar-b-ae.pdf (PDF, 69 kB)"),
        "{}",
        page.body
    );
    let links = page.links(&format!("{FIRST}/dokumenter/"));
    assert_eq!(links.len(), 1);
    let given = reader.get(&links[0]).await;
    assert_eq!(given.header("content-type"), "application/pdf");
    assert_eq!(given.header("x-content-type-options"), "nosniff");
    assert_eq!(
        given.header("content-disposition"),
        "attachment; filename=\"Hoeringssvar-b-ae.pdf\""
    );
    assert_eq!(reader.bytes(&links[0]).await, large);
    // Of another milestone it is not there.
    let elsewhere = links[0].replace("2025H2-samarbejde", "2025H2-visitation");
    assert_eq!(reader.get(&elsewhere).await.status, 404);
    let administrator = app.visitor(Standing::AdministratorOnly, "");
    let log = administrator.get("/api/v1/log").await.body;
    assert!(log.contains("document Hoeringssvar-b-ae.pdf"), "{log}");
    assert!(
        log.contains("exported") && log.contains("/dokumenter/"),
        "{log}"
    );
    let found = app.store.read::<_, StoreError>(|db| Ok(check::run(db)?));
    assert_eq!(found.expect("it is checked").problems, Vec::<String>::new());
    let change = "UPDATE milestone_document_parts SET content = 'AAAA' WHERE part = 1";
    execute_for_test(&app.store, change).expect("a part is changed");
    let found = app.store.read::<_, StoreError>(|db| Ok(check::run(db)?));
    let problems = found.expect("it is checked").problems;
    assert!(
        problems[0].contains("1 documents that are not as they were sent"),
        "{problems:?}"
    );
    assert_eq!(
        reader.get(&links[0]).await.status,
        404,
        "what is not whole is not given"
    );
}

#[tokio::test]
async fn what_is_no_document_is_refused_with_every_fault_and_nothing_is_kept() {
    let app = TestApp::new();
    let group = app.visitor(Role::WorkingGroup, "");
    for (name, content, why, words) in [
        ("notat.pdf", &b"<html><script>"[..], "x", "hverken PDF"),
        ("program.pdf", b"MZ\x90\x00", "x", "hverken PDF"),
        ("010190-1234.pdf", PDF, "x", "CPR-lignende"),
        ("notat.pdf", PDF, "", "hvad der er sket"),
        ("", b"", "Referat", "Vælg en fil"),
    ] {
        let refused = attach(&group, attached(name, content, why)).await;
        assert_eq!(refused.status, 422, "{name}: {}", refused.body);
        assert!(refused.body.contains(words), "{words}: {}", refused.body);
        assert!(!refused.body.contains("010190"));
    }
    let large = [PDF, &vec![0; 5 * 1024 * 1024]].concat();
    let refused = attach(&group, attached("stor.pdf", &large, "")).await;
    assert!(refused.body.contains("mere end 5 MB") && refused.body.contains("hvad der er sket"));
    assert!(
        group
            .get(FIRST)
            .await
            .body
            .contains("Der er ikke sagt noget om milepælen endnu")
    );
    let reader = app.visitor(Role::Reader, "");
    assert_eq!(
        attach(&reader, attached("a.pdf", PDF, "x")).await.status,
        403
    );
}
