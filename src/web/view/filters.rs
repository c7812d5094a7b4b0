//! The form that every state of a page has its address from.

use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::data::batches;
use crate::web::view::{asking, danish_time};

/// The part of an address that holds the word that is looked for (ord).
pub const WORD: &str = "ord";

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

impl FilterForm {
    /// The address of what is shown now: that of the form as it stands.
    pub fn address(&self) -> String {
        let chosen = self.selects.iter().flat_map(|select| {
            let chosen = select.choices.iter().filter(|choice| choice.selected);
            chosen.map(|choice| (select.name, choice.value.as_str()))
        });
        let kept = self.kept.iter().map(|(key, value)| (*key, value.as_str()));
        let word = self.word.iter().map(|word| (WORD, word.as_str()));
        let pairs = kept.chain(word).chain(chosen);
        asking(&self.action, pairs.filter(|(_, value)| !value.is_empty()))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_as_it_stands_is_an_address_without_what_nobody_chose() {
        let select = |name, values: [(&str, bool); 2]| Select {
            name,
            label: "",
            choices: values.map(|(v, s)| Choice::of(v, v, s)).into(),
        };
        let mut form = FilterForm {
            summary: String::new(),
            action: "/tilbud".to_owned(),
            selects: vec![select("year", [("", true), ("2026", false)])],
            word: Some(String::new()),
            kept: Vec::new(),
        };
        assert_eq!(form.address(), "/tilbud");
        form.selects.push(select(
            "target-group",
            [("", false), ("Autisme og ø", true)],
        ));
        form.kept.push(("orden", "-places".to_owned()));
        form.word = Some("hus".to_owned());
        assert_eq!(
            form.address(),
            "/tilbud?orden=-places&ord=hus&target-group=Autisme%20og%20%C3%B8"
        );
    }
}
