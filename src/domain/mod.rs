//! The rules of the field, pure: no I/O, no async, no clock, no random numbers, no floats.
//!
//! The ground: [`number`] and [`money`]/[`persons`] (exact values), [`paragraph`], [`period`] and
//! [`area`] (what a fact is about), [`price_level`], [`parameters`] (limits by date), [`address`] (texts in an address), [`cpr`] (a
//! personal number is refused), [`pseudonym`] (what stands for one), [`hex`] (how digests are written), [`outlines`] (where the municipalities' borders run), [`danish`] (how Danes sort and
//! write), [`markdown`] (a text with a little form), and [`report`] (the value every file is made from).
//!
//! The rooms, a subject each: [`components`], [`offers`], [`tariffs`], [`follow_up`] (what is done
//! about an increase), [`meetings`] (where it is discussed), [`dossier`] (their papers as they were sent), [`people`] (who may do what), [`mail`] (what the service sends by itself),
//! [`cases`] (single cases and their refund), [`places`] (what stands vacant), [`results`] (what stays led to), [`statbank`] (what Danmarks Statistik publishes), [`disclosure`] (what is masked of them, and for whom),
//! [`searches`] (what is looked for before a place is bought privately), [`comments`] (what is said about a figure), [`marks`] (provisional, a break, …),
//! [`workplan`] (what was decided to be done, and how far it is), [`news`] (what somebody wants to be told), [`projections`] (what may come, under stated assumptions).

pub mod address;
pub mod area;
pub mod cases;
pub mod comments;
pub mod components;
pub mod cpr;
pub mod danish;
pub mod dossier;
pub mod fold;
pub mod follow_up;
pub mod hex;
pub mod mail;
pub mod markdown;
pub mod marks;
pub mod meetings;
pub mod moment;
pub mod money;
pub mod news;
pub mod number;
pub mod offers;
pub mod outlines;
pub mod paragraph;
pub mod parameters;
pub mod people;
pub mod period;
pub mod persons;
pub mod places;
pub mod price_level;
pub mod projections;
pub mod pseudonym;
pub mod report;
pub mod results;
pub mod searches;
pub mod statbank;
pub mod tariffs;
pub mod workplan;
