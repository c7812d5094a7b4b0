//! A folder is told everything that is wrong with it, by file and line.

use cockpit::analyses::analysis::Analysis;
use cockpit::analyses::case;
use cockpit::analyses::fault::Fault;
use cockpit::analyses::folder::{self, Folder};

pub const DESCRIPTION: &str = r#"title = "Andel"
question = "Hvor stor er den?"

[[parameters]]
key = "year"
label = "År"
type = "year"
of = "components"

[[columns]]
key = "area"
label = "Kommune"
type = "area"
role = "names"

[[columns]]
key = "share"
label = "Andel"
type = "percent"
role = "figure"
missing = "Uden udgift."
"#;

pub const QUERY: &str = "SELECT area, mul_div(persons, 10000, 30000) AS share\nFROM components\nWHERE year = :year\nORDER BY area\n";

pub const CASE: &str = r#"title = "En tredjedel"
today = "2026-11-27"

[parameters]
year = "2024"

[views]
components = [
  { area = "851", paragraph = "SEL_107", year = "2024", expenditure = "1.00", persons = "1.0" },
]

[[rows]]
area = "851"
share = "33.33"
"#;

/// A folder that is right, with some of its files as they are given.
pub fn with(changed: &[(&str, &str)]) -> Folder {
    let files = [
        ("analysis.toml", DESCRIPTION),
        ("query.sql", QUERY),
        ("README.md", "Metoden."),
        ("cases/a.toml", CASE),
        ("cases/b.toml", CASE),
        ("cases/c.toml", CASE),
    ];
    let text = |(name, text): (&str, &str)| {
        let given = changed.iter().find(|(known, _)| *known == name);
        (
            name.to_owned(),
            given.map_or(text, |(_, text)| text).to_owned(),
        )
    };
    Folder {
        name: "andel".to_owned(),
        files: files.map(text).into(),
    }
}

pub fn read(changed: &[(&str, &str)]) -> Result<Analysis, Vec<Fault>> {
    folder::read(&with(changed))
}

/// The faults as lines.
pub fn faults(changed: &[(&str, &str)]) -> Vec<String> {
    let found = read(changed).err().unwrap_or_default();
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn a_right_folder_is_an_analysis_whose_cases_hold() {
    let analysis = read(&[]).unwrap_or_else(|faults| panic!("{faults:?}"));
    assert_eq!(analysis.cases.len(), 3);
    for one in &analysis.cases {
        assert_eq!(case::check(&analysis, one), Ok(()));
    }
}

#[test]
fn an_expectation_that_is_wrong_in_the_last_digit_fails_by_line() {
    for wrong in ["33.34", "33.3", "33.333", "33,33", "–"] {
        let text = CASE.replace("33.33", wrong);
        let analysis = read(&[("cases/b.toml", &text)]).unwrap_or_else(|f| panic!("{f:?}"));
        let found = case::check(&analysis, &analysis.cases[1]).unwrap_err();
        let told = format!(
            "cases/b.toml:12: Række 1, »share«: forventet »{wrong}«, men forespørgslen gav »33.33«."
        );
        assert_eq!(found[0].to_string(), told);
    }
    let persons = DESCRIPTION.replace("percent", "persons");
    let query = QUERY.replace("10000, 30000", "1, 3");
    let text = CASE.replace("33.33", "0.33");
    let changed = [
        ("analysis.toml", persons.as_str()),
        ("query.sql", query.as_str()),
        ("cases/a.toml", text.as_str()),
    ];
    let analysis = read(&changed).unwrap_or_else(|f| panic!("{f:?}"));
    let found = case::check(&analysis, &analysis.cases[0]).unwrap_err();
    assert!(
        found[0]
            .words
            .ends_with("forventet »0.33«, men forespørgslen gav »0.3333«.")
    );
}

#[test]
fn a_row_too_many_or_too_few_fails() {
    let more = format!("{CASE}\n[[rows]]\narea = \"860\"\nshare = \"0.00\"\n");
    let analysis = read(&[("cases/a.toml", &more)]).unwrap_or_else(|f| panic!("{f:?}"));
    let found = case::check(&analysis, &analysis.cases[0]).unwrap_err();
    assert_eq!(
        found[0].words,
        "Forventet 2 rækker, men forespørgslen gav 1."
    );
}

/// Each change of a right folder, and the fault that it has to give.
const FAULTS: [(&str, &str, &str, &str); 24] = [
    (
        "analysis.toml",
        "title = \"Andel\"",
        "",
        "analysis.toml:1: »title« mangler.",
    ),
    (
        "analysis.toml",
        "title = \"Andel\"",
        "title = 7",
        "analysis.toml:1: »title« skal være en tekst",
    ),
    (
        "analysis.toml",
        "title = \"Andel\"",
        "titel = \"Andel\"",
        "analysis.toml:1: »titel« kendes ikke her.",
    ),
    ("analysis.toml", "label = \"År\"", "", "»label« mangler."),
    (
        "analysis.toml",
        "of = \"components\"",
        "of = \"areas\"",
        "analysis.toml:8: »areas« er ikke en tabel med år.",
    ),
    (
        "analysis.toml",
        "type = \"year\"",
        "type = \"aar\"",
        "analysis.toml:7: Typen »aar« kendes ikke.",
    ),
    (
        "analysis.toml",
        "type = \"percent\"",
        "type = \"procent\"",
        "analysis.toml:19: Typen »procent« kendes ikke.",
    ),
    (
        "analysis.toml",
        "role = \"names\"",
        "role = \"says\"",
        "Mindst én kolonne skal navngive rækken",
    ),
    (
        "analysis.toml",
        "role = \"figure\"",
        "role = \"says\"",
        "analysis.toml:20: Et tal har role = \"figure\"",
    ),
    (
        "analysis.toml",
        "missing = \"Uden udgift.\"",
        "",
        "»missing« mangler",
    ),
    (
        "analysis.toml",
        "key = \"share\"",
        "key = \"andel\"",
        "Kolonnerne er area, andel, men query.sql giver area, share.",
    ),
    (
        "analysis.toml",
        "key = \"share\"",
        "key = \"Andel!\"",
        "analysis.toml:17: Nøglen »Andel!« skal være",
    ),
    (
        "analysis.toml",
        "key = \"year\"",
        "key = \"aar\"",
        "Parameteren »aar« bruges ikke i query.sql.",
    ),
    (
        "analysis.toml",
        "[[columns]]",
        "[[columns]",
        "Filen er ikke TOML",
    ),
    (
        "analysis.toml",
        "missing = \"Uden udgift.\"",
        "missing = \"x\"\nsensitivity = \"cases\"",
        "er ikke regnet af enkeltsager",
    ),
    (
        "query.sql",
        "ORDER BY area",
        "ORDER BY place",
        "query.sql:4: Databasen siger: no such column: place",
    ),
    ("query.sql", "FROM components", "FROM users", "»users«"),
    (
        "query.sql",
        "mul_div(persons, 10000, 30000)",
        "persons / 3",
        "query.sql:1: Division taber en rest.",
    ),
    (
        "query.sql",
        "FROM components",
        "FROM case_lines",
        "query.sql:2: »case_lines« er enkeltsager",
    ),
    (
        "cases/a.toml",
        "year = \"2024\"\n\n[views]",
        "year = 2024\n\n[views]",
        "cases/a.toml:5: »year« skal være en tekst",
    ),
    (
        "cases/a.toml",
        "persons = \"1.0\"",
        "persons = 1.0",
        "cases/a.toml:9: »persons« skal være en tekst",
    ),
    (
        "cases/a.toml",
        "persons = \"1.0\"",
        "persons = \"1,0\"",
        "cases/a.toml:9: »persons«: »1,0« er ikke personer",
    ),
    (
        "cases/a.toml",
        ", persons = \"1.0\"",
        "",
        "cases/a.toml:9: Rækken af »components« mangler »persons«.",
    ),
    (
        "cases/a.toml",
        "share = \"33.33\"",
        "",
        "cases/a.toml:12: Rækken mangler »share«.",
    ),
];

#[test]
fn each_fault_is_told_by_file_and_line() {
    for (file, from, to, told) in FAULTS {
        let folder = with(&[]);
        let text = &folder
            .files
            .iter()
            .find(|(name, _)| name == file)
            .unwrap()
            .1;
        assert!(text.contains(from), "{from}");
        // The last of its kind: what stands twice stands in the parameter first.
        let at = if told.contains("label") {
            text.find(from)
        } else {
            text.rfind(from)
        }
        .unwrap();
        let changed = format!("{}{to}{}", &text[..at], &text[at + from.len()..]);
        let found = faults(&[(file, &changed)]);
        assert!(
            found.iter().any(|line| line.contains(told)),
            "{told}: {found:#?}"
        );
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let description = DESCRIPTION
        .replace("title = \"Andel\"", "")
        .replace("percent", "procent");
    let query = QUERY.replace("WHERE", ";\nWHERE");
    let found = faults(&[("analysis.toml", &description), ("query.sql", &query)]);
    assert_eq!(found.len(), 3, "{found:#?}");
}

#[test]
fn a_view_that_is_not_given_must_be_said_to_be_empty() {
    let case = CASE.replace("components = [", "other = [");
    let found = faults(&[("cases/a.toml", &case)]);
    assert!(
        found
            .iter()
            .any(|line| line.contains("Forespørgslen læser »components«, som ikke er givet.")),
        "{found:#?}"
    );
    let empty = "title = \"x\"\ntoday = \"2026-11-27\"\nrows = \"empty\"\n[parameters]\nyear = \"2024\"\n[views]\ncomponents = \"empty\"\n";
    assert_eq!(faults(&[("cases/a.toml", empty)]), Vec::<String>::new());
}

#[test]
fn too_few_cases_and_files_that_nobody_reads_are_faults() {
    let mut folder = with(&[]);
    folder.files.pop();
    folder.files.push(("notes.txt".to_owned(), String::new()));
    let found = folder::read(&folder).err().unwrap();
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(
        found[0].starts_with("cases:1: Der er 2 prøver"),
        "{found:?}"
    );
    assert!(found[1].starts_with("notes.txt:1:"), "{found:?}");
}

const OF_CASES: &str = "SELECT municipality AS area, masked, cost AS share\nFROM published_cases\nWHERE year = :year\n";

fn of_cases(sensitivity: &str, query: &str) -> Vec<String> {
    let mask = "\n[[columns]]\nkey = \"masked\"\ntype = \"yes_no\"\nrole = \"mask\"\n\n[[columns]]\nkey = \"share\"";
    let description = DESCRIPTION
        .replace("\n[[columns]]\nkey = \"share\"", mask)
        .replace("percent", "kroner")
        .replace(
            "missing = \"Uden udgift.\"",
            &format!("missing = \"x\"\n{sensitivity}"),
        );
    let empty = "title = \"x\"\ntoday = \"2026-11-27\"\nrows = \"empty\"\n[parameters]\nyear = \"2024\"\n[views]\ncomponents = \"empty\"\npublished_cases = \"empty\"\n";
    let empty = if query.contains("components") {
        empty.to_owned()
    } else {
        empty.replace("components = \"empty\"\n", "")
    };
    let description = if query.contains("components") {
        description
    } else {
        description.replace("\"components\"", "\"published_cases\"")
    };
    faults(&[
        ("analysis.toml", &description),
        ("query.sql", query),
        ("cases/a.toml", &empty),
        ("cases/b.toml", &empty),
        ("cases/c.toml", &empty),
    ])
}

#[test]
fn what_is_made_of_cases_is_sensitive_whatever_the_folder_says() {
    assert_eq!(
        of_cases("sensitivity = \"cases\"", OF_CASES),
        Vec::<String>::new()
    );
    let harmless = of_cases("", OF_CASES);
    assert!(
        harmless[0].contains("»share« er regnet af enkeltsager og er følsom"),
        "{harmless:?}"
    );
    let open = of_cases("sensitivity = \"open\"", OF_CASES);
    assert!(
        open.iter()
            .any(|line| line.contains("»sensitivity« er \"cases\" eller udelades")),
        "{open:?}"
    );
    let without = DESCRIPTION
        .replace("percent", "kroner")
        .replace("\"components\"", "\"published_cases\"");
    let query = OF_CASES.replace("masked, ", "");
    let found = faults(&[("analysis.toml", &without), ("query.sql", &query)]);
    assert!(
        found.iter().any(|line| line.contains("role = \"mask\"")),
        "{found:?}"
    );
}

#[test]
fn of_tables_with_masked_cells_nothing_is_added_up() {
    for function in [
        "sum(cost)",
        "coalesce(cost, 0)",
        "max(cost)",
        "median(cost)",
        "count(cost)",
    ] {
        let query = OF_CASES.replace("cost AS", &format!("{function} AS"));
        let found = of_cases("sensitivity = \"cases\"", &query);
        assert!(
            found
                .iter()
                .any(|line| line.contains("kan ikke bruges på tabeller med skjulte tal")),
            "{function}: {found:?}"
        );
    }
}
