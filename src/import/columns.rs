//! The columns that a kind of file has: what each is called and what stands in it.

/// What a column holds, as far as its cells must be told apart before they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Names, codes, years: ten digits in a row are never right.
    Text,
    /// The id of an offer: text, and the one place where the number of a production unit is right.
    Id,
    /// Several names or codes in one cell: text that may be longer.
    List,
    /// Counts, ages, percentages: ten digits are never right.
    Number,
    /// Amounts of money: ten digits may be an amount.
    Money,
}

/// A column of a kind of file (kolonne).
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The header to write; its Danish spelling ("år" for `aar`) is read as well.
    pub key: &'static str,
    /// What stands in it, in Danish.
    pub meaning: &'static str,
    pub required: bool,
    pub content: Content,
}

impl Column {
    pub(super) const fn text(key: &'static str, meaning: &'static str) -> Column {
        Column {
            key,
            meaning,
            required: true,
            content: Content::Text,
        }
    }

    pub(super) const fn number(key: &'static str, meaning: &'static str) -> Column {
        Column {
            content: Content::Number,
            ..Column::text(key, meaning)
        }
    }

    pub(super) const fn money(key: &'static str, meaning: &'static str) -> Column {
        Column {
            content: Content::Money,
            ..Column::text(key, meaning)
        }
    }

    pub(super) const fn id(key: &'static str, meaning: &'static str) -> Column {
        Column {
            content: Content::Id,
            ..Column::text(key, meaning)
        }
    }

    pub(super) const fn list(key: &'static str, meaning: &'static str) -> Column {
        Column {
            content: Content::List,
            ..Column::text(key, meaning)
        }
    }

    /// Whether it holds numbers of any kind.
    pub(super) const fn is_number(&self) -> bool {
        matches!(self.content, Content::Number | Content::Money)
    }

    /// How many letters a cell of it may hold.
    pub(super) const fn longest(&self) -> usize {
        match self.content {
            Content::Text | Content::Id | Content::Number | Content::Money => 500,
            Content::List => 2_000,
        }
    }

    pub(super) const fn optional(self) -> Column {
        Column {
            required: false,
            ..self
        }
    }
}
