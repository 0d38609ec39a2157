//! The official OCTMNIST file, 28 x 28: REFERENCE 4 and its public record, <https://zenodo.org/records/10519652>.

/// Where it is.
pub const URL: &str = "https://zenodo.org/records/10519652/files/octmnist.npz?download=1";

/// Its size.
pub const BYTES: u64 = 54_938_180;

/// Its SHA-256.
pub const SHA256: &str = "2f909b7563c0279881a5d51c85a64833f3d4e42eace52b43ac2f22d15ff24986";

/// Its MD5, which MedMNIST publishes.
pub const MD5: &str = "c68d92d5b585d8d81f7112f81e2d0842";
