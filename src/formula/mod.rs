//! Functions, networks and findings as short formulas and sentences, for people.

mod decimal;

use crate::examine::{Findings, Ground, float32};
use crate::language::cube::Vertex;
use crate::language::exact::{BigUint, Rational, integer};
use crate::language::network::{Activation, Layer, Network, Unit};
use crate::language::runs::Runs;
use crate::language::target::{Interval, Target};
use crate::prover::Margin;
use crate::prover::agreement::SoFar;
use num_traits::{One, Signed, Zero};

use decimal::{short, short_root};

/// The name of a target, such as `D = 4, A = -1, B = 2`.
pub fn name(interval: &Interval) -> String {
    format!(
        "D = {}, A = {}, B = {}",
        interval.dimension(),
        interval.low(),
        interval.high()
    )
}

/// The target as a formula: f(x) is +1 where the sum of the inputs lies in [A, B], else −1.
pub fn target(interval: &Interval) -> String {
    let sum = match interval.dimension() {
        1 => "x₁".to_owned(),
        2 => "x₁ + x₂".to_owned(),
        3 => "x₁ + x₂ + x₃".to_owned(),
        d => format!("x₁ + … + x{}", subscript(d)),
    };
    format!(
        "f(x) = +1 if {} ≤ {sum} ≤ {}, else -1",
        interval.low(),
        interval.high()
    )
}

/// A number as a subscript.
pub fn subscript(n: usize) -> String {
    let digit = |c: char| char::from_u32(0x2080 + c.to_digit(10)?);
    n.to_string().chars().filter_map(digit).collect()
}

/// The term `weight·name` as it follows other terms (or is the first), with its sign; empty for weight 0.
fn term(weight: &Rational, name: &str, first: bool) -> String {
    let size = weight.abs();
    let factor = match (size.is_one(), name) {
        (true, name) if !name.is_empty() => String::new(),
        (_, name) if size.is_integer() || name.is_empty() => size.to_string(),
        _ => format!("({size})"),
    };
    let sign = match (weight.is_negative(), first) {
        (true, true) => "-",
        (true, false) => " - ",
        (false, true) => "",
        (false, false) => " + ",
    };
    if weight.is_zero() {
        String::new()
    } else {
        format!("{sign}{factor}{name}")
    }
}

/// Up to this D, the sum of all inputs is written out; beyond it, the sum is called S.
const WRITTEN_OUT_SUM: usize = 3;

/// The legend of S, where formulas for this D use it; otherwise empty.
pub fn legend(dimension: usize) -> &'static str {
    if dimension > WRITTEN_OUT_SUM {
        ", where S is the sum of the inputs"
    } else {
        ""
    }
}

/// The terms `weight·name` in order, without those of weight 0; `0` if none is left.
pub(crate) fn sum_of_terms<'a>(terms: impl IntoIterator<Item = (&'a Rational, &'a str)>) -> String {
    let text = terms
        .into_iter()
        .fold(String::new(), |text, (weight, name)| {
            let next = term(weight, name, text.is_empty());
            text + &next
        });
    if text.is_empty() {
        "0".to_owned()
    } else {
        text
    }
}

/// The formula weight·S + bias.
pub fn of_sum(weight: &Rational, bias: &Rational) -> String {
    sum_of_terms([(weight, "S"), (bias, "")])
}

/// The formula w·x + b, with S for the sum of all inputs where all weights are equal.
pub fn linear(weights: &Runs<Rational>, bias: &Rational, variable: &str) -> String {
    const WRITTEN_OUT: usize = 6;
    let runs: Vec<_> = weights.runs().collect();
    match runs.as_slice() {
        [(weight, count)] if variable == "x" && *count > WRITTEN_OUT_SUM => of_sum(weight, bias),
        _ if weights.len() <= WRITTEN_OUT => {
            let name = |i| format!("{variable}{}", subscript(i));
            let names: Vec<_> = (1..=weights.len()).map(name).collect();
            let terms = weights.iter().zip(names.iter().map(String::as_str));
            sum_of_terms(terms.chain([(bias, "")]))
        }
        _ => format!("({weights})·{variable}{}", term(bias, "", false)),
    }
}

/// The formula g(z) for the activation g of one layer.
pub(crate) fn activated(activation: Activation, z: &str) -> String {
    match activation {
        Activation::Identity => z.to_owned(),
        Activation::Zero => format!("+1 if {z} = 0, else -1"),
        named => format!("{named}({z})"),
    }
}

/// The longest formula that is shown, in characters.
const LONGEST: usize = 120;

/// The formula of a network of one or two layers in one line, or a remark in brackets where that would be too long.
pub fn network(network: &Network) -> String {
    let layer = |layer: &Layer, variable| -> Vec<String> {
        let formula =
            |u: &Unit| activated(layer.activation, &linear(&u.weights, &u.bias, variable));
        layer.units.iter().map(formula).collect()
    };
    let formula = match network.layers() {
        [output] => format!("h = {}", layer(output, "x").join("")),
        [hidden, output] => {
            let units = layer(hidden, "x").into_iter().zip(1..);
            let units: Vec<_> = units
                .map(|(unit, i)| format!("h{} = {unit}", subscript(i)))
                .collect();
            format!("{}; h = {}", units.join(", "), layer(output, "h").join(""))
        }
        layers => return format!("({} layers)", layers.len()),
    };
    if formula.chars().count() <= LONGEST {
        formula
    } else {
        "(too long to show)".to_owned()
    }
}

/// A number of inputs, written out as long as a person can read it, and rounded beyond that.
pub fn count(n: &BigUint) -> String {
    const READABLE_BITS: u64 = 64;
    if n.bits() <= READABLE_BITS {
        return n.to_string();
    }
    // The nearest power of two: n ≥ 2^(k + 1/2) iff n² has 2k + 2 bits.
    let below = n.bits() - 1;
    let nearest = if (n * n).bits() > 2 * below + 1 {
        below + 1
    } else {
        below
    };
    format!("about 2^{nearest}")
}

/// The number of vertices, 2^D: in digits for D below 32, as a power beyond that.
pub fn vertices(dimension: usize) -> String {
    if dimension < 32 {
        (1_u64 << dimension).to_string()
    } else {
        format!("2^{dimension}")
    }
}

/// A sentence with the number of inputs that are wrong, and one of them; `None` if none is.
pub fn differs(findings: &Findings, target: &Target) -> Option<String> {
    let x = findings.differs_at()?;
    let (value, wanted) = (findings.network.value(x), target.value(x));
    let total = vertices(target.dimension());
    let found = &findings.exact.as_ref().ok()?.found;
    let wrong = match (&found.violations, &found.so_far) {
        (Some(n), _) => {
            // The verdict itself rests on a vertex that was checked.
            let ground = match findings.count {
                Some(Ground::Computed(_)) => " (computed)",
                _ => "",
            };
            format!("wrong on {} of {total} inputs{ground}", count(n))
        }
        (None, Some(SoFar { wrong, seen })) => {
            let seen = seen.map(|seen| format!(" among the {seen} of {total} that were seen"));
            let seen = seen.unwrap_or_else(|| format!(" of {total} inputs"));
            format!("wrong on at least {}{seen}", count(wrong))
        }
        (None, None) => "wrong, and the wrong inputs were not counted".to_owned(),
    };
    let rounded = in_float32(&findings.network, x)
        .map(|value| format!(" ({value} in float32)"))
        .unwrap_or_default();
    Some(format!(
        "{wrong}, at x = {x}: h(x) = {value}{rounded}, f(x) = {wanted}1"
    ))
}

/// The network's value at x as a program in float32 computes it; `None` where the network did not come as float32, or
/// where all its numbers are integers and rounding changes nothing.
pub fn in_float32(network: &Network, x: &Vertex) -> Option<f32> {
    let value = float32::value(network, x)?;
    let numbers =
        |unit: &Unit| unit.bias.is_integer() && unit.weights.runs().all(|(w, _)| w.is_integer());
    let integers = network
        .layers()
        .iter()
        .flat_map(|layer| &layer.units)
        .all(numbers);
    let exact = Rational::from_float(value) == Some(network.value(x));
    (!integers || !exact).then_some(value)
}

/// A sentence with a push that takes the network off the target; `None` if there is none.
pub fn breaks(findings: &Findings, target: &Target) -> Option<String> {
    let (x, v) = findings.breaks_at()?;
    if v.iter().all(Zero::is_zero) {
        return None;
    }
    let ray = findings.network.along(x, v);
    let until = ray
        .until
        .map_or("every t > 0".to_owned(), |t| format!("0 < t < {t}"));
    let value = if ray.slope.is_zero() {
        format!("h(x + t·v) = {} for {until}", ray.limit)
    } else {
        format!("h(x + t·v) → {} as t → 0", ray.limit)
    };
    Some(format!(
        "fragile, at x = {x} along v = {v}: {value}, f(x) = {}1",
        target.value(x)
    ))
}

/// The two radii of a margin, rounded where they are long fractions.
pub fn radii(margin: Option<&Margin>) -> [String; 2] {
    match margin {
        None => ["none".into(), "none".into()],
        Some(margin) => [short(&margin.linf), short_root(&margin.l2_squared)],
    }
}

/// The sum of two vertices.
pub fn sum_of(x: &Vertex, y: &Vertex) -> Runs<Rational> {
    x.signs()
        .zip_with(y.signs(), |x, y| integer(x.value() + y.value()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linear_forms_read_like_formulas() {
        let numbers = |numbers: &[i64]| numbers.iter().map(|n| integer(*n)).collect();
        assert_eq!(
            linear(&numbers(&[1, 1, 1]), &integer(-2), "x"),
            "x₁ + x₂ + x₃ - 2"
        );
        assert_eq!(linear(&numbers(&[-2; 4]), &integer(0), "x"), "-2S");
        assert_eq!(linear(&numbers(&[1, -1]), &integer(1), "h"), "h₁ - h₂ + 1");
        assert_eq!(
            linear(&numbers(&[0, 3]), &Rational::new(1.into(), 2.into()), "x"),
            "3x₂ + 1/2"
        );
        assert_eq!(linear(&numbers(&[0, 0]), &integer(0), "h"), "0");
        assert_eq!(linear(&numbers(&[0, 0]), &integer(-1), "x"), "-1");
    }
}
