//! The rules inside a floor: which subject may use which, and who may write.

use crate::code::code_only;
use crate::files::Arrows;

/// The floors that have a room for each subject.
const FLOORS: [&str; 6] = ["domain", "import", "storage", "changes", "reports", "web"];

/// What each subject may use of the others on its own floor, beside the ground of the floor: only
/// those above it, so that subjects form no circle. A folder or file of such a name is the room;
/// what is in no room is ground.
const SUBJECTS: [(&str, &[&str]); 22] = [
    ("people", &[]),
    ("mail", &["people"]),
    ("comments", &["mail"]),
    ("data", &["comments"]),
    ("components", &["data"]),
    ("offers", &["components", "data"]),
    ("tariffs", &["data", "offers"]),
    ("results", &["data", "offers"]),
    ("follow_up", &["offers", "people", "tariffs"]),
    ("dossier", &[]),
    ("meetings", &["dossier", "offers"]),
    ("cases", &["components", "data", "offers", "tariffs"]),
    ("marks", &["cases", "components"]),
    ("places", &["data", "mail", "offers", "people"]),
    (
        "searches",
        &["mail", "offers", "people", "places", "tariffs"],
    ),
    (
        "workplan",
        &[
            "cases",
            "components",
            "follow_up",
            "offers",
            "places",
            "results",
            "tariffs",
        ],
    ),
    (
        "news",
        &["comments", "data", "follow_up", "mail", "people", "tariffs"],
    ),
    ("projections", &["components"]),
    ("statbank", &["components", "data"]),
    (
        "front",
        &[
            "cases",
            "components",
            "follow_up",
            "offers",
            "places",
            "tariffs",
            "workplan",
        ],
    ),
    ("analyses", &["comments", "news"]),
    ("about", &[]),
];

/// Pages lead to each other: what a room writes the addresses of its pages with, any may ask for.
const DOORS: &str = "/links.rs";

/// Where `Store::write` may be called: by the floor of changes, by what a
/// database starts with, and by the three that write down that something was seen or left.
const WRITERS: [&str; 8] = [
    "src/storage/",
    "src/changes/",
    "src/reference.rs",
    "src/demo.rs",
    "src/demo/",
    "src/cli/export.rs",
    "src/web/downloads.rs",
    "src/web/identity.rs",
];

/// Floor and subject of a file, when it lies in a room.
fn room(path: &str) -> Option<(&str, &str)> {
    let mut parts = path.strip_prefix("src/")?.split('/');
    let (floor, name) = (parts.next()?, parts.next()?);
    let name = name.strip_suffix(".rs").unwrap_or(name);
    let known = SUBJECTS.iter().any(|(subject, _)| *subject == name);
    (FLOORS.contains(&floor) && known).then_some((floor, name))
}

/// Arrows between rooms of one floor that the table does not have.
pub fn strangers(arrows: &Arrows) -> Vec<String> {
    let mut found = Vec::new();
    for (from, used) in arrows {
        let Some((floor, subject)) = room(from) else {
            continue;
        };
        let own = SUBJECTS.iter().find(|(name, _)| *name == subject);
        let allowed = own.map_or(&[][..], |(_, allowed)| allowed);
        found.extend(used.iter().filter_map(|to| {
            let (_, other) = room(to).filter(|(other, _)| *other == floor)?;
            let door = floor == "web" && to.ends_with(DOORS);
            let wrong = other != subject && !allowed.contains(&other) && !door;
            wrong.then(|| format!("{from}: {subject} may not use {other} of its floor: {to}"))
        }));
    }
    found
}

/// What the tables allow and no file needs.
pub fn unused(arrows: &Arrows) -> Vec<String> {
    let has = |from: &str, to: &str| {
        arrows.iter().any(|(file, used)| {
            room(file).is_some_and(|(floor, subject)| {
                subject == from && used.iter().any(|u| room(u) == Some((floor, to)))
            })
        })
    };
    let rows = SUBJECTS.iter().flat_map(|(from, allowed)| {
        let idle = allowed.iter().filter(|to| !has(from, to));
        idle.map(move |to| format!("{from} uses {to} on no floor: take it out of SUBJECTS"))
    });
    rows.collect()
}

/// Lines that open a transaction that writes.
pub fn writers(path: &str, text: &str) -> Vec<String> {
    let tests = path.contains("/tests/") || path.ends_with("/tests.rs");
    if tests || WRITERS.iter().any(|place| path.starts_with(place)) {
        return Vec::new();
    }
    let code = code_only(text);
    let writes = |line: &str| {
        ["Store::write", ".write(|", ".write::<", ".write(move |"]
            .iter()
            .any(|call| line.contains(call))
    };
    let numbered = (1..).zip(code.lines());
    numbered
        .filter(|(_, line)| writes(line))
        .map(|(n, _)| format!("{path}:{n}: only the floor `changes` writes"))
        .collect()
}

#[test]
fn strangers_in_a_room_are_found() {
    let arrow = |from: &str, to: &str| {
        let file = |path: &str| format!("src/{path}");
        strangers(&Arrows::from([(file(from), [file(to)].into())])).len()
    };
    assert_eq!(arrow("web/offers/form.rs", "web/people/users.rs"), 1);
    assert_eq!(arrow("storage/meetings.rs", "storage/tariffs.rs"), 1);
    assert_eq!(arrow("web/tariffs/list.rs", "web/offers/links.rs"), 0);
    assert_eq!(arrow("web/offers/form.rs", "web/tariffs/list.rs"), 1);
    // A door, the ground, another floor, the own room.
    assert_eq!(arrow("web/offers/form.rs", "web/tariffs/links.rs"), 0);
    assert_eq!(arrow("web/offers/form.rs", "web/state.rs"), 0);
    assert_eq!(arrow("web/router.rs", "web/offers/form.rs"), 0);
    assert_eq!(arrow("web/offers/form.rs", "reports/tariffs/row.rs"), 0);
    assert_eq!(arrow("web/offers/form.rs", "web/offers/links.rs"), 0);
}

#[test]
fn subjects_use_those_above_them() {
    for (at, (subject, allowed)) in SUBJECTS.iter().enumerate() {
        for other in *allowed {
            let above = SUBJECTS[..at].iter().any(|(name, _)| name == other);
            assert!(above, "{subject} uses {other}, which is not above it");
        }
    }
}

#[test]
fn rows_that_nobody_needs_are_found() {
    let idle = unused(&Arrows::new()).len();
    assert!(idle > 0);
    let (from, to) = ("src/web/tariffs/list.rs", "src/web/offers/fields.rs");
    let one = Arrows::from([(from.to_owned(), [to.to_owned()].into())]);
    assert_eq!(unused(&one).len(), idle - 1);
}

#[test]
fn writers_are_found() {
    let wrong = |path, text| writers(path, text).len();
    let write = "store.write(|db| x)?;\nstore.write::<_, E>(move |db| x)?; // .write(|";
    assert_eq!(wrong("src/web/offers/form.rs", write), 2);
    assert_eq!(wrong("src/cli/import.rs", "Store::write(s, f)"), 1);
    assert_eq!(wrong("src/changes/offers/form.rs", write), 0);
    assert_eq!(
        wrong("src/export/csv.rs", "writer.write(row); json::write(r)"),
        0
    );
}
