//! What comes in: which replies are read, which are refused, and where a message ends.

use emis_core::transport::{Reply as _, Transport as _};
use emis_embedded_io::Error;
use emis_embedded_io::http::{AROUND, HttpTransport, INTERIM};

use crate::stream::{
    ACTION, Outcome, REQUEST, Script, call, calls, chunked, endpoint, giving, outcome, reply, request, whole,
};

const TYPE: &str = "Content-Type: application/soap+xml\r\n";

fn of(answer: impl Into<Vec<u8>>) -> Outcome {
    outcome(giving(answer))
}

#[test]
fn a_request_is_a_head_and_the_message() {
    let expected = format!(
        "POST /emis HTTP/1.1\r\nHost: practice.example\r\nContent-Type: application/soap+xml; charset=utf-8; \
         action=\"urn:emis-ps:1/BookAppointment\"\r\nAccept: application/soap+xml\r\nAccept-Encoding: \
         identity\r\nCache-Control: no-store\r\nContent-Length: {}\r\n\r\n{}",
        REQUEST.len(),
        str::from_utf8(REQUEST).unwrap()
    );
    assert_eq!(request(), expected.as_bytes());
}

#[test]
fn faults_are_read() {
    assert_eq!(of(reply("200 OK", "<reply/>")), whole("<reply/>"));
    assert_eq!(of(reply("400 Bad Request", "<sender/>")), whole("<sender/>"));
    assert_eq!(of(reply("500 Internal Server Error", "<receiver/>")), whole("<receiver/>"));
    assert_eq!(of(reply("200 OK", "")), whole(""));
    assert_eq!(of(reply("200", "<reply/>")), whole("<reply/>"));
}

// HTTP-5
#[test]
fn other_statuses_are_refused() {
    for status in [101, 201, 204, 206, 301, 302, 304, 307, 401, 404, 405, 413, 415, 429, 501, 502, 503] {
        let answer = reply(&format!("{status} X\r\nLocation: http://elsewhere.example/"), "<x/>");
        assert_eq!(of(answer), Outcome::Unknown(Error::Status(status)));
    }
}

#[test]
fn interim_replies_are_passed_over() {
    let last = reply("200 OK", "<reply/>");
    let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n";
    assert_eq!(of(format!("{interim}{last}")), whole("<reply/>"));
    let many = |number: u8| "HTTP/1.1 100 Continue\r\n\r\n".repeat(usize::from(number));
    assert_eq!(of(many(INTERIM) + &last), whole("<reply/>"));
    assert_eq!(of(many(INTERIM + 1) + &last), Outcome::Unknown(Error::HeadTooLong));
    assert_eq!(of(many(INTERIM)), Outcome::Unknown(Error::Closed));
}

#[test]
fn a_message_may_end_with_its_connection() {
    let (outcomes, seen) = calls(
        vec![
            Ok(giving(format!("HTTP/1.1 200 OK\r\n{TYPE}Connection: close\r\n\r\n<reply/>"))),
            Ok(giving(format!("HTTP/1.0 200 OK\r\n{TYPE}\r\n<older/>"))),
        ],
        2,
    );
    assert_eq!(outcomes, [whole("<reply/>"), whole("<older/>")]);
    assert_eq!((seen.written.len(), seen.closed), (2, 2));
}

#[test]
fn two_lengths_are_refused() {
    for fields in [
        "Content-Length: 2\r\nContent-Length: 4\r\n",
        "Content-Length: 2\r\nContent-Length: 2\r\n",
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
    ] {
        let answer = format!("HTTP/1.1 200 OK\r\n{TYPE}{fields}\r\n2\r\nok\r\n0\r\n\r\n");
        assert_eq!(of(answer), Outcome::Unknown(Error::Unframed), "{fields}");
    }
}

// HTTP-7
#[test]
fn folding_and_codings_are_refused() {
    let folded = format!("HTTP/1.1 200 OK\r\n{TYPE}X: a\r\n b\r\nContent-Length: 2\r\n\r\nok");
    assert_eq!(of(folded), Outcome::Unknown(Error::NotHttp));
    let coded = format!("HTTP/1.1 200 OK\r\n{TYPE}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok");
    assert_eq!(of(coded), Outcome::Unknown(Error::Coded));
    let coded =
        format!("HTTP/1.1 200 OK\r\n{TYPE}Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
    assert_eq!(of(coded), Outcome::Unknown(Error::Coded));
    let other = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nok";
    assert_eq!(of(other), Outcome::Unknown(Error::ContentType));
}

#[test]
fn what_is_no_http_is_refused_at_its_first_wrong_byte() {
    // The line stays open and silent: only what has come can tell.
    for answer in ["S", "SSH-2.0-x\r\n", "HTTP/2 200\r\n", "\r\nHTTP/1.1 200 OK\r\n", "HTTp"] {
        let mut opening = giving(answer);
        opening.at_end = Some(embedded_io::ErrorKind::TimedOut);
        assert_eq!(outcome(opening), Outcome::Unknown(Error::NotHttp), "{answer:?}");
    }
}

#[test]
fn a_head_fits_the_buffer_to_the_byte() {
    let head = reply("200 OK", "");
    let longest = 512 - head.len() - "X: \r\n".len();
    for (filler, expected) in [
        (longest, whole("")),
        (longest + 1, Outcome::Unknown(Error::HeadTooLong)),
        (5000, Outcome::Unknown(Error::HeadTooLong)),
    ] {
        assert_eq!(of(head.replacen("\r\n", &format!("\r\nX: {}\r\n", "x".repeat(filler)), 1)), expected);
    }
    let many = head.replacen("\r\n", &format!("\r\n{}", "X:\r\n".repeat(40)), 1);
    assert_eq!(of(many), Outcome::Unknown(Error::HeadTooLong));
}

#[test]
fn chunks_are_joined() {
    assert_eq!(of(chunked("3\r\n<re\r\n5;x=y\r\nply/>\r\n0\r\n\r\n")), whole("<reply/>"));
    assert_eq!(
        of(chunked("00000008 ; a=\"b;c\"\r\n<reply/>\r\n000;last\r\nTrailer: x\r\nB: y\r\n\r\n")),
        whole("<reply/>")
    );
    assert_eq!(of(chunked("0\r\n\r\n")), whole(""));
    let upper = "A\r\n0123456789\r\nb\r\n0123456789a\r\n0\r\n\r\n";
    assert_eq!(of(chunked(upper)), whole("01234567890123456789a"));
}

#[test]
fn chunks_that_are_none_are_an_error() {
    for bad in [
        "x\r\n<reply/>\r\n",
        "\r\n<reply/>\r\n",
        ";x\r\n",
        " 8\r\n<reply/>\r\n0\r\n\r\n",
        "+8\r\n<reply/>\r\n0\r\n\r\n",
        "-1\r\n\r\n",
        "0x8\r\n<reply/>\r\n",
        "8\n<reply/>\r\n0\r\n\r\n",
        "8\r\r\n<reply/>\r\n0\r\n\r\n",
        "8;\n<reply/>\r\n0\r\n\r\n",
        "8;\0\r\n<reply/>\r\n0\r\n\r\n",
        "3\r\n<reply/>\r\n0\r\n\r\n",
        "3\r\n<re\n0\r\n\r\n",
        "3\r\n<re\r0\r\n\r\n",
        "000000008\r\n<reply/>\r\n0\r\n\r\n",
        "fffffffff\r\n",
        "0\r\n\n",
        "0\r\nX: y\n\r\n",
        "0\r\nX: y\r\r\n",
        "0\r\n\r\r\n",
    ] {
        assert!(
            matches!(of(chunked(bad)), Outcome::Cut(_, Error::NotHttp)),
            "{bad:?} {:?}",
            of(chunked(bad))
        );
    }
}

#[test]
fn what_stands_around_chunks_is_bounded() {
    let around = usize::from(AROUND);
    let of = |first: usize, second: usize, trailer: usize| {
        let [first, second, trailer] = [first, second, trailer].map(|n| "x".repeat(n));
        of(chunked(&format!("1;{first}\r\na\r\n1;{second}\r\nb\r\n0\r\n{trailer}\r\n\r\n")))
    };
    // The two semicolons count too.
    assert_eq!(of(around / 2, around / 2 - 12, 10), whole("ab"));
    let most = Outcome::Cut(b"ab".to_vec(), Error::HeadTooLong);
    assert_eq!(of(around / 2, around / 2 - 12, 11), most);
    assert_eq!(of(around - 1, 0, 1), Outcome::Cut(b"a".to_vec(), Error::HeadTooLong));
    assert_eq!(of(around, 0, 1), Outcome::Cut(vec![], Error::HeadTooLong));
}

#[test]
fn the_limit_is_held_to_the_byte() {
    let limited = |answer: String| {
        let mut buffer = [0; 512];
        let script = Script::once(giving(answer));
        call(&mut HttpTransport::with_limit(script, endpoint(), &mut buffer, 8))
    };
    let too_long = Error::TooLong { limit: 8 };
    assert_eq!(limited(reply("200 OK", "<reply/>")), whole("<reply/>"));
    assert_eq!(limited(reply("200 OK", "<replys/>")), Outcome::Unknown(too_long));
    assert_eq!(limited(chunked("8\r\n<reply/>\r\n0\r\n\r\n")), whole("<reply/>"));
    assert_eq!(limited(chunked("9\r\n<reply/>!\r\n0\r\n\r\n")), Outcome::Cut(vec![], too_long));
    assert_eq!(limited(chunked("ffffffff\r\n")), Outcome::Cut(vec![], too_long));
    let over = Outcome::Cut(b"<reply/>".to_vec(), too_long);
    assert_eq!(limited(chunked("8\r\n<reply/>\r\n1\r\n!\r\n0\r\n\r\n")), over);
    let until = |message: &str| limited(format!("HTTP/1.1 200 OK\r\n{TYPE}\r\n{message}"));
    assert_eq!(until("<reply/>"), whole("<reply/>"));
    assert_eq!(until("<reply/>!"), over);
    assert_eq!(until("<reply/>\n"), over);
    let huge = format!("HTTP/1.1 200 OK\r\n{TYPE}Content-Length: 99999999999999999999\r\n\r\n");
    assert_eq!(limited(huge), Outcome::Unknown(too_long));
}

#[test]
fn no_room_is_no_end() {
    for answer in [reply("200 OK", "<reply/>"), chunked("8\r\n<reply/>\r\n0\r\n\r\n")] {
        let mut buffer = [0; 512];
        let mut transport = HttpTransport::new(Script::once(giving(answer)), endpoint(), &mut buffer);
        let mut reply = transport.send(ACTION, REQUEST).unwrap();
        assert_eq!(reply.read(&mut []), Err(Error::EmptyBuffer));
        let mut message = [0; 64];
        assert_eq!(reply.read(&mut message), Ok(8));
        assert_eq!(reply.read(&mut message), Ok(0));
    }
}

#[test]
fn nothing_of_a_reply_stays_in_the_buffer() {
    let secret = "<PatientRelationshipKey>0123456789abcdef</PatientRelationshipKey>";
    for read in [0, 1, 3, 100] {
        let mut buffer = [0; 512];
        let opening = giving(format!("{}left over", reply("200 OK", secret)));
        let mut transport = HttpTransport::new(Script::once(opening), endpoint(), &mut buffer);
        let mut reply = transport.send(ACTION, REQUEST).unwrap();
        for _ in 0..read {
            let _ = reply.read(&mut [0; 7]);
        }
        let shown = format!("{reply:?}");
        drop(reply);
        assert!(!format!("{transport:?} {shown}").contains("0123"));
        drop(transport);
        assert_eq!(buffer, [0; 512], "after {read} reads");
    }
}
