//! Passwords: a length and not a common one; no rules of composition. Stored as Argon2id.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use thiserror::Error;

use crate::chance::Chance;

/// Shorter ones are guessed; with this length no kinds of characters need be asked for.
pub const SHORTEST: usize = 12;
/// Long enough for any sentence, short enough not to be work for the server.
pub const LONGEST: usize = 128;

/// What the hash costs (OWASP's first choice for Argon2id): 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A hash that no password has: verifying against it takes as long as against a real one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ibw$Uk1zc2V4dGxlbmd0aG9mMzJieXRlc29ub2JvZHkhISE";

/// Common passwords, sorted, one a line: the list of zxcvbn, taken at build time (build.rs).
const COMMON: &str = include_str!(concat!(env!("OUT_DIR"), "/common_passwords.txt"));

/// Why a password is refused.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum PasswordFault {
    #[error("Adgangskoden skal have mindst {SHORTEST} tegn. En hel sætning er let at huske.")]
    TooShort,
    #[error("Adgangskoden må højst have {LONGEST} tegn.")]
    TooLong,
    #[error(
        "Adgangskoden er for almindelig: den står på listen over dem, der gættes først. Vælg en anden, fx en hel sætning."
    )]
    Common,
}

/// Checks a new password. `own` are words of the account that are guessed first: address, name.
pub fn check(password: &str, own: &[&str]) -> Result<(), PasswordFault> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(PasswordFault::TooShort);
    }
    if length > LONGEST {
        return Err(PasswordFault::TooLong);
    }
    let lower = password.to_lowercase();
    // "Password2026!!" is "password" with what everybody hangs on to it.
    let bare = lower.trim_matches(|c: char| !c.is_alphabetic());
    let unit = repeated_unit(&lower);
    let own = own
        .iter()
        .flat_map(|text| text.split(['@', '.', ' ', '-']))
        .chain(["cockpit", "omkostningscockpit", "adgangskode", "kodeord"])
        .any(|word| word.chars().count() > 3 && bare == word.to_lowercase());
    if own || is_common(&lower) || is_common(bare) || is_common(unit) || unit.chars().count() < 4 {
        return Err(PasswordFault::Common);
    }
    Ok(())
}

/// The shortest text that the whole one repeats: "ab" of "ababab", or the whole one.
fn repeated_unit(text: &str) -> &str {
    let ends = text.char_indices().map(|(at, _)| at).skip(1);
    ends.filter(|end| text.len().is_multiple_of(*end))
        .map(|end| &text[..end])
        .find(|unit| unit.repeat(text.len() / unit.len()) == text)
        .unwrap_or(text)
}

fn is_common(word: &str) -> bool {
    // A binary search in the text itself: no list is built in memory.
    let (mut low, mut high) = (0, COMMON.len());
    while low < high {
        let middle = COMMON.floor_char_boundary(low + (high - low) / 2);
        let start = COMMON[..middle].rfind('\n').map_or(0, |at| at + 1);
        let end = COMMON[start..]
            .find('\n')
            .map_or(COMMON.len(), |at| start + at);
        match COMMON[start..end].cmp(word) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
}

fn argon2() -> Argon2<'static> {
    // The numbers are constants of ours within Argon2's limits: the default never replaces them.
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The hash that is stored, in PHC form. Takes tens of milliseconds on purpose.
///
/// # Errors
/// The library's own, when there is not enough memory.
pub fn hash(password: &str, chance: Chance) -> Result<String, String> {
    let hash: Result<PasswordHash, _> =
        argon2().hash_password_with_salt(password.as_bytes(), &chance.salt());
    hash.map(|hash| hash.to_string())
        .map_err(|error| error.to_string())
}

/// Whether a password is the one of a stored hash; without a hash it never is, and takes as long.
pub fn verify(password: &str, stored: Option<&str>) -> bool {
    // A body of megabytes is no password, and hashing it would be work.
    let too_long = password.len() > 4 * LONGEST;
    let known = stored.is_some() && !too_long;
    let password = if too_long { "" } else { password };
    let Ok(hash) = PasswordHash::new(stored.unwrap_or(NOBODY)) else {
        return false;
    };
    let matches = argon2().verify_password(password.as_bytes(), &hash).is_ok();
    matches && known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_the_list_decide() {
        assert_eq!(check("kort", &[]), Err(PasswordFault::TooShort));
        assert_eq!(check(&"æ".repeat(11), &[]), Err(PasswordFault::TooShort));
        assert_eq!(
            check(&"langt ".repeat(22), &[]),
            Err(PasswordFault::TooLong)
        );
        for common in [
            "1q2w3e4r5t6y",
            "administrator",
            "Administrator",
            "password1234",
            "Password2026!!",
            "aaaaaaaaaaaaaa",
            "abcabcabcabc",
            "dragondragon",
            "Cockpit-2026-1",
        ] {
            assert_eq!(check(common, &[]), Err(PasswordFault::Common), "{common}");
        }
        let own = ["anna.lund@aalborg.example", "Anna Lund"];
        assert_eq!(check("aalborg123456", &own), Err(PasswordFault::Common));
        for good in [
            "en hest spiser aldrig torsdage",
            "blåbærgrødens venner",
            "ingenkravomtegn",
        ] {
            assert_eq!(check(good, &own), Ok(()), "{good}");
        }
    }

    #[test]
    fn every_line_of_the_list_is_found() {
        let mut lines = 0;
        for line in COMMON.lines() {
            lines += 1;
            if lines % 97 == 0 {
                assert!(is_common(line), "{line}");
            }
        }
        assert!(lines > 10_000, "{lines}");
        assert!(is_common(COMMON.lines().next().unwrap()));
        assert!(is_common(COMMON.lines().last().unwrap()));
        assert!(!is_common(""));
        assert!(!is_common("en hest spiser aldrig torsdage"));
    }

    #[test]
    fn a_hash_knows_its_password_and_no_other() {
        let stored = hash("en hest spiser aldrig torsdage", Chance::system()).unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
        assert!(verify("en hest spiser aldrig torsdage", Some(&stored)));
        assert!(!verify("en hest spiser aldrig onsdage", Some(&stored)));
        assert!(!verify("en hest spiser aldrig torsdage", None));
        assert!(!verify("", Some("no hash at all")));
        assert!(PasswordHash::new(NOBODY).is_ok());
    }
}
