//! The catalogue: the folders that the service comes with, and those of a place of the operator's.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use super::analysis::Analysis;
use super::case;
use super::fault::Fault;
use super::folder::{self, Folder};

// `SHIPPED`: name of the folder, name of the file inside it, text; made by build.rs of `analyses/`.
include!(concat!(env!("OUT_DIR"), "/analyses.rs"));

/// A file of a folder may be so many bytes.
const LARGEST_FILE: u64 = 256 * 1024;

/// Every analysis that can be asked, and every folder that cannot.
#[derive(Default)]
pub struct Catalogue {
    /// By title.
    pub analyses: Vec<Analysis>,
    pub broken: Vec<Broken>,
}

/// A folder with faults: it is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub folder: String,
    pub faults: Vec<Fault>,
}

impl Catalogue {
    /// The folders that the service comes with, and those inside `place`, where there is one.
    pub fn load(place: Option<&Path>) -> Catalogue {
        let mut catalogue = Catalogue::default();
        for folder in shipped() {
            catalogue.add(&folder);
        }
        if let Some(place) = place {
            catalogue.add_place(place);
        }
        catalogue
            .analyses
            .sort_by(|a, b| (&a.title, a.name).cmp(&(&b.title, b.name)));
        catalogue
    }

    /// The folders that the service comes with, and those of a place where one is named.
    pub fn beside(place: &str) -> Catalogue {
        Catalogue::load(Some(Path::new(place)).filter(|_| !place.is_empty()))
    }

    /// The folders that the service comes with, and no other.
    pub fn shipped() -> Arc<Catalogue> {
        static SHIPPED_ALONE: LazyLock<Arc<Catalogue>> =
            LazyLock::new(|| Arc::new(Catalogue::load(None)));
        SHIPPED_ALONE.clone()
    }

    /// Only the folders of a place.
    pub fn of(place: &Path) -> Catalogue {
        let mut catalogue = Catalogue::default();
        catalogue.add_place(place);
        catalogue
    }

    fn add_place(&mut self, place: &Path) {
        match read_place(place) {
            Ok(folders) => {
                for found in folders {
                    match found {
                        Ok(folder) => self.add(&folder),
                        Err(broken) => self.broken.push(broken),
                    }
                }
            }
            Err(error) => {
                let name = place.display().to_string();
                self.broken.push(unreadable(name, "", &error));
            }
        }
    }

    fn add(&mut self, folder: &Folder) {
        if self.analyses.iter().any(|known| known.name == folder.name) {
            let words = "Der er allerede en analyse med det navn.".to_owned();
            let fault = Fault {
                file: folder::DESCRIPTION.to_owned(),
                line: 1,
                words,
            };
            self.broken.push(Broken {
                folder: folder.name.clone(),
                faults: vec![fault],
            });
            return;
        }
        match folder::read(folder) {
            Ok(analysis) => self.analyses.push(analysis),
            Err(faults) => self.broken.push(Broken {
                folder: folder.name.clone(),
                faults,
            }),
        }
    }

    pub fn get(&self, name: &str) -> Option<&Analysis> {
        self.analyses.iter().find(|analysis| analysis.name == name)
    }

    /// Tries every case; what fails, by folder.
    pub fn check(&self) -> Vec<Broken> {
        let mut broken = self.broken.clone();
        for analysis in &self.analyses {
            let tried = analysis
                .cases
                .iter()
                .map(|case| case::check(analysis, case));
            let faults: Vec<Fault> = tried.filter_map(Result::err).flatten().collect();
            if !faults.is_empty() {
                broken.push(Broken {
                    folder: analysis.name.to_owned(),
                    faults,
                });
            }
        }
        broken
    }
}

/// Faults as lines: folder, file, line and what is wrong.
pub fn told(broken: &[Broken]) -> Vec<String> {
    let of_folder = |broken: &Broken| {
        let folder = &broken.folder;
        let faults = broken.faults.iter();
        faults
            .map(|fault| format!("{folder}/{fault}"))
            .collect::<Vec<_>>()
    };
    broken.iter().flat_map(of_folder).collect()
}

/// The folders of the repository, as texts.
fn shipped() -> Vec<Folder> {
    let mut folders: Vec<Folder> = Vec::new();
    for (folder, file, text) in SHIPPED {
        let file = ((*file).to_owned(), (*text).to_owned());
        match folders.last_mut().filter(|last| last.name == *folder) {
            Some(last) => last.files.push(file),
            None => folders.push(Folder {
                name: (*folder).to_owned(),
                files: vec![file],
            }),
        }
    }
    folders
}

fn unreadable(folder: String, file: &str, error: &io::Error) -> Broken {
    let fault = Fault {
        file: file.to_owned(),
        line: 1,
        words: format!("Kan ikke læses: {error}."),
    };
    Broken {
        folder,
        faults: vec![fault],
    }
}

/// The folders inside a place, by name; the place itself where it is one.
fn read_place(place: &Path) -> io::Result<Vec<Result<Folder, Broken>>> {
    if place.join(folder::DESCRIPTION).is_file() {
        return Ok(vec![read_folder(place)]);
    }
    let mut folders: Vec<_> = fs::read_dir(place)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_dir() && !is_hidden(path))
        .collect();
    folders.sort();
    Ok(folders.iter().map(|path| read_folder(path)).collect())
}

fn is_hidden(path: &Path) -> bool {
    name_of(path).starts_with('.')
}

fn name_of(path: &Path) -> String {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_default()
}

fn read_folder(path: &Path) -> Result<Folder, Broken> {
    let mut folder = Folder {
        name: name_of(path),
        files: Vec::new(),
    };
    for (inside, beginning) in [(path.to_path_buf(), ""), (path.join("cases"), "cases/")] {
        let Ok(entries) = fs::read_dir(&inside) else {
            continue;
        };
        let mut files: Vec<_> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
        files.sort();
        for file in files
            .iter()
            .filter(|file| file.is_file() && !is_hidden(file))
        {
            let name = format!("{beginning}{}", name_of(file));
            let text = read_text(file);
            let text = text.map_err(|error| unreadable(folder.name.clone(), &name, &error))?;
            folder.files.push((name, text));
        }
    }
    Ok(folder)
}

fn read_text(file: &Path) -> io::Result<String> {
    if fs::metadata(file)?.len() > LARGEST_FILE {
        return Err(io::Error::other("filen er for stor"));
    }
    fs::read_to_string(file)
}
