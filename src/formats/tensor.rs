//! Numbers with a name and a shape.

use crate::language::refused::{Refused, quoted};

/// A named array, stored row after row.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    /// The name of the array; parameters have torch's names.
    pub name: String,
    /// The size of each axis, outermost first.
    pub shape: Vec<usize>,
    /// The numbers, as many as the product of the sizes.
    pub values: Values,
}

/// The numbers of a [`Tensor`].
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// 32-bit floats.
    F32(Vec<f32>),
    /// 64-bit floats.
    F64(Vec<f64>),
    /// 32-bit unsigned integers, for indices and random states.
    U32(Vec<u32>),
}

impl Values {
    /// The name of the type: `F32`, `F64` or `U32`.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::F32(_) => "F32",
            Self::F64(_) => "F64",
            Self::U32(_) => "U32",
        }
    }

    /// The number of numbers.
    pub fn len(&self) -> usize {
        match self {
            Self::F32(values) => values.len(),
            Self::F64(values) => values.len(),
            Self::U32(values) => values.len(),
        }
    }

    /// Whether there are no numbers.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A type of number that tensors can hold.
pub trait Scalar: Copy {
    /// The numbers as values of this type.
    fn values(values: Vec<Self>) -> Values;
    /// The numbers among the values, if these are of this type.
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
    /// If the number of values is not the product of the sizes.
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

    /// The type and the shape, such as `F32 [4, 784]`.
    pub fn describe(&self) -> String {
        format!("{} {:?}", self.values.type_name(), self.shape)
    }
}

/// The numbers of the tensor with this name and shape.
///
/// # Errors
/// [`Refused`] if there is no such tensor, or if it has another type or shape.
pub fn find<'a, S: Scalar>(
    tensors: &'a [Tensor],
    name: &str,
    shape: &[usize],
) -> Result<&'a [S], Refused> {
    let tensor = by_name(tensors, name)?;
    let values = S::read(&tensor.values).filter(|_| tensor.shape == shape);
    values.ok_or_else(|| {
        let expected = format!("{} {shape:?}", S::values(Vec::new()).type_name());
        Refused::new(place(name), expected, tensor.describe())
    })
}

/// The tensor with this name.
///
/// # Errors
/// [`Refused`] if there is no such tensor.
pub fn by_name<'a>(tensors: &'a [Tensor], name: &str) -> Result<&'a Tensor, Refused> {
    let tensor = tensors.iter().find(|tensor| tensor.name == name);
    tensor.ok_or_else(|| Refused::new("", format!("a tensor {}", quoted(name)), "none"))
}

/// The tensor with this name, as the place of an error.
pub fn place(name: &str) -> String {
    format!("the tensor {}", quoted(name))
}
