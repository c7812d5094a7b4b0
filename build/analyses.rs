//! The folders of analyses as texts inside the program: `OUT_DIR/analyses.rs`.

use std::fs;
use std::path::{Path, PathBuf};

use super::embed::out_dir;

/// Writes the table of them: folder, file inside it, text.
pub fn embed() -> Result<(), String> {
    let mut lines = String::new();
    for folder in inside(&Path::new(env!("CARGO_MANIFEST_DIR")).join("analyses"))? {
        if !folder.is_dir() {
            continue;
        }
        for (part, beginning) in [(folder.clone(), ""), (folder.join("cases"), "cases/")] {
            if !part.is_dir() {
                continue;
            }
            for file in inside(&part)?.iter().filter(|file| file.is_file()) {
                let (name, path) = (name(&folder)?, file.display());
                let inside = format!("{beginning}{}", self::name(file)?);
                println!("cargo:rerun-if-changed={path}");
                lines.push_str(&format!(
                    "    ({name:?}, {inside:?}, include_str!({:?})),\n",
                    path.to_string()
                ));
            }
        }
    }
    let table = format!("static SHIPPED: &[(&str, &str, &str)] = &[\n{lines}];\n");
    let file = out_dir()?.join("analyses.rs");
    fs::write(&file, table).map_err(|e| format!("cannot write {}: {e}", file.display()))
}

/// What lies in a folder, by name.
fn inside(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder);
    let entries = entries.map_err(|e| format!("cannot read {}: {e}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> Result<String, String> {
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| format!("{} has no plain name", path.display()))?;
    Ok(name.to_owned())
}
