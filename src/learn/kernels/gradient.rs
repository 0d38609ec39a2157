//! The gradient of a layer's weights over a batch, and the step along it.

use super::lanes::{Element, Lanes, Number, at};
use super::{Isa, Kernel, LANES};

/// The use that is made of a gradient when its sum is in a register.
///
/// The sums are over bytes where the inputs are bytes; an update multiplies them by its `scale`, a power of two, which
/// changes no bit.
pub trait Update<T> {
    /// The number of weights; [`Update::take`] is called with places below it.
    fn length(&self) -> usize;

    /// Takes the sums for `R` outputs × `C` vectors of inputs, of which the first weight is at `first`.
    ///
    /// # Safety
    /// As for `Lanes`; `first + (R − 1)·stride + C·16` is at most [`Update::length`].
    unsafe fn take<L: Lanes<Number = T>, const R: usize, const C: usize>(
        &mut self,
        sums: &[[L::Vector; C]; R],
        first: usize,
        stride: usize,
    );
}

/// Keeps the sums, unscaled, to continue them or to return them.
pub struct Keep<'a, T> {
    /// The sums, `[output][input]`.
    pub sums: &'a mut [T],
    /// Whether to add to the sums that are already there.
    pub add: bool,
}

impl<T: Number> Update<T> for Keep<'_, T> {
    fn length(&self) -> usize {
        self.sums.len()
    }

    #[inline(always)]
    unsafe fn take<L: Lanes<Number = T>, const R: usize, const C: usize>(
        &mut self,
        sums: &[[L::Vector; C]; R],
        first: usize,
        stride: usize,
    ) {
        // SAFETY: the places are in range, by contract.
        unsafe {
            let kept = self.sums.as_mut_ptr().add(first);
            for r in 0..R {
                for c in 0..C {
                    let place = at(kept, r, stride, c * LANES).cast_mut();
                    let sum = if self.add {
                        L::add(L::load(place), sums[r][c])
                    } else {
                        sums[r][c]
                    };
                    L::store(place, sum);
                }
            }
        }
    }
}

/// The step of stochastic gradient descent: w ← w − η·(g + λ·w).
pub struct Sgd<'a, T> {
    /// The weights, `[output][input]`.
    pub weights: &'a mut [T],
    /// The factor by which a sum is multiplied to be g.
    pub scale: T,
    /// The learning rate η.
    pub learning_rate: T,
    /// The weight decay λ.
    pub decay: T,
}

impl<T: Number> Update<T> for Sgd<'_, T> {
    fn length(&self) -> usize {
        self.weights.len()
    }

    #[inline(always)]
    unsafe fn take<L: Lanes<Number = T>, const R: usize, const C: usize>(
        &mut self,
        sums: &[[L::Vector; C]; R],
        first: usize,
        stride: usize,
    ) {
        // SAFETY: the places are in range, by contract.
        unsafe {
            let weights = self.weights.as_mut_ptr().add(first);
            let (scale, rate) = (L::splat(self.scale), L::splat(self.learning_rate));
            if self.decay == T::default() {
                // Without decay one instruction does it, and with a power of two as the scale it rounds the same.
                let rate = L::mul(rate, scale);
                for r in 0..R {
                    for c in 0..C {
                        let w = at(weights, r, stride, c * LANES).cast_mut();
                        L::store(w, L::negative_fma(rate, sums[r][c], L::load(w)));
                    }
                }
            } else {
                let decay = L::splat(self.decay);
                for r in 0..R {
                    for c in 0..C {
                        let place = at(weights, r, stride, c * LANES).cast_mut();
                        let w = L::load(place);
                        let g = L::fma(decay, w, L::mul(sums[r][c], scale));
                        L::store(place, L::negative_fma(rate, g, w));
                    }
                }
            }
        }
    }
}

/// The step of Adam: m ← m + (1−β₁)·(g−m), v ← β₂·v + (1−β₂)·g², w ← w − s·m/(√v/c + ε), where g includes λ·w (Kingma
/// and Ba, 2015).
pub struct Adam<'a, T> {
    /// The weights, `[output][input]`.
    pub weights: &'a mut [T],
    /// The first moments m, one for each weight.
    pub first_moments: &'a mut [T],
    /// The second moments v, one for each weight.
    pub second_moments: &'a mut [T],
    /// The numbers of the step.
    pub rates: AdamRates<T>,
}

/// The numbers of a step of [`Adam`].
#[derive(Clone, Copy, Debug)]
pub struct AdamRates<T> {
    /// The factor by which a sum is multiplied to be a gradient.
    pub scale: T,
    /// The weight decay λ.
    pub decay: T,
    /// The rate 1 − β₁ of the first moments.
    pub first_rate: T,
    /// The decay β₂ of the second moments.
    pub second_decay: T,
    /// The rate 1 − β₂ of the second moments.
    pub second_rate: T,
    /// The step size s = η/(1 − β₁ᵗ).
    pub step: T,
    /// The correction c = √(1 − β₂ᵗ).
    pub correction: T,
    /// The constant ε that keeps the divisor above 0.
    pub epsilon: T,
}

impl<T: Number> Update<T> for Adam<'_, T> {
    fn length(&self) -> usize {
        let moments = self.first_moments.len().min(self.second_moments.len());
        self.weights.len().min(moments)
    }

    #[inline(always)]
    unsafe fn take<L: Lanes<Number = T>, const R: usize, const C: usize>(
        &mut self,
        sums: &[[L::Vector; C]; R],
        first: usize,
        stride: usize,
    ) {
        // SAFETY: the places are in range, by contract.
        unsafe {
            let weights = self.weights.as_mut_ptr().add(first);
            let first_moments = self.first_moments.as_mut_ptr().add(first);
            let second_moments = self.second_moments.as_mut_ptr().add(first);
            let rates = self.rates;
            for r in 0..R {
                for c in 0..C {
                    let w_at = at(weights, r, stride, c * LANES).cast_mut();
                    let m_at = at(first_moments, r, stride, c * LANES).cast_mut();
                    let v_at = at(second_moments, r, stride, c * LANES).cast_mut();
                    let (w, m, v) = (L::load(w_at), L::load(m_at), L::load(v_at));
                    let g = L::mul(sums[r][c], L::splat(rates.scale));
                    let g = L::fma(L::splat(rates.decay), w, g);
                    let m = L::fma(L::splat(rates.first_rate), L::sub(g, m), m);
                    let v = L::mul(v, L::splat(rates.second_decay));
                    let v = L::fma(L::mul(g, g), L::splat(rates.second_rate), v);
                    let root = L::div(L::sqrt(v), L::splat(rates.correction));
                    let ratio = L::div(m, L::add(root, L::splat(rates.epsilon)));
                    L::store(m_at, m);
                    L::store(v_at, v);
                    L::store(w_at, L::negative_fma(L::splat(rates.step), ratio, w));
                }
            }
        }
    }
}

/// For each weight, the sum `Σₑ d[o][e]·x[e][i]`.
///
/// Lanes are the inputs, so the sum over the examples runs in their order.
pub struct Gradient<'a, T, X> {
    /// The gradients of the outputs, `[group][output][16]`.
    pub d: &'a [T],
    /// The number of outputs.
    pub outputs: usize,
    /// The inputs of the examples, `[example][x_stride]`.
    pub x: &'a [X],
    /// The distance from one example's inputs to the next.
    pub x_stride: usize,
    /// The number of examples.
    pub examples: usize,
    /// The distance from one output's weights to the next; also the number of inputs that are treated, the padding
    /// included.
    pub stride: usize,
}

/// Sums of gradients, sixteen inputs at a time.
pub trait Sums<T> {
    /// Hands the sums to an update.
    ///
    /// # Panics
    /// If a slice is too short for its sizes, or a number of inputs is not a multiple of 16.
    fn give(&self, isa: Isa, update: &mut impl Update<T>);
}

impl<T: Number, X: Element<T>> Sums<T> for Gradient<'_, T, X> {
    fn give(&self, isa: Isa, update: &mut impl Update<T>) {
        isa.run(WithUpdate {
            gradient: self,
            update,
        });
    }
}

/// Sums that are already known: biases, and the sums that [`Keep`] kept.
impl<T: Number> Sums<T> for [T] {
    fn give(&self, isa: Isa, update: &mut impl Update<T>) {
        isa.run(Apply { sums: self, update });
    }
}

struct WithUpdate<'a, T, X, U> {
    gradient: &'a Gradient<'a, T, X>,
    update: &'a mut U,
}

impl<T: Number, X: Element<T>, U: Update<T>> Kernel<T> for WithUpdate<'_, T, X, U> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<L: Lanes<Number = T>>(self) {
        let Self { gradient, update } = self;
        let Gradient {
            outputs,
            examples,
            x_stride,
            stride,
            ..
        } = *gradient;
        let groups = examples.div_ceil(LANES);
        assert!(stride.is_multiple_of(LANES) && stride <= x_stride);
        assert!(groups * outputs * LANES <= gradient.d.len());
        assert!(examples * x_stride <= gradient.x.len());
        assert!(outputs * stride <= update.length());
        let mut output = 0;
        while output < outputs {
            let left = (outputs - output).min(L::GRADIENT_ROWS);
            macro_rules! strip {
                ($rows:literal) => {{
                    // SAFETY: with the lengths asserted above, every index lies within its slice.
                    unsafe { strip::<L, T, X, U, $rows>(gradient, update, output) };
                    output += $rows;
                }};
            }
            // The first condition is a constant of the instruction set.
            if L::GRADIENT_ROWS >= 6 && left >= 6 {
                strip!(6);
            } else if L::GRADIENT_ROWS >= 5 && left >= 5 {
                strip!(5);
            } else if L::GRADIENT_ROWS >= 4 && left >= 4 {
                strip!(4);
            } else if left >= 2 {
                strip!(2);
            } else {
                strip!(1);
            }
        }
    }
}

/// Treats `R` outputs and all inputs.
#[inline(always)]
unsafe fn strip<L, T, X, U, const R: usize>(
    gradient: &Gradient<'_, T, X>,
    update: &mut U,
    output: usize,
) where
    L: Lanes<Number = T>,
    T: Number,
    X: Element<T>,
    U: Update<T>,
{
    let vectors = gradient.stride / LANES;
    let mut vector = 0;
    while vector < vectors {
        let left = (vectors - vector).min(L::GRADIENT_COLUMNS);
        macro_rules! block {
            ($columns:literal) => {{
                // SAFETY: the block lies within the caller's slices.
                unsafe {
                    block::<L, T, X, U, R, $columns>(gradient, update, output, vector * LANES)
                };
                vector += $columns;
            }};
        }
        if L::GRADIENT_COLUMNS >= 5 && left >= 5 {
            block!(5);
        } else if L::GRADIENT_COLUMNS >= 4 && left >= 4 {
            block!(4);
        } else if L::GRADIENT_COLUMNS >= 2 && left >= 2 {
            block!(2);
        } else {
            block!(1);
        }
    }
}

/// Treats a block of `R` outputs × `C` vectors of inputs, whose sums stay in registers.
#[inline(always)]
unsafe fn block<L, T, X, U, const R: usize, const C: usize>(
    gradient: &Gradient<'_, T, X>,
    update: &mut U,
    output: usize,
    input: usize,
) where
    L: Lanes<Number = T>,
    T: Number,
    X: Element<T>,
    U: Update<T>,
{
    let Gradient {
        outputs,
        examples,
        x_stride,
        stride,
        ..
    } = *gradient;
    // SAFETY: the caller's block lies within the slices.
    unsafe {
        let mut sums = [[L::splat(T::default()); C]; R];
        let mut x = gradient.x.as_ptr().add(input);
        let mut d = gradient.d.as_ptr().add(output * LANES);
        let mut left = examples;
        while left > 0 {
            let lanes = left.min(LANES);
            for e in 0..lanes {
                let x: [L::Vector; C] =
                    std::array::from_fn(|c| X::load::<L>(at(x, e, x_stride, c * LANES)));
                for (r, sums) in sums.iter_mut().enumerate() {
                    let d = L::splat(*at(d, r, LANES, e));
                    for (sum, x) in sums.iter_mut().zip(x) {
                        *sum = L::fma(d, x, *sum);
                    }
                }
            }
            x = x.wrapping_add(LANES * x_stride);
            d = d.wrapping_add(outputs * LANES);
            left -= lanes;
        }
        update.take::<L, R, C>(&sums, output * stride + input, stride);
    }
}

struct Apply<'a, T, U> {
    sums: &'a [T],
    update: &'a mut U,
}

impl<T: Number, U: Update<T>> Kernel<T> for Apply<'_, T, U> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<L: Lanes<Number = T>>(self) {
        let length = self.sums.len();
        assert!(length.is_multiple_of(LANES) && length <= self.update.length());
        for at in (0..length).step_by(LANES) {
            // SAFETY: `at + LANES` is at most both lengths.
            unsafe {
                let sums = L::load(self.sums.as_ptr().add(at));
                self.update.take::<L, 1, 1>(&[[sums]], at, LANES);
            }
        }
    }
}

/// Sums the numbers of row r in all groups, `d[group][row][16]`, into `out[r]`: lane by lane over the groups, then the
/// lanes in halves.
///
/// # Panics
/// If `d` is not a whole number of groups, or `out` is shorter than `rows`.
pub fn row_sums<T: Number>(isa: Isa, d: &[T], rows: usize, out: &mut [T]) {
    isa.run(RowSums { d, rows, out });
}

struct RowSums<'a, T> {
    d: &'a [T],
    rows: usize,
    out: &'a mut [T],
}

impl<T: Number> Kernel<T> for RowSums<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<L: Lanes<Number = T>>(self) {
        let Self { d, rows, out } = self;
        let group = rows * LANES;
        assert!(rows == 0 || d.len().is_multiple_of(group));
        for (row, out) in out[..rows].iter_mut().enumerate() {
            // SAFETY: each row of each group is LANES numbers within `d`.
            unsafe {
                let mut sum = L::splat(T::default());
                for numbers in d.chunks_exact(group) {
                    sum = L::add(sum, L::load(numbers[row * LANES..][..LANES].as_ptr()));
                }
                *out = L::sum(sum);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_instruction_set_gives_the_bits_of_the_plain_sums(
            outputs in 1_usize..14, vectors in 1_usize..13, examples in 1_usize..40, seed: u32,
        ) {
            let stride = vectors * LANES;
            let mut random = rand_mt::Mt::new(seed);
            let d: Vec<f32> = (0..examples.div_ceil(LANES) * outputs * LANES)
                .map(|_| f32::of(f64::from(random.next_u32()) / f64::from(1 << 31) - 1.0)).collect();
            let x: Vec<u8> = (0..examples * stride).map(|_| random.next_u32().to_le_bytes()[0]).collect();
            let start: Vec<f32> = (0..outputs * stride).map(|i| i as f32).collect();
            let mut expected = vec![0.0_f32; outputs * stride];
            for o in 0..outputs {
                for i in 0..stride {
                    let sum = &mut expected[o * stride + i];
                    for e in 0..examples {
                        let d = d[(e / LANES * outputs + o) * LANES + e % LANES];
                        *sum = d.mul_add(f32::from(x[e * stride + i]), *sum);
                    }
                }
            }
            for isa in Isa::all() {
                let mut kept = vec![f32::NAN; outputs * stride];
                let mut added = start.clone();
                let gradient = Gradient {
                    d: &d, outputs, x: &x, x_stride: stride, examples, stride, };
                gradient.give(isa, &mut Keep { sums: &mut kept, add: false });
                gradient.give(isa, &mut Keep { sums: &mut added, add: true });
                prop_assert_eq!(&kept, &expected, "{}", isa.name());
                prop_assert!(added.iter().zip(&start).zip(&kept).all(|((added, start), kept)| *added == start + kept));
            }
        }
    }

    #[test]
    fn every_instruction_set_takes_the_same_steps() {
        let gradient: Vec<f32> = (0..64).map(|i| (i as f32 - 31.5) / 7.0).collect();
        let weights: Vec<f32> = (0..64).map(|i| (i as f32 - 20.0) / 11.0).collect();
        let step = |isa| {
            let (mut w, mut m, mut v) = (weights.clone(), weights.clone(), gradient.clone());
            for v in &mut v {
                *v *= *v;
            }
            let sgd = &mut Sgd {
                weights: &mut w,
                scale: 0.5,
                learning_rate: 0.3,
                decay: 0.01,
            };
            gradient.give(isa, sgd);
            let adam = &mut Adam {
                weights: &mut w,
                first_moments: &mut m,
                second_moments: &mut v,
                rates: AdamRates {
                    scale: 0.5,
                    decay: 0.01,
                    first_rate: 0.1,
                    second_decay: 0.999,
                    second_rate: 0.001,
                    step: 0.01,
                    correction: 0.7,
                    epsilon: 1e-8,
                },
            };
            gradient.give(isa, adam);
            [w, m, v].map(|numbers| numbers.into_iter().map(f32::to_bits).collect::<Vec<_>>())
        };
        let plain = step(*Isa::all().last().expect("plain is always there"));
        for isa in Isa::all() {
            assert_eq!(step(isa), plain, "{}", isa.name());
        }
    }
}
