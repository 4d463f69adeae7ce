//! The HTTP binding of section 6, byte by byte.

use std::io::Write as _;
use std::net::TcpStream;

use emis_simulator::{REQUEST_LIMIT, Simulator};

use crate::common::body;
use crate::common::direct::{Response, read_response};
use crate::common::raw::{application_block, envelope};

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

// HTTP-2, HTTP-5, ERR-2
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

// HTTP-4
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

// HTTP-4
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

// HTTP-4, XML-20
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

// HTTP-7
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

// HTTP-3
#[test]
fn the_body_says_what_is_asked_for_and_the_action_nothing() {
    let site = Site::new();
    let id = site.simulator.server().applications()[0].id().as_str().to_owned();
    let ask = body("GetClinicalVersionInformation", "<OdsCode>D99004</OdsCode>");
    let message = envelope(&application_block(&id), &ask);
    let mut answers = Vec::new();
    for action in
        ["", "; action=\"urn:emis-ps:1/BookAppointment\"", "; action=\"\"", "; action=\"urn:x;y\"; action=z"]
    {
        let headers = format!("Content-Type: application/soap+xml; charset=utf-8{action}\r\n");
        let answer = site.post(&headers, message.as_bytes());
        assert_eq!(answer.status, 200, "{action}");
        answers.push(answer.body);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
}

// HTTP-10
#[test]
fn the_description_and_the_schema_are_given_out() {
    let site = Site::new();
    let get = |query: &str| {
        let answer = site.ask(&format!("GET /patient-services?{query}"), "", b"");
        assert_eq!(answer.status, 200);
        assert!(answer.head.contains("\r\ncontent-type: text/xml; charset=utf-8\r\n"), "{}", answer.head);
        String::from_utf8(answer.body).unwrap()
    };
    let (wsdl, schema) = (get("wsdl"), get("xsd"));
    let address = format!("location=\"{}\"", site.simulator.endpoint());
    assert_eq!(wsdl.matches(&address).count(), 1, "it names this server");
    assert!(wsdl.contains("http://schemas.xmlsoap.org/wsdl/soap12/"));
    // Complete without anything else: the schema is inside, and nothing is imported from elsewhere.
    let definitions = schema.split_once("<xs:schema").unwrap().1.split_once('>').unwrap().1;
    let first = definitions.lines().find(|line| line.contains("<xs:element name=")).unwrap().trim();
    assert!(wsdl.contains(first) && !wsdl.contains("schemaLocation") && !schema.contains("schemaLocation"));
    for info in emis_core::messages::OPERATIONS {
        assert!(wsdl.contains(&format!("<wsdl:operation name=\"{}\">", info.name)), "{}", info.name);
        assert!(schema.contains(&format!("<xs:element name=\"{}\">", info.response_name)));
    }
}
