//! What the layers after the first make of its units, where those have two values each: a table, and its diagram.

use num_bigint::BigInt;
use num_traits::Signed;

use super::diagram::{Diagram, MAX_VARIABLES};
use super::lanes::Lanes;
use crate::language::exact::Rational;
use crate::language::network::{Activation, Network};
use crate::prover::engines::integers::{IntegerNetwork, after_the_first};
use crate::prover::engines::numbers::Number;

/// The output of a network as functions of which of its two values each unit of the first layer has.
pub(super) struct Votes {
    /// The units of the first layer in the order of the diagram's variables.
    pub(super) order: Vec<usize>,
    /// The functions "the output is 1", "the output is neither 1 nor −1" and "some unit after the first layer is at 0",
    /// identity units aside.
    pub(super) diagram: Diagram,
}

impl Votes {
    /// The votes, or `None` for other units, for too many of them, or where the diagram is too large.
    pub(super) fn new(network: &Network) -> Option<Self> {
        let first = network.first_layer();
        let units = first.units.len();
        let two_sided = matches!(
            first.activation,
            Activation::Sign | Activation::Step | Activation::Zero
        );
        if !two_sided || units > MAX_VARIABLES {
            return None;
        }
        // The most important unit becomes the last variable, which is the root: the diagram is smaller then.
        let mut order: Vec<usize> = (0..units).collect();
        let tables = if let Some(rest) = after_the_first(network) {
            let importance = |unit: &usize| {
                let weights = rest.first_layer().units.iter();
                weights
                    .filter_map(|next| next.weights.get(*unit))
                    .map(Rational::abs)
                    .sum::<Rational>()
            };
            order.sort_by_cached_key(importance);
            tables(&rest, &order)
        } else {
            // A lone unit's own value is the output: −1 or 1, or 0 or 1.
            let is_step = first.activation == Activation::Step;
            [[false, true], [is_step, false], [false, false]].map(Vec::from)
        };
        let diagram = Diagram::new(&tables)?;
        Some(Self { order, diagram })
    }
}

/// The tables of the three functions for a network of which each input is −1 or 1, where bit i of an index is input
/// `order[i]`.
fn tables(rest: &Network, order: &[usize]) -> [Vec<bool>; 3] {
    let integers = IntegerNetwork::new(rest);
    let integers = reordered(integers, order);
    if let Some(narrow) = integers.narrowed::<i32>() {
        outputs(narrow)
    } else if let Some(narrow) = integers.narrowed::<i128>() {
        outputs(narrow)
    } else {
        outputs(integers)
    }
}

/// The network with input `order[i]` in place i.
fn reordered(mut network: IntegerNetwork<BigInt>, order: &[usize]) -> IntegerNetwork<BigInt> {
    let first = &mut network.layers[0];
    let rows = first.weights.chunks(first.inputs);
    first.weights = rows
        .flat_map(|row| order.iter().map(|place| row[*place].clone()))
        .collect();
    network
}

fn outputs<T: Number>(network: IntegerNetwork<T>) -> [Vec<bool>; 3] {
    let inputs = network.layers[0].inputs;
    let lanes = Lanes::new(network);
    let one = lanes.one().clone();
    let minus_one = T::zero().minus(&one);
    let mut room = lanes.room();
    let mut tables = [(); 3].map(|()| vec![false; 1 << inputs]);
    let mut block = lanes.gray.block(0);
    for _ in 0..1 << (inputs - lanes.low_bits) {
        lanes.evaluate(&block, &mut room, true);
        let first = usize::try_from(block.high << lanes.low_bits).expect("few units");
        for (place, (h, zero)) in (first..).zip(room.outputs().iter().zip(room.at_zero.iter())) {
            tables[0][place] = *h == one;
            tables[1][place] = *h != one && *h != minus_one;
            tables[2][place] = *zero != T::zero();
        }
        lanes.gray.advance(&mut block);
    }
    tables
}
