//! `cockpit pseudonymise` as a municipality runs it: files in, files out, no database, no number.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;

const KEY: &str = "0123456789abcdef0123456789abcdef\n";

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cockpit"))
        .current_dir(folder)
        .env_remove("DATABASE_URL")
        .arg("pseudonymise")
        .args(args)
        .output()
        .expect("it runs")
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("key"), KEY).expect("a key");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

const OF_KEY: [&str; 4] = ["--key-file", "key", "--column", "cpr"];

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn one_person_has_one_pseudonym_in_the_files_of_two_years() {
    let folder = folder(&[
        (
            "2023.csv",
            "Udtræk af 1. marts\nCPR;kommune;udgift\n010190-1234;851;-1.000,00\n020280-4321;851;=1+1\n",
        ),
        ("2024.csv", "kommune,cpr,udgift\n851,0202804321,2000.00\n"),
    ]);
    let rows = |name: &str| {
        let done = run(folder.path(), &[&[name], &OF_KEY[..]].concat());
        let said = text(&done.stderr);
        assert!(done.status.success(), "{said}");
        assert!(!said.contains("0202") && !said.contains("0101"), "{said}");
        let out = text(&done.stdout);
        assert!(!out.contains("4321") && !out.contains("1234"), "{out}");
        out.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let first = rows("2023.csv");
    assert_eq!(first[0], "\u{feff}Udtræk af 1. marts");
    assert_eq!(first[1], "CPR;kommune;udgift");
    let second = rows("2024.csv");
    let (person, rest) = first[3].split_once(';').expect("cells");
    // What a spreadsheet would run is a text.
    assert_eq!(rest, "851;'=1+1");
    assert_eq!(second[1], format!("851,{person},2000.00"));
    assert_eq!(person.len(), 32);
    let (other, rest) = first[2].split_once(';').expect("cells");
    assert_ne!(other, person);
    assert_eq!(rest, "851;-1.000,00");
    // Nothing but the files that were there: no database was made.
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["2023.csv", "2024.csv", "key"]);
}

#[test]
fn a_workbook_stays_one_with_its_numbers() {
    let folder = folder(&[("a.csv", "cpr;x\n0101901234;1\n")]);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Sager").expect("a name");
    for (column, name) in (0..).zip(["cpr", "udgift"]) {
        sheet.write_string(0, column, name).expect("a cell");
    }
    // A number cell, from which the first zero is gone.
    sheet.write_number(1, 0, 101_901_234).expect("a cell");
    sheet.write_number(1, 1, 2.5).expect("a cell");
    workbook.save(folder.path().join("in.xlsx")).expect("saved");
    let done = run(
        folder.path(),
        &[&["in.xlsx", "-o", "out.xlsx"], &OF_KEY[..]].concat(),
    );
    assert!(done.status.success(), "{}", text(&done.stderr));
    let mut read: Xlsx<_> = open_workbook(folder.path().join("out.xlsx")).expect("a workbook");
    let sheet = read.worksheet_range("Sager").expect("the sheet");
    let csv = run(folder.path(), &[&["a.csv"], &OF_KEY[..]].concat());
    let csv = text(&csv.stdout);
    let same = csv.lines().nth(1).and_then(|row| row.split(';').next());
    let pseudonym = sheet.get_value((1, 0)).map(ToString::to_string);
    assert_eq!(pseudonym.as_deref(), same);
    assert_eq!(sheet.get_value((1, 1)), Some(&Data::Float(2.5)));
    // A file that is there is left alone.
    let again = run(
        folder.path(),
        &[&["in.xlsx", "-o", "out.xlsx"], &OF_KEY[..]].concat(),
    );
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("is there already"));
}

#[test]
fn what_would_leave_a_number_behind_or_make_nobody_a_person_is_refused_whole() {
    let cases = [
        (
            "cpr;note\n0101901234;se 020280-4321\n",
            "fil.csv:2:note: et CPR-lignende nummer i en anden kolonne",
        ),
        (
            "cpr;note\n;en udgift\n",
            "fil.csv:2:cpr: ingen ident i rækken",
        ),
        (
            "cpr;udgift\n0101901234;1\nI alt;1\n",
            "fil.csv:3:cpr: en sum, ikke en person",
        ),
        (
            "ident;udgift\n0101901234;1\n",
            "fandt ingen kolonne »cpr«. Filen har »ident«, »udgift«.",
        ),
        ("0101901234;1\n", "Filen har »[nummer]«, »1«."),
        ("020280-4321;note\ncpr;x\n0101901234;1\n", "fil.csv:1:"),
    ];
    for (file, words) in cases {
        let folder = folder(&[("fil.csv", file)]);
        let done = run(
            folder.path(),
            &[&["fil.csv", "-o", "ud.csv"], &OF_KEY[..]].concat(),
        );
        let said = text(&done.stderr);
        assert_eq!(done.status.code(), Some(1), "{said}");
        assert!(said.contains(words), "{words}: {said}");
        assert!(!said.contains("4321") && !said.contains("1234"), "{said}");
        assert!(!folder.path().join("ud.csv").exists(), "{words}");
    }
    let folder = folder(&[("fil.csv", "cpr\n0101901234\n")]);
    fs::write(folder.path().join("key"), "kort").expect("a key");
    let done = run(folder.path(), &[&["fil.csv"], &OF_KEY[..]].concat());
    assert_eq!(done.status.code(), Some(1));
    let said = text(&done.stderr);
    assert!(
        said.contains("has 4 bytes; it must have at least 32"),
        "{said}"
    );
    assert!(!said.contains("kort"), "{said}");
}
