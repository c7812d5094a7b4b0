//! What needs somebody: found by what the account may do, so that nobody is told of what they can do
//! nothing about.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::domain::area::Area;
use crate::domain::cases::published::Measures;
use crate::domain::follow_up::{CaseKey, Next, Step};
use crate::domain::meetings::{Item, Meeting, State};
use crate::domain::people::{Right, Standing};
use crate::domain::period::Year;
use crate::domain::places::Entry;
use crate::domain::places::fresh::days_between;
use crate::domain::workplan::{Owner, Tracked};
use crate::reports::follow_up::open;
use crate::reports::follow_up::open_case::OpenCase;
use crate::reports::front::story;
use crate::reports::{Query, ReportError};
use crate::storage::cases;
use crate::storage::data::areas;
use crate::storage::offers::register;
use crate::storage::places::{self, Wanted};
use crate::storage::{self, Db, follow_up, meetings, tariffs, workplan};

/// A milestone is told of this many days before it is due.
const SOON: i32 = 30;

/// Who looks.
#[derive(Debug, Clone)]
pub struct Who {
    pub standing: Standing,
    /// Code of the municipality that the account is bound to.
    pub municipality: Option<String>,
}

impl Who {
    fn may(&self, right: Right) -> bool {
        self.standing.may(right)
    }
}

/// Increases that wait for a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Increases {
    pub count: usize,
    /// The first deadline, where one was given.
    pub due: Option<Date>,
    /// The case that is due first.
    pub first: Option<CaseKey>,
}

/// Entries of vacant places that nobody has confirmed lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unconfirmed {
    pub count: usize,
    /// Of them those that are shown as stale.
    pub stale: usize,
}

/// The next meeting and what it lacks.
#[derive(Debug, Clone)]
pub struct NextMeeting {
    pub meeting: Meeting,
    pub items: usize,
    /// Items that ask for nothing to be decided.
    pub without_asks: usize,
    /// Items that nobody presents.
    pub without_presenter: usize,
}

/// A milestone that is due.
#[derive(Debug, Clone)]
pub struct Due {
    pub key: String,
    pub title: String,
    pub due: Date,
    pub overdue: bool,
}

/// Lines of single cases that somebody has not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    pub year: Year,
    /// Names of the municipalities, as Danes sort them.
    pub municipalities: Vec<String>,
}

/// All that waits.
#[derive(Debug, Default)]
pub struct Waiting {
    /// Increases of one's own offers that are to be explained.
    pub to_explain: Increases,
    /// Increases that are to be reported, asked about, and reminded of.
    pub to_report: Increases,
    pub to_ask: Increases,
    pub to_remind: Increases,
    /// One's own costly cases of the newest year.
    pub cases: Option<(Year, Measures)>,
    pub unconfirmed: Option<Unconfirmed>,
    pub meeting: Option<NextMeeting>,
    /// Overdue ones before those that are due soon.
    pub milestones: Vec<Due>,
    /// Single cases that have not come in.
    pub missing: Option<Missing>,
}

impl Waiting {
    /// Reads what waits for somebody on a day.
    ///
    /// # Errors
    /// The database's own.
    pub fn load(db: &mut Db, who: &Who, today: Date) -> Result<Waiting, ReportError> {
        let own = match &who.municipality {
            Some(code) => areas::all(db)?.into_iter().find(|area| area.code == *code),
            None => None,
        };
        let now = storage::version(db)?;
        let needs_offers = who.may(Right::Explain) || who.may(Right::LogPlaces);
        let offers = match own.as_ref().filter(|_| needs_offers) {
            Some(area) => Some(operated(db, area, now)?),
            None => None,
        };
        let mut waiting = Waiting::default();
        waiting.increases(db, who, offers.as_ref(), (today, now))?;
        if let Some(code) = who
            .municipality
            .as_ref()
            .filter(|_| who.may(Right::OwnCases))
        {
            waiting.cases = story::own_cases(db, code)?;
        }
        if who.may(Right::LogPlaces) {
            waiting.unconfirmed = Some(unconfirmed(db, offers.as_ref(), (today, now))?);
        }
        if who.may(Right::PrepareMeetings) {
            waiting.meeting = next_meeting(db, (today, now))?;
        } else if who.may(Right::Explain) {
            // A head of department has a paper to read, once it is sent.
            let next = next_meeting(db, (today, now))?;
            waiting.meeting = next.filter(|next| next.meeting.is_public());
        }
        if who.may(Right::UpdateMilestones) {
            waiting.milestones = milestones(db, who, (today, now))?;
        }
        if who.may(Right::Upload) {
            waiting.missing = missing_cases(db, own.as_ref(), now)?;
        }
        Ok(waiting)
    }

    fn increases(
        &mut self,
        db: &mut Db,
        who: &Who,
        own: Option<&BTreeSet<String>>,
        (today, now): (Date, i64),
    ) -> Result<(), ReportError> {
        let (explains, follows) = (who.may(Right::Explain), who.may(Right::FollowUp));
        if !explains && !follows {
            return Ok(());
        }
        let known = tariffs::years(db, now)?;
        let Some(newest) = known.last().copied() else {
            return Ok(());
        };
        let mut open = Vec::new();
        for year in underway(db, &known, now)?.into_iter().chain([newest]) {
            let query = Query {
                year: Some(year),
                on: Some(today),
                ..Query::default()
            };
            open.extend(open::answer(db, &query)?.cases.rows);
        }
        // Of earlier years nobody is to be asked from here: those that nobody touched are looked for on
        // the page itself.
        open.retain(|case| case.next != Some(Next::Ask) || case.rise.year() == newest);
        if let Some(offers) = own.filter(|_| explains) {
            let ours = |case: &&OpenCase| {
                let asked = matches!(case.next, Some(Next::Remind | Next::Await));
                asked && offers.contains(&*case.rise.new.value.offer_id)
            };
            self.to_explain = counted(open.iter().filter(ours));
        }
        if follows {
            let step = |next: Next| counted(open.iter().filter(|case| case.next == Some(next)));
            self.to_report = step(Next::Report);
            self.to_ask = step(Next::Ask);
            self.to_remind = step(Next::Remind);
        }
        Ok(())
    }
}

/// The years before the newest in which somebody is asked for an explanation, or has given one that is not
/// reported yet. Most often there is none.
fn underway(db: &mut Db, known: &[Year], now: i64) -> Result<BTreeSet<Year>, ReportError> {
    let earlier = &known[..known.len().saturating_sub(1)];
    let mut newest: BTreeMap<CaseKey, Step> = BTreeMap::new();
    for event in follow_up::events(db, earlier, now)? {
        if event.step != Step::Note {
            newest.insert(event.case, event.step);
        }
    }
    let begun = [Step::ExplanationRequested, Step::Explained, Step::Reopened];
    newest.retain(|_, step| begun.contains(step));
    Ok(newest.into_keys().map(|case| case.year).collect())
}

fn counted<'a>(cases: impl Iterator<Item = &'a OpenCase>) -> Increases {
    let mut cases: Vec<&OpenCase> = cases.collect();
    // Those without a deadline last.
    cases.sort_by_key(|case| (case.due.is_none(), case.due));
    Increases {
        count: cases.len(),
        due: cases.first().and_then(|case| case.due),
        first: cases.first().map(|case| case.rise.case()),
    }
}

/// Ids of the offers that a municipality operates.
fn operated(db: &mut Db, area: &Area, now: i64) -> Result<BTreeSet<String>, ReportError> {
    let offers = register::holding(db, now)?.into_iter();
    let own = offers.filter(|(_, offer)| offer.value.is_operated_by(area));
    Ok(own.map(|(id, _)| id).collect())
}

/// Those of one's own offers, or of all where one is bound to none.
fn unconfirmed(
    db: &mut Db,
    own: Option<&BTreeSet<String>>,
    (today, now): (Date, i64),
) -> Result<Unconfirmed, ReportError> {
    let mut open = places::entries(db, Wanted::OpenOn(today), now)?;
    if let Some(offers) = own {
        open.retain(|entry| offers.contains(entry.about.offer_id.as_str()));
    }
    let waiting: Vec<&Entry> = open.iter().filter(|entry| entry.waits(today)).collect();
    Ok(Unconfirmed {
        count: waiting.len(),
        stale: waiting.iter().filter(|entry| entry.is_stale(today)).count(),
    })
}

/// The first meeting on a day or after it, of any kind.
fn next_meeting(
    db: &mut Db,
    (today, now): (Date, i64),
) -> Result<Option<NextMeeting>, ReportError> {
    let all = meetings::all(db, now)?.into_iter();
    let coming = all.filter(|meeting| {
        let open = matches!(meeting.state, State::Planned | State::Sent);
        meeting.is_on() && open && meeting.date >= today
    });
    let Some(meeting) = coming.min_by_key(|meeting| (meeting.date, meeting.version)) else {
        return Ok(None);
    };
    let items = meetings::items::of_meeting(db, &meeting.id, now)?;
    let on = || items.iter().filter(|item| item.is_on());
    let lack = |of: fn(&Item) -> bool| on().filter(|item| of(item)).count();
    Ok(Some(NextMeeting {
        items: on().count(),
        without_asks: lack(|item| item.wording.asks.is_empty()),
        without_presenter: lack(|item| item.wording.presenter.is_empty()),
        meeting,
    }))
}

/// Those that are overdue or due soon: of a working group its own.
fn milestones(db: &mut Db, who: &Who, (today, now): (Date, i64)) -> Result<Vec<Due>, ReportError> {
    let kept = workplan::plans(db, now)?.into_iter();
    let all = kept
        .filter(|kept| kept.is_there_on(today))
        .flat_map(|kept| kept.milestones);
    let due = |tracked: Tracked| {
        let standing = tracked.newest();
        let ours = who.may(Right::RunWorkplan) || standing.owner == Owner::WorkingGroup;
        let near = days_between(today, standing.due) <= SOON;
        (ours && near && !standing.status.is_closed()).then(|| Due {
            overdue: standing.is_overdue(today),
            due: standing.due,
            key: tracked.milestone.key,
            title: tracked.milestone.title,
        })
    };
    let mut found: Vec<Due> = all.filter_map(due).collect();
    found.sort_by_key(|of| (of.due, of.key.clone()));
    Ok(found)
}

/// Which municipalities of the home region have no lines of the newest year that another has: of all,
/// or of one's own alone.
fn missing_cases(
    db: &mut Db,
    own: Option<&Area>,
    now: i64,
) -> Result<Option<Missing>, ReportError> {
    let mut by_year: BTreeMap<Year, BTreeSet<String>> = BTreeMap::new();
    for scope in cases::scopes(db, now)?.into_keys() {
        let (municipality, year) = (scope.0.to_string(), scope.1);
        by_year.entry(year).or_default().insert(municipality);
    }
    let Some((year, sent)) = by_year.pop_last() else {
        return Ok(None);
    };
    let mut lacking = areas::home(db)?;
    lacking.retain(|area| !sent.contains(&area.code));
    if let Some(own) = own {
        lacking.retain(|area| area.code == own.code);
    }
    Ok((!lacking.is_empty()).then(|| Missing {
        year,
        municipalities: lacking.into_iter().map(|area| area.name).collect(),
    }))
}
