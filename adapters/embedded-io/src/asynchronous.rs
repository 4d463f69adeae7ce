//! What the asynchronous drivers of both bindings share.
//!
//! The one thing that a reader would get wrong: nothing is decided here either. What a reply is, and whether its
//! connection can carry another, is the codecs' affair.

use embedded_io_async::{Error as _, ErrorKind, Write};

use crate::Error;
use crate::connection::rest;

/// A reply that is coming in.
pub(crate) trait Pieces {
    /// Reads the next octets; `Ok(0)` is the end.
    async fn next(&mut self, into: &mut [u8]) -> Result<usize, Error>;
}

/// Reads the whole of a reply into the beginning of `into`.
pub(crate) async fn read_whole(reply: &mut impl Pieces, into: &mut [u8]) -> Result<usize, Error> {
    let mut length = 0usize;
    loop {
        let room = into.get_mut(length..).unwrap_or_default();
        if room.is_empty() {
            // A reply that fits exactly has its end here; one octet more is one too many.
            return match reply.next(&mut [0]).await? {
                0 => Ok(length),
                _ => Err(Error::TooLong { limit: u32::try_from(length).unwrap_or(u32::MAX) }),
            };
        }
        match reply.next(room).await? {
            0 => return Ok(length),
            n => length = length.saturating_add(n),
        }
    }
}

/// Writes all of it.
pub(crate) async fn write<S: Write>(stream: &mut S, mut octets: &[u8]) -> Result<(), ErrorKind> {
    while !octets.is_empty() {
        let n = stream.write(octets).await.map_err(|error| error.kind())?;
        octets = rest(octets, n)?;
    }
    Ok(())
}
