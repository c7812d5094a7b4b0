//! What the sender of a refused file is told: one fault for one thing that is wrong, with the words
//! that help, and with the place as the file itself calls it.

use cockpit::domain::area::{Area, AreaKind};
use cockpit::import::{self, Options, RowError};
use rust_xlsxwriter::{Format, Workbook, Worksheet};

const HEADER: [&str; 6] = [
    "omraade",
    "paragraf",
    "aar",
    "udgift",
    "helaarspersoner",
    "prisniveau",
];

fn areas() -> Vec<Area> {
    [("773", "Morsø"), ("825", "Læsø"), ("851", "Aalborg")]
        .map(|(code, name)| Area {
            code: code.to_owned(),
            name: name.to_owned(),
            kind: AreaKind::Municipality,
            kkr: None,
        })
        .to_vec()
}

fn refused(bytes: &[u8], name: &str) -> Vec<RowError> {
    refused_with(bytes, name, &Options::default())
}

fn refused_with(bytes: &[u8], name: &str, options: &Options) -> Vec<RowError> {
    import::components(bytes, name, options, &areas()).unwrap_err()
}

/// The one fault of a file, in words.
fn one(bytes: &[u8], name: &str) -> String {
    let errors = refused(bytes, name);
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors[0].at(name)
}

fn rows(rows: &str) -> String {
    format!("{}\n{rows}", HEADER.join(";"))
}

/// A file of one good row and what is put on it.
fn xlsx(put: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADER).unwrap();
    sheet.write_row(1, 0, ["Aalborg", "SEL § 107"]).unwrap();
    sheet
        .write_row(1, 2, [2024.0, 1000.0, 2.5, 2023.0])
        .unwrap();
    put(sheet);
    book.save_to_buffer().unwrap()
}

#[test]
fn a_number_that_is_written_oddly_is_told_how_to_write_it() {
    for (amount, words) in [
        (
            "2.500,00-",
            "Minusset står bag tallet, så det kan ikke læses sikkert. Skriv det som -2.500,00.",
        ),
        ("2500\u{2212}", "Skriv det som -2500."),
        (
            "(2.500)",
            "Tallet står i parentes, som i regnskaber betyder minus. Skriv det som -2.500.",
        ),
        (
            "\u{2013}2.500",
            "Minusset er en tankestreg. Skriv det som -2.500.",
        ),
        (
            "'2500",
            "Der står en apostrof foran tallet, så det er gemt som tekst. Slet apostroffen, og skriv 2500.",
        ),
        ("7,31E+07", "Excel har gemt tallet med eksponent"),
        (
            "- 2500",
            "hverken mellem tusinderne eller efter minus. Skriv det som -2500.",
        ),
        ("2 500\u{202f}000,50", "Skriv det som 2500000,50."),
        ("...", "Der står, at værdien mangler"),
        ("i.a.", "er det nul, så skriv 0."),
        ("2.500 EUR", "Beløbet er ikke i danske kroner"),
        ("€ 2500", "Beløbet er ikke i danske kroner"),
        ("2500 kr.", "Skriv kun tallet, uden enhed og bogstaver."),
    ] {
        let told = one(
            rows(&format!("Aalborg;107;2024;{amount};2,5;2023\n")).as_bytes(),
            "fil.csv",
        );
        assert!(told.contains(words), "{amount}: {told}");
        assert!(told.starts_with("fil.csv:2:udgift: fandt "), "{told}");
        assert!(!told.contains("--decimal"), "{told}");
    }
}

#[test]
fn groups_in_a_part_of_a_file_are_refused_until_somebody_chooses() {
    let text = rows("Aalborg;107;2024;73100000;412.500;2023\nLæsø;107;2024;900000;3.250;2023\n");
    let told = one(text.as_bytes(), "fil.csv");
    assert!(told.starts_with("fil.csv:2:helaarspersoner: fandt »412.500« i kolonne E. Linje 2 skriver »73100000« uden punktum"), "{told}");
    let chosen = Options {
        decimal: Some(cockpit::domain::number::Convention::Point),
        ..Options::default()
    };
    let read = import::components(text.as_bytes(), "fil.csv", &chosen, &areas()).unwrap();
    assert_eq!(read.rows[0].value.persons.ten_thousandths(), 4_125_000);
}

#[test]
fn a_row_without_data_is_one_fault() {
    let good = "Aalborg;107;2024;1000;2,5;2023\n";
    for (text, words) in [
        (
            format!(
                "{good}{}\n{}",
                HEADER.join(";"),
                good.replace("2024", "2023")
            ),
            ":3: fandt overskriften igen. Kolonnernes overskrift står allerede i linje 1.",
        ),
        (
            format!(";;;kr.;antal;\n{good}"),
            ":2: fandt en række med enheder (»kr.«).",
        ),
        (
            format!("{good}Tallene er foreløbige og ikke revideret\n"),
            ":3: fandt »Tallene er foreløbige og ikke revideret«. Rækken har kun denne tekst",
        ),
    ] {
        let told = one(rows(&text).as_bytes(), "fil.csv");
        assert!(told.contains(words), "{told}");
    }
    // What says itself that it is a note is passed over, and named.
    let noted = xlsx(|sheet| {
        sheet.write(3, 0, "Kilde: regnskabet").unwrap();
    });
    let read = import::components(&noted, "fil.xlsx", &Options::default(), &areas()).unwrap();
    let skipped: Vec<&str> = read
        .meta
        .skipped
        .iter()
        .map(|row| row.reason.as_str())
        .collect();
    assert_eq!(skipped, ["tom række", "note til tabellen"]);
}

#[test]
fn a_chefs_rows_of_other_municipalities_are_one_fault() {
    let many: String = (0..120)
        .map(|year| format!("Morsø;107;{};1000;2,5;2023\n", 2010 + year % 20))
        .collect();
    let bound = Options {
        bound_to: Some("851".to_owned()),
        ..Options::default()
    };
    let errors = refused_with(rows(&many).as_bytes(), "fil.csv", &bound);
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(
        errors[0].at("fil.csv"),
        "fil.csv:2:omraade: fandt »Morsø« (og det samme i 119 rækker til) i kolonne A. Du kan kun indlæse tal for din egen kommune, Aalborg. Slet rækken, eller lad rammeaftalesekretariatet indlæse filen."
    );
}

#[test]
fn a_place_is_named_as_the_file_names_it() {
    let text =
        "Paragraf;Område;År;Udgift (kr.);Helårspersoner;Prisniveau\n107;Aalborg;2024;x;2,5;2023\n";
    let errors = refused(text.as_bytes(), "fil.csv");
    assert_eq!(errors[0].column.as_deref(), Some("udgift"));
    assert_eq!(
        errors[0].column_shown().as_deref(),
        Some("Udgift (kr.) (D)")
    );
    assert!(
        errors[0]
            .at("fil.csv")
            .contains("fandt »x« i kolonne D (»Udgift (kr.)«).")
    );
}

#[test]
fn empty_cells_are_told_apart() {
    let told = one(rows("Aalborg;;2024;1000;2,5;2023\n").as_bytes(), "fil.csv");
    assert!(
        told.ends_with("Udfyld cellen, eller slet rækken."),
        "{told}"
    );
    let told = one(rows("Aalborg;107;2024;;2,5;2023\n").as_bytes(), "fil.csv");
    assert!(told.ends_with("Er værdien nul, så skriv 0."), "{told}");
    let merged = xlsx(|sheet| {
        sheet
            .merge_range(1, 0, 2, 0, "Aalborg", &Format::new())
            .unwrap();
        sheet.write_row(2, 1, ["108"]).unwrap();
        sheet
            .write_row(2, 2, [2024.0, 1000.0, 2.5, 2023.0])
            .unwrap();
    });
    let told = one(&merged, "fil.xlsx");
    assert!(
        told.starts_with("fil.xlsx:3:omraade: fandt en flettet celle i kolonne A."),
        "{told}"
    );
}

#[test]
fn a_file_of_another_kind_or_format_is_told_as_that() {
    for (text, words) in [
        (
            "kommune;aar;alder_fra;alder_til;antal\nAalborg;2024;0;17;30\n",
            "fandt overskrifterne i en fil med Folketal. Filen ligner Folketal",
        ),
        (
            "tilbud_id;ydelse;paragraf;aar;takst;enhed\nB-7;Dagtilbud;107;2025;100;døgn\n",
            "Vælg Takster som filens indhold",
        ),
        (
            "\u{feff}  <!DOCTYPE html>\n<html><table><tr><td>aar</td></tr></table></html>",
            "fandt en webside (HTML), der er gemt som et regneark.",
        ),
        (
            "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>",
            "fandt et XML-regneark fra Excel 2003.",
        ),
        (
            "<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"/>",
            "fandt et fladt OpenDocument-regneark (.fods).",
        ),
        ("<?xml version=\"1.0\"?><tal/>", "fandt en XML-fil."),
        ("%PDF-1.7 abc", "fandt et PDF-dokument."),
    ] {
        let told = one(text.as_bytes(), "fil.csv");
        assert!(told.contains(words), "{told}");
    }
    let unlike = rows("x\n").replace("prisniveau", "prisniveau;bemærkninger");
    let errors = refused(unlike.as_bytes(), "fil.csv");
    assert!(!errors[0].remedy.contains("Mente du"), "{:?}", errors[0]);
}

#[test]
fn amounts_in_another_currency_are_no_kroner() {
    let euro = Format::new().set_num_format("#,##0.00 [$€-407]");
    let file = xlsx(|sheet| {
        sheet.write_with_format(1, 3, 1000, &euro).unwrap();
    });
    let told = one(&file, "fil.xlsx");
    assert!(told.contains("Beløbet er ikke i danske kroner"), "{told}");
    let kroner = Format::new().set_num_format("#,##0.00 [$kr.-406]");
    let file = xlsx(|sheet| {
        sheet.write_with_format(1, 3, 1000, &kroner).unwrap();
    });
    assert!(import::components(&file, "fil.xlsx", &Options::default(), &areas()).is_ok());
    let titled = format!(
        "Udgifter i 1.000 EUR\n{}",
        rows("Aalborg;107;2024;1000;2,5;2023\n")
    );
    assert!(
        one(titled.as_bytes(), "fil.csv")
            .contains("fil.csv:1: fandt »Udgifter i 1.000 EUR«. Beløbet er ikke")
    );
    let headed = rows("Aalborg;107;2024;1000;2,5;2023\n").replace("udgift", "udgift (EUR)");
    let errors = refused(headed.as_bytes(), "fil.csv");
    assert!(
        errors[0]
            .at("fil.csv")
            .contains("Beløbet er ikke i danske kroner"),
        "{errors:?}"
    );
}

#[test]
fn a_quote_behind_a_space_and_a_comma_too_many_are_one_fault_each() {
    let text = rows("Aalborg; \"107\";2024;1000;2,5;2023\n");
    let told = one(text.as_bytes(), "fil.csv");
    assert!(
        told.contains("Slet mellemrummet, så anførselstegnet følger lige efter skilletegnet."),
        "{told}"
    );
    let commas = "aar,indeks,kilde\n2023,100,0,\n2024,103,9,\n2025,107,1,\n";
    let errors =
        import::price_index(commas.as_bytes(), "fil.csv", &Options::default()).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(
        errors[0].found.ends_with("(og det samme i 2 rækker til)"),
        "{errors:?}"
    );
    assert!(errors[0].problem.contains("decimalkomma"), "{errors:?}");
}
