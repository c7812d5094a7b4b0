//! Target groups (målgrupper): whom an offer is for.

/// One target group of KL's terminology FFB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetGroup {
    /// The code of the terminology.
    pub code: String,
    /// The Danish name.
    pub name: String,
    /// The concept above it: "Udviklingsforstyrrelse".
    pub parent: String,
    /// The edition of the terminology.
    pub source: String,
}

/// Folds a name so that its spellings meet: case and spaces.
pub fn fold(name: &str) -> String {
    crate::domain::fold::key(name)
}

/// Finds a group by code or name, as [`fold`] sees it.
pub fn find<'a>(groups: &'a [TargetGroup], text: &str) -> Option<&'a TargetGroup> {
    let folded = fold(text);
    groups
        .iter()
        .find(|g| g.code == folded || fold(&g.name) == folded)
}

/// How a group that the terminology does not have is written, as name and code: spaces folded, a
/// capital first, the rest in small letters, so that its spellings meet.
pub fn own_name(text: &str) -> String {
    let folded = fold(text);
    let mut letters = folded.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_code_and_by_name_in_any_case() {
        let groups = [TargetGroup {
            code: "97c355cc".into(),
            name: "Udviklingshæmning".into(),
            parent: String::new(),
            source: String::new(),
        }];
        for text in ["97c355cc", "97C355CC", " udviklingsHÆMNING "] {
            assert!(find(&groups, text).is_some(), "{text}");
        }
        assert!(find(&groups, "udvikling").is_none());
        assert_eq!(own_name("  AUTISME og  adhd"), "Autisme og adhd");
        assert_eq!(own_name("ældre"), "Ældre");
    }
}
