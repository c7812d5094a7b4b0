//! A good file, damaged: bits turned, parts cut out, put in and repeated, in the file itself and in
//! the parts of a workbook. Whatever comes of it, it is a table or a list of faults, in bounded
//! time; never a panic. Each file is drawn from a seed of its own, which is printed when it fails.
//!
//! `DAMAGED_FILES` says how many of them are tried, `DAMAGED_SEED` from which seed on: a failing
//! one is tried alone with its seed and one file.

use std::io::{Cursor, Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use cockpit::import::{Limits, Options};
use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{FACTS, INDEX, Kind, OFFERS, PEOPLE, TARIFFS, outcome};

/// Files that are tried unless somebody says otherwise.
const FILES: u64 = 300;
/// The seed of the first of them unless somebody says otherwise; the next has the next.
const SEED: u64 = 0x9E37_79B9;
/// How long one file may take, however it is damaged.
const LONGEST: Duration = Duration::from_secs(10);

const GOOD: [(Kind, &str, &str); 5] = [
    (
        Kind::Components,
        FACTS,
        "Aalborg;SEL § 107;2024;532.477.630,00;626,5;2023;Unge\nMorsø;ABL § 105/85;2024;1.000;2,5;løbende;\nI alt;;;532.478.630,00;629,0;;\n",
    ),
    (
        Kind::PriceIndex,
        INDEX,
        "2023;100;KL\n2024;103,9;\"KL \"\"juni\"\"\"\n",
    ),
    (
        Kind::Population,
        PEOPLE,
        "Aalborg;2024;0;17;41.000\nMorsø;2024;0;17;4.100\nChristiansø;2024;0;17;12\n",
    ),
    (
        Kind::Offers,
        OFFERS,
        "B-8;Elmen;Aalborg Kommune;kommunal;Aalborg;SEL § 107, SEL § 108;Udviklingshæmning;9;ja;nej\nB-9;Bøgen;Morsø Kommune;kommunal;Morsø;107;;12;ja;ja\n",
    ),
    (
        Kind::Tariffs,
        TARIFFS,
        "B-7;Dagtilbud;SEL § 107;2025;1.234,50;døgn;95\nBirkegården;Aflastning;107;2025;100;dag;\n",
    ),
];

/// A number after another, the same in every run (xorshift).
struct Draw(u64);

impl Draw {
    /// Seeds beside each other draw nothing alike (splitmix); xorshift stays at zero.
    fn of(seed: u64) -> Draw {
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Draw((mixed ^ (mixed >> 31)).max(1))
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 11).unwrap() % end.max(1)
    }

    /// One to four damages of some bytes.
    fn damage(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            let to = (at + 1 + self.below(40)).min(bytes.len());
            match self.below(6) {
                0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                1 => drop(bytes.drain(at..to)),
                2 => bytes.truncate(at),
                3 => {
                    let part = bytes[at..to].to_vec();
                    bytes.splice(at..at, part);
                }
                4 => {
                    let count = 1 + self.below(8);
                    let noise: Vec<u8> = (0..count).map(|_| self.next().to_le_bytes()[0]).collect();
                    bytes.splice(at..at, noise);
                }
                _ => {
                    // What means something to a reader of tables, numbers or markup.
                    const SIGNS: [&[u8]; 16] = [
                        b";",
                        b",",
                        b"\t",
                        b"\"",
                        b"\n",
                        b"\r",
                        b"\0",
                        b"\x1a",
                        b"<",
                        b">",
                        b"&",
                        b"%",
                        b"-",
                        b"99999999999999999999",
                        b"\xff\xfe",
                        b"e308",
                    ];
                    let sign = SIGNS[self.below(SIGNS.len())];
                    bytes.splice(at..at, sign.iter().copied());
                }
            }
            if bytes.is_empty() {
                return;
            }
        }
    }
}

fn cells(head: &str, rows: &str) -> Vec<Vec<String>> {
    let line = |line: &str| line.split(';').map(str::to_owned).collect();
    head.lines().chain(rows.lines()).map(line).collect()
}

fn xlsx(table: &[Vec<String>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (line, row) in (0u32..).zip(table) {
        for (place, text) in (0u16..).zip(row) {
            // "41.000" is a text here, as in the file.
            let whole = text.bytes().all(|b| b.is_ascii_digit());
            match text.parse::<u32>().ok().filter(|_| whole) {
                Some(number) => {
                    sheet.write(line, place, number).unwrap();
                }
                None => {
                    sheet.write(line, place, text).unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn ods(table: &[Vec<String>]) -> Vec<u8> {
    let cell = |text: &String| {
        format!(
            r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let rows: String = table
        .iter()
        .map(|row| {
            let cells: String = row.iter().map(cell).collect();
            format!("<table:table-row>{cells}</table:table-row>")
        })
        .collect();
    super::spreadsheet("", &rows)
}

/// The package with one of its parts damaged; `None` when it cannot be opened.
fn damaged_within(package: &[u8], draw: &mut Draw) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(package)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    let chosen = draw.below(from.len());
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        // The sheet itself is what is read most of.
        if index == chosen || name.contains("sheet1") || name == "content.xml" {
            draw.damage(&mut bytes);
        }
        to.start_file(name, SimpleFileOptions::default()).unwrap();
        to.write_all(&bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn a_damaged_file_is_read_or_refused_and_never_more() {
    #[expect(
        clippy::disallowed_methods,
        reason = "a setting of the test run, not of the service"
    )]
    let setting = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let files = setting("DAMAGED_FILES").unwrap_or(FILES);
    let first = setting("DAMAGED_SEED").unwrap_or(SEED);
    let options = Options {
        limits: Limits {
            time: Duration::from_secs(2),
            unpacked_bytes: 8 << 20,
            cells: 1_000_000,
            ..Limits::default()
        },
        ..Options::default()
    };
    let (mut read, mut refused) = (0, 0);
    for seed in (0..files).map(|number| first.wrapping_add(number)) {
        let mut draw = Draw::of(seed);
        let (kind, head, rows) = GOOD[draw.below(GOOD.len())];
        let table = cells(head, rows);
        let (name, bytes) = match draw.below(5) {
            0 => {
                let mut bytes = format!("{head}{rows}").into_bytes();
                draw.damage(&mut bytes);
                ("fil.csv", bytes)
            }
            way => {
                let (name, mut bytes) = match way % 2 {
                    0 => ("fil.xlsx", xlsx(&table)),
                    _ => ("fil.ods", ods(&table)),
                };
                if way < 3 {
                    bytes = damaged_within(&bytes, &mut draw)
                } else {
                    draw.damage(&mut bytes)
                }
                (name, bytes)
            }
        };
        let start = Instant::now();
        let got = catch_unwind(AssertUnwindSafe(|| outcome(kind, &bytes, name, &options)));
        match got {
            Ok(Ok(_)) => read += 1,
            Ok(Err(codes)) => {
                assert!(!codes.is_empty(), "seed {seed}: refused without a fault");
                refused += 1;
            }
            Err(_) => panic!(
                "seed {seed}: {name} panics: {:?}",
                String::from_utf8_lossy(&bytes)
            ),
        }
        assert!(
            start.elapsed() < LONGEST,
            "seed {seed}: {name} does not end"
        );
    }
    // Damage that no reader sees is as rare as damage that every reader sees.
    let both = read > 0 && refused > 0;
    assert!(both || files < FILES, "{read} read, {refused} refused");
}

#[test]
fn the_files_that_are_damaged_are_good() {
    for (kind, head, rows) in GOOD {
        let table = cells(head, rows);
        let text = format!("{head}{rows}");
        for (name, bytes) in [
            ("fil.csv", text.into_bytes()),
            ("fil.ods", ods(&table)),
            ("fil.xlsx", xlsx(&table)),
        ] {
            let got = outcome(kind, &bytes, name, &Options::default());
            assert!(got.is_ok(), "{head} {name}: {got:?}");
        }
    }
}
