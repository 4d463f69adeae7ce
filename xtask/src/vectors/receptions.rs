//! The tests `Request` and `Response` of `session_hash.json`.
//!
//! Both directions have the same rules, so most tests are made for both; their numbers differ by 100.

use super::case::Case;
use super::schedule::link;
use super::session_hash::{Maker, Reception, Talk, base64, booking, other_key, other_session};
use crate::Done;

/// One direction of the conversation.
struct Side {
    /// What is added to the numbers of the tests.
    base: u32,
    response: bool,
    talk: Talk,
}

impl Side {
    /// The good reception of the message number k of this direction.
    fn good(&self, k: u32) -> Done<Reception> {
        let keys = &self.talk.driven.keys;
        let (request, response) = self.talk.bodies(k)?;
        let id = &self.talk.session_id;
        Ok(if self.response {
            Reception::good(keys.response, id, k, self.talk.hash(2 * k - 1)?, response)
        } else {
            Reception::good(keys.request, id, k, self.talk.hash(2 * k - 2)?, request)
        })
    }

    /// The other direction's key.
    fn reverse_key(&self) -> [u8; 32] {
        let keys = &self.talk.driven.keys;
        if self.response { keys.request } else { keys.response }
    }
}

/// Requests as a server receives them.
pub(super) fn requests() -> Done<Vec<Case>> {
    let side = Side { base: 100, response: false, talk: booking()? };
    let mut maker = Maker { key: "requestKey", cases: Vec::new() };
    both(&side, &mut maker)?;

    let good = side.good(3)?;
    let mut bad = good.clone();
    bad.body = good.body.replace("4712", "4711");
    maker.invalid(171, "another slot is booked", &["AlteredBody"], &good, &bad);
    bad.body = good.body.replace("<BookingReason>Knee", "<BookingReason>knee");
    maker.invalid(172, "one letter of the reason", &["AlteredBody"], &good, &bad);
    bad.body = good.body.replace(" &gt;1", " >1");
    maker.invalid(173, "a > that was written as a reference", &["OtherOctets"], &good, &bad);
    bad.body = good.body.replace("<SlotId>4712", "<SlotId>&#x34;712");
    maker.invalid(174, "a digit written as a reference", &["OtherOctets"], &good, &bad);

    // A genuine response, sent back to the server as the next request.
    let good = side.good(2)?;
    let mut bad = good.clone();
    let (_, response) = side.talk.bodies(1)?;
    bad.message_sequence = 1;
    bad.message_hash = side.talk.hash(2)?;
    response.clone_into(&mut bad.body);
    maker.invalid(175, "the response to the call before, sent back as a request", &["OtherKey"], &good, &bad);
    Ok(maker.cases)
}

/// Responses as a client receives them.
pub(super) fn responses() -> Done<Vec<Case>> {
    let side = Side { base: 200, response: true, talk: booking()? };
    let mut maker = Maker { key: "responseKey", cases: Vec::new() };
    both(&side, &mut maker)?;
    maker.valid(
        271,
        "a fault, which is a verified reply like any other",
        &["AuthenticatedFault"],
        &side.good(4)?,
    );

    let good = side.good(3)?;
    let mut bad = good.clone();
    bad.body = good.body.replace("4712", "4711");
    maker.invalid(272, "another slot was booked", &["AlteredBody"], &good, &bad);
    let good = side.good(4)?;
    let mut bad = good.clone();
    side.talk.bodies(3)?.1.clone_into(&mut bad.body);
    maker.invalid(
        273,
        "a success in place of the fault",
        &["AlteredBody", "AuthenticatedFault"],
        &good,
        &bad,
    );
    bad.body = good.body.replace("SlotUnavailable</Code>", "InternalError</Code>");
    maker.invalid(274, "another fault", &["AlteredBody", "AuthenticatedFault"], &good, &bad);

    // A genuine response to another call.
    let good = side.good(2)?;
    let bad = Reception { next: 3, hash: side.talk.hash(5)?, ..good.clone() };
    maker.invalid(275, "the reply to the call before", &["OtherCall", "Replay"], &good, &bad);
    let bad = Reception { message_sequence: 3, ..bad };
    maker.invalid(276, "the reply to the call before under this call's number", &["OtherCall"], &good, &bad);
    let good = side.good(3)?;
    let bad = Reception { next: 2, hash: side.talk.hash(3)?, ..good.clone() };
    maker.invalid(277, "the reply to the call after", &["OtherCall"], &good, &bad);

    // The client's own request, sent back.
    let good = side.good(3)?;
    let mut bad = good.clone();
    bad.message_hash = side.talk.hash(5)?;
    side.talk.bodies(3)?.0.clone_into(&mut bad.body);
    maker.invalid(278, "the request, sent back as its response", &["OtherKey"], &good, &bad);
    Ok(maker.cases)
}

fn both(side: &Side, maker: &mut Maker) -> Done {
    valid(side, maker)?;
    order(side, maker)?;
    header(side, maker)?;
    bytes(side, maker)?;
    last(side, maker)
}

/// Other forms of the envelope around the same Body.
fn envelopes(good: &Reception) -> Vec<(&'static str, String)> {
    let (id, k, hash) = (&good.message_session_id, good.message_sequence, base64(&good.message_hash));
    let body = &good.body;
    let soap = "http://www.w3.org/2003/05/soap-envelope";
    let block =
        format!("<SessionId>{id}</SessionId><Sequence>{k}</Sequence><SessionHash>{hash}</SessionHash>");
    vec![
        (
            "other prefixes, and no XML declaration",
            format!(
                "<env:Envelope xmlns:env='{soap}' xmlns:e='urn:emis-ps:1'><env:Header><e:Session>\
                 <e:SessionId>{id}</e:SessionId><e:Sequence>{k}</e:Sequence><e:SessionHash>{hash}</e:SessionHash>\
                 </e:Session></env:Header><env:Body>{body}</env:Body></env:Envelope>"
            ),
        ),
        (
            "SOAP in the default namespace, a byte order mark, and a declaration in other words",
            format!(
                "\u{FEFF}<?xml version='1.0'  encoding='utf-8' standalone=\"yes\" ?>\n<Envelope xmlns=\"{soap}\">\
                 <Header><Session xmlns=\"urn:emis-ps:1\">{block}</Session></Header><Body>{body}</Body></Envelope>"
            ),
        ),
        (
            "white space between the elements around Body",
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<s:Envelope xmlns:s=\"{soap}\">\n  <s:Header>\n\t\
                 <Session xmlns=\"urn:emis-ps:1\">{block}</Session>\n  </s:Header>\n  <s:Body>{body}</s:Body>\n\
                 </s:Envelope>\n"
            ),
        ),
        (
            "attributes, and declarations on Envelope and Body that have no effect inside",
            format!(
                "<s:Envelope xmlns:s=\"{soap}\" xml:lang=\"en\" a=\"&lt;&#10;\"><s:Header><Session \
                 xmlns=\"urn:emis-ps:1\" s:relay='true'>{block}</Session></s:Header><s:Body \
                 xmlns=\"urn:nobody\" xmlns:x=\"urn:emis-ps:1\" x:id='\"'>{body}</s:Body></s:Envelope>"
            ),
        ),
        (
            "Header blocks of another namespace, which nobody has to understand",
            format!(
                "<s:Envelope xmlns:s=\"{soap}\"><s:Header><w:Action xmlns:w=\"urn:nobody\" s:mustUnderstand=\"0\">\
                 <w:Body/></w:Action><Session xmlns=\"urn:emis-ps:1\">{block}</Session><Other xmlns=\"\">7</Other>\
                 </s:Header><s:Body>{body}</s:Body></s:Envelope>"
            ),
        ),
    ]
}

/// Their texts.
pub(super) fn envelope_texts() -> Done<Vec<String>> {
    let side = Side { base: 0, response: false, talk: booking()? };
    Ok(envelopes(&side.good(2)?).into_iter().map(|(_, text)| text).collect())
}

fn valid(side: &Side, maker: &mut Maker) -> Done {
    maker.valid(side.base + 1, "the first message", &[], &side.good(1)?);
    maker.valid(side.base + 2, "the third message", &[], &side.good(3)?);
    let good = side.good(2)?;
    for (i, (comment, text)) in envelopes(&good).into_iter().enumerate() {
        let test = Reception { text: Some(text), ..good.clone() };
        maker.valid(side.base + 11 + u32::try_from(i)?, comment, &["OutsideChanged"], &test);
    }
    Ok(())
}

fn order(side: &Side, maker: &mut Maker) -> Done {
    let (first, second, third) = (side.good(1)?, side.good(2)?, side.good(3)?);
    let replay = Reception { next: 2, hash: second.hash, ..first.clone() };
    maker.invalid(side.base + 21, "the message before, once more", &["Replay"], &first, &replay);
    let replay = Reception { next: 3, hash: third.hash, ..first.clone() };
    maker.invalid(side.base + 22, "the first message, two later", &["Replay"], &first, &replay);
    let early = Reception { next: 1, hash: first.hash, ..second.clone() };
    maker.invalid(side.base + 23, "the second message before the first", &["Reordered"], &second, &early);
    let same_state = Reception::good(second.key, &second.session_id, 3, second.hash, &second.body);
    let gap = Reception { next: 2, ..same_state.clone() };
    maker.invalid(side.base + 24, "a number left out, the hash right for it", &["Gap"], &same_state, &gap);
    Ok(())
}

fn header(side: &Side, maker: &mut Maker) -> Done {
    let good = side.good(2)?;
    let mut put = |number, comment: &str, flag, change: &dyn Fn(&mut Reception)| {
        let mut bad = good.clone();
        change(&mut bad);
        maker.invalid(side.base + number, comment, &[flag], &good, &bad);
    };
    put(31, "the first bit of the hash", "AlteredHash", &|r| r.message_hash[0] ^= 0x80);
    put(32, "the last bit of the hash", "AlteredHash", &|r| r.message_hash[31] ^= 1);
    put(33, "a hash of zeros", "AlteredHash", &|r| r.message_hash = [0; 32]);
    put(34, "the chain's value before in place of the hash", "AlteredHash", &|r| r.message_hash = r.hash);
    put(35, "the next number over the same hash", "AlteredSequence", &|r| r.message_sequence = 3);
    put(36, "the number before over the same hash", "AlteredSequence", &|r| r.message_sequence = 1);
    put(37, "the last number over the same hash", "AlteredSequence", &|r| r.message_sequence = u32::MAX);
    put(38, "another session's SessionId", "WrongSessionId", &|r| r.message_session_id = other_session());
    let keyed = Reception::good(side.reverse_key(), &good.session_id, 2, good.hash, &good.body);
    let bad = Reception { key: good.key, ..keyed.clone() };
    maker.invalid(side.base + 41, "made with the other direction's key", &["OtherKey"], &keyed, &bad);
    let keyed = Reception::good(other_key(), &good.session_id, 2, good.hash, &good.body);
    let bad = Reception { key: good.key, ..keyed.clone() };
    maker.invalid(side.base + 42, "made with another session's key", &["OtherKey"], &keyed, &bad);
    Ok(())
}

/// The same said in other bytes.
fn bytes(side: &Side, maker: &mut Maker) -> Done {
    let good = side.good(3)?;
    for (number, comment, from, to) in [
        (51, "the namespace in the other quotes", "xmlns=\"urn:emis-ps:1\"", "xmlns='urn:emis-ps:1'"),
        (52, "a space in a start tag", "<SlotId>", "<SlotId >"),
        (53, "a space in an end tag", "</SlotId>", "</SlotId >"),
        (54, "an attribute that says nothing", "<SlotId>", "<SlotId a=\"\">"),
        (55, "a line feed between two elements", "<SlotId>", "\n<SlotId>"),
        (56, "a prefix in place of the default namespace", "", ""),
    ] {
        let mut bad = good.clone();
        bad.body = match number {
            56 => prefixed(&good.body),
            _ => good.body.replacen(from, to, 1),
        };
        maker.invalid(side.base + number, comment, &["OtherOctets"], &good, &bad);
    }
    Ok(())
}

/// The Body's elements with a prefix.
fn prefixed(body: &str) -> String {
    body.replace("</", "\u{0}").replace('<', "<e:").replace('\u{0}', "</e:").replacen("xmlns=", "xmlns:e=", 1)
}

/// The last number. What is next after it is a new session.
fn last(side: &Side, maker: &mut Maker) -> Done {
    let flags = &["LastSequence"];
    let template = side.good(3)?;
    let last = Reception::good(template.key, &template.session_id, u32::MAX, template.hash, &template.body);
    maker.valid(side.base + 61, "the last number", flags, &last);
    for (number, comment, k) in [
        (62, "the number before the last, the hash right for it", u32::MAX - 1),
        (63, "the first number, the hash right for it", 1),
    ] {
        let good = Reception::good(last.key, &last.session_id, k, last.hash, &last.body);
        let bad = Reception { next: u32::MAX, ..good.clone() };
        maker.invalid(side.base + number, comment, flags, &good, &bad);
    }
    let mut bad = last.clone();
    // What comes of a number that ran over.
    bad.message_hash = link(&last.hash, &last.key, 1, &last.body);
    maker.invalid(side.base + 64, "the hash right for the first number", flags, &last, &bad);
    Ok(())
}
