//! `/moeder`: the meetings by date, what each discussed and waits for, and what the next one has.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State as AxumState;
use axum::response::Response;
use jiff::civil::Date;

use super::links;
use crate::domain::danish::{counted, danish_date};
use crate::domain::follow_up::Amounts;
use crate::domain::meetings::{MeetingKind, State};
use crate::domain::money::Money;
use crate::domain::number::danish;
use crate::domain::people::Right;
use crate::reports::Query;
use crate::reports::columns::Answer;
use crate::reports::follow_up::open::{self, Open};
use crate::reports::follow_up::open_case::OpenCase;
use crate::reports::meetings::list::{self, Listed};
use crate::reports::meetings::{self, Discussion, Held, Standing};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::follow_up::links::address;
use crate::web::state::AppState;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

/// What fits on the page; the rest is on the page of follow-up.
const MOST_OPEN: usize = 20;

#[derive(Template)]
#[template(path = "meetings/list.html")]
struct Page {
    layout: Layout,
    /// The next meeting, those after it, those held, those cancelled.
    groups: Vec<MeetingGroup>,
    open: Before,
    may_prepare: bool,
}

/// What the next meeting has before it; nothing where there is none.
#[derive(Default)]
struct Before {
    /// The first ones, and how many there are.
    cases: Vec<Line>,
    count: usize,
    /// Why it has none, when nothing can be compared.
    incomparable: Option<String>,
}

/// The meetings of one standing, under their heading.
struct MeetingGroup {
    heading: &'static str,
    meetings: Vec<MeetingView>,
}

struct MeetingView {
    link: String,
    /// Whether its meetings discuss increases.
    of_increases: bool,
    /// How far it is.
    state: &'static str,
    /// What whoever prepares it has to do.
    waits: String,
    title: String,
    date: String,
    kind: &'static str,
    standing: Standing,
    why: String,
    discussed: Vec<Line>,
}

impl MeetingView {
    fn is_next(&self) -> bool {
        self.standing == Standing::Next
    }

    fn is_held(&self) -> bool {
        self.standing == Standing::Held && self.of_increases
    }
}

/// A case on the list of a meeting.
struct Line {
    link: String,
    name: String,
    words: String,
}

/// Shows the page.
pub async fn show(
    AxumState(state): AxumState<AppState>,
    asked: Asked,
) -> Result<Response, AppError> {
    let today = state.clock.today();
    cached::page(&state, &asked.of_day(today), move |db, viewer| {
        render(db, viewer, today)
    })
    .await
}

fn render(db: &mut Db, viewer: &Viewer, today: Date) -> Result<String, AppError> {
    let query = Query {
        on: Some(today),
        ..Query::default()
    };
    let calendar = meetings::answer(db, &query)?;
    let is_next = |held: &Held| held.standing == Standing::Next;
    let open = if calendar.totals.iter().any(is_next) {
        Before::of(open::first(db, &query, MOST_OPEN)?)
    } else {
        Before::default()
    };
    let may_prepare = viewer.may(Right::PrepareMeetings);
    let waits = if may_prepare {
        waits(db, today)?
    } else {
        BTreeMap::new()
    };
    let page = Page {
        layout: Layout::load(db, viewer, "Møder", links::LIST)?,
        groups: groups(&calendar, &waits),
        open,
        may_prepare,
    };
    Ok(page.render()?)
}

impl Before {
    fn of(open: Open) -> Before {
        Before {
            cases: open.cases.rows.iter().map(Line::open).collect(),
            count: open.count,
            incomparable: open.incomparable,
        }
    }
}

impl Line {
    /// A case that the next meeting has before it.
    fn open(case: &OpenCase) -> Line {
        Line {
            link: address(&case.rise.case()),
            name: format!("{}, {}", case.rise.name(), case.rise.year()),
            words: case.state.label().to_owned(),
        }
    }

    /// A case that a meeting discussed, with the tariffs as they were.
    fn discussed(discussion: &Discussion) -> Line {
        let case = &discussion.event.case;
        let amount = |amount: Money| danish(amount.decimal());
        let Amounts { old, new } = discussion.event.amounts;
        let amounts = format!(
            "{}: {} \u{2192} {} kr.",
            case.year,
            amount(old),
            amount(new)
        );
        Line {
            link: address(case),
            name: format!("{}, {}", discussion.offer, case.service),
            words: match discussion.event.text.as_str() {
                "" => amounts,
                words => format!("{amounts} {words}"),
            },
        }
    }
}

/// What each meeting waits for, by its id.
fn waits(db: &mut Db, today: Date) -> Result<BTreeMap<String, String>, AppError> {
    let listed = list::answer(db, &Query::default())?;
    let words = |row: &Listed| {
        let (of, late) = (&row.meeting, row.meeting.date < today);
        let words = match of.state {
            State::Planned if row.items == 0 => "Dagsordenen er tom.".to_owned(),
            State::Planned if late => {
                "Datoen er passeret, og dagsordenen er ikke sendt.".to_owned()
            }
            State::Planned => format!(
                "{} på dagsordenen, som ikke er sendt.",
                counted(row.items, "punkt", "punkter")
            ),
            State::Sent if late => "Datoen er passeret. Er mødet holdt?".to_owned(),
            State::Held => match row.items - row.decided {
                0 => "Alle punkter er besluttet. Mødet kan afsluttes.".to_owned(),
                n => format!("{} mangler en beslutning.", counted(n, "punkt", "punkter")),
            },
            State::Sent | State::Closed => return None,
        };
        of.is_on().then_some((of.id.clone(), words))
    };
    Ok(listed.rows.iter().filter_map(words).collect())
}

fn groups(
    calendar: &Answer<Discussion, Held>,
    waits: &BTreeMap<String, String>,
) -> Vec<MeetingGroup> {
    let of = |standing: Standing| -> Vec<MeetingView> {
        let meetings = calendar.totals.iter().filter(|m| m.standing == standing);
        meetings
            .map(|held| meeting(calendar, held, waits))
            .collect()
    };
    let newest_first = |mut meetings: Vec<MeetingView>| {
        meetings.reverse();
        meetings
    };
    let groups = [
        ("Næste møde", of(Standing::Next)),
        ("Kommende møder", of(Standing::Coming)),
        ("Holdt", newest_first(of(Standing::Held))),
        ("Aflyst", newest_first(of(Standing::Cancelled))),
    ];
    let group = |(heading, meetings)| MeetingGroup { heading, meetings };
    let groups = groups.into_iter().map(group);
    groups.filter(|of| !of.meetings.is_empty()).collect()
}

fn meeting(
    calendar: &Answer<Discussion, Held>,
    held: &Held,
    waits: &BTreeMap<String, String>,
) -> MeetingView {
    let of = &held.meeting;
    let here = |discussion: &&Discussion| discussion.meeting.id == of.id;
    let why = of.cancelled.as_ref().map(|cancelled| cancelled.why.clone());
    MeetingView {
        link: links::meeting(&of.id),
        of_increases: of.kind == MeetingKind::SteeringGroup,
        state: of.state.label(),
        waits: waits.get(&of.id).cloned().unwrap_or_default(),
        title: of.title.clone(),
        date: danish_date(of.date),
        kind: of.kind.label(),
        standing: held.standing,
        why: why.unwrap_or_default(),
        discussed: calendar
            .rows
            .iter()
            .filter(here)
            .map(Line::discussed)
            .collect(),
    }
}
