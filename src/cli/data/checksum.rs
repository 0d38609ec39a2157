//! The checksums of a file.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::Context;
use md5::Md5;
use orthant::learn::data::info::Checksums;
use sha2::{Digest, Sha256};

use crate::cli::files::file_name;

/// Reads a file once for its size and checksums.
pub fn of(path: &Path) -> anyhow::Result<Checksums> {
    let name = file_name(path);
    let mut file = File::open(path).with_context(|| format!("cannot open {name}"))?;
    let (mut md5, mut sha256, mut bytes) = (Md5::new(), Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer);
        let read = read.with_context(|| format!("cannot read {name}"))?;
        if read == 0 {
            break;
        }
        md5.update(&buffer[..read]);
        sha256.update(&buffer[..read]);
        bytes += u64::try_from(read)?;
    }
    Ok(Checksums {
        bytes,
        md5: digits(&md5.finalize()),
        sha256: digits(&sha256.finalize()),
    })
}

fn digits(hash: &[u8]) -> String {
    let hex = hash.iter().map(|byte| format!("{byte:02x}"));
    hex.collect::<Vec<_>>().concat()
}
