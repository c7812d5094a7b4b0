//! The files of backup and restore: drafts that vanish unless finished, and the database that is
//! set aside.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::sqlite::SqliteConnection;
use sha2::{Digest as _, Sha256};

use super::{BackupError, Db};
use crate::domain::hex::hex;

/// How every SQLite file begins.
const SQLITE: &[u8] = b"SQLite format 3\0";

fn at(path: &Path) -> impl Fn(io::Error) -> BackupError {
    let path = path.to_owned();
    move |error| BackupError::File(path.clone(), error)
}

/// The path with something behind its name.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Where replaced data is kept.
pub(super) fn aside_name(path: &Path, stamp: &str) -> PathBuf {
    with_ending(path, &format!(".before-restore-{stamp}"))
}

/// A new file that only its owner may read: it holds the accounts too.
fn create(path: &Path) -> Result<File, BackupError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => BackupError::Exists(path.to_owned()),
        _ => BackupError::File(path.to_owned(), error),
    })
}

/// A file being written: gone with everything of it unless it is finished.
pub(super) struct Draft {
    path: PathBuf,
    /// The name it gets, reserved as an empty file.
    reserved: Option<PathBuf>,
}

impl Draft {
    /// A draft that becomes a new file of that name.
    pub(super) fn beside(file: &Path) -> Result<Draft, BackupError> {
        create(file)?;
        let mut draft = Draft {
            path: with_ending(file, ".part"),
            reserved: Some(file.to_owned()),
        };
        if let Err(error) = create(&draft.path) {
            // Somebody else's: not ours to delete.
            draft.path = PathBuf::new();
            return Err(error);
        }
        Ok(draft)
    }

    /// A draft beside a file that it may replace.
    pub(super) fn for_replacing(file: &Path, stamp: &str) -> Result<Draft, BackupError> {
        if let Some(folder) = file.parent().filter(|p| !p.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(at(folder))?;
        }
        let path = with_ending(file, &format!(".restore-{stamp}"));
        create(&path)?;
        Ok(Draft {
            path,
            reserved: None,
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the draft its name; its size and SHA-256.
    pub(super) fn finish(mut self) -> Result<(u64, String), BackupError> {
        let counted = digest(&self.path).map_err(at(&self.path))?;
        if let Some(name) = &self.reserved {
            self.put_at(name)?;
        }
        self.reserved = None;
        Ok(counted)
    }

    /// Puts the draft in the place of a file, in one step.
    pub(super) fn put_at(&self, name: &Path) -> Result<(), BackupError> {
        let on_disk = File::open(&self.path).and_then(|file| file.sync_all());
        on_disk.map_err(at(&self.path))?;
        fs::rename(&self.path, name).map_err(at(name))?;
        let folder = name.parent().filter(|p| !p.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        // The name is on disk once its folder is.
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(at(folder))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if self.path.as_os_str().is_empty() {
            if let Some(name) = &self.reserved {
                let _ = fs::remove_file(name);
            }
            return;
        }
        let reserved = self.reserved.iter().cloned();
        let journal = ["", "-journal", "-wal", "-shm"].map(|e| with_ending(&self.path, e));
        for path in journal.into_iter().chain(reserved) {
            // Nothing is there after it was finished.
            let _ = fs::remove_file(path);
        }
    }
}

fn digest(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    let mut block = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut block)?;
        if read == 0 {
            break;
        }
        hash.update(&block[..read]);
        bytes += read as u64;
    }
    Ok((bytes, hex(&hash.finalize())))
}

/// Refuses what is no SQLite file, or only half of one.
pub(super) fn assert_whole(file: &Path) -> Result<(), BackupError> {
    let mut begin = Vec::new();
    let opened = File::open(file).map_err(at(file))?;
    opened
        .take(SQLITE.len() as u64)
        .read_to_end(&mut begin)
        .map_err(at(file))?;
    if begin != SQLITE {
        let what = "it is no SQLite file".to_owned();
        return Err(BackupError::NotOurs {
            file: file.to_owned(),
            what,
        });
    }
    for ending in ["-wal", "-journal"] {
        let beside = with_ending(file, ending);
        if fs::metadata(&beside).is_ok_and(|m| m.len() > 0) {
            return Err(BackupError::Running {
                file: file.to_owned(),
                beside,
            });
        }
    }
    Ok(())
}

/// The path as SQLite's own kind of address, so that it can be opened without being changed.
fn address(path: &Path) -> String {
    let escaped: String = path
        .to_string_lossy()
        .chars()
        .map(|c| match c {
            '%' | '?' | '#' => format!("%{:02X}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    format!("file:{escaped}?mode=ro&immutable=1")
}

fn damaged(path: &Path, error: &dyn std::error::Error) -> BackupError {
    BackupError::Damaged {
        file: path.to_owned(),
        what: error.to_string(),
    }
}

fn connect(path: &Path, address: &str) -> Result<SqliteConnection, BackupError> {
    SqliteConnection::establish(address).map_err(|error| damaged(path, &error))
}

/// Opens a file that nobody changes; no lock, no journal, not a byte of it is touched.
pub(super) fn read_only(path: &Path) -> Result<Db, BackupError> {
    Ok(Db::Sqlite(connect(path, &address(path))?))
}

/// Opens a draft. Its journal is the plain one: a write-ahead log would be a second file.
pub(super) fn read_write(path: &Path) -> Result<SqliteConnection, BackupError> {
    let mut connection = connect(path, &path.to_string_lossy())?;
    connection
        .batch_execute("PRAGMA journal_mode = DELETE; PRAGMA foreign_keys = ON;")
        .map_err(|error| damaged(path, &error))?;
    Ok(connection)
}

/// The database that is to be replaced, with nobody else in it.
pub(super) struct SetAside {
    path: PathBuf,
    /// `None` where there is no file, or a damaged one.
    open: Option<Db>,
}

#[derive(QueryableByName)]
struct Mode {
    #[diesel(sql_type = Text)]
    journal_mode: String,
}

impl SetAside {
    /// Makes sure that nobody has it open.
    pub(super) fn lock(path: &Path) -> Result<SetAside, BackupError> {
        let nothing = SetAside {
            path: path.to_owned(),
            open: None,
        };
        if !path.exists() {
            return Ok(nothing);
        }
        let Ok(mut connection) = SqliteConnection::establish(&path.to_string_lossy()) else {
            return Ok(nothing);
        };
        // Leaving the write-ahead log needs the file alone, and puts all of it into one file.
        let mode = diesel::sql_query("PRAGMA journal_mode = DELETE").get_result(&mut connection);
        match mode {
            Ok(Mode { journal_mode }) if journal_mode == "delete" => Ok(SetAside {
                open: Some(Db::Sqlite(connection)),
                ..nothing
            }),
            Ok(_) => Err(BackupError::InUse),
            Err(error) if error.to_string().contains("locked") => Err(BackupError::InUse),
            // A damaged database is what a restore is for.
            Err(_) => Ok(nothing),
        }
    }

    /// Whether it holds nothing; a damaged one may hold something.
    pub(super) fn is_empty(
        &mut self,
        fresh: impl FnOnce(&mut Db) -> Result<bool, BackupError>,
    ) -> bool {
        match &mut self.open {
            Some(db) => fresh(db).unwrap_or(false),
            None => !self.path.exists(),
        }
    }

    /// Keeps it under a dated name; where, if there was one.
    pub(super) fn keep(self, stamp: &str) -> Result<Option<PathBuf>, BackupError> {
        drop(self.open);
        if !self.path.exists() {
            return Ok(None);
        }
        let kept = aside_name(&self.path, stamp);
        if kept.exists() {
            return Err(BackupError::Exists(kept));
        }
        // What belongs to a damaged database goes along: it may still be of use to somebody.
        for ending in ["-wal", "-shm", "-journal"] {
            let beside = with_ending(&self.path, ending);
            if beside.exists() {
                fs::rename(&beside, with_ending(&kept, ending)).map_err(at(&beside))?;
            }
        }
        // A second name, so that there is no moment without a database at the first.
        fs::hard_link(&self.path, &kept)
            .or_else(|_| fs::copy(&self.path, &kept).map(|_| ()))
            .map_err(at(&kept))?;
        Ok(Some(kept))
    }
}
