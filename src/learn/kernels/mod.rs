//! The inner loops of training, for the instruction set that the machine has.
//!
//! **This module has unsafe code**, for two reasons: vector instructions may only run
//! where the processor has them, which [`Isa`] guarantees, and the innermost loops read and write without bounds
//! checks, for which each kernel asserts the lengths of its slices before it starts.
//!
//! Every kernel is written once, over lanes: sixteen numbers at a time, as one AVX-512 register, as two AVX2
//! registers, or as a plain array. Each element of a result is summed in the order of its index with fused
//! multiply-adds, whatever block of registers it is in. So **the bits of a result depend neither on
//! the instruction set nor on how the work is cut**.
//!
//! Matrices of weights are `[output][input]`, row after row with a stride of a multiple of [`LANES`] inputs; the
//! padding of a row is 0. Activations of a *group* of sixteen examples are `[unit][example]`.
#![allow(
    unsafe_code,
    reason = "vector instructions and unchecked loops; see above"
)]
#![allow(
    clippy::needless_range_loop,
    reason = "by index: an iterator over an array of registers goes through memory"
)]
#![allow(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the instruction set"
)]

mod activation;
mod aligned;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod dot;
mod elementary;
mod gradient;
mod huge_pages;
mod inner_product;
mod lanes;
mod peak;
mod plain;
mod product;
mod rank_one;
mod softmax;
mod transpose;

pub use activation::{add_biases, drop_out, relu, relu_backward, tanh, tanh_backward};
pub use aligned::{Aligned, Plain};
pub use dot::Dots;
pub use elementary::Elementary;
pub use gradient::{Adam, AdamRates, Gradient, Keep, Sgd, Sums, Update, row_sums};
pub use huge_pages::in_huge_pages;
pub use inner_product::inner_product;
pub use lanes::{Element, Number};
pub use peak::multiply_add_in_registers;
pub use product::{Along, Product};
pub use rank_one::RankOne;
pub use softmax::{Normaliser, softmax, softmax_of_one};
pub use transpose::{prefetch, transpose, transpose_bytes};

use lanes::Lanes;

/// The number of numbers that a kernel treats at once: the examples of a group, or the inputs of a block.
pub const LANES: usize = 16;

/// The least multiple of [`LANES`] that is at least `n`.
pub const fn padded(n: usize) -> usize {
    n.next_multiple_of(LANES)
}

/// The rows of `width` numbers from rows of `stride` numbers, without the padding.
pub fn unpadded<T: Number>(padded: &[T], width: usize, stride: usize) -> Vec<T> {
    padded
        .chunks_exact(stride)
        .flat_map(|row| &row[..width])
        .copied()
        .collect()
}

/// Copies rows of `width` numbers into rows of `stride` numbers, whose padding is left as it is.
pub fn pad<T: Number>(from: &[T], width: usize, padded: &mut [T], stride: usize) {
    for (row, from) in padded
        .chunks_exact_mut(stride)
        .zip(from.chunks_exact(width))
    {
        row[..width].copy_from_slice(from);
    }
}

/// The instruction set that a kernel runs with; a value of this type is one that the machine has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Isa(Set);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Plain,
}

impl Isa {
    /// All instruction sets that this machine has, the fastest first.
    pub fn all() -> Vec<Self> {
        let mut all = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
            if avx2 && is_x86_feature_detected!("avx512f") {
                all.push(Self(Set::Avx512));
            }
            if avx2 {
                all.push(Self(Set::Avx2));
            }
        }
        all.push(Self(Set::Plain));
        all
    }

    /// The fastest instruction set that this machine has.
    pub fn best() -> Self {
        Self::all()[0]
    }

    /// The name of the instruction set: `AVX-512`, `AVX2` or `plain`.
    pub fn name(self) -> &'static str {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => "AVX-512",
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => "AVX2",
            Set::Plain => "plain",
        }
    }

    /// Runs a kernel with this instruction set.
    ///
    /// # Panics
    /// If a slice of the kernel is too short for its sizes, or a size is not what the kernel asks for.
    pub fn run<T: Number, K: Kernel<T>>(self, kernel: K) -> K::Output {
        match self.0 {
            // SAFETY: `all` makes this value only where the machine has the features.
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => unsafe { avx512::run(kernel) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => unsafe { avx2::run(kernel) },
            // SAFETY: plain lanes need no feature.
            Set::Plain => unsafe { kernel.run::<T::Plain>() },
        }
    }
}

/// A loop that is compiled for each instruction set.
pub trait Kernel<T: Number> {
    /// The result of the loop.
    type Output;

    /// Runs the loop. It must be `#[inline(always)]`, so that it becomes a part of the function that has the
    /// instructions.
    ///
    /// # Safety
    /// The processor has the instructions of `L`.
    unsafe fn run<L: Lanes<Number = T>>(self) -> Self::Output;
}
