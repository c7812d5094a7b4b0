//! The rules of docs/ARCHITECTURE.md, checked on the source text: which module may use which, what
//! the domain may not mention, how long a file may be, what every module must say of itself.
//!
//! The rules are in `rules`, each proven on a small text that it can fail; here they meet the tree.

mod code;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Not ours, or not in the repository: built, downloaded or local.
const SKIPPED: [&str; 5] = [".git", ".env", "target", "node_modules", "data"];

/// Every text file under a folder of the repository: its path from the root, and its content.
fn texts(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy();
            if SKIPPED.contains(&name.as_ref()) {
                continue;
            }
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    walk(&Path::new(ROOT).join(folder), &mut paths);
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(ROOT).unwrap().to_string_lossy();
        Some((name.into_owned(), fs::read_to_string(path).ok()?))
    };
    paths.iter().filter_map(read).collect()
}

/// The Rust files of `src`.
fn sources() -> Vec<(String, String)> {
    let rust = |(path, _): &(String, String)| path.ends_with(".rs");
    texts("src").into_iter().filter(rust).collect()
}

fn assert_none(problems: Vec<String>) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

fn check(files: Vec<(String, String)>, rule: fn(&str, &str) -> Vec<String>) {
    assert!(!files.is_empty());
    assert_none(files.iter().flat_map(|(p, t)| rule(p, t)).collect());
}

#[test]
fn every_module_keeps_to_its_words() {
    check(sources(), rules::forbidden_words);
}

#[test]
fn the_domain_has_no_float_literal() {
    check(sources(), rules::float_literals);
}

#[test]
fn modules_use_only_what_their_layer_may() {
    check(sources(), rules::arrows);
}

#[test]
fn no_file_is_too_long() {
    check(sources(), rules::length);
}

#[test]
fn no_file_names_a_place_of_some_machine() {
    check(texts(""), rules::machine_paths);
}

#[test]
fn every_module_says_what_it_is() {
    let files = sources();
    let (_, lib) = files.iter().find(|(path, _)| path == "src/lib.rs").unwrap();
    let own_doc = |module: &str| {
        let paths = [format!("src/{module}.rs"), format!("src/{module}/mod.rs")];
        let found = files.iter().find(|(path, _)| paths.contains(path));
        found.is_some_and(|(_, text)| text.starts_with("//! "))
    };
    assert_none(rules::undocumented(lib, own_doc));
}
