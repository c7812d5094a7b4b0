//! Runs `npm ci` when it has to, and says what is missing when it cannot.

use std::fs;
use std::process::Command;
use std::time::SystemTime;

const LOCK: &str = "package-lock.json";
/// npm writes this file last, so its age is the age of the whole folder.
const INSTALLED: &str = "node_modules/.package-lock.json";

/// Leaves `node_modules` as the lock file says.
pub fn ensure_installed() -> Result<(), String> {
    if let (Some(installed), Some(lock)) = (modified(INSTALLED), modified(LOCK))
        && installed >= lock
    {
        return Ok(());
    }
    // --ignore-scripts: no package runs code of its own on this machine.
    let output = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .output()
        .map_err(|_| {
            "The pages need a stylesheet, fonts and a chart library, which npm fetches, \
             but npm was not found.\nInstall Node.js 20 or newer with npm (https://nodejs.org, \
             or `apt install nodejs npm`) and run the same command again."
                .to_owned()
        })?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "`npm ci --ignore-scripts` failed. It needs the npm registry once; after that builds need \
         no network.\nWhat npm said:\n{}",
        String::from_utf8_lossy(&output.stderr)
    ))
}

fn modified(path: &str) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}
