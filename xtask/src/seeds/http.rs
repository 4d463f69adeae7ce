//! Replies over HTTP in every form that a server may write, and in some that it may not. What the message says does not
//! matter here, so it is short.

use super::Files;

const MESSAGE: &str = "<s:Envelope><s:Body>0123456789</s:Body></s:Envelope>";
const TYPE: &str = "Content-Type: application/soap+xml; charset=utf-8\r\n";

/// The first byte of the target's input: in pieces of seven bytes.
const CHOICE: u8 = 6;

pub(super) fn replies(files: &mut Files) {
    let mut put = |name: &str, reply: String| {
        files.insert(format!("http/{name}"), [&[CHOICE], reply.as_bytes()].concat());
    };
    let sized = |status: &str| {
        format!(
            "HTTP/1.1 {status}\r\n{TYPE}Cache-Control: no-store\r\nContent-Length: {}\r\n\r\n{MESSAGE}",
            MESSAGE.len()
        )
    };
    for status in
        ["200 OK", "400 Bad Request", "500 Internal Server Error", "200", "302 Found", "404 Not Found"]
    {
        put(&format!("status-{}", status.replace(' ', "-")), sized(status));
    }
    for (name, interim) in [
        ("one", "HTTP/1.1 100 Continue\r\n\r\n"),
        ("two", "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"),
        ("switch", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),
    ] {
        put(&format!("interim-{name}"), format!("{interim}{}", sized("200 OK")));
    }
    put("left-over", sized("200 OK") + "HTTP/1.1 408 Request Timeout\r\n\r\n");
    put("cut", sized("200 OK").trim_end_matches("Envelope>").to_owned());
    put("line-feeds", sized("200 OK").replace("\r\n", "\n"));

    let (first, second) = MESSAGE.split_at(11);
    let chunks = [
        ("plain", format!("{:x}\r\n{first}\r\n{:X}\r\n{second}\r\n0\r\n\r\n", first.len(), second.len())),
        (
            "extended",
            format!(
                "{:x};a=b;c=\"d\" \r\n{first}\r\n{:x} ; x\r\n{second}\r\n0;z\r\n\r\n",
                first.len(),
                second.len()
            ),
        ),
        ("trailers", format!("{:08x}\r\n{MESSAGE}\r\n000\r\nExpires: 0\r\nX: y\r\n\r\n", MESSAGE.len())),
        ("long-size", format!("{:09x}\r\n{MESSAGE}\r\n0\r\n\r\n", MESSAGE.len())),
        ("huge", format!("ffffffff\r\n{MESSAGE}")),
        ("cut", format!("{:x}\r\n{MESSAGE}\r\n0\r\n", MESSAGE.len())),
        ("none", "0\r\n\r\n".to_owned()),
    ];
    for (name, chunks) in chunks {
        put(
            &format!("chunks-{name}"),
            format!("HTTP/1.1 200 OK\r\n{TYPE}Transfer-Encoding: chunked\r\n\r\n{chunks}"),
        );
    }
    for (name, fields) in [
        ("until-close", "Connection: close\r\n"),
        ("two-lengths", "Content-Length: 52\r\nContent-Length: 53\r\n"),
        ("length-and-chunks", "Content-Length: 52\r\nTransfer-Encoding: chunked\r\n"),
        ("gzip", "Content-Encoding: gzip\r\nContent-Length: 52\r\n"),
        ("gzip-chunks", "Transfer-Encoding: gzip, chunked\r\n"),
        ("folded", "X: a\r\n b\r\nContent-Length: 52\r\n"),
        ("too-long", "Content-Length: 4294967296\r\n"),
        ("keep", "Connection: keep-alive, x\r\nContent-Length: 52\r\n"),
    ] {
        put(&format!("fields-{name}"), format!("HTTP/1.1 200 OK\r\n{TYPE}{fields}\r\n{MESSAGE}"));
    }
    put("old", format!("HTTP/1.0 200 OK\r\n{TYPE}\r\n{MESSAGE}"));
    put("html", sized("200 OK").replace("application/soap+xml", "text/html"));
}
