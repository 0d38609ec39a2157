//! Question 2: mini-batches, in single precision, as torch has them (REFERENCE 6).

mod cross_entropy;
mod layer;
mod loader;
pub mod logistic_regression;
pub mod mlp;
mod optimizer;

pub use logistic_regression::LogisticRegression;
pub use mlp::Mlp;

/// How a batch changes the parameters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Optimizer {
    /// w ← w − η·g
    #[default]
    Sgd,
    /// Kingma and Ba, 2015; β = (0.9, 0.999), ε = 10⁻⁸ as in torch.
    Adam,
}

impl Optimizer {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Sgd, Self::Adam];

    /// As the reference writes it: `sgd` or `adam`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sgd => "sgd",
            Self::Adam => "adam",
        }
    }

    /// The optimizer of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// What both models of Question 2 are told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Training {
    /// Examples in a batch, at least 1; the last of an epoch may be smaller.
    pub batch_size: usize,
    /// η
    pub learning_rate: f64,
    /// λ: the gradient of every parameter, biases too, has λ times the parameter added.
    pub l2_decay: f64,
    /// What is done with the gradient.
    pub optimizer: Optimizer,
    /// Of the weights and the dropout masks, and again of the order.
    pub seed: u32,
}

impl Default for Training {
    /// The exercise's: batches of 16, η = 0.1, no decay, SGD, seed 42.
    fn default() -> Self {
        Self {
            batch_size: 16,
            learning_rate: 0.1,
            l2_decay: 0.0,
            optimizer: Optimizer::Sgd,
            seed: 42,
        }
    }
}
