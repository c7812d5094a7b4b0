//! Pseudonyms (pseudonymer): the same person has the same one in every file that is made with the
//! same key, and nobody without the key can tell whose it is or make another's.
//!
//! Source: the data protection regulation (2016/679), article 4, no. 5: what is needed to tell whose it is
//! is kept apart. The key never enters the service.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::{cpr, fold};

/// The shortest key, in bytes: as long as what it makes.
pub const SHORTEST_KEY: usize = 32;

/// Letters of a pseudonym. Only letters: digits could look like a personal number.
const LETTERS: &[u8; 16] = b"abcdefghijkmnpqr";
/// Bytes of the code that are written: so many that two persons do not meet.
const BYTES: usize = 16;

/// What makes pseudonyms of identifiers.
pub struct Pseudonyms(Hmac<Sha256>);

impl Pseudonyms {
    /// With the municipality's own key; none when it is shorter than [`SHORTEST_KEY`].
    pub fn new(key: &[u8]) -> Option<Pseudonyms> {
        if key.len() < SHORTEST_KEY {
            return None;
        }
        Hmac::new_from_slice(key).ok().map(Pseudonyms)
    }

    /// The pseudonym of an identifier: 32 letters, the start of HMAC-SHA-256 over what
    /// [`canonical`] says of it.
    pub fn of(&self, identifier: &str) -> String {
        let mut code = self.0.clone();
        code.update(canonical(identifier).as_bytes());
        let code = code.finalize().into_bytes();
        let mut out = String::with_capacity(2 * BYTES);
        for byte in code.iter().take(BYTES) {
            for half in [byte >> 4, byte & 15] {
                out.push(char::from(LETTERS[usize::from(half)]));
            }
        }
        out
    }
}

/// One spelling for one person: a personal number as ten digits, however it was written and though
/// a spreadsheet dropped its first zero; anything else in small letters, spaces counted as one.
pub fn canonical(identifier: &str) -> String {
    let key = fold::key(identifier);
    let digits: String = key.chars().filter(char::is_ascii_digit).collect();
    let rest = key
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '/'));
    if rest && cpr::find(&key) {
        return digits;
    }
    if digits == key && cpr::is_number(&digits) {
        return format!("{digits:0>10}");
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";

    fn of(identifier: &str) -> String {
        Pseudonyms::new(KEY).expect("a key").of(identifier)
    }

    #[test]
    fn it_is_the_start_of_hmac_sha_256_in_letters() {
        // printf 0101901234 | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
        let code = "e626f53b28134003b3155391664ca559";
        let letters: String = code
            .chars()
            .filter_map(|digit| digit.to_digit(16))
            .filter_map(|digit| usize::try_from(digit).ok())
            .map(|digit| char::from(LETTERS[digit]))
            .collect();
        assert_eq!(of("010190-1234"), letters);
    }

    #[test]
    fn one_person_has_one_however_written() {
        let one = of("0101901234");
        for spelling in [
            "010190-1234",
            " 010190 1234 ",
            "01.01.90-1234",
            // As a number cell has it.
            "101901234",
        ] {
            assert_eq!(of(spelling), one, "{spelling}");
        }
        assert_ne!(of("0101901235"), one);
        assert_eq!(of("Sag  17"), of("sag 17"));
        assert_ne!(of("Sag 17"), of("Sag 18"));
    }

    #[test]
    fn it_never_looks_like_a_personal_number_and_needs_a_long_key() {
        for number in 0..2_000 {
            let pseudonym = of(&number.to_string());
            assert_eq!(pseudonym.len(), 32);
            assert!(pseudonym.bytes().all(|b| b.is_ascii_lowercase()));
        }
        assert!(Pseudonyms::new(&KEY[1..]).is_none());
        let other = Pseudonyms::new(b"another key of thirty-two bytes!").expect("a key");
        assert_ne!(other.of("0101901234"), of("0101901234"));
    }
}
