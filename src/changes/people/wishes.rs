//! Which mails somebody wants, and who gets one: whoever is not disabled, may see what it is about,
//! and has not said no.

use super::{AccountError, Identity, Via};
use crate::changes::actor::{Actor, Done, change_access};
use crate::domain::mail::Wish;
use crate::storage::data::log::Action;
use crate::storage::mail::wishes;
use crate::storage::people::users;
use crate::storage::{Db, QueryResult, Store};

/// The wishes that somebody has a say in, each with whether it is wanted.
///
/// # Errors
/// The database's own.
pub fn of(db: &mut Db, who: &Identity) -> QueryResult<Vec<(Wish, bool)>> {
    let said = wishes::of_user(db, &who.user_id)?;
    let own = Wish::ALL.into_iter().filter(|wish| who.may(wish.right()));
    Ok(own
        .map(|wish| {
            let wanted = said.get(wish.key()).copied();
            (wish, wanted.unwrap_or(wish.usual()))
        })
        .collect())
}

/// Keeps which of them somebody wants: these, and no other.
///
/// # Errors
/// The database's own.
pub fn set(
    store: &Store,
    actor: &Actor,
    who: &Identity,
    wanted: &[Wish],
) -> Result<(), AccountError> {
    change_access(store, actor, Action::ChangedAccount, |db, _| {
        let before = of(db, who)?;
        let changed: Vec<Wish> = before
            .into_iter()
            .filter(|(wish, had)| wanted.contains(wish) != *had)
            .map(|(wish, _)| wish)
            .collect();
        for wish in &changed {
            wishes::set(db, &who.user_id, wish.key(), wanted.contains(wish))?;
        }
        let told: Vec<String> = changed
            .iter()
            .map(|wish| {
                let word = if wanted.contains(wish) { "til" } else { "fra" };
                format!("{} {word}", wish.key())
            })
            .collect();
        Ok(if told.is_empty() {
            Done::nothing(())
        } else {
            Done::new((), &who.email, format!("mails: {}", told.join(", ")))
        })
    })
}

/// Those who get a kind of mail.
///
/// # Errors
/// The database's own.
pub fn receivers(db: &mut Db, wish: Wish) -> QueryResult<Vec<Identity>> {
    let said = wishes::of_kind(db, wish.key())?;
    let users = users::all(db)?.into_iter();
    Ok(users
        .filter(|user| !user.is_disabled())
        .filter(|user| said.get(&user.id).copied().unwrap_or(wish.usual()))
        .map(|user| Identity::new(user, Via::Mail))
        .filter(|who| who.may(wish.right()))
        .collect())
}

/// Somebody by a link in a mail, without a sign-in; `None` for one who is disabled.
///
/// # Errors
/// The database's own.
pub fn by_mail(db: &mut Db, user: &str) -> QueryResult<Option<Identity>> {
    let user = users::get(db, user)?.filter(|user| !user.is_disabled());
    Ok(user.map(|user| Identity::new(user, Via::Mail)))
}
