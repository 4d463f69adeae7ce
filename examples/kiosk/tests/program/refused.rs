//! What the kiosk cannot do, whose fault it is, and what it ends with.

use std::net::TcpListener;

use crate::common::{Directory, kiosk, simulator};

#[test]
fn wrong_options_end_with_status_2() {
    for wrong in [&["--nonsense"][..], &["--practice", "x"], &["--server"], &["what"]] {
        let run = kiosk(wrong);
        assert_eq!((run.status, &*run.screen), (Some(2), ""), "{wrong:?}");
        assert!(run.log.contains("error: "), "{}", run.log);
    }
    let help = kiosk(&["--help"]);
    assert_eq!(help.status, Some(0));
    for option in ["--server <FILE>", "--practice <ODS>", "--credentials <FILE>", "--pause <MILLISECONDS>"] {
        assert!(help.screen.contains(option), "{}", help.screen);
    }
}

#[test]
fn a_server_file_that_is_none() {
    let directory = Directory::new();
    let missing = directory.file("missing.json");
    kiosk(&["--server", missing.to_str().unwrap()]).failed(&[
        "missing.json: it cannot be opened (entity not found)",
        "The start of the kiosk is at fault",
    ]);
    for (text, said) in [
        ("", "it is not JSON (line 1, column 0)"),
        ("{\"endpoint\":\"hunter2\"", "it is not JSON (line 1, column "),
        ("listening on hunter2\n", "it is not JSON (line 1, column 1)"),
        ("{}", "its endpoint is missing or is not a text"),
        ("[1]", "its endpoint is missing or is not a text"),
    ] {
        let run = kiosk(&["--server", &directory.with("server.json", text)]);
        run.failed(&[said, "start a server, keep the one line that it prints in a file"]);
        assert!(!run.log.contains("hunter2"));
    }
}

#[test]
fn a_server_that_is_gone() {
    let directory = Directory::new();
    // The port is free again, and closed.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let simulator = simulator();
    let line = simulator.description().replace(simulator.endpoint(), &format!("http://{address}/x"));
    let run = kiosk(&["--server", &directory.with("server.json", &line)]);
    run.failed(&["could not be reached, and nothing was sent", "check that the server runs"]);
    assert!(run.screen.contains("Please ask at reception."));
}

#[test]
fn a_server_that_the_line_does_not_fit() {
    let (simulator, directory) = (simulator(), Directory::new());
    let line = simulator.description();
    let key = line.split_once("\"serverPreSharedKey\":\"").unwrap().1.split_once('"').unwrap().0;
    for (old, new, said) in [
        (simulator.endpoint(), "http://practice.example/", "plain http is for this machine only"),
        (key, "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "The keys here and there are not the same"),
        (key, "c2hvcnQ=", "pre_shared_keys.server must be 16 to 128 bytes"),
        ("\"live\":true", "\"live\":false", "no practice of the server is live"),
        ("/patient-services\"", "/elsewhere\"", "status 404"),
    ] {
        let run = kiosk(&["--server", &directory.with("server.json", &line.replace(old, new))]);
        run.failed(&[said]);
        assert!(!run.log.contains(key));
    }
}

#[test]
fn a_practice_that_is_none() {
    let (simulator, directory) = (simulator(), Directory::new());
    let server = directory.with("server.json", &simulator.description());
    kiosk(&["--server", &server, "--practice", "Z99999"])
        .failed(&["the server has no practice Z99999", "A99001, B99002, C99003, D99004, E99005"]);
    kiosk(&["--server", &server, "--practice", "E99005"]).failed(&["practice E99005"]);
    let line = simulator.description().replace("D99004", "Z99999");
    let server = directory.with("server.json", &line);
    kiosk(&["--server", &server, "--practice", "Z99999"]).failed(&["the server knows no such practice"]);
}

#[test]
fn letters_that_are_used_up() {
    let (simulator, directory) = (simulator(), Directory::new());
    // The line with one letter of the practice left.
    let line = simulator.description();
    let (head, letters) = line.split_once("\"pinDocuments\":[").unwrap();
    let one = letters.split_inclusive('}').find(|letter| letter.contains("A99001")).unwrap();
    let server =
        directory.with("server.json", &format!("{head}\"pinDocuments\":[{}]}}", one.trim_start_matches(',')));
    kiosk(&["--server", &server, "--practice", "A99001"]).worked(&["It is booked."]);
    let run = kiosk(&["--server", &server, "--practice", "A99001"]);
    run.failed(&["all 1 PIN documents of practice A99001", "start the server anew"]);
}

#[test]
fn a_credentials_file_that_cannot_be_used() {
    let (simulator, directory) = (simulator(), Directory::new());
    let server = directory.with("server.json", &simulator.description());
    let nowhere = directory.file("nowhere/credentials.toml");
    kiosk(&["--server", &server, "--credentials", nowhere.to_str().unwrap()])
        .failed(&["it cannot be written"]);
    let wrong = directory.with("credentials.toml", "application_id = 1\n");
    kiosk(&["--server", &server, "--credentials", &wrong]).failed(&["credentials file "]);
    // Of another application.
    let kept = directory.file("kept.toml");
    let kept = kept.to_str().unwrap();
    kiosk(&["--server", &server, "--credentials", kept]).worked(&["Goodbye."]);
    let line = simulator.description();
    let id = line.split_once("\"applicationId\":\"").unwrap().1.split_once('"').unwrap().0;
    let other = line.replace(id, "00000000-0000-4000-8000-000000000001");
    let server = directory.with("other.json", &other);
    kiosk(&["--server", &server, "--credentials", kept]).failed(&["is of another application"]);
}
