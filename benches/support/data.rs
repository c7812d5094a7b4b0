//! The files that are loaded: made here, the same bytes in every run.

use std::fmt::Write as _;

/// Code, name, kind and KKR of every area.
const AREAS: &str = include_str!("../../reference/areas.csv");

const PARAGRAPHS: [&str; 4] = ["SEL § 107", "SEL § 108", "ABL § 105/85", "SEL § 85"];
const SUPPLIERS: [&str; 3] = ["kommunal", "regional", "privat"];
const TARGET_GROUPS: [&str; 9] = [
    "udviklingshæmning",
    "autisme",
    "adhd",
    "erhvervet hjerneskade",
    "sindslidelse",
    "misbrug",
    "hjemløshed",
    "kognitiv funktionsnedsættelse",
    "fysisk funktionsnedsættelse",
];
const YEARS: std::ops::RangeInclusive<i32> = 2015..=2024;
const HEADER: &str = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau;leverandoer";

/// Rows of the large file.
pub const ROWS: usize = 100_000;

/// The codes of the municipalities.
fn municipalities() -> Vec<&'static str> {
    let code = |line: &'static str| {
        let mut cells = line.split(';');
        let (code, _, kind) = (cells.next()?, cells.next()?, cells.next()?);
        (kind == "kommune").then_some(code)
    };
    AREAS.lines().skip(1).filter_map(code).collect()
}

/// Numbers that look like any and are the same in every run (a linear congruential generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn write_row(file: &mut String, numbers: &mut Numbers, key: [&str; 3], supplier: &str) {
    let [area, paragraph, year] = key;
    let (kroner, oere) = (1_000_000 + numbers.below(90_000_000), numbers.below(100));
    let (persons, tenths) = (1 + numbers.below(400), numbers.below(10));
    // Writing to a string cannot fail.
    let _ = write!(
        file,
        "{area};{paragraph};{year};{kroner},{oere:02};{persons},{tenths};2023;{supplier}"
    );
}

/// Every municipality × year × paragraph × supplier: what the page is measured on.
pub fn page_file() -> String {
    let mut numbers = Numbers(1);
    let mut file = format!("{HEADER}\n");
    for area in municipalities() {
        for year in YEARS {
            for paragraph in PARAGRAPHS {
                for supplier in SUPPLIERS {
                    let key = [area, paragraph, &year.to_string()];
                    write_row(&mut file, &mut numbers, key, supplier);
                    file.push('\n');
                }
            }
        }
    }
    file
}

/// Every municipality × year × paragraph × supplier, split by target group and cut at [`ROWS`] rows with as many different keys.
pub fn large_file() -> String {
    let mut numbers = Numbers(2);
    let mut file = format!("{HEADER};maalgruppe\n");
    let mut rows = 0;
    for target_group in TARGET_GROUPS {
        for area in municipalities() {
            for year in YEARS {
                for paragraph in PARAGRAPHS {
                    for supplier in SUPPLIERS {
                        if rows == ROWS {
                            return file;
                        }
                        rows += 1;
                        let key = [area, paragraph, &year.to_string()];
                        write_row(&mut file, &mut numbers, key, supplier);
                        let _ = writeln!(file, ";{target_group}");
                    }
                }
            }
        }
    }
    file
}

/// Offers, each with three services over ten years.
const OFFERS: usize = 3_000;
const SERVICES: [&str; 3] = ["Hovedydelse", "Tillægsydelse", "Aflastning"];

/// The offers that [`tariff_file`] names.
pub fn offer_file() -> String {
    let mut file = String::from(
        "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n",
    );
    for (n, area) in (0..OFFERS).zip(municipalities().into_iter().cycle()) {
        let _ = writeln!(
            file,
            "T-{n:05};Tilbud {n};Kommune {area};kommunal;{area};SEL § 107;Demens|Angst;{};ja;ja",
            5 + n % 20
        );
    }
    file
}

/// 90,000 tariffs: offers × services × years.
pub fn tariff_file() -> String {
    let mut numbers = Numbers(3);
    let mut file = String::from("tilbud_id;ydelse;paragraf;aar;takst;enhed\n");
    for n in 0..OFFERS {
        for service in SERVICES {
            let mut oere = 100_000 + numbers.below(300_000);
            for year in YEARS {
                let (kroner, rest) = (oere / 100, oere % 100);
                let _ = writeln!(
                    file,
                    "T-{n:05};{service};SEL § 107;{year};{kroner},{rest:02};døgn"
                );
                oere += oere * numbers.below(700) / 10_000;
            }
        }
    }
    file
}

/// Days from one entry of an offer to the next, and how many of them it is vacant.
const APART: i64 = 54;
const VACANT: i64 = 40;
/// Entries of each offer, one after the other over ten years.
const ENTRIES: i64 = 67;

/// 200,000 entries of vacant places over ten years, those of one offer in ten still open.
pub fn vacancy_file(first: jiff::civil::Date) -> String {
    use jiff::ToSpan;
    let mut file = String::from("tilbud_id;type;paragraf;pladser;fra;til;bemandet\n");
    let rows = (0..OFFERS).flat_map(|n| (0..ENTRIES).map(move |at| (n, at)));
    for (n, at) in rows.take(200_000) {
        let from = first.saturating_add((at * APART + (n % 14) as i64).days());
        let to = from.saturating_add(VACANT.days());
        let open = n % 10 == 0 && at == ENTRIES - 1;
        let to = if open { String::new() } else { to.to_string() };
        let places = 1 + (n + at as usize) % 3;
        let _ = writeln!(file, "T-{n:05};plads;SEL § 107;{places};{from};{to};ja");
    }
    file
}

/// Lines of single cases.
const LINES: usize = 1_000_000;
/// Lines of a case in a year: one for each of some months.
const MONTHS: usize = 5;

/// A million lines of single cases, a file for each of ten years: of 98 municipalities 204 cases a
/// year with five lines; of ten cases one is costly.
pub fn case_files() -> Vec<(i32, String)> {
    let mut numbers = Numbers(5);
    let codes = municipalities();
    let years = YEARS.count();
    let cases = LINES.div_ceil(codes.len() * years * MONTHS);
    let mut file = |year: i32| {
        let head = "sag;kommune;aar;maaned;paragraf;leverandoer;udgift;under_67\n";
        let mut file = String::from(head);
        let all = codes
            .iter()
            .flat_map(|code| (0..cases).map(move |case| (code, case)));
        for (code, case) in all.take(LINES / years / MONTHS) {
            let paragraph = PARAGRAPHS[case % 4];
            let supplier = SUPPLIERS[case / 4 % 3];
            let (least, span) = if case % 10 == 0 {
                (420_000, 400_000)
            } else {
                (20_000, 200_000)
            };
            for month in 1..=MONTHS {
                let kroner = least + numbers.below(span);
                let _ = writeln!(
                    file,
                    "k{case:05};{code};{year};{month};{paragraph};{supplier};{kroner},00;ja"
                );
            }
        }
        (year, file)
    };
    YEARS.map(&mut file).collect()
}
