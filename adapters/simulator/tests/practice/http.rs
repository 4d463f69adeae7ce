//! The HTTP binding of section 6, octet by octet.

use std::io::Write as _;
use std::net::TcpStream;

use emis_simulator::{REQUEST_LIMIT, Simulator};

use crate::common::direct::{Response, read_response};

struct Site {
    simulator: Simulator,
    address: String,
}

impl Site {
    fn new() -> Self {
        let simulator = Simulator::builder().start().unwrap();
        let address = simulator.endpoint().strip_prefix("http://").unwrap();
        let address = address.strip_suffix("/patient-services").unwrap().to_owned();
        Self { simulator, address }
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).unwrap()
    }

    fn ask(&self, line: &str, headers: &str, body: &[u8]) -> Response {
        let mut stream = self.connect();
        let head = format!("{line} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", self.address);
        stream.write_all(head.as_bytes()).unwrap();
        // The answer may come before all of the body has been read.
        let _ = stream.write_all(body);
        read_response(&mut stream).unwrap()
    }

    fn post(&self, headers: &str, body: &[u8]) -> Response {
        let headers = format!("{headers}Content-Length: {}\r\n", body.len());
        self.ask("POST /patient-services", &headers, body)
    }
}

const SOAP: &str = "Content-Type: application/soap+xml; charset=utf-8\r\n";

#[test]
fn a_message_is_answered_by_a_message() {
    let site = Site::new();
    let answer = site.post(SOAP, b"<a/>");
    assert_eq!(answer.status, 400);
    assert!(
        answer.head.contains("\r\ncontent-type: application/soap+xml; charset=utf-8\r\n"),
        "{}",
        answer.head
    );
    assert!(answer.head.contains("\r\ncache-control: no-store\r\n"));
    let text = String::from_utf8(answer.body).unwrap();
    assert!(text.contains("<s:Value>s:Sender</s:Value>") && text.contains("<Code>MalformedRequest</Code>"));
    site.simulator.stop();
}

#[test]
fn other_content_types_are_415() {
    let site = Site::new();
    for headers in [
        "",
        "Content-Type: text/xml; charset=utf-8\r\n",
        "Content-Type: application/soap+xml; charset=latin1\r\n",
        "Content-Type: application/soap+xml\r\nContent-Type: text/xml\r\n",
    ] {
        assert_eq!(site.post(headers, b"<a/>").status, 415, "{headers}");
    }
    for headers in [
        "Content-Type: application/soap+xml\r\n",
        "Content-Type: Application/Soap+Xml;charset=\"UTF-8\";action=\"a;charset=b\"\r\n",
    ] {
        assert_eq!(site.post(headers, b"<a/>").status, 400, "{headers}");
    }
}

#[test]
fn other_methods_are_405_and_other_paths_404() {
    let site = Site::new();
    for line in ["PUT", "DELETE", "PATCH", "OPTIONS", "GET", "HEAD"] {
        let answer = site.ask(&format!("{line} /patient-services"), "", b"");
        assert_eq!(answer.status, 405, "{line}");
        assert!(answer.head.contains("\r\nallow: post\r\n"));
    }
    assert_eq!(site.ask("GET /patient-services?other", "", b"").status, 405);
    for path in ["/", "/patient-services/", "/other?wsdl"] {
        assert_eq!(site.ask(&format!("GET {path}"), "", b"").status, 404, "{path}");
    }
    assert_eq!(site.ask("POST /", &format!("{SOAP}Content-Length: 0\r\n"), b"").status, 404);
}

#[test]
fn more_than_64_kib_is_413() {
    let site = Site::new();
    assert_eq!(site.post(SOAP, &vec![b' '; REQUEST_LIMIT]).status, 400);
    assert_eq!(site.post(SOAP, &vec![b' '; REQUEST_LIMIT + 1]).status, 413);
    let chunked = format!("{SOAP}Transfer-Encoding: chunked\r\n");
    let chunks = |n: usize| [format!("{n:x}\r\n").as_bytes(), &vec![b' '; n], b"\r\n0\r\n\r\n"].concat();
    assert_eq!(site.ask("POST /patient-services", &chunked, &chunks(REQUEST_LIMIT)).status, 400);
    assert_eq!(site.ask("POST /patient-services", &chunked, &chunks(REQUEST_LIMIT + 1)).status, 413);
}

#[test]
fn a_coded_content_is_malformed() {
    let site = Site::new();
    let answer = site.post(&format!("{SOAP}Content-Encoding: gzip\r\n"), b"<a/>");
    assert!(String::from_utf8(answer.body).unwrap().contains("MalformedRequest"));
    assert_eq!(site.post(&format!("{SOAP}Content-Encoding: identity\r\n"), b"<a/>").status, 400);
}

#[test]
fn a_connection_serves_several_messages() {
    let site = Site::new();
    let mut stream = site.connect();
    for _ in 0..3 {
        write!(stream, "POST /patient-services HTTP/1.1\r\nHost: x\r\n{SOAP}Content-Length: 4\r\n\r\n<a/>")
            .unwrap();
        assert_eq!(read_response(&mut stream).unwrap().status, 400);
    }
}

#[test]
fn it_stops_although_connections_are_open() {
    let site = Site::new();
    let mut half = site.connect();
    write!(half, "POST /patient-services HTTP/1.1\r\nHost: x\r\n{SOAP}Content-Length: 400\r\n\r\n<a")
        .unwrap();
    let _idle = site.connect();
    let began = std::time::Instant::now();
    site.simulator.stop();
    assert!(began.elapsed() < core::time::Duration::from_secs(10));
    assert!(TcpStream::connect(&site.address).is_err());
}
