//! The awaited drivers: the same scripts as for the blocking ones come to the same outcomes and the same bytes.

use core::future::{Future, poll_fn};
use core::pin::pin;
use core::task::{Context, Poll, Waker};

use embedded_io::ErrorKind;
use emis_core::transport::{Action, AsyncReply, AsyncTransport, DeliveryError};
use emis_embedded_io::framed::{FramedServer, FramedTransport};
use emis_embedded_io::http::HttpTransport;
use emis_embedded_io::{Error, Line};

use crate::stream::{
    ACTION, Full, Opening, Outcome, REQUEST, Script, Seen, Slow, calls, chunked, endpoint, giving, reply,
};

/// Runs a future that never calls its waker: it is polled until it is ready.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(done) = future.as_mut().poll(&mut context) {
            return done;
        }
    }
}

/// Ready at the second poll.
pub(crate) async fn later() {
    let mut polled = false;
    poll_fn(|_| if core::mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

/// Sends the request and reads its whole reply into the beginning of `into`.
pub(crate) async fn exchange<T: AsyncTransport<Error = Error>>(
    transport: &mut T,
    action: Action,
    request: &[u8],
    into: &mut [u8],
) -> Result<usize, DeliveryError<Error>> {
    let mut reply = transport.send(action, request).await?;
    let mut length = 0;
    loop {
        match reply.read(&mut into[length..]).await.map_err(DeliveryError::Unknown)? {
            0 => return Ok(length),
            n => length += n,
        }
    }
}

async fn call(transport: &mut HttpTransport<'_, Slow>) -> Outcome {
    let mut reply = match transport.send(ACTION, REQUEST).await {
        Ok(reply) => reply,
        Err(DeliveryError::NotSent(error)) => return Outcome::NotSent(error),
        Err(DeliveryError::Unknown(error)) => return Outcome::Unknown(error),
    };
    let (mut message, mut piece) = (vec![], [0; 7]);
    loop {
        match reply.read(&mut piece).await {
            Ok(0) => {
                assert_eq!(reply.read(&mut piece).await, Ok(0), "the end is the end");
                return Outcome::Whole(message);
            }
            Ok(n) => message.extend_from_slice(&piece[..n]),
            Err(error) => {
                assert_eq!(reply.read(&mut piece).await, Err(error), "an error stays");
                return Outcome::Cut(message, error);
            }
        }
    }
}

/// As `stream::calls`, awaited.
fn awaited(openings: Vec<Result<Opening, ErrorKind>>, number: usize) -> (Vec<Outcome>, Seen) {
    let mut buffer = [0; 512];
    let script = Script::of(openings);
    let seen = script.seen.clone();
    let mut transport = HttpTransport::new(Slow(script), endpoint(), &mut buffer);
    let outcomes = (0..number).map(|_| block_on(call(&mut transport))).collect();
    drop(transport);
    let seen = seen.borrow().clone();
    (outcomes, seen)
}

#[test]
fn awaited_and_blocking_come_to_the_same() {
    let one = reply("200 OK", "<reply/>");
    let chunks = chunked("8;x\r\n<reply/>\r\n0\r\nT: x\r\n\r\n");
    let closing = "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\n\r\n<reply/>".to_owned();
    let mut scripts: Vec<Vec<Result<Opening, ErrorKind>>> = vec![];
    for bytes in
        [one.clone(), chunks, closing, reply("404 Not Found", ""), one.clone() + "more", "SSH".to_owned()]
    {
        for cut in 0..=bytes.len() {
            for at_end in [None, Some(ErrorKind::TimedOut)] {
                let mut opening = giving(&bytes.as_bytes()[..cut]);
                (opening.at_end, opening.step) = (at_end, 1 + cut % 5);
                scripts.push(vec![Ok(opening), Err(ErrorKind::NotFound), Ok(giving(one.clone()))]);
            }
        }
    }
    for (room, when_full) in [(0, Full::Zero), (5, Full::Fails(ErrorKind::Other)), (300, Full::Lies)] {
        let mut opening = giving(one.clone());
        (opening.room, opening.when_full) = (room, when_full);
        scripts.push(vec![Ok(opening), Ok(giving(one.clone()))]);
    }
    let mut opening = giving(one.clone());
    opening.flushes = false;
    scripts.push(vec![Ok(opening), Ok(giving(one))]);
    for script in scripts {
        assert_eq!(awaited(script.clone(), 3), calls(script, 3));
    }
}

#[test]
fn a_future_dropped_on_its_way_costs_the_connection() {
    let one = || Ok(giving(reply("200 OK", "<reply/>")));
    // Dropped after so many polls: while it opens, while it writes, while it reads.
    for polls in 0..12 {
        let script = Script::of(vec![one(), one()]);
        let seen = script.seen.clone();
        let mut buffer = [0; 512];
        let mut transport = HttpTransport::new(Forgiving(Slow(script)), endpoint(), &mut buffer);
        let mut message = [0; 64];
        let finished = {
            let mut future = pin!(exchange(&mut transport, ACTION, REQUEST, &mut message));
            let mut context = Context::from_waker(Waker::noop());
            (0..polls).any(|_| future.as_mut().poll(&mut context).is_ready())
        };
        let again = block_on(exchange(&mut transport, ACTION, REQUEST, &mut message));
        if finished {
            continue;
        }
        assert_eq!(again, Ok(8), "after {polls} polls");
        let seen = seen.borrow();
        // Whatever was begun on the first connection, the second call is on one of its own.
        assert_eq!(seen.written.last(), Some(&crate::stream::request()), "after {polls} polls");
        assert_eq!(seen.closed, seen.written.len() - 1);
    }
}

/// A connection that does not mind being closed while it is not open, as one that was dropped while opening.
struct Forgiving(Slow);

impl embedded_io::ErrorType for Forgiving {
    type Error = ErrorKind;
}

impl embedded_io_async::Read for Forgiving {
    async fn read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        self.0.read(into).await
    }
}

impl embedded_io_async::Write for Forgiving {
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.0.write(bytes).await
    }

    async fn flush(&mut self) -> Result<(), ErrorKind> {
        self.0.flush().await
    }
}

impl emis_embedded_io::AsyncConnection for Forgiving {
    async fn open(&mut self) -> Result<(), ErrorKind> {
        self.0.open().await
    }

    fn close(&mut self) {
        if self.0.0.is_open() {
            self.0.close();
        }
    }
}

#[test]
fn framed_ends_come_to_the_same() {
    let whole = b"\0\0\0\x05reply";
    for cut in 0..=whole.len() {
        for step in [1, 2, 9] {
            let opening = || {
                let mut opening = giving(&whole[..cut]);
                opening.step = step;
                vec![Ok(opening), Ok(giving(*b"\0\0\0\x02ok"))]
            };
            let blocking = {
                let script = Script::of(opening());
                let seen = script.seen.clone();
                let mut transport = FramedTransport::new(script);
                let outcomes = [crate::stream::call(&mut transport), crate::stream::call(&mut transport)];
                drop(transport);
                (outcomes, seen.borrow().written.clone())
            };
            let script = Script::of(opening());
            let seen = script.seen.clone();
            let mut transport = FramedTransport::new(Slow(script));
            let outcomes = [(); 2].map(|()| {
                let mut message = [0; 64];
                match block_on(exchange(&mut transport, ACTION, REQUEST, &mut message)) {
                    Ok(n) => Outcome::Whole(message[..n].to_vec()),
                    Err(DeliveryError::NotSent(error)) => Outcome::NotSent(error),
                    Err(DeliveryError::Unknown(error)) => Outcome::Unknown(error),
                }
            });
            drop(transport);
            let awaited = (outcomes.map(without_pieces), seen.borrow().written.clone());
            assert_eq!(awaited, (blocking.0.map(without_pieces), blocking.1), "cut at {cut}");
        }
    }
}

/// An exchange does not say what came before an error.
fn without_pieces(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Cut(_, error) => Outcome::Unknown(error),
        other => other,
    }
}

#[test]
fn an_awaited_server_takes_turns() {
    let mut script = Script::once(giving(*b"\0\0\0\x03one\0\0\0\x03two\0\0"));
    emis_embedded_io::Connection::open(&mut script).unwrap();
    let seen = script.seen.clone();
    let mut server = FramedServer::new(Slow(script));
    let mut into = [0; 16];
    block_on(async {
        assert_eq!(server.reply_async(b"early").await, Err(Error::OutOfTurn));
        assert_eq!(server.receive_async(&mut into).await, Ok(Some(3)));
        assert_eq!(&into[..3], b"one");
        assert_eq!(server.reply_async(b"first").await, Ok(()));
        assert_eq!(server.receive_async(&mut into).await, Ok(Some(3)));
        assert_eq!(server.reply_async(b"second").await, Ok(()));
        assert_eq!(server.receive_async(&mut into).await, Err(Error::Closed));
        assert_eq!(server.receive_async(&mut into).await, Err(Error::Ended));
    });
    assert_eq!(seen.borrow().written.concat(), b"\0\0\0\x05first\0\0\0\x06second");
}

#[test]
fn a_line_serves_both() {
    let mut script = Script::once(giving(reply("200 OK", "<reply/>")));
    emis_embedded_io::Connection::open(&mut script).unwrap();
    let mut buffer = [0; 512];
    let mut transport = HttpTransport::new(Line::new(Slow(script)), endpoint(), &mut buffer);
    let mut message = [0; 64];
    assert_eq!(block_on(exchange(&mut transport, ACTION, REQUEST, &mut message)), Ok(8));
    transport.close_async();
    let refused = DeliveryError::NotSent(Error::Connect(ErrorKind::NotConnected));
    assert_eq!(block_on(exchange(&mut transport, ACTION, REQUEST, &mut message)), Err(refused));
}
