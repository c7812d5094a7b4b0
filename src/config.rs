//! Settings: one small struct for each concern, read from arguments and the environment by
//! [`crate::cli`], checked here.

use std::net::SocketAddr;

use thiserror::Error;

/// The database that is used when none is named.
pub const DEFAULT_DATABASE: &str = "sqlite:data/cockpit.db";

/// Where the service listens when nothing is said.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:8080";

/// Where the service may listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listen(SocketAddr);

/// An address that the service may not listen on.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ListenError {
    #[error("--listen {found:?} is no address; write ADDRESS:PORT, for example {DEFAULT_LISTEN}")]
    NotAnAddress { found: String },
    #[error(
        "--listen {found} is not on this machine only. There are no accounts yet, so whoever reaches \
         the service could change its figures: listen on 127.0.0.1 or [::1]"
    )]
    NotLoopback { found: SocketAddr },
}

impl Listen {
    /// Reads an address. Until accounts exist only loopback is allowed.
    ///
    /// # Errors
    /// [`ListenError`]
    pub fn parse(text: &str) -> Result<Listen, ListenError> {
        let address: SocketAddr = text.parse().map_err(|_| ListenError::NotAnAddress {
            found: text.to_owned(),
        })?;
        if !address.ip().is_loopback() {
            return Err(ListenError::NotLoopback { found: address });
        }
        Ok(Listen(address))
    }

    pub fn address(self) -> SocketAddr {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_until_there_are_accounts() {
        assert!(Listen::parse("127.0.0.1:8080").is_ok());
        assert!(Listen::parse("[::1]:0").is_ok());
        assert!(matches!(
            Listen::parse("0.0.0.0:8080"),
            Err(ListenError::NotLoopback { .. })
        ));
        assert!(matches!(
            Listen::parse("localhost"),
            Err(ListenError::NotAnAddress { .. })
        ));
    }
}
