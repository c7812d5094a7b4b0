//! The table of goals.

/// A goal and what was measured: met when the measure is on the right side of the limit.
pub struct Goal {
    name: &'static str,
    limit: String,
    measured: String,
    met: bool,
}

impl Goal {
    /// A measure that may be as large as the limit.
    pub fn at_most(name: &'static str, measured: f64, limit: f64, unit: &str) -> Goal {
        Goal {
            name,
            limit: format!("<= {limit}{unit}"),
            measured: format!("{measured:.2}{unit}"),
            met: measured <= limit,
        }
    }

    /// A measure that has to be as large as the limit.
    pub fn at_least(name: &'static str, measured: f64, limit: f64, unit: &str) -> Goal {
        Goal {
            name,
            limit: format!(">= {limit}{unit}"),
            measured: format!("{measured:.0}{unit}"),
            met: measured >= limit,
        }
    }
}

/// Prints the table and tells whether every goal is met.
pub fn print(goals: &[Goal]) -> bool {
    println!("\n{:<58} {:>10} {:>10}  met", "goal", "limit", "measured");
    for goal in goals {
        println!(
            "{:<58} {:>10} {:>10}  {}",
            goal.name,
            goal.limit,
            goal.measured,
            if goal.met { "yes" } else { "NO" }
        );
    }
    goals.iter().all(|goal| goal.met)
}
