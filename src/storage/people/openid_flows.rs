//! Sign-ins on their way through an OpenID provider: what the answer is checked against.

use diesel::prelude::*;

use crate::storage::Db;
use crate::storage::schema::openid_flows;

/// One sign-in under way.
#[derive(Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = openid_flows)]
pub struct Flow {
    pub state_hash: String,
    /// Key of the provider.
    pub provider: String,
    pub nonce: String,
    /// The PKCE verifier.
    pub verifier: String,
    /// Where the visitor was going.
    pub next: String,
    pub expires_at: String,
}

/// Adds a sign-in under way, and forgets the ones that ran out.
pub fn add(db: &mut Db, flow: &Flow, now: &str) -> QueryResult<()> {
    diesel::delete(openid_flows::table.filter(openid_flows::expires_at.le(now))).execute(db)?;
    diesel::insert_into(openid_flows::table)
        .values(flow)
        .execute(db)?;
    Ok(())
}

/// Takes a sign-in out: an answer is used once.
pub fn take(db: &mut Db, state_hash: &str, now: &str) -> QueryResult<Option<Flow>> {
    let flow: Option<Flow> = openid_flows::table.find(state_hash).first(db).optional()?;
    let taken = diesel::delete(openid_flows::table.find(state_hash)).execute(db)?;
    Ok(flow.filter(|f| taken == 1 && f.expires_at.as_str() > now))
}
