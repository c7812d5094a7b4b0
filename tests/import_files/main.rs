//! Small files as people send them, and what a careful reader makes of each: read, with the values
//! that the file means, or refused with the fault's own name.

mod clear;
mod damaged;
mod messages;

use std::io::{Cursor, Write as _};

use cockpit::domain::area::{Area, AreaKind};
use cockpit::domain::offers::{Offer, OperatingForm, TargetGroup};
use cockpit::domain::paragraph::Paragraph;
use cockpit::import::{self, Amounts, Options};
use zip::write::SimpleFileOptions;

const FACTS: &str = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau;maalgruppe\n";
const OFFERS: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n";
const TARIFFS: &str = "tilbud_id;ydelse;paragraf;aar;takst;enhed;belaegning\n";
const INDEX: &str = "aar;indeks;kilde\n";
const PEOPLE: &str = "kommune;aar;alder_fra;alder_til;antal\n";

fn areas() -> Vec<Area> {
    [("773", "Morsø"), ("851", "Aalborg")]
        .map(|(code, name)| Area {
            code: code.to_owned(),
            name: name.to_owned(),
            kind: AreaKind::Municipality,
            kkr: None,
        })
        .to_vec()
}

fn groups() -> Vec<TargetGroup> {
    vec![TargetGroup {
        code: "97c355cc".to_owned(),
        name: "Udviklingshæmning".to_owned(),
        parent: String::new(),
        source: String::new(),
    }]
}

fn known() -> Vec<Offer> {
    vec![Offer {
        id: "B-7".to_owned(),
        name: "Birkegården".to_owned(),
        operator: "Aalborg Kommune".to_owned(),
        form: OperatingForm::Municipal,
        municipality: "851".to_owned(),
        paragraphs: vec![Paragraph::Sel107],
        target_groups: vec!["97c355cc".to_owned()],
        places: 9,
        in_agreement: true,
        standard_contract: true,
        sells_places: true,
        supervisor: None,
    }]
}

/// Which reader a case is for.
#[derive(Clone, Copy)]
enum Kind {
    Components,
    PriceIndex,
    Population,
    Offers,
    Tariffs,
}

/// The rows kept and the notes, or the codes of the faults.
fn outcome(kind: Kind, bytes: &[u8], name: &str, options: &Options) -> Result<usize, String> {
    let (areas, groups, known) = (areas(), groups(), known());
    match kind {
        Kind::Components => {
            import::components(bytes, name, options, &areas).map(|read| read.rows.len())
        }
        Kind::PriceIndex => import::price_index(bytes, name, options).map(|read| read.rows.len()),
        Kind::Population => {
            import::population(bytes, name, options, &areas).map(|read| read.rows.len())
        }
        Kind::Offers => {
            import::offers(bytes, name, options, &areas, &groups, &[]).map(|read| read.rows.len())
        }
        Kind::Tariffs => {
            import::tariffs(bytes, name, options, &areas, &known).map(|read| read.rows.len())
        }
    }
    .map_err(|errors| {
        for error in &errors {
            let told = error.at(name);
            assert!(!told.contains("020280"), "{told}");
        }
        let codes: Vec<String> = errors.iter().map(|error| error.code.key()).collect();
        codes.join(" ")
    })
}

fn head(kind: Kind) -> &'static str {
    match kind {
        Kind::Components => FACTS,
        Kind::PriceIndex => INDEX,
        Kind::Population => PEOPLE,
        Kind::Offers => OFFERS,
        Kind::Tariffs => TARIFFS,
    }
}

fn check(kind: Kind, rows: &str, want: Result<usize, &str>) {
    let text = format!("{}{rows}", head(kind));
    let got = outcome(kind, text.as_bytes(), "fil.csv", &Options::default());
    assert_eq!(got, want.map_err(str::to_owned), "{rows}");
}

#[test]
fn one_thing_under_two_spellings_is_one() {
    for (kind, rows, want) in [
        (
            Kind::Components,
            "Aalborg;107;2024;1000;2,5;2023;Brålund\nAalborg;107;2024;1000;2,5;2023;Bra\u{30a}lund\n",
            Err("repeated-row"),
        ),
        (
            Kind::Components,
            "Aalborg;107;2024;1000;2,5;2023;Unge voksne\nAalborg;107;2024;1000;2,5;2023;unge\u{a0}VOKSNE\n",
            Err("repeated-row"),
        ),
        (
            Kind::Tariffs,
            "B-7;Dagtilbud;107;2025;100;døgn;\nB-7;dag\u{ad}tilbud;107;2025;120;døgn;\n",
            Err("two-tariffs"),
        ),
        (
            Kind::Tariffs,
            "b\u{2011}7;Dagtilbud;107;2025;100;døgn;\n",
            Ok(1),
        ),
        (
            Kind::Offers,
            "B-8;Elmen;Aalborg Kommune;kommunal;Aalborg;107;Udviklingshæmning;9;ja;ja\nb-8\u{200b};Asken;Aalborg Kommune;kommunal;Aalborg;107;Udviklingshæmning;9;ja;ja\n",
            Err("offer-repeated"),
        ),
    ] {
        check(kind, rows, want);
    }
}

#[test]
fn no_value_becomes_another() {
    for (kind, rows, want) in [
        (
            Kind::Components,
            "Aalborg;107;2024;750,000;2,5;2023;\n",
            Err("too-many-decimals"),
        ),
        (
            Kind::Components,
            "Aalborg;107;2024;750,00;2,500;2023;\n",
            Ok(1),
        ),
        (
            Kind::Population,
            "Morsø;2024;0;17;30,000\n",
            Err("too-many-decimals"),
        ),
        (
            Kind::Components,
            "Aalborg;107;2024;1;2;2023;I  alt\n",
            Err("total-as-group"),
        ),
        (
            Kind::Components,
            "Aalborg;107;2024;1;2;2023;NULL\nAalborg;107;2024;1;2;2023;\n",
            Err("repeated-row"),
        ),
        (
            Kind::Components,
            "Aalborg;107;2024;1;2;2023;#VÆRDI!\n",
            Err("error-cell"),
        ),
        (
            Kind::Components,
            "Aalborg;10-7;2024;1;2;2023;\n",
            Err("unknown-paragraph"),
        ),
        (
            Kind::Components,
            "Aalborg;107;2024;1;2;2023;\"a\nMorsø;107;2024;1;2;2023;\"b\n",
            Err("unclosed-quote"),
        ),
        (
            Kind::Offers,
            "B-8;Bir\u{fffd}en;Aalborg Kommune;kommunal;Aalborg;107;Udviklingshæmning;9;ja;ja\n",
            Err("lost-letters"),
        ),
        (
            Kind::Offers,
            "B-8;Sum af gode dage;Aalborg Kommune;kommunal;Aalborg;107;Udviklingshæmning;9;ja;ja\n",
            Ok(1),
        ),
        (
            Kind::Tariffs,
            "B-7;Dagtilbud;107;2025;100;døgn;0,9\n",
            Err("occupancy-out-of-range"),
        ),
        (
            Kind::Components,
            "Hovedtotal;;;5;5;;\nAalborg;107;2024;5;5;2023;\nMorsø Total;;;5;5;;\n",
            Ok(1),
        ),
    ] {
        check(kind, rows, want);
    }
    let commas = "aar,indeks,kilde\n2024,103,9,\n";
    let got = outcome(
        Kind::PriceIndex,
        commas.as_bytes(),
        "fil.csv",
        &Options::default(),
    );
    assert_eq!(got, Err("extra-cell".to_owned()));
}

#[test]
fn no_personal_number_comes_in() {
    for number in [
        "020280.1234",
        "02.02.80-1234",
        "02021980-1234",
        "1980-02-02 1234",
        "020280 - 1234",
        "02\u{ad}0280-1234",
        "\u{ff10}20280-1234",
        "\"020280\n1234\"",
    ] {
        check(
            Kind::PriceIndex,
            &format!("2024;103,9;{number}\n"),
            Err("cpr-number"),
        );
    }
    check(
        Kind::Components,
        "Aalborg;107;2024;0202801234;2;2023;\n",
        Err("cpr-number"),
    );
    check(
        Kind::Components,
        "Aalborg;107;2024;1202801234;2;2023;\n",
        Ok(1),
    );
    let offer = "Elmen;Aalborg Kommune;kommunal;Aalborg;107;Udviklingshæmning;9;ja;ja\n";
    check(
        Kind::Offers,
        &format!("1010101234;{offer}"),
        Err("p-number"),
    );
    check(Kind::Offers, &format!("P1010101234;{offer}"), Ok(1));
    let good = format!("{INDEX}2024;103,9;KL\n");
    let got = outcome(
        Kind::PriceIndex,
        good.as_bytes(),
        "020280-1234.csv",
        &Options::default(),
    );
    assert_eq!(got, Err("cpr-number".to_owned()));
}

#[test]
fn amounts_in_thousands_are_chosen_not_guessed() {
    let text = format!("Tal i 1.000 kr.\n{FACTS}Aalborg;107;2024;1234,567;2,5;2023;\n");
    let read = |amounts| {
        let options = Options {
            amounts,
            ..Options::default()
        };
        import::components(text.as_bytes(), "fil.csv", &options, &areas())
    };
    assert_eq!(read(None).unwrap_err()[0].code.key(), "amounts-not-stated");
    let thousands = read(Some(Amounts::Thousands)).unwrap();
    assert_eq!(thousands.rows[0].value.expenditure.oere(), 123_456_700);
    assert_eq!(thousands.meta.notes, ["Beløbene er læst i 1.000 kr."]);
}

fn spreadsheet(before: &str, rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<document xmlns:table="t" xmlns:office="o" xmlns:text="x" xmlns:style="s">{before}<table:table table:name="Ark1">{rows}</table:table></document>"#
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
    ];
    for (name, content) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn what_takes_a_few_bytes_and_days_to_read_is_refused() {
    let cell = |repeat: u32| {
        format!(
            r#"<table:table-cell table:number-columns-repeated="{repeat}" office:value-type="string"><text:p>020212</text:p></table:table-cell>"#
        )
    };
    for (rows, repeat) in [(500_000, 16_384), (1_000, 16_384)] {
        let row = format!(
            r#"<table:table-row table:number-rows-repeated="{rows}">{}</table:table-row>"#,
            cell(repeat)
        );
        let file = spreadsheet("", &row.repeat(3));
        let got = outcome(Kind::Components, &file, "fil.ods", &Options::default());
        assert!(got.is_err(), "{got:?}");
    }
    let long = "x".repeat(1 << 20);
    let row = format!(
        r#"<table:table-row><table:table-cell office:value-type="string"><text:p>{long}</text:p></table:table-cell></table:table-row>"#
    );
    let got = outcome(
        Kind::Offers,
        &spreadsheet("", &row),
        "fil.ods",
        &Options::default(),
    );
    assert!(got.is_err());
}

#[test]
fn the_sheet_that_is_shown_is_read_and_the_others_are_named() {
    let text = |text: &str| {
        format!(
            r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let row = |cells: &[&str]| {
        let cells: String = cells.iter().map(|cell| text(cell)).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let rows = row(&["aar", "indeks", "kilde"]) + &row(&["2024", "103,9", "KL"]);
    let hidden = r#"<style:style style:name="h"><style:table-properties table:display="false"/></style:style><table:table table:name="Gammelt" table:style-name="h"></table:table>"#;
    let file = spreadsheet(hidden, &rows);
    let read = import::price_index(&file, "fil.ods", &Options::default()).unwrap();
    assert_eq!(read.rows.len(), 1);
    assert_eq!(
        read.meta.notes,
        ["Arket »Ark1« er læst. Ikke læst: »Gammelt«."]
    );
}
