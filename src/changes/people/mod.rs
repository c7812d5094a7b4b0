//! People: who they are, how they come in, how they are let in and shut out.
//!
//! [`passwords`] (what a password must be), [`links`] (first administrator, invitations),
//! [`sign_in`] (local accounts), [`openid`] (the municipality's own sign-in), [`sessions`] and
//! [`tokens`] (what proves who asks), [`users`] (invite, change, disable). What a role may do is
//! in [`crate::domain::people`]; that a request may is decided in `web::access`.
//!
//! Every change here stands in the log, written in the same transaction.

mod claims;
pub mod links;
pub mod openid;
pub mod passwords;
pub mod sessions;
pub mod sign_in;
pub mod tokens;
pub mod users;

use thiserror::Error;

use crate::domain::people::{Right, Standing};
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
}

/// What a request proves its identity by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Via {
    /// A browser's session, by its id.
    Session(String),
    /// An API token, by its id.
    Token(String),
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
        }
    }

    pub fn may(&self, right: Right) -> bool {
        self.standing.may(right)
    }

    /// How the receipts and the log name the person: "Anna Jensen, anna@example.dk".
    pub fn signature(&self) -> String {
        signature(&self.name, &self.email)
    }

    /// The municipality that the person is bound to: a chef uploads and withdraws nothing else.
    pub fn bound_to(&self) -> Option<&str> {
        match self.standing.needs_municipality() {
            // A chef without a municipality, which the database refuses, is bound to none that exists.
            true => Some(self.municipality.as_deref().unwrap_or("?")),
            false => None,
        }
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
    /// The same words for an unknown address, a wrong password and a disabled user.
    #[error("Mailadressen og adgangskoden passer ikke sammen.")]
    WrongPassword,
    /// Too many attempts of this account or address.
    #[error("Der er forsøgt for mange gange. Vent et minut, og prøv igen.")]
    TooManyAttempts,
    /// The link was used, replaced or has run out, or never was.
    #[error("Linket gælder ikke længere. Bed om et nyt.")]
    BadLink,
    #[error("»{0}« er ikke en mailadresse.")]
    NotAnAddress(String),
    #[error("{0} har allerede en konto.")]
    Taken(String),
    #[error("Skriv et navn på højst 100 tegn.")]
    NoName,
    #[error("Rollen »{0}« findes ikke. Der findes: reader, chef, working_group, secretariat.")]
    UnknownRole(String),
    #[error("En konto har en rolle eller er administrator. Vælg mindst én af delene.")]
    NoStanding,
    #[error("En chef hører til en kommune. Vælg kommunen.")]
    NeedsMunicipality,
    #[error("Kun en chef hører til en kommune. Lad kommunen stå tom.")]
    NoMunicipality,
    #[error("Kommunen »{0}« findes ikke.")]
    UnknownMunicipality(String),
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
    #[error("Et token gælder fra 1 til 366 dage.")]
    TokenDays,
    #[error(transparent)]
    Password(#[from] PasswordFault),
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
