//! Writes the embedded files and the Rust table that lists them.

use std::env;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

/// Collects files; each gets a name with the hash of its content, so it may be cached for ever.
pub struct Embedder {
    folder: PathBuf,
    table: String,
    constants: String,
    names: Vec<(String, String)>,
}

/// Where cargo wants what the build makes.
pub fn out_dir() -> Result<PathBuf, String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "a build script is told its folder by cargo this way"
    )]
    let out = env::var_os("OUT_DIR").ok_or("OUT_DIR is set by cargo")?;
    Ok(PathBuf::from(out))
}

/// Writes a text for the crate to include.
pub fn write(name: &str, text: &str) -> Result<(), String> {
    fs::write(out_dir()?.join(name), text).map_err(|e| format!("{name}: {e}"))
}

impl Embedder {
    pub fn new() -> Result<Embedder, String> {
        let folder = out_dir()?.join("static");
        fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        Ok(Embedder {
            folder,
            table: String::new(),
            constants: String::new(),
            names: Vec::new(),
        })
    }

    /// Adds a file under its plain name ("charts.js").
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), String> {
        let (stem, ending) = name.rsplit_once('.').ok_or("a name without an ending")?;
        let hashed = format!("{stem}-{}.{ending}", short_hash(bytes));
        let content_type = content_type(ending)?;
        fs::write(self.folder.join(&hashed), bytes).map_err(|e| e.to_string())?;
        // Fonts are compressed already.
        let gzip = if ending == "woff2" {
            "None".to_owned()
        } else {
            let packed = gzip(bytes).map_err(|e| e.to_string())?;
            fs::write(self.folder.join(format!("{hashed}.gz")), packed)
                .map_err(|e| e.to_string())?;
            format!("Some({})", include(&format!("{hashed}.gz")))
        };
        self.table.push_str(&format!(
            "    Asset {{ name: {hashed:?}, content_type: {content_type:?}, bytes: {}, gzip: {gzip} }},\n",
            include(&hashed)
        ));
        let constant = name.to_uppercase().replace(['.', '-'], "_");
        self.constants.push_str(&format!(
            "/// Address of `{name}`.\npub const {constant}: &str = \"/static/{hashed}\";\n"
        ));
        self.names.push((name.to_owned(), hashed));
        Ok(())
    }

    /// The address of a file added before.
    pub fn url(&self, name: &str) -> Option<String> {
        let (_, hashed) = self.names.iter().find(|(plain, _)| plain == name)?;
        Some(format!("/static/{hashed}"))
    }

    pub fn finish(self) -> Result<(), String> {
        let Embedder {
            folder,
            table,
            constants,
            ..
        } = self;
        let text = format!("{constants}\npub static ASSETS: &[Asset] = &[\n{table}];\n");
        let target = folder.with_file_name("assets.rs");
        fs::write(target, text).map_err(|e| e.to_string())
    }
}

fn include(file: &str) -> String {
    format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/static/{file}\"))")
}

fn content_type(ending: &str) -> Result<&'static str, String> {
    match ending {
        "css" => Ok("text/css; charset=utf-8"),
        "js" => Ok("text/javascript; charset=utf-8"),
        "svg" => Ok("image/svg+xml"),
        "woff2" => Ok("font/woff2"),
        other => Err(format!("no content type for .{other}")),
    }
}

fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)[..6]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
