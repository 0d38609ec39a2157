//! The search: depth first, without recursion, merging by boxes.

use std::collections::HashMap;

use num_bigint::{BigInt, BigUint};
use num_traits::{One, Zero};

use crate::checker::boxes::{Below, Diagram, Node, Span};
use crate::checker::subtables::Subtables;
use crate::checker::sums::Summed;
use crate::language::cube::{Sign, Vertex};
use crate::language::target::Target;
use crate::prover::engines::diagram::bounds::{Bounds, Outline, Question};
use crate::prover::engines::diagram::graph::{Graph, Kind};
use crate::prover::engines::diagram::lookup::Boxes;
use crate::prover::engines::diagram::numbers::Number;
use crate::prover::engines::diagram::widen::widen;
use crate::prover::limits::Limits;
use crate::prover::undecided::Undecided;

/// A diagram that was found: its graph, and its nodes' boxes.
pub struct Found<N> {
    /// The nodes without their boxes.
    pub graph: Graph,
    /// Where limits are asked for: a vertex for each vector of sums at which the bounds do not show that they are kept.
    pub open: Vec<Vertex>,
    levels: Vec<Level<N>>,
}

/// The nodes of a level.
struct Level<N> {
    /// The boxes of the nodes by what is left of the target's table, and the nodes' numbers.
    merged: HashMap<usize, (Boxes<N>, Vec<u32>)>,
    /// For each node what is left of the table there, and its number among those.
    places: Vec<(usize, u32)>,
}

/// A search on its way.
struct Search<'a, N> {
    bounds: Bounds<N>,
    /// The weights of the sums at each level, one sum after another.
    weights: Vec<Vec<N>>,
    /// The most that the coordinates after each level add to the sums.
    rest: Vec<Vec<N>>,
    subtables: Option<Subtables>,
    levels: Vec<Level<N>>,
    graph: Graph,
    open: Vec<Vertex>,
    outline: Outline<N>,
    limits: Limits<'a>,
    /// The most nodes that there may be.
    most_nodes: usize,
    nodes: usize,
}

/// The search of a diagram in which the coordinates are fixed in this order, of at most this many nodes.
///
/// # Errors
/// [`Undecided`] if it was stopped, or needs more nodes or memory.
pub fn search<N: Number>(
    summed: &Summed,
    target: &Target,
    question: Question,
    order: Vec<usize>,
    most_nodes: usize,
    limits: Limits,
) -> Result<Found<N>, Undecided> {
    let bounds: Bounds<N> = Bounds::new(summed, target, question);
    let outline = bounds.outline();
    let subtables = match target {
        Target::Table { values, .. } => Some(Subtables::new(values, &order)),
        _ => None,
    };
    let rows = summed
        .sums
        .iter()
        .map(|sum| sum.weights.iter().map(N::of).collect());
    let rows: Vec<Vec<N>> = rows.collect();
    let weights = order
        .iter()
        .map(|i| rows.iter().map(|row| row[*i].clone()).collect());
    let weights: Vec<Vec<N>> = weights.collect();
    let mut rest = vec![vec![bounds.zero().clone(); summed.sums.len()]];
    for row in weights.iter().rev() {
        let after = rest.last().expect("there is one");
        let sums = row.iter().zip(after).map(|(w, rest)| {
            if w.is_below_zero() {
                rest.minus(w)
            } else {
                rest.plus(w)
            }
        });
        let sums = sums.collect();
        rest.push(sums);
    }
    rest.reverse();
    let level = |_| Level {
        merged: HashMap::new(),
        places: Vec::new(),
    };
    let mut search = Search {
        bounds,
        weights,
        rest,
        subtables,
        levels: (0..=order.len()).map(level).collect(),
        graph: Graph::new(order),
        open: Vec::new(),
        outline,
        limits,
        most_nodes,
        nodes: 0,
    };
    search.run()?;
    Ok(Found {
        graph: search.graph,
        open: search.open,
        levels: search.levels,
    })
}

/// A node on the way from the root whose children are being looked at.
#[derive(Clone, Copy)]
struct Open {
    /// The child for −1, once it is known.
    minus: Option<u32>,
}

impl<N: Number> Search<'_, N> {
    fn run(&mut self) -> Result<(), Undecided> {
        let sums = self.bounds.most.len();
        // The sums and what is left of the table at each level of the way.
        let mut partial = vec![vec![self.bounds.zero().clone(); sums]; self.weights.len() + 1];
        let mut tables = vec![0; self.weights.len() + 1];
        let mut way: Vec<Open> = Vec::new();
        loop {
            // Going down.
            let level = way.len();
            let known = self.known(level, &partial[level], tables[level]);
            let mut reached = match known {
                Some(node) => node,
                None if level == self.weights.len() => {
                    self.open_leaf(&partial[level], tables[level], &way)
                }
                None => {
                    way.push(Open { minus: None });
                    self.descend(level, false, &mut partial, &mut tables);
                    continue;
                }
            };
            // Going up, as long as both children are known.
            loop {
                let Some(open) = way.last_mut() else {
                    return Ok(());
                };
                match open.minus {
                    None => {
                        open.minus = Some(reached);
                        let level = way.len() - 1;
                        self.descend(level, true, &mut partial, &mut tables);
                        break;
                    }
                    Some(minus) => {
                        way.pop();
                        let level = way.len();
                        reached = self.join(level, tables[level], minus, reached)?;
                    }
                }
            }
        }
    }

    /// Fixes the next coordinate.
    fn descend(&self, level: usize, plus: bool, partial: &mut [Vec<N>], tables: &mut [usize]) {
        let (above, below) = partial.split_at_mut(level + 1);
        let sums = above[level].iter().zip(&self.weights[level]);
        for (sum, (before, w)) in below[0].iter_mut().zip(sums) {
            *sum = if plus {
                before.plus(w)
            } else {
                before.minus(w)
            };
        }
        if let Some(subtables) = &self.subtables {
            tables[level + 1] = subtables.below(level, tables[level], plus);
        }
    }

    /// The node in whose box the sums lie, or a new leaf if the bounds decide.
    fn known(&mut self, level: usize, partial: &[N], table: usize) -> Option<u32> {
        if let Some((boxes, nodes)) = self.levels[level].merged.get(&table)
            && let Some(found) = boxes.find(partial)
        {
            return nodes.get(usize::try_from(found).ok()?).copied();
        }
        let rest = &self.rest[level];
        for (sum, (partial, rest)) in partial.iter().zip(rest).enumerate() {
            self.outline.ranges[sum] = self.bounds.range(sum, partial, rest);
        }
        let value = self.table_value(level, table);
        self.bounds.draw(&mut self.outline);
        let right = self.bounds.verdict(&self.outline, value)?;
        widen(&self.bounds, &mut self.outline, value);
        let zero = self.bounds.zero();
        let mut ends = Vec::with_capacity(2 * rest.len());
        for (sum, ((low, high), rest)) in self.outline.ranges.iter().zip(rest).enumerate() {
            let most = &self.bounds.most[sum];
            let least = zero.minus(most);
            // An end at which the sum cannot be exceeded does not matter.
            ends.push(if *low == least { least } else { low.plus(rest) });
            ends.push(if high == most {
                most.clone()
            } else {
                high.minus(rest)
            });
        }
        let (kind, wrong) = if right {
            (Kind::Right, BigUint::zero())
        } else {
            (Kind::Wrong, BigUint::one() << (self.weights.len() - level))
        };
        Some(self.add(level, table, &ends, kind, wrong))
    }

    /// A leaf at which the bounds do not show that the limits are kept, and the vertex to which the way has led.
    fn open_leaf(&mut self, partial: &[N], table: usize, way: &[Open]) -> u32 {
        let mut signs = vec![Sign::Minus; way.len()];
        for (coordinate, open) in self.graph.order().iter().zip(way) {
            signs[*coordinate] = Sign::of(open.minus.is_some());
        }
        self.open
            .push(Vertex::from_signs(signs.into_iter().collect()));
        let ends: Vec<N> = partial
            .iter()
            .flat_map(|s| [s.clone(), s.clone()])
            .collect();
        self.add(way.len(), table, &ends, Kind::Right, BigUint::zero())
    }

    fn table_value(&self, level: usize, table: usize) -> Option<Sign> {
        self.subtables.as_ref()?.value(level, table)
    }

    /// The node above two nodes.
    fn join(
        &mut self,
        level: usize,
        table: usize,
        minus: u32,
        plus: u32,
    ) -> Result<u32, Undecided> {
        let zero = self.bounds.zero().clone();
        let mut ends = Vec::with_capacity(2 * self.bounds.most.len());
        let boxes = [minus, plus].map(|node| self.levels[level + 1].ends(node));
        for (sum, w) in self.weights[level].iter().enumerate() {
            let most = &self.bounds.most[sum];
            let least = zero.minus(most);
            let (mut low, mut high) = (least.clone(), most.clone());
            for (ends, back) in boxes.iter().zip([w.clone(), zero.minus(w)]) {
                let (from, to) = (&ends[2 * sum], &ends[2 * sum + 1]);
                if *from != least {
                    low = low.max(from.plus(&back));
                }
                if to != most {
                    high = high.min(to.plus(&back));
                }
            }
            ends.extend([low, high]);
        }
        let wrong = self.graph.wrong(level + 1, minus) + self.graph.wrong(level + 1, plus);
        let node = self.add(level, table, &ends, Kind::Split { minus, plus }, wrong);
        if self.nodes.is_multiple_of(64) {
            self.limit()?;
        }
        Ok(node)
    }

    fn add(&mut self, level: usize, table: usize, ends: &[N], kind: Kind, wrong: BigUint) -> u32 {
        self.nodes += 1;
        let node = self.graph.add(level, kind, wrong);
        let sums = self.bounds.most.len();
        let here = &mut self.levels[level];
        let nothing = || (Boxes::new(sums), Vec::new());
        let (boxes, nodes) = here.merged.entry(table).or_insert_with(nothing);
        let place = u32::try_from(nodes.len()).expect("fewer than the nodes");
        boxes.add(place, ends);
        nodes.push(node);
        here.places.push((table, place));
        node
    }

    fn limit(&self) -> Result<(), Undecided> {
        let done = u64::try_from(self.nodes).unwrap_or(u64::MAX);
        if let Err(stop) = self.limits.go_on(done, 0) {
            return Err(Undecided::stopped(stop));
        }
        let sums = self.bounds.most.len();
        // A box is kept once by itself and once around others, and a count has D bits.
        let a_node = 4 * sums * N::BYTES + self.weights.len() / 8 + 128;
        let memory = done.saturating_mul(u64::try_from(a_node).unwrap_or(u64::MAX));
        if self.nodes > self.most_nodes || memory > self.limits.memory {
            return Err(Undecided::DiagramTooLarge {
                nodes: done,
                memory: self.limits.memory,
            });
        }
        Ok(())
    }
}

impl<N: Number> Level<N> {
    fn ends(&self, node: u32) -> &[N] {
        let (table, place) = self.places[usize::try_from(node).expect("at least 32 bits")];
        let (boxes, _) = &self.merged[&table];
        boxes.ends(usize::try_from(place).expect("at least 32 bits"))
    }
}

impl<N: Number> Found<N> {
    /// The diagram as evidence; `None` if a sum is wider than evidence has it.
    pub fn evidence(&self, summed: &Summed) -> Option<Diagram> {
        let widest = summed.sums.iter().map(|sum| sum.most.bits()).max();
        if widest.is_some_and(|bits| bits > 126) {
            return None;
        }
        let mut levels = Vec::new();
        for (level, here) in self.levels.iter().enumerate() {
            let mut nodes = Vec::with_capacity(here.places.len());
            for (number, (kind, wrong)) in self.graph.nodes(level).iter().enumerate() {
                let number = u32::try_from(number).ok()?;
                let spans = here.ends(number).chunks(2).map(|pair| {
                    Some(Span {
                        low: pair[0].wide()?,
                        high: pair[1].wide()?,
                    })
                });
                let below = match kind {
                    Kind::Right => Below::Right,
                    Kind::Wrong => Below::Wrong,
                    Kind::Split { minus, plus } => Below::Split {
                        minus: usize::try_from(*minus).ok()?,
                        plus: usize::try_from(*plus).ok()?,
                        wrong: wrong.clone(),
                    },
                };
                let spans = spans.collect::<Option<Vec<Span>>>()?;
                nodes.push(Node { spans, below });
            }
            if nodes.is_empty() {
                break;
            }
            levels.push(nodes);
        }
        Some(Diagram {
            order: self.graph.order().to_vec(),
            levels,
        })
    }
}

/// The coordinates with the largest weights first, measured by what each sum reaches at most.
pub fn order(summed: &Summed, dimension: usize) -> Vec<usize> {
    let mut shares = vec![BigInt::zero(); dimension];
    for sum in &summed.sums {
        for (share, w) in shares.iter_mut().zip(sum.weights.iter()) {
            *share += (BigInt::from(w.magnitude().clone()) << 32_u32) / &sum.most;
        }
    }
    let mut order: Vec<usize> = (0..dimension).collect();
    order.sort_by(|i, j| (&shares[*j], j).cmp(&(&shares[*i], i)));
    order
}
