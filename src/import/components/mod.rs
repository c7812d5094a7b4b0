//! The files of the component analysis.
//!
//! [`facts`] (expenditure and persons), [`price_index`], [`population`].

pub(super) mod facts;
pub(super) mod population;
pub(super) mod price_index;
