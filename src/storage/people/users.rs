//! Users: who may come in, and as what.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::domain::people::{Role, Standing};
use crate::storage::schema::users;
use crate::storage::{Db, yes_no};

/// What stands where a role would, for an administrator without one: the tables had it before an
/// administrator could have a role besides.
const NO_ROLE: &str = "admin";

fn stored_role(standing: Standing) -> &'static str {
    standing.role().map_or(NO_ROLE, Role::key)
}

/// One user as it is stored.
#[derive(Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = users)]
pub struct User {
    pub id: String,
    /// Lower case.
    pub email: String,
    pub name: String,
    role: String,
    /// Code of the municipality, for a chef.
    pub municipality: Option<String>,
    /// Argon2id in PHC form.
    pub password: Option<String>,
    /// The OpenID provider that vouches for the person.
    pub issuer: Option<String>,
    pub subject: Option<String>,
    pub created_at: String,
    pub created_by: String,
    pub disabled_at: Option<String>,
    administrator: Option<String>,
}

impl User {
    /// A user who has no way in yet.
    pub fn new(id: String, email: String, name: String, standing: Standing) -> User {
        User {
            id,
            email,
            name,
            role: stored_role(standing).to_owned(),
            municipality: None,
            password: None,
            issuer: None,
            subject: None,
            created_at: String::new(),
            created_by: String::new(),
            disabled_at: None,
            administrator: Some(yes_no(standing.is_administrator()).to_owned()),
        }
    }

    /// What the account is; one that this version does not know has the rights of a reader at most.
    pub fn standing(&self) -> Standing {
        let administrator = self.administrator.as_deref() == Some(yes_no(true));
        let role = Role::parse(&self.role);
        let known = role.is_some() || self.role == NO_ROLE;
        Standing::new(role, administrator)
            .filter(|_| known)
            .unwrap_or(Standing::Plain(Role::Reader))
    }

    pub fn is_disabled(&self) -> bool {
        self.disabled_at.is_some()
    }

    /// Whether an OpenID provider vouches for the person.
    pub fn is_openid(&self) -> bool {
        self.issuer.is_some()
    }
}

/// Adds a user.
///
/// # Errors
/// The database's own; an address that is taken.
pub fn add(db: &mut Db, user: &User) -> QueryResult<()> {
    diesel::insert_into(users::table).values(user).execute(db)?;
    Ok(())
}

/// Every user, by address.
pub fn all(db: &mut Db) -> QueryResult<Vec<User>> {
    users::table.order(users::email).load(db)
}

/// One user by id.
pub fn get(db: &mut Db, id: &str) -> QueryResult<Option<User>> {
    users::table.find(id).first(db).optional()
}

/// One user by address (lower case).
pub fn by_email(db: &mut Db, email: &str) -> QueryResult<Option<User>> {
    users::table
        .filter(users::email.eq(email))
        .first(db)
        .optional()
}

/// One user by what an OpenID provider calls the person.
pub fn by_subject(db: &mut Db, issuer: &str, subject: &str) -> QueryResult<Option<User>> {
    users::table
        .filter(users::issuer.eq(issuer))
        .filter(users::subject.eq(subject))
        .first(db)
        .optional()
}

/// Codes of the municipalities that have a chef who may come in.
pub fn with_chef(db: &mut Db) -> QueryResult<BTreeSet<String>> {
    let codes: Vec<Option<String>> = users::table
        .filter(users::role.eq(Role::Chef.key()))
        .filter(users::disabled_at.is_null())
        .select(users::municipality)
        .load(db)?;
    Ok(codes.into_iter().flatten().collect())
}

/// Administrators who are not disabled, with a role or without.
pub fn count_admins(db: &mut Db) -> QueryResult<i64> {
    users::table
        .filter(users::administrator.eq(yes_no(true)))
        .filter(users::disabled_at.is_null())
        .count()
        .get_result(db)
}

/// Sets what a person is called and how the person signs in.
pub fn set_password(db: &mut Db, id: &str, name: &str, password: &str) -> QueryResult<()> {
    diesel::update(users::table.find(id))
        .set((users::name.eq(name), users::password.eq(password)))
        .execute(db)?;
    Ok(())
}

/// Sets what the account is, and the municipality that goes with it.
pub fn set_standing(
    db: &mut Db,
    id: &str,
    standing: Standing,
    municipality: Option<&str>,
) -> QueryResult<()> {
    diesel::update(users::table.find(id))
        .set((
            users::role.eq(stored_role(standing)),
            users::administrator.eq(yes_no(standing.is_administrator())),
            users::municipality.eq(municipality),
        ))
        .execute(db)?;
    Ok(())
}

/// Disables a user at a moment, or lets the user in again.
pub fn set_disabled(db: &mut Db, id: &str, at: Option<&str>) -> QueryResult<()> {
    diesel::update(users::table.find(id))
        .set(users::disabled_at.eq(at))
        .execute(db)?;
    Ok(())
}
