//! Files that are read and written. Every reader is bounded, and trusts nothing that a file says.

pub mod network_json;
pub mod safetensors;
pub mod tensor;
