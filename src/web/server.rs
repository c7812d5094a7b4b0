//! Connections: how many there may be, and how long each may keep others waiting.
//!
//! A client that never finishes what it began costs a place until its time is up, and no other
//! client anything. Stopping takes a bounded time, whoever is still connected.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request};
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep, sleep, sleep_until};
use tower::ServiceExt as _;

use crate::config::{Limits, Site};

/// How long requests under way may take to end once the service is told to stop.
const ENDING: Duration = Duration::from_secs(7);

/// How long to wait when the system has no more places for connections.
const NO_PLACE: Duration = Duration::from_millis(50);

/// The head of a request: no page of ours needs more.
const HEAD_BYTES: usize = 64 * 1024;

/// Serves until `stop` is ready, and then until what is under way has ended, for seven seconds at
/// most.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    site: &Site,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Places::default());
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let Ok((stream, peer)) = accepted else {
            // Out of file descriptors, or a client that went at once: the others go on.
            sleep(NO_PLACE).await;
            continue;
        };
        // A proxy and this machine speak for many: only the cap of all holds for them.
        let address = peer.ip().to_canonical();
        let many = address.is_loopback() || site.trusts(address);
        let most = if many { usize::MAX } else { limits.per_address };
        let Some(place) = places.take(address, most, limits.connections) else {
            tracing::debug!("a connection over the cap was closed");
            continue;
        };
        let _ = stream.set_nodelay(true);
        let connection = graceful.watch(connection(stream, peer, router.clone(), limits));
        tokio::spawn(async move {
            // What goes wrong on a connection is its client's matter.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = sleep(ENDING) => tracing::warn!("connections were still open when the service ended"),
    }
}

/// One connection: the head of each request within its time, and the wait between two of them;
/// the body within its own.
fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: Limits,
) -> impl hyper_util::server::graceful::GracefulConnection<Output = hyper::Result<()>> + Send {
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request: Request = request.map(|body| {
            if body.is_end_stream() {
                Body::empty()
            } else {
                Body::new(Timely::new(body, limits.body))
            }
        });
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = router.clone().oneshot(request);
        async move { answer.await.map_err(|never: Infallible| never) }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_header_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(Patient::new(stream, limits.body)), service)
}

/// The connections that are open, in all and by address.
#[derive(Default)]
struct Places(Mutex<HashMap<IpAddr, usize>>);

/// One of them, given back when it is dropped.
struct Place {
    places: Arc<Places>,
    address: IpAddr,
}

impl Places {
    fn take(self: &Arc<Places>, address: IpAddr, per_address: usize, all: usize) -> Option<Place> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.get(&address).copied().unwrap_or(0);
        if own >= per_address || taken.values().sum::<usize>() >= all {
            return None;
        }
        taken.insert(address, own + 1);
        Some(Place {
            places: self.clone(),
            address,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let taken = self.places.0.lock();
        let mut taken = taken.unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = taken.get_mut(&self.address) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

/// A body that has to be there within its time, whole.
struct Timely {
    body: Incoming,
    end: Pin<Box<Sleep>>,
}

impl Timely {
    fn new(body: Incoming, within: Duration) -> Timely {
        Timely {
            body,
            end: Box::pin(sleep(within)),
        }
    }
}

impl HttpBody for Timely {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        if self.end.as_mut().poll(context).is_ready() {
            let late = std::io::Error::from(std::io::ErrorKind::TimedOut);
            return Poll::Ready(Some(Err(late.into())));
        }
        Pin::new(&mut self.body)
            .poll_frame(context)
            .map(|frame| frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A stream whose other end has to take what is sent: one that takes nothing for so long is gone.
struct Patient {
    stream: TcpStream,
    patience: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn new(stream: TcpStream, patience: Duration) -> Patient {
        Patient {
            stream,
            patience,
            waiting: None,
        }
    }

    /// Passes on what a write came to, and ends the wait for one that stands still.
    fn within<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<std::io::Result<T>>,
    ) -> Poll<std::io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let end = Instant::now() + self.patience;
        let waiting = self
            .waiting
            .get_or_insert_with(|| Box::pin(sleep_until(end)));
        match waiting.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(std::io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl tokio::io::AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut tokio::io::ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl tokio::io::AsyncWrite for Patient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.within(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.within(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_own_cap_and_all_have_one() {
        let places = Arc::new(Places::default());
        let [one, other] = ["192.0.2.1", "192.0.2.2"].map(|a| a.parse::<IpAddr>().unwrap());
        let first = places.take(one, 2, 3).unwrap();
        let _second = places.take(one, 2, 3).unwrap();
        assert!(places.take(one, 2, 3).is_none(), "its own cap");
        let _third = places.take(other, 2, 3).unwrap();
        assert!(places.take(other, 2, 3).is_none(), "the cap of all");
        drop(first);
        assert!(places.take(one, 2, 3).is_some());
    }
}
