//! From a request to who asks: a session's cookie or an API token, looked up in the database and
//! remembered as long as nothing about the people has changed there.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite};
use jiff::Timestamp;

use super::error::AppError;
use super::state::{AppState, Known};
use crate::chance::Secret;
use crate::changes::people::sessions::{IDLE, SEEN_EVERY};
use crate::changes::people::{AccountError, Identity, sessions, tokens};
use crate::storage::{Db, Store};

/// What a request shows to prove who asks. The hash is all that is kept of it.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    Session(String),
    Token(String),
}

/// Name of the session's cookie. With the prefix browsers take it only over HTTPS, from this host,
/// for every path: no neighbour can plant one.
const fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-cockpit" } else { "cockpit" }
}

/// What proves who asks, if anything does: a bearer token before a cookie.
pub fn credential(headers: &HeaderMap, https: bool) -> Option<Credential> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
        let bearer = scheme.eq_ignore_ascii_case("bearer");
        return bearer.then(|| Credential::Token(Secret::received(token.trim()).hash()));
    }
    let secret = cookie(headers, cookie_name(https))?;
    Some(Credential::Session(Secret::received(&secret).hash()))
}

/// Whether the request carries a session: then a browser sent it, perhaps for somebody else.
pub fn has_session(headers: &HeaderMap) -> bool {
    !headers.contains_key(header::AUTHORIZATION)
        && [true, false]
            .iter()
            .any(|https| cookie(headers, cookie_name(*https)).is_some())
}

/// The value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter();
    let texts = lines.filter_map(|line| line.to_str().ok());
    texts
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

/// The header that hands a browser its session. The cookie outlives the session, which the database
/// ends: a form that is sent later is still known as its sender's ([`super::kept`]).
pub fn session_cookie(secret: &Secret, https: bool) -> HeaderValue {
    let seconds = 2 * sessions::LASTS;
    set_cookie(cookie_name(https), secret.reveal(), https, seconds)
}

/// The header that takes it away.
pub fn no_cookie(https: bool) -> HeaderValue {
    set_cookie(cookie_name(https), "", https, 0)
}

/// A cookie that scripts cannot read and other sites' requests do not carry.
pub fn set_cookie(name: &str, value: &str, https: bool, seconds: i64) -> HeaderValue {
    let cookie = Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax)
        .max_age(cookie::time::Duration::seconds(seconds))
        .build();
    // Names are ours and values base64: every character may stand in a header.
    HeaderValue::from_str(&cookie.to_string()).unwrap_or(HeaderValue::from_static(""))
}

/// Who a credential stands for now.
///
/// # Errors
/// [`AppError::Internal`] when the database does not answer.
pub async fn identify(
    state: &AppState,
    credential: Credential,
    access: i64,
) -> Result<Option<Arc<Identity>>, AppError> {
    let (hash, is_session) = match &credential {
        Credential::Session(hash) => (hash.clone(), true),
        Credential::Token(hash) => (hash.clone(), false),
    };
    let now = state.clock.now().as_second();
    let key = (access, hash);
    let fresh = |known: &Arc<Known>| {
        let idle = now - known.seen.load(Ordering::Relaxed) >= IDLE;
        // Another instance may have seen it meanwhile, which the database knows.
        known.expires_at > state.clock.now_text() && !(is_session && idle)
    };
    let known = match state.known.get(&key).filter(fresh) {
        Some(known) => known,
        None => {
            let found = state
                .blocking(move |state| {
                    state
                        .store
                        .read(|db| load(db, state, &credential))
                        .map_err(AppError::from)
                })
                .await?;
            let Some(known) = found.map(Arc::new) else {
                state.known.invalidate(&key);
                return Ok(None);
            };
            state.known.insert(key, known.clone());
            known
        }
    };
    let seen = known.seen.load(Ordering::Relaxed);
    let due = now - seen >= SEEN_EVERY;
    let first = due
        && known
            .seen
            .compare_exchange(seen, now, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok();
    if first {
        note_seen(state, known.identity.clone()).await?;
    }
    Ok(Some(known.identity.clone()))
}

fn load(
    db: &mut Db,
    state: &AppState,
    credential: &Credential,
) -> Result<Option<Known>, AccountError> {
    let seconds = |at: &str| at.parse::<Timestamp>().map_or(0, Timestamp::as_second);
    let known = |identity, expires_at, seen| Known {
        identity: Arc::new(identity),
        expires_at,
        seen: AtomicI64::new(seen),
    };
    Ok(match credential {
        Credential::Session(hash) => {
            let found = sessions::find(db, state.clock, hash)?;
            found.map(|(who, s)| known(who, s.expires_at, seconds(&s.seen_at)))
        }
        Credential::Token(hash) => {
            let found = tokens::find(db, state.clock, hash)?;
            found.map(|(who, t)| {
                let seen = t.seen_at.as_deref().map_or(0, seconds);
                known(who, t.expires_at, seen)
            })
        }
    })
}

async fn note_seen(state: &AppState, who: Arc<Identity>) -> Result<(), AppError> {
    state
        .blocking(move |state| {
            let now = state.clock.now_text();
            let store: &Store = &state.store;
            store.write::<_, AccountError>(|db| {
                match &who.via {
                    crate::changes::people::Via::Session(id) => {
                        crate::storage::people::sessions::seen(db, id, &now)?
                    }
                    crate::changes::people::Via::Token(id) => {
                        crate::storage::people::tokens::seen(db, id, &now)?
                    }
                    crate::changes::people::Via::Mail => {}
                }
                Ok(())
            })?;
            Ok(())
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()))
            .collect()
    }

    #[test]
    fn the_cookie_of_the_other_scheme_is_not_taken() {
        let plain = headers(&[(header::COOKIE, "a=1; cockpit=x; b=2")]);
        assert!(credential(&plain, false).is_some());
        assert!(credential(&plain, true).is_none());
        let secure = headers(&[(header::COOKIE, "__Host-cockpit=x")]);
        assert!(credential(&secure, true).is_some());
        assert!(has_session(&plain) && has_session(&secure));
        let set = session_cookie(&Secret::received("x"), true);
        let set = set.to_str().unwrap();
        for word in [
            "__Host-cockpit=x",
            "HttpOnly",
            "Secure",
            "SameSite=Lax",
            "Path=/",
        ] {
            assert!(set.contains(word), "{set}");
        }
        assert!(
            !session_cookie(&Secret::received("x"), false)
                .to_str()
                .unwrap()
                .contains("Secure")
        );
    }

    #[test]
    fn a_token_comes_before_a_cookie() {
        let both = headers(&[
            (header::AUTHORIZATION, "bearer cockpit_x"),
            (header::COOKIE, "cockpit=x"),
        ]);
        assert!(matches!(
            credential(&both, false),
            Some(Credential::Token(_))
        ));
        assert!(!has_session(&both));
        let basic = headers(&[
            (header::AUTHORIZATION, "Basic eA=="),
            (header::COOKIE, "cockpit=x"),
        ]);
        assert!(credential(&basic, false).is_none());
    }
}
