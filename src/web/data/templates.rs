//! `/data/skabelon/KIND`: a workbook to fill in; and its columns, as `/data` explains them.

use axum::extract::{Path, State};
use axum::response::Response;

use crate::changes::data::template::{self, TemplateColumn};
use crate::changes::kinds::Kind;
use crate::domain::period::Year;
use crate::export::xlsx::template as workbook;
use crate::export::{Format, template_name};
use crate::import::{Choices, Column, Content};
use crate::storage::data::settings;
use crate::web::downloads;
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// A kind of file, as `/data` explains it.
pub(super) struct Explained {
    pub label: &'static str,
    pub address: String,
    pub columns: &'static [Column],
}

impl Explained {
    pub fn of(kind: Kind) -> Explained {
        Explained {
            label: kind.label(),
            address: format!("/data/skabelon/{}", kind.key()),
            columns: kind.columns(),
        }
    }
}

/// Gives the template of a kind, with what the viewer's own municipality has where there is one.
///
/// # Errors
/// [`AppError`]: no such kind, or one that the viewer does not bring.
pub async fn download(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(kind): Path<String>,
) -> Result<Response, AppError> {
    let kind = Kind::from_key(&kind).ok_or(AppError::NotFound)?;
    let bound_to = viewer.who()?.bound_to().map(str::to_owned);
    let bytes = state
        .read(move |db| {
            let template = template::of(db, kind, bound_to.as_deref())?;
            let sheet = workbook::Template {
                title: kind.label(),
                columns: template.columns.iter().map(column).collect(),
                rows: &template.rows,
                synthetic: settings::is_synthetic(db)?,
            };
            workbook::write(&sheet).map_err(AppError::internal)
        })
        .await?;
    downloads::note(&state, &viewer, format!("/data/skabelon/{}", kind.key())).await?;
    let name = template_name(kind.label());
    Ok(downloads::file(
        bytes,
        Format::Xlsx.content_type(),
        Some(&name),
    ))
}

fn column(of: &TemplateColumn) -> workbook::TemplateColumn<'_> {
    let column = of.column;
    workbook::TemplateColumn {
        heading: column.key,
        meaning: column.meaning,
        content: column.written(),
        required: column.required,
        cells: cells(column),
        choices: &of.choices,
        is_closed: of.is_closed,
    }
}

fn cells(column: &Column) -> workbook::Cells {
    use workbook::Cells;
    match (column.choices, column.content) {
        (Choices::Years, _) => Cells::Year(Year::FIRST.number(), Year::LAST.number()),
        (Choices::Months | Choices::Quarters | Choices::PriceLevels, _) => Cells::Plain,
        (_, Content::Text | Content::Id | Content::List) => Cells::Text,
        (_, Content::Date) => Cells::Text,
        (_, Content::Number) => Cells::Decimal,
        (_, Content::Count) => Cells::Count,
        (_, Content::Money) => Cells::Amount,
        (_, Content::Percent) => Cells::Percent,
    }
}
