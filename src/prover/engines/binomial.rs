//! Numbers of vertices: binomial coefficients and sums of consecutive ones.

use num_bigint::BigUint;
use num_traits::One;

/// The sum C(n, from) + … + C(n, to).
pub fn binomial_sum(n: usize, from: usize, to: usize) -> BigUint {
    let mut term = binomial(n, from);
    let mut sum = term.clone();
    for k in from + 1..=to {
        term = term * (n - k + 1) / k;
        sum += &term;
    }
    sum
}

/// The binomial coefficient C(n, k), for k ≤ n, as a product of prime powers: no big division.
pub fn binomial(n: usize, k: usize) -> BigUint {
    // Kummer: the exponent of p is the sum of ⌊n/pⁱ⌋ − ⌊k/pⁱ⌋ − ⌊(n−k)/pⁱ⌋ over i.
    let powers = primes(n).map(|p| {
        let exponent = std::iter::successors(n.checked_div(p), |q| (*q > 0).then_some(q / p))
            .zip(std::iter::successors(Some(k / p), |q| Some(q / p)))
            .zip(std::iter::successors(Some((n - k) / p), |q| Some(q / p)))
            .map(|((n, k), rest)| n - k - rest)
            .sum::<usize>();
        (p, exponent)
    });
    let factors = powers
        .filter(|(_, exponent)| *exponent > 0)
        .map(|(p, exponent)| num_traits::pow(BigUint::from(p), exponent))
        .collect();
    product(factors)
}

/// The product as a balanced tree, so that factors of similar size are multiplied.
fn product(mut factors: Vec<BigUint>) -> BigUint {
    while factors.len() > 1 {
        factors = factors
            .chunks(2)
            .map(|pair| pair.iter().product())
            .collect();
    }
    factors.pop().unwrap_or_else(BigUint::one)
}

/// The primes up to n, by the sieve of Eratosthenes.
fn primes(n: usize) -> impl Iterator<Item = usize> {
    let mut composite = vec![false; n + 1];
    (2..=n).filter(move |p| {
        let prime = !composite[*p];
        if prime {
            (p * p..=n)
                .step_by(*p)
                .for_each(|multiple| composite[multiple] = true);
        }
        prime
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binomials_are_pascals_triangle() {
        let mut row = vec![BigUint::one()];
        for n in 0..70_usize {
            for k in 0..=n {
                assert_eq!(binomial(n, k), row[k], "C({n}, {k})");
                assert_eq!(binomial_sum(n, k, n), row[k..].iter().sum());
            }
            let inner = row.windows(2).map(|pair| &pair[0] + &pair[1]);
            row = std::iter::once(BigUint::one())
                .chain(inner)
                .chain([BigUint::one()])
                .collect();
        }
    }
}
