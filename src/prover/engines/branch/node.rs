//! One part of the cube at a time: the leaves that cover it, or a vertex at which the network is not as wanted.

use std::sync::atomic::{AtomicU64, Ordering};

use super::Wanted;
use super::ascent::{Ascended, Ascent};
use super::exact::Spans;
use super::floats::{FloatNetwork, is_far};
use super::goal::{goals, leaf};
use super::queue::Task;
use super::slice::{Assumption, Row, Slice, Slopes, rows};
use crate::checker::germs::Relation;
use crate::checker::{Leaf, Part};
use crate::language::cube::{Sign, Vertex};
use crate::language::network::{Activation, Network};
use crate::language::target::Target;
use crate::prover::Limits;
use crate::prover::limits::Stop;

/// Steps of an ascent on one sum, and on a range of several, which is split if they do not suffice.
const STEPS: usize = 150;
const PACE: f64 = 1.5;
const STEPS_FOR_A_RANGE: usize = 40;

/// Steps of an ascent for each free coordinate, since few vertices are soon told apart by branching.
const STEPS_PER_COORDINATE: usize = 8;

/// Units whose branches are tried before one is chosen, and the steps of an ascent on each branch.
const PROMISING: usize = 4;
const STEPS_FOR_A_GAIN: usize = 20;

/// Binary digits of the slopes, tried one after another.
const DIGITS: [i32; 4] = [6, 12, 20, 40];

/// The most vertices for which one node asks for exact values; floats that suspect more are mistaken.
const MOST_SUSPECTS: usize = 3;

/// Multiplications between two looks at the watch.
const WATCHED: usize = 1 << 22;

/// Why a part has no leaves.
pub(super) enum Failed {
    /// The network differs from the target at this vertex.
    Differs(Vertex),
    /// A push at this vertex may take the network off the target.
    OnTheEdge(Vertex),
    /// The work was stopped.
    Stopped(Stop),
    /// The leaves do not fit the memory.
    TooLarge,
    /// Another part has failed before it.
    NotNeeded,
}

/// A network and a target, with what all parts share.
pub(super) struct Search<'a> {
    network: &'a Network,
    target: &'a Target,
    rows: Vec<Vec<Row>>,
    floats: FloatNetwork,
    wanted: Wanted,
    limits: Limits<'a>,
    /// Multiplications that one evaluation takes.
    products: usize,
    nodes: AtomicU64,
    leaves: AtomicU64,
    bytes: AtomicU64,
    done: AtomicU64,
}

/// A part of the cube that is still to be decided.
struct Node {
    path: Vec<Assumption>,
    /// The slopes of the node above it, one set for each goal.
    slopes: Vec<Vec<Vec<f64>>>,
}

/// What a node turns out to be.
enum Outcome {
    Leaf(Leaf),
    Branches {
        /// The layer and the unit, counted from 1.
        place: (usize, usize),
        slopes: Vec<Vec<Vec<f64>>>,
    },
}

impl<'a> Search<'a> {
    pub(super) fn new(
        network: &'a Network,
        target: &'a Target,
        wanted: Wanted,
        limits: Limits<'a>,
    ) -> Self {
        let rows = rows(network);
        let weights = |rows: &Vec<Row>| rows.iter().map(|row| row.weights.len()).sum::<usize>();
        Self {
            network,
            target,
            products: 2 * rows.iter().map(weights).sum::<usize>(),
            floats: FloatNetwork::new(network),
            rows,
            wanted,
            limits,
            nodes: AtomicU64::new(0),
            leaves: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            done: AtomicU64::new(0),
        }
    }

    pub(super) fn nodes(&self) -> u64 {
        self.nodes.load(Ordering::Relaxed)
    }

    pub(super) fn leaves(&self) -> u64 {
        self.leaves.load(Ordering::Relaxed)
    }

    /// The number of sums, or of vertices of a table.
    pub(super) fn total(&self) -> u64 {
        match self.target {
            Target::Table { dimension, .. } => 1 << dimension,
            _ => u64::try_from(self.target.dimension()).unwrap_or(u64::MAX) + 1,
        }
    }

    fn watch(&self) -> Result<(), Stop> {
        let done = self.done.load(Ordering::Relaxed);
        self.limits.go_on(done, self.total())
    }

    /// The halves of a range of several sums.
    pub(super) fn halves(&self, task: &Task) -> Option<[Task; 2]> {
        let dimension = self.target.dimension();
        task.halves(i64::try_from(dimension).expect("at most MAX_DIMENSION"))
    }

    /// The leaves that cover a range of sums. A range of several sums with `None` is to be split.
    pub(super) fn part(
        &self,
        sums: (i64, i64),
        ended: impl Fn() -> bool,
    ) -> Result<Option<Part>, Failed> {
        let table = matches!(self.target, Target::Table { .. });
        let one_look = sums.0 < sums.1 && !table;
        let mut leaves = Vec::new();
        let mut open = vec![Node {
            path: Vec::new(),
            slopes: Vec::new(),
        }];
        while let Some(node) = open.pop() {
            self.watch().map_err(Failed::Stopped)?;
            if ended() {
                return Err(Failed::NotNeeded);
            }
            self.nodes.fetch_add(1, Ordering::Relaxed);
            match self.examine(sums, &node, one_look)? {
                Outcome::Leaf(leaf) => {
                    self.hold(&leaf)?;
                    if table {
                        let free = self.target.dimension() - coordinates(&leaf.path);
                        self.done.fetch_add(1 << free, Ordering::Relaxed);
                    }
                    leaves.push(leaf);
                }
                Outcome::Branches { .. } if one_look => return Ok(None),
                Outcome::Branches { place, slopes } => {
                    // The last one is looked at first.
                    for relation in self.relations(place).iter().rev() {
                        let mut path = node.path.clone();
                        path.push((place.0, place.1, *relation));
                        let slopes = slopes.clone();
                        open.push(Node { path, slopes });
                    }
                }
            }
        }
        if !table {
            let sums = u64::try_from((sums.1 - sums.0) / 2 + 1).unwrap_or(0);
            self.done.fetch_add(sums, Ordering::Relaxed);
        }
        Ok(Some(Part {
            low: sums.0,
            high: sums.1,
            leaves,
        }))
    }

    /// Counts a leaf and the memory that it takes.
    fn hold(&self, leaf: &Leaf) -> Result<(), Failed> {
        const LEAF: usize = 128;
        const NUMBER: usize = 128;
        let slopes = leaf.above.iter().chain(&leaf.below).map(Vec::len);
        let bytes = LEAF + NUMBER * (leaf.path.len() + slopes.sum::<usize>());
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.leaves.fetch_add(1, Ordering::Relaxed);
        let before = self.bytes.fetch_add(bytes, Ordering::Relaxed);
        if before + bytes > self.limits.memory {
            return Err(Failed::TooLarge);
        }
        Ok(())
    }

    /// The relations of a coordinate or a unit that cover all of its values, in the order of the evidence.
    fn relations(&self, (layer, _): (usize, usize)) -> &'static [Relation] {
        let activation = layer
            .checked_sub(1)
            .map(|index| self.network.layers()[index].activation);
        match activation {
            Some(Activation::Zero) => &[Relation::Zero, Relation::Negative, Relation::Positive],
            _ => &[Relation::NonNegative, Relation::Negative],
        }
    }

    fn examine(&self, sums: (i64, i64), node: &Node, one_look: bool) -> Result<Outcome, Failed> {
        let path = &node.path;
        let nothing = || Leaf {
            path: path.clone(),
            above: None,
            below: None,
        };
        let Some(slice) = Slice::new(self.network.inputs(), sums, path) else {
            return Ok(Outcome::Leaf(nothing()));
        };
        let wanted = match self.value_on(&slice, sums) {
            Ok(wanted) => wanted,
            Err(coordinate) => {
                let place = (0, coordinate + 1);
                let slopes = node.slopes.clone();
                return Ok(Outcome::Branches { place, slopes });
            }
        };
        let steps = if one_look { STEPS_FOR_A_RANGE } else { STEPS };
        let steps = steps.min(STEPS_PER_COORDINATE * (slice.free.len() + 1));
        let pushed = self.wanted == Wanted::Robustness;
        let Some(spans) = Spans::new(self.network, &self.rows, &slice, path, pushed) else {
            return Ok(Outcome::Leaf(nothing()));
        };
        let activation = self.activation();
        let mut suspects = 0;
        let mut least_point: Option<(Ascent, Ascended)> = None;
        let mut slopes = Vec::new();
        for (index, goals) in goals(activation, wanted).into_iter().enumerate() {
            let mut ascents = Vec::new();
            for (number, goal) in goals.iter().enumerate() {
                let ascent = Ascent::new(&self.floats, &spans, *goal, |depth, unit| {
                    path.iter()
                        .any(|(l, u, _)| (*l, *u) == (depth + 1, unit + 1))
                });
                let from = node
                    .slopes
                    .get(index + number)
                    .map_or(&[][..], Vec::as_slice);
                let mut end = None;
                let mut work = 0;
                let ascended = ascent.climb(ascent.start(from), (steps, PACE), |x, output| {
                    work += self.products;
                    if work > WATCHED {
                        work = 0;
                        end = self.watch().err().map(Failed::Stopped);
                    }
                    if suspects < MOST_SUSPECTS && is_far(output, wanted.value()) {
                        suspects += 1;
                        let x = vertex(x);
                        if self.network.value(&x) != wanted.rational() {
                            end = Some(Failed::Differs(x));
                        }
                    }
                    end.is_some()
                });
                if let Some(end) = end {
                    return Err(end);
                }
                slopes.push(ascended.slopes.clone());
                ascents.push((*goal, ascent, ascended));
            }
            for digits in DIGITS {
                let rounded: Option<Vec<(Sign, Slopes)>> = ascents
                    .iter()
                    .map(|(goal, ascent, ascended)| {
                        Some((goal.sign, ascent.rounded(ascended, digits)?))
                    })
                    .collect();
                let leaf = rounded
                    .and_then(|slopes| leaf(activation, wanted, pushed, &spans, slopes, path));
                if let Some(leaf) = leaf {
                    return Ok(Outcome::Leaf(leaf));
                }
            }
            if let Some((_, ascent, ascended)) = ascents.into_iter().next() {
                least_point.get_or_insert((ascent, ascended));
            }
        }
        match self.place(path, &spans, least_point.as_ref()) {
            Some(place) => Ok(Outcome::Branches { place, slopes }),
            None => Err(self.one_vertex(&slice, wanted)),
        }
    }

    fn activation(&self) -> Activation {
        let last = self.network.layers().last();
        last.expect("a network has a layer").activation
    }

    /// The target's value on a slice, or a coordinate to branch on where it has both values.
    fn value_on(&self, slice: &Slice, sums: (i64, i64)) -> Result<Sign, usize> {
        if let Some(value) = self.target.value_at_sum(sums.0) {
            return Ok(value);
        }
        let bit = |i: usize| 1_u64 << i;
        let fixed = slice.fixed.iter().enumerate();
        let plus: u64 = fixed
            .filter(|(_, sign)| **sign == Some(Sign::Plus))
            .map(|(i, _)| bit(i))
            .sum();
        let free: u64 = slice.free.iter().map(|i| bit(*i)).sum();
        let dimension = self.target.dimension();
        let value = |bits| {
            self.target
                .value(&Vertex::from_bits(dimension, plus | bits))
        };
        // The number of edges along each free coordinate whose ends have different values.
        let mut changes = vec![0_u64; slice.free.len()];
        let mut bits = free;
        loop {
            let here = value(bits);
            for (count, i) in changes.iter_mut().zip(&slice.free) {
                *count += u64::from(here != value(bits ^ bit(*i)));
            }
            if bits == 0 {
                break;
            }
            bits = (bits - 1) & free;
        }
        let most = changes
            .iter()
            .zip(&slice.free)
            .max_by_key(|(count, _)| **count);
        match most {
            Some((count, coordinate)) if *count > 0 => Err(*coordinate),
            _ => Ok(value(0)),
        }
    }

    /// The unit to branch on, or the coordinate; `None` if everything is fixed.
    ///
    /// It is one of the open units that are farthest off their graphs at the least point of the relaxation, the one whose
    /// branches promise most, or else the coordinate that is farthest from −1 and +1 there.
    fn place(
        &self,
        path: &[Assumption],
        spans: &Spans,
        least_point: Option<&(Ascent, Ascended)>,
    ) -> Option<(usize, usize)> {
        let layers = spans.layers.iter().enumerate();
        let units = layers.flat_map(|(depth, layer)| {
            let units = layer.iter().enumerate();
            units.map(move |(unit, span)| (depth, unit, span))
        });
        let assumed = |depth: usize, unit: usize| {
            path.iter()
                .any(|(l, u, _)| (*l, *u) == (depth + 1, unit + 1))
        };
        let mut open: Vec<(usize, usize)> = units
            .filter(|(depth, unit, span)| span.slope.is_none() && !assumed(*depth, *unit))
            .map(|(depth, unit, _)| (depth, unit))
            .collect();
        let slice = spans.slice;
        let coordinates = || slice.free.iter().filter(|_| !slice.is_one_vertex());
        let Some((ascent, point)) = least_point else {
            let coordinate = coordinates().next().map(|i| (0, i + 1));
            let unit = || open.first().map(|(depth, unit)| (depth + 1, unit + 1));
            return coordinate.or_else(unit);
        };
        let gap = |(depth, unit): &(usize, usize)| point.gaps[*depth][*unit];
        open.sort_by(|a, b| gap(b).total_cmp(&gap(a)));
        let off = open.iter().filter(|place| gap(place) > point.tolerance);
        let promising = off.take(PROMISING).map(|place| {
            let relations = self.relations((place.0 + 1, place.1 + 1));
            let gain = ascent.gain(point, *place, relations, STEPS_FOR_A_GAIN);
            (gain, *place)
        });
        let unit = promising
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, place)| place);
        let certain = |i: &usize| point.x[*i].abs();
        let coordinate = coordinates().min_by(|i, j| certain(i).total_cmp(&certain(j)));
        let open = open.first().copied();
        let unit_place = |(depth, unit): (usize, usize)| (depth + 1, unit + 1);
        unit.map(unit_place)
            .or(coordinate.map(|i| (0, i + 1)))
            .or(open.map(unit_place))
    }

    /// Where one vertex is left and the bounds do not decide it.
    fn one_vertex(&self, slice: &Slice, wanted: Sign) -> Failed {
        let x = slice.some_vertex();
        if self.network.value(&x) == wanted.rational() {
            Failed::OnTheEdge(x)
        } else {
            Failed::Differs(x)
        }
    }
}

fn coordinates(path: &[Assumption]) -> usize {
    path.iter().filter(|(layer, ..)| *layer == 0).count()
}

fn vertex(x: &[f64]) -> Vertex {
    Vertex::from_signs(x.iter().map(|x| Sign::of(x.is_sign_positive())).collect())
}
