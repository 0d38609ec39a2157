//! The gradient of a layer's weights over a batch, and the step along it.

use super::lanes::{Element, Lanes, Number, at, largest_block};
use super::{Isa, Kernel, LANES};

/// The use that is made of a gradient when its sum is in a register.
///
/// The sums are over bytes where the inputs are bytes; an update multiplies them by its `scale`, a power of two, which
/// changes no bit.
pub trait Update<T> {
    /// The number of weights; [`Update::take`] is called with places below it.
    fn length(&self) -> usize;

    /// Takes the sums for the sixteen weights from `place` on.
    ///
    /// # Safety
    /// As for `Lanes`; `place + 16` is at most [`Update::length`].
    unsafe fn take<L: Lanes<Number = T>>(&mut self, sums: L::Vector, place: usize);
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
    unsafe fn take<L: Lanes<Number = T>>(&mut self, sums: L::Vector, place: usize) {
        // SAFETY: the place is in range, by contract.
        unsafe {
            let kept = self.sums.as_mut_ptr().add(place);
            let sums = if self.add {
                L::add(L::load(kept), sums)
            } else {
                sums
            };
            L::store(kept, sums);
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
    unsafe fn take<L: Lanes<Number = T>>(&mut self, sums: L::Vector, place: usize) {
        // SAFETY: the place is in range, by contract.
        unsafe {
            let at = self.weights.as_mut_ptr().add(place);
            let (scale, rate) = (L::splat(self.scale), L::splat(self.learning_rate));
            let w = L::load(at);
            let w = if self.decay == T::default() {
                // Without decay one instruction does it, and with a power of two as the scale it rounds the same.
                L::negative_fma(L::mul(rate, scale), sums, w)
            } else {
                let g = L::fma(L::splat(self.decay), w, L::mul(sums, scale));
                L::negative_fma(rate, g, w)
            };
            L::store(at, w);
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
    unsafe fn take<L: Lanes<Number = T>>(&mut self, sums: L::Vector, place: usize) {
        // SAFETY: the place is in range, by contract.
        unsafe {
            let w_at = self.weights.as_mut_ptr().add(place);
            let m_at = self.first_moments.as_mut_ptr().add(place);
            let v_at = self.second_moments.as_mut_ptr().add(place);
            let rates = self.rates;
            let (w, m, v) = (L::load(w_at), L::load(m_at), L::load(v_at));
            let g = L::mul(sums, L::splat(rates.scale));
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
        let (outputs, stride) = (gradient.outputs, gradient.stride);
        let groups = gradient.examples.div_ceil(LANES);
        assert!(stride.is_multiple_of(LANES) && stride <= gradient.x_stride);
        assert!(groups * outputs * LANES <= gradient.d.len());
        assert!(gradient.examples * gradient.x_stride <= gradient.x.len());
        assert!(outputs * stride <= update.length());
        let mut output = 0;
        while output < outputs {
            let left = (outputs - output).min(L::GRADIENT_ROWS);
            macro_rules! strip {
                ($rows:literal) => {{
                    // SAFETY: with the lengths asserted above, every index lies within its slice.
                    unsafe { strip::<L, X, U, $rows>(gradient, update, output) };
                    output += $rows;
                }};
            }
            largest_block!(L::GRADIENT_ROWS, left, strip: 6, 5, 4, 2);
        }
    }
}

/// Treats `R` outputs and all inputs.
#[inline(always)]
unsafe fn strip<L: Lanes, X: Element<L::Number>, U: Update<L::Number>, const R: usize>(
    gradient: &Gradient<'_, L::Number, X>,
    update: &mut U,
    output: usize,
) {
    let vectors = gradient.stride / LANES;
    let mut vector = 0;
    while vector < vectors {
        let left = (vectors - vector).min(L::GRADIENT_COLUMNS);
        macro_rules! block {
            ($columns:literal) => {{
                // SAFETY: the block lies within the caller's slices.
                unsafe { block::<L, X, U, R, $columns>(gradient, update, output, vector * LANES) };
                vector += $columns;
            }};
        }
        largest_block!(L::GRADIENT_COLUMNS, left, block: 5, 4, 2);
    }
}

/// Treats a block of `R` outputs × `C` vectors of inputs, whose sums stay in registers.
#[inline(always)]
unsafe fn block<L, X, U, const R: usize, const C: usize>(
    gradient: &Gradient<'_, L::Number, X>,
    update: &mut U,
    output: usize,
    input: usize,
) where
    L: Lanes,
    X: Element<L::Number>,
    U: Update<L::Number>,
{
    let (stride, x_stride) = (gradient.stride, gradient.x_stride);
    // SAFETY: the caller's block lies within the slices.
    unsafe {
        let mut sums = [[L::splat(L::Number::default()); C]; R];
        let mut x = gradient.x.as_ptr().add(input);
        let mut d = gradient.d.as_ptr().add(output * LANES);
        let mut left = gradient.examples;
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
            d = d.wrapping_add(gradient.outputs * LANES);
            left -= lanes;
        }
        let first = output.unchecked_mul(stride).unchecked_add(input);
        for r in 0..R {
            for c in 0..C {
                let place = r.unchecked_mul(stride).unchecked_add(c * LANES);
                update.take::<L>(sums[r][c], first.unchecked_add(place));
            }
        }
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
                self.update.take::<L>(sums, at);
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
