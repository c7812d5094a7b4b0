//! What the reports of models begin with.

use crate::domain::money::Money;
use crate::domain::number::Exact;
use crate::domain::report::{self, Chart, ChartKind, Filter, Line, Report, Table, Unit, Value};
use crate::reports::ReportError;
use crate::reports::words::with_unit;
use crate::storage::data::settings;
use crate::storage::{self, Db};

/// A report that is worked out from its assumptions alone.
pub(super) fn assumed_alone(
    db: &mut Db,
    name: &'static str,
    title: &str,
    filters: Vec<Filter>,
) -> Result<Report, ReportError> {
    Ok(Report {
        name,
        title: title.to_owned(),
        filters,
        data_version: storage::version(db)?,
        synthetic: settings::is_synthetic(db)?,
        masks: false,
        rows: Table::default(),
        totals: Table::default(),
        notes: vec![
            "Tallene følger af forudsætningerne alene; ingen indlæste tal indgår.".to_owned(),
        ],
        sources: Vec::new(),
        series: Vec::new(),
    })
}

/// An amount in words: "854.550,80 kr.".
pub(super) fn kroner(value: &Exact) -> String {
    with_unit(&report::kroner(value))
}

/// An assumed amount.
pub(super) fn in_kroner(key: &'static str, label: &'static str, money: Money) -> Filter {
    Filter::new(key, label, money.decimal().to_string()).in_words(kroner(&money.exact()))
}

/// The picture of one line: what it is called, with its labels and values.
pub(super) fn one_line(
    (key, title, label): (&str, &str, &str),
    unit: Unit,
    points: impl IntoIterator<Item = (String, Value)>,
) -> Chart {
    let (labels, values): (Vec<String>, Vec<Value>) = points.into_iter().unzip();
    Chart {
        key: key.to_owned(),
        title: title.to_owned(),
        kind: ChartKind::Line,
        unit,
        labels,
        lines: vec![Line {
            label: label.to_owned(),
            points: values.iter().map(Into::into).collect(),
        }],
    }
}
