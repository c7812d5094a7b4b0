//! Bytes to text: which encoding it is, decided by content, and refused where it is two.

use std::borrow::Cow;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::domain::fold::tidy;
use crate::import::errors::RowError;
use crate::import::messages;

/// The text of a file and the name of its encoding.
#[derive(Debug)]
pub(in crate::import) struct Text<'a> {
    pub text: Cow<'a, str>,
    pub encoding: &'static str,
}

/// Decodes UTF-8 (with or without BOM), UTF-16 with BOM, or Windows-1252; spellings that look the
/// same are one.
///
/// # Errors
/// Anything else: UTF-16 without BOM, two encodings in one file, broken characters, no text at all.
pub(in crate::import) fn decode(bytes: &[u8]) -> Result<Text<'_>, RowError> {
    // The end of a file as old systems write it.
    let bytes = bytes.strip_suffix(b"\x1a").unwrap_or(bytes);
    let text = decoded(bytes)?;
    Ok(match tidy(&text.text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(tidy) => Text {
            text: Cow::Owned(tidy),
            ..text
        },
    })
}

fn decoded(bytes: &[u8]) -> Result<Text<'_>, RowError> {
    match bytes {
        // UTF-32 begins as UTF-16 does, and nothing writes it.
        [0xFF, 0xFE, 0, 0, ..] => Err(messages::binary_file()),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, UTF_16LE),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, UTF_16BE),
        [0xEF, 0xBB, 0xBF, rest @ ..] => eight_bit(rest, true),
        _ => eight_bit(bytes, false),
    }
}

fn utf16<'a>(
    bytes: &'a [u8],
    encoding: &'static encoding_rs::Encoding,
) -> Result<Text<'a>, RowError> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken {
        return Err(messages::broken_encoding(encoding.name()));
    }
    if text.contains('\0') {
        return Err(messages::binary_file());
    }
    Ok(Text {
        text,
        encoding: encoding.name(),
    })
}

fn eight_bit(bytes: &[u8], marked: bool) -> Result<Text<'_>, RowError> {
    if bytes.contains(&0) {
        return Err(if looks_like_utf16(bytes) {
            messages::unmarked_utf16()
        } else {
            messages::binary_file()
        });
    }
    if !looks_like_text(bytes) {
        return Err(messages::binary_file());
    }
    let fault = match std::str::from_utf8(bytes) {
        Ok(text) => {
            return Ok(Text {
                text: Cow::Borrowed(text),
                encoding: UTF_8.name(),
            });
        }
        Err(fault) => fault,
    };
    if let Some(at) = multi_byte(bytes) {
        return Err(messages::mixed_encoding(
            line_of(bytes, at),
            line_of(bytes, fault.valid_up_to()),
        ));
    }
    if marked {
        return Err(messages::broken_encoding(UTF_8.name()));
    }
    // Five bytes mean nothing in Windows-1252: a file that has them is something else.
    if bytes
        .iter()
        .any(|b| matches!(b, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D))
    {
        return Err(messages::binary_file());
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    if is_of_another_machine(&text) {
        return Err(messages::broken_encoding("Mac eller DOS"));
    }
    Ok(Text {
        text,
        encoding: WINDOWS_1252.name(),
    })
}

/// Whether signs stand within words that no Danish word has, but æ, ø and å of a Mac (¾ ¿ Œ) or
/// of DOS (‘ › †) read as Windows-1252.
fn is_of_another_machine(text: &str) -> bool {
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        if matches!(letter, '¾' | '¿' | 'Œ' | '‘' | '›' | '†')
            && before.is_alphabetic()
            && next.is_alphabetic()
        {
            return true;
        }
        before = letter;
    }
    false
}

/// Where the first letter stands that is valid UTF-8 beyond ASCII.
fn multi_byte(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        if let Some(letter) = chunk.valid().find(|c: char| !c.is_ascii()) {
            return Some(at + letter);
        }
        at += chunk.valid().len() + chunk.invalid().len();
    }
    None
}

/// The physical line, from 1, that a byte stands on.
fn line_of(bytes: &[u8], at: usize) -> u32 {
    let mut lines = Lines::default();
    lines.pass(&bytes[..at.min(bytes.len())]);
    lines.line()
}

/// Counts physical lines: LF, CR and CRLF each end one.
#[derive(Debug, Default)]
pub(in crate::import) struct Lines {
    ended: u32,
    after_cr: bool,
}

impl Lines {
    /// Moves past the bytes.
    pub(in crate::import) fn pass(&mut self, bytes: &[u8]) {
        // Without a short cut in it, this test runs many bytes at a time.
        let ends = bytes.iter().fold(false, |found, byte| {
            found | (*byte == b'\n') | (*byte == b'\r')
        });
        if !ends {
            self.after_cr &= bytes.is_empty();
            return;
        }
        for byte in bytes {
            if *byte == b'\r' || (*byte == b'\n' && !self.after_cr) {
                self.ended = self.ended.saturating_add(1);
            }
            self.after_cr = *byte == b'\r';
        }
    }

    /// The line, from 1, that the next byte stands on.
    pub(in crate::import) fn line(&self) -> u32 {
        self.ended.saturating_add(1)
    }
}

/// Western text in UTF-16 has a zero in nearly every second byte.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(4_096)];
    let zeros = |odd: usize| {
        sample
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    even.max(odd) * 2 > sample.len() / 2 && even.min(odd) * 10 <= sample.len() / 2
}

/// No text: a known magic number, or more than one control character in a hundred.
fn looks_like_text(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 6] = [
        b"%PDF-",
        b"\x89PNG",
        b"\xFF\xD8\xFF",
        b"GIF8",
        b"\x1F\x8B",
        b"{\\rtf",
    ];
    if MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
        return false;
    }
    let sample = &bytes[..bytes.len().min(16_384)];
    let control = |b: &&u8| matches!(**b, 0..=8 | 14..=31 | 127);
    sample.iter().filter(control).count() * 100 <= sample.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::ErrorCode;

    fn code(bytes: &[u8]) -> ErrorCode {
        decode(bytes).unwrap_err().code
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let want = "område;år\nMorsø;2024\n";
        let utf16: Vec<u16> = want.encode_utf16().collect();
        let little: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain(utf16.iter().flat_map(|u| u.to_le_bytes()))
            .collect();
        let big: Vec<u8> = [0xFE, 0xFF]
            .into_iter()
            .chain(utf16.iter().flat_map(|u| u.to_be_bytes()))
            .collect();
        let marked = [b"\xEF\xBB\xBF".as_slice(), want.as_bytes()].concat();
        let latin = b"omr\xE5de;\xE5r\nMors\xF8;2024\n".to_vec();
        for (bytes, name) in [
            (want.as_bytes().to_vec(), "UTF-8"),
            (marked, "UTF-8"),
            (little, "UTF-16LE"),
            (big, "UTF-16BE"),
            (latin, "windows-1252"),
        ] {
            let text = decode(&bytes).unwrap();
            assert_eq!((text.text.as_ref(), text.encoding), (want, name));
        }
    }

    #[test]
    fn two_encodings_are_refused_with_both_lines() {
        let error = decode(b"a\r\nMors\xC3\xB8\r\n\r\nL\xE6s\xF8\r\n").unwrap_err();
        assert_eq!(error.code, ErrorCode::MixedEncoding);
        assert_eq!(error.line, Some(4));
        assert!(error.problem.starts_with("Linje 2 "), "{}", error.problem);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(code(b"o\0m\0r\0a\0d\0e\0;\0"), ErrorCode::UnmarkedUtf16);
        assert_eq!(code(b"abc\0def"), ErrorCode::BinaryFile);
        assert_eq!(code(b"\xFF\xFEa\0\x00\xD8"), ErrorCode::BrokenEncoding);
        assert_eq!(code(b"\xFF\xFE\0\0a\0\0\0"), ErrorCode::BinaryFile);
        assert_eq!(code(b"%PDF-1.7 abc"), ErrorCode::BinaryFile);
        assert_eq!(code(b"a\x81b"), ErrorCode::BinaryFile);
        assert_eq!(code(b"\xEF\xBB\xBFL\xE6s"), ErrorCode::BrokenEncoding);
    }
}
