//! What the typesetter sees: a template, one file of data, and fonts. Nothing else exists for it.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::layout::Abs;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontInstance, FontVariant, FontVariations};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use crate::export::shared::one_break;

const TEMPLATE: &str = include_str!("template.typ");

const FAMILY: &str = "Libertinus Serif";

/// What every document shares: read once, since parsing fonts and template takes its time.
struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    /// The one that texts are set in, as the template says; the others lend what it lacks.
    of_texts: FontInstance,
    template: Source,
    data: FileId,
}

static SHOP: LazyLock<Shop> = LazyLock::new(|| {
    let fonts: Vec<Font> = typst_assets::fonts()
        .flat_map(|bytes| Font::iter(Bytes::new(bytes)))
        .collect();
    let file = |name: &str| {
        let path = VirtualPath::new(name).expect("a path without dots is valid");
        RootedPath::new(VirtualRoot::Project, path).intern()
    };
    Shop {
        // The extras let a table's first column be tagged as the heading of its row.
        library: LazyHash::new(
            Library::builder()
                .with_features([Feature::A11yExtras].into_iter().collect())
                .build(),
        ),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        of_texts: of_texts(&fonts),
        fonts,
        template: Source::new(file("/template.typ"), TEMPLATE.to_owned()),
        data: file("/data.json"),
    }
});

/// One document on its way to paper.
pub struct Press {
    data: Bytes,
}

impl Press {
    pub fn new(data: Vec<u8>) -> Press {
        Press {
            data: Bytes::new(data),
        }
    }
}

impl World for Press {
    fn library(&self) -> &LazyHash<Library> {
        &SHOP.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHOP.book
    }

    fn main(&self) -> FileId {
        SHOP.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == SHOP.template.id() {
            Ok(SHOP.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == SHOP.data {
            Ok(self.data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHOP.fonts.get(index).cloned()
    }

    /// There is no clock here: a document bears the date it was given.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Whether some font can show a character.
fn is_printable(c: char) -> bool {
    // A line break is layout, not a glyph.
    c == '\n' || (!c.is_control() && !is_private(c) && SHOP.fonts.iter().any(|f| has(f, c)))
}

fn has(font: &Font, c: char) -> bool {
    font.info().coverage.contains(u32::from(c))
}

/// The upright font of usual weight.
fn of_texts(fonts: &[Font]) -> FontInstance {
    let usual = FontVariant::default();
    let is_it = |font: &&Font| font.info().family == FAMILY && font.info().variant == usual;
    let font = fonts.iter().find(is_it);
    let font = font.expect("the typesetter comes with it").clone();
    // Advances are in em, of any size the same.
    font.instantiate(usual, Abs::pt(10.0), &FontVariations::default())
}

/// How wide a text is on one line without kerning, in em. `None` when it has several, or when another font
/// lends a character: what is not known beforehand has to be measured.
pub fn advance(text: &str) -> Option<f64> {
    let font = &SHOP.of_texts;
    let of = |c: char| font.ttf().glyph_index(c).and_then(|g| font.x_advance(g.0));
    text.chars().map(|c| of(c).map(|em| em.get())).sum()
}

/// Characters without a meaning of their own, which an accessible PDF may not contain.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// The text with every character that no font has spelled out by its code: "[U+1F600]". Lost or
/// shown as a box, a reader could not tell what stood there.
pub fn printable(text: &str) -> String {
    if text.chars().all(|c| c.is_ascii_graphic() || c == ' ') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in one_break(text).chars() {
        match c {
            '\t' => out.push(' '),
            c if is_printable(c) => out.push(c),
            c => out.push_str(&format!("[U+{:04X}]", u32::from(c))),
        }
    }
    out
}

/// A label and its value.
pub type Fact = (String, String);

/// Labels and values as they can be printed.
pub fn pairs(facts: &[Fact]) -> Vec<Fact> {
    let facts = facts.iter();
    facts.map(|(k, v)| (printable(k), printable(v))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_font_has_is_spelled_out() {
        assert_eq!(printable("Ærø § 107 – −3,34 %"), "Ærø § 107 – −3,34 %");
        assert_eq!(printable("a\u{1f600}b\u{202e}c"), "a[U+1F600]b[U+202E]c");
        assert_eq!(printable("\u{0}\u{e000}\t"), "[U+0000][U+E000] ");
        assert_eq!(
            printable("å\r\nb\rc\nd\u{2028}e\u{85}f"),
            "å\nb\nc\nd\ne\nf"
        );
    }

    #[test]
    fn widths_are_of_the_font_that_the_template_sets_texts_in() {
        assert!(TEMPLATE.contains(&format!("#set text(font: \"{FAMILY}\"")));
    }

    #[test]
    fn texts_of_one_font_and_line_have_a_width() {
        assert!(advance("1.234,56\u{a0}%") > advance("1.234,5"));
        assert_eq!(advance("0,11"), advance("9,87"));
        assert_eq!(advance(""), Some(0.0));
        assert_eq!(advance("a\nb"), None);
        assert_eq!(advance("a \u{2a00}"), None);
    }

    #[test]
    fn the_typesetter_reaches_nothing_else() {
        let press = Press::new(Vec::new());
        let path = VirtualPath::new("/etc/passwd").unwrap();
        let other = RootedPath::new(VirtualRoot::Project, path).intern();
        assert!(press.file(other).is_err());
        assert!(press.source(other).is_err());
        assert!(press.today(None).is_none());
    }
}
