//! A decomposition worked out again by a reader: from the numbers that its figures show, and by
//! nothing else.

use cockpit::demo;
use cockpit::domain::report::{Cell, Table};

use super::support::{TestDatabase, clock, components};
use super::{cell, run};

/// Works out what stands before the last "=" as a calculator does. Numbers are Danish.
fn worked_out(text: &str) -> f64 {
    let (left, _) = text.rsplit_once(" = ").expect("a result");
    let plain = left
        .replace(" kr.", "")
        .replace('.', "")
        .replace(',', ".")
        .replace('\u{2212}', "-");
    let mut reader = Reader(plain.chars().filter(|c| !c.is_whitespace()).collect(), 0);
    let value = reader.sum();
    assert_eq!(reader.1, reader.0.len(), "{left}");
    value
}

struct Reader(Vec<char>, usize);

impl Reader {
    fn next(&mut self, of: &[char]) -> Option<char> {
        let found = self.0.get(self.1).copied().filter(|c| of.contains(c))?;
        self.1 += 1;
        Some(found)
    }

    fn sum(&mut self) -> f64 {
        let mut value = self.product();
        while let Some(sign) = self.next(&['+', '-']) {
            let next = self.product();
            value += if sign == '+' { next } else { -next };
        }
        value
    }

    fn product(&mut self) -> f64 {
        let mut value = self.one();
        while let Some(sign) = self.next(&['×', '/']) {
            let next = self.one();
            value = if sign == '×' {
                value * next
            } else {
                value / next
            };
        }
        value
    }

    fn one(&mut self) -> f64 {
        if self.next(&['(']).is_some() {
            let value = self.sum();
            assert!(self.next(&[')']).is_some());
            return value;
        }
        let sign = if self.next(&['-']).is_some() {
            -1.0
        } else {
            1.0
        };
        let start = self.1;
        while self
            .next(&['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.'])
            .is_some()
        {}
        let digits: String = self.0[start..self.1].iter().collect();
        sign * digits.parse::<f64>().expect("a number")
    }
}

/// Every figure of a table, worked out again: within a krone, which is what rounding may move.
fn assert_worked_out(table: &Table, members: usize) {
    assert_eq!(table.rows.len(), members);
    let figures = ["volume", "mix", "unit_cost", "change"];
    for row in &table.rows {
        for column in figures {
            let Cell { value, derivation } = table.cell(row, column).expect("a figure");
            let told = derivation.as_ref().expect("its origin");
            let shown: f64 = value
                .number()
                .expect("a number")
                .try_into()
                .expect("a float");
            let text = told
                .with_numbers
                .replace(" (leddet har kun helårspersoner i det ene år)", "");
            let terms = text.split(" + ");
            let bare = |term: &str| term.split_once(": ").map_or(term, |(_, of)| of).to_owned();
            let text = terms.map(bare).collect::<Vec<_>>().join(" + ");
            let again = worked_out(&text);
            // Persons and øre are shown exactly here; the largest remainder moves a krone at most.
            assert!((again - shown).abs() <= 1.0, "{text}: {again}");
        }
    }
}

#[test]
fn the_numbers_put_in_give_the_figure_again() {
    let database = TestDatabase::new();
    let report = run(&database.store(), "decomposition", "");
    assert_worked_out(&report.rows, 3);
    assert_worked_out(&report.totals, 1);
    let of_107 = |column| {
        let cell = cell(&report.rows, &[("member", "SEL_107")], column);
        cell.derivation.expect("its origin")
    };
    let volume = of_107("volume");
    assert!(
        volume
            .formula
            .starts_with("mængde = (Q1 \u{2212} Q0) × (w0 + w1) / 2"),
        "{}",
        volume.formula
    );
    assert!(
        volume.formula.contains("0 er 2022, 1 er 2024"),
        "{}",
        volume.formula
    );
    assert!(
        volume.with_numbers.contains("532.477.630,00 kr. / "),
        "{}",
        volume.with_numbers
    );
    let total = cell(&report.totals, &[("member", "total")], "mix");
    let told = total.derivation.expect("its origin");
    assert_eq!(told.formula, "summen af leddenes");
    assert!(
        told.with_numbers.starts_with("SEL § 107: "),
        "{}",
        told.with_numbers
    );
}

#[test]
fn so_it_is_of_every_way_to_divide_and_of_members_that_enter_and_leave() {
    let database = TestDatabase::new();
    let store = database.store();
    demo::fill(&store, clock()).expect("the synthetic region");
    let by = |by: &str| run(&store, "decomposition", &format!("by={by}"));
    let municipalities = by("municipality");
    assert_worked_out(&municipalities.rows, 11);
    let suppliers = by("supplier");
    assert_worked_out(&suppliers.rows, 3);

    let database = TestDatabase::new();
    let store = database.store();
    components(
        &store,
        &[
            "851;SEL § 107;2023;1500000,00;2,5;2023",
            "851;SEL § 108;2023;3000000,00;1,5;2023",
            "851;SEL § 107;2024;1900000,00;2,75;2023",
            "851;ABL § 105;2024;700000,50;1,25;2023",
        ],
    );
    let changed = run(&store, "decomposition", "area=851");
    assert_worked_out(&changed.rows, 3);
}
