//! Reading files within limits, and writing them whole or not at all.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, bail};
use orthant::page::one_line;

use super::interrupt;

/// The largest file of text, weights or an image that is read, in bytes.
pub const MAX_FILE_SIZE: u64 = 64 << 20;

/// A file's name on one line, whatever characters it has.
pub fn file_name(path: &Path) -> String {
    one_line(&path.display().to_string())
}

/// Reads a text file of at most 64 MiB; `-` is standard input.
pub fn read_text(path: &Path) -> anyhow::Result<String> {
    let name = file_name(path);
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        let stdin = std::io::stdin().lock();
        stdin.take(MAX_FILE_SIZE + 1).read_to_end(&mut bytes)?;
        bytes
    } else {
        read_bytes(path, MAX_FILE_SIZE)?
    };
    check_size(&name, &bytes, MAX_FILE_SIZE)?;
    let text = String::from_utf8(bytes).ok();
    let text = text.with_context(|| format!("{name} is not a text file (UTF-8)"))?;
    // Some editors begin a file with a byte order mark.
    Ok(text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text))
}

/// Reads a file of at most `largest` bytes.
pub fn read_bytes(path: &Path, largest: u64) -> anyhow::Result<Vec<u8>> {
    let bytes = read_start(path, largest + 1)?;
    check_size(&file_name(path), &bytes, largest)?;
    Ok(bytes)
}

/// Reads the first `bytes` bytes of a file, or all of a shorter one.
pub fn read_start(path: &Path, bytes: u64) -> anyhow::Result<Vec<u8>> {
    let name = file_name(path);
    let file = File::open(path).with_context(|| format!("cannot open {name}"))?;
    if file.metadata().is_ok_and(|data| data.is_dir()) {
        bail!("{name} is a folder; name a file in it");
    }
    let mut start = Vec::new();
    let read = file.take(bytes).read_to_end(&mut start);
    read.with_context(|| format!("cannot read {name}"))?;
    Ok(start)
}

/// Refuses a file of which more than `largest` bytes were read.
fn check_size(name: &str, bytes: &[u8], largest: u64) -> anyhow::Result<()> {
    if u64::try_from(bytes.len()).is_ok_and(|length| length > largest) {
        bail!(
            "{name} is larger than {} MiB, the most that is read",
            largest >> 20
        );
    }
    Ok(())
}

/// Makes the folder if it does not exist, and makes sure that files can be written there.
pub fn prepare_folder(folder: &Path) -> anyhow::Result<()> {
    let name = file_name(folder);
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {name}"))?;
    tempfile::tempfile_in(folder).with_context(|| format!("cannot write to the folder {name}"))?;
    Ok(())
}

/// The folder that holds a file.
pub fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    folder.unwrap_or(Path::new("."))
}

/// Makes sure that a file can be put there: its folder exists, and nothing else has the name, such as a folder or a
/// device.
pub fn check_place(path: &Path) -> anyhow::Result<()> {
    let (name, folder) = (file_name(path), folder_of(path));
    if !folder.is_dir() {
        bail!(
            "cannot write {name}: there is no folder {}",
            file_name(folder)
        );
    }
    if path.metadata().is_ok_and(|found| !found.is_file()) {
        bail!("cannot write {name}: that is not a regular file; name a file");
    }
    Ok(())
}

/// Writes a file under another name first and then renames it, so that it appears whole or not at all.
pub fn write_whole(path: &Path, contents: &[u8]) -> anyhow::Result<()> {
    let _writing = interrupt::hold();
    check_place(path)?;
    // For a link, the file that it points to is written.
    let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let write = || -> std::io::Result<()> {
        let mut builder = tempfile::Builder::new();
        // Like any file that the user makes, not private like a temporary one.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.tempfile_in(folder_of(&place))?;
        file.write_all(contents)?;
        file.persist(&place)?;
        Ok(())
    };
    write().with_context(|| format!("cannot write {}", file_name(path)))
}
