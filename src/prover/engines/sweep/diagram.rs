//! Boolean functions of few variables as one decision diagram, evaluated for many vertices at once.

use std::collections::HashMap;

use super::tiles::{LINE, Line, Tile};

/// The most nodes that a diagram may have; with more of them, lanes are as fast.
const MAX_NODES: usize = 1 << 11;
/// The most variables.
pub(super) const MAX_VARIABLES: usize = 16;
/// The slot of the constant 0.
pub(super) const NEVER: usize = 0;
/// The slot of the constant 1.
const ALWAYS: usize = 1;

/// Some Boolean functions as a reduced, ordered decision diagram, in the form of a program.
///
/// A step makes the next function from the one before, which is still in registers. Only what is needed again later is
/// written to a slot: reading and writing takes longer than anything else.
pub(super) struct Diagram {
    steps: Vec<Step>,
    /// The slots of the functions.
    pub(super) roots: Vec<usize>,
    /// The number of slots.
    slots: usize,
}

/// One step.
struct Step {
    /// The variable.
    variable: usize,
    /// What is made of the variable and of the function before, or of another one in a slot.
    operation: Operation,
    /// The slot of the other function.
    other: usize,
    /// The slot to which the function is written, if it is.
    to: Option<usize>,
}

#[derive(Clone, Copy)]
enum Operation {
    /// The other function, whatever the variable.
    Load,
    /// The function before where the variable is 1, the other one where it is 0.
    OneOrOther,
    /// The other function where the variable is 1, the function before where it is 0.
    OtherOrZero,
    /// The function before where the variable is 1, else 0.
    OneOrNever,
    /// The function before where the variable is 1, else 1.
    OneOrAlways,
    /// 0 where the variable is 1, else the function before.
    NeverOrZero,
    /// 1 where the variable is 1, else the function before.
    AlwaysOrZero,
}

impl Diagram {
    /// The functions with these tables, the first variable in the lowest bit; `None` if they need too many nodes.
    pub(super) fn new(tables: &[Vec<bool>]) -> Option<Self> {
        let variables = tables[0].len().ilog2();
        let mut building = Building::default();
        let roots = tables.iter().map(|table| building.add(table, variables));
        let roots = roots.collect::<Option<Vec<usize>>>()?;
        let mut uses = vec![0; building.nodes.len() + 2];
        let children = building.nodes.iter().flat_map(|(_, one, zero)| [one, zero]);
        children.chain(&roots).for_each(|slot| uses[*slot] += 1);
        let mut program = Program {
            nodes: &building.nodes,
            uses,
            written: vec![false; building.nodes.len() + 2],
            steps: Vec::new(),
        };
        (program.written[NEVER], program.written[ALWAYS]) = (true, true);
        for root in &roots {
            program.write(*root);
        }
        Some(Self {
            steps: program.steps,
            roots,
            slots: building.nodes.len() + 2,
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

    /// The values of the functions at a tile of vertices, in their slots, given the tile of each variable.
    #[inline(always)]
    pub(super) fn evaluate<const N: usize>(
        &self,
        inputs: &[&Tile<N>; MAX_VARIABLES],
        room: &mut [Tile<N>],
    ) {
        if N == LINE {
            self.evaluate_lines::<N, 1>(0, inputs, room);
        } else {
            for first in (0..N / LINE).step_by(8) {
                self.evaluate_lines::<N, 8>(first, inputs, room);
            }
        }
    }

    /// The same for `L` lines of a tile, 1 or 8, which stay in registers.
    #[inline(always)]
    fn evaluate_lines<const N: usize, const L: usize>(
        &self,
        first: usize,
        inputs: &[&Tile<N>; MAX_VARIABLES],
        room: &mut [Tile<N>],
    ) {
        let mut now = [Line::NONE; L];
        for step in &self.steps {
            let bits = inputs[step.variable % MAX_VARIABLES];
            let other = &room[step.other];
            // Each line by itself: a loop over the lines would go through memory.
            macro_rules! each_line {
                ($next:expr) => {{
                    let next = $next;
                    now[0] = next(bits.line(first), now[0], other.line(first));
                    if L == 8 {
                        now[1] = next(bits.line(first + 1), now[1], other.line(first + 1));
                        now[2] = next(bits.line(first + 2), now[2], other.line(first + 2));
                        now[3] = next(bits.line(first + 3), now[3], other.line(first + 3));
                        now[4] = next(bits.line(first + 4), now[4], other.line(first + 4));
                        now[5] = next(bits.line(first + 5), now[5], other.line(first + 5));
                        now[6] = next(bits.line(first + 6), now[6], other.line(first + 6));
                        now[7] = next(bits.line(first + 7), now[7], other.line(first + 7));
                    }
                }};
            }
            match step.operation {
                Operation::Load => each_line!(|_, _, other: Line| other),
                Operation::OneOrOther => {
                    each_line!(|bits: Line, now, other| bits.choose(now, other));
                }
                Operation::OtherOrZero => {
                    each_line!(|bits: Line, now, other| bits.choose(other, now));
                }
                Operation::OneOrNever => {
                    each_line!(|bits: Line, now, _| bits.with(now, |b, x| b & x));
                }
                Operation::OneOrAlways => {
                    each_line!(|bits: Line, now, _| bits.with(now, |b, x| !b | x));
                }
                Operation::NeverOrZero => {
                    each_line!(|bits: Line, now, _| bits.with(now, |b, x| !b & x));
                }
                Operation::AlwaysOrZero => {
                    each_line!(|bits: Line, now, _| bits.with(now, |b, x| b | x));
                }
            }
            if let Some(to) = step.to {
                let slot = &mut room[to];
                slot.set_line(first, now[0]);
                if L == 8 {
                    slot.set_line(first + 1, now[1]);
                    slot.set_line(first + 2, now[2]);
                    slot.set_line(first + 3, now[3]);
                    slot.set_line(first + 4, now[4]);
                    slot.set_line(first + 5, now[5]);
                    slot.set_line(first + 6, now[6]);
                    slot.set_line(first + 7, now[7]);
                }
            }
        }
    }
}

/// The steps for a diagram.
struct Program<'a> {
    /// For each node from slot 2 on its variable and the slots for 1 and 0.
    nodes: &'a [(u32, usize, usize)],
    /// The number of references to each slot.
    uses: Vec<usize>,
    /// Whether a slot has been written.
    written: Vec<bool>,
    steps: Vec<Step>,
}

impl Program<'_> {
    /// Makes sure that a function is in its slot.
    fn write(&mut self, slot: usize) {
        if !self.written[slot] {
            self.make(slot);
            self.steps.last_mut().expect("just made").to = Some(slot);
            self.written[slot] = true;
        }
    }

    /// Makes a function the last one.
    fn make(&mut self, slot: usize) {
        if self.written[slot] {
            self.step(0, Operation::Load, slot);
            return;
        }
        let (variable, one, zero) = self.nodes[slot - 2];
        match (one, zero) {
            (one, NEVER) => self.after(one, variable, Operation::OneOrNever, NEVER),
            (one, ALWAYS) => self.after(one, variable, Operation::OneOrAlways, NEVER),
            (NEVER, zero) => self.after(zero, variable, Operation::NeverOrZero, NEVER),
            (ALWAYS, zero) => self.after(zero, variable, Operation::AlwaysOrZero, NEVER),
            (one, zero) if self.written[one] => {
                self.after(zero, variable, Operation::OtherOrZero, one);
            }
            (one, zero) => {
                self.write(zero);
                self.after(one, variable, Operation::OneOrOther, zero);
            }
        }
        if self.uses[slot] > 1 {
            self.steps.last_mut().expect("just made").to = Some(slot);
            self.written[slot] = true;
        }
    }

    /// Makes the function `before`, and the next one from it.
    fn after(&mut self, before: usize, variable: u32, operation: Operation, other: usize) {
        self.make(before);
        self.step(variable, operation, other);
    }

    fn step(&mut self, variable: u32, operation: Operation, other: usize) {
        self.steps.push(Step {
            variable: variable.try_into().expect("few variables"),
            operation,
            other,
            to: None,
        });
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
            let mut tiles = [&inputs[0]; MAX_VARIABLES];
            tiles.iter_mut().zip(&inputs).for_each(|(tile, input)| *tile = input);
            diagram.evaluate(&tiles, &mut room);
            for (table, root) in tables.iter().zip(&diagram.roots) {
                for (place, expected) in table.iter().enumerate() {
                    prop_assert_eq!(room[*root].0[0] >> place & 1 == 1, *expected);
                }
            }
        }
    }
}
