//! The form that every state of a page has its address from.

use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::data::batches;
use crate::web::view::danish_time;

/// The form.
pub struct FilterForm {
    /// What is shown now, in words: "KKR Nordjylland, 2022–2024, 2023-p/l".
    pub summary: String,
    pub action: String,
    pub selects: Vec<Select>,
    /// The word that is looked for, where a list can be searched by one.
    pub word: Option<String>,
    /// What the address keeps beside the choices.
    pub kept: Vec<(&'static str, String)>,
}

pub struct Select {
    pub name: &'static str,
    pub label: &'static str,
    pub choices: Vec<Choice>,
}

/// One choice of a select.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

impl Choice {
    pub fn of(value: impl Into<String>, label: impl Into<String>, selected: bool) -> Choice {
        Choice {
            value: value.into(),
            label: label.into(),
            selected,
        }
    }
}

/// Now, or as it was known after each upload.
pub fn as_of_select(db: &mut Db, as_of: i64, query: &Query) -> Result<Select, ReportError> {
    let asked = query.as_of.map(|a| a.to_string());
    let mut choices = vec![Choice {
        value: String::new(),
        label: "Nu".to_owned(),
        selected: asked.is_none(),
    }];
    let mut listed = false;
    for batch in batches::all(db)? {
        let value = batch.number.to_string();
        let selected = asked.as_ref() == Some(&value);
        listed |= selected;
        let label = format!("Efter upload {value}, {}", danish_time(&batch.uploaded_at));
        choices.push(Choice {
            value,
            label,
            selected,
        });
    }
    if let Some(value) = asked.filter(|_| !listed) {
        let label = format!("Datastand {as_of}");
        choices.push(Choice {
            value,
            label,
            selected: true,
        });
    }
    Ok(Select {
        name: "as-of",
        label: "Som kendt",
        choices,
    })
}
