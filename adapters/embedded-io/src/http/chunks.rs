//! A message in chunks (RFC 9112 section 7.1), octet by octet.
//!
//! The one thing that a reader would get wrong: what stands around the chunks, extensions and trailers, is bounded for
//! the whole reply and not for each chunk, so that a reply cannot be mostly of what nobody reads.

use crate::Error;

/// How many octets the extensions and trailers of one reply may have together.
pub const AROUND: u16 = 4096;
/// How many digits the size of a chunk may have.
const DIGITS: u8 = 8;

/// Where in the chunks a reply is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunks {
    place: Place,
    /// How many octets of extensions and trailers may still come.
    around: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In a chunk's size, after so many digits.
    Size {
        size: u32,
        digits: u8,
    },
    /// In what follows a size.
    Extension {
        size: u32,
    },
    /// Before the LF of a size's line.
    SizeEnd {
        size: u32,
    },
    /// Before a chunk's octets.
    Data {
        left: u32,
    },
    /// Before the CR and the LF after a chunk.
    DataCr,
    DataLf,
    /// At the beginning of a trailer's line, in it, and before its LF.
    Line,
    Trailer,
    TrailerEnd,
    /// Before the last LF.
    LastLf,
    End,
}

impl Chunks {
    pub(super) const fn new() -> Self {
        Self { place: Place::Size { size: 0, digits: 0 }, around: AROUND }
    }

    /// How many octets of the message come next.
    pub(super) fn data(&self) -> u32 {
        if let Place::Data { left } = self.place { left } else { 0 }
    }

    /// Whether the message is whole, its trailers passed.
    pub(super) fn is_whole(&self) -> bool {
        self.place == Place::End
    }

    /// So many octets of the message were taken.
    pub(super) fn took(&mut self, octets: u32) {
        if let Place::Data { left } = &mut self.place {
            *left = left.saturating_sub(octets);
            if *left == 0 {
                self.place = Place::DataCr;
            }
        }
    }

    /// Passes an octet that is not the message's. A chunk may have up to `most` octets.
    ///
    /// # Errors
    /// [`Error::NotHttp`], [`Error::HeadTooLong`]; [`Error::TooLong`] without its limit, which the caller knows.
    pub(super) fn pass(&mut self, octet: u8, limit: u32, most: u32) -> Result<(), Error> {
        self.place = match (self.place, octet) {
            (Place::Size { digits: 1.., size }, b'\r') => Place::SizeEnd { size },
            (Place::Size { digits: 1.., size }, b';' | b' ' | b'\t') => {
                self.spend(Place::Extension { size })?
            }
            (Place::Size { size, digits: digits @ 0..DIGITS }, _) => {
                let digit = char::from(octet).to_digit(16).ok_or(Error::NotHttp)?;
                // Eight digits of four bits are no more than 32.
                Place::Size { size: size << 4 | digit, digits: digits.saturating_add(1) }
            }
            (Place::Extension { size }, b'\r') => Place::SizeEnd { size },
            (Place::Extension { size }, b'\t' | b' '..=b'~' | 0x80..) => {
                self.spend(Place::Extension { size })?
            }
            (Place::SizeEnd { size: 0 }, b'\n') => Place::Line,
            (Place::SizeEnd { size }, b'\n') if size > most => return Err(Error::TooLong { limit }),
            (Place::SizeEnd { size }, b'\n') => Place::Data { left: size },
            (Place::DataCr, b'\r') => Place::DataLf,
            (Place::DataLf, b'\n') => Place::Size { size: 0, digits: 0 },
            (Place::Line, b'\r') => Place::LastLf,
            (Place::LastLf, b'\n') => Place::End,
            (Place::Trailer, b'\r') => Place::TrailerEnd,
            (Place::Line | Place::Trailer, b'\t' | b' '..=b'~' | 0x80..) => self.spend(Place::Trailer)?,
            (Place::TrailerEnd, b'\n') => Place::Line,
            _ => return Err(Error::NotHttp),
        };
        Ok(())
    }

    /// One octet around the chunks less.
    fn spend(&mut self, place: Place) -> Result<Place, Error> {
        self.around = self.around.checked_sub(1).ok_or(Error::HeadTooLong)?;
        Ok(place)
    }
}
