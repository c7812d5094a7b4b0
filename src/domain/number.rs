//! Exact numbers: parsing by a stated convention, rational arithmetic, rounding at the end.
//!
//! A file decides its convention once (domain.md, "Numbers and language"); a value that does not
//! fit it is refused, never guessed. Everything computed is an [`Exact`] rational until it is
//! shown; [`round_half_away`] is the one rounding rule of the service.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;
use thiserror::Error;

/// An exact rational number. Sums, quotients and products of facts lose nothing.
pub type Exact = BigRational;

/// How numbers are written in one file or form (talkonvention).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Convention {
    /// Danish: decimal comma, points only in groups of exactly three ("1.234.567,89").
    Comma,
    /// Technical: decimal point and no groups ("1234567.89").
    Point,
}

impl Convention {
    pub fn from_key(key: &str) -> Option<Convention> {
        match key {
            "comma" => Some(Convention::Comma),
            "point" => Some(Convention::Point),
            _ => None,
        }
    }

    /// The name used on the command line (`--decimal comma|point`).
    pub fn key(self) -> &'static str {
        match self {
            Convention::Comma => "comma",
            Convention::Point => "point",
        }
    }
}

/// Why a text is no number under the convention of its file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NumberError {
    #[error("the value is empty")]
    Empty,
    #[error("the value is no number")]
    NotANumber,
    #[error("the value is written with another number convention")]
    WrongConvention,
    #[error("the value has more than {allowed} decimals")]
    TooManyDecimals { allowed: u32 },
    #[error("the value is too large")]
    TooLarge,
}

/// A parsed decimal: `units / 10^scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scaled {
    pub units: i64,
    pub scale: u32,
}

impl Scaled {
    /// The same value counted in units of `10^-scale`.
    ///
    /// # Errors
    /// [`NumberError::TooManyDecimals`] when digits would be lost, [`NumberError::TooLarge`] on overflow.
    pub fn to_scale(self, scale: u32) -> Result<i64, NumberError> {
        let (mut units, mut have) = (self.units, self.scale);
        while have > scale {
            if units % 10 != 0 {
                return Err(NumberError::TooManyDecimals { allowed: scale });
            }
            units /= 10;
            have -= 1;
        }
        let factor = 10i64
            .checked_pow(scale - have)
            .ok_or(NumberError::TooLarge)?;
        units.checked_mul(factor).ok_or(NumberError::TooLarge)
    }
}

/// Parses a number written under `convention`.
///
/// White space around it is ignored; the minus may be "-" or "−" and stands first.
///
/// # Errors
/// [`NumberError`], telling a wrong convention from a text that is no number at all.
pub fn parse(text: &str, convention: Convention) -> Result<Scaled, NumberError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NumberError::Empty);
    }
    match parse_strict(text, convention) {
        Err(NumberError::NotANumber) if looks_numeric(text) => Err(NumberError::WrongConvention),
        other => other,
    }
}

fn looks_numeric(text: &str) -> bool {
    let body = strip_sign(text).1;
    body.chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '\''))
        && body.chars().any(|c| c.is_ascii_digit())
}

fn strip_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text),
    }
}

fn parse_strict(text: &str, convention: Convention) -> Result<Scaled, NumberError> {
    let (negative, body) = strip_sign(text);
    let separator = match convention {
        Convention::Comma => ',',
        Convention::Point => '.',
    };
    let (whole, fraction) = match body.split_once(separator) {
        Some((_, "")) => return Err(NumberError::NotANumber),
        Some((whole, fraction)) => (whole, fraction),
        None => (body, ""),
    };
    let grouped = convention == Convention::Comma && whole.contains('.');
    if whole.is_empty() || (grouped && !is_grouped(whole)) {
        return Err(NumberError::NotANumber);
    }
    // Trailing zeros say nothing, so they cannot make a number too large or too fine.
    let kept = fraction.trim_end_matches('0');
    let scale = u32::try_from(kept.len()).map_err(|_| NumberError::TooLarge)?;
    let mut units = Some(0i64);
    for byte in whole.bytes().chain(fraction.bytes().take(kept.len())) {
        match byte {
            b'0'..=b'9' => {
                let digit = i64::from(byte - b'0');
                units = units
                    .and_then(|units| units.checked_mul(10))
                    .and_then(|units| units.checked_add(digit));
            }
            b'.' if grouped => {}
            _ => return Err(NumberError::NotANumber),
        }
    }
    let units = units.ok_or(NumberError::TooLarge)?;
    Ok(Scaled {
        units: if negative { -units } else { units },
        scale,
    })
}

/// "1.234.567": the first group has one to three digits, the others exactly three.
fn is_grouped(whole: &str) -> bool {
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or_default();
    !first.is_empty() && first.len() <= 3 && groups.all(|group| group.len() == 3)
}

/// An exact value from units of `10^-scale`.
pub fn exact(units: i64, scale: u32) -> Exact {
    match 10i128.checked_pow(scale) {
        Some(power) => ratio(i128::from(units), power),
        None => Exact::new(BigInt::from(units), BigInt::from(10).pow(scale)),
    }
}

/// `numerator / denominator` in lowest terms. The denominator must not be zero.
///
/// Thousands of tariffs are compared for one page. Machine numbers are reduced many times quicker
/// than large ones.
pub fn ratio(numerator: i128, denominator: i128) -> Exact {
    let common = numerator.gcd(&denominator);
    let common = if denominator < 0 { -common } else { common };
    Exact::new_raw(
        BigInt::from(numerator / common),
        BigInt::from(denominator / common),
    )
}

/// The product, reduced once.
pub fn product(a: &Exact, b: &Exact) -> Exact {
    quotient(a.numer() * b.numer(), a.denom() * b.denom())
}

/// [`ratio`] of numbers of any size.
pub fn quotient(numerator: BigInt, denominator: BigInt) -> Exact {
    match (numerator.to_i128(), denominator.to_i128()) {
        (Some(n), Some(d)) if n != i128::MIN && d != i128::MIN => ratio(n, d),
        _ => Exact::new(numerator, denominator),
    }
}

/// Rounds half away from zero to `decimals`, the one rule of the service. The result counts
/// units of `10^-decimals`.
pub fn round_half_away(value: &Exact, decimals: u32) -> BigInt {
    let twice: BigInt = BigInt::from(10).pow(decimals) * 2;
    let scaled: BigInt = value.numer().abs() * twice + value.denom();
    let magnitude = scaled.div_floor(&(value.denom() * 2));
    if value.is_negative() {
        -magnitude
    } else {
        magnitude
    }
}

/// [`round_half_away`] as a decimal with exactly `decimals` decimals; `None` beyond 28 digits.
pub fn rounded(value: &Exact, decimals: u32) -> Option<Decimal> {
    decimal(&round_half_away(value, decimals), decimals)
}

/// The largest decimal with `decimals` decimals that is not above the value.
pub fn floor_to(value: &Exact, decimals: u32) -> Option<Decimal> {
    let scaled = value * Exact::from_integer(BigInt::from(10).pow(decimals));
    decimal(&scaled.floor().to_integer(), decimals)
}

/// The smallest decimal with `decimals` decimals that is not below the value.
pub fn ceil_to(value: &Exact, decimals: u32) -> Option<Decimal> {
    let scaled = value * Exact::from_integer(BigInt::from(10).pow(decimals));
    decimal(&scaled.ceil().to_integer(), decimals)
}

fn decimal(units: &BigInt, decimals: u32) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(units.to_i128()?, decimals).ok()
}

/// The exact value of a decimal.
pub fn from_decimal(value: Decimal) -> Exact {
    Exact::new(
        BigInt::from(value.mantissa()),
        BigInt::from(10).pow(value.scale()),
    )
}

/// Splits `total` into whole parts that follow `parts` as closely as whole numbers can and add
/// up to `total` (largest remainder). Ties go to the earlier part, so the caller's order decides
/// and must itself be canonical.
///
/// `total` must lie within rounding of the sum of the parts: between the sum of their floors and
/// the sum of their ceilings; what lies outside is spread one by one, in the same order.
pub fn largest_remainder(parts: &[Exact], total: &BigInt) -> Vec<BigInt> {
    let mut whole: Vec<BigInt> = parts.iter().map(|p| p.floor().to_integer()).collect();
    if whole.is_empty() {
        return whole;
    }
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let remainder = |i: usize| &parts[i] - parts[i].floor();
    order.sort_by(|a, b| remainder(*b).cmp(&remainder(*a)).then(a.cmp(b)));
    let mut left = total - whole.iter().sum::<BigInt>();
    let step = BigInt::from(if left.is_negative() { -1 } else { 1 });
    let mut places: Vec<usize> = order;
    if left.is_negative() {
        places.reverse();
    }
    for place in places.iter().cycle() {
        if left.is_zero() {
            break;
        }
        whole[*place] += &step;
        left -= &step;
    }
    whole
}

/// Danish digits: "1.234.567,89", with "−" (U+2212) for minus.
pub fn danish(value: Decimal) -> String {
    let text = value.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::with_capacity(text.len() + 8);
    if value.is_sign_negative() && !value.is_zero() {
        out.push('\u{2212}');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(',');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_convention_refuses_the_other() {
        let comma = |t| parse(t, Convention::Comma);
        let point = |t| parse(t, Convention::Point);
        assert_eq!(
            comma("1.234.567,89"),
            Ok(Scaled {
                units: 123_456_789,
                scale: 2
            })
        );
        assert_eq!(
            comma("1234567,89"),
            Ok(Scaled {
                units: 123_456_789,
                scale: 2
            })
        );
        assert_eq!(
            comma("\u{2212}3,34"),
            Ok(Scaled {
                units: -334,
                scale: 2
            })
        );
        assert_eq!(comma("1234.50"), Err(NumberError::WrongConvention));
        assert_eq!(comma("12.34"), Err(NumberError::WrongConvention));
        assert_eq!(comma("1,234,567"), Err(NumberError::WrongConvention));
        assert_eq!(point("1,234,567"), Err(NumberError::WrongConvention));
        assert_eq!(point("1234,5"), Err(NumberError::WrongConvention));
        assert_eq!(
            point("1234.50"),
            Ok(Scaled {
                units: 12345,
                scale: 1
            })
        );
        assert_eq!(comma("mange"), Err(NumberError::NotANumber));
        assert_eq!(comma(" "), Err(NumberError::Empty));
        assert_eq!(comma("12,"), Err(NumberError::WrongConvention));
        assert_eq!(comma("99999999999999999999"), Err(NumberError::TooLarge));
    }

    #[test]
    fn rounding_is_half_away_from_zero() {
        let at = |n: i64, d: i64| round_half_away(&Exact::new(n.into(), d.into()), 0);
        assert_eq!(at(5, 2), 3.into());
        assert_eq!(at(-5, 2), (-3).into());
        assert_eq!(at(49, 20), 2.into());
        assert_eq!(at(-1, 3), 0.into());
    }

    #[test]
    fn danish_digits() {
        assert_eq!(danish(Decimal::new(123_456_789, 2)), "1.234.567,89");
        assert_eq!(danish(Decimal::new(-334, 2)), "\u{2212}3,34");
        assert_eq!(danish(Decimal::new(0, 2)), "0,00");
        assert_eq!(danish(Decimal::new(999, 0)), "999");
    }

    proptest! {
        #[test]
        fn what_is_written_in_danish_reads_back(units in -1_000_000_000_000i64..1_000_000_000_000, scale in 0u32..5) {
            let text = danish(Decimal::new(units, scale));
            let back = parse(&text, Convention::Comma).unwrap();
            prop_assert_eq!(back.to_scale(scale).unwrap(), units);
        }

        /// The library's own rationals are the second computation.
        #[test]
        fn the_quick_ways_give_what_rational_arithmetic_gives(
            n in any::<i64>(), d in any::<i64>().prop_filter("no zero", |d| *d != 0),
            large in any::<i128>(), decimals in 0u32..4
        ) {
            let plain = Exact::new(n.into(), d.into());
            let quick = ratio(n.into(), d.into());
            prop_assert_eq!((quick.numer(), quick.denom()), (plain.numer(), plain.denom()));
            let wide = BigInt::from(large) * BigInt::from(n);
            prop_assert_eq!(quotient(wide.clone(), d.into()), Exact::new(wide, d.into()));
            let other = Exact::new(large.into(), d.into());
            prop_assert_eq!(product(&plain, &other), &plain * &other);
            let scaled = &plain * Exact::from_integer(BigInt::from(10).pow(decimals));
            // Half away from zero: the library's rule too.
            prop_assert_eq!(round_half_away(&plain, decimals), scaled.round().to_integer());
        }

        #[test]
        fn largest_remainder_adds_up_and_stays_close(
            parts in prop::collection::vec((-1_000_000i64..1_000_000, 1i64..1000), 1..12)
        ) {
            let parts: Vec<Exact> = parts.iter().map(|(n, d)| Exact::new((*n).into(), (*d).into())).collect();
            let total = round_half_away(&parts.iter().cloned().sum(), 0);
            let whole = largest_remainder(&parts, &total);
            prop_assert_eq!(whole.iter().sum::<BigInt>(), total);
            for (part, whole) in parts.iter().zip(&whole) {
                prop_assert!((part - Exact::from_integer(whole.clone())).abs() < Exact::from_integer(1.into())
                    || part.is_integer());
            }
        }
    }
}
