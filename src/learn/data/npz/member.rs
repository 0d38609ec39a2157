//! One array of an `.npz` file: its header, checked before anything is allocated, and its bytes.

use std::io::{self, ErrorKind, Read, Seek};

use zip::read::ZipFile;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::NpzError;
use super::header::{self, Header, HeaderError};
use crate::learn::kernels::in_huge_pages;

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
        let method = file.compression();
        if !matches!(
            method,
            CompressionMethod::Stored | CompressionMethod::Deflated
        ) {
            return Err(NpzError::Packing {
                member: member(),
                problem: format!("its method is {method}"),
            });
        }
        let size = file.size();
        let mut data = file.take(size);
        let header = header::read(&mut data).map_err(|error| match error {
            HeaderError::Io(error) => damaged(name, &error),
            HeaderError::Long(found) => NpzError::LongHeader {
                member: member(),
                found,
            },
            HeaderError::Wrong(problem) => NpzError::Header {
                member: member(),
                problem,
            },
        })?;
        if header.fortran_order {
            return Err(NpzError::FortranOrder { member: member() });
        }
        Ok(Self {
            name: member(),
            header,
            data,
        })
    }

    /// The lengths of the axes.
    pub fn shape(&self) -> &[u64] {
        &self.header.shape
    }

    /// As numpy writes it: `|u1`.
    pub fn dtype(&self) -> &str {
        &self.header.dtype
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
        let mut data = in_huge_pages(data);
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
