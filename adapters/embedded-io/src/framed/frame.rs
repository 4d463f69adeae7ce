//! One incoming message, without I/O: its length, then its bytes.
//!
//! Easy to get wrong: the length is checked before anything of the message is read, so that a peer cannot cause a read
//! past the limit.

use embedded_io::ErrorKind;

use crate::Error;

/// An incoming message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    limit: u32,
    length: [u8; 4],
    /// How much of the length is there.
    have: usize,
    /// How many bytes of the message are still to come.
    left: u32,
    failed: Option<Error>,
}

impl Frame {
    /// A message of 1 to `limit` bytes.
    pub(super) const fn new(limit: u32) -> Self {
        Self { limit, length: [0; 4], have: 0, left: 0, failed: None }
    }

    /// Where the next bytes of the length go; empty once it is whole.
    pub(super) fn length_room(&mut self) -> &mut [u8] {
        self.length.get_mut(self.have..).unwrap_or_default()
    }

    /// Takes the result of a read into [`length_room`](Self::length_room).
    pub(super) fn length_filled(&mut self, read: Result<usize, Error>) -> Result<(), Error> {
        self.have = self.have.saturating_add(self.came(read, self.length.len().saturating_sub(self.have))?);
        if self.have == self.length.len() {
            self.left = u32::from_be_bytes(self.length);
            if !(1..=self.limit).contains(&self.left) {
                return self.fail(Error::PeerLength { limit: self.limit });
            }
        }
        Ok(())
    }

    /// Whether nothing has come yet.
    pub(super) const fn is_untouched(&self) -> bool {
        self.have == 0
    }

    /// How many bytes of the message are still to come.
    pub(super) const fn left(&self) -> u32 {
        self.left
    }

    /// Which part of `into` the next bytes of the message go to; empty at its end.
    pub(super) fn message_room<'r>(&self, into: &'r mut [u8]) -> Result<&'r mut [u8], Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        if into.is_empty() {
            return Err(Error::EmptyBuffer);
        }
        let room = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        Ok(into.get_mut(..room).unwrap_or_default())
    }

    /// Takes the result of a read into that part, which had `room` bytes.
    pub(super) fn message_filled(&mut self, read: Result<usize, Error>, room: usize) -> Result<usize, Error> {
        let came = self.came(read, room)?;
        self.left = self.left.saturating_sub(u32::try_from(came).unwrap_or(u32::MAX));
        Ok(came)
    }

    /// Whether the whole message has come.
    pub(super) const fn is_whole(&self) -> bool {
        self.failed.is_none() && self.have == 4 && self.left == 0
    }

    /// How many bytes came, of the `room` that there was: at least one.
    fn came(&mut self, read: Result<usize, Error>, room: usize) -> Result<usize, Error> {
        match read {
            Ok(0) => self.fail(Error::Closed),
            Ok(n) if n <= room => Ok(n),
            // More than the room: it is unknown what was read.
            Ok(_) => self.fail(Error::Connection(ErrorKind::InvalidData)),
            Err(error) => self.fail(error),
        }
    }

    fn fail<T>(&mut self, error: Error) -> Result<T, Error> {
        self.failed = Some(error);
        Err(error)
    }
}

/// The four bytes before a message that may be sent.
pub(super) fn own_length(message: &[u8], limit: u32) -> Result<[u8; 4], Error> {
    u32::try_from(message.len())
        .ok()
        .filter(|length| (1..=limit).contains(length))
        .map(u32::to_be_bytes)
        .ok_or(Error::OwnLength { limit })
}
