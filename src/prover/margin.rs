//! How far every vertex is from the nearest threshold of a hidden unit.

use num_traits::Signed;

use crate::exact::{Rational, integer};
use crate::germ::{Germ, Outcome};
use crate::network::{Activation, Network};
use crate::prover::{Engine, MAX_CLASS_POINTS, Plan, Undecided, Watch, plan, points};
use crate::quotient::{Point, Quotient, Stopped};
use crate::target::Target;

/// The largest radii in which no hidden unit changes side around any vertex.
///
/// A unit that is locally α + β·(y − x) near a vertex x changes side at L∞ distance |α| / ‖β‖₁ and at
/// L2 distance |α| / ‖β‖₂; within the least of these over the units, each stays what it is at x. Units of
/// the last layer and identity units have no part in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Margin {
    /// L∞ radius.
    pub linf: Rational,
    /// Square of the L2 radius.
    pub l2_squared: Rational,
}

/// The margin of a network over all vertices; `Ok(None)` if no hidden unit ever changes side, or there
/// is none.
///
/// # Errors
/// [`Undecided`] if there are too many vertices to look at, or the work was interrupted.
pub fn margin(
    network: &Network,
    target: &Target,
    engine: Engine,
    watch: Watch,
) -> Result<Option<Margin>, Undecided> {
    let classes = match plan(network, target, engine)? {
        Plan::Classes(classes) => classes,
        Plan::Walk => {
            let (classes, limit) = (network.inputs(), MAX_CLASS_POINTS);
            return Err(Undecided::TooManyPoints { classes, limit });
        }
    };
    let quotient =
        Quotient::new(network, target, &classes).expect("the classes were made for these");
    let total = points(&classes);
    let mut least: Option<Margin> = None;
    let mut visited = 0;
    let result = quotient.visit(
        MAX_CLASS_POINTS,
        |point| {
            visited += 1;
            if visited % 1024 == 0 && !watch(visited, total) {
                return Err(Undecided::Interrupted {
                    done: visited,
                    total,
                });
            }
            for here in margins_at(&quotient, point) {
                least = Some(match least.take() {
                    None => here,
                    Some(least) => Margin {
                        linf: least.linf.min(here.linf),
                        l2_squared: least.l2_squared.min(here.l2_squared),
                    },
                });
            }
            Ok(())
        },
        // Along a uniform stretch the slopes stay the same and |α| is least at an end.
        |_, _| Ok(true),
    );
    match result {
        Ok(()) => Ok(least),
        Err(Stopped::Refused(undecided)) => Err(undecided),
        Err(Stopped::TooMany) => {
            let classes = classes.sizes().len();
            Err(Undecided::TooManyPoints {
                classes,
                limit: MAX_CLASS_POINTS,
            })
        }
    }
}

/// The margin of each hidden unit at one vertex, as far as units before it leave its slope determined; a
/// unit whose side depends on the direction has margin 0 and ends the list.
fn margins_at(quotient: &Quotient, point: &Point) -> Vec<Margin> {
    let layers = quotient.network().layers();
    let directions = quotient.classes().sizes().len();
    let mut preactivations = quotient.first_germs(&point.counts);
    let mut margins = Vec::new();
    for (layer, next) in layers.iter().zip(&layers[1..]) {
        let thresholds = layer.activation != Activation::Identity;
        for z in preactivations.iter().filter(|z| thresholds && !z.is_flat()) {
            margins.push(unit_margin(z, quotient.classes().sizes()));
        }
        let mut values = Vec::new();
        for z in preactivations {
            match layer.activation.germ(z) {
                Outcome::Determined(germ) => values.push(germ),
                Outcome::Split(_) => return margins,
            }
        }
        preactivations = next
            .units
            .iter()
            .map(|unit| Germ::preactivation(unit, &values, directions))
            .collect();
    }
    margins
}

/// |α| / ‖β‖₁ and α² / ‖β‖₂², where β has a coefficient for each coordinate of each class.
fn unit_margin(z: &Germ, sizes: &[usize]) -> Margin {
    let over_coordinates = |f: &dyn Fn(&Rational) -> Rational| -> Rational {
        z.slope
            .iter()
            .zip(sizes)
            .map(|(b, size)| f(b) * integer(*size))
            .sum()
    };
    Margin {
        linf: z.value.abs() / over_coordinates(&|b| b.abs()),
        l2_squared: &z.value * &z.value / over_coordinates(&|b| b * b),
    }
}
