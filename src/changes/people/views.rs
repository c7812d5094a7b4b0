//! Saved views (gemte visninger): a page with its filters, kept under a name by whoever looks at it. It
//! holds the address alone: what it shows is read when it is opened, with the rights of then.

use super::{AccountError, Identity};
use crate::changes::actor::{Actor, Done, change_access};
use crate::changes::texts::{Field, required};
use crate::domain::address::is_local;
use crate::storage::Store;
use crate::storage::data::log::Action;
use crate::storage::people::views::{self, SavedView};

pub const NAME: Field = Field::new("navn", "navn på visningen")
    .at_most(80)
    .asking("Skriv et navn på højst 80 tegn.");
/// The page and its filters: a hidden field.
pub const ADDRESS: Field = Field::new("adresse", "adresse").at_most(2_000);

/// Keeps a page under a name; what was under it before is replaced.
///
/// # Errors
/// [`AccountError::Fault`] for a name that is empty, too long or holds a CPR-like number, and for an
/// address that is none of the service.
pub fn save(
    store: &Store,
    actor: &Actor,
    who: &Identity,
    (name, address): (&str, &str),
) -> Result<(), AccountError> {
    let name = required(NAME, name)?;
    let address = required(ADDRESS, address)?;
    if !is_local(&address) {
        let words = "Adressen er ikke en side i cockpittet. Gem visningen fra siden selv.";
        return Err(ADDRESS.fault(words).into());
    }
    change_access(store, actor, Action::ChangedAccount, |db, at| {
        views::end_named(db, &who.user_id, &name, at)?;
        views::add(
            db,
            &SavedView {
                id: actor.new_id(),
                user_id: who.user_id.clone(),
                name: name.clone(),
                address: address.clone(),
                made_at: at.to_owned(),
                ended_at: None,
            },
        )?;
        Ok(Done::new((), &who.email, "visning gemt"))
    })
}

/// Ends one of one's own; false when there is no such one.
///
/// # Errors
/// The database's own.
pub fn end(store: &Store, actor: &Actor, who: &Identity, id: &str) -> Result<bool, AccountError> {
    change_access(store, actor, Action::ChangedAccount, |db, at| {
        Ok(if views::end(db, &who.user_id, id, at)? {
            Done::new(true, &who.email, "visning slettet")
        } else {
            Done::nothing(false)
        })
    })
}
