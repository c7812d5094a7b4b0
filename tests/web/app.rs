//! The service under test, typed users, and requests from them.

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::request::Builder;
use axum::http::{HeaderMap, Request, StatusCode, header};
use cockpit::changes::people::{tokens, users};
use cockpit::clock::Clock;
use cockpit::config::Site;
use cockpit::domain::people::{Role, Standing};
use cockpit::storage::Store;
use cockpit::web::{AppState, router};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::support::{TestDatabase, actor, clock};

pub struct TestApp {
    pub store: Store,
    pub router: Router,
    database: TestDatabase,
    secretariat: String,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |v| v.to_str().unwrap_or(""))
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }

    /// The addresses that the page's links lead to, of those that begin so.
    pub fn links(&self, beginning: &str) -> Vec<String> {
        let parts = self.body.split("href=\"").skip(1);
        let addresses = parts.filter_map(|part| part.split('"').next());
        addresses
            .filter(|address| address.starts_with(beginning))
            .map(|address| address.replace("&#38;", "&"))
            .collect()
    }

    /// What a browser would send back: "name=value" of the cookie that was set.
    pub fn cookie(&self) -> String {
        let set = self.header("set-cookie");
        set.split(';').next().unwrap_or("").to_owned()
    }
}

/// Somebody who makes requests: with a token, or as nobody.
pub struct Visitor<'a> {
    pub app: &'a TestApp,
    pub token: Option<String>,
}

impl Visitor<'_> {
    pub async fn get(&self, address: &str) -> Answer {
        self.request("GET", address, "", "").await
    }

    pub async fn post(&self, address: &str, body: &str) -> Answer {
        self.request("POST", address, "text/csv", body).await
    }

    pub async fn form(&self, address: &str, body: &str) -> Answer {
        let kind = "application/x-www-form-urlencoded";
        self.request("POST", address, kind, body).await
    }

    pub async fn request(&self, method: &str, address: &str, kind: &str, body: &str) -> Answer {
        let request = self.asking(method, address, kind);
        let request = request.body(Body::from(body.to_owned()));
        self.app.send(request.expect("a request")).await
    }

    /// A file that is no text.
    pub async fn post_bytes(&self, address: &str, file: Vec<u8>) -> Answer {
        let request = self.asking("POST", address, "application/octet-stream");
        let request = request.body(Body::from(file));
        self.app.send(request.expect("a request")).await
    }

    /// The bytes of a file.
    pub async fn bytes(&self, address: &str) -> Vec<u8> {
        let request = self.asking("GET", address, "").body(Body::empty());
        let router = self.app.router.clone();
        let response = router.oneshot(request.expect("a request")).await;
        let response = response.expect("the router answers");
        assert_eq!(response.status(), StatusCode::OK, "{address}");
        let body = response.into_body().collect().await.expect("a body");
        body.to_bytes().to_vec()
    }

    fn asking(&self, method: &str, address: &str, kind: &str) -> Builder {
        let mut request = Request::builder().method(method).uri(address);
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        request
    }
}

impl TestApp {
    pub fn new() -> TestApp {
        TestApp::with(Site::default(), clock())
    }

    /// The service at a site, with a clock.
    pub fn with(site: Site, clock: Clock) -> TestApp {
        let database = TestDatabase::new();
        let store = database.store();
        let mut app = TestApp {
            router: router(AppState::new(store.clone(), clock).at(site, Vec::new())),
            store,
            database,
            secretariat: String::new(),
        };
        app.secretariat = app.token_of("sekretariat@example.dk", Role::Secretariat, None);
        app
    }

    /// A second instance on the same database.
    pub fn another_instance(&self) -> TestApp {
        self.another_instance_at(clock())
    }

    /// A second instance on the same database, at another time.
    pub fn another_instance_at(&self, clock: Clock) -> TestApp {
        let store = Store::open(self.database.url()).expect("the database opens");
        let router = router(AppState::new(store.clone(), clock));
        TestApp {
            store,
            router,
            database: TestDatabase::new(),
            secretariat: self.secretariat.clone(),
        }
    }

    /// Adds a user of a role, with a token.
    pub fn token_of(
        &self,
        email: &str,
        standing: impl Into<Standing>,
        municipality: Option<&str>,
    ) -> String {
        let invitation = users::Invitation {
            email,
            name: "Prøve Person",
            standing: standing.into(),
            municipality,
        };
        users::invite(&self.store, &actor(), invitation).expect("a user");
        let token = tokens::make(&self.store, &actor(), email, "test", "30");
        token.expect("a token").reveal().to_owned()
    }

    pub fn anonymous(&self) -> Visitor<'_> {
        Visitor {
            app: self,
            token: None,
        }
    }

    pub fn secretariat(&self) -> Visitor<'_> {
        Visitor {
            app: self,
            token: Some(self.secretariat.clone()),
        }
    }

    /// A new user of a role; a chef of this municipality.
    pub fn visitor(&self, standing: impl Into<Standing>, municipality: &str) -> Visitor<'_> {
        let standing = standing.into();
        let email = format!("{}-{municipality}@example.dk", standing.key());
        let own = standing.needs_municipality().then_some(municipality);
        Visitor {
            app: self,
            token: Some(self.token_of(&email, standing, own)),
        }
    }

    /// A request as it is: from this machine, with the headers it has.
    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        let peer = SocketAddr::from(([127, 0, 0, 1], 50000));
        if request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .is_none()
        {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response
            .into_body()
            .collect()
            .await
            .expect("a body")
            .to_bytes();
        Answer {
            status,
            headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// The bytes of a file.
    pub async fn bytes(&self, address: &str) -> Vec<u8> {
        self.secretariat().bytes(address).await
    }

    /// A request of the secretariat's.
    pub async fn get(&self, address: &str) -> Answer {
        self.secretariat().get(address).await
    }

    /// A file of the secretariat's.
    pub async fn post(&self, address: &str, body: &str) -> Answer {
        self.secretariat().post(address, body).await
    }

    /// The header that makes a request the secretariat's.
    pub fn bearer(&self) -> String {
        format!("Bearer {}", self.secretariat)
    }
}
