//! The paragraphs of the law that the component analysis splits by, and the groups that sum them.

use std::fmt;

/// A paragraph (paragraf) of the Social Services Act (SEL) or the Social Housing Act (ABL).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Paragraph {
    /// SEL § 107, temporary accommodation (midlertidigt botilbud).
    Sel107,
    /// SEL § 108, long-term accommodation (længerevarende botilbud).
    Sel108,
    /// ABL § 105 with support under SEL § 85 (botilbudslignende tilbud).
    Abl105,
    /// SEL § 85, social-educational support in the citizen's own home (bostøtte).
    Sel85,
}

impl Paragraph {
    /// In the order of the published table.
    pub const ALL: [Paragraph; 4] = [
        Paragraph::Sel107,
        Paragraph::Sel108,
        Paragraph::Abl105,
        Paragraph::Sel85,
    ];

    /// The stable key of interfaces.md.
    pub const fn key(self) -> &'static str {
        match self {
            Paragraph::Sel107 => "SEL_107",
            Paragraph::Sel108 => "SEL_108",
            Paragraph::Abl105 => "ABL_105",
            Paragraph::Sel85 => "SEL_85",
        }
    }

    /// The Danish label of the published table.
    pub const fn label(self) -> &'static str {
        match self {
            Paragraph::Sel107 => "SEL § 107",
            Paragraph::Sel108 => "SEL § 108",
            Paragraph::Abl105 => "ABL § 105/85",
            Paragraph::Sel85 => "SEL § 85",
        }
    }

    /// What the paragraph is about, in Danish.
    pub const fn meaning(self) -> &'static str {
        match self {
            Paragraph::Sel107 => "midlertidigt botilbud",
            Paragraph::Sel108 => "længerevarende botilbud",
            Paragraph::Abl105 => "botilbudslignende tilbud",
            Paragraph::Sel85 => "bostøtte i eget hjem",
        }
    }

    pub fn from_key(key: &str) -> Option<Paragraph> {
        Paragraph::ALL.into_iter().find(|p| p.key() == key)
    }

    /// Reads a paragraph as people write it: "SEL § 107", "§107", "107", "SEL_107",
    /// "ABL § 105/85", "§ 105", "botilbud efter ABL 105" is not among them.
    pub fn parse(text: &str) -> Option<Paragraph> {
        // "10-7" and "1,07" are no paragraph: little may stand between, and nothing within digits.
        let is_between = |c: char| c.is_whitespace() || matches!(c, '§' | '_' | '.');
        let mut digits_of: Option<bool> = None;
        for letter in text.trim().chars() {
            match letter {
                '0'..='9' if digits_of == Some(false) => return None,
                '0'..='9' => digits_of = Some(true),
                '/' => digits_of = None,
                c if is_between(c) => digits_of = digits_of.map(|_| false),
                c if c.is_alphabetic() => {}
                _ => return None,
            }
        }
        let folded: String = text
            .to_uppercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || *c == '/')
            .collect();
        match folded.as_str() {
            "SEL107" | "107SEL" | "107" | "SERVICELOVEN107" | "SERVICELOVENS107" => {
                Some(Paragraph::Sel107)
            }
            "SEL108" | "108SEL" | "108" | "SERVICELOVEN108" | "SERVICELOVENS108" => {
                Some(Paragraph::Sel108)
            }
            "SEL85" | "85SEL" | "85" | "SERVICELOVEN85" | "SERVICELOVENS85" => {
                Some(Paragraph::Sel85)
            }
            "ABL105"
            | "105ABL"
            | "105"
            | "ABL105/85"
            | "105/85"
            | "ALMENBOLIGLOVEN105"
            | "ALMENBOLIGLOVENS105" => Some(Paragraph::Abl105),
            _ => None,
        }
    }
}

impl fmt::Display for Paragraph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// A group of paragraphs (gruppe): data of the service, not code. A paragraph by itself is also
/// a group, of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub key: String,
    pub label: String,
    pub members: Vec<Paragraph>,
}

impl Group {
    /// The group that holds one paragraph.
    pub fn single(paragraph: Paragraph) -> Group {
        Group {
            key: paragraph.key().to_owned(),
            label: paragraph.label().to_owned(),
            members: vec![paragraph],
        }
    }

    pub fn is_single(&self) -> bool {
        self.members.len() == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_read_as_people_write_them() {
        for (text, want) in [
            ("SEL § 107", Paragraph::Sel107),
            ("§108", Paragraph::Sel108),
            ("ABL § 105/85", Paragraph::Abl105),
            ("abl_105", Paragraph::Abl105),
            ("SEL_85", Paragraph::Sel85),
            (" 85 ", Paragraph::Sel85),
            ("§ 108 SEL", Paragraph::Sel108),
            ("Servicelovens § 108", Paragraph::Sel108),
            ("Almenboliglovens § 105", Paragraph::Abl105),
        ] {
            assert_eq!(Paragraph::parse(text), Some(want), "{text}");
        }
        assert_eq!(Paragraph::parse("SEL § 109"), None);
        for text in ["1 0 7 8", "10-7", "1,07", "1.07", "10 7"] {
            assert_eq!(Paragraph::parse(text), None, "{text}");
        }
    }

    #[test]
    fn keys_read_back() {
        for paragraph in Paragraph::ALL {
            assert_eq!(Paragraph::from_key(paragraph.key()), Some(paragraph));
            assert_eq!(Paragraph::parse(paragraph.label()), Some(paragraph));
            assert_eq!(Paragraph::parse(paragraph.key()), Some(paragraph));
        }
    }
}
