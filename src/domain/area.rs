//! Areas: municipalities and the KKRs they belong to.

/// What kind of area it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AreaKind {
    /// A municipality (kommune), by its official three-digit code.
    Municipality,
    /// A municipal contact council (KKR), the sum of its municipalities.
    Kkr,
}

/// An area (område) that facts are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    pub code: String,
    pub name: String,
    pub kind: AreaKind,
    /// The KKR a municipality belongs to; `None` for a KKR.
    pub kkr: Option<String>,
}

impl Area {
    pub fn is_kkr(&self) -> bool {
        self.kind == AreaKind::Kkr
    }
}

/// Folds a name so that spellings of the same area meet: case, "Kommune", Aa for Å, spaces.
pub fn fold(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    let lower = lower.strip_suffix("kommune").unwrap_or(&lower).trim_end();
    let lower = lower.strip_suffix("kommunes").unwrap_or(lower).trim_end();
    lower
        .replace('å', "aa")
        .replace('-', " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Finds an area by code or name, as [`fold`] sees it.
pub fn find<'a>(areas: &'a [Area], text: &str) -> Option<&'a Area> {
    let text = text.trim();
    let folded = fold(text);
    areas
        .iter()
        .find(|a| a.code.eq_ignore_ascii_case(text))
        .or_else(|| areas.iter().find(|a| fold(&a.name) == folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_area_meet() {
        let aalborg = Area {
            code: "851".into(),
            name: "Aalborg".into(),
            kind: AreaKind::Municipality,
            kkr: Some("KKR_NORDJYLLAND".into()),
        };
        let areas = [aalborg];
        for text in [
            "851",
            "Aalborg",
            "ålborg",
            "AALBORG KOMMUNE",
            " Aalborg  kommune ",
        ] {
            assert!(find(&areas, text).is_some(), "{text}");
        }
        assert!(find(&areas, "Aalb").is_none());
    }
}
