//! The nodes of a diagram with their boxes, level by level.

use std::collections::HashMap;

use num_bigint::BigUint;

use crate::checker::boxes::{Below, Diagram, Node, Span};
use crate::checker::sums::Summed;
use crate::prover::engines::diagram::graph::{Graph, Kind};
use crate::prover::engines::diagram::lookup::Boxes;
use crate::prover::engines::diagram::numbers::Number;

/// The most nodes of a diagram that is given as evidence.
const MAX_EVIDENCE_NODES: usize = 1 << 20;

/// The nodes that have been found.
pub struct Levels<N> {
    /// The nodes without their boxes.
    pub graph: Graph,
    /// The number of nodes.
    pub nodes: usize,
    sums: usize,
    boxes: Vec<Level<N>>,
}

/// The boxes of a level.
struct Level<N> {
    /// The boxes of the nodes by what is left of the target's table, and the nodes' numbers.
    merged: HashMap<usize, (Boxes<N>, Vec<u32>)>,
    /// For each node what is left of the table there, and its number among those.
    places: Vec<(usize, u32)>,
}

impl<N: Number> Levels<N> {
    /// No nodes, with boxes of this number of sums, for coordinates that are fixed in this order.
    pub fn new(order: Vec<usize>, sums: usize) -> Self {
        let level = |_| Level {
            merged: HashMap::new(),
            places: Vec::new(),
        };
        Self {
            boxes: (0..=order.len()).map(level).collect(),
            graph: Graph::new(order),
            nodes: 0,
            sums,
        }
    }

    /// The node of a level in whose box the sums lie, where this is left of the table.
    pub fn find(&self, level: usize, table: usize, sums: &[N]) -> Option<u32> {
        let (boxes, nodes) = self.boxes[level].merged.get(&table)?;
        let found = boxes.find(sums)?;
        Some(nodes[index(found)])
    }

    /// Adds a node with the ends of its box, a lower and an upper one for each sum; returns its number.
    pub fn add(
        &mut self,
        level: usize,
        table: usize,
        ends: &[N],
        kind: Kind,
        wrong: BigUint,
    ) -> u32 {
        self.nodes += 1;
        let node = self.graph.add(level, kind, wrong);
        let here = &mut self.boxes[level];
        let nothing = || (Boxes::new(self.sums), Vec::new());
        let (boxes, nodes) = here.merged.entry(table).or_insert_with(nothing);
        let place = u32::try_from(nodes.len()).expect("fewer than the nodes");
        boxes.add(place, ends);
        nodes.push(node);
        here.places.push((table, place));
        node
    }

    /// The ends of a node's box.
    pub fn ends(&self, level: usize, node: u32) -> &[N] {
        let here = &self.boxes[level];
        let (table, place) = here.places[index(node)];
        let (boxes, _) = &here.merged[&table];
        boxes.ends(index(place))
    }

    /// The diagram as evidence; `None` if it has too many nodes to be of use, or if a sum is wider than evidence has it.
    pub fn evidence(&self, summed: &Summed) -> Option<Diagram> {
        if self.nodes > MAX_EVIDENCE_NODES {
            return None;
        }
        let widest = summed.sums.iter().map(|sum| sum.most.bits()).max();
        if widest.is_some_and(|bits| bits > 126) {
            return None;
        }
        let mut levels = Vec::new();
        for (level, here) in self.boxes.iter().enumerate() {
            let mut nodes = Vec::with_capacity(here.places.len());
            for (number, (kind, wrong)) in self.graph.nodes(level).iter().enumerate() {
                let number = u32::try_from(number).ok()?;
                let spans = self.ends(level, number).chunks(2).map(|pair| {
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

fn index(number: u32) -> usize {
    usize::try_from(number).expect("at least 32 bits")
}
