//! The serving process itself: how soon it is ready, and what memory it holds after work.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::goals::Goal;
use super::numbers::median;
use super::process::{cockpit, copy, timed, token};

const ROUNDS: usize = 5;
const PATIENCE: Duration = Duration::from_secs(20);
/// Memory is read when the process has had so many seconds to give back what it no longer uses,
/// asked once a second whether it is alive, as whoever watches over it does.
const REST: u32 = 3;

/// From start to ready on a database with the page's facts; then the page, the import of the
/// large file by HTTP, the page anew, a rest, and the resident memory.
pub fn measure(ready: &Path, page: &Path, large: &Path) -> Result<[Goal; 2]> {
    let database = copy(ready, "serve.db")?;
    timed(cockpit(&database).args(["import", "components"]).arg(page))?;
    let token = token(&database)?;
    let mut starts = Vec::new();
    for _ in 0..ROUNDS {
        starts.push(Server::start(&database, &token)?.ready_after.as_secs_f64());
    }
    let server = Server::start(&database, &token)?;
    server.request("GET", "/", &[])?;
    let file = std::fs::read(large)?;
    server.request("POST", "/api/v1/imports/components", &file)?;
    server.request("GET", "/", &[])?;
    let at_work = server.memory("VmHWM:")?;
    let at_rest = server.at_rest()?;
    let start = median(starts);
    println!(
        "serve: ready after {start:.3} s (median of {ROUNDS}); {at_rest:.0} MB at rest, {at_work:.0} MB at most"
    );
    Ok([
        Goal::at_most("start to ready on an existing database", start, 0.3, " s"),
        Goal::at_most(
            "resident memory after page, import, page",
            at_rest,
            64.0,
            " MB",
        ),
    ])
}

/// A serving process, ended when it is dropped.
pub struct Server {
    process: Child,
    pub address: SocketAddr,
    token: String,
    ready_after: Duration,
}

impl Server {
    /// Serves a database on a port that is free, until it is ready.
    pub fn start(database: &Path, token: &str) -> Result<Server> {
        // A port that was free a moment ago.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let begun = Instant::now();
        let process = cockpit(database)
            .args(["serve", "--listen", &address.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut server = Server {
            process,
            address,
            token: token.to_owned(),
            ready_after: Duration::ZERO,
        };
        while server.request("GET", "/readyz", &[]).is_err() {
            ensure!(begun.elapsed() < PATIENCE, "the service is not ready");
            sleep(Duration::from_millis(1));
        }
        server.ready_after = begun.elapsed();
        Ok(server)
    }

    /// One request on a connection of its own; an error unless it succeeds.
    pub fn request(&self, method: &str, path: &str, body: &[u8]) -> Result<()> {
        let kind = "application/octet-stream";
        self.ask((method, path, kind), body, b"HTTP/1.1 20")
    }

    fn ask(
        &self,
        (method, path, kind): (&str, &str, &str),
        body: &[u8],
        answer_begins: &[u8],
    ) -> Result<()> {
        let mut stream = TcpStream::connect(self.address)?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\
             authorization: Bearer {}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n",
            self.address,
            self.token,
            body.len()
        )?;
        stream.write_all(body)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        ensure!(
            answer.starts_with(answer_begins),
            "{method} {path} did not succeed"
        );
        Ok(())
    }

    /// A form that is sent; an error unless it leads on.
    pub fn form(&self, path: &str, body: &str) -> Result<()> {
        let kind = "application/x-www-form-urlencoded";
        self.ask(("POST", path, kind), body.as_bytes(), b"HTTP/1.1 303")
    }

    /// What the process holds when it has had its rest, in megabytes.
    pub fn at_rest(&self) -> Result<f64> {
        for _ in 0..REST {
            sleep(Duration::from_secs(1));
            self.request("GET", "/healthz", &[])?;
        }
        self.memory("VmRSS:")
    }

    /// A line of the kernel's account of the process, in megabytes.
    pub fn memory(&self, line: &str) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let found = status.lines().find_map(|l| l.strip_prefix(line));
        let kilobytes = found.and_then(|l| l.trim().trim_end_matches(" kB").parse::<f64>().ok());
        Ok(kilobytes.context("the kernel names no memory")? / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
