//! A proxy between a device's serial line and the simulator, which damages every reply: each prefix, each flipped bit,
//! and random mutations. The program `fed` says whether every call ended.
//!
//! Easy to get wrong: a serial line does not show that its other end is gone. The device recognises a cut reply only by
//! a timeout for the next byte, so every reply has a first one.

use std::io::{ErrorKind, Read, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

use crate::Done;

/// How many replies are mutated at random in a whole run.
const MUTATIONS: usize = 10_000;
/// Every so many replies one is left as it is, to show that good ones are read.
const UNTOUCHED: usize = 50;

/// How many calls a whole run has: every prefix, every bit and the mutations of a reply of some 700 bytes.
pub(super) const WHOLE: usize = 700 + 8 * 700 + MUTATIONS;

/// Listens for a device, and damages the replies of the server on `server`. Returns the port, and how many replies were
/// left as they are.
pub(super) fn between(server: u16, calls: usize) -> Done<(u16, JoinHandle<Result<usize, std::io::Error>>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    let talk = move || {
        let mut device = listener.accept()?.0;
        let mut practice = TcpStream::connect(("127.0.0.1", server))?;
        device.set_nodelay(true)?;
        practice.set_nodelay(true)?;
        let mut untouched = 0;
        let mut call = 0;
        while let Some(request) = message(&mut device).or_else(at_its_end)? {
            practice.write_all(&request)?;
            let Some(reply) = message(&mut practice)? else { return Err(ErrorKind::UnexpectedEof.into()) };
            let sent = if call % UNTOUCHED == 0 {
                untouched += 1;
                reply
            } else {
                spoilt(&reply, call * WHOLE / calls.max(1))
            };
            if device.write_all(&sent).map(Some).or_else(at_its_end)?.is_none() {
                break;
            }
            call += 1;
        }
        Ok(untouched)
    };
    Ok((port, thread::spawn(talk)))
}

/// A device that ends before it has taken all that was sent to it resets the line. What it has done, it says itself.
fn at_its_end<T>(error: std::io::Error) -> Result<Option<T>, std::io::Error> {
    match error.kind() {
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => Ok(None),
        _ => Err(error),
    }
}

/// The reply number `number` of a whole run.
fn spoilt(reply: &[u8], number: usize) -> Vec<u8> {
    let mut all = reply.to_vec();
    let length = all.len();
    match number {
        number if number < length => all.truncate(number.max(1)),
        number if number < length + 8 * length => {
            let bit = number - length;
            all[bit / 8] ^= 1 << (bit % 8);
        }
        number => mutate(&mut all, number),
    }
    if all.is_empty() {
        all.extend(reply.first());
    }
    all
}

/// One to four changes: a bit flipped, a byte changed, a piece taken out or doubled, the end cut.
fn mutate(all: &mut Vec<u8>, seed: usize) {
    let mut state = seed as u64;
    // SplitMix64.
    let mut below = |bound: usize| {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % bound.max(1) as u64).unwrap_or(0)
    };
    for _ in 0..=below(4) {
        let at = below(all.len());
        let end = at + below((all.len() - at).min(40));
        match below(5) {
            0 => all.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << (end % 8)),
            1 => {
                let other = u8::try_from(below(256)).unwrap_or_default();
                all.iter_mut().skip(at).take(1).for_each(|byte| *byte = other);
            }
            2 => drop(all.drain(at..end)),
            3 => {
                let piece = all[at..end].to_vec();
                all.splice(at..at, piece);
            }
            _ => all.truncate(at),
        }
    }
}

/// Reads a request or a reply with a Content-Length; `None` at the end of the stream.
pub(super) fn message(stream: &mut impl Read) -> Result<Option<Vec<u8>>, std::io::Error> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Ok(None);
        }
        bytes.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.ok_or(ErrorKind::InvalidData)?];
    stream.read_exact(&mut body)?;
    bytes.append(&mut body);
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_may_end_with_bytes_that_it_has_not_taken() {
        let practice = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, between) = between(practice.local_addr().unwrap().port(), 1).unwrap();
        let mut device = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let mut practice = practice.accept().unwrap().0;
        let whole = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbody";
        device.write_all(whole).unwrap();
        assert_eq!(message(&mut practice).unwrap().unwrap(), whole);
        practice.write_all(whole).unwrap();
        // Part of it is taken; what is left when the line is closed makes it a reset.
        device.read_exact(&mut [0; 10]).unwrap();
        drop(device);
        assert_eq!(between.join().unwrap().unwrap(), 1);
    }

    #[test]
    fn a_whole_run_has_every_prefix_and_every_bit() {
        let reply: Vec<u8> = (0..=255).collect();
        for number in 1..reply.len() {
            assert_eq!(spoilt(&reply, number), reply[..number]);
        }
        for bit in 0..8 * reply.len() {
            let flipped = spoilt(&reply, reply.len() + bit);
            let differ: u32 = flipped.iter().zip(&reply).map(|(a, b)| (a ^ b).count_ones()).sum();
            assert_eq!((flipped.len(), differ), (reply.len(), 1));
            assert_ne!(flipped[bit / 8], reply[bit / 8]);
        }
        let mutated = |number| spoilt(&reply, 9 * reply.len() + number);
        assert_eq!(mutated(1), mutated(1));
        assert!((0..100).filter(|number| mutated(*number) != reply).count() > 90);
    }
}
