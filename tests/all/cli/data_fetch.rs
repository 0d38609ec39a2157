//! `verify data fetch` against a server on this machine: whole or not at all, resumed where it stopped.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use crate::support::data_sets::{deflated, valid};
use crate::support::hash::sha256;
use crate::support::verify::{self, Run, files_in, interrupt, wait_until};
use tempfile::TempDir;

/// How the server answers a request that begins at this byte, if it names one.
type Answer = fn(from: Option<usize>, file: &[u8]) -> Vec<u8>;

/// Serves the file to every request, and returns its address.
fn serve(answer: Answer, file: &[u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!(
        "http://{}/octmnist.npz",
        listener.local_addr().expect("bound")
    );
    let file = file.to_vec();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut from = None;
            for line in BufReader::new(&stream).lines() {
                let line = line.expect("a request").to_lowercase();
                if line.is_empty() {
                    break;
                }
                if let Some(range) = line.strip_prefix("range: bytes=") {
                    from = range.trim_end_matches('-').parse().ok();
                }
            }
            // The client may leave before it has all.
            let _ = stream.write_all(&answer(from, &file));
        }
    });
    url
}

/// A whole file, or what is asked for of it.
fn obliging(from: Option<usize>, file: &[u8]) -> Vec<u8> {
    let Some(from) = from else {
        return simple(None, file);
    };
    if from >= file.len() {
        return b"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n".to_vec();
    }
    let (length, last) = (file.len() - from, file.len() - 1);
    let head = format!(
        "HTTP/1.1 206 Partial Content\r\nContent-Length: {length}\r\nContent-Range: bytes {from}-{last}/{}\r\n\r\n",
        file.len()
    );
    [head.as_bytes(), &file[from..]].concat()
}

/// Always the whole file.
fn simple(_: Option<usize>, file: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", file.len());
    [head.as_bytes(), file].concat()
}

/// The whole file is promised, and half of what is asked for comes.
fn breaking(from: Option<usize>, file: &[u8]) -> Vec<u8> {
    let mut answer = obliging(from, file);
    answer.truncate(answer.len() - (file.len() - from.unwrap_or(0)) / 2);
    answer
}

/// Nothing.
fn missing(_: Option<usize>, _: &[u8]) -> Vec<u8> {
    b"HTTP/1.1 404 Not Found\r\nContent-Length: 6\r\n\r\nsorry\n".to_vec()
}

/// A part that was not asked for.
fn confused(_: Option<usize>, file: &[u8]) -> Vec<u8> {
    obliging(Some(1), file)
}

/// Not HTTP.
fn rude(_: Option<usize>, _: &[u8]) -> Vec<u8> {
    b"220 smtp ready\r\n".to_vec()
}

/// The program, with this folder as the cache and no proxy.
fn program(cache: &Path) -> Command {
    let mut command = verify::program();
    for name in ["http_proxy", "https_proxy", "all_proxy"] {
        command.env_remove(name).env_remove(name.to_uppercase());
    }
    command.env("ORTHANT_CACHE", cache);
    command
}

fn fetch(cache: &Path, url: &str, more: &[&str]) -> Run {
    let mut command = program(cache);
    command.args(["data", "fetch", "octmnist", "--url", url]);
    let output = command.args(more).output().expect("the binary runs");
    Run::of("data fetch octmnist", &output)
}

/// Fetches the file that has the checksum of `file` from a server that has `file`.
fn fetch_from(answer: Answer, file: &[u8], cache: &Path) -> Run {
    fetch(cache, &serve(answer, file), &["--sha256", &sha256([file])])
}

/// A folder for a cache, the name of a part in it, and the bytes of a data set.
fn start() -> (TempDir, PathBuf, Vec<u8>) {
    let cache = tempfile::tempdir().expect("a temporary folder");
    let part = cache.path().join("octmnist.npz.part");
    (cache, part, deflated(&valid()))
}

#[test]
fn a_downloaded_file_is_found_by_its_name() {
    let (cache, _, file) = start();
    let info = || {
        let mut command = program(cache.path());
        command.args(["data", "info", "octmnist"]);
        let output = command.output().expect("the binary runs");
        Run::of("data info octmnist", &output)
    };
    let run = info().exits_with(2);
    run.warns(&["verify data fetch octmnist"]);
    let (url, digits) = (serve(obliging, &file), sha256([&file]));
    let folder = cache.path().join("not/yet/there");
    fetch(&folder, &url, &["--sha256", &digits]).exits_with(0);
    let run = fetch(cache.path(), &url, &["--sha256", &digits]).exits_with(0);
    run.says(&["octmnist.npz is downloaded"]);
    let downloaded = fs::read(cache.path().join("octmnist.npz"));
    assert_eq!(downloaded.expect("there"), file);
    let run = info().exits_with(0);
    run.says(&["(4, 3, 2)"]);
    // Once there, it is not downloaded again.
    let run = fetch(cache.path(), "http://127.0.0.1:1/", &["--sha256", &digits]).exits_with(0);
    run.says(&["is there already"]);
    fetch(cache.path(), &url, &[]).refused(&["--force", "checksum"]);
    fetch(cache.path(), &url, &["--sha256", &digits, "--force"]).exits_with(0);
}

#[test]
fn a_truncated_download_is_kept_and_gone_on_with() {
    let (cache, part, file) = start();
    let (broken, digits) = (serve(breaking, &file), sha256([&file]));
    let of_all = format!("of {} bytes", file.len());
    let mut before = 0;
    for _ in 0..3 {
        let run = fetch(cache.path(), &broken, &["--sha256", &digits]);
        run.refused(&["ended after", &of_all, "goes on"]);
        assert_eq!(files_in(cache.path()), std::slice::from_ref(&part));
        let kept = fs::read(&part).expect("kept");
        assert!(kept.len() > before && file.starts_with(&kept));
        before = kept.len();
    }
    fetch_from(obliging, &file, cache.path()).exits_with(0);
    assert_eq!(files_in(cache.path()), [cache.path().join("octmnist.npz")]);
}

#[test]
fn a_server_that_cannot_resume_sends_it_all_again() {
    let (cache, part, file) = start();
    fs::write(part, &file[..100]).expect("a file");
    fetch_from(simple, &file, cache.path()).exits_with(0);
    // And one that sends another part than the one asked for is not believed.
    let (cache, part, _) = start();
    fs::write(part, &file[..100]).expect("a file");
    fetch_from(confused, &file, cache.path()).refused(&["206"]);
}

#[test]
fn a_part_that_is_whole_is_not_asked_for_again() {
    let (cache, part, file) = start();
    fs::write(part, &file).expect("a file");
    fetch_from(obliging, &file, cache.path()).exits_with(0);
}

#[test]
fn a_wrong_checksum_removes_the_file() {
    let (cache, part, file) = start();
    let digits = sha256(["another file"]);
    let run = fetch(cache.path(), &serve(simple, &file), &["--sha256", &digits]);
    run.refused(&[&digits, &sha256([&file]), "removed"]);
    assert!(files_in(cache.path()).is_empty());
    // One changed byte in what was there before is found too.
    let mut changed = file[..100].to_vec();
    changed[50] ^= 1;
    fs::write(part, changed).expect("a file");
    fetch_from(obliging, &file, cache.path()).refused(&["removed"]);
    assert!(files_in(cache.path()).is_empty());
}

#[test]
fn a_file_of_another_size_than_the_official_one_is_not_downloaded() {
    let (cache, _, file) = start();
    fetch(cache.path(), &serve(simple, &file), &[]).refused(&["54938180", &file.len().to_string()]);
}

#[test]
fn a_server_without_the_file_is_named() {
    let (cache, ..) = start();
    fetch(cache.path(), &serve(missing, b""), &[]).refused(&["404 Not Found", "http://127.0.0.1"]);
    fetch(cache.path(), &serve(rude, b""), &[]).refused(&["cannot reach http://127.0.0.1"]);
    let nobody = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}/", nobody.local_addr().expect("bound"));
    drop(nobody);
    fetch(cache.path(), &url, &[]).refused(&["cannot reach", &url]);
    fetch(cache.path(), "no address", &[]).refused(&["cannot reach no address"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_said() {
    let (cache, part, file) = start();
    std::os::unix::fs::symlink("/dev/full", &part).expect("a link");
    let full = "No space left on device";
    let run = fetch_from(simple, &file, cache.path());
    run.refused(&["cannot write", "octmnist.npz.part", full]);
    assert!(!cache.path().join("octmnist.npz").exists());
}

#[test]
fn a_cache_folder_that_cannot_be_made_is_named() {
    let (cache, ..) = start();
    fs::write(cache.path().join("file"), "").expect("a file");
    let folder = cache.path().join("file/folder");
    let run = fetch(&folder, "http://127.0.0.1:1/", &[]);
    run.refused(&["cannot make the folder", "file/folder"]);
}

#[test]
fn an_interrupted_download_keeps_its_part() {
    let (cache, part, file) = start();
    // One byte every 20 ms.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("bound"));
    let sent = file.clone();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let answer = simple(None, &sent);
        let head = answer.len() - sent.len();
        let _ = stream.write_all(&answer[..head]);
        for byte in &answer[head..] {
            let _ = stream.write_all(&[*byte]);
            thread::sleep(Duration::from_millis(20));
        }
    });
    let mut command = program(cache.path());
    command.args(["data", "fetch", "octmnist", "--url", &url]);
    command.args(["--sha256", &sha256([&file])]);
    let child = verify::start(&mut command);
    wait_until(|| fs::metadata(&part).is_ok_and(|data| data.len() >= 10));
    interrupt(&child);
    Run::ended("data fetch", child).refused(&["interrupted after", "goes on"]);
    let kept = fs::read(&part).expect("kept");
    assert!(kept.len() >= 10 && file.starts_with(&kept));
}
