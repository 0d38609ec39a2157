//! One array of an `.npz` file: its header, checked before anything is allocated, and its bytes.

use std::io::{self, ErrorKind, Read, Seek};

use ndarray_npy::npy::header::{Header, Layout};
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::{MAX_HEADER, NpzError};

/// An array whose header has been read and whose data have not.
pub struct Member<'a, R: Read> {
    /// Without `.npy`.
    name: String,
    header: Header,
    /// Ends where the archive says that the array ends.
    data: io::Take<ZipFile<'a, R>>,
}

impl<'a, R: Read + Seek> Member<'a, R> {
    /// Finds the array `name` and reads its header.
    pub fn open(archive: &'a mut ZipArchive<R>, name: &str) -> Result<Self, NpzError> {
        let member = || name.to_owned();
        let file = match archive.by_name(&format!("{name}.npy")) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Err(NpzError::Missing { member: member() }),
            Err(error @ ZipError::UnsupportedArchive(_)) => {
                return Err(NpzError::Packing {
                    member: member(),
                    problem: error.to_string(),
                });
            }
            Err(error) => {
                return Err(NpzError::Damaged {
                    member: member(),
                    problem: error.to_string(),
                });
            }
        };
        let size = file.size();
        let mut data = file.take(size);
        let header = read_header(&mut data, name)?;
        if let Layout::Fortran = header.layout {
            return Err(NpzError::FortranOrder { member: member() });
        }
        Ok(Self {
            name: member(),
            header,
            data,
        })
    }

    /// The lengths of the axes.
    pub fn shape(&self) -> &[usize] {
        &self.header.shape
    }

    /// As numpy writes it, without the quotes: `|u1`.
    pub fn dtype(&self) -> String {
        let descriptor = self.header.type_descriptor.to_string();
        descriptor.trim_matches('\'').to_owned()
    }

    /// Fails unless the archive promises exactly this many bytes of data.
    pub fn holds(&self, bytes: u64) -> Result<(), NpzError> {
        if self.data.limit() == bytes {
            return Ok(());
        }
        Err(NpzError::Length {
            member: self.name.clone(),
            found: self.data.limit(),
            expected: bytes,
        })
    }

    /// Reads the next bytes: all of the buffer, or an error.
    pub fn fill(&mut self, buffer: &mut [u8]) -> Result<(), NpzError> {
        let read = self.data.read_exact(buffer);
        read.map_err(|error| damaged(&self.name, &error))
    }

    /// Reads all data, exactly this many bytes, straight into where they stay.
    pub fn read(mut self, bytes: usize) -> Result<Vec<u8>, NpzError> {
        let mut data = Vec::new();
        let room = data.try_reserve_exact(bytes);
        room.map_err(|error| damaged(&self.name, &io::Error::other(error)))?;
        let read = self.data.by_ref().take(bytes as u64).read_to_end(&mut data);
        match read {
            Err(error) => Err(damaged(&self.name, &error)),
            Ok(found) if found < bytes => {
                Err(damaged(&self.name, &ErrorKind::UnexpectedEof.into()))
            }
            Ok(_) => self.end().map(|()| data),
        }
    }

    /// Fails unless the data end here, with the archive's checksum.
    pub fn end(self) -> Result<(), NpzError> {
        // Asking for one byte more makes the archive's reader compare.
        match self.data.into_inner().read(&mut [0]) {
            Ok(0) => Ok(()),
            Ok(_) => Err(damaged(
                &self.name,
                &io::Error::other("it is longer than it says"),
            )),
            Err(error) => Err(damaged(&self.name, &error)),
        }
    }
}

fn damaged(name: &str, error: &io::Error) -> NpzError {
    let problem = match error.kind() {
        ErrorKind::UnexpectedEof => "it ends too early".to_owned(),
        _ => error.to_string(),
    };
    NpzError::Damaged {
        member: name.to_owned(),
        problem,
    }
}

/// Reads magic, version, length and dictionary, of at most [`MAX_HEADER`] bytes.
///
/// The format is numpy's `numpy.lib.format`: six bytes of magic, two of version, then the length of the dictionary
/// in two bytes (version 1) or four (versions 2 and 3).
fn read_header(data: &mut impl Read, name: &str) -> Result<Header, NpzError> {
    let wrong = |problem: String| NpzError::Header {
        member: name.to_owned(),
        problem,
    };
    let mut bytes = vec![0; 12];
    let fill = |data: &mut dyn Read, buffer: &mut [u8]| {
        data.read_exact(buffer)
            .map_err(|error| damaged(name, &error))
    };
    fill(data, &mut bytes)?;
    if !bytes.starts_with(b"\x93NUMPY") {
        return Err(wrong("it does not begin with numpy's six bytes".into()));
    }
    let length = match bytes[6] {
        1 => 10 + u64::from(u16::from_le_bytes([bytes[8], bytes[9]])),
        _ => {
            12 + u64::from(u32::from_le_bytes([
                bytes[8], bytes[9], bytes[10], bytes[11],
            ]))
        }
    };
    if length > MAX_HEADER {
        return Err(NpzError::LongHeader {
            member: name.to_owned(),
            found: length,
        });
    }
    if length < 12 {
        return Err(wrong("it has no dictionary".into()));
    }
    bytes.resize(length as usize, 0);
    fill(data, &mut bytes[12..])?;
    Header::from_reader(&mut bytes.as_slice()).map_err(|error| {
        // The parser draws a picture of the place below its first line.
        let text = error.to_string();
        wrong(text.lines().next().unwrap_or_default().trim().to_owned())
    })
}
