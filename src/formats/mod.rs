//! What comes in and goes out: files that are read and written. Every reader is bounded, and believes nothing.

pub mod network_json;
pub mod safetensors;
pub mod tensor;
