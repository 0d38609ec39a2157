//! The peak speed of the machine: fused multiply-adds that touch nothing but registers.

use super::lanes::{Lanes, Number};
use super::{Isa, Kernel, LANES};

/// The largest number of independent sums: with 16 lanes each they hide the latency of an addition.
const MOST: usize = 12;

/// Does `rounds` times as many fused multiply-adds as fit the registers, and returns the number of operations, two for
/// each.
pub fn multiply_add_in_registers<T: Number>(isa: Isa, rounds: u64) -> u64 {
    let factor = T::of(0.999);
    let (sums, total) = isa.run(Peak { rounds, factor });
    std::hint::black_box(total);
    rounds * (sums * LANES * 2) as u64
}

struct Peak<T> {
    rounds: u64,
    factor: T,
}

impl<T: Number> Kernel<T> for Peak<T> {
    type Output = (usize, T);

    #[inline(always)]
    unsafe fn run<L: Lanes<Number = T>>(self) -> (usize, T) {
        // SAFETY: the caller has the instructions.
        unsafe {
            match L::PRODUCT {
                MOST.. => (MOST, sums::<L, MOST>(self.rounds, self.factor)),
                6.. => (6, sums::<L, 6>(self.rounds, self.factor)),
                _ => (2, sums::<L, 2>(self.rounds, self.factor)),
            }
        }
    }
}

#[inline(always)]
unsafe fn sums<L: Lanes, const N: usize>(rounds: u64, factor: L::Number) -> L::Number {
    // SAFETY: the caller has the instructions.
    unsafe {
        let factor = L::splat(std::hint::black_box(factor));
        let mut sums = [factor; N];
        for _ in 0..rounds {
            for sum in &mut sums {
                *sum = L::fma(*sum, factor, factor);
            }
        }
        let total = sums.into_iter().reduce(|a, b| L::add(a, b));
        L::sum(total.expect("there are sums"))
    }
}
