//! Nothing is allocated, over either binding, blocking or awaited.

use core::cell::Cell;

use embedded_io::{ErrorKind, ErrorType, Read, Write};
use emis_core::transport::{Reply as _, Transport as _};
use emis_embedded_io::Line;
use emis_embedded_io::framed::{FramedServer, FramedTransport};
use emis_embedded_io::http::HttpTransport;

use crate::awaited::{block_on, exchange};
use crate::stream::{ACTION, REQUEST, chunked, endpoint, reply};

/// Gives bytes and takes whatever is written.
struct Fixed<'o>(&'o [u8], Cell<usize>);

impl ErrorType for Fixed<'_> {
    type Error = ErrorKind;
}

impl Read for Fixed<'_> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        let n = self.0.len().min(into.len()).min(11);
        into[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

impl Write for Fixed<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.1.set(self.1.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}

struct Awaited<'o>(Fixed<'o>);

impl ErrorType for Awaited<'_> {
    type Error = ErrorKind;
}

impl embedded_io_async::Read for Awaited<'_> {
    async fn read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        crate::awaited::later().await;
        self.0.read(into)
    }
}

impl embedded_io_async::Write for Awaited<'_> {
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.0.write(bytes)
    }

    async fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}

/// How many allocations that took, and that whatever it did was done.
fn allocations(what: impl FnOnce() -> bool) -> u64 {
    let mut done = false;
    let count = allocation_counter::measure(|| done = what()).count_total;
    assert!(done);
    count
}

#[test]
fn none() {
    let length = reply("200 OK", "<reply/>");
    let chunks = chunked("3;x\r\n<re\r\n5\r\nply/>\r\n0\r\nT: x\r\n\r\n");
    let refused = reply("302 Found", "");
    let framed = crate::framed::framed(b"<reply/>");
    assert!(
        allocations(|| !core::hint::black_box(Vec::<u8>::with_capacity(9)).spare_capacity_mut().is_empty())
            > 0,
        "the count counts"
    );

    for answer in [length.as_bytes(), chunks.as_bytes()] {
        let http = allocations(|| {
            let (mut buffer, mut message) = ([0; 512], [0; 64]);
            let line = Line::new(Fixed(answer, Cell::default()));
            let mut transport = HttpTransport::new(line, endpoint(), &mut buffer);
            let mut reply = transport.send(ACTION, REQUEST).unwrap();
            let mut n = 0;
            while let Ok(more @ 1..) = reply.read(&mut message[n..]) {
                n += more;
            }
            message.starts_with(b"<reply/>")
        });
        let awaited = allocations(|| {
            let (mut buffer, mut message) = ([0; 512], [0; 64]);
            let line = Line::new(Awaited(Fixed(answer, Cell::default())));
            let mut transport = HttpTransport::new(line, endpoint(), &mut buffer);
            block_on(exchange(&mut transport, ACTION, REQUEST, &mut message)) == Ok(8)
        });
        assert_eq!((http, awaited), (0, 0));
    }
    let error = allocations(|| {
        let mut buffer = [0; 512];
        let line = Line::new(Fixed(refused.as_bytes(), Cell::default()));
        HttpTransport::new(line, endpoint(), &mut buffer).send(ACTION, REQUEST).is_err()
    });
    let client = allocations(|| {
        let mut transport = FramedTransport::new(Line::new(Fixed(&framed, Cell::default())));
        let mut reply = transport.send(ACTION, REQUEST).unwrap();
        reply.read(&mut [0; 64]).is_ok()
    });
    let server = allocations(|| {
        let mut server = FramedServer::new(Fixed(&framed, Cell::default()));
        server.receive(&mut [0; 64]) == Ok(Some(8)) && server.reply(b"ok").is_ok()
    });
    assert_eq!((error, client, server), (0, 0, 0));
}
