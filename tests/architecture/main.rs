//! The rules of docs/ARCHITECTURE.md, checked on the source text: which module may use which, what
//! the domain may not mention, how long a file may be, what every module must say of itself.
//!
//! The rules are in `rules` (a file on its own), `files` (circles of files) and `rooms` (subjects of
//! a floor), each proven on a small text that it can fail; here they meet the tree.

mod code;
mod files;
mod rooms;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Folders of the root that are not ours, or not in the repository: built, downloaded or local.
const SKIPPED: [&str; 5] = [".git", ".env", "target", "node_modules", "data"];

/// Every text file under a folder of the repository: its path from the root, and its content.
fn texts(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            // Of the root only: `src/storage/data` is ours. What npm brings is nowhere.
            let skipped = |name: &&str| path == Path::new(ROOT).join(name);
            if SKIPPED.iter().any(skipped) || path.ends_with("node_modules") {
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
fn no_files_use_each_other_in_a_circle() {
    let arrows = files::arrows(&sources());
    // A tree of modules that was not understood has no arrows, and so no circles.
    assert!(arrows.values().map(|used| used.len()).sum::<usize>() > arrows.len());
    let circles = files::circles(&arrows);
    let told = circles.iter().map(|circle| {
        let inside = files::within(&arrows, circle).join("\n  ");
        format!("a circle of {} files:\n  {inside}", circle.len())
    });
    assert_none(told.collect());
}

#[test]
fn subjects_use_only_what_their_row_says() {
    let arrows = files::arrows(&sources());
    let mut problems = rooms::strangers(&arrows);
    problems.extend(rooms::unused(&arrows));
    assert_none(problems);
}

#[test]
fn only_changes_write() {
    check(sources(), rooms::writers);
}

#[test]
fn no_file_is_too_long() {
    check(sources(), rules::length);
}

#[test]
fn a_yes_or_no_is_decided_by_if() {
    check(sources(), rules::matched_flags);
}

#[test]
fn no_line_of_a_template_is_too_long() {
    check(texts("templates"), rules::template_lines);
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
