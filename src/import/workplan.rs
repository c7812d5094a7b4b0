//! A workplan as a JSON file: what the reference file of 2025-2026 has, and any later plan.
//!
//! It is read whole or refused whole, with every fault at once, each naming its place in the file.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Map, Value};
use thiserror::Error;

use crate::domain::cpr;
use crate::domain::workplan::{FocusArea, HalfYear, Milestone, Owner, Plan};

/// Words of an address under `/arbejdsplan/`: no milestone has such a key.
const RESERVED: [&str; 2] = ["planer", "kalender"];
const LONGEST_TITLE: usize = 400;
const LONGEST_KEY: usize = 60;
const MOST_PARTS: usize = 12;
const MOST_MILESTONES: usize = 200;
const MOST_DELIVERABLES: usize = 50;

/// What is wrong in a file, and where. The words are Danish: whoever sent it reads them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{at}: {words}")]
pub struct PlanFault {
    /// As `milestones[2].title`; the whole file where it is empty.
    pub at: String,
    pub words: String,
}

/// Reads a plan.
///
/// # Errors
/// Every fault of the file, at least one.
pub fn read(bytes: &[u8]) -> Result<Plan, Vec<PlanFault>> {
    let whole: Value = serde_json::from_slice(bytes).map_err(|error| {
        vec![PlanFault {
            at: format!("linje {}, tegn {}", error.line(), error.column()),
            words: "Filen er ikke JSON. Tag arbejdsplanen 2025-2026 som mønster.".to_owned(),
        }]
    })?;
    let mut reader = Reader::default();
    let plan = reader.plan(&whole);
    match plan {
        Some(plan) if reader.faults.is_empty() => Ok(plan),
        _ => Err(reader.faults),
    }
}

/// Collects what is wrong while it reads on.
#[derive(Default)]
struct Reader {
    faults: Vec<PlanFault>,
}

impl Reader {
    fn fault(&mut self, at: &str, words: impl Into<String>) {
        self.faults.push(PlanFault {
            at: at.to_owned(),
            words: words.into(),
        });
    }

    /// `None` where something is missing; every fault is told.
    fn plan(&mut self, whole: &Value) -> Option<Plan> {
        let known = ["title", "source", "focus_areas", "periods", "milestones"];
        let members = self.members(whole, "planen", &known)?;
        let title = self.text(members, "", "title");
        let source = self.text(members, "", "source");
        let focus_areas = self.list(members, "focus_areas", MOST_PARTS, Reader::focus_area);
        let periods = self.list(members, "periods", MOST_PARTS, Reader::period);
        let milestones = self.list(members, "milestones", MOST_MILESTONES, Reader::milestone);
        let plan = Plan {
            title: title?,
            source: source?,
            focus_areas: focus_areas?,
            periods: periods?,
            milestones: milestones?,
        };
        self.together(&plan);
        Some(plan)
    }

    fn focus_area(&mut self, value: &Value, at: &str) -> Option<FocusArea> {
        let members = self.members(value, at, &["key", "title"])?;
        let (key, title) = (
            self.key(members, at, "key"),
            self.text(members, at, "title"),
        );
        Some(FocusArea {
            key: key?,
            title: title?,
        })
    }

    fn period(&mut self, value: &Value, at: &str) -> Option<HalfYear> {
        let members = self.members(value, at, &["key", "title", "starts", "ends"])?;
        let (key, title) = (
            self.key(members, at, "key"),
            self.text(members, at, "title"),
        );
        let (starts, ends) = (
            self.day(members, at, "starts"),
            self.day(members, at, "ends"),
        );
        let (starts, ends) = (starts?, ends?);
        if ends < starts {
            self.fault(&format!("{at}.ends"), "Den slutter, før den begynder.");
        }
        Some(HalfYear {
            key: key?,
            title: title?,
            starts,
            ends,
        })
    }

    fn milestone(&mut self, value: &Value, at: &str) -> Option<Milestone> {
        let known = [
            "key",
            "period",
            "focus_area",
            "owner",
            "title",
            "deliverables",
        ];
        let members = self.members(value, at, &known)?;
        let key = self.key(members, at, "key");
        let period = self.key(members, at, "period");
        let focus_area = self.key(members, at, "focus_area");
        let title = self.text(members, at, "title");
        let owner = self.text(members, at, "owner");
        let owner = owner.and_then(|text| {
            let owner = Owner::parse(&text);
            if owner.is_none() {
                let [group, secretariat] = Owner::ALL.map(Owner::label);
                let words = format!("Skriv »{group}« eller »{secretariat}«.");
                self.fault(&format!("{at}.owner"), words);
            }
            owner
        });
        let here = format!("{at}.");
        let deliverables = self.list_at(
            members,
            &here,
            "deliverables",
            MOST_DELIVERABLES,
            Reader::title,
        );
        Some(Milestone {
            key: key?,
            period: period?,
            focus_area: focus_area?,
            owner: owner?,
            title: title?,
            deliverables: deliverables?,
        })
    }

    /// What holds of the parts together: keys are of one, and name what is there.
    fn together(&mut self, plan: &Plan) {
        let keys = |keys: Vec<&str>| keys.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let areas = keys(plan.focus_areas.iter().map(|a| &*a.key).collect());
        let periods = keys(plan.periods.iter().map(|p| &*p.key).collect());
        let own = keys(plan.milestones.iter().map(|m| &*m.key).collect());
        self.once("focus_areas", &areas);
        self.once("periods", &periods);
        self.once("milestones", &own);
        for (number, pair) in plan.periods.windows(2).enumerate() {
            if pair[1].starts <= pair[0].ends {
                let at = format!("periods[{}].starts", number + 1);
                self.fault(&at, "Den begynder, før den foregående er slut.");
            }
        }
        for (number, milestone) in plan.milestones.iter().enumerate() {
            let mut named = |member: &str, key: &str, known: &[String]| {
                if !known.iter().any(|one| one == key) {
                    let at = format!("milestones[{number}].{member}");
                    let known = known.join(", ");
                    self.fault(&at, format!("»{key}« er der ikke. Der er {known}."));
                }
            };
            named("period", &milestone.period, &periods);
            named("focus_area", &milestone.focus_area, &areas);
            if RESERVED.contains(&milestone.key.as_str()) {
                let at = format!("milestones[{number}].key");
                self.fault(&at, "Den nøgle er en adresse. Vælg en anden.");
            }
        }
    }

    fn once(&mut self, list: &str, keys: &[String]) {
        let mut seen = BTreeSet::new();
        for (number, key) in keys.iter().enumerate() {
            if !seen.insert(key) {
                let at = format!("{list}[{number}].key");
                self.fault(
                    &at,
                    format!("»{key}« står der allerede. En nøgle er kun af én."),
                );
            }
        }
    }

    /// The members of an object, of which none is unknown.
    fn members<'a>(
        &mut self,
        value: &'a Value,
        at: &str,
        known: &[&str],
    ) -> Option<&'a Map<String, Value>> {
        let Some(members) = value.as_object() else {
            self.fault(
                at,
                format!("Her skal stå et objekt med {}.", known.join(", ")),
            );
            return None;
        };
        for key in members.keys().filter(|key| !known.contains(&key.as_str())) {
            let key = cpr::without(key);
            let known = known.join(", ");
            self.fault(at, format!("»{key}« kendes ikke. Der kan stå {known}."));
        }
        Some(members)
    }

    fn list<T>(
        &mut self,
        members: &Map<String, Value>,
        name: &str,
        most: usize,
        read: fn(&mut Reader, &Value, &str) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.list_at(members, "", name, most, read)
    }

    /// A list of at least one; `before` stands before its name where a fault is told.
    fn list_at<T>(
        &mut self,
        members: &Map<String, Value>,
        before: &str,
        name: &str,
        most: usize,
        read: fn(&mut Reader, &Value, &str) -> Option<T>,
    ) -> Option<Vec<T>> {
        let at = format!("{before}{name}");
        let list = members.get(name).and_then(Value::as_array);
        let Some(list) = list.filter(|list| (1..=most).contains(&list.len())) else {
            self.fault(&at, format!("Her skal stå en liste med 1 til {most}."));
            return None;
        };
        let read: Vec<Option<T>> = list
            .iter()
            .enumerate()
            .map(|(number, value)| read(self, value, &format!("{at}[{number}]")))
            .collect();
        read.into_iter().collect()
    }

    fn text(&mut self, members: &Map<String, Value>, at: &str, name: &str) -> Option<String> {
        let value = members.get(name).unwrap_or(&Value::Null);
        self.title(value, &joined(at, name))
    }

    fn title(&mut self, value: &Value, at: &str) -> Option<String> {
        let text = value.as_str().unwrap_or_default().trim();
        let words = if text.is_empty() {
            "Her skal stå en tekst.".to_owned()
        } else if text.chars().count() > LONGEST_TITLE {
            format!("Teksten må højst have {LONGEST_TITLE} tegn.")
        } else if cpr::find(text) {
            "Teksten indeholder et CPR-lignende nummer. Fjern det.".to_owned()
        } else {
            return Some(text.to_owned());
        };
        self.fault(at, words);
        None
    }

    /// Letters without accents, digits and hyphens: it stands in addresses.
    fn key(&mut self, members: &Map<String, Value>, at: &str, name: &str) -> Option<String> {
        let text = self.text(members, at, name)?;
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if text.len() <= LONGEST_KEY && text.chars().all(fits) {
            return Some(text);
        }
        let words =
            format!("Skriv højst {LONGEST_KEY} tegn: bogstaver fra a til z, tal og bindestreg.");
        self.fault(&joined(at, name), words);
        None
    }

    fn day(&mut self, members: &Map<String, Value>, at: &str, name: &str) -> Option<Date> {
        let text = members.get(name).and_then(Value::as_str);
        let day = text.and_then(|text| text.parse::<Date>().ok());
        let day = day.filter(|day| (2000..2100).contains(&day.year()));
        if day.is_none() {
            self.fault(&joined(at, name), "Skriv en dag som 2027-01-01.");
        }
        day
    }
}

fn joined(at: &str, name: &str) -> String {
    if at.is_empty() {
        name.to_owned()
    } else {
        format!("{at}.{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLISHED: &str = include_str!("../../reference/workplan_2025_2026.json");

    #[test]
    fn the_published_plan_has_nine_milestones_and_fifteen_deliverables() {
        let plan = read(PUBLISHED.as_bytes()).expect("it is read");
        assert_eq!(plan.key(), "2025-2026");
        assert_eq!((plan.focus_areas.len(), plan.periods.len()), (3, 3));
        assert_eq!((plan.milestones.len(), plan.deliverables()), (9, 15));
        let secretariat = |m: &&Milestone| m.owner == Owner::Secretariat;
        let of: Vec<&str> = plan
            .milestones
            .iter()
            .filter(secretariat)
            .map(|m| &*m.key)
            .collect();
        assert_eq!(of, ["2026H2-visitation"]);
    }

    #[test]
    fn every_fault_is_told_at_its_place() {
        let wrong = r#"{"title": " ", "kilde": "x", "source": "Se 010190-1234",
            "focus_areas": [{"key": "a", "title": "A"}, {"key": "a", "title": "B"}],
            "periods": [{"key": "æ", "title": "P", "starts": "2027-01-01", "ends": "snart"}],
            "milestones": [{"key": "planer", "period": "p", "focus_area": "b", "owner": "Alle",
                "title": "M", "deliverables": []}]}"#;
        let faults = read(wrong.as_bytes()).unwrap_err();
        let at: Vec<&str> = faults.iter().map(|fault| &*fault.at).collect();
        assert_eq!(
            at,
            [
                "planen",
                "title",
                "source",
                "periods[0].key",
                "periods[0].ends",
                "milestones[0].owner",
                "milestones[0].deliverables"
            ]
        );
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(!told.join(" ").contains("010190"), "{told:?}");
    }

    #[test]
    fn parts_that_do_not_go_together_are_told() {
        let whole: Value = serde_json::from_str(PUBLISHED).expect("JSON");
        let changed = |path: &str, value: &str| {
            let mut whole = whole.clone();
            *whole.pointer_mut(path).expect("it is there") = value.into();
            let faults = read(whole.to_string().as_bytes()).unwrap_err();
            faults.into_iter().map(|f| f.at).collect::<Vec<_>>()
        };
        assert_eq!(
            changed("/milestones/1/key", "2025H2-samarbejde"),
            ["milestones[1].key"]
        );
        assert_eq!(
            changed("/milestones/0/period", "2027H1"),
            ["milestones[0].period"]
        );
        assert_eq!(
            changed("/milestones/8/focus_area", "x"),
            ["milestones[8].focus_area"]
        );
        assert_eq!(
            changed("/milestones/0/key", "planer"),
            ["milestones[0].key"]
        );
        assert_eq!(
            changed("/periods/1/starts", "2025-12-31"),
            ["periods[1].starts"]
        );
        assert_eq!(
            changed("/periods/0/ends", "2025-06-30"),
            ["periods[0].ends"]
        );
        let faults = read(b"{").unwrap_err();
        assert_eq!(faults[0].at, "linje 1, tegn 1");
        assert_eq!(read(b"[]").unwrap_err().len(), 1);
    }
}
