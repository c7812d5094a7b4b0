//! Codes of a second factor: those that a program makes of a secret and the time (TOTP, RFC 6238), and those
//! for whoever has lost it.

use qrcodegen::{QrCode, QrCodeEcc};
use totp_rs::{Builder, Secret as Seed, Totp};

use crate::chance::{Chance, hash};

/// Recovery codes that are made at a time.
pub const RECOVERY_CODES: usize = 10;

/// Whom the user's program shows beside the account.
const ISSUER: &str = "Omkostningscockpit";

/// Without letters and digits that look alike.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A new secret of 160 bits, in base 32.
pub fn secret(chance: Chance) -> String {
    Seed::new_stack(chance.seed()).to_base32()
}

/// Codes of six digits, new every 30 seconds; the one before and the one after count too, since clocks differ.
/// `None` for a text that is no secret.
fn totp(secret: &str, email: &str) -> Option<Totp> {
    let seed = Seed::try_from_base32(secret).ok()?;
    // A colon would end the name.
    let name = email.replace(':', "");
    Builder::new()
        .with_secret(seed)
        .with_account_name(name)
        .with_issuer(Some(ISSUER))
        .build()
        .ok()
}

/// The step of a code that is right at a moment (seconds since 1970) and later than the newest that was taken.
pub fn step_of(secret: &str, code: &str, (now, last): (i64, i64)) -> Option<i64> {
    let now = u64::try_from(now).ok()?;
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let found = totp(secret, "")?.check(&code, now)?;
    let step = i64::try_from(found).ok()?;
    (step > last).then_some(step)
}

/// What the user's program reads from the picture.
pub fn link(secret: &str, email: &str) -> Option<String> {
    totp(secret, email)?.to_url().ok()
}

/// The picture, as the path of an SVG of so many units a side.
pub fn picture(link: &str) -> Option<(i32, String)> {
    const BORDER: i32 = 4;
    let code = QrCode::encode_text(link, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        for x in (0..size).filter(|x| code.get_module(*x, y)) {
            path.push_str(&format!("M{},{}h1v1h-1z", x + BORDER, y + BORDER));
        }
    }
    Some((size + 2 * BORDER, path))
}

/// New recovery codes: 50 bits each, "abcde-fghij".
pub fn recovery(chance: Chance) -> Vec<String> {
    (0..RECOVERY_CODES)
        .map(|_| {
            let seed = chance.seed();
            let letters = seed.iter().take(10);
            let text: String = letters
                .map(|b| char::from(ALPHABET[usize::from(b % 32)]))
                .collect();
            format!("{}-{}", &text[..5], &text[5..])
        })
        .collect()
}

/// What is stored of a recovery code, however it is typed: attempts are few, so a plain hash of 50 bits does.
pub fn recovery_hash(user: &str, code: &str) -> String {
    let typed: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    hash(&format!("recovery:{user}:{typed}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_right_in_its_step_and_one_beside_and_never_twice() {
        // The secret and times of RFC 6238, appendix B; of its eight digits the last six.
        let secret = Seed::new_stack(*b"12345678901234567890").to_base32();
        for (at, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(step_of(&secret, code, (at, -1)), Some(at / 30), "{code}");
            assert_eq!(step_of(&secret, code, (at + 30, -1)), Some(at / 30));
            assert_eq!(step_of(&secret, code, (at - 30, -1)), Some(at / 30));
            assert_eq!(
                step_of(&secret, code, (at + 60, -1)),
                None,
                "two steps late"
            );
            assert_eq!(step_of(&secret, code, (at, at / 30)), None, "taken before");
        }
        for wrong in ["", "28708", "2870820", "28708x", "287083", "94287082"] {
            assert_eq!(step_of(&secret, wrong, (59, -1)), None, "{wrong}");
        }
        assert!(step_of(&secret, " 287 082 ", (59, -1)).is_some());
        assert_eq!(step_of("1", "287082", (59, -1)), None, "no secret");
    }

    #[test]
    fn a_recovery_code_is_read_however_it_is_typed() {
        let codes = recovery(Chance::system());
        let code = &codes[0];
        assert_eq!(codes.len(), RECOVERY_CODES);
        assert_eq!(code.len(), 11);
        let typed = code.replace('-', " ").to_uppercase();
        assert_eq!(recovery_hash("a", code), recovery_hash("a", &typed));
        assert_ne!(recovery_hash("a", code), recovery_hash("b", code));
        assert_ne!(codes[0], codes[1]);
    }

    #[test]
    fn the_picture_holds_the_link() {
        let link = link(&secret(Chance::system()), "anna@example.dk").unwrap();
        assert!(
            link.starts_with("otpauth://totp/Omkostningscockpit:anna%40example.dk?"),
            "{link}"
        );
        let (size, path) = picture(&link).unwrap();
        assert!(size > 30 && path.starts_with("M4,4h1v1h-1z"));
    }
}
