//! People: who they are, how they come in, how they are let in and shut out.
//!
//! [`passwords`] (what a password must be), [`links`] (first administrator, invitations),
//! [`sign_in`] (local accounts) with its [`attempts`], [`second_factor`] with its [`codes`], [`openid`] (the municipality's own sign-in), [`sessions`] and
//! [`tokens`] (what proves who asks), [`users`] (invite, change, disable), [`wishes`] (which mails somebody
//! wants), [`calendars`] (secret addresses), [`browsers`] (their names), [`views`] (pages that somebody
//! keeps). What a role may do is
//! in [`crate::domain::people`]; that a request may is decided in `web::access`. [`names`] has the
//! fields of their forms.
//!
//! Every change here stands in the log, written in the same transaction.

pub mod attempts;
pub mod browsers;
pub mod calendars;
mod claims;
pub mod codes;
pub mod links;
pub mod names;
pub mod openid;
pub mod passwords;
pub mod second_factor;
pub mod sessions;
pub mod sign_in;
pub mod tokens;
pub mod users;
pub mod views;
pub mod wishes;

use thiserror::Error;

use super::actor::Actor;
use super::texts::Fault;
use crate::chance::Chance;
use crate::clock::Clock;
use crate::domain::people::{Right, Standing, is_named};
use crate::storage::people::users::User;
use crate::storage::{QueryError, StoreError};

pub use passwords::PasswordFault;

/// Who asks: a user, and by what the request proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub user_id: String,
    pub email: String,
    pub name: String,
    pub standing: Standing,
    /// Code of the municipality, for a chef.
    pub municipality: Option<String>,
    /// An OpenID account has no password here.
    pub openid: bool,
    pub via: Via,
    /// The data version that the person saw last, in the session before this one; `None` in the first
    /// session that is remembered, and for what signs nobody in.
    pub last_visit: Option<i64>,
}

/// What a request proves its identity by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Via {
    /// A browser's session, by its id.
    Session(String),
    /// An API token, by its id.
    Token(String),
    /// Nothing that signs in: a mail is for them, or a link in one is theirs.
    Mail,
}

impl Identity {
    fn new(user: User, via: Via) -> Identity {
        Identity {
            standing: user.standing(),
            openid: user.is_openid(),
            user_id: user.id,
            email: user.email,
            name: user.name,
            municipality: user.municipality,
            via,
            last_visit: None,
        }
    }

    pub fn may(&self, right: Right) -> bool {
        self.standing.may(right)
    }

    /// How the receipts and the log name the person: "Anna Jensen, anna@example.dk".
    pub fn signature(&self) -> String {
        signature(&self.name, &self.email)
    }

    /// Whether a receipt or the log names this person, by whatever name.
    pub(in crate::changes) fn is_named(&self, by: &str) -> bool {
        is_named(&self.email, by)
    }

    /// The person as one who changes something.
    pub fn actor(&self, clock: Clock, chance: Chance) -> Actor {
        Actor {
            bound_to: self.bound_to().map(str::to_owned),
            ..Actor::new(clock, chance, &self.signature())
        }
    }

    /// The municipality that the person is bound to: a chef uploads and withdraws nothing else.
    pub fn bound_to(&self) -> Option<&str> {
        // A chef without a municipality, which the database refuses, is bound to none that exists.
        let own = self.municipality.as_deref().unwrap_or("?");
        self.standing.needs_municipality().then_some(own)
    }
}

/// A person in a receipt or the log: name and address, or the address alone.
fn signature(name: &str, email: &str) -> String {
    match name {
        "" => email.to_owned(),
        name => format!("{name}, {email}"),
    }
}

/// Why somebody is not let in, or an account not changed. The texts are Danish.
#[derive(Debug, Error)]
pub enum AccountError {
    /// A field of a form that can be put right.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The same words for an unknown address, a wrong password and a disabled user.
    #[error("Mailadressen og adgangskoden passer ikke sammen.")]
    WrongPassword,
    /// The code of the second step is wrong, old, or was taken before.
    #[error("Koden er ikke rigtig, eller den er brugt. Vent på den næste, og prøv igen.")]
    WrongCode,
    /// Too many wrong codes in a row.
    #[error("Der er skrevet for mange forkerte koder. Vent et kvarter, og prøv igen.")]
    CodeWaits,
    /// Too many attempts of this account or address.
    #[error("Der er forsøgt for mange gange. Vent et minut, og prøv igen.")]
    TooManyAttempts,
    /// The link was used, replaced or has run out, or never was.
    #[error("Linket gælder ikke længere. Bed om et nyt.")]
    BadLink,
    #[error("Der er ingen bruger {0}.")]
    NoSuchUser(String),
    #[error("Det er den eneste administrator. Gør først en anden til administrator.")]
    LastAdmin,
    #[error(
        "Kontoen logger ind gennem sin egen organisation, som også bestemmer rollen. Den kan kun spærres her."
    )]
    OpenIdAccount,
    #[error("Brugeren er spærret.")]
    Disabled,
    /// What the organisation's sign-in said cannot be used; for the person who signs in.
    #[error("{0}")]
    OpenId(String),
    /// The organisation's sign-in does not answer, or not as it should; the cause is for the log.
    #[error("the OpenID provider: {0}")]
    Provider(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}

/// A password that is refused is refused at its field.
impl From<PasswordFault> for AccountError {
    fn from(fault: PasswordFault) -> AccountError {
        names::PASSWORD.fault(fault.to_string()).into()
    }
}
