//! PDF: a document on A4, set by typst with fonts of our own, tagged for screen readers (PDF/UA-1).
//!
//! [`data`] turns the document into what is printed, `template.typ` says how it looks, [`world`]
//! gives the typesetter those two and nothing else: no disk, no network, no clock, no fonts of the
//! machine. Texts and figures reach the template as JSON, so none of them is ever read as markup.

mod bars;
mod columns;
mod data;
mod fit;
mod front;
mod grid;
mod plot;
mod short;
mod world;

use typst::diag::SourceDiagnostic;
use typst::ecow::EcoVec;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::ExportError;
use super::document::Document;
use world::Press;

/// The document as PDF.
///
/// # Errors
/// [`ExportError::Pdf`]; a text that no font has is spelled out by its code, so whatever a report
/// says can be set.
pub fn write(document: &Document) -> Result<Vec<u8>, ExportError> {
    let press = Press::new(serde_json::to_vec(&data::Paper::new(document))?);
    let bytes = set(&press);
    // What the typesetter remembers is of no use to the next document, and would only grow.
    typst::comemo::evict(0);
    bytes.map_err(|problems| ExportError::Pdf(in_one_line(&problems)))
}

fn set(press: &Press) -> Result<Vec<u8>, EcoVec<SourceDiagnostic>> {
    let pages = typst::compile::<PagedDocument>(press).output?;
    let accessible = PdfStandards::new(&[PdfStandard::Ua_1]).unwrap_or_default();
    let options = PdfOptions {
        creator: Smart::Custom(Some("Cost cockpit".to_owned())),
        standards: accessible,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&pages, &options)
}

fn in_one_line(problems: &[SourceDiagnostic]) -> String {
    let messages: Vec<&str> = problems.iter().map(|p| p.message.as_str()).collect();
    messages.join("; ")
}
