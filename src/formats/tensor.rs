//! Numbers with a name and a shape.

use thiserror::Error;

/// A named array, row after row.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    /// For parameters, torch's name.
    pub name: String,
    /// The sizes, outermost first.
    pub shape: Vec<usize>,
    /// As many numbers as the product of the sizes.
    pub values: Values,
}

/// The numbers of a [`Tensor`].
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Floats.
    F32(Vec<f32>),
    /// Doubles.
    F64(Vec<f64>),
    /// Indices and random states.
    U32(Vec<u32>),
}

/// Why a state is not that of a learner.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TensorError {
    /// It is not there.
    #[error("there is no tensor {0:?}")]
    Missing(String),
    /// It has another shape, or other numbers.
    #[error("the tensor {name:?} should be {expected}, but is {found}")]
    Shape {
        /// Its name.
        name: String,
        /// Type and shape.
        expected: String,
        /// Type and shape.
        found: String,
    },
    /// It is no place in a random stream.
    #[error("the tensor {name:?} is no state of a random stream: {problem}")]
    Stream {
        /// Its name.
        name: String,
        /// Why not.
        problem: String,
    },
}

impl Values {
    /// `F32`, `F64` or `U32`.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::F32(_) => "F32",
            Self::F64(_) => "F64",
            Self::U32(_) => "U32",
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::F32(values) => values.len(),
            Self::F64(values) => values.len(),
            Self::U32(values) => values.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A type of number that tensors have.
pub trait Scalar: Copy {
    /// As values.
    fn values(values: Vec<Self>) -> Values;
    /// From values, if they are of this type.
    fn read(values: &Values) -> Option<&[Self]>;
}

macro_rules! scalar {
    ($type:ty, $variant:ident) => {
        impl Scalar for $type {
            fn values(values: Vec<Self>) -> Values {
                Values::$variant(values)
            }

            fn read(values: &Values) -> Option<&[Self]> {
                match values {
                    Values::$variant(values) => Some(values),
                    _ => None,
                }
            }
        }
    };
}

scalar!(f32, F32);
scalar!(f64, F64);
scalar!(u32, U32);

impl Tensor {
    /// A tensor of these numbers.
    ///
    /// # Panics
    /// If there are not as many as the shape says.
    pub fn new<S: Scalar>(name: impl Into<String>, shape: &[usize], values: Vec<S>) -> Self {
        assert_eq!(
            shape.iter().product::<usize>(),
            values.len(),
            "as many numbers as the shape says"
        );
        Self {
            name: name.into(),
            shape: shape.to_vec(),
            values: S::values(values),
        }
    }

    /// Type and shape, such as `F32 [4, 784]`.
    pub fn describe(&self) -> String {
        format!("{} {:?}", self.values.type_name(), self.shape)
    }
}

/// The numbers of the tensor with this name and shape.
///
/// # Errors
/// [`TensorError`] if there is none, or one with another type or shape.
pub fn find<'a, S: Scalar>(
    tensors: &'a [Tensor],
    name: &str,
    shape: &[usize],
) -> Result<&'a [S], TensorError> {
    let tensor = tensors.iter().find(|tensor| tensor.name == name);
    let tensor = tensor.ok_or_else(|| TensorError::Missing(name.to_owned()))?;
    let values = S::read(&tensor.values).filter(|_| tensor.shape == shape);
    values.ok_or_else(|| TensorError::Shape {
        name: name.to_owned(),
        expected: format!("{} {shape:?}", S::values(Vec::new()).type_name()),
        found: tensor.describe(),
    })
}
