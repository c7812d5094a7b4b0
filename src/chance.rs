//! Randomness as an argument: ids and secrets, so that tests can fix them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::clock::Clock;
use crate::domain::hex::hex;
use crate::output;

/// Fills bytes that nobody can foretell.
#[derive(Clone, Copy)]
pub struct Chance(fn(&mut [u8]));

impl Chance {
    /// The system's own source. Without one nothing secret can be made, and the process ends.
    pub fn system() -> Chance {
        Chance(|bytes| {
            if let Err(error) = getrandom::fill(bytes) {
                output::message(format_args!(
                    "cockpit: the system gives no random numbers: {error}"
                ));
                std::process::abort();
            }
        })
    }

    /// A source for tests.
    pub fn with(fill: fn(&mut [u8])) -> Chance {
        Chance(fill)
    }

    /// A secret of 256 bits as text.
    pub fn secret(self) -> Secret {
        let mut bytes = [0; 32];
        (self.0)(&mut bytes);
        Secret(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// An id: a UUID of version 7, so that ids sort as they were made.
    pub fn id(self, clock: Clock) -> String {
        let mut bytes = [0; 10];
        (self.0)(&mut bytes);
        let millis = u64::try_from(clock.now().as_millisecond()).unwrap_or(0);
        let uuid: Uuid = Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid();
        uuid.to_string()
    }

    /// 160 bits to make codes of.
    pub fn seed(self) -> [u8; 20] {
        let mut bytes = [0; 20];
        (self.0)(&mut bytes);
        bytes
    }

    /// Bytes to salt a password with.
    pub fn salt(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        (self.0)(&mut bytes);
        bytes
    }
}

/// A secret: shown once, stored as its hash. Its debug form tells nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A secret that came in with a request.
    pub fn received(text: &str) -> Secret {
        Secret(text.to_owned())
    }

    /// The secret itself: for its owner's eyes.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored of it. With 256 random bits a plain hash is as good as a slow one.
    pub fn hash(&self) -> String {
        hash(&self.0)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// SHA-256 in hexadecimal.
pub fn hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}
