//! Which file of `src` uses which: arrows found from `use` lines and from paths in the code.
//!
//! A path is followed through the tree of modules to the file that *defines* what it names: where
//! a module only hands it on (`pub use fact::ComponentFact;`), the arrow goes to the file behind.
//! Two things are no arrow, because they would make a circle of every folder:
//!
//! - From a file to what a module *above* it defines itself (`super::ExportError`,
//!   `crate::import::Options`): the head of a folder is the ground its files stand on. The way
//!   down, from the head to its files, counts, and so does everything that comes from outside; so
//!   a circle that leaves the folder is found.
//! - What tests use: `#[cfg(test)]` modules and files named `tests` look at whatever they like.
//!
//! Words of macros that name no path (`handlers!`) and methods are not seen.

use std::collections::{BTreeMap, BTreeSet};

use crate::code::{code_only, is_word};

/// The path of a module from the root of the crate: `["web", "offers", "form"]`.
type Module = Vec<String>;

/// Arrows from a file to the files it uses.
pub type Arrows = BTreeMap<String, BTreeSet<String>>;

struct File {
    path: String,
    module: Module,
    code: String,
    /// Names that `use` lines bring in, and the path behind each.
    names: BTreeMap<String, Module>,
    /// Modules whose names are all brought in (`use of_file::*`).
    globs: Vec<Module>,
}

/// The arrows between these files, each given with its path from the root and its text.
pub fn arrows(sources: &[(String, String)]) -> Arrows {
    let files: Vec<File> = sources
        .iter()
        .filter(|(path, _)| !is_test(path))
        .map(|(path, text)| read(path, &without_tests(&code_only(text))))
        .collect();
    let tree = Tree {
        by_module: files.iter().map(|f| (f.module.clone(), f)).collect(),
    };
    files
        .iter()
        .map(|file| (file.path.clone(), tree.used_by(file)))
        .collect()
}

/// The circles: sets of files that reach each other, each with the arrows inside it.
pub fn circles(arrows: &Arrows) -> Vec<Vec<String>> {
    let reach = |from: &String| {
        let mut seen: BTreeSet<&String> = BTreeSet::new();
        let mut open: Vec<&String> = arrows[from].iter().collect();
        while let Some(file) = open.pop() {
            if seen.insert(file) {
                open.extend(arrows.get(file).into_iter().flatten());
            }
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<&String>> =
        arrows.keys().map(|file| (file, reach(file))).collect();
    let mut found: Vec<Vec<String>> = Vec::new();
    for (file, others) in &reached {
        if !others.contains(file) || found.iter().any(|circle| circle.contains(file)) {
            continue;
        }
        let back = |other: &&&String| reached.get(*other).is_some_and(|r| r.contains(file));
        found.push(others.iter().filter(back).map(|o| (*o).clone()).collect());
    }
    found
}

/// The arrows within a set of files, as lines.
pub fn within(arrows: &Arrows, circle: &[String]) -> Vec<String> {
    let inside = circle.iter().flat_map(|from| {
        let to = arrows[from].iter().filter(|to| circle.contains(to));
        to.map(move |to| format!("{from} -> {to}"))
    });
    inside.collect()
}

fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// The module that a file is: `src/web/mod.rs` is `web`, `src/lib.rs` the crate itself.
fn module_of(path: &str) -> Module {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    let name = inside.strip_suffix(".rs").unwrap_or(inside);
    let name = name.strip_suffix("/mod").unwrap_or(name);
    match name {
        "lib" => Module::new(),
        name => name.split('/').map(str::to_owned).collect(),
    }
}

/// Code without its `#[cfg(test)]` modules.
fn without_tests(code: &str) -> String {
    let mut kept = String::new();
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        kept.push_str(&rest[..at]);
        let after = &rest[at..];
        // A `mod tests;` ends with its line, a block with its last brace.
        let block = after
            .find('{')
            .filter(|open| after.find(';').is_none_or(|end| *open < end));
        let end = match block {
            Some(open) => open + block_length(&after[open..]),
            None => after.find(';').map_or(after.len(), |end| end + 1),
        };
        rest = &after[end..];
    }
    kept + rest
}

/// The length of the block that begins with this brace.
fn block_length(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

fn read(path: &str, code: &str) -> File {
    let mut file = File {
        path: path.to_owned(),
        module: module_of(path),
        code: String::new(),
        names: BTreeMap::new(),
        globs: Vec::new(),
    };
    for statement in code.split_inclusive(';') {
        // `use` is the last keyword before what it brings in: `pub(super) use of_file::*;`.
        let used = statement.rfind("use ").filter(|at| {
            let before = statement[..*at].chars().next_back();
            !before.is_some_and(is_word) && !statement[*at..].contains(['(', '=', '<'])
        });
        match used {
            Some(at) => {
                file.code.push_str(&statement[..at]);
                let tree = statement[at + 4..].trim_end_matches(';');
                let tree: String = tree.split_whitespace().collect::<Vec<_>>().join(" ");
                bring(&mut file, &[], &tree);
            }
            None => file.code.push_str(statement),
        }
    }
    file
}

/// Reads one tree of a `use` line: `a::{b, c as d, e::*}`.
fn bring(file: &mut File, before: &[String], tree: &str) {
    let tree = tree.trim();
    if let Some(group) = tree.strip_prefix('{') {
        for member in members(group) {
            bring(file, before, member);
        }
        return;
    }
    match tree.split_once("::") {
        // A crate of others by its full name.
        Some(("", _)) => {}
        Some((head, rest)) => bring(file, &[before, &[head.to_owned()]].concat(), rest),
        None if tree == "*" => file.globs.push(before.to_vec()),
        None => {
            let (name, alias) = tree.split_once(" as ").unwrap_or((tree, tree));
            let path = match name {
                "self" => before.to_vec(),
                name => [before, &[name.to_owned()]].concat(),
            };
            let alias = match alias {
                "self" => path.last().cloned().unwrap_or_default(),
                alias => alias.to_owned(),
            };
            // `use x as _` brings in no name, but it is an arrow all the same.
            let alias = match alias.as_str() {
                "_" => format!("_{}", file.names.len()),
                _ => alias,
            };
            file.names.insert(alias, path);
        }
    }
}

/// The members of a group, split at its own commas, given what follows its opening brace.
fn members(group: &str) -> Vec<&str> {
    let mut depth = 1;
    let mut from = 0;
    let mut found = Vec::new();
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 || (c == ',' && depth == 1) {
            found.push(group[from..at].trim());
            from = at + 1;
        }
        if depth == 0 {
            break;
        }
    }
    found.retain(|member| !member.is_empty());
    found
}

/// Every path in code, as its segments.
fn paths(code: &str) -> Vec<Module> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(is_word) {
        let outside = rest[..at].ends_with("::");
        rest = &rest[at..];
        let mut path = Module::new();
        loop {
            let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            path.push(rest[..end].to_owned());
            rest = &rest[end..];
            match rest.strip_prefix("::") {
                Some(next) if next.starts_with(is_word) => rest = next,
                _ => break,
            }
        }
        if path.len() > 1 && !outside {
            found.push(path);
        }
    }
    found
}

struct Tree<'a> {
    by_module: BTreeMap<Module, &'a File>,
}

impl Tree<'_> {
    fn used_by(&self, file: &File) -> BTreeSet<String> {
        let brought = file.names.values().cloned();
        let written = paths(&file.code);
        let mut used: BTreeSet<String> = brought
            .chain(written)
            .filter_map(|path| self.absolute(file, &path))
            .filter_map(|path| self.defining(&path, 0))
            // The head of a folder that the file lies in is its ground.
            .filter(|used| !file.module.starts_with(&used.module))
            .map(|used| used.path.clone())
            .collect();
        let globs = file.globs.iter();
        let globs = globs.filter_map(|path| self.by_module.get(&self.absolute(file, path)?));
        used.extend(
            globs
                .filter(|used| !file.module.starts_with(&used.module))
                .map(|used| used.path.clone()),
        );
        used
    }

    /// A path of a file from the root of the crate; `None` for what is not ours.
    fn absolute(&self, file: &File, path: &[String]) -> Option<Module> {
        let (head, rest) = path.split_first()?;
        let up = |levels: usize| {
            let above = file.module.len().checked_sub(levels)?;
            Some(file.module[..above].to_vec())
        };
        let base = match head.as_str() {
            "crate" | "cockpit" => Module::new(),
            "self" => file.module.clone(),
            "super" => {
                let more = rest.iter().take_while(|s| *s == "super").count();
                let base = up(1 + more)?;
                return Some([base, rest[more..].to_vec()].concat());
            }
            head => {
                let child = [file.module.as_slice(), &[head.to_owned()]].concat();
                match file.names.get(head) {
                    Some(behind) if behind.as_slice() != path => self.absolute(file, behind)?,
                    _ if self.by_module.contains_key(&child) => child,
                    _ => return None,
                }
            }
        };
        Some([base, rest.to_vec()].concat())
    }

    /// The file that defines what a path names; `None` where the path ends at the head of a folder,
    /// which is no use of anything yet.
    fn defining(&self, path: &[String], hops: usize) -> Option<&File> {
        let known = (0..=path.len())
            .rev()
            .find(|n| self.by_module.contains_key(&path[..*n]))?;
        let file = self.by_module[&path[..known]];
        let Some(item) = path.get(known) else {
            return (!self.is_head(&file.module)).then_some(file);
        };
        if hops < 8 && !defines(&file.code, item) {
            if let Some(behind) = file.names.get(item) {
                let behind = self.absolute(file, behind)?;
                return self.defining(&behind, hops + 1);
            }
            let behind = file.globs.iter().find_map(|glob| {
                let glob = self.absolute(file, glob)?;
                let there = self.by_module.get(&glob)?;
                defines(&there.code, item).then_some(*there)
            });
            if behind.is_some() {
                return behind;
            }
        }
        Some(file)
    }

    /// Whether other modules lie in this one.
    fn is_head(&self, module: &Module) -> bool {
        let inside = |other: &Module| other.len() > module.len() && other.starts_with(module);
        self.by_module.keys().any(inside)
    }
}

fn defines(code: &str, item: &str) -> bool {
    let kinds = [
        "fn", "struct", "enum", "trait", "type", "const", "static", "union",
    ];
    code.match_indices(item).any(|(at, _)| {
        let whole = !code[at + item.len()..].starts_with(is_word);
        let before = code[..at].trim_end();
        whole && before.len() < at && kinds.iter().any(|kind| before.ends_with(kind))
    })
}

#[cfg(test)]
fn of(files: &[(&str, &str)]) -> Arrows {
    let owned = |(path, text): &(&str, &str)| (format!("src/{path}"), (*text).to_owned());
    arrows(&files.iter().map(owned).collect::<Vec<_>>())
}

#[test]
fn arrows_lead_to_the_file_that_defines() {
    let found = of(&[
        ("lib.rs", "pub mod a; pub mod b;"),
        (
            "a/mod.rs",
            "mod fact; pub use fact::Fact; pub struct Own; pub mod other;",
        ),
        ("a/fact.rs", "use super::Own; pub struct Fact;"),
        ("a/other.rs", "pub fn f() {}"),
        (
            "b.rs",
            "use crate::a::{self, Fact as F, Own}; // crate::c\nfn x() { a::other::f() }",
        ),
    ]);
    let of_b: Vec<&str> = found["src/b.rs"].iter().map(String::as_str).collect();
    assert_eq!(of_b, ["src/a/fact.rs", "src/a/mod.rs", "src/a/other.rs"]);
    // What the head of its own folder defines is a file's ground.
    assert!(found["src/a/fact.rs"].is_empty());
    assert!(found["src/a/mod.rs"].contains("src/a/fact.rs"));
    assert!(circles(&found).is_empty());
}

#[test]
fn circles_of_files_are_found() {
    let two = of(&[
        ("a.rs", "use crate::b::B;"),
        ("b.rs", "use super::c; fn f() { c::x(); }"),
        ("c.rs", "fn x() -> crate::a::A {}"),
        ("d.rs", "use crate::a::A;"),
    ]);
    assert_eq!(circles(&two), [["src/a.rs", "src/b.rs", "src/c.rs"]]);
    assert_eq!(within(&two, &circles(&two)[0]).len(), 3);
    // Through the head of a folder: the way down counts, and so does the way in from outside.
    let folder = of(&[
        ("a/mod.rs", "mod x; pub fn f() { x::g() }"),
        ("a/x.rs", "use crate::b; pub fn g() { b::h() }"),
        ("b.rs", "pub fn h() { crate::a::f() }"),
    ]);
    assert_eq!(circles(&folder).len(), 1);
    // Through what a module hands on, by name or all of it.
    let handed_on = of(&[
        ("a.rs", "mod x; mod y; pub use x::X; use y::*;"),
        ("a/x.rs", "use super::Y; pub struct X;"),
        ("a/y.rs", "fn f(x: super::X) {} pub struct Y;"),
    ]);
    assert_eq!(circles(&handed_on), [["src/a/x.rs", "src/a/y.rs"]]);
}

#[test]
fn tests_and_other_crates_make_no_arrow() {
    let found = of(&[
        (
            "a.rs",
            "use ::b::X; #[cfg(test)]\nmod tests { use crate::b::B; fn f() {} }",
        ),
        ("b.rs", "use crate::a::A; #[cfg(test)]\nmod tests;"),
        ("b/tests.rs", "use crate::a::A;"),
    ]);
    assert!(found["src/a.rs"].is_empty());
    assert_eq!(found["src/b.rs"].len(), 1);
    assert!(!found.contains_key("src/b/tests.rs"));
}
