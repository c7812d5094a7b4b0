//! Clients that misbehave, over real sockets: they are let go, and the others are served meanwhile.

mod support;

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::post;
use cockpit::changes::data::uploads::{self, Upload, UploadError};
use cockpit::changes::kinds::Kind;
use cockpit::config::{Limits, Site};
use cockpit::import::Options;
use cockpit::web::{AppState, router, server};
use support::{TestDatabase, actor, clock};
use tokio::sync::oneshot;

/// What nothing here may take: far above what it takes, far below a hang.
const FAR: Duration = Duration::from_secs(20);

struct Service {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
    _database: TestDatabase,
}

fn limits() -> Limits {
    Limits {
        head: Duration::from_secs(1),
        body: Duration::from_secs(1),
        ..Limits::default()
    }
}

impl Service {
    fn start(limits: Limits) -> Service {
        Service::with(limits, router)
    }

    /// The service with something of the test's own.
    fn with(limits: Limits, app: impl FnOnce(AppState) -> Router) -> Service {
        let database = TestDatabase::new();
        let app = app(AppState::new(database.store(), clock()));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("it does not block");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                let stopped = async { drop(stopped.await) };
                server::serve(listener, app, &Site::default(), limits, stopped).await;
            });
        });
        Service {
            address,
            stop: Some(stop),
            thread: Some(thread),
            _database: database,
        }
    }

    fn begin(&self, what: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(FAR)).expect("a limit");
        stream.write_all(what.as_bytes()).expect("it is sent");
        stream
    }

    /// A good client's request; what it is answered.
    fn ask(&self) -> String {
        let request = "GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        rest(&mut self.begin(request))
    }

    fn stop(&mut self) -> Duration {
        let begun = Instant::now();
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the service ends");
        }
        begun.elapsed()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.stop();
        }
    }
}

/// What comes until the other end closes. A reset is an end too.
fn rest(stream: &mut TcpStream) -> String {
    let begun = Instant::now();
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    assert!(begun.elapsed() < FAR, "the connection was kept open");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn heads_that_never_end_are_let_go_and_others_are_served_meanwhile() {
    let service = Service::start(limits());
    let mut slow: Vec<TcpStream> = (0..300)
        .map(|_| service.begin("GET / HTTP/1.1\r\nhost: local"))
        .collect();
    let mut silent = service.begin("");
    assert!(service.ask().starts_with("HTTP/1.1 200"));
    for stream in &mut slow {
        let answer = rest(stream);
        assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    rest(&mut silent);
    assert!(service.ask().starts_with("HTTP/1.1 200"));
}

#[test]
fn an_idle_connection_is_closed_after_its_answer() {
    let service = Service::start(limits());
    let mut idle = service.begin("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n");
    assert!(rest(&mut idle).starts_with("HTTP/1.1 200"));
}

#[test]
fn a_body_that_never_ends_is_answered_and_let_go() {
    let service = Service::start(limits());
    let mut slow = service.begin(
        "POST /log-ind HTTP/1.1\r\nhost: localhost\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: 5000\r\n\r\nemail=",
    );
    let answer = rest(&mut slow);
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
}

#[test]
fn one_connection_over_the_cap_is_closed_and_a_place_that_is_given_back_is_taken() {
    let service = Service::start(Limits {
        connections: 3,
        head: FAR,
        ..limits()
    });
    let mut open: Vec<TcpStream> = (0..3).map(|_| service.begin("GET /")).collect();
    // Accepted in the order of coming.
    assert_eq!(rest(&mut service.begin("")), "");
    drop(open.pop());
    let begun = Instant::now();
    while !service.ask().starts_with("HTTP/1.1 200") {
        assert!(begun.elapsed() < FAR, "the place is not given back");
    }
    drop(open);
}

#[test]
fn stopping_waits_for_nobody_longer_than_ten_seconds() {
    let mut service = Service::start(Limits {
        head: FAR,
        body: FAR,
        ..limits()
    });
    let _head = service.begin("GET / HTTP/1.1\r\nhost: local");
    let _body = service.begin(
        "POST /log-ind HTTP/1.1\r\nhost: localhost\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: 5000\r\n\r\nemail=",
    );
    let _silent = service.begin("");
    assert!(service.ask().starts_with("HTTP/1.1 200"));
    assert!(service.stop() < Duration::from_secs(10));
}

#[test]
fn a_file_is_read_no_longer_than_its_sender_waits() {
    let (begun, has_begun) = std::sync::mpsc::channel();
    let (ended, has_ended) = std::sync::mpsc::channel();
    let service = Service::with(limits(), |state| {
        let reading = state.clone();
        let read = move || async move {
            let work = reading.uploading(move |_, cancel| {
                begun.send(()).expect("the test waits");
                // As reading looks at it, until it is told.
                while !cancel.is_cancelled() {
                    std::thread::sleep(Duration::from_millis(1));
                }
                ended.send(()).expect("the test waits");
                Ok(())
            });
            work.await.expect("it is done");
        };
        router(state).route("/read", post(read))
    });
    let request = "POST /read HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n";
    let sender = service.begin(request);
    has_begun.recv_timeout(FAR).expect("it is read");
    assert!(has_ended.try_recv().is_err(), "somebody waits");
    drop(sender);
    has_ended
        .recv_timeout(FAR)
        .expect("nobody waits, and it is read on");
}

#[test]
fn what_nobody_waits_for_is_not_stored() {
    let database = TestDatabase::new();
    let store = database.store();
    let before = store.data_version().expect("a version");
    let text = "aar;indeks;kilde\n2024;103,9;KL\n";
    let sent = |options: &Options| {
        let upload = Upload {
            kind: Kind::from_key("price-index").expect("a kind"),
            file_name: "indeks.csv",
            bytes: text.as_bytes(),
            options: options.clone(),
        };
        [
            uploads::dry_run(&store, &actor(), &upload),
            uploads::import(&store, &actor(), &upload),
        ]
    };
    let left = Options::default();
    left.cancel.cancel();
    for done in sent(&left) {
        assert!(matches!(done, Err(UploadError::Left)), "{done:?}");
    }
    assert_eq!(store.data_version().expect("a version"), before);
    for done in sent(&Options::default()) {
        assert!(done.is_ok(), "{done:?}");
    }
    assert_eq!(store.data_version().expect("a version"), before + 1);
}
