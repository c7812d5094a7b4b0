//! The documents are true: their links lead somewhere, the glossary's identifiers exist, and every
//! setting is in the sample.

use cockpit::changes::kinds::Kind;
use std::fs;
use std::path::{Path, PathBuf};

use cockpit::reports::{filters, questions};

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("a text file")
}

fn source() -> String {
    let files = files(Path::new("src"), "rs");
    files.iter().map(|path| text(path)).collect()
}

#[test]
fn links_lead_to_files() {
    let mut documents = files(Path::new("docs"), "md");
    documents.push("README.md".into());
    let (mut links, mut broken) = (0, Vec::new());
    for document in &documents {
        let content = text(document);
        for target in content
            .split("](")
            .skip(1)
            .filter_map(|t| t.split(')').next())
        {
            let target = target.split('#').next().unwrap_or_default();
            // The guide leads to pages too: `tests/web/help.rs` asks for each.
            let page = document.ends_with("GUIDE.md") && target.starts_with('/');
            if target.is_empty() || target.contains("://") || page {
                continue;
            }
            links += 1;
            let folder = document.parent().expect("a folder");
            if !folder.join(target).exists() {
                broken.push(format!("{}: {target}", document.display()));
            }
        }
    }
    assert!(links > 3, "{links} links were found");
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_glossary_names_identifiers_that_exist() {
    let source = source();
    let words: std::collections::BTreeSet<&str> = source
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .collect();
    let glossary = text(Path::new("docs/GLOSSARY.md"));
    let identifiers: Vec<&str> = glossary
        .lines()
        .filter_map(|line| line.split('|').nth(2))
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect();
    assert!(identifiers.len() > 10, "{identifiers:?}");
    let unknown: Vec<&&str> = identifiers
        .iter()
        .filter(|i| !words.contains(**i))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// Scripts are written from this page: what it does not name, nobody finds.
#[test]
fn the_page_for_scripts_names_every_report_filter_kind_and_address() {
    let page = text(Path::new("docs/API.md"));
    let names: std::collections::BTreeSet<&str> = page
        .split('`')
        .skip(1)
        .step_by(2)
        .flat_map(str::split_whitespace)
        .collect();
    let kinds = Kind::ALL.iter().map(|kind| kind.key());
    let mut wanted: Vec<String> = questions()
        .map(|question| question.name)
        .chain(filters::ALL.map(|filter| filter.key))
        .chain(kinds)
        .map(str::to_owned)
        .collect();
    let routes = cockpit::web::routes();
    let machine = |path: &str| ["/healthz", "/readyz", "/metrics"].contains(&path);
    wanted.extend(
        routes
            .iter()
            .map(|route| route.path)
            .filter(|path| path.starts_with("/api") || machine(path))
            .map(str::to_owned),
    );
    assert!(wanted.len() > 35, "{wanted:?}");
    let lacking: Vec<String> = wanted
        .into_iter()
        .filter(|name| !names.contains(name.as_str()))
        .collect();
    assert!(lacking.is_empty(), "docs/API.md does not name {lacking:?}");
}

/// The table of reports says of each what its question says: what a row is, and its filters.
#[test]
fn the_table_of_reports_is_the_list_of_questions() {
    let page = text(Path::new("docs/API.md"));
    for question in questions() {
        let filters = question.filters.iter().map(|f| format!("`{}`", f.key));
        let row = format!(
            "| `{}` | {} | {} |",
            question.name,
            question.row,
            filters.collect::<Vec<_>>().join(" ")
        );
        assert!(page.contains(&row), "docs/API.md lacks the line\n{row}");
    }
}

/// A requirement that names a test which does not exist is held by nothing.
#[test]
fn the_tests_of_the_security_table_exist() {
    let document = text(Path::new("docs/SECURITY.md"));
    let (_, table) = document.split_once("## OWASP ASVS").expect("the table");
    let code: String = ["tests/web", "tests", "src"]
        .iter()
        .flat_map(|folder| files_of_ours(folder))
        .map(|path| text(&path))
        .collect();
    let mut named = 0;
    for word in table.split('`').skip(1).step_by(2) {
        let is_test = word.contains('_') && !word.contains(['.', '/', '-']);
        if is_test {
            named += 1;
            assert!(
                code.contains(&format!("fn {word}(")),
                "there is no test {word}"
            );
        } else if let Some(name) = word.strip_suffix(".test.mjs") {
            named += 1;
            assert!(
                Path::new(&format!("tests/e2e/{name}.test.mjs")).exists(),
                "{word}"
            );
        }
    }
    assert!(named > 60, "{named} tests are named");
    let rows = table.lines().filter(|line| line.starts_with("| ")).count();
    assert!(rows > 100, "{rows} rows");
}

fn files_of_ours(folder: &str) -> Vec<PathBuf> {
    let found = files(Path::new(folder), "rs");
    found
        .into_iter()
        .filter(|path| {
            !path
                .components()
                .any(|part| part.as_os_str() == "node_modules")
        })
        .collect()
}

/// A decision without its alternatives says what is, which the code says already.
#[test]
fn the_decisions_are_listed_and_say_what_else_was_considered() {
    let folder = Path::new("docs/decisions");
    let list = text(&folder.join("README.md"));
    let decisions: Vec<PathBuf> = files(folder, "md")
        .into_iter()
        .filter(|path| !path.ends_with("README.md"))
        .collect();
    assert!(decisions.len() > 10, "{decisions:?}");
    for path in &decisions {
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.expect("a name");
        let content = text(path);
        let title = content
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("# "));
        let title = title.expect("a title");
        let number = name.split('-').next().unwrap_or_default();
        let number = number.trim_start_matches('0');
        assert!(title.starts_with(&format!("{number}. ")), "{name}: {title}");
        assert!(list.contains(&format!("- [{title}]({name})")), "{name}");
        assert!(name.len() <= 60, "{name} is no short phrase");
        for section in [
            "\n\nDecided 20",
            "\n## Context\n",
            "\n## Decision\n",
            "\n## Alternatives considered\n\n- ",
            "\n## Consequences\n",
        ] {
            assert!(content.contains(section), "{name} has no {section:?}");
        }
    }
}

#[test]
fn every_setting_is_documented() {
    let source = source();
    let places = [".env.sample", "docs/OPERATIONS.md", "packaging/cockpit.env"];
    let settings: Vec<&str> = source
        .split("env = \"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(!settings.is_empty());
    for place in places {
        let text = text(Path::new(place));
        for setting in &settings {
            assert!(text.contains(setting), "{setting} is not in {place}");
        }
    }
}
