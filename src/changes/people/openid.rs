//! The municipality's own sign-in, through OpenID Connect: discovery, PKCE, nonce; role and
//! municipality from claims. An account made here never has a password of its own.

use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreGenderClaim, CoreJwsSigningAlgorithm,
    CoreProviderMetadata, CoreTokenResponse,
};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse as _, UserInfoClaims,
    reqwest,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::claims::Person;
use super::{AccountError, Identity, names, sessions, users};
use crate::chance::{Chance, Secret, hash};
use crate::clock::Clock;
use crate::config::Provider;
use crate::domain::area;
use crate::storage::data::areas;
use crate::storage::data::log::{self, Action};
use crate::storage::people::openid_flows::{self, Flow};
use crate::storage::people::users::{self as stored, User};
use crate::storage::{self, Db, Store};

/// Whoever has not come back from the provider after so many seconds begins again.
const FLOW_LASTS: i64 = 600;

/// How an ID token may be signed.
const SIGNATURES: [CoreJwsSigningAlgorithm; 7] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What the user-info endpoint tells, whatever it is.
#[derive(Debug, Serialize, Deserialize)]
struct AnyClaims(Map<String, Value>);

impl AdditionalClaims for AnyClaims {}

/// A sign-in that was begun: where to send the browser, and what its cookie is to hold.
pub struct Begun {
    pub address: String,
    pub state: Secret,
}

/// Begins a sign-in at a provider.
///
/// # Errors
/// [`AccountError::Provider`] when it does not answer.
pub async fn begin(
    store: &Store,
    clock: Clock,
    chance: Chance,
    provider: &Provider,
    redirect: String,
    next: &str,
) -> Result<Begun, AccountError> {
    let http = http_client()?;
    let client = discover(provider, redirect, &http).await?;
    let state = chance.secret();
    let nonce = chance.secret();
    let verifier = PkceCodeVerifier::new(chance.secret().reveal().to_owned());
    let (csrf, once) = (
        CsrfToken::new(state.reveal().to_owned()),
        Nonce::new(nonce.reveal().to_owned()),
    );
    let (address, _, _) = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || csrf, || once)
        .add_scopes(
            provider
                .scopes
                .iter()
                .map(|scope| Scope::new(scope.clone())),
        )
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
        .url();
    let flow = Flow {
        state_hash: state.hash(),
        provider: provider.key.clone(),
        nonce: nonce.reveal().to_owned(),
        verifier: verifier.secret().clone(),
        next: next.to_owned(),
        expires_at: clock.text_after(FLOW_LASTS),
    };
    store.write::<_, AccountError>(|db| Ok(openid_flows::add(db, &flow, &clock.now_text())?))?;
    Ok(Begun {
        address: address.to_string(),
        state,
    })
}

/// What the provider sent the browser back with.
pub struct Answer<'a> {
    pub state: &'a str,
    pub code: &'a str,
    /// What the browser's cookie holds: the one who ends a sign-in is the one who began it.
    pub cookie: Option<&'a str>,
    pub agent: &'a str,
}

/// Ends a sign-in: checks the answer, makes or updates the account, begins a session. Gives the
/// session's secret and where the visitor was going.
///
/// # Errors
/// [`AccountError::OpenId`] in words for the visitor; [`AccountError::Provider`] for the log.
pub async fn finish(
    store: &Store,
    clock: Clock,
    chance: Chance,
    provider: &Provider,
    redirect: String,
    answer: Answer<'_>,
    old: Option<&Identity>,
) -> Result<(Secret, String), AccountError> {
    let again = || AccountError::OpenId("Loginnet blev ikke færdigt i tide. Prøv igen.".to_owned());
    if answer.cookie.map(hash) != Some(hash(answer.state)) {
        return Err(again());
    }
    let flow = store.write::<_, AccountError>(|db| {
        Ok(openid_flows::take(
            db,
            &hash(answer.state),
            &clock.now_text(),
        )?)
    })?;
    let flow = flow
        .filter(|f| f.provider == provider.key)
        .ok_or_else(again)?;
    let claims = claims(provider, redirect, answer.code, &flow).await?;
    let person = Person::read(provider, &claims)?;
    let agent = answer.agent;
    let secret = store.write(|db| {
        let user = account(db, clock, chance, provider, &person)?;
        let now = clock.now_text();
        if let Some(old) = old {
            sessions::end_old(db, old, &now)?;
        }
        let who = super::signature(&user.name, &user.email);
        log::append(db, &now, &who, Action::SignedIn, &user.email, &provider.key)?;
        sessions::begin(db, clock, chance, &user, agent)
    })?;
    Ok((secret, flow.next))
}

fn http_client() -> Result<reqwest::Client, AccountError> {
    reqwest::ClientBuilder::new()
        // Following redirects would let a provider send us to addresses inside the network.
        .redirect(reqwest::redirect::Policy::none())
        .timeout(std::time::Duration::from_secs(10))
        .build()
        .map_err(provider_error)
}

async fn discover(
    provider: &Provider,
    redirect: String,
    http: &reqwest::Client,
) -> Result<Client, AccountError> {
    let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(provider_error)?;
    // Asked each time: keys and addresses change when the provider says so.
    let metadata = CoreProviderMetadata::discover_async(issuer, http)
        .await
        .map_err(provider_error)?;
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(provider.client_id.clone()),
        provider
            .client_secret
            .as_ref()
            .map(|s| ClientSecret::new(s.reveal().to_owned())),
    );
    Ok(client.set_redirect_uri(RedirectUrl::new(redirect).map_err(provider_error)?))
}

/// Exchanges the code and gives every claim that is vouched for: those of the ID token, and over
/// them what the user-info endpoint adds.
async fn claims(
    provider: &Provider,
    redirect: String,
    code: &str,
    flow: &Flow,
) -> Result<Map<String, Value>, AccountError> {
    let http = http_client()?;
    let client = discover(provider, redirect, &http).await?;
    let tokens: CoreTokenResponse = client
        .exchange_code(AuthorizationCode::new(code.to_owned()))
        .map_err(provider_error)?
        .set_pkce_verifier(PkceCodeVerifier::new(flow.verifier.clone()))
        .request_async(&http)
        .await
        .map_err(provider_error)?;
    let id_token = tokens
        .id_token()
        .ok_or_else(|| AccountError::Provider("no ID token".to_owned()))?;
    // Signatures by the provider's own keys only: no shared secret, and never none.
    let verifier = client.id_token_verifier().set_allowed_algs(SIGNATURES);
    let nonce = Nonce::new(flow.nonce.clone());
    let checked = id_token.claims(&verifier, &nonce).map_err(provider_error)?;
    if let Some(expected) = checked.access_token_hash() {
        let algorithm = id_token.signing_alg().map_err(provider_error)?;
        let key = id_token.signing_key(&verifier).map_err(provider_error)?;
        let actual = AccessTokenHash::from_token(tokens.access_token(), algorithm, key)
            .map_err(provider_error)?;
        if actual != *expected {
            return Err(AccountError::Provider("another access token".to_owned()));
        }
    }
    let mut claims = payload(&id_token.to_string())?;
    let subject = checked.subject().clone();
    // A provider without the endpoint has said everything in the ID token.
    if let Ok(request) = client.user_info(tokens.access_token().clone(), Some(subject)) {
        let more: UserInfoClaims<AnyClaims, CoreGenderClaim> =
            request.request_async(&http).await.map_err(provider_error)?;
        for (key, value) in &more.additional_claims().0 {
            claims.entry(key.clone()).or_insert_with(|| value.clone());
        }
        let email = more.email().map(|email| Value::String(email.to_string()));
        let name = more
            .name()
            .and_then(|name| name.get(None))
            .map(|n| Value::String(n.to_string()));
        for (key, value) in [("email", email), ("name", name)] {
            if let Some(value) = value {
                claims.entry(key).or_insert(value);
            }
        }
    }
    Ok(claims)
}

/// The claims of an ID token whose signature was checked.
fn payload(token: &str) -> Result<Map<String, Value>, AccountError> {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let middle = token.split('.').nth(1).unwrap_or_default();
    let bytes = URL_SAFE_NO_PAD.decode(middle).map_err(provider_error)?;
    serde_json::from_slice(&bytes).map_err(provider_error)
}

fn provider_error(error: impl std::error::Error) -> AccountError {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        words.push_str(&format!(": {next}"));
        cause = next.source();
    }
    AccountError::Provider(words)
}

/// The account of a person: made at the first sign-in, brought up to date at each.
fn account(
    db: &mut Db,
    clock: Clock,
    chance: Chance,
    provider: &Provider,
    person: &Person,
) -> Result<User, AccountError> {
    let municipality = match &person.municipality {
        None => None,
        Some(text) => {
            let areas = areas::all(db)?;
            let found = area::find(&areas, text).filter(|a| !a.is_kkr());
            let unknown = || users::unknown_municipality(text);
            Some(found.ok_or_else(unknown)?.code.clone())
        }
    };
    if let Some(user) = stored::by_subject(db, &provider.issuer, &person.subject)? {
        if user.is_disabled() {
            return Err(AccountError::OpenId(
                "Din konto er spærret. Kontakt rammeaftalesekretariatet.".to_owned(),
            ));
        }
        if user.standing() != person.standing || user.municipality != municipality {
            stored::set_standing(db, &user.id, person.standing, municipality.as_deref())?;
            storage::bump_access(db)?;
            let detail = names::words(person.standing, municipality.as_deref());
            let now = clock.now_text();
            log::append(
                db,
                &now,
                &provider.key,
                Action::ChangedUser,
                &user.email,
                &detail,
            )?;
        }
        return Ok(user);
    }
    // A local account of the same address is somebody's already: it is never taken over.
    if stored::by_email(db, &person.email)?.is_some() {
        return Err(AccountError::OpenId(format!(
            "{} har allerede en konto, som logger ind på en anden måde. Kontakt rammeaftalesekretariatet.",
            person.email
        )));
    }
    let mut user = User::new(
        chance.id(clock),
        person.email.clone(),
        person.name.clone(),
        person.standing,
    );
    user.municipality = municipality;
    user.issuer = Some(provider.issuer.clone());
    user.subject = Some(person.subject.clone());
    user.created_at = clock.now_text();
    user.created_by.clone_from(&provider.key);
    stored::add(db, &user)?;
    let detail = names::words(person.standing, user.municipality.as_deref());
    log::append(
        db,
        &user.created_at,
        &provider.key,
        Action::InvitedUser,
        &user.email,
        &detail,
    )?;
    Ok(user)
}
