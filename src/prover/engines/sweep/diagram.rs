//! Boolean functions of few variables as one decision diagram, evaluated for many vertices at once.

use std::collections::HashMap;

use super::tiles::Tile;

/// The most nodes that a diagram may have; with more of them, lanes are as fast.
const MAX_NODES: usize = 1 << 11;
/// The slot of the constant 0.
pub(super) const NEVER: usize = 0;
/// The slot of the constant 1.
const ALWAYS: usize = 1;

/// Some Boolean functions as a reduced, ordered decision diagram.
///
/// Each function, constants included, has a slot of its own, in which its values are kept.
pub(super) struct Diagram {
    /// The nodes by their variable, in increasing order; a node refers only to nodes of lower variables.
    levels: Vec<Level>,
    /// The slots of the functions.
    pub(super) roots: Vec<usize>,
    /// The number of slots.
    slots: usize,
}

struct Level {
    variable: usize,
    nodes: Vec<Node>,
}

/// The function that is `one` where the variable is 1, and `zero` where it is 0, by their slots.
struct Node {
    slot: usize,
    one: usize,
    zero: usize,
}

impl Diagram {
    /// The functions with these tables, the first variable in the lowest bit; `None` if they need too many nodes.
    pub(super) fn new(tables: &[Vec<bool>]) -> Option<Self> {
        let variables = tables[0].len().ilog2();
        let mut building = Building::default();
        let roots = tables.iter().map(|table| building.add(table, variables));
        let roots = roots.collect::<Option<Vec<usize>>>()?;
        // In the order of the variables, so that a node comes after those that it refers to.
        let mut order: Vec<usize> = (2..building.nodes.len() + 2).collect();
        order.sort_by_key(|slot| building.nodes[slot - 2].0);
        let mut slots = vec![NEVER, ALWAYS];
        slots.resize(building.nodes.len() + 2, NEVER);
        let mut levels: Vec<Level> = Vec::new();
        for (slot, old) in (2..).zip(order) {
            let (variable, one, zero) = building.nodes[old - 2];
            let variable = variable.try_into().expect("few variables");
            slots[old] = slot;
            let (one, zero) = (slots[one], slots[zero]);
            if levels.last().is_none_or(|level| level.variable != variable) {
                let nodes = Vec::new();
                levels.push(Level { variable, nodes });
            }
            let level = levels.last_mut().expect("just pushed");
            level.nodes.push(Node { slot, one, zero });
        }
        Some(Self {
            levels,
            roots: roots.iter().map(|root| slots[*root]).collect(),
            slots: slots.len(),
        })
    }

    /// The number of nodes.
    pub(super) fn nodes(&self) -> usize {
        self.slots - 2
    }

    /// Space for the values at a tile of vertices.
    pub(super) fn room<const N: usize>(&self) -> Vec<Tile<N>> {
        let mut room = vec![Tile::NONE; self.slots];
        room[ALWAYS] = Tile::ALL;
        room
    }

    /// The values of all nodes at a tile of vertices, given the tile of each variable.
    #[inline(always)]
    pub(super) fn evaluate<'a, const N: usize>(
        &self,
        input: impl Fn(usize) -> &'a Tile<N>,
        room: &mut [Tile<N>],
    ) {
        for level in &self.levels {
            // In registers, for all nodes of the level.
            let bits = input(level.variable).0;
            for node in &level.nodes {
                let (before, slot) = room.split_at_mut(node.slot);
                let one = &before[node.one].0;
                let mut values = before[node.zero].0;
                for i in 0..N {
                    values[i] ^= bits[i] & (one[i] ^ values[i]);
                }
                slot[0].0 = values;
            }
        }
    }
}

/// A diagram that grows: for each node from slot 2 on its variable and the slots for 1 and 0.
#[derive(Default)]
struct Building {
    nodes: Vec<(u32, usize, usize)>,
    known: HashMap<(u32, usize, usize), usize>,
}

impl Building {
    fn add(&mut self, table: &[bool], variables: u32) -> Option<usize> {
        if table.iter().all(|bit| *bit == table[0]) {
            return Some(if table[0] { ALWAYS } else { NEVER });
        }
        // The last variable is the highest bit: the halves of the table.
        let variable = variables - 1;
        let (zero, one) = table.split_at(table.len() / 2);
        let zero_slot = self.add(zero, variable)?;
        if zero == one {
            return Some(zero_slot);
        }
        let node = (variable, self.add(one, variable)?, zero_slot);
        if let Some(slot) = self.known.get(&node) {
            return Some(*slot);
        }
        if self.nodes.len() >= MAX_NODES {
            return None;
        }
        self.nodes.push(node);
        let slot = self.nodes.len() + 1;
        self.known.insert(node, slot);
        Some(slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prover::engines::sweep::tiles::tiles;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_diagram_is_its_tables(tables in prop::collection::vec(prop::collection::vec(any::<bool>(), 32), 1..4)) {
            let diagram = Diagram::new(&tables).expect("at most 32 entries");
            // Bit i of variable v is bit v of i, so that the first 32 bits are the table.
            let inputs: Vec<Tile<8>> =
                (0..5).map(|v| tiles((0..512_usize).map(|i| i >> v & 1 == 1))[0]).collect();
            let mut room = diagram.room::<8>();
            diagram.evaluate(|variable| &inputs[variable], &mut room);
            for (table, root) in tables.iter().zip(&diagram.roots) {
                for (place, expected) in table.iter().enumerate() {
                    prop_assert_eq!(room[*root].0[0] >> place & 1 == 1, *expected);
                }
            }
        }
    }
}
