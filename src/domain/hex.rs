//! Bytes as people and files write them: two hexadecimal digits each.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The bytes in lower-case hexadecimal, such as a digest's. Made at each request, of the token that it
/// shows: without the machinery of formatted text.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    let pairs = bytes.iter().map(|byte| [byte >> 4, byte & 0x0f]);
    pairs.flatten().map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::hex;

    #[test]
    fn every_byte_has_two_digits() {
        assert_eq!(hex(&[0, 9, 16, 171, 255]), "000910abff");
        assert_eq!(hex(&[]), "");
    }
}
