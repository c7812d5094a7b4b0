//! Settings: one small struct for each concern, read from arguments and the environment by
//! [`crate::cli`], checked here. Those of mails are in [`mail`].

pub mod mail;

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use ipnet::IpNet;
use serde::Deserialize;
use thiserror::Error;

use crate::chance::Secret;
use crate::domain::people::Standing;

/// The database that is used when none is named.
pub const DEFAULT_DATABASE: &str = "sqlite:data/cockpit.db";

/// Where the service listens when nothing is said.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:8080";

/// A setting that cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SettingError {
    #[error("--listen {found:?} is no address; write ADDRESS:PORT, for example {DEFAULT_LISTEN}")]
    Listen { found: String },
    #[error(
        "COCKPIT_PUBLIC_URL {found:?} is no address of a site; write https://NAME, without a path"
    )]
    PublicUrl { found: String },
    #[error(
        "COCKPIT_TRUSTED_PROXIES has {found:?}, which is no address or network; write for example \
         127.0.0.1,10.0.0.0/8"
    )]
    Proxy { found: String },
    /// One of the settings of mails, by its name.
    #[error("{setting}: {problem}")]
    Mail {
        setting: &'static str,
        problem: String,
    },
    #[error("COCKPIT_OIDC: {problem}")]
    OpenId { problem: String },
}

/// Where the service listens, and what stands before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    pub listen: SocketAddr,
    /// The address that people use, without a slash at its end; with `https` cookies are Secure.
    pub public_url: Option<String>,
    /// Who may say where a request came from (X-Forwarded-For, X-Forwarded-Proto).
    pub proxies: Vec<IpNet>,
}

/// What a client may take of the service: places and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections in all.
    pub connections: usize,
    /// Connections of one address that is neither a trusted proxy nor this machine.
    pub per_address: usize,
    /// From a connection, or the answer before, to the whole head of a request.
    pub head: Duration,
    /// For the whole body of a request; and for taking any part of an answer.
    pub body: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connections: 8192,
            per_address: 512,
            head: Duration::from_secs(15),
            body: Duration::from_secs(120),
        }
    }
}

impl Default for Site {
    fn default() -> Site {
        Site {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            proxies: Vec::new(),
        }
    }
}

impl Site {
    /// Reads the three settings; empty texts count as not given.
    pub fn parse(listen: &str, public_url: &str, proxies: &str) -> Result<Site, SettingError> {
        let listen = listen.parse().map_err(|_| SettingError::Listen {
            found: listen.to_owned(),
        })?;
        let public_url = match public_url.trim() {
            "" => None,
            text => Some(site_address(text).ok_or_else(|| SettingError::PublicUrl {
                found: text.to_owned(),
            })?),
        };
        let proxies = proxies
            .split(',')
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(|text| {
                let network = text.parse::<IpNet>().ok();
                network
                    .or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
                    .ok_or_else(|| SettingError::Proxy {
                        found: text.to_owned(),
                    })
            })
            .collect::<Result<_, _>>()?;
        Ok(Site {
            listen,
            public_url,
            proxies,
        })
    }

    /// Whether a peer may speak for others.
    pub fn trusts(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.proxies.iter().any(|network| network.contains(&peer))
    }

    /// What links to the service begin with.
    pub fn address(&self) -> String {
        match &self.public_url {
            Some(url) => url.clone(),
            None => format!("http://{}", self.listen),
        }
    }

    /// The name (and port) that people's requests carry, when it is known.
    pub fn public_host(&self) -> Option<&str> {
        let (_, host) = self.public_url.as_deref()?.split_once("://")?;
        Some(host)
    }

    /// Whether people come over HTTPS.
    pub fn is_https(&self) -> bool {
        self.public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"))
    }
}

fn site_address(text: &str) -> Option<String> {
    let text = text.trim_end_matches('/');
    let (scheme, host) = text.split_once("://")?;
    let named = !host.is_empty()
        && host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'));
    (matches!(scheme, "http" | "https") && named).then(|| text.to_lowercase())
}

/// An OpenID Connect provider: a municipality's own sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub struct Provider {
    /// Stands in its addresses: `/log-ind/KEY`.
    pub key: String,
    /// What its button says.
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    /// None for a public client.
    pub client_secret: Option<Secret>,
    pub scopes: Vec<String>,
    pub role_claim: String,
    /// Values of the role claim, and what each gives: a role, administrator, or both.
    pub roles: BTreeMap<String, Standing>,
    pub municipality_claim: String,
    /// The one municipality that the provider speaks for, whatever its claims say.
    pub municipality: Option<String>,
}

/// A provider as the file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    key: String,
    name: String,
    issuer: String,
    client_id: String,
    client_secret: Option<String>,
    client_secret_file: Option<std::path::PathBuf>,
    scopes: Option<Vec<String>>,
    role_claim: Option<String>,
    roles: BTreeMap<String, String>,
    municipality_claim: Option<String>,
    municipality: Option<String>,
}

impl TryFrom<Written> for Provider {
    type Error = String;

    fn try_from(written: Written) -> Result<Provider, String> {
        let key = written.key;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if key.is_empty() || !key.chars().all(plain) {
            return Err(format!("key {key:?}: use lower-case letters, digits and -"));
        }
        let secret = match (written.client_secret, written.client_secret_file) {
            (Some(_), Some(_)) => {
                return Err(format!("{key}: give client_secret or client_secret_file"));
            }
            (Some(secret), None) => Some(secret),
            (None, Some(file)) => {
                let text = std::fs::read_to_string(&file)
                    .map_err(|e| format!("{key}: {}: {e}", file.display()))?;
                Some(text.trim().to_owned())
            }
            (None, None) => None,
        };
        let mut roles = BTreeMap::new();
        for (value, role) in written.roles {
            let known = Standing::parse(&role).ok_or_else(|| format!("{key}: no role {role:?}"))?;
            roles.insert(value, known);
        }
        if roles.is_empty() {
            return Err(format!("{key}: roles names no value of the claim"));
        }
        let usual = || ["email", "profile"].map(str::to_owned).to_vec();
        Ok(Provider {
            key,
            name: written.name,
            issuer: written.issuer,
            client_id: written.client_id,
            client_secret: secret.map(|s| Secret::received(&s)),
            scopes: written.scopes.unwrap_or_else(usual),
            role_claim: written.role_claim.unwrap_or_else(|| "role".to_owned()),
            roles,
            municipality_claim: written
                .municipality_claim
                .unwrap_or_else(|| "municipality".to_owned()),
            municipality: written.municipality,
        })
    }
}

impl Provider {
    /// Reads one provider.
    ///
    /// # Errors
    /// [`SettingError::OpenId`]
    pub fn from_json(text: &str) -> Result<Provider, SettingError> {
        serde_json::from_str(text).map_err(|e| SettingError::OpenId {
            problem: e.to_string(),
        })
    }

    /// Reads the file of providers that a setting names: a JSON list. No name, no providers.
    ///
    /// # Errors
    /// [`SettingError::OpenId`]
    pub fn from_file(path: &str) -> Result<Vec<Provider>, SettingError> {
        if path.trim().is_empty() {
            return Ok(Vec::new());
        }
        let problem = |problem: String| SettingError::OpenId { problem };
        let text = std::fs::read_to_string(path).map_err(|e| problem(format!("{path}: {e}")))?;
        let providers: Vec<Provider> =
            serde_json::from_str(&text).map_err(|e| problem(format!("{path}: {e}")))?;
        for (place, provider) in providers.iter().enumerate() {
            if providers[..place].iter().any(|p| p.key == provider.key) {
                return Err(problem(format!(
                    "{path}: two providers have the key {}",
                    provider.key
                )));
            }
        }
        Ok(providers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::people::Role;

    #[test]
    fn a_site_is_read_from_three_texts() {
        let site = Site::parse(
            "0.0.0.0:8080",
            "https://Cockpit.example.dk/",
            "127.0.0.1, 10.0.0.0/8,::1",
        )
        .unwrap();
        assert_eq!(site.address(), "https://cockpit.example.dk");
        assert_eq!(site.public_host(), Some("cockpit.example.dk"));
        assert!(site.is_https());
        for (peer, trusted) in [
            ("127.0.0.1", true),
            ("::ffff:10.1.2.3", true),
            ("::1", true),
            ("192.0.2.1", false),
        ] {
            assert_eq!(site.trusts(peer.parse().unwrap()), trusted, "{peer}");
        }
        let plain = Site::parse("[::1]:0", "", "").unwrap();
        assert_eq!(plain.address(), "http://[::1]:0");
        assert!(!plain.trusts("127.0.0.1".parse().unwrap()));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let error = |listen: &str, url: &str, proxies: &str| {
            Site::parse(listen, url, proxies).unwrap_err().to_string()
        };
        assert!(error("localhost", "", "").contains("--listen \"localhost\""));
        for url in [
            "cockpit.example.dk",
            "ftp://x",
            "https://x/path",
            "https://",
        ] {
            assert!(
                error(DEFAULT_LISTEN, url, "").contains("COCKPIT_PUBLIC_URL"),
                "{url}"
            );
        }
        assert!(error(DEFAULT_LISTEN, "", "10.0.0.0/99").contains("10.0.0.0/99"));
    }

    #[test]
    fn a_provider_says_all_it_must() {
        let whole = r#"{"key":"a","name":"A","issuer":"https://a","client_id":"c","client_secret":"hemmelig","roles":{"x":"chef"}}"#;
        let provider = Provider::from_json(whole).unwrap();
        assert_eq!(provider.roles["x"], Standing::Plain(Role::Chef));
        assert!(!format!("{provider:?}").contains("hemmelig"));
        for (wrong, word) in [
            (whole.replace("chef", "boss"), "boss"),
            (whole.replace(r#"{"x":"chef"}"#, "{}"), "roles"),
            (whole.replace("\"key\":\"a\"", "\"key\":\"A/b\""), "A/b"),
            (whole.replace("issuer", "isuer"), "isuer"),
        ] {
            let error = Provider::from_json(&wrong).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
        assert_eq!(Provider::from_file(""), Ok(Vec::new()));
        assert!(Provider::from_file("/findes/ikke.json").is_err());
    }
}
