//! What a label says: a municipality, a kind of service, a quarter; or that its figures are not for us.

use super::Variable;
use crate::domain::area::{self, Area};
use crate::domain::fold;
use crate::domain::statbank::{self, OWNERS, Period, Table};

/// What a label is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Label {
    /// The code that figures of it are kept under; empty where the variable is fixed.
    Is(String),
    Period(Period),
    /// Known, and not compared with anything: why its figures are passed over.
    PassedOver(Why),
}

/// Why figures are passed over, in the order that the receipt tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Why {
    Aggregate,
    Service,
    Function,
    Account,
    Kind,
    Price,
    Group,
}

impl Why {
    pub(super) const fn words(self) -> &'static str {
        match self {
            Why::Aggregate => "Hele landet, regioner, landsdele og grupper af kommuner",
            Why::Service => "Ydelser, der ikke har en paragraf i komponentanalysen",
            Why::Function => "Funktioner, der ikke har en paragraf i komponentanalysen",
            Why::Account => "Andet end driftskonti",
            Why::Kind => "Andet end arten I alt (netto)",
            Why::Price => "Beløb pr. indbygger",
            Why::Group => "Opdelt efter køn, alder eller civilstand",
        }
    }
}

/// What a label of a variable is; nothing where it is unknown. `is_named` when the heading names the variable: then a bare code
/// is one.
pub(super) fn of(
    variable: Variable,
    text: &str,
    (table, areas): (Table, &[Area]),
    is_named: bool,
) -> Option<Label> {
    match variable {
        Variable::Area => municipality(text, areas, is_named),
        Variable::Service => service(text),
        Variable::Function => function(text, is_named),
        Variable::Account => either(text, |text| account(text, is_named)),
        Variable::Owner => owner(text, is_named),
        Variable::Part => part(text, is_named),
        Variable::Kind => kind(text, is_named),
        Variable::Price => price(text),
        Variable::Sex => either(text, |text| group(text, &SEXES)),
        Variable::Age => either(text, age),
        Variable::Marital => either(text, |text| group(text, &MARITAL)),
        Variable::Period => Period::parse(text)
            .filter(|period| matches!(period, Period::Quarter(_)) == table.is_by_quarter())
            .map(Label::Period),
    }
}

/// What a text is, or what it is without the code in front of it: "TOT I alt".
fn either(text: &str, of: impl Fn(&str) -> Option<Label>) -> Option<Label> {
    of(text).or_else(|| of(text.split_once(' ')?.1))
}

fn fixed() -> Option<Label> {
    Some(Label::Is(String::new()))
}

/// In a matrix a bare number may be of anything: there it is no municipality.
fn municipality(text: &str, areas: &[Area], is_named: bool) -> Option<Label> {
    if is_digits(text) && !is_named {
        return None;
    }
    let code = |text: &str| {
        let found = area::find(areas, text).filter(|area| !area.is_kkr());
        found.map(|area| area.code.clone())
    };
    let both = text.split_once(' ').filter(|(first, _)| is_digits(first));
    let found = match both {
        Some((first, name)) => code(first).filter(|found| code(name).as_ref() == Some(found)),
        None => code(text),
    };
    if let Some(code) = found {
        return Some(Label::Is(code));
    }
    let (first, name) = both.unwrap_or((text, text));
    let name = fold::key(name);
    let is_group = ["region ", "landsdel "]
        .iter()
        .any(|word| name.starts_with(word))
        || AGGREGATES.contains(&name.as_str())
        || area::is_christiansoe(text);
    let is_code = is_digits(text) && CODES.contains(&first.trim_start_matches('0'));
    (is_group || is_code).then_some(Label::PassedOver(Why::Aggregate))
}

const AGGREGATES: [&str; 9] = [
    "hele landet",
    "hovedstadskommuner",
    "storbykommuner",
    "provinsbykommuner",
    "oplandskommuner",
    "landkommuner",
    "christiansø",
    "uoplyst kommune",
    "uden for kommuneinddeling",
];
/// All of the country, the regions, and the groups of municipalities; without leading zeros.
const CODES: [&str; 11] = [
    "", "81", "82", "83", "84", "85", "910", "920", "930", "940", "960",
];

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn service(text: &str) -> Option<Label> {
    let service = statbank::service(text)?;
    Some(match service.paragraph {
        Some(_) => Label::Is(service.code.to_owned()),
        None => Label::PassedOver(Why::Service),
    })
}

fn function(text: &str, is_named: bool) -> Option<Label> {
    let is_written_out = text
        .split(' ')
        .next()
        .is_some_and(|word| word.contains('.'));
    let code = statbank::function(text).filter(|_| is_named || is_written_out)?;
    Some(if statbank::is_counterpart(&code) {
        Label::Is(code)
    } else {
        Label::PassedOver(Why::Function)
    })
}

const ACCOUNTS: [&str; 6] = [
    "statsrefusion",
    "anlægskonti",
    "renter",
    "finansforskydninger",
    "afdrag på lån",
    "finansiering",
];

fn account(text: &str, is_named: bool) -> Option<Label> {
    let key = fold::key(text);
    let (code, name) = key.split_once(' ').unwrap_or((&key, ""));
    if key == "1 driftskonti" || (is_named && key == "1") {
        return fixed();
    }
    let other = code.parse().ok().and_then(|n: usize| n.checked_sub(2));
    let known = ACCOUNTS.get(other?)?;
    (*known == name || (is_named && name.is_empty())).then_some(Label::PassedOver(Why::Account))
}

fn owner(text: &str, is_named: bool) -> Option<Label> {
    let key = fold::key(text);
    let found = OWNERS.iter().find(|(code, name)| {
        let name = fold::key(name);
        key == name || key == format!("{code} {name}") || (is_named && key == *code)
    });
    found.map(|(code, _)| Label::Is((*code).to_owned()))
}

fn part(text: &str, is_named: bool) -> Option<Label> {
    let number = text.split(' ').next().filter(|word| is_digits(word))?;
    let fits = number.len() == 3 || (is_named && number.len() < 3);
    fits.then(|| Label::Is(format!("{number:0>3}")))
}

fn kind(text: &str, is_named: bool) -> Option<Label> {
    let key = fold::key(text);
    if key == "i alt (netto)" || (is_named && matches!(key.as_str(), "tot" | "tot i alt (netto)")) {
        return fixed();
    }
    let numbered = key
        .trim_start_matches('s')
        .split(' ')
        .next()
        .unwrap_or_default();
    let is_number = numbered.starts_with(|c: char| c.is_ascii_digit())
        && numbered.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && numbered.len() <= 3;
    let words = [
        "bruttoudgifter",
        "indtægter",
        "ue bruttoudgifter",
        "i indtægter",
    ];
    let known = words.contains(&key.as_str())
        || (is_named && matches!(key.as_str(), "ue" | "i"))
        || (is_number && (is_named || key.contains(' ')));
    known.then_some(Label::PassedOver(Why::Kind))
}

fn price(text: &str) -> Option<Label> {
    let key = fold::key(text);
    let key = key
        .strip_prefix("lobm ")
        .or(key.strip_prefix("indl "))
        .unwrap_or(&key);
    if key == "lobm" || key == "løbende priser (1.000 kr.)" || key == "løbende priser (1000 kr.)"
    {
        return fixed();
    }
    (key == "indl" || key.starts_with("pr. indbygger")).then_some(Label::PassedOver(Why::Price))
}

const SEXES: [&str; 6] = ["m", "k", "1", "2", "mænd", "kvinder"];
const MARITAL: [&str; 8] = [
    "u",
    "g",
    "e",
    "f",
    "ugift",
    "gift/separeret",
    "enke/enkemand",
    "fraskilt",
];

fn group(text: &str, others: &[&str]) -> Option<Label> {
    let key = fold::key(text);
    if matches!(key.as_str(), "tot" | "i alt") {
        return fixed();
    }
    let is_known = others.contains(&key.as_str());
    is_known.then_some(Label::PassedOver(Why::Group))
}

fn age(text: &str) -> Option<Label> {
    let key = fold::key(text);
    if matches!(key.as_str(), "ialt" | "tot" | "i alt" | "alder i alt") {
        return fixed();
    }
    let number = key.trim_end_matches("år").trim_end();
    let is_age = number
        .split('-')
        .all(|part| is_digits(part.trim().trim_end_matches('+')));
    is_age.then_some(Label::PassedOver(Why::Group))
}
