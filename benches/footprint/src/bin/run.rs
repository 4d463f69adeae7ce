//! The same visit, carried out: in QEMU, against answers that the host made beforehand. It says how many instructions
//! each step took, how much stack, and the same of the visit by the types and of the bare primitives.
//!
//! Easy to get wrong: an instruction is no cycle. QEMU counts what is carried out, and knows nothing of a flash's wait
//! states.
#![no_std]
#![no_main]

use core::hint::black_box;
use core::panic::PanicInfo;

use cortex_m_rt::entry;
use emis_core::client::{Client, Parts};
use emis_core::crypto::Secret;
use emis_core::handshake::Application;
use emis_core::profile::SoftwareKeys;
use emis_core::session::Session;
use emis_core::types::ApplicationId;
use emis_embedded_io::Line;
use emis_embedded_io::embedded_io::{ErrorKind, ErrorType, Read, Write};
use emis_embedded_io::http::{Endpoint, HttpTransport};
use emis_footprint::board::{Instructions, paint, used};
use emis_visit::table::{self, PLAN};
use emis_visit::{
    APPLICATION, GIVEN, Given, Guessable, ITERATIONS, KEYS, NUMBER, OTHER_SEED, Requests, Room, SEED,
    Stopped, Trouble, Witness, begin, decode, visit,
};
use hmac::{Hmac, KeyInit, Mac};
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{PublicKey, SecretKey};
use semihosting::io::Write as _;
use semihosting::{io, process};
use sha2::{Digest, Sha256};

/// The answers over HTTP, one behind the other: how long each is, in four bytes, and the answer.
static ANSWERS: &[u8] = include_bytes!(env!("EMIS_FOOTPRINT_ANSWERS"));

/// What the application lends, and so does not count as the client's.
struct Lent<'a> {
    room: Room,
    requests: Requests<'a>,
}

#[entry]
fn main() -> ! {
    let done = whole();
    if let Err(trouble) = done {
        say("failed", trouble.number().into(), 0);
    }
    process::exit(if done.is_ok() { 0 } else { 1 })
}

#[inline(never)]
fn whole() -> Result<(), Trouble> {
    let given = Given::new(GIVEN, NUMBER)?;
    let course_ids = given.course_ids();
    let mut lent = Lent { room: Room::new(), requests: Requests::new(&given, &course_ids)? };
    let mut watch = Watch::new();
    for way in [Way::Table, Way::Types] {
        watch.way = way;
        // Either way asks for the same in the same bytes, so it is answered the same.
        let mut practice = Practice { answer: &[], rest: ANSWERS };
        visits(way, &mut lent, &mut practice, &mut watch)?;
        reading(way, &mut lent, &mut practice, &mut watch)?;
    }
    primitives(&mut watch).ok_or(Trouble::Given)
}

/// How messages are made and looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Table,
    Types,
}

/// The visit; and once more, with answers that are not written as our own senders write them.
#[inline(never)]
fn visits(way: Way, lent: &mut Lent<'_>, practice: &mut Practice, watch: &mut Watch) -> Result<(), Trouble> {
    let Lent { room: Room { request, reply, head }, requests } = lent;
    let mut client = Client::new(
        application()?,
        over(practice, head)?,
        Parts::new(Stopped, Guessable(SEED)),
        request,
        reply,
    );
    for _ in 0..2 {
        match way {
            Way::Table => table::visit(&mut client, &PLAN, watch)?,
            Way::Types => visit(&mut client, requests, watch)?,
        }
    }
    Ok(())
}

/// A reply whose reading alone is watched.
#[inline(never)]
fn reading(way: Way, lent: &mut Lent<'_>, practice: &mut Practice, watch: &mut Watch) -> Result<(), Trouble> {
    let mut session = begun(lent, practice, watch)?;
    let Lent { room: Room { request, reply, head }, requests } = lent;
    let mut transport = over(practice, head)?;
    match way {
        Way::Table => Ok(table::decode(&mut session, &mut transport, &PLAN, (request, reply), watch)?),
        Way::Types => decode(&mut session, &mut transport, requests, (request, reply), watch),
    }
}

#[inline(never)]
fn begun(lent: &mut Lent<'_>, practice: &mut Practice, watch: &mut Watch) -> Result<Session, Trouble> {
    let Lent { room: Room { request, reply, head }, requests } = lent;
    let random = Guessable(OTHER_SEED);
    let mut client =
        Client::new(application()?, over(practice, head)?, Parts::new(Stopped, random), request, reply);
    begin(&mut client, requests, watch)
}

fn application() -> Result<Application<SoftwareKeys>, Trouble> {
    let keys = SoftwareKeys::from_validation_keys(Secret::new(KEYS[0]), Secret::new(KEYS[1]));
    Ok(Application { id: ApplicationId::parse(APPLICATION).map_err(|_| Trouble::Given)?, keys })
}

#[inline(never)]
fn over<'p, 'h>(
    practice: &'p mut Practice,
    head: &'h mut [u8],
) -> Result<HttpTransport<'h, Line<&'p mut Practice>>, Trouble> {
    let endpoint = Endpoint::new("practice.example", "/patient-services").map_err(|_| Trouble::Given)?;
    Ok(HttpTransport::new(Line::new(practice), endpoint, head))
}

/// What the client's handshake cannot do without, by the crates that it has it from.
#[inline(never)]
fn primitives(watch: &mut Watch) -> Option<()> {
    watch.way = Way::Table;
    let peer = SecretKey::from_slice(&[7; 32]).ok()?.public_key().to_sec1_point(false);
    watch.next("bare key generation");
    let secret = SecretKey::from_slice(black_box(&[3; 32])).ok()?;
    black_box(secret.public_key().to_sec1_point(false));
    watch.next("bare agreement");
    let peer = PublicKey::from_sec1_bytes(black_box(peer.as_bytes())).ok()?;
    black_box(secret.diffie_hellman(&peer).raw_secret_bytes());
    watch.next("bare key stretching");
    black_box(pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(&[1; 64], &[2; 32], black_box(ITERATIONS)));
    // ClientValidation, the two agreements, extract, and the two and four expands.
    watch.next("bare authentication");
    for _ in 0..10 {
        let mut mac = Hmac::<Sha256>::new_from_slice(black_box(&[5; 32])).ok()?;
        mac.update(&[6; 70]);
        black_box(mac.finalize().into_bytes());
    }
    // What a call's link is made of, for as many bytes as the answer to be decoded has.
    watch.next("bare link of 2 KiB");
    let mut mac = Hmac::<Sha256>::new_from_slice(black_box(&[5; 32])).ok()?;
    (0..32).for_each(|_| mac.update(black_box(&[6; 64])));
    black_box(Sha256::new().chain_update([1; 32]).chain_update(mac.finalize().into_bytes()).finalize());
    watch.next("");
    Some(())
}

/// The practice end: it takes every request, and has had its answers ready all along.
struct Practice {
    /// What is left of the answer to the last request.
    answer: &'static [u8],
    rest: &'static [u8],
}

impl ErrorType for Practice {
    type Error = ErrorKind;
}

impl Read for Practice {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        let length = self.answer.len().min(into.len());
        let (answer, rest) = self.answer.split_at_checked(length).ok_or(ErrorKind::Other)?;
        into.get_mut(..length).ok_or(ErrorKind::Other)?.copy_from_slice(answer);
        self.answer = rest;
        Ok(length)
    }
}

impl Write for Practice {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        black_box(bytes);
        Ok(bytes.len())
    }

    /// The request is whole.
    fn flush(&mut self) -> Result<(), ErrorKind> {
        let (length, rest) = self.rest.split_first_chunk().ok_or(ErrorKind::Other)?;
        let length = u32::from_be_bytes(*length) as usize;
        (self.answer, self.rest) = rest.split_at_checked(length).ok_or(ErrorKind::Other)?;
        Ok(())
    }
}

/// Says of each step what it took.
struct Watch {
    way: Way,
    what: &'static str,
    instructions: Instructions,
}

impl Watch {
    fn new() -> Self {
        Self { way: Way::Table, what: "", instructions: Instructions::count() }
    }
}

impl Witness for Watch {
    #[inline(never)]
    fn next(&mut self, what: &'static str) {
        let instructions = self.instructions.so_far();
        let stack = used() - size_of::<Lent<'_>>();
        if self.instructions.too_many() {
            say("failed", 0, 0);
            process::exit(1);
        }
        if !self.what.is_empty() {
            let way = if self.way == Way::Types { "typed " } else { "" };
            say_of(way, self.what, instructions, stack as u64);
        }
        self.what = what;
        paint();
        self.instructions = Instructions::count();
    }
}

/// A step, its instructions and its stack, in bytes.
fn say(what: &str, instructions: u64, stack: u64) {
    say_of("", what, instructions, stack);
}

#[inline(never)]
fn say_of(way: &str, what: &str, instructions: u64, stack: u64) {
    if let Ok(mut out) = io::stdout() {
        let _ = out.write_all(b"step ");
        let _ = out.write_all(way.as_bytes());
        let _ = out.write_all(what.as_bytes());
        for number in [instructions, stack] {
            let _ = out.write_all(b"\t");
            digits(number, |bytes| drop(out.write_all(bytes)));
        }
        let _ = out.write_all(b"\n");
    }
}

/// A number's digits.
fn digits(mut number: u64, say: impl FnOnce(&[u8])) {
    let mut bytes = [b'0'; 20];
    let mut first = bytes.len() - 1;
    for (at, byte) in bytes.iter_mut().enumerate().rev() {
        *byte = b'0' + (number % 10).to_le_bytes()[0];
        number /= 10;
        if number == 0 {
            first = at;
            break;
        }
    }
    say(bytes.get(first..).unwrap_or_default());
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    say("panicked", 0, 0);
    process::exit(1)
}
