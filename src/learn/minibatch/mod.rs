//! Question 2: mini-batches, in single precision, as torch computes (REFERENCE 6).

mod cross_entropy;
mod layer;
mod loader;
pub mod logistic_regression;
pub mod mlp;
mod optimizer;

pub use logistic_regression::LogisticRegression;
pub use mlp::Mlp;

/// The method by which a batch changes the parameters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Optimizer {
    /// Stochastic gradient descent: w ← w − η·g.
    #[default]
    Sgd,
    /// The method of Kingma and Ba, 2015; β = (0.9, 0.999) and ε = 10⁻⁸ as in torch.
    Adam,
}

impl Optimizer {
    /// Both optimizers.
    pub const ALL: [Self; 2] = [Self::Sgd, Self::Adam];

    /// The name as the reference writes it: `sgd` or `adam`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sgd => "sgd",
            Self::Adam => "adam",
        }
    }

    /// The optimizer with this name, or `None` if there is none.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// The settings that both models of Question 2 share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Training {
    /// The number of examples in a batch, at least 1; the last batch of an epoch may be smaller.
    pub batch_size: usize,
    /// The learning rate η.
    pub learning_rate: f64,
    /// The weight decay λ: the gradient of every parameter, including biases, has λ times the parameter added.
    pub l2_decay: f64,
    /// The optimizer, which uses the gradient.
    pub optimizer: Optimizer,
    /// The seed of the weights and the dropout masks; the order of the examples has a stream of its own with the same
    /// seed.
    pub seed: u32,
}

impl Default for Training {
    /// The exercise's defaults: batches of 16, η = 0.1, no decay, SGD, seed 42.
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
