//! The number of a receipt: `AF-2026-000123`.

use std::fmt;

/// A receipt (kvittering) by its year and its number in the year, which begin with 1 and have no gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Receipt {
    pub year: i32,
    pub number: i64,
}

impl Receipt {
    /// Reads what it is written as, and nothing else: six digits, or more when a year needs them.
    pub fn parse(text: &str) -> Option<Receipt> {
        let (year, number) = text.strip_prefix("AF-")?.split_once('-')?;
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || number.len() < 6 || !digits(year) || !digits(number) {
            return None;
        }
        let receipt = Receipt {
            year: year.parse().ok()?,
            number: number.parse().ok()?,
        };
        (receipt.number > 0 && receipt.to_string() == text).then_some(receipt)
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AF-{:04}-{:06}", self.year, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_is_written_and_not_otherwise() {
        let receipt = Receipt {
            year: 2026,
            number: 123,
        };
        assert_eq!(receipt.to_string(), "AF-2026-000123");
        assert_eq!(Receipt::parse("AF-2026-000123"), Some(receipt));
        let large = Receipt {
            year: 2026,
            number: 1_234_567,
        };
        assert_eq!(Receipt::parse(&large.to_string()), Some(large));
        for wrong in [
            "AF-2026-123",
            "AF-2026-0000123",
            "AF-2026-000000",
            "af-2026-000123",
            "AF-26-000123",
            "AF-2026-00012x",
            "AF-2026-+00123",
            "",
        ] {
            assert_eq!(Receipt::parse(wrong), None, "{wrong}");
        }
    }
}
