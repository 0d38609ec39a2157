//! Rejections: the conditions that evidence must meet, each with the numbers that fail it.

use thiserror::Error;

use crate::checker::walk::Misfit;
use crate::language::cube::{Sign, Vertex};
use crate::language::exact::{BigUint, Rational};

/// Why evidence establishes nothing, with one variant for each condition.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Rejection {
    /// The evidence is of a kind that says nothing about the question.
    #[error("evidence of kind {evidence} does not decide whether something is {question}")]
    EvidenceDoesNotFit {
        /// The word for the question in certificates.
        question: &'static str,
        /// The word for the kind of evidence in certificates.
        evidence: &'static str,
    },
    /// A part of the evidence and the target have different dimensions.
    #[error("{what} has {found} entries; the target has {expected} coordinates")]
    Dimension {
        /// The part of the evidence.
        what: &'static str,
        /// The dimension of that part.
        found: usize,
        /// The dimension D of the target.
        expected: usize,
    },
    /// A class holds coordinates with different weights in the first layer.
    #[error("coordinates of one class have different weights (first layer, unit {unit})")]
    ClassSplitsNetwork {
        /// The unit of the first layer that tells them apart, counted from 1.
        unit: usize,
    },
    /// A class holds coordinates that the target distinguishes.
    #[error("the target changes when two coordinates of one class are swapped")]
    ClassSplitsTarget,
    /// The evidence asks for more work than the checker does.
    #[error(
        "the evidence asks for more work than the checker repeats, {limit} products of machine words"
    )]
    TooLarge {
        /// The most work that the checker does, in products of machine words.
        limit: u64,
    },
    /// A case makes more assumptions than it may.
    #[error("a case makes more than {limit} assumptions")]
    TooManyAssumptions {
        /// The most assumptions that one case may make.
        limit: usize,
    },
    /// The separator gives the wrong sign at a vertex.
    #[error("the separator gives {value} at {vertex}, where the target is {target}")]
    Mislabelled {
        /// The vertex x.
        vertex: Vertex,
        /// The value sign(w·x + b) of the separator.
        value: Rational,
        /// The target's value f(x).
        target: Sign,
    },
    /// A weight λ is negative.
    #[error("weight {weight} of line {line} of the evidence is negative")]
    NegativeWeight {
        /// The line of the weight, counted from 1 within the evidence.
        line: usize,
        /// The weight λ.
        weight: Rational,
    },
    /// All weights λ are 0, or there are none.
    #[error("all weights are zero, so they say nothing")]
    AllWeightsZero,
    /// The sum Σ λ·f(x)·x is not 0.
    #[error("the weighted sum leaves {remainder} in coordinate {coordinate}; it must be 0")]
    CoordinateDoesNotCancel {
        /// The coordinate that is not 0, or the class for evidence about classes; counted from 1.
        coordinate: usize,
        /// The sum in that coordinate.
        remainder: Rational,
    },
    /// The sum Σ λ·f(x) is not 0.
    #[error("true and false points have different weight: {remainder} is left; it must be 0")]
    BiasDoesNotCancel {
        /// The value of the sum.
        remainder: Rational,
    },
    /// A vector of counts does not fit the classes.
    #[error("the counts {counts:?} do not fit classes of sizes {sizes:?}")]
    CountsOutOfRange {
        /// The number of coordinates that are +1 in each class, as the certificate states it.
        counts: Vec<usize>,
        /// The number of coordinates in each class.
        sizes: Vec<usize>,
    },
    /// The certificate states a value wrongly.
    #[error("{what} is stated as {stated}, but it is {found}")]
    StatedWrongly {
        /// The value's name.
        what: &'static str,
        /// The value that the certificate states.
        stated: Rational,
        /// The value that the checker computes.
        found: Rational,
    },
    /// The network and the target agree at a vertex that is given as a counter-example.
    #[error("network and target agree at {vertex}, so it is not a counter-example")]
    NoDifference {
        /// The vertex x.
        vertex: Vertex,
    },
    /// The limit along a direction that is given as a counter-example is the target's value.
    #[error(
        "the limit at {vertex} along this direction is the target's value, so it is not a counter-example"
    )]
    LimitKept {
        /// The vertex x.
        vertex: Vertex,
    },
    /// The limit at a point depends on the direction, but the evidence has no cases for it.
    #[error("at {vertex} the limit depends on the direction, but the cases are missing")]
    CasesMissing {
        /// The representative of the point.
        vertex: Vertex,
    },
    /// The evidence has cases for a point that needs none, or has them out of order.
    #[error("the cases at counts {counts:?} are not needed or out of order")]
    CasesUnused {
        /// The counts of the point.
        counts: Vec<usize>,
    },
    /// The cases at a point do not follow the network's units, or do not cover every direction.
    #[error(
        "the cases at {vertex} do not cover every direction: case {case} is not the one that follows"
    )]
    CasesDoNotCover {
        /// The representative of the point.
        vertex: Vertex,
        /// The number of the case, counted from 1; one more than the number of cases when one is missing.
        case: usize,
    },
    /// The limit in a case is not the target's value.
    #[error("case {case} at {vertex} ends in {limit}, but the target is {target}")]
    LimitLost {
        /// The representative of the point.
        vertex: Vertex,
        /// The number of the case, counted from 1.
        case: usize,
        /// The limit in this case.
        limit: Rational,
        /// The target's value f(x).
        target: Sign,
    },
    /// A case does not have one multiplier for each of its assumptions.
    #[error("case {case} at {vertex} has {found} multipliers for {expected} assumptions")]
    MultiplierCount {
        /// The representative of the point.
        vertex: Vertex,
        /// The number of the case, counted from 1.
        case: usize,
        /// The number of multipliers.
        found: usize,
        /// The number of assumptions.
        expected: usize,
    },
    /// A multiplier makes its term negative.
    #[error(
        "multiplier {multiplier} of case {case} at {vertex} has the wrong sign for its relation"
    )]
    MultiplierSign {
        /// The representative of the point.
        vertex: Vertex,
        /// The number of the case, counted from 1.
        case: usize,
        /// The value of the multiplier.
        multiplier: Rational,
    },
    /// The slopes, weighted with the multipliers, do not add up to 0.
    #[error("the multipliers of case {case} at {vertex} do not cancel the slopes")]
    SlopesDoNotCancel {
        /// The representative of the point.
        vertex: Vertex,
        /// The number of the case, counted from 1.
        case: usize,
    },
    /// The weighted slopes use no strict assumption, so all terms may be 0 and there is no contradiction.
    #[error("the multipliers of case {case} at {vertex} use no strict assumption")]
    NothingStrict {
        /// The representative of the point.
        vertex: Vertex,
        /// The number of the case, counted from 1.
        case: usize,
    },
    /// The order of a diagram does not name every coordinate once.
    #[error("the order of the diagram names coordinate {coordinate} again, or there is none")]
    OrderRepeats {
        /// The coordinate, counted from 1.
        coordinate: usize,
    },
    /// A node of a diagram does not have one span for each sum, or not the children that its level needs.
    #[error("node {node} of level {level} does not fit the diagram")]
    NodeMisfits {
        /// The level, counted from 0.
        level: usize,
        /// The node, counted from 1 within its level.
        node: usize,
    },
    /// No way leads from the root of a diagram to a node.
    #[error("no way leads to node {node} of level {level}")]
    NodeUnreached {
        /// The level, counted from 0.
        level: usize,
        /// The node, counted from 1 within its level.
        node: usize,
    },
    /// The box of a diagram's root does not hold the empty sums.
    #[error("the box of the first node does not hold the empty sums, which are 0")]
    RootMisses,
    /// The box of a node, moved by the next coordinate's weights, is not inside the box of the child.
    #[error(
        "from node {node} of level {level}, sum {sum} can leave the span of the node that follows"
    )]
    BoxLeaves {
        /// The level, counted from 0.
        level: usize,
        /// The node, counted from 1 within its level.
        node: usize,
        /// The sum, counted from 1.
        sum: usize,
    },
    /// Two ways that leave different parts of the target's table lead to one node.
    #[error("two different parts of the target's table are left at node {node} of level {level}")]
    TwoSubtables {
        /// The level, counted from 0.
        level: usize,
        /// The node, counted from 1 within its level.
        node: usize,
    },
    /// The bounds over a leaf's box do not decide that the network is right, or wrong, as the leaf says.
    #[error("the bounds at node {node} of level {level} do not decide what it says")]
    LeafUndecided {
        /// The level, counted from 0.
        level: usize,
        /// The node, counted from 1 within its level.
        node: usize,
    },
    /// The count of a node is not the sum of its children's counts.
    #[error(
        "node {node} of level {level} counts {stated} wrong vertices, but its children {found}"
    )]
    CountsDoNotAdd {
        /// The level, counted from 0.
        level: usize,
        /// The node, counted from 1 within its level.
        node: usize,
        /// The count that the node states.
        stated: BigUint,
        /// The sum of the counts of its children.
        found: BigUint,
    },
    /// The parts of a tree are not ranges of sums that follow one another from −D to D.
    #[error("part {part} of the tree is not the one that follows")]
    PartsDoNotCover {
        /// The number of the part, counted from 1; one more than the number of parts when one is missing.
        part: usize,
    },
    /// The leaves of a part do not cover it.
    #[error("the leaves of part {part} do not cover it: leaf {leaf} is not the one that follows")]
    LeavesDoNotCover {
        /// The number of the part, counted from 1.
        part: usize,
        /// The number of the leaf, counted from 1; one more than the number of leaves when one is missing.
        leaf: usize,
    },
    /// The target has both values on a leaf.
    #[error("the target is not constant on leaf {leaf} of part {part}")]
    TargetVaries {
        /// The number of the part, counted from 1.
        part: usize,
        /// The number of the leaf, counted from 1.
        leaf: usize,
    },
    /// A slope is for a unit that has none, or the slopes of a leaf are not in ascending order of their units.
    #[error(
        "leaf {leaf} of part {part} has a slope for {layer}.{unit}, which is not a hidden unit or out of order"
    )]
    SlopeOutOfPlace {
        /// The number of the part, counted from 1.
        part: usize,
        /// The number of the leaf, counted from 1.
        leaf: usize,
        /// The number of the layer, counted from 1.
        layer: usize,
        /// The number of the unit in its layer, counted from 1.
        unit: usize,
    },
    /// The bounds of a leaf leave it open whether the network has the target's value there.
    #[error(
        "on leaf {leaf} of part {part} the output's pre-activation is shown to be {}{}, which does not make the network {target}",
        low.as_ref().map_or("anything".to_owned(), |low| format!("at least {low}")),
        high.as_ref().map_or(String::new(), |high| format!(", at most {high}"))
    )]
    LeafOpen {
        /// The number of the part, counted from 1.
        part: usize,
        /// The number of the leaf, counted from 1.
        leaf: usize,
        /// The lower bound, if the leaf has slopes for one.
        low: Option<Rational>,
        /// The upper bound, if the leaf has slopes for one.
        high: Option<Rational>,
        /// The target's value f on the leaf.
        target: Sign,
    },
}

impl Rejection {
    pub(super) fn misfit(misfit: Misfit, found: usize, expected: usize) -> Self {
        match misfit {
            Misfit::Dimension => Self::Dimension {
                what: "the partition into classes or the network",
                found,
                expected,
            },
            Misfit::Network(unit) => Self::ClassSplitsNetwork { unit },
            Misfit::Target => Self::ClassSplitsTarget,
        }
    }
}
