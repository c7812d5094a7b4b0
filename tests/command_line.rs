//! The program as scripts run it: what stands on stdout and stderr, and its exit.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs a command on a database of its folder.
fn cockpit(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cockpit"));
    command
        .arg("--database-url")
        .arg(format!("sqlite:{}", folder.join("cockpit.db").display()))
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs a command to its end while nobody reads its results: as `… | head` when head has gone.
fn unread(folder: &Path, args: &[&str]) -> Output {
    let mut child = cockpit(folder, args).spawn().expect("the program runs");
    drop(child.stdout.take());
    child.wait_with_output().expect("the program ends")
}

#[test]
fn results_are_on_stdout_and_messages_on_stderr() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = cockpit(folder.path(), &["migrate"]).output();
    assert!(made.expect("it runs").status.success());
    let export = ["export", "unit-costs", "--area", "KKR Nordjylland"];
    let done = cockpit(folder.path(), &export).output().expect("it runs");
    assert!(done.status.success());
    let report: serde_json::Value = serde_json::from_slice(&done.stdout).expect("JSON alone");
    assert_eq!(report["report"], "unit-costs");
    let unknown = cockpit(folder.path(), &["export", "no-such-report"])
        .output()
        .expect("it runs");
    assert_eq!(unknown.status.code(), Some(1));
    assert!(unknown.stdout.is_empty());
    let usage = cockpit(folder.path(), &["export"])
        .output()
        .expect("it runs");
    assert_eq!(usage.status.code(), Some(2));
}

#[test]
fn whoever_only_looks_makes_no_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("cockpit.db");
    let backup = folder.path().join("kopi.db");
    let backup = backup.to_str().expect("a path");
    for args in [
        &["check"][..],
        &["check", "disclosure"],
        &["export", "unit-costs"],
        &["backup", backup],
        &["user", "list"],
        &["user", "disable", "x@example.dk"],
        &["token", "create", "x@example.dk"],
        &["withdraw", "1", "--why", "x"],
    ] {
        let refused = cockpit(folder.path(), args).output().expect("it runs");
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(1), "{args:?}: {said}");
        assert!(refused.stdout.is_empty(), "{args:?}");
        let named = format!("there is no database at {}", path.display());
        assert!(said.contains(&named), "{args:?}: {said}");
        assert!(said.contains("--database-url"), "{args:?}: {said}");
        let left = std::fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(left, 0, "{args:?} left something");
    }
}

#[test]
fn a_user_has_a_role_or_is_administrator_or_both() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |args: &[&str]| cockpit(folder.path(), args).output().expect("it runs");
    for (email, more) in [
        ("a@example.dk", &["--admin"][..]),
        (
            "b@example.dk",
            &["--role", "chef", "--municipality", "851", "--admin"],
        ),
        ("c@example.dk", &["--role", "working-group"]),
    ] {
        let done = run(&[&["user", "add", email], more].concat());
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.success(), "{email}: {said}");
    }
    for more in [
        &[][..],
        &["--role", "admin"],
        &["--role", "konge", "--admin"],
    ] {
        let refused = run(&[&["user", "add", "d@example.dk"], more].concat());
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{more:?}: {said}");
        assert!(said.contains("--admin"), "{more:?}: {said}");
    }
    let listed = run(&["user", "list"]).stdout;
    assert_eq!(
        String::from_utf8_lossy(&listed),
        "a@example.dk\t-\t-\tinvited\tenabled\tadmin\n\
         b@example.dk\tchef\t851\tinvited\tenabled\tadmin\n\
         c@example.dk\tworking_group\t-\tinvited\tenabled\t-\n"
    );
    let backup = folder.path().join("kopi.db");
    let backup = backup.to_str().expect("a path");
    assert!(run(&["backup", backup]).status.success());
    assert!(run(&["restore", backup, "--replace"]).status.success());
    assert_eq!(run(&["user", "list"]).stdout, listed, "a backup has it all");
    for (email, code, words) in [
        ("c@example.dk", 0, "har intet andet trin"),
        ("x@example.dk", 1, "ingen bruger"),
    ] {
        let done = run(&["user", "second-factor-off", email]);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(code), "{email}: {said}");
        assert!(said.contains(words), "{email}: {said}");
    }
    // The last one who is administrator, whatever else, stays.
    assert!(run(&["user", "disable", "a@example.dk"]).status.success());
    assert_eq!(
        run(&["user", "disable", "b@example.dk"]).status.code(),
        Some(1)
    );
}

#[test]
fn the_synthetic_region_says_how_to_see_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let done = cockpit(folder.path(), &["demo"]).output().expect("it runs");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{said}");
    let url = format!("sqlite:{}", folder.path().join("cockpit.db").display());
    let next = format!("--database-url {url} serve\n");
    assert!(said.contains("Next: ") && said.contains(&next), "{said}");
}

#[test]
fn a_reader_that_has_gone_stops_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tal.csv");
    let row = "851;SEL § 107;2024;1.000,00;1,0;2023\n";
    let header = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n";
    std::fs::write(&path, format!("{header}{row}")).expect("a file");
    let file = path.to_str().expect("a path");
    for (args, exit) in [
        (&["import", "components", file][..], 0),
        (&["export", "unit-costs", "--format", "csv"][..], 0),
        (&["user", "list"][..], 0),
    ] {
        let done = unread(folder.path(), args);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(exit), "{args:?}: {said}");
        assert!(!said.contains("panicked"), "{args:?}: {said}");
    }
    std::fs::write(&path, format!("{header}{row}{row}")).expect("a file");
    let refused = unread(
        folder.path(),
        &["import", "components", file, "--format", "json"],
    );
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains("tal.csv:3"), "{said}");
}

#[test]
fn what_is_odd_of_a_file_is_a_message_and_no_refusal() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("fil.csv");
    let rows = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n\
        KKR Nordjylland;SEL § 107;2025;514.696;600,0;2023\n";
    std::fs::write(&file, rows).expect("a file");
    let path = file.to_str().expect("a path");
    let done = cockpit(folder.path(), &["import", "components", path]).output();
    let done = done.expect("it runs");
    assert!(done.status.success());
    let told = String::from_utf8_lossy(&done.stderr);
    assert!(
        told.contains("Se efter: KKR Nordjylland, SEL § 107, 2025: udgiften er 514.696 kr."),
        "{told}"
    );
}

#[test]
fn old_case_lines_are_deleted_only_when_it_is_said_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sager.csv");
    let text = "sag;kommune;aar;paragraf;leverandoer;udgift\na;851;2007;§ 107;privat;1,00\n";
    std::fs::write(&path, text).expect("a file");
    let run = |args: &[&str]| {
        let done = cockpit(folder.path(), args).output().expect("it runs");
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        (done.status.code(), said)
    };
    let brought = run(&["import", "cases", path.to_str().expect("a path")]);
    assert_eq!(brought.0, Some(0), "{}", brought.1);
    let delete = ["delete-cases", "--municipality", "851", "--older-than", "5"];
    let (exit, said) = run(&delete);
    assert_eq!(exit, Some(1), "{said}");
    assert!(
        said.contains("2007 (lines: 1)") && said.contains("--yes"),
        "{said}"
    );
    let yes: Vec<&str> = delete.iter().copied().chain(["--yes"]).collect();
    let (exit, said) = run(&yes);
    assert!(
        exit == Some(0) && said.contains("2007 (lines: 1)"),
        "{said}"
    );
    let (exit, said) = run(&yes);
    assert!(
        exit == Some(0) && said.contains("no case lines that old"),
        "{said}"
    );
    assert_eq!(run(&["check"]).0, Some(0));
    let (exit, _) = run(&["delete-cases", "--municipality", "851", "--older-than", "0"]);
    assert_eq!(exit, Some(2), "a number of years is at least one");
}

#[test]
fn what_is_published_of_cases_is_attacked_and_only_numbers_of_cells_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |args: &[&str]| cockpit(folder.path(), args).output().expect("it runs");
    assert!(run(&["migrate"]).status.success());
    let none = run(&["check", "disclosure"]);
    assert_eq!(none.status.code(), Some(0));
    assert!(none.stdout.is_empty());
    let said = String::from_utf8_lossy(&none.stderr).into_owned();
    assert!(said.contains("No tables of single cases"), "{said}");

    assert!(run(&["demo"]).status.success());
    let change = |sql: &str| {
        let path = folder.path().join("cockpit.db");
        let path = path.to_str().expect("a path");
        let mut database: diesel::SqliteConnection =
            diesel::Connection::establish(path).expect("the database");
        diesel::connection::SimpleConnection::batch_execute(&mut database, sql).expect("changed");
    };
    // The demo's newest year alone: the attack on four takes ten seconds.
    change("DELETE FROM published_cases WHERE year < (SELECT max(year) FROM published_cases)");
    let safe = run(&["check", "disclosure"]);
    let said = String::from_utf8_lossy(&safe.stdout).into_owned();
    assert_eq!(safe.status.code(), Some(0), "{said}");
    assert_eq!(said.lines().count(), 12, "{said}");
    assert!(said.starts_with("KKR Nordjylland, outsider: "), "{said}");
    let nothing = ", 0 determined, 0 narrow";
    assert!(said.lines().all(|line| line.ends_with(nothing)), "{said}");

    // It is kept, and the next one beside it.
    change("UPDATE published_cases SET masked = 'no' WHERE cases > 4 OR cases = 0");
    let open = run(&["check", "disclosure"]);
    let said = String::from_utf8_lossy(&open.stdout).into_owned();
    assert_eq!(open.status.code(), Some(1), "{said}");
    assert!(!said.lines().any(|line| line.ends_with(nothing)), "{said}");
}

#[test]
fn analyses_are_listed_asked_and_checked() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |args: &[&str]| {
        let done = cockpit(folder.path(), args).output().expect("it runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (done.status.code(), text(&done.stdout), text(&done.stderr))
    };
    assert_eq!(run(&["migrate"]).0, Some(0));
    let (code, listed, _) = run(&["analysis", "list"]);
    assert_eq!(code, Some(0));
    assert!(listed.contains("serviceniveau "), "{listed}");
    let (code, answered, told) = run(&[
        "analysis",
        "run",
        "serviceniveau",
        "--param",
        "paragraph=SEL_108",
    ]);
    assert_eq!(code, Some(0), "{told}");
    let report: serde_json::Value = serde_json::from_str(&answered).expect("JSON alone");
    assert_eq!(report["filters"]["paragraph"], "SEL_108");
    let (code, _, told) = run(&["analysis", "run", "serviceniveau", "--param", "year=1999"]);
    assert_eq!(code, Some(1));
    assert!(
        told.contains("Parameteren »year« har værdien »1999«."),
        "{told}"
    );
    let (code, _, told) = run(&["analysis", "run", "nothing"]);
    assert_eq!(code, Some(1));
    assert!(told.contains("serviceniveau"), "{told}");
    let (code, wrong, told) = run(&["analysis", "check"]);
    assert_eq!(code, Some(0), "{wrong}{told}");
    // One expectation that is wrong in its last digit.
    let own = folder.path().join("egne").join("andel");
    let shipped = Path::new("analyses/private-koeb");
    std::fs::create_dir_all(own.join("cases")).expect("a folder");
    for part in ["", "cases"] {
        for file in std::fs::read_dir(shipped.join(part)).expect("the folder") {
            let file = file.expect("a file").path();
            if file.is_file() {
                let to = own.join(part).join(file.file_name().expect("a name"));
                let text = std::fs::read_to_string(&file).expect("a text");
                let text = text.replace("private_pct = \"33.33\"", "private_pct = \"33.3\"");
                std::fs::write(to, text).expect("it is written");
            }
        }
    }
    let place = own.parent().and_then(Path::to_str).expect("a path");
    let (code, wrong, _) = run(&["analysis", "check", place]);
    assert_eq!(code, Some(1));
    assert!(
        wrong.starts_with("andel/cases/andel.toml:16: Række 1, »private_pct«: forventet »33.3«"),
        "{wrong}"
    );
}
