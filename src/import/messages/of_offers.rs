//! Texts for a row of offers or tariffs.

use super::error;
use crate::domain::money::Money;
use crate::domain::number::danish;
use crate::import::errors::{ErrorCode, RowError, shown};

const KEEP_ONE: &str = "Behold den rigtige linje, og slet den anden.";

// Offers.

pub(in crate::import) fn unknown_form(text: &str) -> RowError {
    error(
        ErrorCode::UnknownForm,
        shown(text),
        "Den driftsform kendes ikke.",
        "Skriv kommunal, regional eller privat.",
    )
}

pub(in crate::import) fn unknown_target_group(text: &str, nearest: &str) -> RowError {
    error(
        ErrorCode::UnknownTargetGroup,
        shown(text),
        "Den målgruppe kendes ikke.",
        format!("Mente du »{nearest}«? Skriv målgruppens navn eller kode fra KL's FFB."),
    )
}

pub(in crate::import) fn unknown_supervisor(text: &str) -> RowError {
    error(
        ErrorCode::UnknownSupervisor,
        shown(text),
        "Det socialtilsyn kendes ikke.",
        "Skriv Nord, Midt, Syd, Øst eller Hovedstaden, eller lad cellen være tom.",
    )
}

pub(in crate::import) fn not_yes_or_no(text: &str) -> RowError {
    error(
        ErrorCode::NotYesOrNo,
        shown(text),
        "Kolonnen kan kun være ja eller nej.",
        "Skriv ja eller nej.",
    )
}

pub(in crate::import) fn negative_places(found: String) -> RowError {
    error(
        ErrorCode::NegativeAmount,
        found,
        "Et antal pladser kan ikke være negativt.",
        "Ret tallet.",
    )
}

pub(in crate::import) fn negative_part(found: String) -> RowError {
    error(
        ErrorCode::NegativeAmount,
        found,
        "En omkostning i taksten kan ikke være negativ; det kan kun reguleringen fra tidligere år.",
        "Ret beløbet, eller skriv det i kolonnen regulering.",
    )
}

pub(in crate::import) fn unknown_paragraph_of_offer(text: &str) -> RowError {
    error(
        ErrorCode::UnknownParagraph,
        shown(text),
        "Den paragraf kendes ikke her.",
        "Skriv SEL § 107, SEL § 108, ABL § 105/85 eller SEL § 85; flere adskilles af komma eller lodret streg.",
    )
}

pub(in crate::import) fn offer_in_kkr(text: &str) -> RowError {
    error(
        ErrorCode::NotAMunicipality,
        shown(text),
        "Det er et KKR, ikke en kommune; et tilbud ligger i en kommune.",
        "Skriv den kommune, tilbuddet ligger i.",
    )
}

pub(in crate::import) fn offer_repeated(id: &str, first: u32, second: u32) -> RowError {
    error(
        ErrorCode::OfferRepeated,
        format!("tilbuddet {} to gange", shown(id)),
        format!("Det står i både linje {first} og linje {second}."),
        KEEP_ONE,
    )
    .on_line(second)
}

// Tariffs.

pub(in crate::import) fn unknown_offer(text: &str, nearest: Option<(&str, &str)>) -> RowError {
    let remedy = match nearest {
        Some((name, id)) => format!(
            "Mente du {} ({})? Skriv tilbuddets id, eller indlæs tilbuddet først.",
            shown(name),
            shown(id)
        ),
        None => "Skriv tilbuddets id, eller indlæs tilbuddet først (filtypen Tilbud).".to_owned(),
    };
    error(
        ErrorCode::UnknownOffer,
        shown(text),
        "Der er intet tilbud med det id.",
        remedy,
    )
}

pub(in crate::import) fn offer_name_twice(name: &str, ids: &[&str]) -> RowError {
    let ids: Vec<String> = ids.iter().take(5).map(|id| shown(id)).collect();
    error(
        ErrorCode::OfferNameTwice,
        shown(name),
        format!("Flere tilbud har det navn: {}.", ids.join(", ")),
        "Skriv tilbuddets id.",
    )
}

/// A municipality that is none: an island that Danmarks Statistik lists beside the 98.
pub(in crate::import) fn christiansoe(text: &str) -> RowError {
    error(
        ErrorCode::UnknownArea,
        shown(text),
        "Christiansø (411) hører til Forsvarsministeriet og ikke til nogen kommune.",
        "Slet rækken.",
    )
}

pub(in crate::import) fn paragraph_not_of_offer(text: &str, offer: &str, has: &str) -> RowError {
    error(
        ErrorCode::ParagraphNotOfOffer,
        shown(text),
        format!("Tilbuddet {} har kun {has}.", shown(offer)),
        "Ret paragraffen, eller indlæs tilbuddet igen med paragraffen.",
    )
}

pub(in crate::import) fn unknown_unit(text: &str) -> RowError {
    error(
        ErrorCode::UnknownUnit,
        shown(text),
        "Den enhed kendes ikke.",
        "Skriv døgn, dag, time eller måned.",
    )
}

pub(in crate::import) fn tariff_not_positive(found: String) -> RowError {
    error(
        ErrorCode::TariffNotPositive,
        found,
        "En takst skal være større end nul.",
        "Skriv taksten; slet rækken, hvis ydelsen ikke har nogen takst i året.",
    )
}

pub(in crate::import) fn two_tariffs(key: &str, first: u32, second: u32) -> RowError {
    error(
        ErrorCode::TwoTariffs,
        format!("to forskellige takster for {key}"),
        format!(
            "Linje {first} og linje {second} siger hver sit om den samme ydelse i det samme år."
        ),
        "Behold den rigtige linje, og slet den anden; er det to ydelser, så giv dem hver sit navn.",
    )
    .on_line(second)
}

pub(in crate::import) fn occupancy_out_of_range(found: String) -> RowError {
    error(
        ErrorCode::OccupancyOutOfRange,
        found,
        "En belægning skal ligge fra 20 til 120 procent.",
        "Skriv belægningen i procent, fx 95.",
    )
}

pub(in crate::import) fn parts_do_not_add_up(tariff: Money, parts: Money) -> RowError {
    error(
        ErrorCode::PartsDoNotAddUp,
        format!("dele, der giver {} kroner", danish(parts.decimal())),
        format!(
            "Alle dele er oplyst, men taksten er {} kroner.",
            danish(tariff.decimal())
        ),
        "Ret delene eller taksten; lad en del, der ikke kendes, være tom.",
    )
}

pub(in crate::import) fn too_many_members(limit: usize) -> RowError {
    error(
        ErrorCode::TooManyMembers,
        format!("en liste med mere end {limit} led"),
        "Så mange hører ikke til ét tilbud.",
        "Kontrollér, at flere tilbud ikke står i samme celle, og at listen ikke er gentaget.",
    )
}
