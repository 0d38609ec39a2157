//! At how many vertices does the network differ from the target, by a diagram?
//!
//! Every condition is local: it looks at one node, at the way from a node to one of its children, or at one leaf
//! (`proofs/diagrams-count.md`).

use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::checker::Rejection;
use crate::checker::bounds::{MAX_WORK, same_dimension};
use crate::checker::boxes::{Below, Diagram, Node};
use crate::checker::subtables::Subtables;
use crate::checker::sums::{Summed, work_to_sum};
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::{BigInt, BigUint};
use crate::language::network::{Activation, Network};
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
    if work(&summed, target, diagram) > MAX_WORK {
        return Err(too_large);
    }
    Check::new(&summed, target, diagram).ok_or(too_large)?.run()
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

/// The check of a diagram whose size is bounded.
struct Check<'a> {
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
    fn new(summed: &'a Summed, target: &Target, diagram: &'a Diagram) -> Option<Self> {
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
        // The subtable of each node of a level that has been reached; 0 where there are no subtables.
        let mut reached = vec![Some(0)];
        for (level, nodes) in levels.iter().enumerate() {
            let below = levels.get(level + 1).map_or(&[][..], Vec::as_slice);
            let mut next = vec![None; below.len()];
            for (number, node) in nodes.iter().enumerate() {
                let place = (level, number + 1);
                if node.spans.len() != self.weights.len() || level > self.diagram.order.len() {
                    return Err(misfits(level, number));
                }
                let subtable = reached[number].ok_or(Rejection::NodeUnreached {
                    level,
                    node: number + 1,
                })?;
                let Below::Split { minus, plus, wrong } = &node.below else {
                    self.check_leaf(node, place, subtable)?;
                    continue;
                };
                if level == self.diagram.order.len() {
                    return Err(misfits(level, number));
                }
                let mut sum = BigUint::zero();
                for (child, is_plus) in [(*minus, false), (*plus, true)] {
                    let node_below = below.get(child).ok_or_else(|| misfits(level, number))?;
                    self.check_edge(node, node_below, place, is_plus)?;
                    // 3. All ways to a node lead to one subtable.
                    let found = self
                        .subtables
                        .as_ref()
                        .map_or(0, |subtables| subtables.below(level, subtable, is_plus));
                    if *next[child].get_or_insert(found) != found {
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
            reached = next;
        }
        let wrong = self.wrong_below(0, root);
        let witness = (!wrong.is_zero()).then(|| self.witness(root));
        Ok(Counted { wrong, witness })
    }

    /// The number of wrong vertices below a node, as it and its kind say.
    fn wrong_below(&self, level: usize, node: &Node) -> BigUint {
        match &node.below {
            Below::Right => BigUint::zero(),
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
        // The whole sums at the vertices below.
        let mut sums = Vec::new();
        for (span, reach) in node.spans.iter().zip(&self.reach) {
            let (here, most) = (reach[level], reach[self.diagram.order.len()]);
            let (low, high) = (span.low.max(-here), span.high.min(here));
            if low > high {
                return Err(undecided);
            }
            let rest = most - here;
            sums.push(((low - rest).max(-most), (high + rest).min(most)));
        }
        let wanted = match (&self.subtables, self.summed.of_target) {
            (Some(subtables), _) => subtables.value(level, subtable),
            (None, Some(sum)) => self.value_between(sums[sum]),
            (None, None) => None,
        };
        let wanted = wanted.ok_or_else(|| undecided.clone())?;
        let (low, high) = output_bounds(self.summed, &sums);
        let minus = wanted == Sign::Minus;
        let right = self.summed.output_is(minus, &low, &high);
        if right == Some(node.below == Below::Right) {
            Ok(())
        } else {
            Err(undecided)
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

/// Bounds of the last unit's multiplied pre-activation where the sums lie between these.
fn output_bounds(summed: &Summed, sums: &[(i128, i128)]) -> (BigInt, BigInt) {
    let first = summed.first.iter().map(|unit| {
        let bias = &unit.bias;
        match unit.sum {
            None => (bias.clone(), bias.clone()),
            Some(sum) => {
                let (low, high) = sums[sum];
                let (a, b) = (&unit.factor * low + bias, &unit.factor * high + bias);
                if a <= b { (a, b) } else { (b, a) }
            }
        }
    });
    let mut bounds: Vec<(BigInt, BigInt)> = first.collect();
    let mut activation = summed.activation;
    for layer in &summed.deeper {
        let values: Vec<_> = bounds
            .into_iter()
            .map(|(low, high)| value_bounds(activation, low, high))
            .collect();
        let units = layer.units.iter().map(|(weights, bias)| {
            let (mut low, mut high) = (bias.clone(), bias.clone());
            for (w, (least, most)) in weights.iter().zip(&values) {
                if w.is_negative() {
                    low += w * most;
                    high += w * least;
                } else {
                    low += w * least;
                    high += w * most;
                }
            }
            (low, high)
        });
        bounds = units.collect();
        activation = layer.activation;
    }
    bounds.pop().expect("the last layer has one unit")
}

/// Bounds of a unit's value where its pre-activation lies between these.
fn value_bounds(activation: Activation, low: BigInt, high: BigInt) -> (BigInt, BigInt) {
    let zero = BigInt::zero();
    let jump = |off: i64| (BigInt::from(off), BigInt::one());
    match activation {
        Activation::Identity => (low, high),
        Activation::Relu => (low.max(zero.clone()), high.max(zero)),
        Activation::Sign | Activation::Step => {
            let (off, on) = jump(if activation == Activation::Sign {
                -1
            } else {
                0
            });
            if low >= zero {
                (on.clone(), on)
            } else if high < zero {
                (off.clone(), off)
            } else {
                (off, on)
            }
        }
        Activation::Zero => {
            let (off, on) = jump(-1);
            if low.is_zero() && high.is_zero() {
                (on.clone(), on)
            } else if low > zero || high < zero {
                (off.clone(), off)
            } else {
                (off, on)
            }
        }
    }
}
