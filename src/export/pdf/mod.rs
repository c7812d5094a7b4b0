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

use std::sync::atomic::{AtomicUsize, Ordering};

use typst::diag::SourceDiagnostic;
use typst::ecow::EcoVec;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::ExportError;
use super::document::Document;
use world::Press;

/// So many documents later the typesetter forgets what none of them has used: as much time as more would save,
/// in less memory.
const KEPT: usize = 8;

/// How many [`Sharing`]s there are.
static SHARING: AtomicUsize = AtomicUsize::new(0);

/// While it lives, documents that are set one after the other share what the typesetter remembers: the same
/// table in the whole paper of a meeting, in the public one and in that of its item is laid out once.
pub struct Sharing(());

impl Sharing {
    #[must_use]
    pub fn begin() -> Sharing {
        SHARING.fetch_add(1, Ordering::SeqCst);
        Sharing(())
    }
}

impl Drop for Sharing {
    fn drop(&mut self) {
        SHARING.fetch_sub(1, Ordering::SeqCst);
        forget();
    }
}

/// What the typesetter remembers is of no use to another document, and would only grow.
fn forget() {
    let shared = SHARING.load(Ordering::SeqCst) > 0;
    typst::comemo::evict(if shared { KEPT } else { 0 });
}

/// The document as PDF.
///
/// # Errors
/// [`ExportError::Pdf`]; a text that no font has is spelled out by its code, so whatever a report
/// says can be set.
pub fn write(document: &Document) -> Result<Vec<u8>, ExportError> {
    let press = Press::new(serde_json::to_vec(&data::Paper::new(document))?);
    let bytes = set(&press);
    forget();
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
