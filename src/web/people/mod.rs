//! Pages of people.
//!
//! [`sign_in`], [`openid`], [`welcome`] (a one-time link), [`account`] (one's own), [`users`], [`user`].

pub mod account;
pub mod openid;
pub mod sign_in;
pub mod user;
pub mod users;
pub mod welcome;
