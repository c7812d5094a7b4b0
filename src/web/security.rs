//! Headers on every answer, and requests that are refused before any handler sees them.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::AppError;
use super::identity;
use super::state::AppState;
use super::viewer::Origin;
use crate::config::Site;

/// Everything comes from the service's own address; nothing inline, nothing evaluated.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
                   connect-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CSP),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Browsers that came over HTTPS come back no other way for two years.
const HSTS: &str = "max-age=63072000; includeSubDomains";

/// Adds the headers to every answer, errors too.
pub async fn headers(request: Request, next: Next) -> Response {
    let https = request
        .extensions()
        .get::<Origin>()
        .is_some_and(|o| o.https);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    if https {
        let value = HeaderValue::from_static(HSTS);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    response
}

/// Finds out where a request comes from, for everything after it. What proxies say is believed
/// only of the ones that are named in the settings.
pub async fn origin(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|ConnectInfo(address)| address.ip());
    let found = whence(&state.site, peer, request.headers());
    request.extensions_mut().insert(found);
    next.run(request).await
}

fn whence(site: &Site, peer: Option<IpAddr>, headers: &HeaderMap) -> Origin {
    let forwarded = HeaderName::from_static("x-forwarded-for");
    let proto = HeaderName::from_static("x-forwarded-proto");
    // A proxy on this machine speaks for others, and says so; who says nothing of the kind is here.
    let speaks_for_another = [&forwarded, &proto, &header::VIA, &header::FORWARDED];
    let speaks_for_another = speaks_for_another
        .iter()
        .any(|name| headers.contains_key(*name));
    let direct = Origin {
        address: peer,
        https: site.is_https(),
        local: peer.is_some_and(|peer| peer.to_canonical().is_loopback()) && !speaks_for_another,
    };
    let Some(peer) = peer.filter(|peer| site.trusts(*peer)) else {
        return direct;
    };
    // The nearest proxy wrote the last entry. From there back, the first address that is no proxy
    // of ours is the visitor; what stands before it the visitor may have written.
    let lines = headers.get_all(&forwarded).iter();
    let hops: Vec<&str> = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .collect();
    let mut address = peer;
    for hop in hops.iter().rev() {
        let Ok(hop) = hop.parse::<IpAddr>() else {
            break;
        };
        address = hop;
        if !site.trusts(hop) {
            break;
        }
    }
    let proto = text(headers, &proto);
    Origin {
        address: Some(address),
        https: direct.https || proto.is_some_and(|p| p.eq_ignore_ascii_case("https")),
        local: direct.local,
    }
}

/// Refuses what no visitor of ours sends.
///
/// - A `Host` that is not ours: a foreign page must not reach a service on this machine by
///   pointing its own name at 127.0.0.1 (DNS rebinding), and links are not made for other names.
/// - A request that changes something and comes from another site (CSRF), as the browser says in
///   `Sec-Fetch-Site`, or else in `Origin`. One that carries a session must say so: without either
///   header it is refused. Scripts with a token, and visitors who are not signed in, may send neither.
pub async fn guard(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if let Some(host) = text(headers, &header::HOST)
        && !is_our_host(&state.site, host)
    {
        return AppError::forbidden("Tjenesten svarer ikke på det navn.").into_response();
    }
    let changes = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if changes {
        let allowed = match from_our_pages(&state.site, headers) {
            Some(ours) => ours,
            None => !identity::has_session(headers),
        };
        if !allowed {
            tracing::warn!("a request that changes something came from another site");
            let message = "Det blev sendt fra et andet websted, så intet er gjort. Åbn siden her, og prøv igen.";
            return AppError::forbidden(message).into_response();
        }
    }
    next.run(request).await
}

fn is_our_host(site: &Site, host: &str) -> bool {
    if is_loopback(host) {
        return true;
    }
    match site.public_host() {
        Some(public) => host.eq_ignore_ascii_case(public),
        // Listening for others without a name of its own: any name that leads here.
        None => !site.listen.ip().is_loopback(),
    }
}

/// Whether a page of ours sent it; nothing when the request does not say.
fn from_our_pages(site: &Site, headers: &HeaderMap) -> Option<bool> {
    if let Some(fetch) = text(headers, &HeaderName::from_static("sec-fetch-site")) {
        return Some(matches!(fetch, "same-origin" | "none"));
    }
    let origin = text(headers, &header::ORIGIN)?;
    let name = origin.split_once("://").map(|(_, rest)| rest);
    let host = text(headers, &header::HOST);
    let public = site.public_url.as_deref();
    Some(public == Some(origin) || (name.is_some() && name == host))
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap_or("?"))
}

fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => host.split(':').next().unwrap_or(host),
    };
    name.eq_ignore_ascii_case("localhost")
        || name
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_a_host() {
        for host in [
            "localhost:8080",
            "127.0.0.1",
            "127.0.0.1:8080",
            "[::1]:8080",
            "LOCALHOST",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "example.org",
            "127.0.0.1.example.org",
            "10.0.0.1:8080",
            "[::2]",
            "",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v)))
            .collect()
    }

    #[test]
    fn other_sites_are_told_by_their_headers() {
        let site = Site::parse("127.0.0.1:8080", "https://cockpit.example.dk", "").unwrap();
        let host = ("host", "127.0.0.1:8080");
        for (more, expected) in [
            (None, None),
            (Some(("sec-fetch-site", "same-origin")), Some(true)),
            (Some(("sec-fetch-site", "cross-site")), Some(false)),
            (Some(("sec-fetch-site", "same-site")), Some(false)),
            (Some(("origin", "http://127.0.0.1:8080")), Some(true)),
            (Some(("origin", "https://cockpit.example.dk")), Some(true)),
            (Some(("origin", "http://127.0.0.1:9090")), Some(false)),
            (Some(("origin", "null")), Some(false)),
        ] {
            let pairs: Vec<_> = [host].into_iter().chain(more).collect();
            assert_eq!(
                from_our_pages(&site, &headers(&pairs)),
                expected,
                "{more:?}"
            );
        }
    }

    #[test]
    fn a_proxy_is_believed_when_it_is_named() {
        let site = Site::parse("127.0.0.1:8080", "", "127.0.0.1,10.0.0.0/8").unwrap();
        let peer = |text: &str| Some(text.parse::<IpAddr>().unwrap());
        let sent = headers(&[
            ("x-forwarded-for", "6.6.6.6, 192.0.2.7, 10.0.0.3"),
            ("x-forwarded-proto", "https"),
        ]);
        let through = whence(&site, peer("127.0.0.1"), &sent);
        assert_eq!(through.address, peer("192.0.2.7"));
        assert!(through.https && !through.local);
        let pretended = whence(&site, peer("192.0.2.9"), &sent);
        assert_eq!(pretended.address, peer("192.0.2.9"));
        assert!(!pretended.https);
        let nobody = Site::default();
        let unnamed = whence(&nobody, peer("127.0.0.1"), &sent);
        assert!(!unnamed.https && !unnamed.local);
        assert!(whence(&nobody, peer("127.0.0.1"), &headers(&[])).local);
        // A local Prometheus beside a proxy that is named: it speaks for itself.
        assert!(whence(&site, peer("127.0.0.1"), &headers(&[])).local);
        assert!(!whence(&site, peer("10.0.0.3"), &headers(&[])).local);
        for name in ["x-forwarded-proto", "via", "forwarded"] {
            let sent = headers(&[(name, "https")]);
            assert!(!whence(&site, peer("127.0.0.1"), &sent).local, "{name}");
            assert!(!whence(&nobody, peer("127.0.0.1"), &sent).local, "{name}");
        }
    }

    #[test]
    fn names_are_ours_or_not() {
        let local = Site::default();
        assert!(!is_our_host(&local, "cockpit.example.dk"));
        let public = Site::parse("0.0.0.0:8080", "https://cockpit.example.dk", "").unwrap();
        assert!(is_our_host(&public, "Cockpit.example.dk"));
        assert!(is_our_host(&public, "127.0.0.1:8080"));
        assert!(!is_our_host(&public, "evil.example"));
        let open = Site::parse("0.0.0.0:8080", "", "").unwrap();
        assert!(is_our_host(&open, "cockpit.intern"));
    }
}
