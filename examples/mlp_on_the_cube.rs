//! Question 2 meets Question 3: trains an MLP on the vertices of {−1,+1}^4, then decides, exactly, whether what it
//! has learned is f(x) = +1 if −1 ≤ x₁ + … + x₄ ≤ 2, else −1.
//!
//! `cargo run --release --example mlp_on_the_cube`

use orthant::learn::Compute;
use orthant::learn::learner::{Learner, UNWATCHED};
use orthant::learn::minibatch::Mlp;
use orthant::learn::on_the_cube::examples::CubeExamples;
use orthant::learn::on_the_cube::network;
use orthant::learn::settings::Settings;
use orthant::{Engine, Interval, examine, prover};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let f = Interval::new(4, -1, 2)?;
    let vertices = CubeExamples::new(&f)?;
    let examples = vertices.examples();
    let settings = Settings {
        hidden_size: 4,
        layers: 1,
        batch_size: 4,
        ..Settings::default()
    };
    let mut mlp = Mlp::<f32>::new(&settings, vertices.sets().shape(), Compute::best());
    for _ in 0..300 {
        mlp.epoch(examples, UNWATCHED)?;
    }
    let right = mlp.evaluate(examples).correct(examples.labels);
    println!("in floating point: {right} of {} vertices", examples.len());

    // The weights are floats, and floats are fractions.
    let network = network::network(&mlp.parameters(), settings.activation)?;
    let findings = examine(network, &f.into(), Engine::Auto, prover::UNWATCHED);
    for ground in [&findings.exact?.ground, &findings.robust?.ground] {
        println!("{} ({})", ground.claim().sentence(), ground.word());
    }
    Ok(())
}
