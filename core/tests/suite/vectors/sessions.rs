//! Whole sessions.

use emis_core::envelope::{self, Block};
use emis_core::messages::SessionKind;
use emis_core::profile::{OpenProfile, SoftwareKeys};
use emis_core::session::SessionState;
use serde_json::Value;

use super::frame::{Expected, Test, hex};
use super::replay::Parties;

pub(crate) fn session((mut test, _): (Test, Expected)) {
    let t = &mut test;
    let id = t.id().to_owned();
    let mut parties = Parties::take_common(t);
    parties.client_random = t.bytes("clientRandom");
    parties.server_random = t.bytes("serverRandom");
    let (client, server) = (t.bytes("clientPreSharedKey"), t.bytes("serverPreSharedKey"));
    let keys = SoftwareKeys::<OpenProfile>::derive(&client, &server, &parties.application).unwrap();
    let mut begun = parties.begin(keys);
    let kind = match t.text("kind").as_str() {
        "application" => SessionKind::Application,
        "patient" => SessionKind::Patient,
        other => panic!("{id}: the kind {other} is not known"),
    };
    assert_eq!((begun.client.kind(), begun.server.kind()), (kind, kind), "{id}");
    // The keys are not shown; that they are these is shown by the first call's hashes, which are made with them.
    let keys = [t.bytes32("requestKey"), t.bytes32("responseKey")];
    let mut chain = t.bytes32("sessionHash0");

    let Value::Array(messages) = t.take("messages") else { panic!("{id}: no messages") };
    for (k, exchange) in messages.into_iter().enumerate() {
        let k = u32::try_from(k).unwrap();
        let mut exchange = Test::new(&id, exchange);
        assert_eq!(exchange.number("sequence"), k, "{id}");
        let operation = exchange.text("operation");
        let (request, response) = (exchange.text("requestText"), exchange.text("responseText"));
        let status = exchange.number("httpStatus");
        if k == 0 {
            assert_eq!(begun.request, request, "{id}");
            assert_eq!(begun.reply, response, "{id}");
            assert_eq!((operation.as_str(), status), ("BeginSession", 200), "{id}");
        } else {
            let fault = begun.exchange(&operation, &request, &response);
            let expected = match fault {
                None => 200,
                Some("InternalError" | "Unavailable") => 500,
                Some(_) => 400,
            };
            assert_eq!(status, expected, "{id}");
        }
        for (key, side, text) in [(0, "request", &request), (1, "response", &response)] {
            let body = exchange.text(&format!("{side}BodyText"));
            let hash = exchange.text(&format!("{side}SessionHash"));
            let found = envelope::read::<OpenProfile>(text.as_bytes()).unwrap();
            assert_eq!(found.body, body, "{id}");
            if let Block::Session { session_hash, .. } = found.block {
                chain = super::session_hash::link(&chain, &keys[key], k, &body);
                assert_eq!(hex(&session_hash), hash, "{id}");
                assert_eq!(hex(&chain), hash, "{id}");
            } else {
                assert_eq!((k, hash.as_str()), (0, ""), "{id}");
            }
        }
        exchange.end();
    }
    assert_eq!(begun.client.state(), SessionState::Ended, "{id}: the last operation is EndSession");
    test.end();
}
