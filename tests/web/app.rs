//! The service under test, and requests to it.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use cockpit::storage::Store;
use cockpit::web::{AppState, router};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::support::{TestDatabase, clock};

pub struct TestApp {
    pub store: Store,
    pub router: Router,
    database: TestDatabase,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
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
}

impl TestApp {
    pub fn new() -> TestApp {
        let database = TestDatabase::new();
        let store = database.store();
        TestApp {
            router: router(AppState::new(store.clone(), clock())),
            store,
            database,
        }
    }

    /// A second instance on the same database.
    pub fn another_instance(&self) -> TestApp {
        let store = Store::open(&self.database.url).expect("the database opens");
        let router = router(AppState::new(store.clone(), clock()));
        TestApp {
            store,
            router,
            database: TestDatabase::new(),
        }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
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

    pub async fn get(&self, address: &str) -> Answer {
        self.send(
            Request::get(address)
                .body(Body::empty())
                .expect("a request"),
        )
        .await
    }

    pub async fn post(&self, address: &str, body: &str) -> Answer {
        let request = Request::post(address).header(header::CONTENT_TYPE, "text/csv");
        self.send(
            request
                .body(Body::from(body.to_owned()))
                .expect("a request"),
        )
        .await
    }
}
