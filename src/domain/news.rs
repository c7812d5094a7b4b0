//! News (nyheder): what somebody wants to be told of, how often by mail, and what is new since when.

use std::fmt;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use super::follow_up::CaseKey;
use super::people::{Right, Standing};

/// A deadline is told of this many days before.
pub const DAYS_BEFORE: i64 = 7;

/// Figures that somebody can follow at a time: each is one report to make.
pub const MOST_FIGURES: usize = 20;

/// Stands in the text of a mail where its news come when it is sent: what its reader may see then.
pub const PLACE: &str = "{nyheder}";

/// What somebody can be told of (slags nyhed), the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something one has to do is due in seven days (frist).
    Deadline,
    /// Somebody asks one's municipality for a place, or for an explanation (anmodning).
    Request,
    /// A tariff rose by more than the limit (stigning).
    Increase,
    /// A figure that one follows is another (tal, man følger).
    Figure,
    /// The papers of a meeting were sent (papir).
    Paper,
}

impl Kind {
    pub const ALL: [Kind; 5] = [
        Kind::Deadline,
        Kind::Request,
        Kind::Increase,
        Kind::Figure,
        Kind::Paper,
    ];

    /// The key in forms and beside the wishes for mails in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Kind::Deadline => "news_deadline",
            Kind::Request => "news_request",
            Kind::Increase => "news_increase",
            Kind::Figure => "news_figure",
            Kind::Paper => "news_paper",
        }
    }

    /// Danish, as the choice on one's own page.
    pub const fn label(self) -> &'static str {
        match self {
            Kind::Deadline => {
                "En frist om syv dage: forklaringer, milepæle, bekræftelse af ledige pladser"
            }
            Kind::Request => "Nogen beder om en plads eller en forklaring, som jeg skal svare på",
            Kind::Increase => "En takst er steget over grænsen",
            Kind::Figure => "Et tal, jeg følger, er ændret",
            Kind::Paper => "Papirerne til et møde er sendt",
        }
    }

    /// Danish, above what is new of it.
    pub const fn heading(self) -> &'static str {
        match self {
            Kind::Deadline => "Frister",
            Kind::Request => "Anmodninger",
            Kind::Increase => "Stigninger over grænsen",
            Kind::Figure => "Tal, du følger",
            Kind::Paper => "Papirer",
        }
    }

    /// Whether there can be any for such a one: nobody is told of what they may not see.
    pub fn is_for(self, standing: Standing) -> bool {
        let any = |rights: &[Right]| rights.iter().any(|right| standing.may(*right));
        match self {
            Kind::Deadline => any(&[
                Right::Explain,
                Right::FollowUp,
                Right::UpdateMilestones,
                Right::LogPlaces,
            ]),
            Kind::Request => any(&[Right::Explain, Right::Search]),
            Kind::Increase | Kind::Paper => any(&[Right::ReadIncreases]),
            Kind::Figure => any(&[Right::ReadFigures, Right::ReadOffers, Right::ReadAnalyses]),
        }
    }
}

/// How often news come by mail (rytme).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rhythm {
    #[default]
    Never,
    Daily,
    Weekly,
}

impl Rhythm {
    pub const ALL: [Rhythm; 3] = [Rhythm::Never, Rhythm::Daily, Rhythm::Weekly];

    /// The key in forms and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Rhythm::Never => "never",
            Rhythm::Daily => "daily",
            Rhythm::Weekly => "weekly",
        }
    }

    /// Danish, as the choice on one's own page.
    pub const fn label(self) -> &'static str {
        match self {
            Rhythm::Never => "Ingen mail; jeg ser dem her",
            Rhythm::Daily => "Hver dag, når der er noget nyt",
            Rhythm::Weekly => "Hver mandag, når der er noget nyt",
        }
    }

    pub fn from_key(key: &str) -> Option<Rhythm> {
        Rhythm::ALL.into_iter().find(|rhythm| rhythm.key() == key)
    }

    /// The day that the newest mail is of, seen from a day: that day, or its Monday. It tells of what was
    /// there before it began.
    pub fn newest(self, today: Date) -> Option<Date> {
        match self {
            Rhythm::Never => None,
            Rhythm::Daily => Some(today),
            Rhythm::Weekly => {
                let since = today.weekday().since(Weekday::Monday);
                Some(today.saturating_sub(i64::from(since).days()))
            }
        }
    }
}

/// Who is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Id of the user.
    pub user: String,
    pub email: String,
    pub standing: Standing,
    /// Code of the municipality that the account is bound to.
    pub bound_to: Option<String>,
}

/// Since when something is new, and until when it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What data versions after the first one, up to the second, did.
    pub versions: (i64, i64),
    /// What comes near after the first day, up to the second.
    pub days: (Date, Date),
    /// Followed figures by their id, and what each said when it was last told of.
    pub figures: Vec<(String, String)>,
}

/// What the mails of news answer: their spans follow it.
const MAIL: &str = "news:";

impl Span {
    pub fn has(&self, version: i64) -> bool {
        let (after, until) = self.versions;
        after < version && version <= until
    }

    /// Whether a deadline came near in it: its seventh day before is within, or it was set within, when that
    /// day had passed. What is due before its end is not to come any more.
    pub fn nears(&self, due: Date, set_by: i64) -> bool {
        let (after, until) = self.days;
        let near = due.saturating_sub(DAYS_BEFORE.days());
        let came = after < near && near <= until;
        let late = near <= after && self.has(set_by);
        until <= due && (came || late)
    }

    /// As it is kept with a mail.
    pub fn of_mail(text: &str) -> Option<Span> {
        let mut parts = text.strip_prefix(MAIL)?.split(';');
        let mut next = || parts.next();
        let versions = (next()?.parse().ok()?, next()?.parse().ok()?);
        let days = (next()?.parse().ok()?, next()?.parse().ok()?);
        let pair = |text: &str| {
            let (id, said) = text.split_once('=')?;
            Some((id.to_owned(), said.to_owned()))
        };
        Some(Span {
            versions,
            days,
            figures: parts.map(pair).collect::<Option<_>>()?,
        })
    }
}

/// What [`Span::of_mail`] reads.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((after, until), (from, to)) = (self.versions, self.days);
        write!(f, "{MAIL}{after};{until};{from};{to}")?;
        for (id, said) in &self.figures {
            write!(f, ";{id}={said}")?;
        }
        Ok(())
    }
}

/// Where a piece of news leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Increases,
    /// The increases of a year.
    IncreasesOf(i32),
    Case(CaseKey),
    FollowUp,
    Requests,
    OwnPlaces,
    Milestone(String),
    Meeting(String),
    /// The list of the figures that one follows: their addresses name what may not be told.
    Figures,
}

impl Target {
    /// The address of the page, without the service's own.
    pub fn path(&self) -> String {
        match self {
            Target::Increases => "/takster/stigninger".to_owned(),
            Target::IncreasesOf(year) => format!("/takster/stigninger?year={year}"),
            Target::Case(case) => case.path(),
            Target::FollowUp => "/takster/opfoelgning".to_owned(),
            Target::Requests => "/ledige-pladser/afsoegning".to_owned(),
            Target::OwnPlaces => "/ledige-pladser/mine".to_owned(),
            Target::Milestone(key) => format!("/arbejdsplan/{key}"),
            Target::Meeting(id) => format!("/moeder/{id}"),
            Target::Figures => "/konto#tal".to_owned(),
        }
    }
}

/// A piece of news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub kind: Kind,
    /// Danish.
    pub words: String,
    pub target: Target,
    /// Of a followed figure: its id, and what it says now.
    pub figure: Option<(String, String)>,
}

impl Item {
    pub fn new(kind: Kind, words: impl Into<String>, target: Target) -> Item {
        Item {
            kind,
            words: words.into(),
            target,
            figure: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn span(after: Date, until: Date) -> Span {
        Span {
            versions: (10, 20),
            days: (after, until),
            figures: vec![("a".to_owned(), "kroner:850603.24".to_owned())],
        }
    }

    #[test]
    fn a_deadline_is_near_once_on_the_seventh_day_before() {
        let due = date(2026, 12, 11);
        let day = |d| date(2026, 12, d);
        let nears = |from, to, by| span(day(from), day(to)).nears(due, by);
        assert!(!nears(2, 3, 5) && nears(3, 4, 5) && !nears(4, 5, 5));
        // A week without a look loses none that is still to come.
        assert!(nears(1, 10, 5) && nears(1, 11, 5) && !nears(1, 12, 5));
        // Set when it was near already.
        assert!(nears(6, 7, 15) && !nears(6, 7, 21));
    }

    #[test]
    fn a_span_is_read_as_it_is_kept() {
        let kept = span(date(2026, 12, 1), date(2026, 12, 8));
        assert_eq!(Span::of_mail(&kept.to_string()), Some(kept));
        for broken in [
            "",
            "vacancy:1",
            "news:1;2;2026-12-01",
            "news:1;2;x;y",
            "news:1;2;2026-12-01;2026-12-08;a",
        ] {
            assert_eq!(Span::of_mail(broken), None, "{broken}");
        }
    }

    #[test]
    fn a_mail_is_of_a_day_or_of_a_week_that_begins_on_monday() {
        let wednesday = date(2026, 1, 7);
        assert_eq!(Rhythm::Never.newest(wednesday), None);
        assert_eq!(Rhythm::Daily.newest(wednesday), Some(wednesday));
        for day in 5..12 {
            assert_eq!(
                Rhythm::Weekly.newest(date(2026, 1, day)),
                Some(date(2026, 1, 5))
            );
        }
    }
}
