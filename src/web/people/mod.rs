//! Pages of people.
//!
//! [`entering`] (what every way in shares), [`sign_in`] with its [`second_step`], [`openid`], [`welcome`] (a one-time link), [`account`] (one's own, with [`mails`], [`calendar`] and
//! [`factor`]), [`views`] (pages that one keeps), [`users`] (with whom a second step is [`required`] of), [`user`].

pub mod account;
pub mod calendar;
pub mod entering;
pub mod factor;
pub mod mails;
pub mod openid;
pub mod required;
pub mod second_step;
pub mod sign_in;
pub mod user;
pub mod users;
pub mod views;
pub mod welcome;
