//! Pages of news: what is new ([`page`]), what somebody wants to be told and how ([`choose`]), the figures they
//! follow ([`figures`]), mails turned off by their link ([`by_mail`]), and the number beside the menu ([`unread`]).

pub mod by_mail;
pub mod choose;
pub mod figures;
pub mod page;
pub mod unread;
