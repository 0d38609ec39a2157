//! Diagrams as evidence: layered graphs whose nodes say in which box of partial sums they hold.

use std::fmt::{self, Display, Formatter};

use crate::checker::cases::Case;
use crate::language::exact::{BigUint, parse_rational_up_to};
use crate::language::refused::{Refused, quoted};

/// A layered graph that counts the vertices at which a network differs from a target.
///
/// The coordinates are fixed one after another. All ways to fix the first k of them are divided among the nodes of level
/// k, by the partial sums Σ wᵢ·xᵢ over the fixed coordinates, for each of the [`crate::checker::sums::Summed::sums`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    /// The coordinates, from 0, in the order in which they are fixed.
    pub order: Vec<usize>,
    /// The nodes of level 0, of which there is one, to those of level D at most.
    pub levels: Vec<Vec<Node>>,
}

/// A node: what holds below it, wherever the partial sums lie in its box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The box: where each partial sum lies.
    pub spans: Vec<Span>,
    /// What holds below.
    pub below: Below,
}

/// The integers from `low` to `high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The least of them.
    pub low: i128,
    /// The greatest of them.
    pub high: i128,
}

/// What holds below a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Below {
    /// The network equals the target, however the other coordinates are fixed.
    Right,
    /// The network differs from the target, however the other coordinates are fixed.
    Wrong,
    /// The network's limits are the target's value by these cases, at the one vector of sums that is the box.
    Cases(Vec<Case>),
    /// What the two nodes of the next level say.
    Split {
        /// The number of the node for the next coordinate −1, from 0.
        minus: usize,
        /// The number of the node for the next coordinate +1, from 0.
        plus: usize,
        /// The number of ways to fix the other coordinates for which the network differs from the target.
        wrong: BigUint,
    },
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.below {
            Below::Right => f.write_str("right at")?,
            Below::Wrong => f.write_str("wrong at")?,
            Below::Cases(_) => f.write_str("cases at")?,
            Below::Split { minus, plus, wrong } => {
                write!(f, "split {} {} wrong {wrong} at", minus + 1, plus + 1)?;
            }
        }
        self.spans
            .iter()
            .try_for_each(|span| write!(f, " {}..{}", span.low, span.high))
    }
}

/// Reads a node as it is written, without its cases, with `limit` as the greatest number of characters in a count.
///
/// # Errors
/// [`Refused`] for anything else.
pub fn parse_node(text: &str, limit: usize) -> Result<Node, Refused> {
    let (kind, spans) = match text.split_once(" at") {
        Some((kind, spans)) if spans.is_empty() || spans.starts_with(' ') => (kind, spans),
        _ => return Err(not_a_node(text)),
    };
    let below = match kind {
        "right" => Below::Right,
        "wrong" => Below::Wrong,
        "cases" => Below::Cases(Vec::new()),
        _ => split(kind, limit).ok_or_else(|| not_a_node(text))?,
    };
    let spans: Option<Vec<Span>> = spans.split_whitespace().map(span).collect();
    match spans {
        Some(spans) => Ok(Node { spans, below }),
        None => Err(Refused::new(
            "",
            "spans of integers, low..high",
            quoted(text),
        )),
    }
}

fn not_a_node(text: &str) -> Refused {
    let expected = "\"right at …\", \"wrong at …\", \"cases at …\" or \"split … … wrong … at …\"";
    Refused::new("", expected, quoted(text))
}

fn split(text: &str, limit: usize) -> Option<Below> {
    let mut words = text.split(' ');
    let mut word = || words.next().filter(|word| !word.contains('+'));
    let ("split", minus, plus, "wrong", wrong, None) =
        (word()?, word()?, word()?, word()?, word()?, word())
    else {
        return None;
    };
    let number = |word: &str| word.parse::<usize>().ok()?.checked_sub(1);
    let wrong = parse_rational_up_to(wrong, limit).ok()?;
    Some(Below::Split {
        minus: number(minus)?,
        plus: number(plus)?,
        wrong: wrong
            .is_integer()
            .then(|| wrong.to_integer().to_biguint())??,
    })
}

fn span(word: &str) -> Option<Span> {
    let (low, high) = word.split_once("..").filter(|_| !word.contains('+'))?;
    Some(Span {
        low: low.parse().ok()?,
        high: high.parse().ok()?,
    })
}
