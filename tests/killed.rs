//! The program is killed (SIGKILL) at some moment of an import: all of the file is there or nothing
//! of it, the database is whole, and the service is ready again at once. 20 times, or as often as
//! `KILLS` says.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cockpit::storage::{self, Store, StoreError, cases};

const LINES: usize = 20_000;
/// How soon the service answers after it was killed.
const READY: Duration = Duration::from_secs(2);

fn cockpit(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cockpit"));
    command
        .arg("--database-url")
        .arg(url(folder))
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

fn url(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("cockpit.db").display())
}

fn succeeds(folder: &Path, args: &[&str]) {
    let done = cockpit(folder, args).output().expect("it runs");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{args:?}: {said}");
}

fn file() -> String {
    let mut text = String::from("sag;kommune;aar;paragraf;leverandoer;udgift\n");
    for line in 0..LINES {
        let (case, kroner) = (line % 3_000, 1_000 + line);
        writeln!(text, "k{case};851;2024;SEL § 107;privat;{kroner},00").expect("a line");
    }
    text
}

#[expect(
    clippy::disallowed_methods,
    reason = "a setting of the test run, not of the service"
)]
fn kills() -> u32 {
    let kills = std::env::var("KILLS");
    kills.map_or(20, |text| text.parse().expect("KILLS is a number"))
}

/// The lines that hold, and the data version.
fn stored(folder: &Path) -> (usize, i64) {
    let store = Store::open_existing(&url(folder)).expect("the database opens");
    let read = store.read::<_, StoreError>(|db| {
        let version = storage::version(db)?;
        Ok((cases::holding(db, None, version)?.len(), version))
    });
    read.expect("the lines")
}

/// Serves until it says that it is ready, and tells how long that took.
fn ready(folder: &Path) -> Duration {
    let begun = Instant::now();
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let mut child = cockpit(folder, &serve).spawn().expect("it starts");
    let answered = answer(&mut child);
    let took = begun.elapsed();
    child.kill().expect("it is stopped");
    child.wait().expect("it has ended");
    assert!(answered.starts_with("HTTP/1.1 200"), "{answered}");
    took
}

fn answer(child: &mut Child) -> String {
    let stderr = child.stderr.take().expect("its messages");
    let said = BufReader::new(stderr).lines().map_while(Result::ok);
    let address = said
        .filter_map(|line| Some(line.split_once("http://")?.1.trim().to_owned()))
        .next();
    let address = address.expect("it says where it listens");
    let mut stream = TcpStream::connect(&address).expect("it listens");
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("it is asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    answer
}

#[test]
fn a_killed_import_is_whole_or_nothing_and_the_service_is_ready_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let path = folder.join("sager.csv");
    std::fs::write(&path, file()).expect("a file");
    let import = ["import", "cases", path.to_str().expect("a path")];
    // Once to its end, to know how long that takes.
    let template = folder.join("template");
    std::fs::create_dir(&template).expect("a folder");
    succeeds(&template, &["migrate"]);
    let whole = folder.join("whole");
    copied(&template, &whole);
    let begun = Instant::now();
    succeeds(&whole, &import);
    let long = begun.elapsed();
    let (before, after) = (stored(&template), stored(&whole));
    assert_eq!((before.0, after), (0, (LINES, before.1 + 1)));
    // Moments that no two runs share, spread over the whole of it.
    let offset = std::process::id() % 1_000;
    let (mut nothing, mut slowest) = (0, Duration::ZERO);
    for kill in 0..kills() {
        let at = folder.join(format!("kill-{kill}"));
        copied(&template, &at);
        let mut child = cockpit(&at, &import).spawn().expect("it starts");
        let moment = (kill * 618 + offset) % 1_000;
        std::thread::sleep(long * moment / 1_000);
        child.kill().expect("it is killed");
        child.wait().expect("it has ended");
        let told = format!("kill {kill}, {moment} thousandths of {long:?} in");
        slowest = slowest.max(ready(&at));
        succeeds(&at, &["check"]);
        let found = stored(&at);
        assert!(found == before || found == after, "{told}: {found:?}");
        nothing += u32::from(found == before);
        if kill == 0 {
            // What was killed can be done again, or stands already.
            succeeds(&at, &import);
            assert_eq!(stored(&at), after, "{told}");
        }
        // Connections close in their own time, so a file may come or go meanwhile: what is left goes
        // with the folder of the test.
        let _ = std::fs::remove_dir_all(&at);
    }
    // How many come in time depends on the machine; without some the test says nothing.
    assert!(nothing * 5 > kills(), "only {nothing} were killed in time");
    assert!(slowest < READY, "ready after {slowest:?}");
}

/// A database of its own, as the template's is.
fn copied(template: &Path, to: &Path) {
    std::fs::create_dir(to).expect("a folder");
    for entry in std::fs::read_dir(template).expect("the template") {
        let entry = entry.expect("a file");
        std::fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
    }
}
