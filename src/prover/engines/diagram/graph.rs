//! The graph of a diagram without its boxes: what is right and wrong, how often, and where first.

use num_bigint::BigUint;
use num_traits::Zero;

use crate::language::cube::{Sign, Vertex};
use crate::prover::limits::Limits;

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

/// A node of the level before that leads to a node, and the sign on that way; `None` if the node is not reached.
type Reached = Option<(usize, Sign)>;

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

    /// Whether a node is wrong, or has a wrong vertex below.
    pub fn is_wrong(&self, level: usize, node: u32) -> bool {
        !self.wrong(level, node).is_zero()
    }

    /// The number of wrong vertices.
    pub fn violations(&self) -> &BigUint {
        self.wrong(0, 0)
    }

    /// The least wrong vertex, by the bits of [`Vertex::from_bits`], whatever the order of the diagram: from x_D to x₁, a
    /// coordinate is −1 if there is a wrong vertex with that and with what was found for the coordinates before. If the
    /// limits stop that, it is some wrong vertex.
    pub fn first_violation(&self, limits: Limits) -> Option<Vertex> {
        let mut level_of = vec![0; self.order.len()];
        for (level, coordinate) in self.order.iter().enumerate() {
            level_of[*coordinate] = level;
        }
        let mut signs: Vec<Option<Sign>> = vec![None; self.order.len()];
        let mut found = self.wrong_way(&signs)?;
        for level in level_of.iter().rev() {
            // Where the last way is −1 already, it is the answer for this coordinate too.
            if found[*level] == Sign::Plus {
                signs[*level] = Some(Sign::Minus);
                match self.wrong_way(&signs) {
                    Some(way) => found = way,
                    None => signs[*level] = Some(Sign::Plus),
                }
                if limits.go_on(0, 0).is_err() {
                    break;
                }
            }
            signs[*level] = Some(found[*level]);
        }
        let signs = level_of.into_iter().map(|level| found[level]);
        Some(Vertex::from_signs(signs.collect()))
    }

    /// A way to a wrong vertex along these signs, in the order of the diagram, if there is one.
    fn wrong_way(&self, signs: &[Option<Sign>]) -> Option<Vec<Sign>> {
        let mut levels: Vec<Vec<Reached>> = vec![vec![Some((0, Sign::Minus))]];
        for (level, nodes) in self.levels.iter().enumerate() {
            let reached = &levels[level];
            let below = self.levels.get(level + 1).map_or(0, Vec::len);
            let mut next = vec![None; below];
            for (number, (kind, wrong)) in nodes.iter().enumerate() {
                if reached[number].is_none() || wrong.is_zero() {
                    continue;
                }
                match kind {
                    Kind::Right => {}
                    Kind::Wrong => return Some(Self::way(&levels, number, signs)),
                    Kind::Split { minus, plus } => {
                        for (child, sign) in [(*minus, Sign::Minus), (*plus, Sign::Plus)] {
                            if signs[level].is_none_or(|wanted| wanted == sign) {
                                next[index(child)].get_or_insert((number, sign));
                            }
                        }
                    }
                }
            }
            levels.push(next);
        }
        None
    }

    /// The way to a node of the last of these levels, and on along the signs, or −1.
    fn way(levels: &[Vec<Reached>], node: usize, signs: &[Option<Sign>]) -> Vec<Sign> {
        let on = signs.iter().map(|sign| sign.unwrap_or(Sign::Minus));
        let mut way: Vec<Sign> = on.collect();
        let mut node = node;
        for level in (1..levels.len()).rev() {
            let (above, sign) = levels[level][node].expect("the node was reached");
            way[level - 1] = sign;
            node = above;
        }
        way
    }
}

fn index(node: u32) -> usize {
    usize::try_from(node).expect("at least 32 bits")
}
