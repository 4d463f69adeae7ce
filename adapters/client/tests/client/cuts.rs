//! The example program against a server behind a network that cuts the connection once, at any byte of the booking or of
//! its reply, or swallows the reply.
//!
//! What the program says last is held against the practice's own books. `EMIS_CUTS` is the number of runs, 10 without it;
//! `cargo xtask cuts 300` makes the long run.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

use emis_simulator::Simulator;

/// What happens to the one booking.
#[derive(Clone, Copy, Debug)]
enum Cut {
    /// So many bytes of the request arrive, of those that the client writes.
    Request(usize),
    /// The request arrives, and so many bytes of the reply come back.
    Reply(usize),
    /// The request arrives, and the connection is closed in place of a reply.
    Swallowed,
}

/// A way to the server that makes one cut.
struct Proxy {
    address: String,
    /// The cut, until it has been made.
    left: Arc<Mutex<Option<Cut>>>,
    /// How many bookings came by, whole or not.
    bookings: Arc<Mutex<usize>>,
}

impl Proxy {
    fn before(endpoint: &str, cut: Cut) -> Self {
        let upstream = endpoint.strip_prefix("http://").unwrap().split_once('/').unwrap().0.to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (left, bookings) = (Arc::new(Mutex::new(Some(cut))), Arc::<Mutex<usize>>::default());
        let (cut, seen) = (Arc::clone(&left), Arc::clone(&bookings));
        // It ends with the process.
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (upstream, cut, seen) = (upstream.clone(), Arc::clone(&cut), Arc::clone(&seen));
                thread::spawn(move || serve(&client, &upstream, &cut, &seen));
            }
        });
        Self { address, left, bookings }
    }
}

/// A message of HTTP with its head, as far as it comes.
fn read(stream: &mut &TcpStream) -> Option<Vec<u8>> {
    let mut message = Vec::new();
    let mut byte = [0];
    while !message.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        message.push(byte[0]);
    }
    let head = String::from_utf8(message.clone()).unwrap().to_ascii_lowercase();
    let length = head.split_once("content-length: ")?.1.split_once("\r\n")?.0.parse::<usize>().ok()?;
    let head = message.len();
    message.resize(head + length, 0);
    stream.read_exact(&mut message[head..]).ok()?;
    Some(message)
}

fn serve(mut client: &TcpStream, upstream: &str, cut: &Mutex<Option<Cut>>, seen: &Mutex<usize>) {
    while let Some(request) = read(&mut client) {
        let is_booking = request.windows(17).any(|window| window == b"<BookAppointment ");
        let now = if is_booking {
            *seen.lock().unwrap() += 1;
            cut.lock().unwrap().take()
        } else {
            None
        };
        let mut server = &TcpStream::connect(upstream).unwrap();
        if let Some(Cut::Request(at)) = now {
            let _ = server.write_all(&request[..at.min(request.len())]);
            let _ = server.shutdown(Shutdown::Write);
            // The server's reply is dropped.
            let _ = server.read_to_end(&mut Vec::new());
            return;
        }
        server.write_all(&request).unwrap();
        let reply = read(&mut server).unwrap();
        match now {
            Some(Cut::Reply(at)) => {
                let _ = client.write_all(&reply[..at.min(reply.len() - 1)]);
                return;
            }
            Some(_) => return,
            None => client.write_all(&reply).unwrap(),
        }
    }
}

/// A generator whose runs can be repeated (SplitMix64).
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(bound).unwrap()).unwrap()
    }

    /// The head of a request has some 300 bytes, its message some 700; a reply's somewhat less.
    fn cut(&mut self) -> Cut {
        match self.below(3) {
            0 => Cut::Request(self.below(1_100)),
            1 => Cut::Reply(self.below(900)),
            _ => Cut::Swallowed,
        }
    }
}

/// The program, where cargo puts examples: beside the directory of this test. `cargo test` has built it; `cargo test
/// --test client` has not.
fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let target = test.parent().unwrap().parent().unwrap();
    let program = target.join("examples/book").with_extension(std::env::consts::EXE_EXTENSION);
    if !program.exists() {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--package", "emis-client", "--example", "book"]);
        if !cfg!(debug_assertions) {
            cargo.arg("--release");
        }
        assert!(cargo.status().unwrap().success());
    }
    program
}

/// The bookings of all practices. The number of a slot is its practice's own, so the practice stands beside it.
fn bookings(simulator: &Simulator) -> Vec<(String, i64)> {
    let world = simulator.world();
    let of = |practice: &emis_simulator::world::Practice| {
        practice.bookings().keys().map(|slot| (practice.ods_code.clone(), *slot)).collect::<Vec<_>>()
    };
    world.practices().flat_map(of).collect()
}

// APP-1, SH-15, SH-19, SH-20
#[test]
fn what_is_told_after_a_cut_is_what_the_books_show() {
    let runs = std::env::var("EMIS_CUTS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(10);
    let mut seeded = Seeded(20_261_123);
    let (mut booked, mut not_booked) = (0, 0);
    let file = std::env::temp_dir().join(format!("emis-client-cuts-{}.json", std::process::id()));
    let program = program();
    let mut simulator = None;
    for run in 0..runs {
        let cut = seeded.cut();
        // Each run uses up a letter.
        if run % 10 == 0 {
            simulator = Some(Simulator::builder().iterations(1_000).start().unwrap());
        }
        let simulator = simulator.as_ref().unwrap();
        let before = bookings(simulator);
        let proxy = Proxy::before(simulator.endpoint(), cut);
        let line = simulator.description();
        let (head, rest) = line.split_once("\"http://").unwrap();
        let path = rest.split_once('/').unwrap().1;
        std::fs::write(&file, format!("{head}\"http://{}/{path}", proxy.address)).unwrap();

        let output = Command::new(&program).arg(&file).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let log = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "run {run}, {cut:?}: {log}");
        let last: serde_json::Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
        let slot = last["slotId"].as_i64().unwrap();
        let new = bookings(simulator).into_iter().filter(|booking| !before.contains(booking));
        let new: Vec<_> = new.map(|(_, slot)| slot).collect();
        match last["told"].as_str() {
            Some("booked") => {
                assert_eq!(new, [slot], "run {run}, {cut:?}");
                booked += 1;
            }
            Some("not-booked") => {
                assert_eq!(new, [0; 0], "run {run}, {cut:?}");
                not_booked += 1;
            }
            // The practice can be reached again after the one cut.
            told => panic!("run {run}, {cut:?}: {told:?}"),
        }
        assert!(proxy.left.lock().unwrap().is_none(), "run {run}: the cut was made");
        assert_eq!(*proxy.bookings.lock().unwrap(), 1, "run {run}, {cut:?}: sent once");
    }
    let _ = std::fs::remove_file(file);
    // Both have to come up, or the cuts are not where they should be.
    assert!(runs < 10 || (booked > 0 && not_booked > 0), "{booked} booked, {not_booked} not booked");
    println!("{runs} cuts: {booked} booked, {not_booked} not booked");
}
