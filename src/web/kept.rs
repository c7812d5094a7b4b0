//! What was typed in a form whose sender's session had ended: it goes back to the browser that sent
//! it, hidden in the page of the sign-in, and from there into its form again, where it is sent with
//! one more press. The service stores nothing of it, does nothing with it on its own, and gives it
//! back to the same account alone.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Form;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, FromRequest as _, Multipart, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tower::ServiceExt as _;

use super::error::AppError;
use super::identity::{self, Credential};
use super::page::{Pairs, local};
use super::state::AppState;
use super::view::encode;
use super::viewer::Origin;
use crate::domain::cpr;
use crate::storage::people::sessions;

/// Bytes of text that are kept: what a form may fill.
pub const LONGEST: usize = 64 * 1024;
/// No form of ours has so many fields.
const MOST_FIELDS: usize = 200;
/// Beside them a file may be sent, which is passed over.
const WITH_FILE: usize = 21 * 1024 * 1024;
const FORM: &str = "application/x-www-form-urlencoded";

/// Fields of the page of the sign-in: where the form was sent, whose it is, whether a file was sent.
const ADDRESS: &str = "behold.adresse";
const ACCOUNT: &str = "behold.konto";
const FILE: &str = "behold.fil";
/// What stands before the name of each field that was typed.
const TYPED: &str = "felt.";

/// Fields that are never sent back, whatever form they stand in.
const SECRET: [&str; 3] = ["adgangskode", "gentag", "nuvaerende"];

/// A form that came after its sender's session had ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Path and query that it was sent to.
    address: String,
    /// The id of whose session it was.
    account: String,
    /// What was typed, without CPR-like numbers.
    pub fields: Pairs,
    /// A file was chosen, which the browser has to be given again.
    pub file: bool,
}

/// The way back into the service, by which a kept form goes to its own page. The router gives it to
/// the handlers that need it: they stand behind it.
#[derive(Clone, Copy)]
pub struct Doors(pub fn(AppState) -> Router);

impl Kept {
    /// Keeps a request that nobody is signed in for: of a browser that shows a session which was
    /// somebody's, and which has ended. Nothing otherwise, and for what is no form or too long.
    pub async fn of(state: &AppState, parts: &Parts, body: Body) -> Option<Kept> {
        let https = parts.extensions.get::<Origin>().is_some_and(|o| o.https);
        let Some(Credential::Session(hash)) = identity::credential(&parts.headers, https) else {
            return None;
        };
        let owner = state
            .read(move |db| Ok(sessions::owner(db, &hash)?))
            .await
            .ok()??;
        let request = Request::from_parts(parts.clone(), body);
        let (fields, file) = typed(request).await?;
        let mut kept = Kept {
            address: parts.uri.path_and_query()?.to_string(),
            account: owner,
            fields: fields.into_iter().filter(may_be_kept).collect(),
            file,
        };
        for (_, value) in &mut kept.fields {
            *value = cpr::without(value);
        }
        kept.is_small().then_some(kept)
    }

    /// Reads it from the form of the sign-in, where it stood hidden.
    pub fn carried(pairs: &Pairs) -> Option<Kept> {
        let one = |name: &str| {
            let found = pairs.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.clone())
        };
        let address = one(ADDRESS)?;
        let typed = pairs.iter().filter_map(|(key, value)| {
            let name = key.strip_prefix(TYPED)?;
            Some((name.to_owned(), value.clone()))
        });
        let kept = Kept {
            account: one(ACCOUNT)?,
            fields: typed.filter(may_be_kept).collect(),
            file: one(FILE).is_some(),
            address,
        };
        let ours = local(&kept.address) == kept.address;
        (ours && kept.is_small()).then_some(kept)
    }

    /// The hidden fields that it is carried in.
    pub fn hidden(&self) -> Pairs {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut pairs = vec![pair(ADDRESS, &self.address), pair(ACCOUNT, &self.account)];
        pairs.extend(self.file.then(|| pair(FILE, "ja")));
        let typed = self.fields.iter();
        pairs.extend(typed.map(|(name, value)| (format!("{TYPED}{name}"), value.clone())));
        pairs
    }

    /// Whether it is this account's.
    pub fn is_of(&self, account: &str) -> bool {
        self.account == account
    }

    /// The form on its own page again, with what was typed: through the same door as when it was
    /// sent, with every right asked for anew. The guard lets it in where forms are shown again, and
    /// nowhere else; `cookie` is the session that has begun since.
    pub async fn shown(
        self,
        state: &AppState,
        doors: Doors,
        asked: Parts,
        cookie: Option<&HeaderValue>,
    ) -> Response {
        let pairs = self.fields.iter();
        let body = encode(pairs.map(|(name, value)| (name.as_str(), value.as_str())));
        let Ok(mut request) = Request::post(&self.address).body(Body::from(body)) else {
            return AppError::NotFound.into_response();
        };
        *request.headers_mut() = asked.headers;
        let headers = request.headers_mut();
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(FORM));
        if let Some(cookie) = cookie {
            headers.insert(header::COOKIE, pair_of(cookie));
        }
        if let Some(peer) = asked.extensions.get::<ConnectInfo<SocketAddr>>() {
            request.extensions_mut().insert(*peer);
        }
        request.extensions_mut().insert(Arc::new(self));
        let answer = (doors.0)(state.clone()).oneshot(request).await;
        let mut answer = answer.unwrap_or_else(|never| match never {});
        // Pages show a form again with what is wrong with it; here nothing is.
        if answer.status() == StatusCode::UNPROCESSABLE_ENTITY {
            *answer.status_mut() = StatusCode::OK;
        }
        answer
    }

    fn is_small(&self) -> bool {
        let length = |(name, value): &(String, String)| name.len() + value.len();
        let bytes: usize = self.fields.iter().map(length).sum();
        bytes <= LONGEST && self.fields.len() <= MOST_FIELDS
    }
}

fn may_be_kept((name, _): &(String, String)) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    name.chars().all(plain) && !name.is_empty() && !SECRET.contains(&name.as_str())
}

/// `name=value` of a header that sets a cookie.
fn pair_of(set: &HeaderValue) -> HeaderValue {
    let text = set.to_str().unwrap_or_default();
    let pair = text.split(';').next().unwrap_or_default();
    HeaderValue::from_str(pair).unwrap_or(HeaderValue::from_static(""))
}

/// The texts of a form, and whether a file came with them. A file is passed over as it comes.
async fn typed(mut request: Request) -> Option<(Pairs, bool)> {
    let kind = request.headers().get(header::CONTENT_TYPE)?;
    let kind = kind.to_str().ok()?.to_ascii_lowercase();
    if kind.starts_with(FORM) {
        let Form(pairs) = Form::<Pairs>::from_request(request, &()).await.ok()?;
        return Some((pairs, false));
    }
    DefaultBodyLimit::max(WITH_FILE).apply(&mut request);
    let mut form = Multipart::from_request(request, &()).await.ok()?;
    let (mut pairs, mut file, mut bytes) = (Pairs::new(), false, 0);
    while let Some(mut field) = form.next_field().await.ok()? {
        if let Some(name) = field.file_name() {
            file |= !name.is_empty();
            continue;
        }
        let name = field.name()?.to_owned();
        let mut value = Vec::new();
        while let Some(chunk) = field.chunk().await.ok()? {
            bytes += chunk.len();
            if bytes > LONGEST || pairs.len() >= MOST_FIELDS {
                return None;
            }
            value.extend_from_slice(&chunk);
        }
        pairs.push((name, String::from_utf8(value).ok()?));
    }
    Some((pairs, file))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(of: &[(&str, &str)]) -> Pairs {
        of.iter()
            .map(|(k, v)| (k.to_string(), v.to_string()))
            .collect()
    }

    #[test]
    fn what_is_hidden_is_what_is_carried() {
        let kept = Kept {
            address: "/moeder/x/aflys?a=b".to_owned(),
            account: "anna".to_owned(),
            fields: pairs(&[("aarsag", "a"), ("aarsag", "b"), ("tekst", "Æ & ø\r\n")]),
            file: true,
        };
        assert_eq!(Kept::carried(&kept.hidden()), Some(kept));
        assert_eq!(Kept::carried(&pairs(&[("email", "x")])), None);
    }

    #[test]
    fn secrets_foreign_addresses_and_long_texts_are_not_carried() {
        let carried = |address: &str, name: &str, value: &str| {
            let fields = pairs(&[(ADDRESS, address), (ACCOUNT, "x"), (name, value)]);
            Kept::carried(&fields).map(|kept| kept.fields.len())
        };
        assert_eq!(carried("/moeder", "felt.titel", "x"), Some(1));
        assert_eq!(carried("/moeder", "felt.adgangskode", "x"), Some(0));
        assert_eq!(carried("/moeder", "felt.a b", "x"), Some(0));
        for address in ["//evil.example/x", "https://evil.example", "moeder", ""] {
            assert_eq!(carried(address, "felt.titel", "x"), None, "{address}");
        }
        assert_eq!(carried("/moeder", "felt.x", &"x".repeat(LONGEST)), None);
    }
}
