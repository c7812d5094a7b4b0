//! Offers: the register of institutions and services that sell places.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::areas::Places;
use super::cells::Fields;
use super::columns::{Choices, Column, Layout};
use super::errors::RowError;
use super::faults::Errors;
use super::header::likeness;
use super::table;
use super::{Operated, Options, Parsed, messages};
use crate::domain::area::Area;
use crate::domain::fold;
use crate::domain::number::{self, Convention, NumberError};
use crate::domain::offers::{Offer, OperatingForm, Supervisor};
use crate::domain::offers::{TargetGroup, target_group};
use crate::domain::paragraph::Paragraph;

const ID: usize = 0;
const NAME: usize = 1;
const OPERATOR: usize = 2;
const FORM: usize = 3;
const MUNICIPALITY: usize = 4;
const PARAGRAPHS: usize = 5;
const TARGET_GROUPS: usize = 6;
const PLACES: usize = 7;
const IN_AGREEMENT: usize = 8;
const STANDARD_CONTRACT: usize = 9;
const SUPERVISOR: usize = 10;
const SELLS_PLACES: usize = 11;

pub(super) const COLUMNS: &[Column] = &[
    Column::id("tilbud_id", "tilbuddets id, fx fra Tilbudsportalen").exported_as("Tilbuds-id"),
    Column::text("navn", "tilbuddets navn").exported_as("Tilbud"),
    Column::text("driftsherre", "hvem der driver det"),
    Column::text("driftsform", "kommunal, regional eller privat").of(Choices::Suppliers),
    Column::text("kommune", "den kommune, det ligger i").of(Choices::Situated),
    Column::list("paragraffer", "fx SEL § 107, SEL § 108").of(Choices::Paragraphs),
    Column::list("maalgrupper", "navne eller koder fra KL's FFB")
        .of(Choices::TargetGroups)
        .optional(),
    Column::count("pladser", "antal pladser"),
    Column::text("i_rammeaftale", "ja eller nej")
        .of(Choices::YesNo)
        .exported_as("I rammeaftalen"),
    Column::text("standardkontrakt", "ja eller nej").of(Choices::YesNo),
    Column::text("tilsyn", "det socialtilsyn, der modtager indberetninger")
        .of(Choices::Supervisors)
        .exported_as("Socialtilsyn")
        .optional(),
    Column::text("saelger_pladser", "ja eller nej; uden svar regnes med ja")
        .of(Choices::YesNo)
        .optional(),
];

const LAYOUT: Layout = Layout {
    columns: COLUMNS,
    name: Some(NAME),
    exported: &[],
};

/// Between the members of a list in one cell. Not "/", which stands in names of both lists.
const BETWEEN: [char; 3] = [',', '|', ';'];
/// More than any offer has.
const MAX_PLACES: i64 = 100_000;
/// More than any offer has of paragraphs or target groups.
const MAX_MEMBERS: usize = 100;

/// See [`super::offers`].
pub(super) fn read(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    (areas, groups): (&[Area], &[TargetGroup]),
    known: &[Offer],
) -> Result<Parsed<Offer>, Vec<RowError>> {
    // Where an offer is situated is anybody's to say; who operates it decides whose it is.
    let everywhere = Options::default();
    let mut places = Places::new(areas, &everywhere);
    let operated = Operated::of(options, areas)?;
    let mut seen: HashMap<String, u32, RandomState> = HashMap::default();
    table::read(bytes, file_name, options, &LAYOUT, |fields, errors| {
        // Every column is read before any fault ends the row, so that all are told at once.
        let id = fields.text(ID, errors);
        let name = fields.text(NAME, errors);
        let operator = fields.text(OPERATOR, errors);
        let form = form(fields, errors);
        let municipality =
            places.municipality(fields, MUNICIPALITY, messages::offer_in_kkr, errors);
        let paragraphs = paragraphs(fields, errors);
        let target_groups = target_groups(fields, groups, errors);
        let count = count(fields, errors);
        let in_agreement = fields.yes_no(IN_AGREEMENT, errors);
        let standard_contract = fields.yes_no(STANDARD_CONTRACT, errors);
        let supervisor = supervisor(fields, errors);
        let sells_places = match fields.optional(SELLS_PLACES, errors) {
            // The register is of offers that sell places: one that does not has to say so.
            Ok(None) => Some(true),
            Ok(Some(_)) => fields.yes_no(SELLS_PLACES, errors),
            Err(()) => None,
        };
        // One that is another's already does not become one's own by saying so.
        let before = id.and_then(|id| {
            let same = fold::key(id);
            known.iter().find(|known| fold::key(&known.id) == same)
        });
        let whose = [
            form.zip(operator),
            before.map(|offer| (offer.form, offer.operator.as_str())),
        ];
        let foreign = whose
            .into_iter()
            .flatten()
            .find_map(|(form, operator)| operated.foreign(form, operator));
        let own = foreign.is_none();
        if let Some(error) = foreign {
            fields.refuse(OPERATOR, error, errors);
        }
        let (id, municipality) = (id?, municipality?);
        let offer = Offer {
            id: id.to_owned(),
            name: name?.to_owned(),
            operator: operator?.to_owned(),
            form: form?,
            municipality: municipality.code.to_owned(),
            paragraphs: paragraphs?,
            target_groups: target_groups?,
            places: count?,
            in_agreement: in_agreement?,
            standard_contract: standard_contract?,
            sells_places: sells_places?,
            supervisor: supervisor
                .ok()?
                .or_else(|| Supervisor::usual(municipality.code, municipality.kkr)),
        };
        let same = fold::key(id);
        if let Some(first) = seen.get(&same) {
            errors.push(messages::offer_repeated(id, *first, fields.line()).in_column("tilbud_id"));
            return None;
        }
        seen.insert(same, fields.line());
        own.then_some(offer)
    })
}

fn form(fields: &Fields<'_>, errors: &mut Errors) -> Option<OperatingForm> {
    let text = fields.text(FORM, errors)?;
    let form = OperatingForm::parse(text);
    if form.is_none() {
        fields.refuse(FORM, messages::unknown_form(text), errors);
    }
    form
}

/// The members of a list, as far as the most a list has. One member more: the fault is kept.
fn members<'a>(
    text: &'a str,
    column: usize,
    fields: &Fields<'_>,
    errors: &mut Errors,
) -> Option<Vec<&'a str>> {
    let members: Vec<&str> = split(text).take(MAX_MEMBERS + 1).collect();
    if members.len() > MAX_MEMBERS {
        fields.refuse(column, messages::too_many_members(MAX_MEMBERS), errors);
        return None;
    }
    Some(members)
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(BETWEEN).map(str::trim).filter(|t| !t.is_empty())
}

/// The paragraphs of a list, each once. `None`: the fault is kept.
fn paragraphs(fields: &Fields<'_>, errors: &mut Errors) -> Option<Vec<Paragraph>> {
    let text = fields.text(PARAGRAPHS, errors)?;
    let mut found = Vec::new();
    let mut sound = true;
    for member in members(text, PARAGRAPHS, fields, errors)? {
        match Paragraph::parse(member) {
            Some(paragraph) if found.contains(&paragraph) => {}
            Some(paragraph) => found.push(paragraph),
            None => {
                sound = false;
                let error = messages::unknown_paragraph_of_offer(member);
                fields.refuse(PARAGRAPHS, error, errors);
            }
        }
    }
    if found.is_empty() && sound {
        let error = messages::empty_value(&COLUMNS[PARAGRAPHS]);
        fields.refuse(PARAGRAPHS, error, errors);
    }
    (sound && !found.is_empty()).then_some(found)
}

/// The codes of a list of target groups, each once. `None`: the fault is kept.
fn target_groups(
    fields: &Fields<'_>,
    groups: &[TargetGroup],
    errors: &mut Errors,
) -> Option<Vec<String>> {
    // An offer may be for everybody, or its file may not say.
    let Some(text) = fields.optional(TARGET_GROUPS, errors).ok()? else {
        return Some(Vec::new());
    };
    members_of((text, TARGET_GROUPS), fields, groups, errors)
}

/// The codes of a list of target groups that a column holds, each once. `None`: the fault is kept.
pub(super) fn members_of(
    (text, column): (&str, usize),
    fields: &Fields<'_>,
    groups: &[TargetGroup],
    errors: &mut Errors,
) -> Option<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    let mut sound = true;
    for member in members(text, column, fields, errors)? {
        match target_group::find(groups, member) {
            Some(group) if found.contains(&group.code) => {}
            Some(group) => found.push(group.code.clone()),
            None => match nearest(groups, member) {
                Some(meant) => {
                    sound = false;
                    let error = messages::unknown_target_group(member, meant);
                    fields.refuse(column, error, errors);
                }
                // No misspelt name of the terminology: a group of the file's own, which the
                // receipt tells of.
                None => {
                    let own = target_group::own_name(member);
                    if !found.contains(&own) {
                        found.push(own);
                    }
                }
            },
        }
    }
    sound.then_some(found)
}

/// The group that a name is nearly: so near that it is a slip of the pen.
fn nearest<'a>(groups: &'a [TargetGroup], text: &str) -> Option<&'a str> {
    // Folding a very long text would cost, and it is no misspelt name.
    let short: String = text.chars().take(60).collect();
    let folded = target_group::fold(&short);
    groups
        .iter()
        .map(|group| (likeness(&folded, &target_group::fold(&group.name)), group))
        .filter(|(alike, _)| *alike >= 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, group)| group.name.as_str())
}

/// A whole number of places that a column holds. `None`: the fault is kept.
pub(super) fn whole_places(fields: &Fields<'_>, column: usize, errors: &mut Errors) -> Option<i64> {
    let parse = |text: &str, convention: Convention| {
        let count = number::parse(text, convention)?.to_scale(0)?;
        if count <= MAX_PLACES {
            Ok(count)
        } else {
            Err(NumberError::TooLarge)
        }
    };
    fields.number(column, parse, errors)
}

fn count(fields: &Fields<'_>, errors: &mut Errors) -> Option<i64> {
    let count = whole_places(fields, PLACES, errors)?;
    if count < 0 {
        let error = messages::negative_places(fields.describe_number(PLACES));
        fields.refuse(PLACES, error, errors);
        return None;
    }
    Some(count)
}

fn supervisor(fields: &Fields<'_>, errors: &mut Errors) -> Result<Option<Supervisor>, ()> {
    // Our own exports write a dash where none is known.
    let text = fields.optional(SUPERVISOR, errors)?;
    let Some(text) = text.filter(|text| !matches!(*text, "\u{2013}" | "-")) else {
        return Ok(None);
    };
    let supervisor = Supervisor::parse(text);
    if supervisor.is_none() {
        fields.refuse(SUPERVISOR, messages::unknown_supervisor(text), errors);
        return Err(());
    }
    Ok(supervisor)
}
