//! The register of offers: its demands, its form, its target groups.

use super::*;
use cockpit::changes::offers::compare::OfferFile;
use cockpit::export;

#[test]
fn the_three_demands_and_an_offer_from_a_form() {
    let (_database, store) = with_offers();
    let report = run(&store, "offers", "");
    assert_eq!(
        text(&report.rows, &["offer", "supervisor", "target_groups"]),
        [
            "Bakkehuset | Socialtilsyn Nord | Udviklingshæmning, Autismespektrum",
            "Zebra | Socialtilsyn Nord | Demens",
            "Åhuset | Socialtilsyn Øst | Autismespektrum",
        ]
    );
    assert_eq!(
        text(&report.totals, &["met", "of", "met_pct"]),
        ["2 | 3 | 66,67", "2 | 3 | 66,67", "– | – | –"]
    );
    assert!(
        report
            .notes
            .iter()
            .any(|n| n.contains("Mangler: Åhuset (B)"))
    );
    let mut form = OfferForm {
        id: "B".into(),
        name: "Å\"huset\"; nyt navn".into(),
        operator: "Hjørring Kommune".into(),
        form: "kommunal".into(),
        municipality: "Hjørring".into(),
        paragraphs: "SEL § 107".into(),
        target_groups: "Autismespektrum".into(),
        places: "5".into(),
        in_agreement: "ja".into(),
        standard_contract: "ja".into(),
        ..OfferForm::default()
    };
    let receipt =
        cockpit::changes::offers::form::store_offer(&store, &actor(), &form).expect("it is stored");
    assert_eq!((receipt.changed, receipt.number), (1, Some(3)));
    assert_eq!(receipt.file_name, "formular-tilbud.csv");
    let report = run(
        &store,
        "offers",
        "target-group=Autismespektrum&municipality=860",
    );
    assert_eq!(
        text(&report.rows, &["offer", "places"]),
        ["Å\"huset\"; nyt navn | 5"]
    );
    form.places = "mange".into();
    let Err(UploadError::Refused(errors)) =
        cockpit::changes::offers::form::store_offer(&store, &actor(), &form)
    else {
        panic!("stored")
    };
    assert_eq!(errors[0].column.as_deref(), Some("pladser"));
    uploads::withdraw(&store, &actor(), 3, "fortrudt").expect("it is withdrawn");
    let names = text(&run(&store, "offers", "").rows, &["offer"]);
    assert!(names.contains(&"Åhuset".to_owned()), "{names:?}");
}

#[test]
fn our_own_workbooks_are_read_again() {
    let (_database, store) = with_offers();
    let header =
        "tilbud_id;ydelse;paragraf;aar;takst;enhed;direkte;overhead;belaegning;takstmodel\n";
    let rows = "A;Ophold;SEL § 107;2024;1.000,00;døgn;900,00;;95;2024-model\nA;Ophold;SEL § 107;2025;1.100,00;døgn;950,00;;;\nC;Zebra;ABL § 105/85;2025;100,00;time;;;;\n";
    upload(&store, Kind::of(&TariffFile), &format!("{header}{rows}")).expect("the tariffs");
    let again = |name: &str, filters: &str, kind: Kind| {
        let report = run(&store, name, filters);
        let bytes = export::write(&report, export::Format::Xlsx).expect("a workbook");
        let upload = uploads::Upload {
            kind,
            file_name: "udtraek.xlsx",
            bytes: &bytes,
            options: Options::default(),
        };
        uploads::dry_run(&store, &actor(), &upload).expect("it is read")
    };
    let offers = again("offers", "", Kind::of(&OfferFile));
    assert_eq!(
        (offers.unchanged, offers.changed, offers.new),
        (3, 0, 0),
        "{:?}",
        offers.changes
    );
    for (filters, rows) in [("year=2025", 2), ("offer=A", 2)] {
        let tariffs = again("tariffs", filters, Kind::of(&TariffFile));
        // The list of a year has no parts; the list of an offer has them.
        assert_eq!(tariffs.rows_kept, rows, "{filters}");
        assert_eq!(tariffs.new, 0, "{filters}");
        let note = "Kolonner, der beregnes, er ikke læst: »Tilbud«, »Målgrupper«, »Takst i faste priser (kr.)«";
        assert!(
            tariffs.notes.iter().any(|told| told.starts_with(note)),
            "{:?}",
            tariffs.notes
        );
        if filters == "offer=A" {
            assert_eq!(tariffs.changes, []);
        }
    }
}

#[test]
fn a_target_group_of_the_file_s_own_is_kept_and_told() {
    let database = TestDatabase::new();
    let store = database.store();
    let row = |groups: &str| {
        format!(
            "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
             T1;Bakkehuset;Aalborg;kommunal;851;SEL § 107;{groups};12;ja;ja\n"
        )
    };
    let receipt = upload(
        &store,
        Kind::of(&OfferFile),
        &row("autisme|UDVIKLINGSHÆMNING|Autisme"),
    )
    .unwrap();
    assert_eq!(receipt.notes.len(), 1, "{:?}", receipt.notes);
    assert!(
        receipt.notes[0].contains("»Autisme«"),
        "{:?}",
        receipt.notes
    );
    let report = run(&store, "offers", "");
    assert_eq!(
        text(&report.rows, &["target_groups"]),
        ["Autisme, Udviklingshæmning"]
    );
    let Err(UploadError::Refused(errors)) =
        upload(&store, Kind::of(&OfferFile), &row("Udviklingshemning"))
    else {
        panic!("a slip is accepted")
    };
    assert!(errors[0].remedy.contains("»Udviklingshæmning«"));
}

#[test]
fn another_s_offer_is_told_together_with_the_other_faults_of_its_row() {
    let (_database, store) = with_offers();
    let refused = |row: &str| {
        let bytes = format!("{OFFERS}{row}\n");
        let upload = uploads::Upload {
            kind: Kind::of(&OfferFile),
            file_name: "tilbud.csv",
            bytes: bytes.as_bytes(),
            options: Options::default(),
        };
        match uploads::import(&store, &actor().bound("851"), &upload) {
            Err(UploadError::Refused(errors)) => errors.iter().map(|e| e.code).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        }
    };
    // Hjørring's, with two faults; and one that is said to be Aalborg's but is Hjørring's by its id.
    assert_eq!(
        refused("B;Åhuset;Hjørring;kommunal;860;SEL § 107;Demens;mange;måske;ja"),
        [
            ErrorCode::NotANumber,
            ErrorCode::NotYesOrNo,
            ErrorCode::ForeignOffer
        ]
    );
    assert_eq!(
        refused("B;Åhuset;Aalborg;kommunal;860;SEL § 107;Demens;4;ja;ja"),
        [ErrorCode::ForeignOffer]
    );
}
