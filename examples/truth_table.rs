//! Any Boolean function: is it one perceptron? Here a closure, values by sum, and a truth table.

use orthant::{Engine, Sign, Target, Verdict, check, parse_signs, separate};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // +1 where x₁ outvotes two of the other three: weights 2, 1, 1, 1.
    let closure = Target::tabulate(4, |x| {
        let votes = x.signs().iter().zip([2, 1, 1, 1]);
        Sign::of(
            votes
                .map(|(sign, weight)| sign.value() * weight)
                .sum::<i64>()
                > 0,
        )
    })?;
    // Parity of five: f alternates along the sums −5, −3, …, 5.
    let by_sum = Target::by_sum(5, parse_signs("-+-+-+")?)?;
    // Exclusive or, with x₁ as the lowest bit of the index.
    let table = Target::table(2, parse_signs("-++-")?)?;

    for target in [closure, by_sum, table] {
        let certificate = separate(&target, Engine::Auto)?;
        assert!(matches!(check(&certificate), Verdict::Verified(_)));
        println!("{certificate}");
    }
    Ok(())
}
