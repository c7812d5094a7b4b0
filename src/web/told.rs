//! What somebody wants to be told, as their own page shows it: kinds of news, how often by mail, figures.

use jiff::civil::Date;

use crate::changes::news::{self, reader};
use crate::changes::people::Identity;
use crate::domain::news::Rhythm;
use crate::reports::comments::answers::Answers;
use crate::reports::news::figures::stands;
use crate::reports::others::Others;
use crate::storage::{Db, news as stored};
use crate::web::comments::links::figure;
use crate::web::error::AppError;
use crate::web::view::Link;

/// What a figure says whose analysis was stopped by its limit.
const NOT_KNOWN: &str = "kan ikke slås op nu";

/// What `/konto` shows of news.
pub struct Choices {
    /// Key, words, and whether it is wanted.
    pub kinds: Vec<(&'static str, &'static str, bool)>,
    pub rhythms: Vec<(&'static str, &'static str, bool)>,
    pub figures: Vec<Figure>,
}

/// A figure that one follows.
pub struct Figure {
    pub id: String,
    pub link: Link,
    /// What it says now.
    pub says: String,
}

impl Choices {
    /// Reads them.
    ///
    /// # Errors
    /// [`AppError`]
    pub fn load(
        db: &mut Db,
        who: &Identity,
        analyses: (&dyn Others, Date),
    ) -> Result<Choices, AppError> {
        let reader = reader(who);
        let rhythm = stored::of_user(db, &reader.user)?.map(|of| of.rhythm);
        let rhythm = rhythm.unwrap_or_default();
        let mut answers = Answers::new(Some(analyses));
        let mut figures = Vec::new();
        for followed in stored::figures(db, &reader.user)? {
            let Some(now) = stands(db, &mut answers, reader.standing, &followed.at)? else {
                continue;
            };
            figures.push(Figure {
                link: Link::to(figure(&followed.at), followed.words),
                id: followed.id,
                says: now.said.map_or_else(|| NOT_KNOWN.to_owned(), |_| now.words),
            });
        }
        Ok(Choices {
            kinds: news::kinds(db, &reader)?
                .into_iter()
                .map(|(kind, wanted)| (kind.key(), kind.label(), wanted))
                .collect(),
            rhythms: Rhythm::ALL
                .map(|of| (of.key(), of.label(), of == rhythm))
                .into(),
            figures,
        })
    }
}

/// How news come by mail, in Danish.
pub fn mail_words(rhythm: Rhythm, mails: bool) -> &'static str {
    match rhythm {
        _ if !mails => "Der sendes ingen mail: tjenesten har ingen mailserver. Nyhederne står her.",
        Rhythm::Never => "Der sendes ingen mail: det har du ikke bedt om. Nyhederne står her.",
        Rhythm::Daily => "De sendes også som mail hver dag, når der er noget nyt.",
        Rhythm::Weekly => "De sendes også som mail hver mandag, når der er noget nyt.",
    }
}
