//! The byte-stream binding on a TCP port: calls by the client's end of it, and what ends a connection.

use core::net::SocketAddr;
use core::time::Duration;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Instant;

use emis_core::messages::appointments::{BookAppointment, GetAvailableAppointments, GetPatientAppointments};
use emis_core::messages::practice::GetUserOptions;
use emis_core::messages::record::Arm;
use emis_core::messages::record::{GetMedicalRecordData, GetMedicalRecordDocumentContent, ItemType};
use emis_core::types::{DateTime, Text};
use emis_simulator::clock::SystemClock;
use emis_simulator::{REQUEST_LIMIT, Simulator, StartError};
use emis_std::framed::FramedTransport;
use jiff::civil::date;
use serde_json::Value;

use crate::common::D;
use crate::common::kiosk::Room;
use crate::common::program::{Directory, Running, Site, program};

fn start() -> (Simulator, SocketAddr, Site) {
    let clock = SystemClock::starting_at(date(2026, 11, 22).at(9, 0, 0, 0));
    let builder = Simulator::builder().clock(clock).iterations(10);
    let simulator = builder.framed("127.0.0.1:0".parse().unwrap()).start().unwrap();
    let (address, site) = (simulator.framed_address().unwrap(), Site::new(&simulator.description()));
    assert_eq!(site.line["framed"], address.to_string());
    (simulator, address, site)
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

fn framed(message: &[u8]) -> Vec<u8> {
    [&u32::try_from(message.len()).unwrap().to_be_bytes(), message].concat()
}

/// Reads one message.
fn read(stream: &mut TcpStream) -> Vec<u8> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).unwrap();
    let mut message = vec![0; usize::try_from(u32::from_be_bytes(length)).unwrap()];
    stream.read_exact(&mut message).unwrap();
    message
}

/// The server has ended it, without another byte.
fn ended(stream: &mut TcpStream) -> bool {
    match stream.read(&mut [0]) {
        Ok(n) => n == 0,
        Err(error) => error.kind() == ErrorKind::ConnectionReset,
    }
}

#[test]
fn a_session_on_one_connection() {
    let (_simulator, address, site) = start();
    let rel = site.register(D, 1);
    let mut room = Room::new();
    // Longer replies than 64 KiB are asked for.
    let transport = FramedTransport::with_limit(connect(address), 8 << 20);
    let mut visit = site.visit_over(transport, &mut room, D, Some(&rel), None);
    let (from, to) = ("2026-11-23T08:00:00", "2026-11-24T00:00:00");
    let slot_id = {
        let at = |text| DateTime::parse(text).unwrap();
        let search =
            GetAvailableAppointments { from: at(from), to: at(to), maximum_items: None, after: None };
        visit.call(&search).slots.iter().next().unwrap().unwrap().slot_id
    };
    visit.call(&BookAppointment { slot_id, booking_reason: None, telephone: None });
    let mine =
        GetPatientAppointments { include_past: false, past_from: None, maximum_items: None, after: None };
    assert_eq!(visit.call(&mine).appointments.iter().next().unwrap().unwrap().slot_id, slot_id);
    assert_eq!(
        visit.fault(&BookAppointment { slot_id, booking_reason: None, telephone: None }),
        "SlotUnavailable"
    );
    // The largest document that there is.
    let documents = GetMedicalRecordData {
        item_type: ItemType::Documents,
        from: None,
        to: None,
        maximum_items: None,
        after: None,
    };
    let largest = {
        let found = visit.call(&documents);
        let items = found.items.iter().map(Result::unwrap);
        let sized = items.filter_map(|item| match item.arm {
            Arm::Document(of) => Some((of.size?, of.document_id.to_string())),
            _ => None,
        });
        sized.max().unwrap()
    };
    assert!(largest.0 > 100_000, "longer than a request may be");
    let content = GetMedicalRecordDocumentContent { document_id: Text::new(&largest.1).unwrap() };
    assert_eq!(visit.call(&content).document_id, &*largest.1);
    visit.call(&GetUserOptions {});
}

#[test]
fn what_is_no_message_is_answered_and_the_connection_goes_on() {
    let (_simulator, address, _) = start();
    let mut stream = connect(address);
    for message in [&b"x"[..], &vec![b' '; REQUEST_LIMIT]] {
        stream.write_all(&framed(message)).unwrap();
        let reply = String::from_utf8(read(&mut stream)).unwrap();
        assert!(reply.contains("<Code>MalformedRequest</Code>"));
    }
    // Byte by byte, and two in one write.
    for byte in framed(b"x") {
        stream.write_all(&[byte]).unwrap();
    }
    read(&mut stream);
    stream.write_all(&[framed(b"x"), framed(b"y")].concat()).unwrap();
    read(&mut stream);
    read(&mut stream);
}

// FR-2
#[test]
fn a_length_out_of_bounds_ends_the_connection() {
    let (_simulator, address, _) = start();
    let over = u32::try_from(REQUEST_LIMIT + 1).unwrap();
    for length in [0, over, u32::MAX] {
        let mut stream = connect(address);
        stream.write_all(&length.to_be_bytes()).unwrap();
        assert!(ended(&mut stream), "{length}");
    }
}

#[test]
fn there_are_so_many_connections_and_a_place_is_given_up() {
    let (_simulator, address, _) = start();
    let alive = |stream: &mut TcpStream| {
        stream.write_all(&framed(b"x")).is_ok() && stream.read(&mut [0; 4096]).is_ok_and(|n| n > 0)
    };
    let mut streams: Vec<_> = (0..64).map(|_| connect(address)).collect();
    assert!(streams.iter_mut().all(alive));
    assert!(ended(&mut connect(address)));
    drop(streams.pop());
    // Its thread has to see the end of it.
    let until = Instant::now() + Duration::from_secs(20);
    while !alive(&mut connect(address)) {
        assert!(Instant::now() < until);
    }
    assert!(streams.iter_mut().all(alive));
}

#[test]
fn it_stops_with_connections_open_and_gives_its_store_back() {
    let directory = Directory::new("framed");
    let start = || {
        let builder = Simulator::builder().iterations(10).store(directory.file("store"));
        builder.framed("127.0.0.1:0".parse().unwrap()).start()
    };
    for _ in 0..3 {
        let simulator = start().unwrap();
        let address = simulator.framed_address().unwrap();
        let (mut idle, mut half) = (connect(address), connect(address));
        half.write_all(&[0, 0]).unwrap();
        idle.write_all(&framed(b"x")).unwrap();
        read(&mut idle);
        simulator.stop();
        assert!(ended(&mut idle) && ended(&mut half));
        assert!(TcpStream::connect(address).is_err());
    }
}

#[test]
fn it_is_asked_for_by_name_and_stays_on_loopback() {
    let running = Running::start(&["--framed", "127.0.0.1:0", "--admin", "127.0.0.1:0"]);
    let line: Value = serde_json::from_str(&running.line).unwrap();
    let names: Vec<_> = line.as_object().unwrap().keys().take(4).cloned().collect();
    assert_eq!(names, ["endpoint", "admin", "framed", "now"]);
    let mut stream = connect(line["framed"].as_str().unwrap().parse().unwrap());
    stream.write_all(&framed(b"x")).unwrap();
    read(&mut stream);
    assert!(!Running::start(&[]).line.contains("framed"));
    let ended = program(&["--framed", "0.0.0.0:0"]).output().unwrap();
    assert!(!ended.status.success() && ended.stdout.is_empty());
    assert!(String::from_utf8(ended.stderr).unwrap().contains("no loopback address"));
    let elsewhere = Simulator::builder().framed("192.0.2.1:80".parse().unwrap()).start();
    assert!(matches!(elsewhere, Err(StartError::NotLoopback(_))));
}
