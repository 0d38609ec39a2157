//! SHA-256.

use sha2::{Digest, Sha256};

/// The hexadecimal digits of the SHA-256 of these bytes, one after the other.
pub fn sha256(parts: impl IntoIterator<Item = impl AsRef<[u8]>>) -> String {
    let mut hash = Sha256::new();
    for bytes in parts {
        hash.update(bytes);
    }
    let digits = hash.finalize();
    let digits: Vec<_> = digits.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}
