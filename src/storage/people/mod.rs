//! People and what proves who they are, as it is stored.
//!
//! [`users`], [`links`] (invitations), [`sessions`], [`tokens`], [`attempts`] (to sign in),
//! [`openid_flows`] (sign-ins at a provider that are under way), [`calendars`] (their secret addresses), [`second_factors`] (codes at the sign-in),
//! [`views`] (pages that somebody keeps).

pub mod attempts;
pub mod calendars;
pub mod links;
pub mod openid_flows;
pub mod second_factors;
pub mod sessions;
pub mod tokens;
pub mod users;
pub mod views;
