//! Text with a little form (Markdown): headings, paragraphs, lists, emphasis and links, read into
//! typed blocks. There is no other form and no markup: what is none of these is text as it was
//! written, so that page, PDF and Excel can each show the same blocks in their own way.

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Under the text's own heading, level 1 to 3.
    Heading {
        level: u8,
        spans: Vec<Span>,
    },
    Paragraph(Vec<Span>),
    List {
        ordered: bool,
        items: Vec<Vec<Span>>,
    },
}

/// Some words of one form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    pub text: String,
    pub strong: bool,
    pub emphasis: bool,
    /// Where it leads: an address with https, or a path of our own.
    pub link: Option<String>,
}

/// Reads a text. Every text has a reading.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut reader = Blocks::default();
    for line in text.lines() {
        reader.line(line.trim_end());
    }
    reader.end();
    reader.done
}

/// What a text says without its form: for a cell of a workbook, or a line of a list.
pub fn plain(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// What is read so far.
#[derive(Default)]
struct Blocks {
    done: Vec<Block>,
    open: Open,
}

/// What the next line may go on with.
#[derive(Default)]
enum Open {
    #[default]
    Nothing,
    Paragraph(String),
    List {
        ordered: bool,
        items: Vec<String>,
    },
}

impl Blocks {
    fn line(&mut self, line: &str) {
        let text = line.trim_start();
        if text.is_empty() {
            self.end();
        } else if let Some((level, words)) = heading(text) {
            self.end();
            let spans = spans(words);
            self.done.push(Block::Heading { level, spans });
        } else if let Some((ordered, words)) = list_item(text) {
            self.item(ordered, words);
        } else {
            self.go_on(text);
        }
    }

    fn item(&mut self, ordered: bool, words: &str) {
        match &mut self.open {
            Open::List { ordered: is, items } if *is == ordered => items.push(words.to_owned()),
            Open::List { .. } | Open::Paragraph(_) | Open::Nothing => {
                self.end();
                let items = vec![words.to_owned()];
                self.open = Open::List { ordered, items };
            }
        }
    }

    /// A line that begins nothing goes on with what stands before it.
    fn go_on(&mut self, text: &str) {
        let join = |before: &mut String| {
            before.push(' ');
            before.push_str(text);
        };
        match &mut self.open {
            Open::Nothing => self.open = Open::Paragraph(text.to_owned()),
            Open::Paragraph(before) => join(before),
            Open::List { items, .. } => items.last_mut().into_iter().for_each(join),
        }
    }

    fn end(&mut self) {
        match std::mem::take(&mut self.open) {
            Open::Nothing => {}
            Open::Paragraph(text) => self.done.push(Block::Paragraph(spans(&text))),
            Open::List { ordered, items } => {
                let items = items.iter().map(|item| spans(item)).collect();
                self.done.push(Block::List { ordered, items });
            }
        }
    }
}

/// "## Words"; deeper than three is three.
fn heading(line: &str) -> Option<(u8, &str)> {
    let words = line.trim_start_matches('#');
    let depth = line.len() - words.len();
    let words = words.strip_prefix(' ')?.trim();
    let level = u8::try_from(depth.min(3)).ok().filter(|level| *level > 0)?;
    (depth <= 6 && !words.is_empty()).then_some((level, words))
}

/// "- words", "* words" or "1. words".
fn list_item(line: &str) -> Option<(bool, &str)> {
    let bullet = line.strip_prefix("- ").or_else(|| line.strip_prefix("* "));
    if let Some(words) = bullet {
        return Some((false, words.trim()));
    }
    let words = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - words.len();
    let words = words.strip_prefix(". ")?.trim();
    (1..=3).contains(&digits).then_some((true, words))
}

/// Reads the words of one line.
fn spans(text: &str) -> Vec<Span> {
    let mut reader = Spans::default();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        rest = match first {
            '\\' => reader.escaped(rest),
            '*' | '_' => reader.emphasis(rest, first),
            '[' => reader.link(rest),
            _ => reader.letter(rest, first),
        };
    }
    reader.end();
    reader.done
}

#[derive(Default)]
struct Spans {
    done: Vec<Span>,
    open: Span,
    /// The letter before, which says whether a word begins.
    before: Option<char>,
}

impl Spans {
    fn letter<'a>(&mut self, rest: &'a str, letter: char) -> &'a str {
        self.open.text.push(letter);
        self.before = Some(letter);
        &rest[letter.len_utf8()..]
    }

    /// A backslash before a mark takes its meaning away.
    fn escaped<'a>(&mut self, rest: &'a str) -> &'a str {
        let after = &rest[1..];
        match after.chars().next() {
            Some(mark) if mark.is_ascii_punctuation() => self.letter(after, mark),
            _ => self.letter(rest, '\\'),
        }
    }

    /// One mark is emphasis, two are strong; a mark that nothing answers is a letter.
    fn emphasis<'a>(&mut self, rest: &'a str, mark: char) -> &'a str {
        let double = rest.len() > 1 && rest[1..].starts_with(mark);
        let (marks, after) = rest.split_at(if double { 2 } else { 1 });
        let is_on = if double {
            self.open.strong
        } else {
            self.open.emphasis
        };
        let next = after.chars().next();
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let word = mark == '_' && inside(self.before) && inside(next);
        let mut further = after.chars();
        let begins = further.next().is_some_and(|c| !c.is_whitespace());
        let opens = !is_on && begins && further.as_str().contains(marks);
        if word || !(is_on || opens) {
            for letter in marks.chars() {
                self.letter(marks, letter);
            }
            return after;
        }
        self.end();
        if double {
            self.open.strong = !is_on;
        } else {
            self.open.emphasis = !is_on;
        }
        self.before = Some(mark);
        after
    }

    /// `[words](address)`; with an address that may not be led to, it stays as it is written.
    fn link<'a>(&mut self, rest: &'a str) -> &'a str {
        let found = rest[1..].split_once("](").and_then(|(words, after)| {
            let (address, after) = after.split_once(')')?;
            let plain = !words.trim().is_empty() && !words.contains(['[', ']']);
            (plain && may_lead_to(address)).then_some((words, address, after))
        });
        let Some((words, address, after)) = found else {
            return self.letter(rest, '[');
        };
        self.end();
        self.done.push(Span {
            text: words.trim().to_owned(),
            link: Some(address.to_owned()),
            ..self.open.clone()
        });
        self.before = Some(')');
        after
    }

    fn end(&mut self) {
        let text = std::mem::take(&mut self.open.text);
        if !text.is_empty() {
            self.done.push(Span {
                text,
                ..self.open.clone()
            });
        }
    }
}

/// Whether a text may lead to an address: with https, or a path of our own.
fn may_lead_to(address: &str) -> bool {
    let plain = address
        .chars()
        .all(|c| c.is_ascii_graphic() && !"\\\"'<>`".contains(c));
    let outside = address.strip_prefix("https://");
    let host = outside.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
    let own = address.starts_with('/') && !address.starts_with("//");
    plain && (host || own)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Span> {
        match blocks(text).as_slice() {
            [Block::Paragraph(spans)] => spans.clone(),
            other => panic!("{text}: {other:?}"),
        }
    }

    fn of(text: &str) -> Span {
        Span {
            text: text.to_owned(),
            ..Span::default()
        }
    }

    #[test]
    fn the_five_forms_are_read() {
        let text = "## Baggrund\nEn *vigtig* og\n**stor** sag, se [tallene](/kommuner/851).\n\n- et\n- to\n  og mere\n1. først\n2. så";
        let link = Span {
            link: Some("/kommuner/851".to_owned()),
            ..of("tallene")
        };
        let emphasis = Span {
            emphasis: true,
            ..of("vigtig")
        };
        let strong = Span {
            strong: true,
            ..of("stor")
        };
        let paragraph = vec![
            of("En "),
            emphasis,
            of(" og "),
            strong,
            of(" sag, se "),
            link,
            of("."),
        ];
        let list = |ordered, items: [&str; 2]| Block::List {
            ordered,
            items: items.map(|item| vec![of(item)]).into(),
        };
        assert_eq!(
            blocks(text),
            [
                Block::Heading {
                    level: 2,
                    spans: vec![of("Baggrund")]
                },
                Block::Paragraph(paragraph),
                list(false, ["et", "to og mere"]),
                list(true, ["først", "så"]),
            ]
        );
    }

    #[test]
    fn what_is_no_form_is_text_as_it_was_written() {
        for text in [
            "2 * 3 * 4",
            "snake_case_navn",
            "a ** b",
            "#nr",
            "<b>fed</b> & <script>alert(1)</script>",
            "[klik](javascript:alert(1))",
            "[klik](http://example.dk)",
            "[klik](//evil.example)",
            "[klik](https://\"onload)",
            "![billede](x.png)",
            "[uden mål]",
            "1.234,5",
        ] {
            let plain: String = plain(&words(text));
            assert_eq!(plain, text);
            assert!(words(text).iter().all(|span| span.link.is_none()), "{text}");
        }
        assert_eq!(plain(&words(r"\*ikke fed\*")), "*ikke fed*");
        assert_eq!(blocks(" \n\n"), []);
    }

    #[test]
    fn emphasis_goes_into_each_other_without_a_fault() {
        let read = words("**a *b** c*");
        let marks: Vec<(&str, bool, bool)> = read
            .iter()
            .map(|s| (s.text.as_str(), s.strong, s.emphasis))
            .collect();
        assert_eq!(
            marks,
            [("a ", true, false), ("b", true, true), (" c", false, true)]
        );
    }

    /// Texts of every mark there is: each has a reading, which adds no letter, and whose links lead
    /// nowhere but where they may.
    #[test]
    fn no_text_gives_anything_but_its_own_letters() {
        let marks = [
            "*",
            "_",
            "**",
            "[",
            "](",
            ")",
            "\\",
            "#",
            "- ",
            "1. ",
            "\n",
            " ",
            "æ",
            "<",
            ">",
            "&",
            "/x",
            "https://a.dk",
            "javascript:",
            "\"",
            "a",
            "`",
        ];
        // A row of numbers without chance: the same texts every time.
        let mut state: u64 = 20_250_620;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..12 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                let at = usize::try_from(state >> 33).unwrap() % marks.len();
                text.push_str(marks[at]);
            }
            for block in blocks(&text) {
                let spans = match block {
                    Block::Heading { spans, .. } | Block::Paragraph(spans) => spans,
                    Block::List { items, .. } => items.into_iter().flatten().collect(),
                };
                let mut letters = text.chars();
                for letter in plain(&spans).chars().filter(|c| *c != ' ') {
                    assert!(letters.any(|l| l == letter), "{text:?}: {spans:?}");
                }
                let links = spans.iter().filter_map(|span| span.link.as_deref());
                for link in links {
                    assert!(may_lead_to(link), "{text:?}: {link}");
                }
            }
        }
    }
}
