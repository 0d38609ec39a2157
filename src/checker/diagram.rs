//! At how many vertices does the network differ from the target, by a diagram?
//!
//! Every condition is local: it looks at one node, at the way from a node to one of its children, or at one leaf
//! (`proofs/diagrams-count.md`).

use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::checker::bounds::{MAX_WORK, same_dimension};
use crate::checker::boxes::{Below, Diagram, Node};
use crate::checker::cases::{Case, Next};
use crate::checker::classes::Classes;
use crate::checker::enclosure::{About, Enclosed, enclose_output};
use crate::checker::subtables::Subtables;
use crate::checker::sums::{Summed, work_to_sum};
use crate::checker::walk::{Quotient, work_per_point};
use crate::checker::{Rejection, robustness};
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::BigUint;
use crate::language::network::Network;
use crate::language::runs::Runs;
use crate::language::target::Target;

/// What a diagram says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The number of vertices at which the network differs from the target.
    pub wrong: BigUint,
    /// One of them, if there is one.
    pub witness: Option<Vertex>,
}

/// The number of vertices with h(x) ≠ f(x), which the diagram establishes.
///
/// # Errors
/// [`Rejection`] for the condition that the diagram fails, and if it asks for more than [`MAX_WORK`].
pub fn check_diagram(
    network: &Network,
    target: &Target,
    diagram: &Diagram,
) -> Result<Counted, Rejection> {
    check(network, target, diagram, About::Values)
}

/// `None` if lim h(x + t·v) = f(x) at every vertex and for every direction; otherwise a vertex with h(x) ≠ f(x). A right leaf
/// is right whatever the units at 0 do, or has cases for its one vector of sums (`proofs/diagrams-count.md`, steps 7 and 8).
pub(super) fn check_limits_by_diagram(
    network: &Network,
    target: &Target,
    diagram: &Diagram,
) -> Result<Option<Vertex>, Rejection> {
    check(network, target, diagram, About::Limits).map(|counted| counted.witness)
}

fn check(
    network: &Network,
    target: &Target,
    diagram: &Diagram,
    about: About,
) -> Result<Counted, Rejection> {
    same_dimension("the network", network.inputs(), target)?;
    same_dimension("the order", diagram.order.len(), target)?;
    let mut seen = vec![false; diagram.order.len()];
    for coordinate in &diagram.order {
        match seen.get_mut(*coordinate) {
            Some(seen) if !*seen => *seen = true,
            _ => {
                let coordinate = coordinate.saturating_add(1);
                return Err(Rejection::OrderRepeats { coordinate });
            }
        }
    }
    let too_large = Rejection::TooLarge { limit: MAX_WORK };
    if work_to_sum(network) > MAX_WORK {
        return Err(too_large);
    }
    let summed = Summed::new(network, target);
    let mut work = work(&summed, target, diagram);
    if work > MAX_WORK {
        return Err(too_large);
    }
    let mut nodes = diagram.levels.iter().flatten();
    let has_cases = |node: &Node| matches!(node.below, Below::Cases(_));
    let classes = nodes.any(has_cases).then(|| {
        let classes = Classes::of_network(network).meet(&Classes::of_target(target));
        work = work.saturating_add(work_of_cases(network, diagram, &classes));
        classes
    });
    if work > MAX_WORK {
        return Err(too_large);
    }
    let quotient = classes.as_ref().map(|classes| {
        let quotient = Quotient::new(network, target, classes);
        quotient.expect("the classes were made for these")
    });
    let check = Check::new(&summed, target, diagram, about, quotient.as_ref());
    check.ok_or(too_large)?.run()
}

/// About how many products of machine words it takes to follow the germs of all cases.
fn work_of_cases(network: &Network, diagram: &Diagram, classes: &Classes) -> u64 {
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let cases = diagram
        .levels
        .iter()
        .flatten()
        .map(|node| match &node.below {
            Below::Cases(cases) => count(cases.len()) + 1,
            _ => 0,
        });
    let directions = count(classes.sizes().len());
    let a_case = work_per_point(network, classes.sizes().len()).saturating_mul(directions + 1);
    cases.sum::<u64>().saturating_mul(a_case)
}

/// About how many products of machine words a check takes.
fn work(summed: &Summed, target: &Target, diagram: &Diagram) -> u64 {
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let nodes = count(diagram.levels.iter().map(Vec::len).sum());
    let is_leaf = |node: &&Node| !matches!(node.below, Below::Split { .. });
    let leaves = count(diagram.levels.iter().flatten().filter(is_leaf).count());
    let dimension = count(diagram.order.len());
    let a_node = (2 * count(summed.sums.len()) + dimension / 64).saturating_add(4);
    let table = match target {
        Target::Table { values, .. } => count(values.len()),
        _ => 0,
    };
    let edges = nodes.saturating_mul(a_node);
    let bounds = leaves.saturating_mul(summed.work());
    let rows = dimension.saturating_mul(4 * count(summed.sums.len()));
    let work = [edges, bounds, table, rows];
    work.into_iter().fold(0, u64::saturating_add)
}

/// How a node was first reached.
#[derive(Clone, Copy, Default)]
struct Reached {
    /// What is left of the target's table there.
    subtable: usize,
    /// The node of the level before, and whether the coordinate between is +1.
    from: usize,
    plus: bool,
}

/// The check of a diagram whose size is bounded.
struct Check<'a> {
    about: About,
    /// Network and target by classes, where there are cases.
    quotient: Option<&'a Quotient<'a>>,
    summed: &'a Summed,
    diagram: &'a Diagram,
    /// The values of a target that is a function of the sum, and otherwise what is left of its table.
    values: Option<Runs<Sign>>,
    subtables: Option<Subtables>,
    /// For each sum, the weight of each coordinate in the order, and what the first k of them reach at most, k = 0, …, D.
    weights: Vec<Vec<i128>>,
    reach: Vec<Vec<i128>>,
}

impl<'a> Check<'a> {
    /// `None` if a sum can exceed 126 bits.
    fn new(
        summed: &'a Summed,
        target: &Target,
        diagram: &'a Diagram,
        about: About,
        quotient: Option<&'a Quotient<'a>>,
    ) -> Option<Self> {
        let (mut weights, mut reach) = (Vec::new(), Vec::new());
        for sum in &summed.sums {
            if sum.most.bits() > 126 {
                return None;
            }
            let row: Option<Vec<i128>> = sum.weights.iter().map(ToPrimitive::to_i128).collect();
            let row = row?;
            let row: Vec<i128> = diagram.order.iter().map(|i| row[*i]).collect();
            let mut reached = vec![0];
            for w in &row {
                reached.push(reached[reached.len() - 1] + w.abs());
            }
            weights.push(row);
            reach.push(reached);
        }
        let subtables = match target {
            Target::Table { values, .. } => Some(Subtables::new(values, &diagram.order)),
            _ => None,
        };
        Some(Self {
            about,
            quotient,
            summed,
            diagram,
            values: target.values_by_sum(),
            subtables,
            weights,
            reach,
        })
    }

    fn run(&self) -> Result<Counted, Rejection> {
        let levels = &self.diagram.levels;
        let misfits = |level: usize, node: usize| Rejection::NodeMisfits {
            level,
            node: node + 1,
        };
        // 2. The root's box holds the empty sums.
        let [root] = levels.first().map_or(&[][..], Vec::as_slice) else {
            return Err(misfits(0, 0));
        };
        if root.spans.iter().any(|span| span.low > 0 || span.high < 0) {
            return Err(Rejection::RootMisses);
        }
        // For each node that has been reached its subtable, 0 where there are none, and the node and sign of a way there.
        let mut reached: Vec<Vec<Option<Reached>>> = vec![vec![Some(Reached::default())]];
        for (level, nodes) in levels.iter().enumerate() {
            let below = levels.get(level + 1).map_or(&[][..], Vec::as_slice);
            let mut next = vec![None; below.len()];
            for (number, node) in nodes.iter().enumerate() {
                let place = (level, number + 1);
                if node.spans.len() != self.weights.len() || level > self.diagram.order.len() {
                    return Err(misfits(level, number));
                }
                let Some(here) = reached[level][number] else {
                    let node = number + 1;
                    return Err(Rejection::NodeUnreached { level, node });
                };
                let (minus, plus, wrong) = match &node.below {
                    Below::Split { minus, plus, wrong } => (minus, plus, wrong),
                    Below::Cases(cases) => {
                        self.check_cases(node, place, here.subtable, cases, &reached)?;
                        continue;
                    }
                    Below::Right | Below::Wrong => {
                        self.check_leaf(node, place, here.subtable)?;
                        continue;
                    }
                };
                if level == self.diagram.order.len() {
                    return Err(misfits(level, number));
                }
                let mut sum = BigUint::zero();
                for (child, is_plus) in [(*minus, false), (*plus, true)] {
                    let node_below = below.get(child).ok_or_else(|| misfits(level, number))?;
                    self.check_edge(node, node_below, place, is_plus)?;
                    // 3. All ways to a node lead to one subtable.
                    let found = self.subtables.as_ref().map_or(0, |subtables| {
                        subtables.below(level, here.subtable, is_plus)
                    });
                    let first = next[child].get_or_insert(Reached {
                        subtable: found,
                        from: number,
                        plus: is_plus,
                    });
                    if first.subtable != found {
                        return Err(Rejection::TwoSubtables {
                            level: level + 1,
                            node: child + 1,
                        });
                    }
                    sum += self.wrong_below(level + 1, node_below);
                }
                // 5. The counts add up.
                if sum != *wrong {
                    return Err(Rejection::CountsDoNotAdd {
                        level,
                        node: number + 1,
                        stated: wrong.clone(),
                        found: sum,
                    });
                }
            }
            reached.push(next);
        }
        let wrong = self.wrong_below(0, root);
        let witness = (!wrong.is_zero()).then(|| self.witness(root));
        Ok(Counted { wrong, witness })
    }

    /// The number of wrong vertices below a node, as it and its kind say.
    fn wrong_below(&self, level: usize, node: &Node) -> BigUint {
        match &node.below {
            Below::Right | Below::Cases(_) => BigUint::zero(),
            Below::Wrong => BigUint::one() << self.diagram.order.len().saturating_sub(level),
            Below::Split { wrong, .. } => wrong.clone(),
        }
    }

    /// 3. The box, as far as sums can reach it, is moved by the coordinate's weights into the child's box.
    fn check_edge(
        &self,
        node: &Node,
        child: &Node,
        (level, number): (usize, usize),
        plus: bool,
    ) -> Result<(), Rejection> {
        let spans = node.spans.iter().zip(&child.spans);
        for (sum, (span, below)) in spans.enumerate() {
            let (w, most) = (self.weights[sum][level], self.reach[sum][level]);
            let step = if plus { w } else { -w };
            let (low, high) = (span.low.max(-most), span.high.min(most));
            if low <= high && (low + step < below.low || high + step > below.high) {
                return Err(Rejection::BoxLeaves {
                    level,
                    node: number,
                    sum: sum + 1,
                });
            }
        }
        Ok(())
    }

    /// 4. The bounds of the network and the target over the box and all that is left decide the leaf as it says.
    fn check_leaf(
        &self,
        node: &Node,
        (level, number): (usize, usize),
        subtable: usize,
    ) -> Result<(), Rejection> {
        let undecided = Rejection::LeafUndecided {
            level,
            node: number,
        };
        let sums = self
            .whole_sums(level, node)
            .ok_or_else(|| undecided.clone())?;
        let wanted = self.wanted(level, subtable, &sums);
        let minus = wanted.ok_or_else(|| undecided.clone())? == Sign::Minus;
        // 7. Limits are right whatever the units at 0 do; what is wrong is wrong at the vertices.
        let about = match node.below {
            Below::Right => self.about,
            _ => About::Values,
        };
        let Enclosed { low, high, still } = enclose_output(self.summed, &sums, about);
        let at_jump = about == About::Limits
            && self.summed.output_jumps()
            && !still
            && !low.is_positive()
            && !high.is_negative();
        let right = self.summed.output_is(minus, &low, &high);
        if right == Some(node.below == Below::Right) && !at_jump {
            Ok(())
        } else {
            Err(undecided)
        }
    }

    /// 8. At one vector of sums all vertices have the same germs, and the cases cover every direction.
    fn check_cases(
        &self,
        node: &Node,
        (level, number): (usize, usize),
        subtable: usize,
        cases: &[Case],
        reached: &[Vec<Option<Reached>>],
    ) -> Result<(), Rejection> {
        let misfits = Rejection::NodeMisfits {
            level,
            node: number,
        };
        let is_point = node.spans.iter().all(|span| span.low == span.high);
        if self.about == About::Values || level != self.diagram.order.len() || !is_point {
            return Err(misfits);
        }
        let mut signs = vec![Sign::Minus; level];
        let mut way = number - 1;
        for above in (0..level).rev() {
            let here = reached[above + 1][way].ok_or_else(|| misfits.clone())?;
            signs[self.diagram.order[above]] = Sign::of(here.plus);
            way = here.from;
        }
        let vertex = Vertex::from_signs(signs.iter().copied().collect());
        let quotient = self.quotient.ok_or_else(|| misfits.clone())?;
        let mut counts = vec![0; quotient.classes().sizes().len()];
        for (label, sign) in quotient.classes().labels().iter().zip(&signs) {
            counts[label - 1] += usize::from(*sign == Sign::Plus);
        }
        let sums = self.whole_sums(level, node);
        let wanted = self.wanted(level, subtable, &sums.ok_or_else(|| misfits.clone())?);
        let wanted = wanted.ok_or(misfits)?;
        let germs = quotient.germs(&counts);
        match germs.clone().advance() {
            // One case of every activation applies in all directions, and needs no words.
            Next::Output(germ) if cases.is_empty() && germ.value == wanted.rational() => Ok(()),
            _ => robustness::check_cases(vertex, wanted, germs, cases),
        }
    }

    /// Bounds of the whole sums at the vertices below a node; `None` if no way reaches its box.
    fn whole_sums(&self, level: usize, node: &Node) -> Option<Vec<(i128, i128)>> {
        let spans = node.spans.iter().zip(&self.reach);
        spans
            .map(|(span, reach)| {
                let (here, most) = (reach[level], reach[self.diagram.order.len()]);
                let (low, high) = (span.low.max(-here), span.high.min(here));
                let rest = most - here;
                (low <= high).then(|| ((low - rest).max(-most), (high + rest).min(most)))
            })
            .collect()
    }

    /// The target's value, if it is the same at all vertices below a node.
    fn wanted(&self, level: usize, subtable: usize, sums: &[(i128, i128)]) -> Option<Sign> {
        match (&self.subtables, self.summed.of_target) {
            (Some(subtables), _) => subtables.value(level, subtable),
            (None, Some(sum)) => self.value_between(sums[sum]),
            (None, None) => None,
        }
    }

    /// The target's value, if it is the same at all attainable sums from `low` to `high`; sums −D, −D + 2, …, D are
    /// attainable.
    fn value_between(&self, (low, high): (i128, i128)) -> Option<Sign> {
        let values = self.values.as_ref()?;
        let dimension = i128::try_from(self.diagram.order.len()).ok()?;
        let first = usize::try_from((low + dimension + 1).div_euclid(2)).ok()?;
        let last = usize::try_from((high + dimension).div_euclid(2)).ok()?;
        let constant = first <= last && values.run_of(first) == values.run_of(last);
        values.get(first).copied().filter(|_| constant)
    }

    /// 6. A vertex below a wrong leaf: a way from the root along counts other than 0.
    fn witness(&self, root: &Node) -> Vertex {
        let mut signs = vec![Sign::Minus; self.diagram.order.len()];
        let mut node = root;
        for (level, coordinate) in self.diagram.order.iter().enumerate() {
            let Below::Split { minus, plus, .. } = &node.below else {
                break;
            };
            let below = &self.diagram.levels[level + 1];
            let down = self.wrong_below(level + 1, &below[*minus]).is_zero();
            signs[*coordinate] = Sign::of(down);
            node = &below[if down { *plus } else { *minus }];
        }
        Vertex::from_signs(signs.into_iter().collect())
    }
}
