//! A way to the server that loses messages where the test wants it.
//!
//! It takes a request whole before it decides, so that "lost on the way there" and "lost on the way back" are exactly
//! that. To the program both look alike: the connection breaks after the request has been written.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It arrives, and so does its answer.
    Arrives,
    /// The server never sees it.
    LostOnTheWayThere,
    /// The server answers it, and the answer is lost.
    LostOnTheWayBack,
}

/// For each operation the fates of its messages, in turn. Messages for which there is no fate left arrive.
type Fates = Arc<Mutex<Vec<(&'static str, Fate)>>>;

pub(crate) struct Proxy {
    address: String,
    seen: Arc<Mutex<Vec<String>>>,
    fates: Fates,
}

impl Proxy {
    /// A proxy before the server at `endpoint`, with the fates of messages.
    pub(crate) fn before(endpoint: &str, fates: &[(&'static str, Fate)]) -> Self {
        let upstream = endpoint.strip_prefix("http://").unwrap().split_once('/').unwrap().0.to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (seen, fates): (_, Fates) = (Arc::default(), Arc::new(Mutex::new(fates.to_vec())));
        let (seen_there, fates_there) = (Arc::clone(&seen), Arc::clone(&fates));
        // It ends with the process.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (upstream, seen, fates) =
                    (upstream.clone(), Arc::clone(&seen_there), Arc::clone(&fates_there));
                thread::spawn(move || serve(&stream.unwrap(), &upstream, &seen, &fates));
            }
        });
        Self { address, seen, fates }
    }

    /// The server's line with this proxy in the place of its endpoint.
    pub(crate) fn line(&self, line: &str) -> String {
        let (before, rest) = line.split_once("\"http://").unwrap();
        let path = rest.split_once('/').unwrap().1;
        format!("{before}\"http://{}/{path}", self.address)
    }

    /// The Body elements of this name that came by, in their order; every fate was met.
    pub(crate) fn seen(&self, operation: &str) -> Vec<String> {
        assert_eq!(*self.fates.lock().unwrap(), []);
        let wanted = format!("<{operation} ");
        self.seen.lock().unwrap().iter().filter(|message| message.contains(&wanted)).cloned().collect()
    }
}

/// A message with its head.
fn read(reader: &mut BufReader<&TcpStream>) -> Option<(String, Vec<u8>)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).unwrap_or(0) == 0 {
            return None;
        }
    }
    let lower = head.to_ascii_lowercase();
    let length = lower.split_once("content-length: ").unwrap().1.split_once("\r\n").unwrap().0;
    let mut body = vec![0; length.parse().unwrap()];
    reader.read_exact(&mut body).ok()?;
    Some((head, body))
}

fn serve(client: &TcpStream, upstream: &str, seen: &Mutex<Vec<String>>, fates: &Fates) {
    let mut from_client = BufReader::new(client);
    while let Some((head, body)) = read(&mut from_client) {
        let text = String::from_utf8(body).unwrap();
        let fate = {
            let mut fates = fates.lock().unwrap();
            let next = fates.iter().position(|(operation, _)| text.contains(&format!("<{operation} ")));
            next.map(|at| fates.remove(at).1)
        };
        seen.lock().unwrap().push(text.clone());
        if fate == Some(Fate::LostOnTheWayThere) {
            return;
        }
        let mut server = TcpStream::connect(upstream).unwrap();
        server.write_all(head.as_bytes()).unwrap();
        server.write_all(text.as_bytes()).unwrap();
        let (head, body) = read(&mut BufReader::new(&server)).unwrap();
        if fate == Some(Fate::LostOnTheWayBack) {
            return;
        }
        let mut client = client;
        client.write_all(head.as_bytes()).unwrap();
        client.write_all(&body).unwrap();
    }
}
