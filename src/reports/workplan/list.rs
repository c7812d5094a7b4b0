//! `workplan`: every milestone as it stands at the end of a day, by plan, half-year and focus area.

use jiff::civil::Date;

use super::WORKPLAN;
use crate::domain::danish::danish_date;
use crate::domain::number::danish;
use crate::domain::report::{Cell, Filter, Report, Table, Unit, Value};
use crate::domain::workplan::{FocusArea, Owner, Standing, Status, Tracked};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::components::basis;
use crate::reports::places::counted::counted_to;
use crate::reports::words::date_value;
use crate::reports::{Query, ReportError};
use crate::storage::data::settings;
use crate::storage::{self, Db, workplan};

/// A milestone on a day.
pub struct Row {
    pub tracked: Tracked,
    pub standing: Standing,
    /// The day that is asked about.
    pub on: Date,
}

impl Row {
    pub fn is_overdue(&self) -> bool {
        self.standing.is_overdue(self.on)
    }

    fn deliverables(&self) -> i64 {
        count(self.standing.progress.len())
    }

    fn done(&self) -> i64 {
        count(self.standing.done())
    }
}

fn count(of: usize) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}

fn counted(count: i64, formula: &str) -> Cell {
    Cell::told(
        Value::Count(count),
        formula,
        danish(count.into()),
        Vec::new(),
    )
}

pub static MILESTONE: Col<Row> = Col::names("milestone", "Milepæl", Unit::Text, |row| {
    Cell::key(&row.tracked.milestone.key, &row.tracked.milestone.title)
});
pub static PERIOD: Col<Row> = Col::says("period", "Halvår", Unit::Text, |row| {
    Cell::key(&row.tracked.period.key, &row.tracked.period.title)
});
pub static FOCUS_AREA: Col<Row> = Col::says("focus_area", "Spor", Unit::Text, |row| {
    Cell::key(&row.tracked.focus_area.key, &row.tracked.focus_area.title)
});
pub static OWNER: Col<Row> = Col::says("owner", "Ansvarlig", Unit::Text, |row: &Row| {
    Cell::text(row.standing.owner.label())
})
.one_of(|| Owner::ALL.map(Owner::label).to_vec());
pub static STATUS: Col<Row> = Col::says("status", "Status", Unit::Text, |row: &Row| {
    let status = row.standing.status;
    Cell::key(status.key(), status.label())
})
.one_of(|| Status::ALL.map(Status::key).to_vec());
pub static DUE: Col<Row> = Col::says("due", "Frist", Unit::Text, |row| {
    date_value(row.standing.due).into()
});
pub static OVERDUE: Col<Row> = Col::says("overdue", "Overskredet", Unit::YesNo, |row| {
    Value::YesNo(row.is_overdue()).into()
});
pub static DELIVERABLES: Col<Row> = Col::figure("deliverables", "Leverancer", Unit::Count, |row| {
    counted(row.deliverables(), "planens leverancer i milepælen")
});
pub static DELIVERABLES_DONE: Col<Row> =
    Col::figure("deliverables_done", "Heraf færdige", Unit::Count, |row| {
        counted(row.done(), "leverancer, som er meldt færdige den dag")
    });

pub static COLUMNS: Cols<Row> = &[
    &MILESTONE,
    &PERIOD,
    &FOCUS_AREA,
    &OWNER,
    &STATUS,
    &DUE,
    &OVERDUE,
    &DELIVERABLES,
    &DELIVERABLES_DONE,
];

/// A focus area of a plan, in all.
pub struct Sum {
    /// Key of the plan.
    pub plan: String,
    pub focus_area: FocusArea,
    pub milestones: i64,
    pub milestones_done: i64,
    pub milestones_overdue: i64,
    pub deliverables: i64,
    pub deliverables_done: i64,
}

pub static SUM_PLAN: Col<Sum> = Col::names("plan", "Plan", Unit::Text, |row| {
    Cell::key(&row.plan, &row.plan)
});
pub static SUM_FOCUS_AREA: Col<Sum> = Col::names("focus_area", "Spor", Unit::Text, |row| {
    Cell::key(&row.focus_area.key, &row.focus_area.title)
});
pub static SUM_MILESTONES: Col<Sum> = Col::figure("milestones", "Milepæle", Unit::Count, |row| {
    counted(row.milestones, "antallet af listens milepæle i sporet")
});
pub static SUM_DONE: Col<Sum> =
    Col::figure("milestones_done", "Heraf færdige", Unit::Count, |row| {
        counted(row.milestones_done, "de af dem, som er meldt færdige")
    });
pub static SUM_OVERDUE: Col<Sum> = Col::figure(
    "milestones_overdue",
    "Heraf overskredet",
    Unit::Count,
    |row| {
        let formula = "de af dem, hvis frist er overskredet";
        counted(row.milestones_overdue, formula)
    },
);
pub static SUM_DELIVERABLES: Col<Sum> =
    Col::figure("deliverables", "Leverancer", Unit::Count, |row| {
        counted(row.deliverables, "summen af milepælenes leverancer")
    });
pub static SUM_DELIVERABLES_DONE: Col<Sum> = Col::figure(
    "deliverables_done",
    "Færdige leverancer",
    Unit::Count,
    |row| {
        let formula = "summen af milepælenes færdige leverancer";
        counted(row.deliverables_done, formula)
    },
);

pub static TOTALS: Cols<Sum> = &[
    &SUM_PLAN,
    &SUM_FOCUS_AREA,
    &SUM_MILESTONES,
    &SUM_DONE,
    &SUM_OVERDUE,
    &SUM_DELIVERABLES,
    &SUM_DELIVERABLES_DONE,
];

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    Ok(answer(db, query)?.report(COLUMNS, TOTALS))
}

/// The milestones of every plan that there was on the day asked for, each as it stood then.
///
/// # Errors
/// [`ReportError`]: a data version that has not been, or the database's own.
pub fn answer(db: &mut Db, query: &Query) -> Result<Answer<Row, Sum>, ReportError> {
    let data_version = storage::version(db)?;
    let as_of = basis::as_of(db, query, data_version)?;
    let on = counted_to(db, query, as_of)?;
    let mut plans = workplan::plans(db, as_of)?;
    plans.retain(|kept| kept.is_there_on(on));
    let mut notes: Vec<String> = plans
        .iter()
        .map(|kept| format!("{}. Kilde: {}.", kept.plan.title, kept.plan.source))
        .collect();
    notes.push(
        "En milepæl er overskredet fra midnat efter sin frist, medmindre den er færdig eller opgivet."
            .to_owned(),
    );
    if as_of < data_version {
        notes.push(format!(
            "Planen er, som den var kendt ved datastand {as_of} (nu {data_version})."
        ));
    }
    let mut answer = Answer::empty(Report {
        name: WORKPLAN.name,
        title: "Arbejdsplan".to_owned(),
        filters: vec![
            Filter::new("on", "Dag", on.to_string()).in_words(danish_date(on)),
            Filter::new("as-of", "Datastand", as_of.to_string()),
        ],
        data_version,
        synthetic: settings::is_synthetic(db)?,
        masks: false,
        rows: Table::default(),
        totals: Table::default(),
        notes,
        sources: Vec::new(),
        series: Vec::new(),
    });
    for kept in plans {
        let key = kept.plan.key();
        let rows: Vec<Row> = kept
            .milestones
            .into_iter()
            .map(|tracked| Row {
                standing: tracked.on(on),
                tracked,
                on,
            })
            .collect();
        let areas = kept.plan.focus_areas.into_iter();
        answer
            .totals
            .extend(areas.map(|area| sum(&key, area, &rows)));
        answer.rows.extend(rows);
    }
    Ok(answer)
}

fn sum(plan: &str, focus_area: FocusArea, rows: &[Row]) -> Sum {
    let own = || {
        rows.iter()
            .filter(|row| row.tracked.focus_area.key == focus_area.key)
    };
    let done = own().filter(|row| row.standing.status == Status::Done);
    Sum {
        plan: plan.to_owned(),
        milestones: count(own().count()),
        milestones_done: count(done.count()),
        milestones_overdue: count(own().filter(|row| row.is_overdue()).count()),
        deliverables: own().map(Row::deliverables).sum(),
        deliverables_done: own().map(Row::done).sum(),
        focus_area,
    }
}
