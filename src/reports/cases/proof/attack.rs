//! What a reader can work out of the masked cells: the least and the most that each number and
//! each cost can be, by linear programmes of a solver.

use std::sync::Arc;
use std::thread;

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem, Variable};

use super::Tables;
use super::facts::{Fact, Pair};
use super::reader::Seen;
use super::versions::Versions;
use crate::domain::cases::{ByReader, Found, NotProven};

/// How far a number and a cost (in millions) may be: further makes no difference.
const BEYOND: Pair = (10_000.0, 100_000.0);

/// What a solver may be off.
const ABOUT: f64 = 1e-6;

/// Fewer whole numbers are narrow.
const WIDTH: f64 = 5.0;

/// What each reader can work out of a region's published cells. A municipality's own cases are
/// taken from `costly`; nothing else is read of them.
///
/// # Errors
/// [`NotProven`]: the solver failed, or what is told does not add up.
pub fn attacked(tables: &Tables) -> Result<Vec<ByReader>, NotProven> {
    attacked_together(std::slice::from_ref(tables))
}

/// The same of all publications of a region, the newest last: whoever kept them reads them together.
///
/// # Errors
/// [`NotProven`] as above.
pub fn attacked_together(publications: &[Tables]) -> Result<Vec<ByReader>, NotProven> {
    let versions = Versions::new(publications);
    let run = |who: &Option<Arc<str>>| {
        let attack = Attack {
            facts: &versions.facts_for(who.as_ref()),
            limits: &versions.limits,
            seen: &versions.seen(who.as_ref()),
        };
        Ok((who.clone(), attack.run()?))
    };
    let readers = versions.readers();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = readers.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let running: Vec<_> = readers
            .chunks(share)
            .map(|some| scope.spawn(move || some.iter().map(run).collect::<Result<Vec<_>, _>>()))
            .collect();
        let mut found = Vec::new();
        for one in running {
            found.extend(one.join().map_err(|_| NotProven::NoAnswer)??);
        }
        Ok(found)
    })
}

struct Attack<'a> {
    facts: &'a [Fact],
    limits: &'a [f64],
    seen: &'a [Seen],
}

/// A measure of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Count(usize),
    Cost(usize),
}

/// The least and the most that was found possible.
#[derive(Debug, Clone, Copy)]
struct Range {
    low: f64,
    high: f64,
}

impl Range {
    const NONE: Range = Range {
        low: f64::INFINITY,
        high: f64::NEG_INFINITY,
    };

    fn widen(&mut self, value: f64) {
        self.low = self.low.min(value);
        self.high = self.high.max(value);
    }

    /// How many whole numbers it holds.
    fn wholes(&self) -> f64 {
        (self.high + ABOUT).floor() - (self.low - ABOUT).ceil() + 1.0
    }

    fn span(&self) -> f64 {
        self.high - self.low
    }
}

impl Attack<'_> {
    fn run(&self) -> Result<Found, NotProven> {
        let mut counts = vec![Range::NONE; self.seen.len()];
        let mut costs = counts.clone();
        let mut found = Found::default();
        for (cell, seen) in self.seen.iter().enumerate() {
            found.untried += usize::from(matches!(seen, Seen::Untried));
            if !matches!(seen, Seen::AtLeast { guards: true, .. }) {
                continue;
            }
            found.masked += 1;
            for of in [Of::Count(cell), Of::Cost(cell)] {
                for towards in [
                    OptimizationDirection::Minimize,
                    OptimizationDirection::Maximize,
                ] {
                    // Every solution is a table that fits: it may have shown enough already.
                    let wide = match of {
                        Of::Count(_) => counts[cell].wholes() >= WIDTH,
                        Of::Cost(_) => costs[cell].span() >= self.limits[cell] + ABOUT,
                    };
                    if !wide {
                        self.extreme(of, towards, &mut counts, &mut costs)?;
                    }
                }
            }
            let (wholes, span) = (counts[cell].wholes(), costs[cell].span());
            // The solver is right to within a millionth, so a span that is the limit is enough.
            let narrow = wholes < WIDTH || span < self.limits[cell] - ABOUT;
            found.determined += usize::from(wholes < 2.0 || span < 2.0 * ABOUT);
            found.narrow += usize::from(narrow);
        }
        Ok(found)
    }

    /// Widens every cell's range by a table in which one measure is least or most.
    fn extreme(
        &self,
        of: Of,
        towards: OptimizationDirection,
        counts: &mut [Range],
        costs: &mut [Range],
    ) -> Result<(), NotProven> {
        let mut programme = Problem::new(towards);
        let mut variable = |is: bool, bounds| programme.add_var(if is { 1.0 } else { 0.0 }, bounds);
        let variables: Vec<Option<(Variable, Variable)>> = self
            .seen
            .iter()
            .enumerate()
            .map(|(cell, seen)| {
                let (least, most) = match seen {
                    Seen::Known(_) => return None,
                    Seen::AtLeast { count, .. } => (*count, BEYOND),
                    Seen::UpTo(most) => (0.0, *most),
                    Seen::Untried => (0.0, BEYOND),
                };
                Some((
                    variable(of == Of::Count(cell), (least, most.0)),
                    variable(of == Of::Cost(cell), (0.0, most.1)),
                ))
            })
            .collect();
        for fact in self.facts {
            self.state(fact, &variables, &mut programme)?;
        }
        // What the solver says of why may hold a figure: it is not kept.
        let solved = programme.solve().map_err(|_| NotProven::NoAnswer)?;
        let solution = solved.into_solution().map_err(|_| NotProven::NoAnswer)?;
        for (cell, variables) in variables.iter().enumerate() {
            if let Some((count, cost)) = variables {
                counts[cell].widen(solution.var_value(*count));
                costs[cell].widen(solution.var_value(*cost));
            }
        }
        Ok(())
    }

    fn state(
        &self,
        fact: &Fact,
        variables: &[Option<(Variable, Variable)>],
        programme: &mut Problem,
    ) -> Result<(), NotProven> {
        let mut terms = LinearExpr::empty();
        let (mut known, mut is_open) = (fact.known, false);
        for (cell, count, cost) in &fact.terms {
            match (self.seen[*cell], variables[*cell]) {
                (Seen::Known(pair), _) => known += count * pair.0 + cost * pair.1,
                (_, Some(variable)) => {
                    is_open = true;
                    if *count != 0.0 {
                        terms.add(variable.0, *count);
                    }
                    if *cost != 0.0 {
                        terms.add(variable.1, *cost);
                    }
                }
                (_, None) => {}
            }
        }
        if is_open {
            let compared = if fact.is_exact {
                ComparisonOp::Eq
            } else {
                ComparisonOp::Le
            };
            programme.add_constraint(terms, compared, -known);
        } else if known > ABOUT || (fact.is_exact && known < -ABOUT) {
            return Err(NotProven::DoesNotAddUp);
        }
        Ok(())
    }
}
