//! Numbers as workbooks store them: binary floating point, shown by a format.

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::import) enum Format {
    #[default]
    Plain,
    Date,
    Percent,
    /// Euro, dollars or pounds.
    Foreign,
}

impl Format {
    /// The formats that every workbook has without naming them.
    pub(in crate::import) fn built_in(id: &str) -> Format {
        match id.parse::<u32>().unwrap_or(0) {
            9 | 10 => Format::Percent,
            14..=22 | 27..=36 | 45..=47 | 50..=58 => Format::Date,
            _ => Format::Plain,
        }
    }
}

/// Reads a format code such as `#,##0.00 "kr."`, `0.0%` or `dd-mm-yyyy`. Quoted, escaped and
/// bracketed text, fillers and spaces show nothing of the number.
pub(in crate::import) fn format_of(code: &str) -> Format {
    // "General" as Danish and German programs call it.
    if code.eq_ignore_ascii_case("standard") {
        return Format::Plain;
    }
    let mut format = Format::Plain;
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                let inside: String = letters.by_ref().take_while(|c| *c != '"').collect();
                if is_foreign(inside.trim()) {
                    return Format::Foreign;
                }
            }
            '€' | '£' | '$' => return Format::Foreign,
            '\\' | '_' | '*' => {
                letters.next();
            }
            '[' => {
                let inside: String = letters.by_ref().take_while(|c| *c != ']').collect();
                // [h], [mm] and [ss] are elapsed time; the others are colours, limits, currencies.
                let is_time = |c: char| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's');
                if !inside.is_empty() && inside.chars().all(is_time) {
                    return Format::Date;
                }
                // "[$€-407]" and "[$USD]", but "[$kr.-406]" and "[$-406]".
                let sign = inside.strip_prefix('$').unwrap_or_default();
                let sign = sign.split('-').next().unwrap_or_default();
                if is_foreign(sign) {
                    return Format::Foreign;
                }
            }
            '%' => format = Format::Percent,
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return Format::Date,
            // "General" and the exponent of "0.00E+00" are no dates.
            _ => {}
        }
    }
    format
}

/// The signs and codes of other currencies that amounts are kept in.
fn is_foreign(sign: &str) -> bool {
    matches!(
        sign.to_uppercase().as_str(),
        "€" | "EUR" | "EURO" | "$" | "US$" | "USD" | "£" | "GBP" | "SEK" | "NOK"
    )
}

/// The number that a spreadsheet shows, as a decimal with a point: the stored binary value at the
/// 15 significant digits that Excel keeps, so that 532477630.00000006 reads 532477630. `None` for
/// a text that is no finite number.
pub(in crate::import) fn decimal_text(stored: &str) -> Option<String> {
    let value: f64 = stored.trim().parse().ok()?;
    if !value.is_finite() {
        return None;
    }
    let scientific = format!("{value:.14e}");
    let (mantissa, exponent) = scientific.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let digits = mantissa.replace('.', "");
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return Some("0".to_owned());
    }
    // The point stands after `whole` digits.
    let whole = exponent + 1;
    Some(match usize::try_from(whole) {
        Err(_) | Ok(0) => {
            let zeros = "0".repeat(usize::try_from(-whole).unwrap_or(0));
            format!("{sign}0.{zeros}{digits}")
        }
        Ok(whole) if whole >= digits.len() => {
            format!("{sign}{digits}{}", "0".repeat(whole - digits.len()))
        }
        Ok(whole) => {
            let (before, after) = digits.split_at(whole);
            format!("{sign}{before}.{after}")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn stored_values_read_as_excel_keeps_them() {
        for (stored, want) in [
            ("532477630.00000006", "532477630"),
            ("626", "626"),
            ("0.1", "0.1"),
            ("616.39999999999998", "616.4"),
            ("-3.34", "-3.34"),
            ("1E-3", "0.001"),
            ("1.2345e10", "12345000000"),
            ("0", "0"),
            ("-0", "0"),
            ("100000000000000000000", "100000000000000000000"),
        ] {
            assert_eq!(decimal_text(stored).as_deref(), Some(want), "{stored}");
        }
        for text in ["NaN", "inf", "", "abc"] {
            assert_eq!(decimal_text(text), None, "{text}");
        }
    }

    #[test]
    fn format_codes() {
        for (code, want) in [
            ("General", Format::Plain),
            ("Standard", Format::Plain),
            ("#,##0.00", Format::Plain),
            ("#,##0.00\\ \"kr. dansk\"", Format::Plain),
            ("_-* #,##0.00 [$kr.-406]_-;[Red]-#,##0", Format::Plain),
            ("0.00E+00", Format::Plain),
            ("0.0%", Format::Percent),
            ("#,##0.00 [$€-407]", Format::Foreign),
            ("[$$-409]#,##0.00", Format::Foreign),
            ("#,##0.00\\ \"€\"", Format::Foreign),
            ("#,##0 [$DKK]", Format::Plain),
            ("dd-mm-yyyy", Format::Date),
            ("[$-406]d. mmmm yyyy", Format::Date),
            ("[h]:mm", Format::Date),
            ("[hh]", Format::Date),
        ] {
            assert_eq!(format_of(code), want, "{code}");
        }
        assert_eq!(Format::built_in("14"), Format::Date);
        assert_eq!(Format::built_in("9"), Format::Percent);
        assert_eq!(Format::built_in("4"), Format::Plain);
    }

    proptest! {
        #[test]
        fn fifteen_digits_survive(units in -999_999_999_999_999i64..1_000_000_000_000_000, scale in 0u32..6) {
            let text = rust_decimal::Decimal::new(units, scale).normalize().to_string();
            prop_assert_eq!(decimal_text(&text), Some(text));
        }
    }
}
