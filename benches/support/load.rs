//! Files that are uploaded as somebody uploads them, in this process.

use std::time::Instant;

use anyhow::Result;
use cockpit::chance::Chance;
use cockpit::changes::actor::Actor;
use cockpit::changes::data::uploads::{self, Upload};
use cockpit::changes::kinds::Kind;
use cockpit::clock::Clock;
use cockpit::import::Options;
use cockpit::storage::Store;

/// Uploads a file, and tells how long that took.
pub fn upload(store: &Store, kind: Kind, file: &str) -> Result<()> {
    let upload = Upload {
        kind,
        file_name: "benchmark.csv",
        bytes: file.as_bytes(),
        options: Options::default(),
    };
    let actor = Actor::new(Clock::system(), Chance::system(), "benchmark");
    let begun = Instant::now();
    uploads::import(store, &actor, &upload)?;
    println!("{}: {:.1} s", kind.key(), begun.elapsed().as_secs_f64());
    Ok(())
}
