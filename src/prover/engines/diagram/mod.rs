//! Decides and counts by a decision diagram of partial sums.
//!
//! The coordinates are fixed one after another. What the others still do depends only on a few partial sums: one for each
//! direction of the first layer's rows, and one for a target that is a function of the sum. Sums for which everything below
//! is literally the same are one node. A node says in which box of sums it holds, and the sums that fall into the box of a
//! node are that node. So weights need not be equal, or even be small, for the diagram to be small.
//!
//! Where boxes do not merge, but weights are small integers, the sums of each direction fall into few classes, and the nodes
//! are counted on a grid: millions of them take a second, and leave no evidence.

mod bounds;
mod classes;
mod graph;
mod grid;
mod levels;
mod lookup;
mod numbers;
mod search;
mod widen;

use num_bigint::{BigInt, BigUint};

use crate::checker::Case;
use crate::checker::boxes::{Below, Diagram};
use crate::checker::sums::Summed;
use crate::language::cube::Vertex;
use crate::language::network::Network;
use crate::language::target::Target;
use crate::prover::limits::Limits;
use crate::prover::undecided::Undecided;

use bounds::{Bounds, Question, greatest};
use grid::Grid;
use numbers::Number;
use search::{Pause, Search, order};

/// Boxes are tried up to this many nodes whatever a grid would cost, because they are evidence; fewer if units are many.
const FEW_NODES: usize = 1 << 13;

/// About as many nodes of a grid are filled in the time in which one box is found.
const GRID_NODES_PER_BOX: u64 = 1 << 12;

/// The findings of the diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagrammed {
    /// The least vertex with h(x) ≠ f(x), by the bits of [`Vertex::from_bits`], whatever the dimension; some such vertex
    /// where one is enough, or where the limits stopped the search after the count.
    pub differs_at: Option<Vertex>,
    /// The number of all such vertices; `None` where one is enough and there is one.
    pub violations: Option<BigUint>,
    /// The diagram for the checker, if it is small enough to be of use.
    pub evidence: Option<Diagram>,
    /// The number of nodes, of the grid if it was counted on one.
    pub nodes: u64,
}

/// The number of nodes of the grid of classes, which takes about as many additions; `None` if it is not worth to be measured,
/// because a sum has too many classes. The diagram by boxes has fewer nodes, but how many, only building it can tell.
pub fn estimate(network: &Network, target: &Target) -> Option<u64> {
    Grid::measure(&Summed::new(network, target), target).map(|grid| grid.nodes())
}

/// Compares network and target at every vertex.
///
/// # Errors
/// [`Undecided`] if the diagram needs more memory than the limits allow, or the work was stopped.
pub fn decide(network: &Network, target: &Target, limits: Limits) -> Result<Diagrammed, Undecided> {
    let summed = Summed::new(network, target);
    match Width::of(&summed) {
        Width::Narrow => decide_in::<i64>(&summed, target, limits),
        Width::Wide => decide_in::<i128>(&summed, target, limits),
        Width::Big => decide_in::<BigInt>(&summed, target, limits),
    }
}

/// The places at which one has to look closely at a network's limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// A vertex with h(x) ≠ f(x), if one was found.
    pub differs_at: Option<Vertex>,
    /// Vertices that stand for all others at which limits are not plainly kept. If the limits along all directions are the
    /// target's value at these, and h(x) = f(x) everywhere, they are at every vertex: elsewhere the network is right
    /// whatever the units that are 0 do, or all its units have the same values and slopes as at one of these.
    pub vertices: Vec<Vertex>,
    /// The diagram, and the nodes of the last level that are these vertices.
    diagram: Option<(Diagram, Vec<usize>)>,
}

impl Places {
    /// The evidence that all limits are kept, given the cases at each of the vertices; `None` if the diagram is too large.
    pub fn evidence(self, cases: Vec<Vec<Case>>) -> Option<Diagram> {
        let (mut diagram, nodes) = self.diagram?;
        let dimension = diagram.order.len();
        for (node, mut cases) in nodes.into_iter().zip(cases) {
            // A single case without assumptions needs no words.
            cases.retain(|case| !case.path.is_empty());
            diagram.levels[dimension][node].below = Below::Cases(cases);
        }
        Some(diagram)
    }
}

/// Finds the places at which one has to look closely to know whether the limits of the network are the target's value.
///
/// # Errors
/// [`Undecided`] if the diagram needs more memory than the limits allow, or the work was stopped.
pub fn look_closely(
    network: &Network,
    target: &Target,
    limits: Limits,
) -> Result<Places, Undecided> {
    let summed = Summed::new(network, target);
    match Width::of(&summed) {
        Width::Narrow => places::<i64>(&summed, target, limits),
        Width::Wide => places::<i128>(&summed, target, limits),
        Width::Big => places::<BigInt>(&summed, target, limits),
    }
}

fn places<N: Number>(
    summed: &Summed,
    target: &Target,
    limits: Limits,
) -> Result<Places, Undecided> {
    let order = order(summed, target.dimension());
    let mut search: Search<N> = Search::new(summed, target, Question::Limits, order, limits);
    let differs_at = match search.run(usize::MAX)? {
        Pause::Wrong(x) => Some(x),
        _ => search.found.graph.first_violation(limits),
    };
    let diagram = match differs_at {
        None => search.found.evidence(summed),
        Some(_) => None,
    };
    let (nodes, vertices): (Vec<u32>, Vec<Vertex>) = search.open.into_iter().unzip();
    let nodes = nodes.into_iter().map(usize::try_from);
    let nodes: Result<Vec<usize>, _> = nodes.collect();
    Ok(Places {
        differs_at,
        vertices,
        diagram: diagram.zip(nodes.ok()),
    })
}

/// The narrowest integers that hold every number.
enum Width {
    Narrow,
    Wide,
    Big,
}

impl Width {
    fn of(summed: &Summed) -> Self {
        // Twice the middle of a box is compared with twice its ends.
        let bits = greatest(summed).bits() + 3;
        match bits {
            0..64 => Self::Narrow,
            64..128 => Self::Wide,
            _ => Self::Big,
        }
    }
}

/// By boxes; where these become many, and a grid is quicker or fits the memory when they do not, by a grid.
fn decide_in<N: Number>(
    summed: &Summed,
    target: &Target,
    limits: Limits,
) -> Result<Diagrammed, Undecided> {
    let order = order(summed, target.dimension());
    let mut search: Search<N> = Search::new(summed, target, Question::Value, order, limits);
    let few = FEW_NODES / (1 + summed.first.len() / 16);
    let mut pause = search.run(few)?;
    if let Pause::ManyNodes = pause {
        let grid = Grid::measure(summed, target).filter(|grid| grid.memory() <= limits.memory);
        let most = grid
            .as_ref()
            .map_or(u64::MAX, |grid| grid.nodes() / GRID_NODES_PER_BOX);
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        pause = match (search.run(most), grid) {
            (Ok(Pause::ManyNodes) | Err(Undecided::DiagramTooLarge { .. }), Some(grid)) => {
                // The boxes are in the way of the grid's memory.
                drop(search);
                return by_grid::<N>(summed, target, &grid, limits);
            }
            (pause, _) => pause?,
        };
    }
    let (found, nodes) = (&search.found, search.found.nodes);
    let mut diagrammed = Diagrammed {
        differs_at: None,
        violations: None,
        evidence: None,
        nodes: u64::try_from(nodes).unwrap_or(u64::MAX),
    };
    if let Pause::Wrong(x) = pause {
        diagrammed.differs_at = Some(x);
        return Ok(diagrammed);
    }
    diagrammed.differs_at = found.graph.first_violation(limits);
    diagrammed.violations = Some(found.graph.violations().clone());
    diagrammed.evidence = found.evidence(summed);
    Ok(diagrammed)
}

fn by_grid<N: Number>(
    summed: &Summed,
    target: &Target,
    grid: &Grid,
    limits: Limits,
) -> Result<Diagrammed, Undecided> {
    let bounds: Bounds<N> = Bounds::new(summed, target, Question::Value);
    let filled = grid.fill(&bounds, |n| N::of(&n.into()), limits)?;
    Ok(Diagrammed {
        differs_at: filled.first_violation,
        violations: Some(filled.violations),
        evidence: None,
        nodes: grid.nodes(),
    })
}
