//! Question 1: trains the multiclass perceptron as numpy does, on a small data set that is made on the spot.
//!
//! `cargo run --release --example perceptron`

use orthant::learn::Compute;
use orthant::learn::data::material::Material;
use orthant::learn::data::synthetic::synthesize;
use orthant::learn::model::{Model, ModelName, Question, Settings};
use orthant::learn::train::{Sets, train};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // OCT-like images in four classes; `learn::data::npz::read` reads a real data set.
    let material = Material::new("made up".to_owned(), synthesize(2_000, 1), false)?;
    let perceptron = Model {
        question: Question::One,
        name: ModelName::Perceptron,
        settings: Settings {
            epochs: 5,
            ..Settings::of(Question::One)
        },
    };
    let trained = train(perceptron, Sets::of(&material, false), Compute::best());
    for epoch in &trained.curve {
        let train = epoch.train_accuracy.unwrap_or(f64::NAN);
        println!(
            "{:2}: train {train:.4}, validation {:.4}",
            epoch.epoch, epoch.val_accuracy
        );
    }
    if let Some(test) = &trained.test {
        println!("{} of {} test images", test.correct(), test.total());
    }
    Ok(())
}
