//! How the figure of a comment stands now, and what may be told of it.
//!
//! Of figures under the disclosure rule a comment tells no more than the tables themselves: not the
//! old value of one that is masked now, nor of one that has moved, since the change may rest on a
//! few persons (domain.md, "Disclosure", 5 and 6).

use super::Said;
use crate::domain::report::Value;

/// A figure now, beside what was said.
#[derive(Debug, Clone, PartialEq)]
pub enum Now {
    AsSaid,
    /// It says another number now, or none.
    Moved(Value),
    /// It is masked now.
    Masked,
    /// There is no such row any more (vises ikke længere).
    Gone,
    /// What it stands in cannot be asked (kan ikke slås op): nothing is known of it.
    Unknown,
}

impl Now {
    /// The state of a figure that was found, or was not.
    pub fn of(said: &Said, found: Option<&Value>) -> Now {
        match found {
            None => Now::Gone,
            Some(value) if value.is_masked() => Now::Masked,
            Some(value) if Said::of(value).as_ref() == Some(said) => Now::AsSaid,
            Some(value) => Now::Moved(value.clone()),
        }
    }

    /// Whether it is no longer as it was said.
    pub fn has_moved(&self) -> bool {
        !matches!(self, Now::AsSaid | Now::Unknown)
    }

    /// Whether the old value may be told. `guarded`: the figure is under the disclosure rule.
    pub fn tells_old(&self, guarded: bool) -> bool {
        match self {
            Now::AsSaid => true,
            Now::Moved(_) | Now::Gone | Now::Unknown => !guarded,
            Now::Masked => false,
        }
    }

    /// Whether the texts may be told: they are about a figure that nobody may be told of any more.
    pub fn tells_texts(&self, guarded: bool) -> bool {
        match self {
            Now::AsSaid | Now::Moved(_) => true,
            Now::Gone | Now::Unknown => !guarded,
            Now::Masked => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_of_a_figure_that_has_moved() {
        let said = Said::of(&Value::Count(7)).unwrap();
        let masked = Value::Masked {
            reason: "x".to_owned(),
        };
        let missing = Value::Missing {
            reason: "x".to_owned(),
        };
        // Found now; moved; the old value and the texts, free and under the disclosure rule.
        let table = [
            (Some(Value::Count(7)), false, [true, true], [true, true]),
            (Some(Value::Count(8)), true, [true, false], [true, true]),
            (Some(missing), true, [true, false], [true, true]),
            (Some(masked), true, [false, false], [false, false]),
            (None, true, [true, false], [true, false]),
        ];
        let table = table
            .map(|(found, moved, old, texts)| (Now::of(&said, found.as_ref()), moved, old, texts));
        let unknown = (Now::Unknown, false, [true, false], [true, false]);
        for (stands, moved, old, texts) in table.into_iter().chain([unknown]) {
            assert_eq!(stands.has_moved(), moved, "{stands:?}");
            assert_eq!(
                [false, true].map(|g| stands.tells_old(g)),
                old,
                "{stands:?}"
            );
            assert_eq!(
                [false, true].map(|g| stands.tells_texts(g)),
                texts,
                "{stands:?}"
            );
        }
    }
}
