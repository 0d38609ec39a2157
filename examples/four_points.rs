//! Why f = (x₁ + x₂ = 0) is no perceptron, and why AND is one.

use orthant::{Engine, Evidence, Interval, Verdict, check, separate};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // D = 2, A = B = 0: +1 exactly where one coordinate is + and one is −.
    let certificate = separate(&Interval::new(2, 0, 0)?.into(), Engine::Sweep)?;
    assert!(matches!(check(&certificate), Verdict::Verified(_)));
    assert!(!certificate.claim.holds, "no perceptron computes it");
    println!("{certificate}");

    // D = 2, A = 1, B = 2: +1 only at ++.
    let certificate = separate(&Interval::new(2, 1, 2)?.into(), Engine::Sweep)?;
    assert!(matches!(check(&certificate), Verdict::Verified(_)));
    let Evidence::Separator { weights, bias, .. } = &certificate.evidence else {
        panic!("AND is one perceptron");
    };
    println!("sign({weights} · x + {bias})");
    Ok(())
}
