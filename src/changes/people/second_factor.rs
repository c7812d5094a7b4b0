//! The second factor of local accounts: switched on, asked for at the sign-in, reset; and whom it is required of.
//!
//! A sign-in whose password was right has no session before its code: it has half of one, which opens the page of
//! the second step and nothing else. Decision 89.

use std::net::IpAddr;

use super::{AccountError, Identity, attempts, codes, names, passwords, sessions, signature};
use crate::chance::{Chance, Secret};
use crate::changes::actor::{Actor, Done, change_access};
use crate::clock::Clock;
use crate::domain::people::{Role, Standing};
use crate::storage::data::log::{self, Action};
use crate::storage::data::settings;
use crate::storage::people::second_factors::{self as stored, Factor};
use crate::storage::people::users::{self, User};
use crate::storage::{Db, QueryResult, Store};

/// How long a sign-in may wait for its code, in seconds.
pub const HALF_LASTS: i64 = 10 * 60;
/// After so many wrong codes in a row …
const MOST_WRONG: i32 = 5;
/// … none is taken for so many seconds.
pub const WAITS: i64 = 15 * 60;

/// The setting that names whom a second factor is required of: keys, with a comma between.
const REQUIRED: &str = "second_factor";
/// Of an administrator, whatever the role.
pub const ADMINISTRATOR: &str = "admin";

/// What somebody has who came with the right password, or with a link.
#[derive(Debug)]
pub enum Entered {
    Session(Secret),
    /// The code is still to come.
    Half(Secret),
}

/// Whom a second factor is required of, by keys of roles and [`ADMINISTRATOR`].
///
/// # Errors
/// The database's own.
pub fn required(db: &mut Db) -> QueryResult<Vec<String>> {
    let keys = settings::get(db, REQUIRED)?.unwrap_or_default();
    let keys = keys.split(',').filter(|key| !key.is_empty());
    Ok(keys.map(str::to_owned).collect())
}

fn is_required_of(db: &mut Db, standing: Standing) -> QueryResult<bool> {
    let keys = required(db)?;
    let named = |key: &str| keys.iter().any(|known| known == key);
    Ok(standing.role().is_some_and(|role| named(role.key()))
        || (standing.is_administrator() && named(ADMINISTRATOR)))
}

/// Says whom it is required of: these, and nobody else. Whoever has none yet makes one at the next sign-in.
///
/// # Errors
/// The database's own.
pub fn require(store: &Store, actor: &Actor, keys: &[String]) -> Result<(), AccountError> {
    change_access(store, actor, Action::ChangedSetting, |db, _| {
        let known = Role::ALL.map(Role::key).into_iter().chain([ADMINISTRATOR]);
        let wanted: Vec<&str> = known.filter(|key| keys.iter().any(|k| k == key)).collect();
        let wanted = wanted.join(",");
        if wanted == required(db)?.join(",") {
            return Ok(Done::nothing(()));
        }
        settings::set(db, REQUIRED, &wanted)?;
        let told = if wanted.is_empty() { "ingen" } else { &wanted };
        Ok(Done::new(
            (),
            "andet trin ved login",
            format!("kræves af: {told}"),
        ))
    })
}

/// Lets somebody in who came with the right password or with a link (`way`): at once, or halfway. In the
/// transaction of the sign-in.
pub(in crate::changes) fn enter(
    db: &mut Db,
    (clock, chance): (Clock, Chance),
    user: &User,
    (way, agent): (&str, &str),
) -> Result<Entered, AccountError> {
    let factor = stored::of_user(db, &user.id)?;
    let is_on = factor
        .as_ref()
        .is_some_and(|factor| factor.confirmed_at.is_some());
    if !is_on && !is_required_of(db, user.standing())? {
        log_in(db, clock, user, way)?;
        return Ok(Entered::Session(sessions::begin(
            db, clock, chance, user, agent,
        )?));
    }
    if factor.is_none() {
        stored::set(db, &new(&user.id, chance))?;
    }
    let secret = chance.secret();
    let (now, ends) = (clock.now_text(), clock.text_after(HALF_LASTS));
    stored::add_half(db, &secret.hash(), (&user.id, way), (&now, &ends))?;
    Ok(Entered::Half(secret))
}

fn log_in(db: &mut Db, clock: Clock, user: &User, way: &str) -> QueryResult<()> {
    let by = signature(&user.name, &user.email);
    log::append(
        db,
        &clock.now_text(),
        &by,
        Action::SignedIn,
        &user.email,
        way,
    )
}

fn new(user: &str, chance: Chance) -> Factor {
    Factor {
        user_id: user.to_owned(),
        secret: codes::secret(chance),
        confirmed_at: None,
        last_step: -1,
        wrong: 0,
        waits_until: None,
    }
}

/// What the page of the second step shows.
pub struct Asks {
    pub user: User,
    /// The secret to be read by the user's program, when there is no factor yet.
    pub secret: Option<String>,
}

/// What a sign-in asks for that waits for its code.
///
/// # Errors
/// [`AccountError::BadLink`] when nothing waits, or not any more.
pub fn look_at(db: &mut Db, clock: Clock, half: &Secret) -> Result<Asks, AccountError> {
    let found = stored::half(db, &half.hash(), &clock.now_text())?;
    let (user, _) = found.ok_or(AccountError::BadLink)?;
    let user = users::get(db, &user)?.filter(|user| !user.is_disabled());
    let user = user.ok_or(AccountError::BadLink)?;
    let factor = stored::of_user(db, &user.id)?.ok_or(AccountError::BadLink)?;
    Ok(Asks {
        secret: factor.confirmed_at.is_none().then_some(factor.secret),
        user,
    })
}

/// A sign-in that is whole.
pub struct Finished {
    pub session: Secret,
    /// Recovery codes just made: shown this once.
    pub recovery: Vec<String>,
}

/// Finishes a sign-in by its code, or by a recovery code; where there is no factor yet, the code confirms it.
///
/// # Errors
/// [`AccountError::BadLink`], [`AccountError::WrongCode`], [`AccountError::TooManyAttempts`].
pub fn finish(
    store: &Store,
    (clock, chance): (Clock, Chance),
    half: &Secret,
    code: &str,
    (address, agent): (Option<IpAddr>, &str),
    old: Option<&Identity>,
) -> Result<Finished, AccountError> {
    let asks = store.read(|db| look_at(db, clock, half))?;
    attempts::attempt(
        store,
        clock,
        chance,
        &format!("code:{}", asks.user.email),
        address,
    )?;
    store.write::<_, AccountError>(|db| {
        log::queue(db)?;
        let now = clock.now_text();
        // Looked at again: another press may have come meanwhile.
        let user = look_at(db, clock, half)?.user;
        let (_, way) = stored::half(db, &half.hash(), &now)?.ok_or(AccountError::BadLink)?;
        let taken = match take(db, clock, &user.id, code)? {
            Ok(taken) => taken,
            Err(refused) => {
                log::append(
                    db,
                    &now,
                    &user.email,
                    Action::SignInFailed,
                    &user.email,
                    "kode",
                )?;
                return Ok(Err(refused));
            }
        };
        let recovery = match taken {
            Taken::First => give_codes(db, chance, &user.id)?,
            Taken::Code | Taken::Recovery => Vec::new(),
        };
        if let Some(old) = old {
            sessions::end_old(db, old, &now)?;
        }
        stored::end_halves_of(db, &user.id)?;
        log_in(db, clock, &user, &format!("{way} og {}", taken.words()))?;
        let session = sessions::begin(db, clock, chance, &user, agent)?;
        Ok(Ok(Finished { session, recovery }))
    })?
}

/// What was taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    Code,
    Recovery,
    /// The code that confirms the factor.
    First,
}

impl Taken {
    const fn words(self) -> &'static str {
        match self {
            Taken::Code => "kode",
            Taken::Recovery => "genoprettelseskode",
            Taken::First => "kode, den første",
        }
    }
}

/// Takes a code, and never again; counts the wrong ones. A refusal is kept with what it counts, so it is a value.
fn take(
    db: &mut Db,
    clock: Clock,
    user: &str,
    code: &str,
) -> Result<Result<Taken, AccountError>, AccountError> {
    let now = clock.now_text();
    let mut factor = stored::of_user(db, user)?.ok_or(AccountError::BadLink)?;
    if factor
        .waits_until
        .as_ref()
        .is_some_and(|until| *until > now)
    {
        return Ok(Err(AccountError::CodeWaits));
    }
    let is_on = factor.confirmed_at.is_some();
    let moment = (clock.now().as_second(), factor.last_step);
    let taken = match codes::step_of(&factor.secret, code, moment) {
        Some(step) => {
            factor.last_step = step;
            if is_on {
                Some(Taken::Code)
            } else {
                Some(Taken::First)
            }
        }
        None if is_on && stored::use_code(db, user, &codes::recovery_hash(user, code), &now)? => {
            Some(Taken::Recovery)
        }
        None => None,
    };
    match taken {
        Some(_) => {
            factor.wrong = 0;
            factor.waits_until = None;
            factor.confirmed_at = factor.confirmed_at.or(Some(now));
        }
        None => {
            factor.wrong += 1;
            if factor.wrong >= MOST_WRONG {
                factor.wrong = 0;
                factor.waits_until = Some(clock.text_after(WAITS));
            }
        }
    }
    stored::set(db, &factor)?;
    Ok(taken.ok_or(AccountError::WrongCode))
}

fn give_codes(db: &mut Db, chance: Chance, user: &str) -> QueryResult<Vec<String>> {
    let codes = codes::recovery(chance);
    stored::forget_codes(db, user)?;
    for code in &codes {
        stored::add_code(db, user, &codes::recovery_hash(user, code))?;
    }
    Ok(codes)
}

/// How one's own second factor stands.
pub enum Own {
    Off,
    /// Its secret is to be read and its first code to be typed.
    Begun(String),
    On {
        recovery_left: i64,
        required: bool,
    },
}

/// How somebody's second factor stands.
///
/// # Errors
/// The database's own.
pub fn own(db: &mut Db, who: &Identity) -> QueryResult<Own> {
    Ok(match stored::of_user(db, &who.user_id)? {
        None => Own::Off,
        Some(factor) if factor.confirmed_at.is_none() => Own::Begun(factor.secret),
        Some(_) => Own::On {
            recovery_left: stored::codes_left(db, &who.user_id)?,
            required: is_required_of(db, who.standing)?,
        },
    })
}

/// Begins a second factor: whoever does knows the password. A secret that was begun and not confirmed is
/// replaced.
///
/// # Errors
/// [`AccountError::Fault`] at the password; [`AccountError::OpenIdAccount`].
pub fn begin(
    store: &Store,
    actor: &Actor,
    who: &Identity,
    password: &str,
) -> Result<(), AccountError> {
    knows_password(store, actor, who, password)?;
    change_access(store, actor, Action::ChangedAccount, |db, _| {
        let factor = stored::of_user(db, &who.user_id)?;
        if factor.is_none_or(|factor| factor.confirmed_at.is_none()) {
            stored::set(db, &new(&who.user_id, actor.chance))?;
        }
        Ok(Done::nothing(()))
    })
}

fn knows_password(
    store: &Store,
    actor: &Actor,
    who: &Identity,
    password: &str,
) -> Result<(), AccountError> {
    if who.openid {
        return Err(AccountError::OpenIdAccount);
    }
    attempts::attempt(store, actor.clock, actor.chance, &who.email, None)?;
    let user = store.read::<_, AccountError>(|db| Ok(users::get(db, &who.user_id)?))?;
    let kept = user.and_then(|user| user.password);
    if passwords::verify(password, kept.as_deref()) {
        Ok(())
    } else {
        let words = "Adgangskoden er ikke rigtig.";
        Err(names::CURRENT_PASSWORD.fault(words).into())
    }
}

/// Confirms a second factor by its first code; returns the recovery codes, which are shown this once.
///
/// # Errors
/// [`AccountError::Fault`] at the code; [`AccountError::TooManyAttempts`].
pub fn confirm(
    store: &Store,
    actor: &Actor,
    who: &Identity,
    code: &str,
) -> Result<Vec<String>, AccountError> {
    with_code(store, actor, who, code, |db, taken| {
        if taken != Taken::First {
            return Ok((Vec::new(), None));
        }
        let codes = give_codes(db, actor.chance, &who.user_id)?;
        Ok((codes, Some("andet trin slået til")))
    })
}

/// Switches one's own second factor off, by a code.
///
/// # Errors
/// [`AccountError::Fault`] at the code, also when it is required; [`AccountError::TooManyAttempts`].
pub fn switch_off(
    store: &Store,
    actor: &Actor,
    who: &Identity,
    code: &str,
) -> Result<(), AccountError> {
    with_code(store, actor, who, code, |db, _| {
        if is_required_of(db, who.standing)? {
            let words = "Din rolle kræver et andet trin. En administrator kan nulstille det.";
            return Err(names::CODE.fault(words).into());
        }
        stored::forget(db, &who.user_id)?;
        Ok(((), Some("andet trin slået fra")))
    })
}

fn with_code<T>(
    store: &Store,
    actor: &Actor,
    who: &Identity,
    code: &str,
    work: impl FnOnce(&mut Db, Taken) -> Result<(T, Option<&'static str>), AccountError>,
) -> Result<T, AccountError> {
    let subject = format!("code:{}", who.email);
    attempts::attempt(store, actor.clock, actor.chance, &subject, None)?;
    let done = change_access(store, actor, Action::ChangedAccount, |db, _| {
        let taken = match take(db, actor.clock, &who.user_id, code) {
            Ok(Ok(taken)) => taken,
            Ok(Err(refused)) => return Ok(Done::nothing(Err(refused))),
            Err(error) => return Err(error),
        };
        let (value, told) = work(db, taken)?;
        Ok(match told {
            Some(words) => Done::new(Ok(value), &who.email, words),
            None => Done::nothing(Ok(value)),
        })
    })?;
    done.map_err(|refused: AccountError| match refused {
        AccountError::WrongCode => names::CODE.fault(refused.to_string()).into(),
        other => other,
    })
}

/// Forgets somebody's second factor and recovery codes: for whoever has lost both. False when there was none.
///
/// # Errors
/// [`AccountError::NoSuchUser`]
pub fn reset(store: &Store, actor: &Actor, id: &str) -> Result<bool, AccountError> {
    change_access(store, actor, Action::ChangedUser, |db, _| {
        let user = users::get(db, id)?;
        let user = user.ok_or_else(|| AccountError::NoSuchUser(id.to_owned()))?;
        stored::end_halves_of(db, id)?;
        Ok(if stored::forget(db, id)? {
            Done::new(true, user.email, "andet trin nulstillet")
        } else {
            Done::nothing(false)
        })
    })
}
