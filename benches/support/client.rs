//! A client that costs little beside the service that it measures: both have the same two cores.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};

use anyhow::{Context, Result, ensure};

/// One connection that is kept, signed in by a token.
pub struct Client {
    connection: BufReader<TcpStream>,
    token: String,
    /// Written at once: a request in pieces is several packets, and several reads of the service.
    request: Vec<u8>,
    line: String,
}

impl Client {
    pub fn new(address: SocketAddr, token: &str) -> Result<Client> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Client {
            connection: BufReader::with_capacity(256 * 1024, stream),
            token: token.to_owned(),
            request: Vec::new(),
            line: String::new(),
        })
    }

    /// Fetches a page whole: the size of its body.
    ///
    /// # Errors
    /// The answer is not that page.
    pub fn fetch(&mut self, path: &str) -> Result<usize> {
        self.request.clear();
        let token = &self.token;
        write!(
            self.request,
            "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {token}\r\n\r\n"
        )?;
        self.connection.get_mut().write_all(&self.request)?;
        let size = self.head(path)?.context("no content-length")?;
        let mut left = size;
        while left > 0 {
            let there = self.connection.fill_buf()?.len();
            ensure!(there > 0, "{path}: the answer breaks off");
            let taken = there.min(left);
            self.connection.consume(taken);
            left -= taken;
        }
        Ok(size)
    }

    /// Reads the lines above the body: how long it is said to be.
    fn head(&mut self, path: &str) -> Result<Option<usize>> {
        const LENGTH: &str = "content-length:";
        let mut size = None;
        let mut status = true;
        loop {
            self.line.clear();
            self.connection.read_line(&mut self.line)?;
            let line = self.line.trim_end();
            if status {
                ensure!(line.starts_with("HTTP/1.1 200"), "{path}: {line}");
                status = false;
            } else if line.is_empty() {
                return Ok(size);
            }
            let name = line.get(..LENGTH.len());
            if name.is_some_and(|name| name.eq_ignore_ascii_case(LENGTH)) {
                size = Some(line[LENGTH.len()..].trim().parse()?);
            }
        }
    }
}
