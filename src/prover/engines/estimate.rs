//! What an engine is going to cost.

/// The cost of an engine's work on one network and target, estimated before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// About how many nanoseconds it takes on one core; the cores share them.
    pub nanoseconds: u64,
    /// About how many bytes it holds.
    pub memory: u64,
}
