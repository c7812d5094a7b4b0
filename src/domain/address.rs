//! Texts as parts of an address of a page (RFC 3986).

/// A text as a part of an address.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte))
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Whether it is an address of ours, and of nobody else: no link of it can send a visitor elsewhere.
pub fn is_local(address: &str) -> bool {
    address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains('\\')
        && address.chars().all(|c| c.is_ascii_graphic())
}

/// The anchor of a heading: "Ledige pladser" is `ledige-pladser`.
pub fn anchor(heading: &str) -> String {
    let mut anchor = String::new();
    for c in heading.to_lowercase().chars() {
        match c {
            'æ' => anchor.push_str("ae"),
            'ø' => anchor.push_str("oe"),
            'å' => anchor.push_str("aa"),
            c if c.is_ascii_alphanumeric() => anchor.push(c),
            _ if anchor.ends_with('-') => {}
            _ => anchor.push('-'),
        }
    }
    anchor
}

/// Pairs as the query of an address.
pub fn encode<K: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (K, V)>) -> String {
    let pairs: Vec<String> = pairs
        .into_iter()
        .map(|(k, v)| format!("{}={}", escape(k.as_ref()), escape(v.as_ref())))
        .collect();
    pairs.join("&")
}

/// An address with pairs behind what it asks for already; as it is where there are none.
pub fn asking<K: AsRef<str>, V: AsRef<str>>(
    address: impl Into<String>,
    pairs: impl IntoIterator<Item = (K, V)>,
) -> String {
    let mut address = address.into();
    let query = encode(pairs);
    if !query.is_empty() {
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(&query);
    }
    address
}
