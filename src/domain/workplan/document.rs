//! Documents attached to an update.

/// What a document is, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentKind {
    Pdf,
    Docx,
    Xlsx,
    Png,
}

impl DocumentKind {
    pub const ALL: [DocumentKind; 4] = [
        DocumentKind::Pdf,
        DocumentKind::Docx,
        DocumentKind::Xlsx,
        DocumentKind::Png,
    ];

    /// The ending of its name, and its key in the database.
    pub const fn key(self) -> &'static str {
        match self {
            DocumentKind::Pdf => "pdf",
            DocumentKind::Docx => "docx",
            DocumentKind::Xlsx => "xlsx",
            DocumentKind::Png => "png",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            DocumentKind::Pdf => "PDF",
            DocumentKind::Docx => "Word",
            DocumentKind::Xlsx => "Excel",
            DocumentKind::Png => "PNG",
        }
    }

    pub const fn content_type(self) -> &'static str {
        match self {
            DocumentKind::Pdf => "application/pdf",
            DocumentKind::Docx => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            DocumentKind::Xlsx => {
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
            DocumentKind::Png => "image/png",
        }
    }

    pub fn from_key(key: &str) -> Option<DocumentKind> {
        DocumentKind::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// A document (dokument) of an update; its content is read apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub id: String,
    /// The name it is saved under: letters, digits and a few marks, with the ending of its kind.
    pub name: String,
    pub kind: DocumentKind,
    pub bytes: i64,
    /// In hexadecimal.
    pub sha256: String,
}

/// Letters of a name before its ending.
const LONGEST: usize = 80;

/// A name that any system can save a document of a kind under: what is no letter a-z, digit, hyphen or
/// underscore becomes a hyphen, Danish letters two of these; the ending is that of the kind.
pub fn clean_name(name: &str, kind: DocumentKind) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut clean = String::new();
    for letter in stem.chars() {
        match letter {
            'æ' => clean.push_str("ae"),
            'ø' => clean.push_str("oe"),
            'å' => clean.push_str("aa"),
            'Æ' => clean.push_str("Ae"),
            'Ø' => clean.push_str("Oe"),
            'Å' => clean.push_str("Aa"),
            c if c.is_ascii_alphanumeric() || c == '_' => clean.push(c),
            _ if clean.ends_with('-') => {}
            _ => clean.push('-'),
        }
    }
    clean.truncate(LONGEST);
    let stem = clean.trim_matches('-');
    let stem = if stem.is_empty() { "dokument" } else { stem };
    format!("{stem}.{}", kind.key())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_one_that_can_be_saved_anywhere() {
        let pdf = |name: &str| clean_name(name, DocumentKind::Pdf);
        assert_eq!(
            pdf("Høring af årsplan (2).PDF"),
            "Hoering-af-aarsplan-2.pdf"
        );
        assert_eq!(pdf("../../etc/passwd"), "passwd.pdf");
        assert_eq!(pdf(r"C:\Sager\notat.docx"), "notat.pdf");
        assert_eq!(pdf("a\"\r\nX: y.pdf"), "a-X-y.pdf");
        assert_eq!(pdf(".pdf"), "dokument.pdf");
        assert_eq!(pdf("\u{202e}fdp.exe"), "fdp.pdf");
        assert_eq!(pdf(&"a".repeat(300)).len(), 84);
    }
}
