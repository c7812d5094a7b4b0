//! Areas: municipalities and the KKRs they belong to.

/// The area that is shown when none is asked for: its municipalities are the home region.
pub const HOME: &str = "KKR_NORDJYLLAND";

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
    let named = ["regionskommune", "kommunes", "kommune"]
        .iter()
        .find_map(|word| lower.strip_suffix(word));
    named
        .unwrap_or(&lower)
        .trim_end()
        .replace('å', "aa")
        .replace('-', " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Finds an area by code or name, as [`fold`] sees it, or by a name in the genitive.
pub fn find<'a>(areas: &'a [Area], text: &str) -> Option<&'a Area> {
    let text = text.trim();
    // The civil registration system writes codes with four digits: 0851.
    let text = match text.strip_prefix('0') {
        Some(code) if code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit()) => code,
        _ => text,
    };
    let folded = fold(text);
    let named = |name: &str| areas.iter().find(|a| fold(&a.name) == name);
    areas
        .iter()
        .find(|a| a.code.eq_ignore_ascii_case(text))
        .or_else(|| named(&folded))
        .or_else(|| named(genitive_of(&folded)?))
}

/// Whether a text is the area's code or name, also in the genitive: Vesthimmerland's municipality
/// calls itself "Vesthimmerlands Kommune".
pub fn is_named(area: &Area, text: &str) -> bool {
    let (folded, name) = (fold(text), fold(&area.name));
    text.trim() == area.code || folded == name || genitive_of(&folded) == Some(&name)
}

/// Whether a text names Christiansø, which Danmarks Statistik lists beside the municipalities
/// (code 411) though it belongs to none.
pub fn is_christiansoe(text: &str) -> bool {
    let text = text.trim();
    matches!(text, "411" | "0411") || matches!(fold(text).as_str(), "christiansø" | "christiansoe")
}

/// The name that a folded text may be the genitive of.
fn genitive_of(folded: &str) -> Option<&str> {
    folded.strip_suffix('s')
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
            "0851",
            "Aalborg",
            "ålborg",
            "AALBORG KOMMUNE",
            " Aalborg  kommune ",
        ] {
            assert!(find(&areas, text).is_some(), "{text}");
        }
        assert!(find(&areas, "Aalb").is_none());
    }

    #[test]
    fn christiansoe_is_no_municipality() {
        for text in ["411", "0411", "Christiansø", "CHRISTIANSØ kommune"] {
            assert!(is_christiansoe(text), "{text}");
        }
        assert!(!is_christiansoe("400"));
    }

    #[test]
    fn every_municipality_is_found_by_what_it_calls_itself() {
        let areas: Vec<Area> = include_str!("../../reference/areas.csv")
            .lines()
            .skip(1)
            .map(|line| {
                let cells: Vec<&str> = line.split(';').collect();
                Area {
                    code: cells[0].into(),
                    name: cells[1].into(),
                    kind: match cells[2] {
                        "kkr" => AreaKind::Kkr,
                        _ => AreaKind::Municipality,
                    },
                    kkr: Some(cells[3].into()),
                }
            })
            .collect();
        for (own, code) in [
            ("Vesthimmerlands Kommune", "820"),
            ("Københavns Kommune", "101"),
            ("Bornholms Regionskommune", "400"),
            ("Nordfyns Kommune", "480"),
            ("Assens Kommune", "420"),
            ("Randers Kommune", "730"),
        ] {
            let found = find(&areas, own).expect(own);
            assert_eq!(found.code, code, "{own}");
            assert!(is_named(found, own), "{own}");
        }
        for area in &areas {
            let spellings = [
                area.name.clone(),
                format!("{} Kommune", area.name),
                format!("{}s Kommune", area.name),
            ];
            for spelling in spellings {
                assert_eq!(find(&areas, &spelling).map(|a| &a.code), Some(&area.code));
                let named = areas.iter().filter(|a| is_named(a, &spelling));
                assert_eq!(named.count(), 1, "{spelling}");
            }
        }
    }
}
