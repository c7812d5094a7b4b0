//! Results on stdout, messages on stderr.
//!
//! A reader that has gone (`… | head`) is no fault of the command: what it does, it does to the
//! end, and its exit says how that went. `println!` would stop it half-way.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};

/// Writes a line of the result.
///
/// # Errors
/// When it cannot be written, such as to a full disk; not when nobody reads any more.
pub fn result(text: impl Display) -> io::Result<()> {
    forgive(writeln!(io::stdout().lock(), "{text}"))
}

/// Writes a result that is a file.
pub fn file(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    forgive(out.write_all(bytes).and_then(|()| out.flush()))
}

/// Writes a message. There is nobody to tell when that fails.
pub fn message(text: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

fn forgive(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_reader_that_has_gone_is_forgiven() {
        assert!(forgive(Err(ErrorKind::BrokenPipe.into())).is_ok());
        assert!(forgive(Err(ErrorKind::StorageFull.into())).is_err());
    }
}
