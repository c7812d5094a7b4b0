//! What somebody writes of a milestone, field by field, and what is wrong with it.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::changes::texts::{Fault, Field};
use crate::domain::danish::danish_date;
use crate::domain::workplan::{HalfYear, Owner, Progress, Status};

pub const STATUS: Field = Field::new("status", "status");
pub const DUE: Field = Field::new("frist", "frist");
pub const OWNER: Field = Field::new("ansvarlig", "ansvarlig");
pub const PROGRESS: Field = Field::new("leverance", "leverance");
/// A document; its name is shown.
pub const FILE: Field = Field::new("fil", "filens navn").at_most(200);
pub const WHY: Field = Field::new("hvorfor", "hvad er der sket, og hvorfor")
    .at_most(2_000)
    .asking("Skriv med få ord, hvad der er sket, og hvorfor.");

/// A status by its key.
///
/// # Errors
/// [`Fault`] at [`STATUS`].
pub fn status(text: &str) -> Result<Status, Fault> {
    Status::from_key(text.trim()).ok_or_else(|| STATUS.fault("Vælg en status på listen."))
}

/// How far a deliverable is, by its key.
///
/// # Errors
/// [`Fault`] at [`PROGRESS`].
pub fn progress(text: &str) -> Result<Progress, Fault> {
    let known = Progress::from_key(text.trim());
    known.ok_or_else(|| PROGRESS.fault("Vælg på listen, hvor langt leverancen er."))
}

/// An owner by key or name.
///
/// # Errors
/// [`Fault`] at [`OWNER`].
pub fn owner(text: &str) -> Result<Owner, Fault> {
    Owner::parse(text).ok_or_else(|| OWNER.fault("Vælg den ansvarlige på listen."))
}

/// The day that a milestone of a half-year is due on: not before it begins, and not long after it.
///
/// # Errors
/// [`Fault`] at [`DUE`].
pub fn due(text: &str, period: &HalfYear, read: fn(&str) -> Option<Date>) -> Result<Date, Fault> {
    let day = read(text).ok_or_else(|| DUE.fault("Skriv en dato, for eksempel 28-02-2026."))?;
    let last = period.ends.saturating_add(5.years());
    if (period.starts..=last).contains(&day) {
        return Ok(day);
    }
    let (first, last) = (danish_date(period.starts), danish_date(last));
    Err(DUE.fault(format!("Skriv en dag fra {first} til {last}.")))
}
