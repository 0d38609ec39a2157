//! The search: depth first, without recursion, merging by boxes.

use num_bigint::{BigInt, BigUint};
use num_traits::{One, Zero};

use crate::checker::subtables::Subtables;
use crate::checker::sums::Summed;
use crate::language::cube::{Sign, Vertex};
use crate::language::target::Target;
use crate::prover::engines::diagram::bounds::{Bounds, Outline, Question};
use crate::prover::engines::diagram::graph::Kind;
use crate::prover::engines::diagram::levels::Levels;
use crate::prover::engines::diagram::numbers::Number;
use crate::prover::engines::diagram::widen::widen;
use crate::prover::limits::Limits;
use crate::prover::undecided::Undecided;

/// The nodes after which the limits are looked at again.
const UNWATCHED_NODES: usize = 64;

/// Why a search ends, or pauses.
pub enum Pause {
    /// The diagram is complete.
    Complete,
    /// It has more nodes than were allowed for now.
    ManyNodes,
    /// A wrong vertex was found, and one is enough.
    Wrong(Vertex),
}

/// A search on its way.
pub struct Search<'a, N> {
    bounds: Bounds<N>,
    /// The weights of the sums at each level, one sum after another.
    weights: Vec<Vec<N>>,
    /// The most that the coordinates after each level add to the sums.
    rest: Vec<Vec<N>>,
    subtables: Option<Subtables>,
    /// The nodes found so far.
    pub found: Levels<N>,
    /// Where limits are asked for: the nodes of the last level at whose sums the bounds do not show that limits are kept, each
    /// with a vertex.
    pub open: Vec<(u32, Vertex)>,
    outline: Outline<N>,
    limits: Limits<'a>,
    /// The nodes at which the limits were last looked at.
    watched: usize,
    /// The nodes from the root whose children are being looked at: the child for −1, once it is known.
    way: Vec<Option<u32>>,
    /// The partial sums, and what is left of the table, at each level of the way.
    partial: Vec<Vec<N>>,
    tables: Vec<usize>,
}

impl<'a, N: Number> Search<'a, N> {
    /// A search of the diagram in which the coordinates are fixed in this order.
    pub fn new(
        summed: &Summed,
        target: &Target,
        question: Question,
        order: Vec<usize>,
        limits: Limits<'a>,
    ) -> Self {
        let bounds: Bounds<N> = Bounds::new(summed, target, question);
        let subtables = match target {
            Target::Table { values, .. } => Some(Subtables::new(values, &order)),
            _ => None,
        };
        let rows = summed.sums.iter();
        let rows = rows.map(|sum| sum.weights.iter().map(N::of).collect());
        let rows: Vec<Vec<N>> = rows.collect();
        let weights = order.iter();
        let weights = weights.map(|i| rows.iter().map(|row| row[*i].clone()).collect());
        let weights: Vec<Vec<N>> = weights.collect();
        let nothing = vec![bounds.zero().clone(); rows.len()];
        let mut rest = vec![nothing.clone()];
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
        Self {
            partial: vec![nothing; order.len() + 1],
            tables: vec![0; order.len() + 1],
            way: Vec::new(),
            found: Levels::new(order, rows.len()),
            open: Vec::new(),
            outline: bounds.outline(),
            watched: 0,
            bounds,
            weights,
            rest,
            subtables,
            limits,
        }
    }

    /// Goes on until the diagram is complete, until there are more nodes than this, or, where the limits say that one is
    /// enough, until a wrong vertex is found.
    ///
    /// # Errors
    /// [`Undecided`] if it was stopped, or needs more memory.
    pub fn run(&mut self, most_nodes: usize) -> Result<Pause, Undecided> {
        loop {
            if self.found.nodes >= self.watched + UNWATCHED_NODES {
                self.watched = self.found.nodes;
                self.watch()?;
                if self.found.nodes > most_nodes {
                    return Ok(Pause::ManyNodes);
                }
            }
            // Going down.
            let level = self.way.len();
            let known = self.known(level);
            let mut reached = match known {
                // It is the first one, and so a leaf: everything below is wrong.
                Some(node) if self.limits.first && self.found.graph.is_wrong(level, node) => {
                    return Ok(Pause::Wrong(self.vertex()));
                }
                Some(node) => node,
                None if level == self.weights.len() => self.open_leaf(),
                None => {
                    self.way.push(None);
                    self.descend(level, false);
                    continue;
                }
            };
            // Going up, as long as both children are known.
            loop {
                let Some(minus) = self.way.last_mut() else {
                    return Ok(Pause::Complete);
                };
                if let Some(minus) = *minus {
                    self.way.pop();
                    reached = self.join(self.way.len(), minus, reached);
                } else {
                    *minus = Some(reached);
                    self.descend(self.way.len() - 1, true);
                    break;
                }
            }
        }
    }

    /// Fixes the next coordinate.
    fn descend(&mut self, level: usize, plus: bool) {
        let (above, below) = self.partial.split_at_mut(level + 1);
        let sums = above[level].iter().zip(&self.weights[level]);
        for (sum, (before, w)) in below[0].iter_mut().zip(sums) {
            *sum = if plus {
                before.plus(w)
            } else {
                before.minus(w)
            };
        }
        if let Some(subtables) = &self.subtables {
            self.tables[level + 1] = subtables.below(level, self.tables[level], plus);
        }
    }

    /// The node in whose box the sums lie, or a new leaf if the bounds decide.
    fn known(&mut self, level: usize) -> Option<u32> {
        let (partial, table) = (&self.partial[level], self.tables[level]);
        let found = self.found.find(level, table, partial);
        if found.is_some() {
            return found;
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
        Some(self.found.add(level, table, &ends, kind, wrong))
    }

    /// A leaf at which the bounds do not show that the limits are kept, and the vertex to which the way has led.
    fn open_leaf(&mut self) -> u32 {
        let level = self.way.len();
        let vertex = self.vertex();
        let sums = self.partial[level].iter();
        let ends: Vec<N> = sums.flat_map(|s| [s.clone(), s.clone()]).collect();
        let table = self.tables[level];
        let node = self
            .found
            .add(level, table, &ends, Kind::Right, BigUint::zero());
        self.open.push((node, vertex));
        node
    }

    /// The vertex to which the way leads, with −1 for the coordinates after it.
    fn vertex(&self) -> Vertex {
        let mut signs = vec![Sign::Minus; self.weights.len()];
        for (coordinate, minus) in self.found.graph.order().iter().zip(&self.way) {
            signs[*coordinate] = Sign::of(minus.is_some());
        }
        Vertex::from_signs(signs.into_iter().collect())
    }

    fn table_value(&self, level: usize, table: usize) -> Option<Sign> {
        self.subtables.as_ref()?.value(level, table)
    }

    /// The node above two nodes.
    fn join(&mut self, level: usize, minus: u32, plus: u32) -> u32 {
        let zero = self.bounds.zero().clone();
        let mut ends = Vec::with_capacity(2 * self.bounds.most.len());
        let boxes = [minus, plus].map(|node| self.found.ends(level + 1, node));
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
        let graph = &self.found.graph;
        let wrong = graph.wrong(level + 1, minus) + graph.wrong(level + 1, plus);
        let kind = Kind::Split { minus, plus };
        let table = self.tables[level];
        self.found.add(level, table, &ends, kind, wrong)
    }

    fn watch(&self) -> Result<(), Undecided> {
        let done = u64::try_from(self.found.nodes).unwrap_or(u64::MAX);
        if let Err(stop) = self.limits.go_on(done, 0) {
            return Err(Undecided::stopped(stop));
        }
        let sums = self.bounds.most.len();
        // A box is kept once by itself and once around others, and a count has D bits.
        let a_node = 4 * sums * N::BYTES + self.weights.len() / 8 + 128;
        let memory = done.saturating_mul(u64::try_from(a_node).unwrap_or(u64::MAX));
        if memory > self.limits.memory {
            return Err(Undecided::DiagramTooLarge {
                nodes: done,
                memory: self.limits.memory,
            });
        }
        Ok(())
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
