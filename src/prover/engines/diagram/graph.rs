//! The graph of a diagram without its boxes: what is right and wrong, how often, and where first.

use num_bigint::BigUint;
use num_traits::Zero;

use crate::language::cube::{Sign, Vertex};
use crate::prover::limits::Limits;
use crate::prover::undecided::Undecided;

/// What a node says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The network is right at every vertex below.
    Right,
    /// It is wrong at every vertex below.
    Wrong,
    /// What the nodes of the next level say, for the coordinate −1 and for +1.
    Split {
        /// The node for −1.
        minus: u32,
        /// The node for +1.
        plus: u32,
    },
}

/// Nodes level by level; the root is alone on level 0.
pub struct Graph {
    order: Vec<usize>,
    levels: Vec<Vec<(Kind, BigUint)>>,
}

impl Graph {
    /// A graph without nodes, in which the coordinates are fixed in this order.
    pub fn new(order: Vec<usize>) -> Self {
        Self {
            levels: vec![Vec::new(); order.len() + 1],
            order,
        }
    }

    /// The order in which the coordinates are fixed.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// The nodes of a level, with the numbers of wrong vertices below.
    pub fn nodes(&self, level: usize) -> &[(Kind, BigUint)] {
        &self.levels[level]
    }

    /// Adds a node, and returns its number.
    pub fn add(&mut self, level: usize, kind: Kind, wrong: BigUint) -> u32 {
        let nodes = &mut self.levels[level];
        nodes.push((kind, wrong));
        u32::try_from(nodes.len() - 1).expect("memory is limited long before")
    }

    /// The number of wrong vertices below a node.
    pub fn wrong(&self, level: usize, node: u32) -> &BigUint {
        &self.levels[level][index(node)].1
    }

    /// The number of wrong vertices.
    pub fn violations(&self) -> &BigUint {
        self.wrong(0, 0)
    }

    /// The least wrong vertex, by the bits of [`Vertex::from_bits`], whatever the order of the diagram: from x_D to x₁, a
    /// coordinate is −1 if there is a wrong vertex with that and with what was found for the coordinates before.
    ///
    /// # Errors
    /// [`Undecided`] if it was stopped.
    pub fn first_violation(&self, limits: Limits) -> Result<Option<Vertex>, Undecided> {
        if self.violations().is_zero() {
            return Ok(None);
        }
        let mut level_of = vec![0; self.order.len()];
        for (level, coordinate) in self.order.iter().enumerate() {
            level_of[*coordinate] = level;
        }
        let mut signs: Vec<Option<Sign>> = vec![None; self.order.len()];
        for level in level_of.iter().rev() {
            signs[*level] = Some(Sign::Minus);
            if !self.can_be_wrong(&signs) {
                signs[*level] = Some(Sign::Plus);
            }
            if let Err(stop) = limits.go_on(0, 0) {
                return Err(Undecided::stopped(stop));
            }
        }
        let signs = level_of.into_iter().map(|level| signs[level]);
        let signs = signs.map(|sign| sign.expect("every coordinate was fixed"));
        Ok(Some(Vertex::from_signs(signs.collect())))
    }

    /// Whether there is a wrong vertex with these coordinates, in the order of the diagram.
    fn can_be_wrong(&self, signs: &[Option<Sign>]) -> bool {
        let mut reached = vec![true];
        for (level, sign) in signs.iter().enumerate() {
            let mut next = vec![false; self.levels[level + 1].len()];
            let nodes = self.levels[level].iter().zip(&reached);
            for ((kind, _), _) in
                nodes.filter(|((_, wrong), reached)| **reached && !wrong.is_zero())
            {
                match kind {
                    Kind::Right => {}
                    Kind::Wrong => return true,
                    Kind::Split { minus, plus } => {
                        next[index(*minus)] |= *sign != Some(Sign::Plus);
                        next[index(*plus)] |= *sign != Some(Sign::Minus);
                    }
                }
            }
            reached = next;
        }
        let last = self.levels[signs.len()].iter().zip(&reached);
        last.filter(|(_, reached)| **reached)
            .any(|((kind, _), _)| *kind == Kind::Wrong)
    }
}

fn index(node: u32) -> usize {
    usize::try_from(node).expect("at least 32 bits")
}
