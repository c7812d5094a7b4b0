//! The zip file a workbook is packed in, read with a limit on what it unpacks to.

use std::cell::Cell;
use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::rc::Rc;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use quick_xml::events::{BytesRef, BytesStart};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::rows::{Until, push_text};
use crate::import::errors::RowError;
use crate::import::messages;

/// An open archive. What is read from it is counted, since the sizes it declares may lie.
pub(in crate::import) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    limit: u64,
    counter: Counter,
    /// How far each part has been unpacked: a part that is read again counts once.
    reached: HashMap<usize, Rc<Cell<u64>>>,
}

impl std::fmt::Debug for Archive<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Archive({} parts)", self.zip.len())
    }
}

/// How many parts the archive lists: its last record says so. The reader keeps one of each name.
fn listed_parts(bytes: &[u8]) -> Option<usize> {
    const RECORD: &[u8] = b"PK\x05\x06";
    let at = bytes
        .windows(RECORD.len())
        .rposition(|window| window == RECORD)?;
    let listed = bytes.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes(listed.try_into().ok()?)))
}

/// More parts than any workbook has.
const MAX_PARTS: usize = 20_000;

impl<'a> Archive<'a> {
    /// Opens the archive and adds up the sizes it declares.
    ///
    /// # Errors
    /// No zip file, one with encrypted parts, or one that declares more than `limit` bytes.
    pub(in crate::import) fn open(
        bytes: &'a [u8],
        limit: u64,
        until: Until,
    ) -> Result<Archive<'a>, RowError> {
        let mut zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| messages::broken_workbook("zip-pakken"))?;
        // Which of two parts of one name counts cannot be known.
        if listed_parts(bytes).is_some_and(|listed| listed > zip.len()) {
            return Err(messages::broken_workbook("zip-pakken"));
        }
        if zip.len() > MAX_PARTS {
            return Err(messages::unpacks_too_large(limit));
        }
        let mut declared: u64 = 0;
        for index in 0..zip.len() {
            let part = zip
                .by_index_raw(index)
                .map_err(|_| messages::broken_workbook("zip-pakken"))?;
            if part.encrypted() {
                return Err(messages::password_protected());
            }
            declared = declared.saturating_add(part.size());
        }
        if declared > limit {
            return Err(messages::unpacks_too_large(limit));
        }
        let counter = Counter {
            left: Rc::new(Cell::new(limit)),
            spent: Rc::new(Cell::new(false)),
            until,
        };
        Ok(Archive {
            zip,
            limit,
            counter,
            reached: HashMap::new(),
        })
    }

    /// The index of a part; some writers differ in case or write "\".
    fn find(&self, name: &str) -> Option<usize> {
        self.zip.index_for_name(name).or_else(|| {
            (0..self.zip.len()).find(|index| {
                matches!(self.zip.name_for_index(*index), Some(Ok(part))
                    if part.replace('\\', "/").eq_ignore_ascii_case(name))
            })
        })
    }

    pub(in crate::import) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// A part as XML, or `None` when there is no such part.
    ///
    /// # Errors
    /// A part that cannot be unpacked.
    pub(in crate::import) fn xml(&mut self, name: &str) -> Result<Option<Xml<'_>>, RowError> {
        let limit = self.limit;
        let Some((part, counter)) = self.part(name)? else {
            return Ok(None);
        };
        let mut part = BufReader::new(part);
        let wide = part.fill_buf().ok().and_then(utf16_of);
        let part: Box<dyn BufRead + '_> = match wide {
            None => Box::new(part),
            Some(encoding) => Box::new(Cursor::new(decoded(part, encoding, &counter, limit)?)),
        };
        let mut reader = Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        Ok(Some(Xml {
            reader,
            counter,
            limit,
        }))
    }

    fn part<'r>(&'r mut self, name: &str) -> Result<Option<(Metered<'r, 'a>, Counter)>, RowError> {
        let Some(index) = self.find(name) else {
            return Ok(None);
        };
        let part = self.zip.by_index(index).map_err(|fault| match fault {
            ZipError::UnsupportedArchive(text) if text.contains("assword") => {
                messages::password_protected()
            }
            _ => messages::broken_workbook("zip-pakken"),
        })?;
        let metered = Metered {
            part,
            counter: self.counter.clone(),
            position: 0,
            reached: Rc::clone(self.reached.entry(index).or_default()),
            run: 0,
        };
        Ok(Some((metered, self.counter.clone())))
    }

    /// The first bytes of a part as text.
    ///
    /// # Errors
    /// A part that cannot be unpacked.
    pub(in crate::import) fn start_of(
        &mut self,
        name: &str,
        bytes: u64,
    ) -> Result<String, RowError> {
        let Some((part, _)) = self.part(name)? else {
            return Ok(String::new());
        };
        let mut start = Vec::new();
        part.take(bytes)
            .read_to_end(&mut start)
            .map_err(|_| messages::broken_workbook("zip-pakken"))?;
        Ok(String::from_utf8_lossy(&start).into_owned())
    }

    /// A small part as text, as far as its first megabyte.
    ///
    /// # Errors
    /// A part that cannot be unpacked.
    pub(in crate::import) fn text_of(&mut self, name: &str) -> Result<Option<String>, RowError> {
        if self.has(name) {
            self.start_of(name, 1 << 20).map(Some)
        } else {
            Ok(None)
        }
    }
}

/// How much may still be unpacked, and whether too much was.
#[derive(Debug, Clone)]
struct Counter {
    left: Rc<Cell<u64>>,
    spent: Rc<Cell<bool>>,
    until: Until,
}

/// Counts what is unpacked. It also ends a part that goes on without any markup: a cell holds at
/// most 32,767 characters, and what comes without end is kept in memory until it ends.
struct Metered<'r, 'a> {
    part: ZipFile<'r, Cursor<&'a [u8]>>,
    counter: Counter,
    position: u64,
    reached: Rc<Cell<u64>>,
    run: usize,
}

/// The longest run without markup.
const MAX_RUN: usize = 1 << 20;

impl Read for Metered<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.counter.until.is_over() {
            return Err(io::Error::other("took longer than allowed"));
        }
        let count = self.part.read(buffer)?;
        let unpacked = &buffer[..count];
        self.run = match unpacked.iter().rposition(|b| *b == b'<') {
            Some(at) => count - at,
            None => self.run + count,
        };
        self.position = self.position.saturating_add(count as u64);
        let fresh = self.position.saturating_sub(self.reached.get());
        self.reached.set(self.position.max(self.reached.get()));
        match self.counter.left.get().checked_sub(fresh) {
            Some(left) if self.run <= MAX_RUN => {
                self.counter.left.set(left);
                Ok(count)
            }
            _ => {
                self.counter.spent.set(true);
                Err(io::Error::other("unpacks to more than allowed"))
            }
        }
    }
}

/// The encoding of a part in UTF-16, told by its mark or its first letter, which is "<".
fn utf16_of(start: &[u8]) -> Option<&'static Encoding> {
    match start {
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] | [0, b'<', ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// The most bytes of a part in UTF-16: it is kept whole.
const MAX_WIDE: u64 = 64 << 20;

fn decoded(
    part: impl Read,
    encoding: &'static Encoding,
    counter: &Counter,
    limit: u64,
) -> Result<Vec<u8>, RowError> {
    let mut bytes = Vec::new();
    let read = part.take(MAX_WIDE + 1).read_to_end(&mut bytes);
    if counter.spent.get() || bytes.len() as u64 > MAX_WIDE {
        return Err(messages::unpacks_too_large(limit));
    }
    if read.is_err() && counter.until.is_over() {
        return Err(messages::takes_too_long(counter.until.limit));
    }
    read.map_err(|_| broken())?;
    let (text, _, is_damaged) = encoding.decode(&bytes);
    if is_damaged {
        Err(broken())
    } else {
        Ok(text.into_owned().into_bytes())
    }
}

/// A part being read as XML.
pub(in crate::import) struct Xml<'r> {
    reader: Reader<Box<dyn BufRead + 'r>>,
    counter: Counter,
    limit: u64,
}

impl Xml<'_> {
    /// The next event; empty elements come as a start and an end.
    ///
    /// # Errors
    /// Broken XML, or a part that unpacks to too much.
    pub(in crate::import) fn next<'b>(
        &mut self,
        buffer: &'b mut Vec<u8>,
    ) -> Result<quick_xml::events::Event<'b>, RowError> {
        buffer.clear();
        match self.reader.read_event_into(buffer) {
            Ok(event) => Ok(event),
            Err(_) if self.counter.until.is_over() => {
                Err(messages::takes_too_long(self.counter.until.limit))
            }
            Err(_) if self.counter.spent.get() => Err(messages::unpacks_too_large(self.limit)),
            Err(_) => Err(broken()),
        }
    }
}

pub(in crate::import) fn broken() -> RowError {
    messages::broken_workbook("en del")
}

/// An attribute by its local name (`id` finds `r:id`), with entities resolved.
///
/// # Errors
/// Broken attributes.
pub(in crate::import) fn attribute(
    element: &BytesStart<'_>,
    name: &str,
) -> Result<Option<String>, RowError> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| broken())?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|_| broken())?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// What a reference (&amp;amp; or &amp;#230;) stands for.
///
/// # Errors
/// An unknown entity.
pub(in crate::import) fn push_reference(
    text: &mut String,
    reference: &BytesRef<'_>,
) -> Result<(), RowError> {
    if let Some(letter) = reference.resolve_char_ref().map_err(|_| broken())? {
        text.push(letter);
        return Ok(());
    }
    let known = quick_xml::escape::resolve_predefined_entity(reference).ok_or_else(broken)?;
    push_text(text, known)
}
