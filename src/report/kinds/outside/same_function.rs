//! The networks are one and the same function of real inputs.

use crate::formula;
use crate::language::target::Interval;
use crate::report::piecewise::Piecewise;
use crate::report::sweeps::cases;
use crate::report::words::listed;
use crate::report::{Exhibit, Subject};

/// Whether the networks are one and the same function of real inputs.
pub(super) fn shown(subject: &Subject, ids: &[String], largest_d: usize) -> (String, Vec<Exhibit>) {
    let families: Vec<_> = ids.iter().map(|id| subject.network(id)).collect();
    let line = |id: usize, interval: &Interval| {
        Piecewise::of_sum(&families[id].network(interval)).expect("equal weights on all inputs")
    };
    let all = cases(largest_d);
    let different = all.iter().find_map(|interval| {
        let first = line(0, interval);
        (1..families.len())
            .find_map(|other| Some((interval, first.difference(&line(other, interval))?)))
    });
    let names = listed(ids.iter().cloned());
    let text = match different {
        None => format!(
            "What can be computed: {names} are one and the same function of all real inputs, in all {} cases with D ≤ {largest_d}.",
            all.len()
        ),
        Some((interval, sum)) => format!(
            "What can be computed: {names} differ where the inputs add up to {sum}, with {}.",
            formula::name(interval)
        ),
    };
    let formulas = families
        .iter()
        .map(|family| format!("{}  {family}", family.name));
    (text, vec![Exhibit::Lines(formulas.collect())])
}
