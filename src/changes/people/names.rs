//! How a person is named and told apart: what the forms of people take, field by field.

use validator::ValidateEmail as _;

use super::AccountError;
use crate::changes::texts::{Fault, Field, required};
use crate::domain::people::{Role, Standing};

pub const EMAIL: Field = Field::new("email", "mailadresse");
pub const NAME: Field = Field::new("navn", "navn")
    .at_most(100)
    .asking("Skriv et navn på højst 100 tegn.");
pub const ROLE: Field = Field::new("rolle", "rolle");
pub const MUNICIPALITY: Field = Field::new("kommune", "kommune");
/// A password that is chosen, or tried.
pub const PASSWORD: Field = Field::new("adgangskode", "adgangskode");
pub const CURRENT_PASSWORD: Field = Field::new("nuvaerende", "nuværende adgangskode");
/// A code of the second step.
pub const CODE: Field = Field::new("kode", "kode");
/// The chosen password once more.
pub const REPEATED: Field = Field::new("gentag", "gentag adgangskoden");
/// Days that a token is good for.
pub const DAYS: Field = Field::new("dage", "dage");

/// Reads a mail address: the lower-case form is the account's name.
///
/// # Errors
/// [`Fault`] at [`EMAIL`].
pub fn address(text: &str) -> Result<String, Fault> {
    let address = text.trim().to_lowercase();
    if address.len() <= 254 && address.validate_email() {
        Ok(address)
    } else {
        let told: String = text.trim().chars().take(100).collect();
        Err(EMAIL.fault(format!("»{told}« er ikke en mailadresse.")))
    }
}

/// Reads a person's name, or a token's.
///
/// # Errors
/// [`Fault`] at [`NAME`].
pub fn name(text: &str) -> Result<String, Fault> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().any(char::is_control) {
        Err(NAME.fault("Navnet indeholder tegn, der ikke kan vises. Skriv det igen."))
    } else {
        required(NAME, &name)
    }
}

/// Reads what somebody is to be: a role's key or name, or none, and whether administrator.
///
/// # Errors
/// [`Fault`] at [`ROLE`]: no such role, or neither of the two.
pub fn standing(role: &str, administrator: bool) -> Result<Standing, Fault> {
    let unknown = || {
        let told: String = role.chars().take(60).collect();
        let known = Role::ALL.map(Role::key).join(", ");
        ROLE.fault(format!("Rollen »{told}« findes ikke. Der findes: {known}."))
    };
    let role = match role.trim() {
        "" => None,
        text => Some(Role::parse(text).ok_or_else(unknown)?),
    };
    Standing::new(role, administrator).ok_or_else(no_standing)
}

/// An account is neither a role nor administrator.
pub(super) fn no_standing() -> Fault {
    ROLE.fault("En konto har en rolle eller er administrator. Vælg mindst én af delene.")
}

/// The two that are to be the same password.
///
/// # Errors
/// [`Fault`] at [`REPEATED`].
pub fn repeated(password: &str, again: &str) -> Result<(), Fault> {
    if password == again {
        Ok(())
    } else {
        Err(REPEATED.fault("De to adgangskoder er ikke ens."))
    }
}

/// An account of this address is there already.
pub(super) fn taken(email: &str) -> AccountError {
    EMAIL
        .fault(format!("{email} har allerede en konto."))
        .into()
}

/// How the log writes what somebody is: "chef 851", "secretariat+admin", "chef+admin 851".
pub(super) fn words(standing: Standing, municipality: Option<&str>) -> String {
    match municipality {
        Some(code) => format!("{} {code}", standing.key()),
        None => standing.key(),
    }
}
