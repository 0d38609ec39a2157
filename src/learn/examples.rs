//! The examples that a model learns from: inputs and labels.

use crate::learn::data::images::Split;
use crate::learn::kernels::{Element, LANES, Number, inner_product, transpose_bytes};

/// The inputs of all examples, one after the other.
#[derive(Clone, Copy, Debug)]
pub enum Inputs<'a> {
    /// Bytes, each of which is divided by 256 before a model sees it (REFERENCE 4: by 256, not 255).
    Pixels(&'a [u8]),
    /// Numbers, which a model sees as they are.
    Numbers(&'a [f32]),
}

/// The value of an expression in which `$inputs` are the inputs of some examples, whatever their type.
macro_rules! with_inputs {
    ($examples:expr, |$inputs:ident| $value:expr) => {
        match $examples.inputs {
            $crate::learn::examples::Inputs::Pixels($inputs) => $value,
            $crate::learn::examples::Inputs::Numbers($inputs) => $value,
        }
    };
}

pub(super) use with_inputs;

/// The factor by which a pixel's byte is multiplied in a model's sums.
pub const PIXEL: f64 = 1.0 / 256.0;

/// Examples that are in memory, in order.
#[derive(Clone, Copy, Debug)]
pub struct Examples<'a> {
    /// The inputs, `width` of them for each example.
    pub inputs: Inputs<'a>,
    /// The class of each example.
    pub labels: &'a [u8],
    /// The number of inputs of an example.
    pub width: usize,
}

impl Examples<'_> {
    /// The number of examples.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are no examples.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// # Panics
    /// Unless there are this many examples, for a learner that was made for them.
    pub(super) fn expect_count(&self, count: usize) {
        assert_eq!(self.len(), count, "as many examples as it was made for");
    }

    /// # Panics
    /// Unless an example has this many inputs, for a learner that was made for them.
    pub(super) fn expect_width(&self, width: usize) {
        assert_eq!(self.width, width, "as many inputs as it was made for");
    }
}

impl Split {
    /// The images as examples of flattened pixels.
    ///
    /// # Panics
    /// If the numbers of labels and images differ.
    pub fn examples(&self) -> Examples<'_> {
        let (pixels, labels) = (
            self.bytes(),
            self.labels.as_slice().expect("standard layout"),
        );
        assert_eq!(
            pixels.len(),
            labels.len() * self.pixels(),
            "a label for each image"
        );
        Examples {
            inputs: Inputs::Pixels(pixels),
            labels,
            width: self.pixels(),
        }
    }
}

/// An element of [`Inputs`], and how a batch of them is gathered for a model that computes with `T`.
pub trait Feature<T: Number>: Copy + Sync {
    /// The type in which the kernels take the element.
    type Gathered: Element<T>;
    /// The factor by which a sum over such inputs is multiplied.
    const SCALE: f64;
    /// Copies an example's inputs.
    fn gather(from: &[Self], to: &mut [Self::Gathered]);
    /// Sixteen examples, `[example][stride]`, become `[input][16]`.
    fn transpose(from: &[Self::Gathered], stride: usize, to: &mut [Self::Gathered]);
    /// The inner product ⟨x, y⟩.
    fn inner_product(x: &[Self::Gathered], y: &[Self::Gathered]) -> T;
}

impl<T: Number> Feature<T> for u8 {
    type Gathered = Self;
    const SCALE: f64 = PIXEL;

    fn gather(from: &[Self], to: &mut [Self]) {
        to.copy_from_slice(from);
    }

    fn transpose(from: &[Self], stride: usize, to: &mut [Self]) {
        transpose_bytes(from, stride, to);
    }

    fn inner_product(x: &[Self], y: &[Self]) -> T {
        T::of(inner_product(x, y) as f64)
    }
}

impl<T: Number> Feature<T> for f32 {
    type Gathered = T;
    const SCALE: f64 = 1.0;

    fn gather(from: &[Self], to: &mut [T]) {
        for (to, from) in to.iter_mut().zip(from) {
            *to = T::of(f64::from(*from));
        }
    }

    fn transpose(from: &[T], stride: usize, to: &mut [T]) {
        for (example, row) in from.chunks_exact(stride).take(LANES).enumerate() {
            for (input, column) in row.iter().zip(to.chunks_exact_mut(LANES)) {
                column[example] = *input;
            }
        }
    }

    fn inner_product(x: &[T], y: &[T]) -> T {
        let products = x.iter().zip(y).map(|(x, y)| *x * *y);
        products.fold(T::default(), |sum, product| sum + product)
    }
}
