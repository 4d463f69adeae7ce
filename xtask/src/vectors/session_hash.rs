//! `session_hash.json`: the chain, and messages that a receiver has to refuse.

use base64ct::{Base64, Encoding};
use emis_core::fault::FaultCode;
use serde_json::{Value, json};

use super::case::{Case, File, Members, Note, members};
use super::draw::{bytes32, hex, session_id};
use super::drive::{Driven, Setting};
use super::key_schedule::{application, patient};
use super::receptions;
use super::schedule::link;
use super::script;
use crate::Done;

const NOTES: &[Note] = &[
    (
        "AuthenticatedFault",
        "a fault within a chain",
        "a refusal ends the session, or takes the two sides' chains apart",
    ),
    ("Replay", "a message that was accepted before", "a booking is made twice"),
    ("Gap", "a number too high by one, the hash right for it", "a message can be dropped unseen"),
    ("Reordered", "the message after the next comes first", "calls take effect in another order"),
    ("AlteredBody", "the Body says something else", "someone between the two says what is booked"),
    (
        "OtherOctets",
        "the Body says the same in other bytes",
        "the hash covers what was understood and not what travelled",
    ),
    ("AlteredHash", "another SessionHash", "the message is not authenticated at all"),
    ("AlteredSequence", "another Sequence in the Header", "two readings of which call it is"),
    ("WrongSessionId", "another SessionId in the Header", "messages of one session are taken for another's"),
    ("OtherCall", "a genuine reply to another call", "an old answer is taken for the answer"),
    ("OtherKey", "made with another key than the receiver's", "one side's words come back as the other's"),
    (
        "OutsideChanged",
        "another form of the envelope around the same Body, which is valid",
        "senders of other software are refused",
    ),
    ("LastSequence", "the last number, 4,294,967,295, is next", "numbers run over and are used again"),
];

/// Keys and a conversation that was really had.
pub(super) struct Talk {
    pub(super) driven: Driven,
    pub(super) session_id: String,
}

impl Talk {
    fn new(setting: &Setting, script: fn(&mut Driven) -> Done) -> Done<Self> {
        let mut driven = Driven::begin(setting, &setting.client_random(), &setting.server_random()?)?;
        script(&mut driven)?;
        Ok(Self { driven, session_id: setting.answer.session_id.clone() })
    }

    /// The Bodies of call k.
    pub(super) fn bodies(&self, k: u32) -> Done<(&str, &str)> {
        let exchange =
            self.driven.exchanges.iter().find(|exchange| exchange.sequence == k).ok_or("no such call")?;
        Ok((&exchange.request.body, &exchange.response.body))
    }

    /// h_n of the chain.
    pub(super) fn hash(&self, n: u32) -> Done<[u8; 32]> {
        let mut chain = self.driven.keys.hash0;
        for k in 1..=n.div_ceil(2) {
            let (request, response) = self.bodies(k)?;
            chain = link(&chain, &self.driven.keys.request, k, request);
            if 2 * k <= n {
                chain = link(&chain, &self.driven.keys.response, k, response);
            }
        }
        Ok(chain)
    }
}

/// The conversation that most tests take their messages from. Its fourth call is refused.
pub(super) fn booking() -> Done<Talk> {
    Talk::new(&patient("session hash")?, |driven| {
        script::options(driven)?;
        script::available(driven)?;
        script::book(driven, 4712, true)?;
        script::book_in_vain(driven, 4711, FaultCode::SlotUnavailable)?;
        script::cancel(driven, 4712)?;
        script::end(driven)
    })
}

/// The file.
pub(super) fn file() -> Done<File> {
    Ok(File {
        name: "session_hash.json",
        title: "emis-ps/1 session hash",
        prefix: "sh",
        notes: NOTES,
        groups: vec![
            ("Chain", chains()?),
            ("Request", receptions::requests()?),
            ("Response", receptions::responses()?),
        ],
    })
}

fn chains() -> Done<Vec<Case>> {
    let registration = Talk::new(&application("sh-2")?, |driven| {
        script::settings(driven)?;
        script::register(driven)?;
        script::end(driven)
    })?;
    let one = Talk::new(&application("sh-3")?, script::end)?;
    let chain = |number, comment: &str, flags: &[&'static str], talk: &Talk| {
        Case::valid(number, comment, flags, chain(talk))
    };
    Ok(vec![
        chain(1, "six calls, the fourth refused", &["AuthenticatedFault"], &booking()?),
        chain(2, "three calls", &[], &registration),
        chain(3, "one call", &[], &one),
    ])
}

fn chain(talk: &Talk) -> Members {
    let keys = &talk.driven.keys;
    let hash = |hash: Option<[u8; 32]>| hex(&hash.unwrap_or_default());
    let calls: Vec<Value> = talk.driven.exchanges[1..]
        .iter()
        .map(|call| {
            json!({
                "sequence": call.sequence,
                "requestBodyText": call.request.body,
                "requestSessionHash": hash(call.request.hash),
                "fault": call.fault,
                "responseBodyText": call.response.body,
                "responseSessionHash": hash(call.response.hash),
            })
        })
        .collect();
    members(json!({
        "requestKey": hex(&keys.request),
        "responseKey": hex(&keys.response),
        "sessionHash0": hex(&keys.hash0),
        "calls": calls,
    }))
}

/// What a receiver knows, and what comes.
#[derive(Clone)]
pub(super) struct Reception {
    /// K_q where a request is received, K_r where a response is.
    pub(super) key: [u8; 32],
    pub(super) session_id: String,
    pub(super) next: u32,
    pub(super) hash: [u8; 32],
    pub(super) message_session_id: String,
    pub(super) message_sequence: u32,
    pub(super) message_hash: [u8; 32],
    pub(super) body: String,
    /// The whole message, where it is not written as usual.
    pub(super) text: Option<String>,
}

impl Reception {
    /// The good message in this state.
    pub(super) fn good(key: [u8; 32], session_id: &str, next: u32, hash: [u8; 32], body: &str) -> Self {
        Self {
            key,
            session_id: session_id.to_owned(),
            next,
            hash,
            message_session_id: session_id.to_owned(),
            message_sequence: next,
            message_hash: link(&hash, &key, next, body),
            body: body.to_owned(),
            text: None,
        }
    }

    /// The chain's value after the good message.
    fn after(&self) -> [u8; 32] {
        link(&self.hash, &self.key, self.next, &self.body)
    }

    /// The message in the form in which ours are written.
    fn text(&self) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\">\
             <s:Header><Session xmlns=\"urn:emis-ps:1\"><SessionId>{}</SessionId><Sequence>{}</Sequence>\
             <SessionHash>{}</SessionHash></Session></s:Header><s:Body>{}</s:Body></s:Envelope>",
            self.message_session_id,
            self.message_sequence,
            base64(&self.message_hash),
            self.body
        )
    }

    fn inputs(&self, key: &str) -> Members {
        let text = self.text.clone().unwrap_or_else(|| self.text());
        let mut out = Members::new();
        out.insert("sessionId".into(), self.session_id.clone().into());
        out.insert(key.into(), hex(&self.key).into());
        out.extend(members(json!({
            "nextSequence": self.next,
            "sessionHash": hex(&self.hash),
            "messageText": text,
            "messageSessionId": self.message_session_id,
            "messageSequence": self.message_sequence,
            "messageSessionHash": hex(&self.message_hash),
            "messageBodyText": self.body,
        })));
        out
    }
}

/// In base64.
pub(super) fn base64(bytes: &[u8; 32]) -> String {
    let mut buffer = [0; 44];
    Base64::encode(bytes, &mut buffer).unwrap_or_default().to_owned()
}

/// Makes tests of one direction.
pub(super) struct Maker {
    /// `requestKey` or `responseKey`.
    pub(super) key: &'static str,
    pub(super) cases: Vec<Case>,
}

impl Maker {
    fn complete(&self, test: &Reception, good: &Reception) -> Members {
        let mut out = test.inputs(self.key);
        out.insert("sessionHashAfter".into(), hex(&good.after()).into());
        if self.key == "requestKey" {
            let fault = if test.message_session_id != test.session_id {
                "SessionNotFound"
            } else if test.message_sequence == test.next && test.message_hash == test.after() {
                ""
            } else {
                "SessionInvalidated"
            };
            out.insert("fault".into(), fault.into());
        }
        out
    }

    pub(super) fn valid(&mut self, number: u32, comment: &str, flags: &[&'static str], test: &Reception) {
        self.cases.push(Case::valid(number, comment, flags, self.complete(test, test)));
    }

    /// `test` is to be refused, and would be good if it were `good`.
    pub(super) fn invalid(
        &mut self,
        number: u32,
        comment: &str,
        flags: &[&'static str],
        good: &Reception,
        test: &Reception,
    ) {
        let bad = self.complete(test, good);
        let case = Case::invalid(number, comment, flags, &good.inputs(self.key), bad, &["messageText"]);
        self.cases.push(case);
    }
}

/// Keys of a session that has nothing to do with the others.
pub(super) fn other_key() -> [u8; 32] {
    bytes32("another session's key")
}

/// Another session.
pub(super) fn other_session() -> String {
    session_id("another session")
}
