//! What the machine could do: fused multiply-adds that touch nothing but registers.

use super::lanes::{Lanes, Number};
use super::{Isa, Kernel, LANES};

/// Independent sums, enough to hide the latency of an addition.
const SUMS: usize = 12;

/// Does `rounds` × 12 × 16 fused multiply-adds in registers and says how many operations that is, two for each.
pub fn multiply_add_in_registers<T: Number>(isa: Isa, rounds: u64) -> u64 {
    let sum = isa.run(Peak {
        rounds,
        factor: T::of(0.999),
    });
    std::hint::black_box(sum);
    rounds * (SUMS * LANES * 2) as u64
}

struct Peak<T> {
    rounds: u64,
    factor: T,
}

impl<T: Number> Kernel<T> for Peak<T> {
    type Output = T;

    #[inline(always)]
    unsafe fn run<L: Lanes<Number = T>>(self) -> T {
        // SAFETY: the caller has the instructions.
        unsafe {
            let factor = L::splat(std::hint::black_box(self.factor));
            let mut sums = [factor; SUMS];
            for _ in 0..self.rounds {
                for sum in &mut sums {
                    *sum = L::fma(*sum, factor, factor);
                }
            }
            let total = sums.into_iter().reduce(|a, b| L::add(a, b));
            L::sum(total.expect("there are sums"))
        }
    }
}
