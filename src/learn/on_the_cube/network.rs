//! Trained weights as the exact rationals that they are: the bridge to Question 3, where nothing is rounded.
//!
//! A float is an integer times a power of two, so a ReLU network with float weights *is* a network over the
//! rationals. Only the rounding of its evaluation is lost: close to a tie of the scores, the exact network may differ
//! from the result in floats.

use num_traits::{One, Zero};

use crate::formats::tensor::{Scalar, Tensor};
use crate::language::exact::Rational;
use crate::language::network::{self, Layer, Network, Unit};
use crate::language::refused::Refused;
use crate::learn::linear_layers::{Linear, are_double, linear_layers};
use crate::learn::settings::Activation;

/// The network that is +1 where class 1 has the greater score, and −1 elsewhere, so also where the scores are equal:
/// the first of equal scores wins. The inputs are the network's as they are, not divided by 256.
///
/// Since sign(0) = +1, the last layers are s = sign(z₀ − z₁) and then h = −s. Hidden layers stay as they are.
///
/// # Errors
/// [`Refused`] if the tensors are not a model with two classes, or it has hidden units with tanh.
pub fn network(tensors: &[Tensor], activation: Activation) -> Result<Network, Refused> {
    if are_double(tensors) {
        of_layers(&linear_layers::<f64>(tensors)?, activation)
    } else {
        of_layers(&linear_layers::<f32>(tensors)?, activation)
    }
}

fn of_layers<T: Scalar + Into<f64>>(
    layers: &[Linear<'_, T>],
    activation: Activation,
) -> Result<Network, Refused> {
    let (last, hidden) = layers.split_last().expect("at least one layer");
    if !hidden.is_empty() && activation == Activation::Tanh {
        let found = "tanh, whose values at rational points are not rational";
        return Err(Refused::new(
            "the activation",
            "ReLU, which is exact",
            found,
        ));
    }
    if last.outputs != 2 {
        let found = format!("{} classes", last.outputs);
        let expected = "2 classes, f = -1 and f = +1";
        return Err(Refused::new("the last layer", expected, found));
    }
    let mut network: Vec<Layer> = hidden
        .iter()
        .map(|layer| Layer {
            activation: network::Activation::Relu,
            units: units(layer),
        })
        .collect();
    let [first, second] = &units(last)[..] else {
        unreachable!("two outputs have two units")
    };
    network.push(Layer {
        activation: network::Activation::Sign,
        units: vec![Unit {
            weights: first.weights.zip_with(&second.weights, |a, b| a - b),
            bias: &first.bias - &second.bias,
        }],
    });
    network.push(Layer {
        activation: network::Activation::Identity,
        units: vec![Unit {
            weights: std::iter::once(-Rational::one()).collect(),
            bias: Rational::zero(),
        }],
    });
    let inputs = layers[0].inputs;
    Ok(Network::new(inputs, network).expect("the layers fit together"))
}

fn units<T: Scalar + Into<f64>>(layer: &Linear<'_, T>) -> Vec<Unit> {
    let rows = layer.weights.chunks_exact(layer.inputs).zip(layer.biases);
    rows.map(|(row, bias)| Unit {
        weights: row.iter().map(|weight| rational(*weight)).collect(),
        bias: rational(*bias),
    })
    .collect()
}

/// The rational number that is equal to a finite float.
fn rational(float: impl Into<f64>) -> Rational {
    Rational::from_float(float.into()).expect("finite floats are rational")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::cube::vertices;
    use crate::language::exact::parse_rational;

    #[test]
    fn floats_are_the_rationals_they_are() {
        let power = |exponent: u32| Rational::new(1.into(), num_bigint::BigInt::one() << exponent);
        assert_eq!(
            rational(0.1_f32),
            parse_rational("13421773/134217728").unwrap()
        );
        assert_eq!(rational(-0.75_f64), parse_rational("-3/4").unwrap());
        assert_eq!(rational(f32::from_bits(1)), power(149));
        assert_eq!(rational(f64::from_bits(1)), power(1074));
        assert_eq!(
            rational(f32::MAX),
            parse_rational("340282346638528859811704183484516925440").unwrap()
        );
        assert_eq!(rational(-0.0_f64), Rational::zero());
    }

    /// Class 1 has the score x₁ + x₂, class 0 the score `bias`.
    fn linear(bias: f32) -> [Tensor; 2] {
        [
            Tensor::new("weight", &[2, 2], vec![0.0, 0.0, 1.0_f32, 1.0]),
            Tensor::new("bias", &[2], vec![bias, 0.0]),
        ]
    }

    #[test]
    fn a_tie_is_minus_one_because_the_first_class_wins() {
        let values = |bias: f32| -> Vec<String> {
            let network = network(&linear(bias), Activation::Relu).unwrap();
            vertices(2).map(|x| network.value(&x).to_string()).collect()
        };
        assert_eq!(values(0.0), ["-1", "-1", "-1", "1"]);
        assert_eq!(values(-f32::from_bits(1)), ["-1", "1", "1", "1"]);
    }

    #[test]
    fn hidden_layers_stay_as_they_are() {
        // relu(x₁ + x₂) against 2: a tie at ++.
        let tensors = [
            Tensor::new("0.weight", &[1, 2], vec![1.0_f64, 1.0]),
            Tensor::new("0.bias", &[1], vec![0.0_f64]),
            Tensor::new("3.weight", &[2, 1], vec![0.0_f64, 1.0]),
            Tensor::new("3.bias", &[2], vec![2.0_f64, 0.0]),
        ];
        let network = network(&tensors, Activation::Relu).unwrap();
        let names: Vec<_> = network
            .layers()
            .iter()
            .map(|l| l.activation.to_string())
            .collect();
        assert_eq!(names, ["relu", "sign", "identity"]);
        assert!(vertices(2).all(|x| network.value(&x) == -Rational::one()));
    }

    #[test]
    fn what_is_no_exact_network_is_refused() {
        // A linear model has no activation.
        assert!(network(&linear(0.0), Activation::Tanh).is_ok());
        let mut tensors = linear(0.0).to_vec();
        tensors.push(Tensor::new("1.bias", &[1], vec![0.0_f32]));
        assert!(network(&tensors, Activation::Relu).is_err());
        let hidden = |weight: f32| {
            [
                Tensor::new("0.weight", &[2, 1], vec![weight, 1.0]),
                Tensor::new("0.bias", &[2], vec![0.0_f32; 2]),
                Tensor::new("2.weight", &[1, 2], vec![1.0_f32; 2]),
                Tensor::new("2.bias", &[1], vec![0.0_f32]),
            ]
        };
        for (weight, activation, part) in [
            (1.0, Activation::Tanh, "found tanh"),
            (1.0, Activation::Relu, "found 1 classes"),
            (f32::INFINITY, Activation::Relu, "inf at index 0"),
        ] {
            let refused = network(&hidden(weight), activation).unwrap_err();
            assert!(refused.to_string().contains(part), "{refused}");
        }
    }
}
