//! The visit with TLS: with the practice end that the device has to accept, and with those that it has to refuse.
//!
//! Easy to get wrong: a refusal counts only if the device says the right reason and its peer has seen nothing of the
//! application. A program that ends for another reason would look like one that refuses.

use std::path::Path;

use super::machine::{self, Board, Run};
use super::server::Server;
use super::tls::{self, Authority, Ends, Peer, REFUSED, Seen};
use super::visit::{self, Given};
use super::{Places, build, check, tell};
use crate::Done;

/// What it says once it believes its peer.
const BELIEVED: &str = "the practice end has a certificate for its name";
/// What it says once it has read the first reply.
const READ: &str = "the practice runs version";
/// What it says of a call that was not sent, and of one whose reply did not come whole: the core's numbers.
const NOT_SENT: &str = "it ended at: version, number 501";
const NO_REPLY: &str = "it ended at: version, number 502";

/// The device and its root.
struct Device<'d> {
    places: &'d Places,
    board: &'d Board,
    program: &'d Path,
    root: Authority,
    port: u16,
}

/// The whole visit, after the refusals.
pub(super) fn run(places: &Places, board: &Board, server: &Server, given: Given) -> Done<Run> {
    println!("{}, TLS: building", board.machine);
    let program = build(places, board, "visit_tls", &["tls"])?;
    let root = Authority::root()?;
    std::fs::write(places.work.join("root.der"), root.der())?;
    let given = Given { host: Some(tls::NAME), ..given };
    let port = visit::write(&server.description, given, &places.file())?;
    let device = Device { places, board, program: &program, root, port };
    println!("{}, TLS: meeting those that it has to refuse", board.machine);
    for (who, peer, why) in REFUSED {
        let (run, seen) = device.meet(peer)?;
        refused(&run, &seen, why).map_err(|error| format!("{who}: {error}: {:?}, {seen:?}", run.said))?;
        println!("  {who}: refused");
    }
    device.ends()?;
    println!("{}, TLS: running", board.machine);
    let (run, seen) = device.meet(Peer::Practice(Ends::Announced))?;
    tell(&run);
    check(board, &run)?;
    if !(run.has_said(BELIEVED) && seen.established && seen.requests > 0 && seen.closed) {
        return Err(format!("the practice end saw no visit over TLS to its end: {seen:?}").into());
    }
    Ok(run)
}

impl Device<'_> {
    fn meet(&self, peer: Peer) -> Done<(Run, Seen)> {
        let (port, thread) = tls::listen(peer, &self.root, self.port)?;
        let run = machine::run(self.board, self.program, port, &self.places.work, 0)?;
        let seen = thread.join().map_err(|_| "the practice end's thread panicked")??;
        Ok((run, seen))
    }

    /// A reply without a length ends with its connection: by a close_notify, and by nothing that an attacker could
    /// write.
    fn ends(&self) -> Done {
        let (whole, seen) = self.meet(Peer::Practice(Ends::Closed))?;
        if seen.requests != 1 || !whole.has_said(READ) || whole.status != Some(1) {
            return Err(
                format!("a reply that ended with a close_notify was not read: {:?}", whole.said).into()
            );
        }
        println!("  a reply that ends with a close_notify: read");
        let (cut, seen) = self.meet(Peer::Practice(Ends::Unencrypted))?;
        if seen.requests != 1 || cut.has_said(READ) || !cut.has_said(NO_REPLY) {
            return Err(format!("a forged close_notify was accepted: {:?}", cut.said).into());
        }
        println!("  a reply that ends with one that is not encrypted: refused");
        Ok(())
    }
}

fn refused(run: &Run, seen: &Seen, why: &str) -> Result<(), &'static str> {
    if seen.requests > 0 {
        return Err("the device went on");
    }
    if run.status != Some(1) || run.has_said(BELIEVED) || !run.has_said(NOT_SENT) {
        return Err("the device did not refuse");
    }
    if run.has_said(why) { Ok(()) } else { Err("the device refused for another reason") }
}
