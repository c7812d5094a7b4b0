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
    /// Numbers with decimals: ten digits are never right.
    Number,
    /// Counts and ages, which are whole.
    Count,
    /// Amounts of money: ten digits may be an amount.
    Money,
    /// A day: 2025-02-01, 01-02-2025, or a cell that is a date.
    Date,
    /// A number of percent: 95, or a cell that shows 95 %.
    Percent,
}

/// What the cells of a column are one of, where that can be said beforehand: a template lets
/// choose among it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choices {
    /// Whatever the content allows.
    Open,
    /// Municipalities and KKRs.
    Areas,
    Municipalities,
    /// The municipality that something lies in, whoever it belongs to.
    Situated,
    Paragraphs,
    /// Municipal, regional or private: suppliers, and forms of operation.
    Suppliers,
    TargetGroups,
    /// The ids of the offers that are known.
    Offers,
    Units,
    YesNo,
    Supervisors,
    Years,
    /// A year, or each year's own.
    PriceLevels,
    Months,
    Quarters,
    /// A place or a dwelling.
    PlaceKinds,
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
    pub choices: Choices,
    /// What our own exports call it, where that is another word.
    pub ours: &'static str,
}

/// How a kind of file is laid out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub columns: &'static [Column],
    /// The column where a total may be called "I alt".
    pub name: Option<usize>,
    /// Headings that only our own exports have: figures that are worked out. They are passed over.
    pub exported: &'static [&'static str],
}

impl Column {
    pub(super) const fn text(key: &'static str, meaning: &'static str) -> Column {
        Column {
            key,
            meaning,
            required: true,
            content: Content::Text,
            choices: Choices::Open,
            ours: "",
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

    pub(super) const fn count(key: &'static str, meaning: &'static str) -> Column {
        Column {
            content: Content::Count,
            ..Column::text(key, meaning)
        }
    }

    pub(super) const fn percent(key: &'static str, meaning: &'static str) -> Column {
        Column {
            content: Content::Percent,
            ..Column::text(key, meaning)
        }
    }

    pub(super) const fn date(key: &'static str, meaning: &'static str) -> Column {
        Column {
            content: Content::Date,
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

    /// How a cell of it is written, in Danish.
    pub const fn written(&self) -> &'static str {
        match (self.content, self.choices) {
            (_, Choices::Years) => "årstal",
            (_, Choices::PriceLevels) => "årstal eller ord",
            (_, Choices::Months | Choices::Quarters) | (Content::Count, _) => "helt tal",
            (_, Choices::YesNo) => "ja eller nej",
            (Content::Text | Content::Id, _) => "tekst",
            (Content::Date, _) => "dato: 2025-02-01",
            (Content::List, _) => "et eller flere, med komma imellem",
            (Content::Number, _) => "tal, også med decimaler",
            (Content::Money, _) => "beløb i kroner",
            (Content::Percent, _) => "tal i procent: 95",
        }
    }

    /// Whether it holds numbers of any kind.
    pub(super) const fn is_number(&self) -> bool {
        matches!(
            self.content,
            Content::Number | Content::Count | Content::Money | Content::Percent
        )
    }

    /// How many letters a cell of it may hold.
    pub(super) const fn longest(&self) -> usize {
        match self.content {
            Content::List => 2_000,
            _ => 500,
        }
    }

    /// As our own exports call it.
    pub(super) const fn exported_as(self, ours: &'static str) -> Column {
        Column { ours, ..self }
    }

    /// One of what can be said beforehand.
    pub(super) const fn of(self, choices: Choices) -> Column {
        Column { choices, ..self }
    }

    pub(super) const fn optional(self) -> Column {
        Column {
            required: false,
            ..self
        }
    }
}
