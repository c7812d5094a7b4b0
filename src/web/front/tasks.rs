//! What waits, in words: each with a number, what it is, when it is due, and the page to do it on.

use jiff::civil::Date;

use crate::domain::danish::{counted, danish_date, list, noun};
use crate::domain::people::Right;
use crate::domain::places::fresh::days_between;
use crate::reports::components::pending::Pending;
use crate::reports::front::waiting::{Due, Increases, Missing, NextMeeting, Waiting};
use crate::web::cases::links::OWN;
use crate::web::follow_up::links as follow_up;
use crate::web::meetings::links as meetings;
use crate::web::places::links as places;
use crate::web::view::said;
use crate::web::viewer::Viewer;
use crate::web::workplan::links as workplan;
use crate::web::workplan::words::away;

/// Names that are told before the rest is counted.
const NAMED: usize = 3;
const FOLLOW_UP: &str = "/takster/opfoelgning";
const DATA: &str = "/data";

/// Something that waits.
pub struct Task {
    pub figure: String,
    pub words: String,
    /// When it is due, or what else there is to know.
    pub more: String,
    pub address: String,
    /// Whether its deadline has passed.
    pub late: bool,
}

/// All of it, what is late first.
pub fn tasks(waiting: &Waiting, pending: &[Pending], viewer: &Viewer, today: Date) -> Vec<Task> {
    let bound = viewer.bound_to().is_some();
    let mut tasks = Vec::new();
    let increases = [
        (
            &waiting.to_explain,
            "takststigning venter på jeres forklaring",
            "takststigninger venter på jeres forklaring",
        ),
        (
            &waiting.to_remind,
            "forklaring er over fristen",
            "forklaringer er over fristen",
        ),
        (
            &waiting.to_report,
            "takststigning skal indberettes",
            "takststigninger skal indberettes",
        ),
        (
            &waiting.to_ask,
            "takststigning skal forklares: bed om det",
            "takststigninger skal forklares: bed om det",
        ),
    ];
    for (of, one, many) in increases {
        tasks.extend(increase(of, (one, many), today));
    }
    let prepares = viewer.may(Right::PrepareMeetings);
    tasks.extend(
        waiting
            .meeting
            .as_ref()
            .map(|next| meeting(next, prepares, today)),
    );
    tasks.extend(milestones(&waiting.milestones, today));
    tasks.extend(
        waiting
            .unconfirmed
            .filter(|of| of.count > 0)
            .map(|of| Task {
                figure: of.count.to_string(),
                words: "opslag om ledige pladser skal bekræftes".to_owned(),
                more: match of.stale {
                    0 => "ingen er forældet endnu".to_owned(),
                    stale => format!("{stale} ikke bekræftet i 14 dage"),
                },
                address: places::MINE.to_owned(),
                late: of.stale > 0,
            }),
    );
    if viewer.may(Right::Upload) && !bound {
        tasks.extend(pending.iter().map(|of| Task {
            figure: of.year.to_string(),
            words: "Tal til komponentanalysen mangler".to_owned(),
            more: of.words.clone(),
            address: DATA.to_owned(),
            late: false,
        }));
    }
    tasks.extend(waiting.missing.as_ref().map(|of| missing(of, bound)));
    tasks.extend(waiting.cases.as_ref().map(|(year, of)| {
        Task {
            figure: of.cases.to_string(),
            words: noun(
                usize::try_from(of.cases).unwrap_or(0),
                "dyr enkeltsag",
                "dyre enkeltsager",
            )
            .to_owned(),
            more: format!("{year}: {} mio. kr.", said::millions(&of.cost.exact())),
            address: OWN.to_owned(),
            late: false,
        }
    }));
    tasks.sort_by_key(|task| !task.late);
    tasks
}

fn increase(of: &Increases, (one, many): (&str, &str), today: Date) -> Option<Task> {
    let first = of.first.as_ref()?;
    Some(Task {
        figure: of.count.to_string(),
        words: noun(of.count, one, many).to_owned(),
        more: of.due.map_or_else(String::new, |due| due_words(due, today)),
        // One is shown itself, several by their list.
        address: match of.count {
            1 => follow_up::address(first),
            _ => FOLLOW_UP.to_owned(),
        },
        late: of.due.is_some_and(|due| due < today),
    })
}

/// "frist 5. december 2026, om 8 dage".
fn due_words(due: Date, today: Date) -> String {
    format!("frist {}, {}", danish_date(due), away(due, today))
}

/// The next meeting: what it lacks, for whoever prepares it; for another that there is a paper to read.
fn meeting(next: &NextMeeting, prepares: bool, today: Date) -> Task {
    let mut lacks = Vec::new();
    if next.items == 0 {
        lacks.push("dagsordenen er tom".to_owned());
    }
    if next.without_asks > 0 {
        lacks.push(format!(
            "{} uden indstilling",
            counted(next.without_asks, "punkt", "punkter")
        ));
    }
    if next.without_presenter > 0 {
        lacks.push(format!(
            "{} uden fremlægger",
            counted(next.without_presenter, "punkt", "punkter")
        ));
    }
    if !next.meeting.is_public() {
        lacks.push("papiret er ikke sendt".to_owned());
    }
    let day = next.meeting.date;
    let more = match lacks.as_slice() {
        _ if !prepares => format!("{}: papiret er klar", away(day, today)),
        [] => away(day, today),
        lacks => format!("{}: {}", away(day, today), list(lacks)),
    };
    Task {
        figure: format!("{}.{}.", day.day(), day.month()),
        words: next.meeting.title.clone(),
        more,
        address: meetings::meeting(&next.meeting.id),
        late: !next.meeting.is_public() && days_between(today, day) <= 7,
    }
}

/// One for those that are overdue, one for those that come.
fn milestones(due: &[Due], today: Date) -> Vec<Task> {
    let of = |overdue: bool, one: &str, many: &str| {
        let ours: Vec<&Due> = due.iter().filter(|of| of.overdue == overdue).collect();
        let first = ours.first()?;
        Some(Task {
            figure: ours.len().to_string(),
            words: noun(ours.len(), one, many).to_owned(),
            more: format!("{}, {}", first.title, away(first.due, today)),
            address: match ours.len() {
                1 => workplan::milestone(&first.key),
                _ => workplan::BOARD.to_owned(),
            },
            late: overdue,
        })
    };
    [
        of(true, "milepæl er over fristen", "milepæle er over fristen"),
        of(false, "milepæl har frist snart", "milepæle har frist snart"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn missing(of: &Missing, own: bool) -> Task {
    let names = &of.municipalities;
    let more = match names.len() {
        count if count > NAMED => {
            format!("{} og {} til", names[..NAMED].join(", "), count - NAMED)
        }
        _ => list(names),
    };
    Task {
        figure: names.len().to_string(),
        words: if own {
            format!("fil mangler: jeres enkeltsager for {}", of.year)
        } else {
            let who = noun(names.len(), "kommune", "kommuner");
            format!("{who} mangler enkeltsager for {}", of.year)
        },
        more: if own { String::new() } else { more },
        address: DATA.to_owned(),
        late: false,
    }
}
