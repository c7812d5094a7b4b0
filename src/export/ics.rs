//! A calendar (RFC 5545) of whole days, for the calendar programs of others.
//!
//! Lines end with CR LF and are folded at 75 octets, texts are escaped, and an event keeps its UID
//! and the moment it was last changed: the same events give the same bytes, so that a program that
//! fetches it every hour finds nothing new where nothing is new.

use jiff::Timestamp;
use jiff::civil::Date;

/// The value of the `Content-Type` header.
pub const CONTENT_TYPE: &str = "text/calendar; charset=utf-8";

/// A line has at most so many octets, its end not counted (RFC 5545, 3.1).
const LINE: usize = 75;

/// Something that is on one day (heldagsbegivenhed).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The same for the same thing, for ever, and of no other: "vacancy-17-from@cockpit".
    pub uid: String,
    /// When it was last changed; never the moment of the answer.
    pub changed: Timestamp,
    pub day: Date,
    /// One line, Danish.
    pub summary: String,
    /// Danish; may have several lines, or none.
    pub description: String,
    /// The whole address of its page; `None` where nobody knows what the service is called.
    pub page: Option<String>,
}

/// Writes a calendar. Its name is what programs show it as.
pub fn write(name: &str, events: &[Event]) -> String {
    let mut lines = Lines(String::new());
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", "-//KKR Nordjylland//Omkostningscockpit//DA");
    lines.add("METHOD", "PUBLISH");
    // RFC 7986, and what programs knew before it.
    lines.text("NAME", name);
    lines.text("X-WR-CALNAME", name);
    lines.add("REFRESH-INTERVAL;VALUE=DURATION", "PT6H");
    for event in events {
        lines.event(event);
    }
    if events.is_empty() {
        lines.nothing();
    }
    lines.add("END", "VCALENDAR");
    lines.0
}

struct Lines(String);

impl Lines {
    fn event(&mut self, event: &Event) {
        self.add("BEGIN", "VEVENT");
        self.add("UID", &plain(&event.uid));
        self.add(
            "DTSTAMP",
            &event.changed.strftime("%Y%m%dT%H%M%SZ").to_string(),
        );
        self.add(
            "DTSTART;VALUE=DATE",
            &event.day.strftime("%Y%m%d").to_string(),
        );
        self.text("SUMMARY", &event.summary);
        if !event.description.is_empty() {
            self.text("DESCRIPTION", &event.description);
        }
        if let Some(page) = &event.page {
            self.add("URL", &plain(page));
        }
        // It is nobody's own time.
        self.add("TRANSP", "TRANSPARENT");
        self.add("END", "VEVENT");
    }

    /// A calendar has at least one component (RFC 5545, 3.6): a time zone that says nothing.
    fn nothing(&mut self) {
        for (name, value) in [
            ("BEGIN", "VTIMEZONE"),
            ("TZID", "UTC"),
            ("BEGIN", "STANDARD"),
            ("DTSTART", "19700101T000000"),
            ("TZOFFSETFROM", "+0000"),
            ("TZOFFSETTO", "+0000"),
            ("END", "STANDARD"),
            ("END", "VTIMEZONE"),
        ] {
            self.add(name, value);
        }
    }

    fn text(&mut self, name: &str, text: &str) {
        self.add(name, &escaped(text));
    }

    /// A content line, folded between characters: what goes on begins with a space.
    fn add(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for c in format!("{name}:{value}").chars() {
            if length + c.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(c);
            length += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// A text as a value (RFC 5545, 3.3.11); no other control character can stand there.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => escaped.push_str("\\n"),
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A value that is no text: without what would begin a line of its own.
fn plain(value: &str) -> String {
    value.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn event(summary: &str, description: &str) -> Event {
        Event {
            uid: "vacancy-17-from@cockpit".into(),
            changed: Timestamp::constant(1_750_406_400, 999),
            day: date(2026, 3, 1),
            summary: summary.into(),
            description: description.into(),
            page: Some("https://cockpit.example.dk/ledige-pladser/17".into()),
        }
    }

    /// The lines as a reader puts them together again (RFC 5545, 3.1).
    fn unfolded(calendar: &str) -> Vec<String> {
        let whole = calendar.replace("\r\n ", "");
        let lines = whole.strip_suffix("\r\n").unwrap().split("\r\n");
        lines.map(str::to_owned).collect()
    }

    fn value<'l>(lines: &'l [String], name: &str) -> &'l str {
        let line = lines.iter().find(|line| line.starts_with(name)).unwrap();
        &line[name.len() + 1..]
    }

    #[test]
    fn an_event_is_written_as_the_standard_has_it() {
        let event = event("Ledig plads: Åsen", "1 plads; § 107, bemandet\nC:\\x\r");
        let lines = unfolded(&write("Ledige pladser", &[event]));
        let expected = "BEGIN:VCALENDAR|VERSION:2.0|PRODID:-//KKR Nordjylland//Omkostningscockpit//DA|\
            METHOD:PUBLISH|NAME:Ledige pladser|X-WR-CALNAME:Ledige pladser|\
            REFRESH-INTERVAL;VALUE=DURATION:PT6H|BEGIN:VEVENT|UID:vacancy-17-from@cockpit|\
            DTSTAMP:20250620T080000Z|DTSTART;VALUE=DATE:20260301|SUMMARY:Ledig plads: Åsen|\
            DESCRIPTION:1 plads\\; § 107\\, bemandet\\nC:\\\\x|\
            URL:https://cockpit.example.dk/ledige-pladser/17|TRANSP:TRANSPARENT|END:VEVENT|END:VCALENDAR";
        assert_eq!(lines.join("|"), expected);
    }

    #[test]
    fn a_calendar_without_events_has_a_component_all_the_same() {
        let lines = unfolded(&write("Tom", &[]));
        assert!(lines.contains(&"BEGIN:VTIMEZONE".to_owned()));
        assert!(!lines.contains(&"BEGIN:VEVENT".to_owned()));
    }

    #[test]
    fn nothing_in_a_text_or_an_address_begins_a_line_of_its_own() {
        let mut sly = event("x\r\nEND:VCALENDAR", "");
        sly.uid = "x\r\nATTACH:y".into();
        sly.page = Some("https://x\r\nATTACH:y".into());
        let lines = unfolded(&write("x", &[sly]));
        assert_eq!(lines.iter().filter(|l| *l == "END:VCALENDAR").count(), 1);
        assert!(!lines.iter().any(|line| line.starts_with("ATTACH")));
    }

    proptest! {
        #[test]
        fn lines_are_short_and_a_reader_gets_the_text_back(text in "[ -~æøåÆØÅ€😀\n]{0,300}") {
            let calendar = write("x", &[event(&text, "")]);
            for line in calendar.split("\r\n") {
                prop_assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
            }
            let lines = unfolded(&calendar);
            let mut read = String::new();
            let mut escape = false;
            for c in value(&lines, "SUMMARY").chars() {
                match (escape, c) {
                    (false, '\\') => escape = true,
                    (true, 'n') => { read.push('\n'); escape = false }
                    (_, c) => { read.push(c); escape = false }
                }
            }
            prop_assert_eq!(read, text);
        }
    }
}
