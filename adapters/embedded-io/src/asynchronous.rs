//! What the asynchronous transports of both bindings share.
//!
//! Easy to get wrong: the drivers decide nothing. The codecs know what a reply is, and whether its connection can carry
//! another.

use embedded_io_async::{Error as _, ErrorKind, Write};

use crate::connection::rest;

/// Writes all of it.
pub(crate) async fn write<S: Write>(stream: &mut S, mut bytes: &[u8]) -> Result<(), ErrorKind> {
    while !bytes.is_empty() {
        let n = stream.write(bytes).await.map_err(|error| error.kind())?;
        bytes = rest(bytes, n)?;
    }
    Ok(())
}
