//! Synthetic offers, tariffs and result documentation: increases on both sides of the limit, and one of each case that
//! cannot be compared.

use std::fmt::Write as _;

use anyhow::Result;

use super::MUNICIPALITIES;

/// How many offers there are.
const OFFERS: u64 = 40;
/// The years that tariffs are made up for.
const YEARS: std::ops::RangeInclusive<u64> = 2022..=2026;

const PARAGRAPHS: [&str; 4] = ["SEL § 107", "SEL § 108", "ABL § 105/85", "SEL § 85"];
const TARGET_GROUPS: [&str; 6] = [
    "Udviklingshæmning",
    "Autismespektrum",
    "Erhvervet hjerneskade",
    "Udviklingshæmning, Autismespektrum",
    "Stofmisbrug, Hjemløshed",
    "Forandret virkelighedsopfattelse",
];

/// Names of the municipalities, in the order of their codes.
const NAMES: [&str; 11] = [
    "Morsø",
    "Thisted",
    "Brønderslev",
    "Frederikshavn",
    "Vesthimmerland",
    "Læsø",
    "Rebild",
    "Mariagerfjord",
    "Jammerbugt",
    "Aalborg",
    "Hjørring",
];

/// Who operates an offer.
pub(super) enum Operator {
    /// A municipality of the region, by its place among them.
    Municipality(usize),
    Other(String),
}

/// Who operates the n-th offer.
pub(super) fn operator(n: u64) -> Operator {
    match n % 5 {
        3 => Operator::Other("Region Nordjylland".to_owned()),
        4 => Operator::Other(format!("SYNTETISK Fond {}", 1 + n % 3)),
        _ => {
            let length = NAMES.len() as u64;
            Operator::Municipality(usize::try_from(n % length).unwrap_or_default())
        }
    }
}

/// Id of the n-th offer.
pub(super) fn id(n: u64) -> String {
    format!("SYN-{:03}", n + 1)
}

/// The offers that sell places under one of the paragraphs, by its place among them.
pub(super) fn with_paragraph(place: usize) -> impl Iterator<Item = u64> {
    let kinds = PARAGRAPHS.len();
    (0..OFFERS).filter(move |n| usize::try_from(*n).is_ok_and(|n| n % kinds == place))
}

/// The file of offers.
pub(super) fn offers() -> Result<String> {
    let mut text = String::from(
        "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt;saelger_pladser\n",
    );
    for (n, (code, _)) in (0..OFFERS).zip(MUNICIPALITIES.iter().cycle()) {
        let (operator, form) = match (operator(n), n % 5) {
            (Operator::Municipality(place), _) => (format!("{} Kommune", NAMES[place]), "kommunal"),
            (Operator::Other(name), 3) => (name, "regional"),
            (Operator::Other(name), _) => (name, "privat"),
        };
        let yes_no = |yes: bool| if yes { "ja" } else { "nej" };
        writeln!(
            text,
            "{};SYNTETISK Botilbud {};{operator};{form};{code};{};{};{};{};{};{}",
            id(n),
            n + 1,
            paragraph(n),
            pick(&TARGET_GROUPS, n / 2),
            6 + (n * 7) % 25,
            yes_no(n % 9 != 4),
            yes_no(n % 7 != 3),
            yes_no(n % 13 != 12)
        )?;
    }
    Ok(text)
}

fn pick<'a>(list: &[&'a str], n: u64) -> &'a str {
    let length = list.len().max(1);
    usize::try_from(n)
        .ok()
        .and_then(|n| list.get(n % length))
        .copied()
        .unwrap_or_default()
}

fn paragraph(n: u64) -> &'static str {
    pick(&PARAGRAPHS, n)
}

/// How much a tariff rises from one year to the next, in hundredths of a percent.
fn rise(n: u64, year: u64) -> u64 {
    match (n % 8, year % 2) {
        // Exactly on the limit, just above it, and far above it.
        (1, 0) => 500,
        (4, 0) => 530,
        (6, 1) => 910,
        _ => 180 + (n * 37 + year * 53) % 260,
    }
}

/// The file of tariffs. Offer 1 has a service that is new in 2026, offer 2 one that closed, offer 3
/// one that skips 2025, and offer 4 one that goes from days to months.
pub(super) fn tariffs() -> Result<String> {
    let mut text = String::from(
        "tilbud_id;ydelse;paragraf;aar;takst;enhed;direkte;faelles;overhead;afskrivning;pension;tilsynsbidrag;regulering;belaegning;takstmodel\n",
    );
    for n in 0..OFFERS {
        // In øre; a round hundred kroner at first, so that a rise of 5 % is one of 5 % exactly.
        let mut amount = (1_500 + (n * 173) % 2_300) / 100 * 10_000;
        for year in YEARS {
            if year > 2022 {
                amount += amount * rise(n, year) / 10_000;
            }
            let skipped = n == 2 && year == 2025;
            if !skipped {
                let (amount, unit) = if n == 3 && year == 2026 {
                    (amount * 30, "måned")
                } else {
                    (amount, "døgn")
                };
                row(&mut text, n, "Hovedydelse", year, amount, unit, n % 3 == 0)?;
            }
            if n % 4 == 0 {
                row(
                    &mut text,
                    n,
                    "Støttetime",
                    year,
                    45_000 + (year - 2022) * 1_100,
                    "time",
                    false,
                )?;
            }
        }
    }
    row(&mut text, 0, "Aflastning", 2026, 198_000, "døgn", false)?;
    for year in 2022..=2025 {
        row(
            &mut text,
            1,
            "Dagtilbud",
            year,
            61_000 + (year - 2022) * 900,
            "dag",
            false,
        )?;
    }
    Ok(text)
}

/// The file of result documentation: seven quarters of most offers, some of which have too few stays to tell of.
pub(super) fn results() -> Result<String> {
    let mut text = String::from("tilbud_id;aar;kvartal;ophold;med_maal;evalueret;maal_opfyldt\n");
    for n in (0..OFFERS).filter(|n| n % 9 != 5) {
        for quarter in 0..7 {
            let stays = if n % 7 == 2 {
                3
            } else {
                6 + (n * 5) % 20 + (n + quarter) % 3
            };
            let with_goals = stays * (82 + (n * 3 + quarter) % 19) / 100;
            let evaluated = with_goals * (58 + (n * 11 + quarter * 4) % 40) / 100;
            let met = evaluated * (45 + (n * 13 + quarter * 3) % 46) / 100;
            let (year, quarter) = (2025 + quarter / 4, 1 + quarter % 4);
            writeln!(
                text,
                "{};{year};{quarter};{stays};{with_goals};{evaluated};{met}",
                id(n)
            )?;
        }
    }
    Ok(text)
}

/// One row; with parts, the parts add up to the tariff.
fn row(
    text: &mut String,
    n: u64,
    service: &str,
    year: u64,
    oere: u64,
    unit: &str,
    with_parts: bool,
) -> Result<()> {
    let kroner = |oere: u64| format!("{},{:02}", oere / 100, oere % 100);
    write!(
        text,
        "{};{service};{};{year};{};{unit}",
        id(n),
        paragraph(n),
        kroner(oere)
    )?;
    if !with_parts {
        text.push_str(";;;;;;;;;\n");
        return Ok(());
    }
    let per_mille = |share: u64| oere * share / 1000;
    let parts = [80, 60, 25, 12, 6].map(per_mille);
    let adjustment = per_mille(4 + (n + year) % 5);
    let direct = oere - parts.iter().sum::<u64>() - adjustment;
    write!(text, ";{}", kroner(direct))?;
    for part in parts {
        write!(text, ";{}", kroner(part))?;
    }
    writeln!(text, ";{};{};2018-2019", kroner(adjustment), 93 + n % 6)?;
    Ok(())
}
