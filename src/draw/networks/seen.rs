//! A vertex as it is shown in the square and in the cube.

use num_traits::{Signed, ToPrimitive, Zero};

use crate::checker::walk::work_per_point;
use crate::draw::canvas::text_width;
use crate::draw::legend::Entry;
use crate::draw::number::{brief, minus, one};
use crate::language::cube::{Sign, Vertex, vertices};
use crate::language::exact::Rational;
use crate::language::network::Network;
use crate::language::target::Target;
use crate::prover::margin::{Margin, margin_at};

use super::SMALL;
use super::symbols::{cross, diamond, value_entry};

/// A vertex with the target, the network and the margin there.
pub(super) struct Seen {
    pub vertex: Vertex,
    /// The value of f at the vertex.
    pub f: Sign,
    /// The value of h and the margin at the vertex; `None` if the numbers are too long for a picture.
    pub found: Option<Found>,
}

/// The values that were computed at a vertex.
pub(super) struct Found {
    pub h: Rational,
    /// The margin; `None` if no hidden unit ever changes side.
    margin: Option<Margin>,
}

/// The most work for one vertex, in products of machine words, approximately.
const MAX_WORK: u64 = 1 << 26;

impl Seen {
    /// All vertices of a small cube.
    pub fn all(network: &Network, target: &Target) -> Vec<Self> {
        let dimension = target.dimension();
        let evaluated = work_per_point(network, dimension) <= MAX_WORK;
        let seen = vertices(dimension).map(|x| Self {
            f: target.value(&x),
            found: evaluated.then(|| Found {
                h: network.value(&x),
                margin: margin_at(network, target, &x),
            }),
            vertex: x,
        });
        seen.collect()
    }

    /// The coordinate x_{index + 1}, −1 or 1.
    pub fn coordinate(&self, index: usize) -> i64 {
        self.vertex
            .signs()
            .get(index)
            .map_or(0, |sign| sign.value())
    }

    /// The vertex in words, such as `(+1, −1)`.
    pub fn name(&self) -> String {
        let names: Vec<&str> = self.vertex.signs().iter().map(|sign| one(*sign)).collect();
        format!("({})", names.join(", "))
    }

    /// The value of h in words; `None` if it is f.
    pub fn wrong(&self) -> Option<String> {
        let found = self.found.as_ref()?;
        let differs = found.h != self.f.rational();
        differs.then(|| brief(&signed(&found.h)))
    }

    /// The value in words, such as `h = −3`, or a shorter approximation if that is wider than `width` pixels; `None` if
    /// h is f.
    pub fn wrong_briefly(&self, width: f64) -> Option<String> {
        let text = format!("h = {}", self.wrong()?);
        if text_width(&text, SMALL.size) <= width {
            return Some(text);
        }
        let h = self.found.as_ref().and_then(|found| found.h.to_f64());
        let about = match h.filter(|h| h.is_finite()) {
            None => return Some("h ≠ f".to_owned()),
            Some(h) if (0.01..1000.0).contains(&h.abs()) => format!("h ≈ {h:+.2}"),
            Some(h) => format!("h ≈ {h:+.0e}"),
        };
        Some(minus(&about))
    }

    /// The L∞ radius in which no hidden unit changes side.
    pub fn radius(&self) -> Option<&Rational> {
        Some(&self.found.as_ref()?.margin.as_ref()?.linf)
    }

    /// Whether a hidden unit is at 0 at the vertex and leaves 0 in some direction.
    pub fn is_at_0(&self) -> bool {
        self.radius().is_some_and(Zero::is_zero)
    }
}

/// A value with its sign, `+1` for 1.
fn signed(h: &Rational) -> String {
    let plus = if h.is_positive() { "+" } else { "" };
    format!("{plus}{h}")
}

/// The legend's entries for the symbols at these vertices.
pub(super) fn entries(seen: &[Seen]) -> Vec<Entry> {
    let centre = (0.0, 0.0);
    let mut entries = Vec::new();
    for sign in [Sign::Plus, Sign::Minus] {
        if seen.iter().any(|seen| seen.f == sign) {
            entries.push(value_entry(sign));
        }
    }
    if seen.iter().any(|seen| seen.wrong().is_some()) {
        entries.push(Entry::new(cross(centre), "h ≠ f"));
    }
    if seen.iter().any(Seen::is_at_0) {
        entries.push(Entry::new(
            [diamond(centre, 9.0)],
            "margin 0: a hidden unit is at 0",
        ));
    }
    entries
}

/// The entry of the legend for facts that hold at all vertices.
pub(super) fn in_all(seen: &[Seen]) -> Option<Entry> {
    let meaning = if seen.iter().any(|seen| seen.found.is_none()) {
        "numbers too long to evaluate here"
    } else if seen.iter().all(|seen| seen.wrong().is_none()) {
        "h = f at every vertex"
    } else {
        return None;
    };
    Some(Entry::new([], meaning))
}
