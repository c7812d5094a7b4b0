//! Fetches the stylesheet, fonts, chart library and list of common passwords with npm when they are
//! missing, takes the parts that are used, and writes them as a table of embedded files
//! (`OUT_DIR/assets.rs`) and a text.
//!
//! An ordinary build does not reach npm: it is run only when `node_modules` is missing or older
//! than `package-lock.json`.

#[path = "build/analyses.rs"]
mod analyses;
#[path = "build/css.rs"]
mod css;
#[path = "build/embed.rs"]
mod embed;
#[path = "build/npm.rs"]
mod npm;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use embed::Embedder;

/// Weights of IBM Plex Sans that the pages use; "Latin1" holds all Danish letters and "−".
const FONTS: [(&str, &str); 3] = [
    ("plex-400.woff2", "Regular"),
    ("plex-600.woff2", "SemiBold"),
    ("plex-700.woff2", "Bold"),
];

/// Our own scripts, one file per task.
const SCRIPTS: [&str; 4] = ["agenda.js", "charts.js", "offline.js", "upload.js"];

const BANNER: &str =
    "/*! Parts of dkfds (MIT, Erhvervsstyrelsen og Digitaliseringsstyrelsen) and our own. */\n";

fn main() -> ExitCode {
    for path in [
        "analyses",
        "build.rs",
        "build",
        "package.json",
        "package-lock.json",
        "static",
        "templates",
    ] {
        println!("cargo:rerun-if-changed={path}");
    }
    match assets().and_then(|()| analyses::embed()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            // The first line is what a newcomer sees, so it says what to do.
            eprintln!("\n{problem}\n");
            ExitCode::FAILURE
        }
    }
}

fn assets() -> Result<(), String> {
    npm::ensure_installed()?;
    let mut out = Embedder::new()?;
    for (name, weight) in FONTS {
        let path = format!(
            "node_modules/dkfds/dist/fonts/IBMPlexSans/split/woff2/IBMPlexSans-{weight}-Latin1.woff2"
        );
        out.add(name, &bytes(&path)?)?;
    }
    stylesheet(&mut out)?;
    let chart = text("node_modules/chart.js/dist/chart.umd.min.js")?;
    // The source map is not served, so nothing may ask for it.
    let chart = chart
        .lines()
        .filter(|line| !line.starts_with("//# sourceMappingURL"))
        .collect::<Vec<_>>()
        .join("\n");
    out.add("chart.js", chart.as_bytes())?;
    for name in SCRIPTS {
        out.add(name, &bytes(&format!("static/{name}"))?)?;
    }
    out.add("favicon.svg", &bytes("static/favicon.svg")?)?;
    out.finish()?;
    common_passwords()
}

/// The common passwords, sorted, one a line, for the search in `src/changes/people/passwords.rs`.
fn common_passwords() -> Result<(), String> {
    let path = "node_modules/@zxcvbn-ts/language-common/src/passwords.json";
    let mut words: Vec<String> =
        serde_json::from_str(&text(path)?).map_err(|e| format!("{path}: {e}"))?;
    for word in &mut words {
        *word = word.to_lowercase();
    }
    words.sort_unstable();
    words.dedup();
    embed::write("common_passwords.txt", &words.join("\n"))
}

/// Our own rules, in this order: a later one holds against an earlier one.
const STYLES: [&str; 2] = ["static/cockpit.css", "static/colours.css"];

/// One stylesheet: the rules of dkfds whose classes occur in our pages, then our own.
fn stylesheet(out: &mut Embedder) -> Result<(), String> {
    let mut used = String::new();
    read_all(Path::new("templates"), &mut used)?;
    for name in SCRIPTS {
        used.push_str(&text(&format!("static/{name}"))?);
    }
    let dkfds = css::subset(&text("node_modules/dkfds/dist/css/dkfds.min.css")?, &used);
    for icon in css::icons(&dkfds) {
        let path = format!("node_modules/dkfds/dist/img/svg-icons/{icon}");
        out.add(&icon, &bytes(&path)?)?;
    }
    let mut whole = format!("{BANNER}{dkfds}\n");
    for path in STYLES {
        whole.push_str(&text(path)?);
    }
    let rewritten = css::rewrite_urls(&whole, |name| out.url(name))?;
    out.add("cockpit.css", rewritten.as_bytes())
}

fn read_all(folder: &Path, into: &mut String) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            read_all(&path, into)?;
        } else {
            into.push_str(&text(&path.to_string_lossy())?);
        }
    }
    Ok(())
}

fn bytes(path: &str) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|e| format!("{path}: {e}"))
}

fn text(path: &str) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))
}
