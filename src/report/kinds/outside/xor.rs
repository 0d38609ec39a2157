//! No linear model computes exclusive or; a network with a hidden layer learns it.

use crate::examine::examine;
use crate::language::network::Network;
use crate::language::target::{Interval, Target};
use crate::learn::Compute;
use crate::learn::learner::{Learner, UNWATCHED};
use crate::learn::minibatch::Mlp;
use crate::learn::on_the_cube::examples::CubeExamples;
use crate::learn::on_the_cube::network as exact;
use crate::learn::settings::{Activation, Settings};
use crate::prover::{Engine, Limits};
use crate::question3::PartA;
use crate::report::Exhibit;
use crate::report::evidence::square;

/// The facts about exclusive or: f is +1 where x₁ ≠ x₂, that is where they add up to 0.
pub(super) fn shown(claim: &str, limits: Limits<'_>) -> (String, Vec<Exhibit>) {
    let interval = Interval::new(2, 0, 0).expect("D = 2");
    let part_a = PartA::new(&interval, Engine::Auto);
    let linear = match (&part_a.separable, &part_a.four_points) {
        (Ok(ground), Some(Ok(points))) if !ground.holds() => points.certificate().cloned(),
        _ => None,
    };
    let learned = learn(&interval);
    let target = Target::from(interval);
    let found = examine(learned, &target, Engine::Auto, limits);
    let agrees = found
        .exact
        .as_ref()
        .ok()
        .filter(|_| found.is_exact() == Some(true));
    let text = format!(
        "What can be computed: {}, and a network with {HIDDEN} hidden ReLU units, trained here, {}.",
        if linear.is_some() {
            "no linear model computes exclusive or of two inputs (checked)"
        } else {
            "it was not shown that no linear model computes exclusive or"
        },
        if agrees.is_some() {
            "computes it at all four points (checked)"
        } else {
            "does not compute it"
        }
    );
    let mut exhibits = Vec::new();
    let computed = agrees.and_then(|exact| exact.ground.certificate());
    let certificates = linear.iter().chain(computed);
    exhibits
        .extend(certificates.map(|certificate| Exhibit::certificate(claim, certificate.clone())));
    exhibits.extend(square(
        claim,
        "the trained network",
        &interval,
        &found.network,
    ));
    (text, exhibits)
}

/// The number of hidden units of the network that learns exclusive or.
const HIDDEN: usize = 8;

/// The network that Question 2's model, with one hidden layer, learns from the vertices, in exact numbers.
fn learn(interval: &Interval) -> Network {
    const EPOCHS: usize = 200;
    let cube = CubeExamples::new(interval).expect("D is small");
    let examples = cube.examples();
    let settings = Settings {
        hidden_size: HIDDEN,
        layers: 1,
        activation: Activation::Relu,
        batch_size: examples.len(),
        ..Settings::default()
    };
    let mut mlp: Mlp = Mlp::new(&settings, cube.sets().shape(), Compute::on(1));
    for _ in 0..EPOCHS {
        mlp.epoch(examples, UNWATCHED).expect("nobody stops it");
    }
    exact::network(&mlp.parameters(), Activation::Relu).expect("two classes, ReLU, finite weights")
}
