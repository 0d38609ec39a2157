//! The settings of all models, and the sizes that a model is made for.

macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$what:meta])* $variant:ident = $word:literal),+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name { $($(#[$what])* $variant),+ }

        impl $name {
            /// Both of them.
            pub const ALL: [Self; 2] = [$(Self::$variant),+];

            /// The name as the reference writes it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The one with this name, or `None` if there is none.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|known| known.name() == name)
            }
        }
    };
}

words! {
    /// The activation g of hidden units.
    Activation {
        /// The rectified linear unit max(z, 0): `relu`.
        #[default]
        Relu = "relu",
        /// The hyperbolic tangent tanh z: `tanh`.
        Tanh = "tanh"
    }
}

words! {
    /// The method by which a batch changes the parameters.
    Optimizer {
        /// Stochastic gradient descent: w ← w − η·g: `sgd`.
        #[default]
        Sgd = "sgd",
        /// The method of Kingma and Ba, 2015; β = (0.9, 0.999) and ε = 10⁻⁸ as in torch: `adam`.
        Adam = "adam"
    }
}

/// The settings of all models; each model uses some of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// How often all training examples are seen, at least once.
    pub epochs: usize,
    /// The number of examples in a batch, at least 1; the last batch of an epoch may be smaller.
    pub batch_size: usize,
    /// The learning rate η.
    pub learning_rate: f64,
    /// The weight decay λ: the gradient of every parameter, including biases, has λ times the parameter added.
    pub l2_decay: f64,
    /// The optimizer, which uses the gradient.
    pub optimizer: Optimizer,
    /// The number of units in each hidden layer, at least 1.
    pub hidden_size: usize,
    /// The number of hidden layers, at least 1; one in Question 1.
    pub layers: usize,
    /// The share p of the activations that is set to 0 in training, in [0, 1).
    pub dropout: f64,
    /// The activation g of the hidden units.
    pub activation: Activation,
    /// The seed of the weights, the order and the dropout masks; in Question 2 the order has a stream of its own with the
    /// same seed.
    pub seed: u32,
    /// The order in which Question 1's multi-layer perceptron adds up its inputs: 0 for their own order, n for numpy's
    /// permutation with seed n. The mathematics is the same in every order, the rounding is not.
    pub input_order: u32,
}

impl Default for Settings {
    /// The defaults of the exercise's Question 2: 20 epochs with batches of 16, η = 0.1, no decay, SGD; two layers of 200
    /// ReLU units without dropout; seed 42.
    fn default() -> Self {
        Self {
            epochs: 20,
            batch_size: 16,
            learning_rate: 0.1,
            l2_decay: 0.0,
            optimizer: Optimizer::Sgd,
            hidden_size: 200,
            layers: 2,
            dropout: 0.0,
            activation: Activation::Relu,
            seed: 42,
            input_order: 0,
        }
    }
}

/// The sizes that a model is made for.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The number of inputs of an example, at least 1.
    pub inputs: usize,
    /// The number of classes, 1 to 256.
    pub classes: usize,
    /// The number of examples in the training set.
    pub examples: usize,
}

impl Shape {
    /// These sizes.
    pub const fn new(inputs: usize, classes: usize, examples: usize) -> Self {
        Self {
            inputs,
            classes,
            examples,
        }
    }

    /// # Panics
    /// If there are no inputs or no classes, or more than 256 classes.
    pub(super) fn check(&self) {
        let Self {
            inputs, classes, ..
        } = *self;
        assert!(inputs > 0, "no size is 0");
        assert!((1..=256).contains(&classes), "1 to 256 classes");
    }
}
