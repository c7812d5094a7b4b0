//! A query as it is written: what no query of an analysis may hold is refused before any database
//! sees it, in words that say what to write instead.

use std::collections::BTreeSet;

use super::fault::Faults;

/// Words that stand for something that the two databases do differently, or that reads no facts.
const FORBIDDEN: [(&str, &str); 26] = [
    ("recursive", "En forespørgsel må ikke kalde sig selv."),
    ("pragma", ONLY_SELECT),
    ("attach", ONLY_SELECT),
    ("insert", ONLY_SELECT),
    ("update", ONLY_SELECT),
    ("delete", ONLY_SELECT),
    ("create", ONLY_SELECT),
    ("drop", ONLY_SELECT),
    ("alter", ONLY_SELECT),
    ("copy", ONLY_SELECT),
    ("set", ONLY_SELECT),
    ("into", ONLY_SELECT),
    ("returning", ONLY_SELECT),
    ("real", FLOAT),
    ("float", FLOAT),
    ("double", FLOAT),
    ("numeric", FLOAT),
    ("decimal", FLOAT),
    (
        "like",
        "LIKE skelner forskelligt mellem store og små bogstaver. Brug =.",
    ),
    ("glob", "Brug =."),
    ("match", "Brug =."),
    ("regexp", "Brug =."),
    (
        "collate",
        "Tekster sorteres efter deres tegn; vælg rækkefølgen med et tal.",
    ),
    ("current_date", "Brug parameteren :today."),
    ("current_time", "Brug parameteren :today."),
    ("current_timestamp", "Brug parameteren :today."),
];

const ONLY_SELECT: &str = "Kun SELECT er tilladt.";
const FLOAT: &str = "Tal er hele tal: øre, titusindedele personer, hundrededele procent.";

/// Names of tables that hold what no analysis may read.
const CASE_FACTS: [&str; 4] = ["case_lines", "case_years", "case_reviews", "costly_cases"];

/// What a query names.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Its parameters, without the colon.
    pub parameters: BTreeSet<String>,
}

/// Reads a query; whatever it may not hold is a fault.
pub fn read(text: &str, faults: &mut Faults<'_>) -> Written {
    let mut reader = Reader {
        text,
        at: 0,
        written: Written::default(),
        first: true,
    };
    while reader.step(faults) {}
    if reader.first {
        faults.at(0, "Filen er tom: den skal holde én SELECT.");
    }
    reader.written
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    written: Written,
    /// No word was read yet.
    first: bool,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// How many bytes of the rest belong together.
    fn while_true(&self, from: usize, belongs: impl Fn(char) -> bool) -> usize {
        let rest = &self.rest()[from..];
        from + rest.find(|c| !belongs(c)).unwrap_or(rest.len())
    }

    fn step(&mut self, faults: &mut Faults<'_>) -> bool {
        let rest = self.rest();
        let Some(next) = rest.chars().next() else {
            return false;
        };
        let at = self.at;
        let taken = match next {
            c if c.is_whitespace() => c.len_utf8(),
            '\'' => self.text_literal(faults),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '-' if rest.starts_with("->") => {
                faults.at(at, "»->« findes ikke her.");
                2
            }
            '/' if rest.starts_with("/*") => {
                faults.at(at, "Skriv en bemærkning efter -- i stedet for i /* */.");
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            }
            '/' | '%' => {
                let words = "Division taber en rest. Brug mul_div(a, b, c), som er a · b / c, afrundet til et helt tal.";
                faults.at(at, words);
                1
            }
            ':' => self.parameter(faults),
            c if c.is_ascii_digit() => self.number(faults),
            c if c.is_alphabetic() || c == '_' => self.word(faults),
            '.' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => {
                faults.at(at, FLOAT);
                self.while_true(1, |c| c.is_ascii_digit())
            }
            ';' => {
                faults.at(at, "Skriv én SELECT uden semikolon.");
                1
            }
            '(' | ')' | ',' | '.' | '+' | '-' | '*' | '=' | '<' | '>' | '!' | '|' => 1,
            other => {
                let words = format!(
                    "»{other}« kan ikke stå i en forespørgsel. Parametre skrives :navn, tekster 'sådan'."
                );
                faults.at(at, words);
                other.len_utf8()
            }
        };
        self.at += taken;
        true
    }

    fn text_literal(&self, faults: &mut Faults<'_>) -> usize {
        // A doubled quote is read as two texts beside each other, which comes to the same here.
        match self.rest()[1..].find('\'') {
            Some(end) => end + 2,
            None => {
                faults.at(self.at, "En tekst mangler sit sidste '.");
                self.rest().len()
            }
        }
    }

    fn parameter(&mut self, faults: &mut Faults<'_>) -> usize {
        let end = self.while_true(1, is_part_of_word);
        let name = self.rest()[1..end].to_owned();
        if name.is_empty() {
            faults.at(self.at, "En parameter skrives :navn.");
        } else {
            self.written.parameters.insert(name);
        }
        end
    }

    fn number(&self, faults: &mut Faults<'_>) -> usize {
        let end = self.while_true(0, |c| is_part_of_word(c) || c == '.');
        let number = &self.rest()[..end];
        if !number.chars().all(|c| c.is_ascii_digit()) {
            faults.at(self.at, FLOAT);
        }
        end
    }

    fn word(&mut self, faults: &mut Faults<'_>) -> usize {
        let end = self.while_true(0, is_part_of_word);
        let word = self.rest()[..end].to_lowercase();
        if self.first && word != "select" && word != "with" {
            faults.at(self.at, "En forespørgsel begynder med SELECT eller WITH.");
        } else if let Some((_, instead)) = FORBIDDEN.iter().find(|(known, _)| *known == word) {
            let word = word.to_uppercase();
            faults.at(self.at, format!("{word} er ikke tilladt. {instead}"));
        } else if CASE_FACTS.contains(&word.as_str()) {
            let words = format!(
                "»{word}« er enkeltsager, som ingen analyse læser. Brug de offentliggjorte tabeller (published_cases …)."
            );
            faults.at(self.at, words);
        } else if !word.is_ascii() || word.starts_with("sqlite_") || word.starts_with("pg_") {
            faults.at(self.at, format!("»{word}« findes ikke her."));
        }
        self.first = false;
        end
    }
}

fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(sql: &str) -> Vec<usize> {
        let mut faults = Faults::of("query.sql", sql);
        read(sql, &mut faults);
        faults.done().iter().map(|fault| fault.line).collect()
    }

    #[test]
    fn a_plain_query_has_no_fault_and_its_parameters_are_known() {
        let sql = "-- what it is about; see README\nSELECT 'it''s; /* */ 1.5' AS x, mul_div(a, 10000, b)\nFROM t WHERE y = :year AND z <> 'æ'";
        let mut faults = Faults::of("query.sql", sql);
        let written = read(sql, &mut faults);
        assert!(faults.is_empty(), "{:?}", faults.done());
        assert_eq!(written.parameters, BTreeSet::from(["year".to_owned()]));
    }

    #[test]
    fn what_may_not_stand_there_is_told_by_its_line() {
        assert_eq!(lines("SELECT 1\n;\nDROP TABLE x"), [2, 3]);
        assert_eq!(
            lines("SELECT a / b\nFROM t /* x */\nWHERE c = 1.5"),
            [1, 2, 3]
        );
        assert_eq!(lines("DELETE FROM t"), [1]);
        assert_eq!(lines(""), [1]);
        for wrong in [
            "SELECT \"a\" FROM t",
            "SELECT [a] FROM t",
            "SELECT `a` FROM t",
            "SELECT ?1",
            "SELECT @a",
            "SELECT $a",
            "SELECT 1e3",
            "SELECT .5",
            "SELECT 0x1F",
            "SELECT CAST(a AS REAL) FROM t",
            "SELECT a FROM t WHERE b LIKE 'x%'",
            "SELECT a -> 'b' FROM t",
            "SELECT 'abc",
            "SELECT amount FROM case_lines",
            "SELECT CURRENT_DATE",
        ] {
            assert!(!lines(wrong).is_empty(), "{wrong}");
        }
    }
}
