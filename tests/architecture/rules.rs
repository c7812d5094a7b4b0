//! The rules: each takes a path from the root and a text, and tells what is wrong with it.

use crate::code::{code_only, is_word};

const LONGEST_FILE: usize = 500;
const LONGEST_TEMPLATE_LINE: usize = 160;

/// Words that no code of a module may contain.
const FORBIDDEN: [(&str, &[&str]); 6] = [
    (
        "domain",
        &[
            "axum",
            "tokio",
            "rand",
            "f32",
            "f64",
            "fs",
            "now",
            "std::time",
            "std::env",
        ],
    ),
    ("import", &["axum"]),
    ("export", &["axum", "fs", "now"]),
    ("reports", &["axum"]),
    ("papers", &["axum", "fs", "now"]),
    ("analyses", &["axum"]),
];

/// Only `storage` knows the database.
const DATABASE: [&str; 4] = ["diesel", "diesel_migrations", "libsqlite3_sys", "rusqlite"];

/// What each module may use of the others. A module without a row here fails: where it belongs
/// is decided in this table.
const LAYERS: [(&str, &[&str]); 20] = [
    ("domain", &[]),
    ("config", &["chance", "domain"]),
    ("clock", &["domain"]),
    ("output", &[]),
    ("chance", &["clock", "domain", "output"]),
    ("import", &["domain"]),
    ("export", &["domain"]),
    ("storage", &["domain"]),
    (
        "changes",
        &["chance", "clock", "config", "domain", "import", "storage"],
    ),
    ("reports", &["domain", "storage"]),
    (
        "papers",
        &["analyses", "domain", "export", "reports", "storage"],
    ),
    ("analyses", &["domain", "reports", "storage"]),
    (
        "mailing",
        &[
            "chance", "changes", "clock", "config", "domain", "reports", "storage",
        ],
    ),
    (
        "reference",
        &["chance", "changes", "clock", "domain", "import", "storage"],
    ),
    (
        "demo",
        &[
            "chance", "changes", "clock", "domain", "import", "reports", "storage",
        ],
    ),
    (
        "web",
        &[
            "analyses", "chance", "changes", "clock", "config", "domain", "export", "import",
            "output", "mailing", "papers", "reports", "storage",
        ],
    ),
    (
        "cli",
        &[
            "analyses",
            "chance",
            "changes",
            "clock",
            "config",
            "demo",
            "domain",
            "export",
            "import",
            "output",
            "papers",
            "reference",
            "reports",
            "storage",
            "web",
        ],
    ),
    ("main", &["cli", "config"]),
    ("lib", &[]),
    ("build", &[]),
];

/// The top module of a file: `src/web/data/uploads.rs` is `web`.
fn module(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    let top = inside.split('/').next().unwrap_or(inside);
    top.strip_suffix(".rs").unwrap_or(top)
}

/// The lines of code that mention a word or path, as whole words.
fn lines_with(code: &str, word: &str) -> Vec<usize> {
    let mentions = |line: &str| {
        line.match_indices(word).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let after = line[at + word.len()..].chars().next();
            !before.is_some_and(char::is_alphabetic)
                && before != Some('_')
                && !after.is_some_and(is_word)
        })
    };
    let numbered = (1..).zip(code.lines());
    numbered
        .filter(|(_, line)| mentions(line))
        .map(|(n, _)| n)
        .collect()
}

pub fn forbidden_words(path: &str, text: &str) -> Vec<String> {
    let module = module(path);
    let code = code_only(text);
    let own = FORBIDDEN.iter().filter(|(name, _)| *name == module);
    let mut words: Vec<&str> = own.flat_map(|(_, words)| words.iter().copied()).collect();
    if module != "storage" {
        words.extend(DATABASE);
    }
    let found = words.iter().flat_map(|word| {
        let lines = lines_with(&code, word);
        lines
            .into_iter()
            .map(move |line| format!("{path}:{line}: {module} may not mention {word}"))
    });
    found.collect()
}

/// A digit, a point and a digit, unless it is a field of a field (`x.0.1`).
pub fn float_literals(path: &str, text: &str) -> Vec<String> {
    if module(path) != "domain" {
        return Vec::new();
    }
    let is_float = |line: &str| {
        line.match_indices('.').any(|(at, _)| {
            let before = line[..at].trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
            let whole = &line[before.len()..at];
            let field = before.ends_with(|c: char| is_word(c) || c == '.');
            let digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
            digit(whole) && digit(&line[at + 1..]) && !field
        })
    };
    let code = code_only(text);
    let numbered = (1..).zip(code.lines());
    numbered
        .filter(|(_, line)| is_float(line))
        .map(|(n, line)| format!("{path}:{n}: a float in the domain: {}", line.trim()))
        .collect()
}

/// The modules that code names by a path from the root of the crate, with or without a group:
/// `crate::a::x`, `crate::{a, b::c}`, `cockpit::a`.
fn used_modules(code: &str) -> Vec<String> {
    let code: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut used = Vec::new();
    for root in ["crate::", "cockpit::", "super::super::"] {
        for (at, _) in code.match_indices(root) {
            let rest = &code[at + root.len()..];
            match rest.strip_prefix('{') {
                Some(group) => used.extend(heads_of_group(group)),
                None => used.push(rest.chars().take_while(|c| is_word(*c)).collect()),
            }
        }
    }
    used.retain(|name| LAYERS.iter().any(|(known, _)| known == name));
    used.sort();
    used.dedup();
    used
}

/// The first names of the members of `{a, b::{c, d}, e}`, given what follows its opening brace.
fn heads_of_group(group: &str) -> Vec<String> {
    let mut depth = 1;
    let mut members = vec![String::new()];
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => members.push(String::new()),
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if let (1, Some(member)) = (depth, members.last_mut()) {
            member.push(c);
        }
    }
    let head = |member: &String| {
        let trimmed = member.trim_start_matches([',', ' ']);
        trimmed.chars().take_while(|c| is_word(*c)).collect()
    };
    members.iter().map(head).collect()
}

pub fn arrows(path: &str, text: &str) -> Vec<String> {
    let module = module(path);
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == module) else {
        return vec![format!(
            "{path}: {module} has no row in LAYERS of tests/architecture/rules.rs"
        )];
    };
    let wrong = |used: &String| used != module && !allowed.contains(&used.as_str());
    let used = used_modules(&code_only(text)).into_iter().filter(wrong);
    used.map(|used| format!("{path}: {module} may not use {used}"))
        .collect()
}

pub fn length(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().count();
    if lines <= LONGEST_FILE {
        return Vec::new();
    }
    vec![format!(
        "{path}: {lines} lines; split what exceeds {LONGEST_FILE}"
    )]
}

/// A decision on yes or no is an `if`: one way to write it.
pub fn matched_flags(path: &str, text: &str) -> Vec<String> {
    let code = code_only(text);
    let arm = |line: &str| {
        let line = line.trim_start();
        ["true => ", "false => ", "true if ", "false if "]
            .iter()
            .any(|arm| line.starts_with(arm))
    };
    let numbered = (1..).zip(code.lines());
    numbered
        .filter(|(_, line)| arm(line))
        .map(|(at, _)| format!("{path}:{at}: write `if` for a yes or no"))
        .collect()
}

/// Lines of a template that nobody reads to their end.
pub fn template_lines(path: &str, text: &str) -> Vec<String> {
    let long = |(at, line): (usize, &str)| {
        let length = line.chars().count();
        (length > LONGEST_TEMPLATE_LINE).then(|| {
            format!("{path}:{at}: {length} characters; the longest is {LONGEST_TEMPLATE_LINE}")
        })
    };
    (1..).zip(text.lines()).filter_map(long).collect()
}

/// Paths that exist on one machine only. Put together here, so that this file does not hold them.
pub fn machine_paths(path: &str, text: &str) -> Vec<String> {
    let places = ["work", "root", "home", "Users"].map(|name| format!("/{name}/"));
    let numbered = (1..).zip(text.lines());
    let starts = |line: &str, place: &String| {
        line.match_indices(place.as_str()).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            !before.is_some_and(|c| is_word(c) || matches!(c, '.' | '/' | '}' | '-' | '*'))
        })
    };
    numbered
        .filter(|(_, line)| places.iter().any(|place| starts(line, place)))
        .map(|(n, line)| format!("{path}:{n}: a path of some machine: {}", line.trim()))
        .collect()
}

/// Public modules of lib.rs that neither a doc comment above them nor their own file describes.
pub fn undocumented(lib: &str, own_doc: impl Fn(&str) -> bool) -> Vec<String> {
    let mut problems = Vec::new();
    let mut above = "";
    for line in lib.lines() {
        let name = line
            .strip_prefix("pub mod ")
            .and_then(|rest| rest.strip_suffix(';'));
        if let Some(name) = name
            && !above.starts_with("/// ")
            && !own_doc(name)
        {
            problems.push(format!("src/lib.rs: {name} has no doc comment"));
        }
        above = line;
    }
    problems
}

#[test]
fn forbidden_words_are_found_as_code_only() {
    let words = |path, text| forbidden_words(path, text).len();
    assert_eq!(
        words("src/domain/money.rs", "fn a() -> f64 {}\nlet b = 1f32;"),
        2
    );
    assert_eq!(
        words(
            "src/domain/money.rs",
            "// f64\nlet a = \"f64\"; let rf64 = operand;"
        ),
        0
    );
    assert_eq!(words("src/domain/x.rs", "use std::{fs, io};"), 1);
    assert_eq!(
        words(
            "src/domain/x.rs",
            "use std::time::Instant;\nTimestamp::now();"
        ),
        2
    );
    assert_eq!(
        words(
            "src/reports/x.rs",
            "use axum::Json;\nuse diesel::prelude::*;"
        ),
        2
    );
    assert_eq!(words("src/export/x.rs", "use diesel::prelude::*;"), 1);
    assert_eq!(words("src/web/x.rs", "use axum::Json;"), 0);
    assert_eq!(words("src/cli.rs", "diesel_migrations::run();"), 1);
    assert_eq!(words("src/storage/x.rs", "use diesel::prelude::*;"), 0);
}

#[test]
fn float_literals_are_told_from_ranges_and_fields() {
    let floats = |text| float_literals("src/domain/x.rs", text).len();
    assert_eq!(floats("let a = 1.5;\nlet b = 1_000.25 + x;"), 2);
    assert_eq!(floats("x.0.1; 0..5; 1.max(2); \"1.5\"; // 1.5"), 0);
    assert!(float_literals("src/web/x.rs", "1.5").is_empty());
}

#[test]
fn arrows_against_the_layers_are_found() {
    let wrong = |path, text| arrows(path, text).len();
    assert_eq!(wrong("src/domain/x.rs", "use crate::storage::Store;"), 1);
    assert_eq!(
        wrong("src/domain/x.rs", "use crate::domain::money::Money;"),
        0
    );
    assert_eq!(
        wrong(
            "src/export/x.rs",
            "use crate::{domain::{money, web}, storage, web};"
        ),
        2
    );
    assert_eq!(wrong("src/import/x.rs", "fn a(x: crate::web::State) {}"), 1);
    assert_eq!(
        wrong("src/import/x.rs", "use super::super::export::write;"),
        1
    );
    assert_eq!(
        wrong("src/web/x.rs", "use crate::{reports::a, storage::b};"),
        0
    );
    assert_eq!(wrong("src/main.rs", "use cockpit::storage::Store;"), 1);
    assert_eq!(wrong("src/helpers.rs", ""), 1);
}

#[test]
fn long_files_are_found() {
    assert!(length("a", &"x\n".repeat(LONGEST_FILE)).is_empty());
    assert_eq!(length("a", &"x\n".repeat(LONGEST_FILE + 1)).len(), 1);
    assert_eq!(
        matched_flags("a", "match x {\n true => 1,\n _ => 2 }").len(),
        1
    );
    assert!(matched_flags("a", "match (a, b) {\n (true, _) => 1,\n _ => 2 }").is_empty());
    let line = "å".repeat(LONGEST_TEMPLATE_LINE);
    assert!(template_lines("a", &line).is_empty());
    assert_eq!(template_lines("a", &format!("{line}\n{line}x")).len(), 1);
}

#[test]
fn machine_paths_are_found() {
    let path = |parts: [&str; 2]| machine_paths("a", &parts.join("/")).len();
    assert_eq!(path(["see ", "home/anna/x"]), 1);
    assert_eq!(path(["(", "Users/anna)"]), 1);
    assert_eq!(path(["tests/", "home/x"]), 0);
    assert_eq!(path(["https://example.dk", "home/x"]), 0);
}

#[test]
fn undocumented_modules_are_found() {
    let lib = "/// Doc.\npub mod a;\npub mod b;\n";
    assert_eq!(undocumented(lib, |_| false).len(), 1);
    assert!(undocumented(lib, |name| name == "b").is_empty());
}
