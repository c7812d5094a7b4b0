//! Pages of people.
//!
//! [`sign_in`], [`openid`], [`welcome`] (a one-time link), [`account`] (one's own, with [`mails`] and [`calendar`]), [`views`] (pages that one keeps), [`users`], [`user`].

pub mod account;
pub mod calendar;
pub mod mails;
pub mod openid;
pub mod sign_in;
pub mod user;
pub mod users;
pub mod views;
pub mod welcome;
