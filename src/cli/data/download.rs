//! Downloads a file into a part that a later attempt can go on with.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use ureq::Agent;
use ureq::http::{Response, header};

use crate::cli::files::file_name;
use crate::cli::interrupt;

/// The longest wait for the connection, for the answer, and for each piece of the body.
const PATIENCE: Duration = Duration::from_secs(30);

/// Downloads the missing rest of a file, whose size is `bytes` if that is known.
///
/// The bytes before an error stay in the part. At the end the part is whole, but its contents have not been checked.
pub fn to_part(url: &str, part: &Path, bytes: Option<u64>) -> anyhow::Result<()> {
    let cannot_write = || format!("cannot write {}", file_name(part));
    let file = OpenOptions::new().append(true).create(true).open(part);
    let mut file = file.with_context(cannot_write)?;
    let mut have = file.metadata().with_context(cannot_write)?.len();
    if bytes.is_some_and(|bytes| have >= bytes) {
        return Ok(());
    }
    let response = request(url, have)?;
    match response.status().as_u16() {
        200 if have > 0 => {
            // The server sends all of it.
            file.set_len(0).with_context(cannot_write)?;
            have = 0;
        }
        200 => {}
        206 if starts_at(&response, have) => {}
        // There is nothing after what is there.
        416 if have > 0 => return Ok(()),
        _ => bail!("{url} answers {}", response.status()),
    }
    let length = response.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let offered = length.and_then(|length| have.checked_add(length));
    if let (Some(bytes), Some(offered)) = (bytes, offered)
        && bytes != offered
    {
        bail!("{url} offers a file of {offered} bytes, but the official one has {bytes}");
    }
    file.seek(SeekFrom::End(0)).with_context(cannot_write)?;
    let progress = progress_bar(bytes.or(offered), have);
    let ended = copy(
        response,
        &mut file,
        have,
        bytes.or(offered),
        &progress,
        &cannot_write,
    );
    progress.finish_and_clear();
    ended
}

/// Asks for the file from this byte on.
fn request(url: &str, from: u64) -> anyhow::Result<Response<ureq::Body>> {
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_resolve(Some(PATIENCE))
        .timeout_connect(Some(PATIENCE))
        .timeout_recv_response(Some(PATIENCE))
        .timeout_per_read(Some(PATIENCE))
        .user_agent(concat!("orthant/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let mut request = agent.get(url);
    if from > 0 {
        request = request.header(header::RANGE, format!("bytes={from}-"));
    }
    request
        .call()
        .with_context(|| format!("cannot reach {url}"))
}

/// Whether a partial answer begins at this byte.
fn starts_at(response: &Response<ureq::Body>, byte: u64) -> bool {
    let range = response.headers().get(header::CONTENT_RANGE);
    let range = range.and_then(|range| range.to_str().ok());
    range.is_some_and(|range| range.starts_with(&format!("bytes {byte}-")))
}

/// Appends the body to the file, which holds `done` bytes and is to hold `total`.
fn copy(
    response: Response<ureq::Body>,
    file: &mut File,
    mut done: u64,
    total: Option<u64>,
    progress: &ProgressBar,
    cannot_write: &impl Fn() -> String,
) -> anyhow::Result<()> {
    let of_total = total
        .map(|total| format!(" of {total}"))
        .unwrap_or_default();
    let mut body = response.into_body().into_reader();
    let mut buffer = vec![0; 1 << 16];
    loop {
        if interrupt::requested() {
            bail!("interrupted after {done}{of_total} bytes; the same command goes on from there");
        }
        let broken = || {
            format!(
                "the connection ended after {done}{of_total} bytes; the same command goes on from there"
            )
        };
        let read = body.read(&mut buffer).with_context(broken)?;
        if read == 0 {
            return match total {
                Some(total) if done < total => bail!(broken()),
                _ => Ok(()),
            };
        }
        done += u64::try_from(read)?;
        if total.is_some_and(|total| done > total) {
            bail!("more than the expected{of_total} bytes came");
        }
        file.write_all(&buffer[..read]).with_context(cannot_write)?;
        progress.set_position(done);
    }
}

/// A progress bar with rate and remaining time, which begins at `done` bytes.
fn progress_bar(total: Option<u64>, done: u64) -> ProgressBar {
    let template = "{bar:30} {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left";
    let style = ProgressStyle::with_template(template).expect("the template is well-formed");
    let bar = total.map_or_else(ProgressBar::no_length, ProgressBar::new);
    bar.set_style(style);
    bar.with_position(done)
}
