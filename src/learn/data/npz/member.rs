//! One array of an `.npz` file: its header, checked before anything is allocated, and its bytes.

use std::fmt::Display;
use std::io::{self, ErrorKind, Read, Seek};

use zip::read::ZipFile;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::header::{self, Header};
use super::{SPLITS, damaged};
use crate::language::refused::Refused;
use crate::learn::kernels::in_huge_pages;

/// An array whose header has been read and whose data have not.
pub struct Member<'a, R: Read> {
    /// The name of the array, without `.npy`.
    name: String,
    header: Header,
    /// The data, which end where the archive says that the array ends.
    data: io::Take<ZipFile<'a, R>>,
}

impl<'a, R: Read + Seek> Member<'a, R> {
    /// Finds the array `name` and reads its header.
    pub fn open(archive: &'a mut ZipArchive<R>, name: &str) -> Result<Self, Refused> {
        let packed = |found: &dyn Display| {
            let found = format!("one that cannot be unpacked ({found})");
            Refused::new(name, "a stored or deflated array", found)
        };
        let file = match archive.by_name(&format!("{name}.npy")) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => {
                let all = SPLITS.map(|split| format!("{split}_images and {split}_labels"));
                let expected = format!("the arrays {}", all.join(", "));
                return Err(Refused::new("", expected, format!("no array {name}")));
            }
            Err(error @ ZipError::UnsupportedArchive(_)) => return Err(packed(&error)),
            Err(error) => return Err(damaged(error.into()).within(name)),
        };
        let method = file.compression();
        if !matches!(
            method,
            CompressionMethod::Stored | CompressionMethod::Deflated
        ) {
            return Err(packed(&format_args!("its method is {method}")));
        }
        let size = file.size();
        let mut data = file.take(size);
        let header = header::read(&mut data).map_err(|refused| refused.within(name))?;
        if header.fortran_order {
            let expected = "C order, as numpy.ascontiguousarray makes it";
            return Err(Refused::new(name, expected, "Fortran order"));
        }
        Ok(Self {
            name: name.to_owned(),
            header,
            data,
        })
    }

    /// The lengths of the axes.
    pub fn shape(&self) -> &[u64] {
        &self.header.shape
    }

    /// The type as numpy writes it: `|u1`.
    pub fn dtype(&self) -> &str {
        &self.header.dtype
    }

    /// Refuses the array for its dtype.
    pub fn wrong_dtype(&self, expected: &str) -> Refused {
        let found = format!("the dtype {}", self.dtype());
        Refused::new(self.name.clone(), expected, found)
    }

    /// Refuses the array for its shape.
    pub fn wrong_shape(&self, expected: impl Into<String>) -> Refused {
        let found = format!("the shape {:?}", self.shape());
        Refused::new(self.name.clone(), expected, found)
    }

    /// Fails unless the archive promises exactly this many bytes of data.
    pub fn holds(&self, bytes: u64) -> Result<(), Refused> {
        if self.data.limit() == bytes {
            return Ok(());
        }
        Err(Refused::new(
            self.name.clone(),
            format!("{bytes} bytes after its header, by its shape"),
            format!("{} bytes, by the archive", self.data.limit()),
        ))
    }

    /// Reads the next bytes: all of the buffer, or an error.
    pub fn fill(&mut self, buffer: &mut [u8]) -> Result<(), Refused> {
        let read = self.data.read_exact(buffer);
        read.map_err(|error| self.damaged(error))
    }

    /// Reads all data, exactly this many bytes, straight into where they stay.
    pub fn read(mut self, bytes: usize) -> Result<Vec<u8>, Refused> {
        let mut data = Vec::new();
        let room = data.try_reserve_exact(bytes);
        room.map_err(|error| self.damaged(io::Error::other(error)))?;
        let mut data = in_huge_pages(data);
        let read = self.data.by_ref().take(bytes as u64).read_to_end(&mut data);
        match read {
            Err(error) => Err(self.damaged(error)),
            Ok(found) if found < bytes => Err(self.damaged(ErrorKind::UnexpectedEof.into())),
            Ok(_) => self.end().map(|()| data),
        }
    }

    /// Fails unless the data end here, with the archive's checksum.
    pub fn end(mut self) -> Result<(), Refused> {
        // Asking for one byte more makes the archive's reader compare.
        match self.data.get_mut().read(&mut [0]) {
            Ok(0) => Ok(()),
            Ok(_) => Err(self.damaged(io::Error::other("it is longer than it says"))),
            Err(error) => Err(self.damaged(error)),
        }
    }

    fn damaged(&self, error: io::Error) -> Refused {
        damaged(error).within(&self.name)
    }
}
