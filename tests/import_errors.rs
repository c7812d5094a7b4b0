//! The catalogue of import errors is true: every input in `docs/IMPORT-ERRORS.md` gives exactly
//! the message that stands there, and every code has its section.

use cockpit::changes::kinds::Kind;
use std::io::{Cursor, Write as _};
use std::time::Duration;

use cockpit::domain::area::{Area, AreaKind};
use cockpit::domain::offers::TargetGroup;
use cockpit::domain::offers::{Offer, OperatingForm};
use cockpit::domain::paragraph::Paragraph;
use cockpit::domain::statbank::Table;
use cockpit::import::{self, ErrorCode, Limits, Options, RowError};
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet, XlsxError};
use zip::write::SimpleFileOptions;

const CATALOGUE: &str = include_str!("../docs/IMPORT-ERRORS.md");

/// A file of the catalogue.
struct Input {
    name: &'static str,
    bytes: Vec<u8>,
    options: Options,
}

fn areas() -> Vec<Area> {
    let area = |code: &str, name: &str, kind| Area {
        code: code.to_owned(),
        name: name.to_owned(),
        kind,
        kkr: None,
    };
    vec![
        area("KKR_NORDJYLLAND", "KKR Nordjylland", AreaKind::Kkr),
        area("773", "Morsø", AreaKind::Municipality),
        area("851", "Aalborg", AreaKind::Municipality),
    ]
}

fn groups() -> Vec<TargetGroup> {
    [
        ("97c355cc", "Udviklingshæmning"),
        ("9b3fd322", "Autismespektrum"),
    ]
    .map(|(code, name)| TargetGroup {
        code: code.to_owned(),
        name: name.to_owned(),
        parent: String::new(),
        source: String::new(),
    })
    .to_vec()
}

/// The offers that tariffs of the catalogue may name; two of them have one name.
fn known_offers() -> Vec<Offer> {
    let bakkehuset = Offer {
        id: "T-101".to_owned(),
        name: "Bakkehuset".to_owned(),
        operator: "Aalborg Kommune".to_owned(),
        form: OperatingForm::Municipal,
        municipality: "851".to_owned(),
        paragraphs: vec![Paragraph::Sel107],
        target_groups: vec!["97c355cc".to_owned()],
        places: 12,
        in_agreement: true,
        standard_contract: true,
        sells_places: true,
        supervisor: None,
    };
    let skovhuset = |id: &str| Offer {
        id: id.to_owned(),
        name: "Skovhuset".to_owned(),
        ..bakkehuset.clone()
    };
    vec![skovhuset("T-201"), skovhuset("T-202"), bakkehuset]
}

fn read(kind: Kind, input: &Input) -> Vec<RowError> {
    let Input {
        name,
        bytes,
        options,
    } = input;
    match kind.key() {
        "components" => import::components(bytes, name, options, &areas()).err(),
        "price-index" => import::price_index(bytes, name, options).err(),
        "population" => import::population(bytes, name, options, &areas()).err(),
        "offers" => import::offers(bytes, name, options, &areas(), &groups(), &[]).err(),
        "tariffs" => import::tariffs(bytes, name, options, &areas(), &known_offers()).err(),
        "hand01" | "regk31" | "regk100" | "folk1a" => {
            let table = Table::from_key(kind.key()).expect("a table");
            import::statbank(bytes, name, options, (table, &areas())).err()
        }
        "results" => import::results(bytes, name, options, &areas(), &known_offers()).err(),
        "vacancies" => import::vacancies(
            bytes,
            name,
            options,
            (&areas(), &groups()),
            (&known_offers(), &[]),
        )
        .err(),
        "cases" => import::cases(bytes, name, options, &areas(), &known_offers()).err(),
        other => panic!("{other} has no reader here"),
    }
    .unwrap_or_default()
}

#[test]
fn every_error_is_as_the_catalogue_says() {
    for code in ErrorCode::ALL {
        let section = section(code);
        let kind = Kind::ALL
            .iter()
            .copied()
            .find(|kind| section.contains(&format!("Input (`{}`)", kind.key())))
            .unwrap_or_else(|| panic!("{code:?}: no kind"));
        let input = match block(section, "csv") {
            Some(text) => Input {
                name: "fil.csv",
                bytes: text.as_bytes().to_vec(),
                options: Options::default(),
            },
            None => built(code),
        };
        let errors = read(kind, &input);
        let last = errors
            .last()
            .unwrap_or_else(|| panic!("{code:?}: accepted"));
        assert_eq!(last.code, code, "{errors:?}");
        if code != ErrorCode::MoreErrors {
            assert_eq!(errors.len(), 1, "{errors:?}");
        }
        let message = block(section, "text").unwrap_or_default();
        assert_eq!(last.at(input.name), message.trim_end(), "{code:?}");
    }
}

#[test]
fn the_catalogue_names_no_code_that_does_not_exist() {
    let keys: Vec<String> = ErrorCode::ALL.into_iter().map(ErrorCode::key).collect();
    let sections: Vec<&str> = CATALOGUE
        .lines()
        .filter_map(|line| line.strip_prefix("## `")?.strip_suffix('`'))
        .collect();
    assert_eq!(sections, keys);
}

fn section(code: ErrorCode) -> &'static str {
    let title = format!("## `{}`\n", code.key());
    let start = CATALOGUE
        .find(&title)
        .unwrap_or_else(|| panic!("{} is not in the catalogue", code.key()));
    let section = &CATALOGUE[start + title.len()..];
    section.split("\n## ").next().unwrap_or(section)
}

fn block(section: &'static str, language: &str) -> Option<&'static str> {
    let (_, rest) = section.split_once(&format!("```{language}\n"))?;
    rest.split_once("```").map(|(text, _)| text)
}

const HEADER: [&str; 6] = [
    "omraade",
    "paragraf",
    "aar",
    "udgift",
    "helaarspersoner",
    "prisniveau",
];
const GOOD_ROW: &str = "Aalborg;SEL § 107;2024;1000;2,5;2023\n";

fn text(rows: &str) -> Vec<u8> {
    format!("{}\n{rows}", HEADER.join(";")).into_bytes()
}

fn built(code: ErrorCode) -> Input {
    let file = |name, bytes| Input {
        name,
        bytes,
        options: Options::default(),
    };
    let limited = |name, bytes, limits| Input {
        options: Options {
            limits,
            ..Options::default()
        },
        ..file(name, bytes)
    };
    let xlsx = |put: fn(&mut Worksheet) -> Result<(), XlsxError>| file("fil.xlsx", workbook(put));
    match code {
        ErrorCode::FileTooLarge => limited(
            "fil.csv",
            b"0123456789".to_vec(),
            Limits {
                file_bytes: 4,
                ..Limits::default()
            },
        ),
        ErrorCode::TooManyRows => limited(
            "fil.csv",
            text(&format!("{GOOD_ROW}{}", GOOD_ROW.replace("2024", "2023"))),
            Limits {
                rows: 1,
                ..Limits::default()
            },
        ),
        ErrorCode::TooManyCells => file("fil.ods", repeated_rows()),
        ErrorCode::TextTooLong => file(
            "fil.csv",
            format!("aar;indeks;kilde\n2024;103,9;{}\n", "x".repeat(501)).into_bytes(),
        ),
        ErrorCode::TakesTooLong => limited(
            "fil.csv",
            text(GOOD_ROW),
            Limits {
                time: Duration::ZERO,
                ..Limits::default()
            },
        ),
        ErrorCode::TooManyMembers => file("fil.csv", many_members()),
        ErrorCode::ForeignOffer => Input {
            options: Options {
                bound_to: Some("773".to_owned()),
                ..Options::default()
            },
            ..file(
                "fil.csv",
                b"tilbud_id;ydelse;paragraf;aar;takst;enhed\nT-101;Ophold;SEL \xc2\xa7 107;2025;1.000,00;d\xc3\xb8gn\n".to_vec(),
            )
        },
        ErrorCode::ForeignArea => Input {
            options: Options {
                bound_to: Some("773".to_owned()),
                ..Options::default()
            },
            ..file("fil.csv", text(GOOD_ROW))
        },
        ErrorCode::UnpacksTooLarge => limited(
            "fil.xlsx",
            bomb(2 << 20),
            Limits {
                unpacked_bytes: 1 << 20,
                ..Limits::default()
            },
        ),
        ErrorCode::BinaryFile => file("fil.csv", b"\x01\x02\0\x03".to_vec()),
        ErrorCode::NotAWorkbook => file("fil.xlsx", text(GOOD_ROW)),
        ErrorCode::BrokenWorkbook => {
            let whole = workbook(|_| Ok(()));
            file("fil.xlsx", whole[..whole.len() / 2].to_vec())
        }
        ErrorCode::PasswordProtected => file("fil.xlsx", compound("EncryptedPackage")),
        ErrorCode::OldWorkbook => file("fil.xls", compound("Workbook")),
        ErrorCode::SheetNotFound => Input {
            options: Options {
                sheet: Some("Tal".to_owned()),
                ..Options::default()
            },
            ..xlsx(|sheet| sheet.set_name("Ark1").map(drop))
        },
        ErrorCode::UnmarkedUtf16 => file("fil.csv", utf16("omraade;aar")),
        ErrorCode::BrokenEncoding => file("fil.csv", [utf16("\u{feff}a"), vec![0, 0xD8]].concat()),
        ErrorCode::MixedEncoding => file(
            "fil.csv",
            [text("Morsø;").as_slice(), b"\nMors\xF8;\n"].concat(),
        ),
        ErrorCode::FormulaWithoutValue => file("fil.xlsx", without_stored_results()),
        ErrorCode::ErrorCell => xlsx(|sheet| {
            sheet
                .write(1, 3, Formula::new("=A1").set_result("#REF!"))
                .map(drop)
        }),
        ErrorCode::DateCell => xlsx(|sheet| {
            let format = Format::new().set_num_format("dd-mm-yyyy");
            sheet.write_with_format(1, 2, 45_000, &format).map(drop)
        }),
        ErrorCode::PercentCell => xlsx(|sheet| {
            let format = Format::new().set_num_format("0%");
            sheet.write_with_format(1, 4, 2.5, &format).map(drop)
        }),
        ErrorCode::LostDigits => file("fil.xlsx", long_number()),
        ErrorCode::BooleanCell => xlsx(|sheet| sheet.write(1, 3, true).map(drop)),
        ErrorCode::MergedCell => xlsx(|sheet| {
            sheet.merge_range(1, 0, 2, 0, "Aalborg", &Format::new())?;
            sheet.write_row(2, 1, ["SEL § 108"])?;
            sheet.write_row(2, 2, [2024.0, 1000.0, 2.5, 2023.0]).map(drop)
        }),
        ErrorCode::MoreErrors => file(
            "fil.csv",
            text(&GOOD_ROW.replace("2024", "i fjor").repeat(203)),
        ),
        other => panic!("{other:?} has neither an input in the catalogue nor one here"),
    }
}

/// A workbook with one good row, changed by `put`.
fn workbook(put: fn(&mut Worksheet) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADER).unwrap();
    sheet.write_row(1, 0, ["Aalborg", "SEL § 107"]).unwrap();
    sheet
        .write_row(1, 2, [2024.0, 1000.0, 2.5, 2023.0])
        .unwrap();
    put(sheet).unwrap();
    book.save_to_buffer().unwrap()
}

/// A workbook with an offer whose id is a number that no workbook keeps whole.
fn long_number() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let header = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt";
    sheet.write_row(0, 0, header.split(';')).unwrap();
    sheet.write(1, 0, 1_234_567_890_123_456.0).unwrap();
    let row = "Bakkehuset;Aalborg Kommune;kommunal;Aalborg;SEL § 107;Udviklingshæmning;12;ja;ja";
    sheet.write_row(1, 1, row.split(';')).unwrap();
    book.save_to_buffer().unwrap()
}

/// A workbook as programs write it that do not calculate: the formula stands there, its result
/// does not.
fn without_stored_results() -> Vec<u8> {
    let cell = |text: &str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
    let header: String = HEADER.iter().map(|text| cell(text)).collect();
    let row = format!(
        "{}{}<c><v>2024</v></c><c><f>500*2</f></c><c><v>2.5</v></c><c><v>2023</v></c>",
        cell("Aalborg"),
        cell("SEL § 107")
    );
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "xl/workbook.xml",
            br#"<workbook><sheets><sheet name="Ark1" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            br#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="sheet1.xml"/></Relationships>"#,
        ),
        (
            "xl/sheet1.xml",
            format!("<worksheet><sheetData><row>{header}</row><row>{row}</row></sheetData></worksheet>").as_bytes(),
        ),
    ])
}

/// A spreadsheet of one row, repeated as often as rows may be read.
fn repeated_rows() -> Vec<u8> {
    let content = r#"<document xmlns:table="t" xmlns:office="o" xmlns:text="x"><table:table table:name="Ark1">
        <table:table-row table:number-rows-repeated="500000"><table:table-cell office:value-type="string"><text:p>Aalborg</text:p></table:table-cell></table:table-row>
        </table:table></document>"#;
    zipped(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
    ])
}

fn many_members() -> Vec<u8> {
    let groups: Vec<String> = (0..101).map(|number| format!("Gruppe {number}")).collect();
    format!(
        "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
         T-101;Bakkehuset;Aalborg Kommune;kommunal;Aalborg;SEL § 107;{};12;ja;ja\n",
        groups.join(", ")
    )
    .into_bytes()
}

/// A workbook whose sheet is nothing but zeros.
fn bomb(bytes: usize) -> Vec<u8> {
    zipped(&[
        ("[Content_Types].xml", b""),
        ("xl/workbook.xml", b""),
        ("xl/worksheets/sheet1.xml", &vec![0; bytes]),
    ])
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.extend(utf16(stream));
    bytes
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
