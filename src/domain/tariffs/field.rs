//! A field (felt): the tariffs that can be held beside each other, and where one of them stands.

use crate::domain::money::Money;
use crate::domain::number::{self, Exact};

/// The five numbers that tell how a field is spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Lowest,
    LowerQuartile,
    Median,
    UpperQuartile,
    Highest,
}

impl Mark {
    pub const ALL: [Mark; 5] = [
        Mark::Lowest,
        Mark::LowerQuartile,
        Mark::Median,
        Mark::UpperQuartile,
        Mark::Highest,
    ];

    /// How many quarters of the way through the field it is.
    pub const fn quarters(self) -> usize {
        match self {
            Mark::Lowest => 0,
            Mark::LowerQuartile => 1,
            Mark::Median => 2,
            Mark::UpperQuartile => 3,
            Mark::Highest => 4,
        }
    }
}

/// Tariffs in order, at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field(Vec<Money>);

impl Field {
    /// `None` of no tariffs.
    pub fn new(mut values: Vec<Money>) -> Option<Field> {
        values.sort_unstable();
        (!values.is_empty()).then_some(Field(values))
    }

    /// How many there are.
    pub fn size(&self) -> usize {
        self.0.len()
    }

    /// One of its five numbers, in kroner.
    pub fn at(&self, mark: Mark) -> Exact {
        number::ratio(self.quarter_oere(mark), 400)
    }

    /// The same in quarters of an øre: between two values in proportion, as spreadsheets do it
    /// (QUARTILE.INC), but exact.
    fn quarter_oere(&self, mark: Mark) -> i128 {
        let way = (self.0.len() - 1) * mark.quarters();
        let (below, rest) = (way / 4, way % 4);
        let low = i128::from(self.0[below].oere());
        let high = self.0.get(below + 1).filter(|_| rest > 0);
        let above = high.map_or(0, |high| i128::from(high.oere()) - low);
        // The rest is one of 0, 1, 2, 3.
        low * 4 + above * i128::try_from(rest).unwrap_or(0)
    }

    /// The place of a tariff, the lowest first; equal ones share the better place.
    pub fn place(&self, value: Money) -> usize {
        1 + self.0.partition_point(|v| *v < value)
    }

    /// How far a tariff is from the median, in percent of the median; `None` when that is zero.
    pub fn from_median(&self, value: Money) -> Option<Exact> {
        let median = self.quarter_oere(Mark::Median);
        let above = i128::from(value.oere()) * 4 - median;
        (median != 0).then(|| number::ratio(above * 100, median))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kr(value: i64) -> Money {
        Money::from_oere(value * 100)
    }

    fn n(value: i64) -> Exact {
        number::exact(value, 0)
    }

    #[test]
    fn quartiles_of_a_spreadsheet() {
        let field = Field::new([7, 1, 4, 2].map(kr).to_vec()).unwrap();
        assert_eq!(field.at(Mark::Median), n(3));
        assert_eq!(field.at(Mark::LowerQuartile), number::exact(175, 2));
        assert_eq!(field.at(Mark::UpperQuartile), number::exact(475, 2));
        assert_eq!(
            (field.at(Mark::Lowest), field.at(Mark::Highest)),
            (n(1), n(7))
        );
        let one = Field::new(vec![kr(9)]).unwrap();
        assert_eq!(Mark::ALL.map(|mark| one.at(mark)), [9; 5].map(n));
        assert!(Field::new(Vec::new()).is_none());
    }

    #[test]
    fn equal_values_share_a_place() {
        let field = Field::new([10, 20, 20, 30].map(kr).to_vec()).unwrap();
        assert_eq!([10, 20, 30].map(|v| field.place(kr(v))), [1, 2, 4]);
        assert_eq!(field.from_median(kr(30)), Some(n(50)));
    }

    proptest! {
        #[test]
        fn the_five_numbers_are_in_order(values in prop::collection::vec(0i64..1000, 1..40)) {
            let field = Field::new(values.iter().copied().map(kr).collect()).unwrap();
            let five = Mark::ALL.map(|mark| field.at(mark));
            prop_assert!(five.is_sorted());
            let below = values.iter().filter(|v| n(**v) < field.at(Mark::Median)).count();
            prop_assert!(below * 2 <= values.len());
        }
    }
}
