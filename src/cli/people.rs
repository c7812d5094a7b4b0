//! `cockpit user …` and `cockpit token …`: for whoever holds the database.

use std::process::ExitCode;

use anyhow::{Result, anyhow};

use super::{Address, BY, TokenCommand, UserAdd, UserCommand};
use crate::chance::Chance;
use crate::changes::actor::Actor;
use crate::changes::people::{names, second_factor, tokens, users};
use crate::clock::Clock;
use crate::config::Site;
use crate::domain::people::Role;
use crate::output;
use crate::storage::{self, StoreError};
use crate::web;

pub(super) fn user(url: &str, command: &UserCommand) -> Result<ExitCode> {
    let store = match command {
        // It may be the first thing that is done here; the others have something to look for.
        UserCommand::Add(_) => super::commands::open(url)?,
        _ => super::commands::open_existing(url)?,
    };
    let actor = Actor::new(Clock::system(), Chance::system(), BY);
    match command {
        UserCommand::Add(args) => return add(&store, &actor, args),
        UserCommand::List => {
            for user in store.read::<_, StoreError>(|db| Ok(storage::people::users::all(db)?))? {
                output::result(format_args!(
                    "{}\t{}\t{}\t{}\t{}\t{}",
                    user.email,
                    user.standing().role().map_or("-", Role::key),
                    user.municipality.as_deref().unwrap_or("-"),
                    match (user.is_openid(), user.password.is_some()) {
                        (true, _) => "openid",
                        (false, true) => "password",
                        (false, false) => "invited",
                    },
                    if user.is_disabled() {
                        "disabled"
                    } else {
                        "enabled"
                    },
                    if user.standing().is_administrator() {
                        "admin"
                    } else {
                        "-"
                    },
                ))?;
            }
        }
        UserCommand::Disable { email } => {
            let id = users::id_of(&store, email)?;
            users::disable(&store, &actor, &id)?;
            output::message(format_args!(
                "{email} er spærret; sessioner og tokens er afsluttet."
            ));
        }
        UserCommand::Enable { email } => {
            let id = users::id_of(&store, email)?;
            users::enable(&store, &actor, &id)?;
            output::message(format_args!("{email} er lukket ind igen."));
        }
        UserCommand::SecondFactorOff { email } => {
            let id = users::id_of(&store, email)?;
            output::message(if second_factor::reset(&store, &actor, &id)? {
                format!("{email} logger ind uden andet trin, til det slås til igen.")
            } else {
                format!("{email} har intet andet trin.")
            });
        }
        UserCommand::Link(args) => {
            let id = users::id_of(&store, &args.email)?;
            let secret = users::new_link(&store, &actor, &id)?;
            output::message("Linket gælder i en uge og kan bruges én gang:");
            output::result(web::welcome_address(&site(&args.address)?, &secret))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn add(store: &storage::Store, actor: &Actor, args: &UserAdd) -> Result<ExitCode> {
    let role = args.role.as_deref().unwrap_or("");
    let standing = match names::standing(role, args.admin) {
        Ok(standing) => standing,
        Err(_) => {
            let known = Role::ALL.map(Role::key).join(", ");
            output::message(match role {
                "" => format!("cockpit: write --role with one of {known}, or --admin, or both"),
                _ => format!(
                    "cockpit: {role:?} is no role; write --role with one of {known}, or --admin"
                ),
            });
            return Ok(ExitCode::from(2));
        }
    };
    let invitation = users::Invitation {
        email: &args.email,
        name: args.name.as_deref().unwrap_or(""),
        standing,
        municipality: args.municipality.as_deref(),
    };
    let secret = users::invite(store, actor, invitation).map_err(|e| anyhow!("{e}"))?;
    output::message(format_args!(
        "{} er inviteret. Linket gælder i en uge og kan bruges én gang:",
        args.email
    ));
    output::result(web::welcome_address(&site(&args.address)?, &secret))?;
    Ok(ExitCode::SUCCESS)
}

fn site(address: &Address) -> Result<Site> {
    Ok(Site::parse(&address.listen, &address.public_url, "")?)
}

pub(super) fn token(url: &str, command: &TokenCommand) -> Result<ExitCode> {
    let TokenCommand::Create { email, name, days } = command;
    let store = super::commands::open_existing(url)?;
    let actor = Actor::new(Clock::system(), Chance::system(), BY);
    let secret = tokens::make(&store, &actor, email, name, &days.to_string())?;
    output::message(format_args!(
        "Tokenet vises kun denne ene gang og gælder i {days} dage:"
    ));
    output::result(secret.reveal())?;
    Ok(ExitCode::SUCCESS)
}
