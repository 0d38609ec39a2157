//! The vector instructions that the loops over blocks are compiled for.
//!
//! The loops are written once, in plain Rust over arrays of integers, and compiled once for each instruction set; the
//! compiler makes the vectors. All sets give the same results, as integers do.
//!
//! **This is the only unsafe code of the prover.** A function that is compiled for an instruction set may only be called
//! where the processor has it, which [`Instructions`] guarantees.
#![allow(
    unsafe_code,
    reason = "a call of a function that is compiled for other instructions; see above"
)]
/// An instruction set that this machine has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instructions(Set);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Plain,
}

impl Instructions {
    /// All instruction sets that this machine has, the fastest first. What is called AVX-512 here includes the
    /// instruction that counts bits in vectors.
    pub fn all() -> Vec<Self> {
        let mut all = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            let avx2 = is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("popcnt")
                && is_x86_feature_detected!("bmi1")
                && is_x86_feature_detected!("bmi2");
            let avx512 = is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vpopcntdq");
            if avx2 && avx512 {
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

    /// Runs a loop that is compiled for this instruction set.
    pub(super) fn run<L: Loop>(self, work: L) -> L::Output {
        match self.0 {
            // SAFETY: `all` makes this value only where the machine has the features.
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => unsafe { avx512(work) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => unsafe { avx2(work) },
            Set::Plain => work.run(),
        }
    }
}

/// A loop that is compiled for each instruction set.
pub(super) trait Loop {
    /// The result.
    type Output;

    /// Runs the loop. It must be `#[inline(always)]`, so that it becomes a part of the function that has the
    /// instructions, and so must the functions that it calls.
    fn run(self) -> Self::Output;
}

#[cfg(target_arch = "x86_64")]
#[target_feature(
    enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,avx2,popcnt,bmi1,bmi2"
)]
fn avx512<L: Loop>(work: L) -> L::Output {
    work.run()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,popcnt,bmi1,bmi2")]
fn avx2<L: Loop>(work: L) -> L::Output {
    work.run()
}
