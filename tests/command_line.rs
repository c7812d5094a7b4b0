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
