//! Owned messages: any bytes as the Body of a request or a response, read by the core in both forms, by serde-xml-rs and
//! by `roxmltree`.
//!
//! Input: the operation (a byte), which way the message goes (a byte), the Body.
//!
//! Claims: the owned form is read exactly where the borrowed one is and all that it has can be kept, and they say the
//! same; and whatever the core reads, the other two read too, and find the same values. Which of what the core refuses
//! they take is not asked: the page of `emis-serde-xml` names it. What is written of it by the core and by serde-xml-rs
//! is the same, byte for byte.

use emis_core::codec::Decode;
use emis_core::messages::Operation;
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::receive;

use crate::null::Null;
use crate::operations::{Message, VisitOwned, picked, visit_owned};
use crate::sessions::{NOW, accepted, kind, least, pair, request, respond, wrapped};
use crate::tree;

/// The newest, since neither of the others knows of versions.
const VERSION: Version = Version::V2_1;

/// The target.
pub fn run(data: &[u8]) {
    let [operation, side, body @ ..] = data else { return };
    let info = picked(*operation);
    let message = wrapped(body);
    // What is no message of a Body of its own is the other targets' matter.
    if !receive::<Null>(&message).is_ok_and(|received| received.operation().is_some() || side & 1 == 1) {
        return;
    }
    let Ok(body) = core::str::from_utf8(body) else { return };
    match side & 1 {
        0 => visit_owned(info.name, Request { message: &message, body }),
        _ => visit_owned(info.name, Response { message: &message, body }),
    }
}

struct Request<'m> {
    message: &'m [u8],
    body: &'m str,
}

impl<'m> VisitOwned<'m> for Request<'m> {
    fn visit<B, O, R>(self, _: &'static str)
    where
        B: Operation + Decode<'m>,
        O: for<'r> Operation<Response<'r> = R> + Message + TryFrom<B>,
        R: Message + TryFrom<B::Response<'m>>,
    {
        let (mut client, mut server) = pair(kind(O::DESCRIPTOR), VERSION);
        let received = receive::<Null>(self.message).expect("it was received before");
        let call = server.accept(&received).expect("nothing is asked of it");
        let borrowed: Option<B> = call.read(&received).ok();
        let owned: Option<O> = call.read(&received).ok();
        let kept: Option<O> = borrowed.and_then(|read| read.try_into().ok());
        assert!(owned == kept, "borrowed and kept, and read as owned");
        let Some(owned) = owned else { return };
        same_json(&owned, self.body, O::DESCRIPTOR.name, O::DESCRIPTOR.request);
        match emis_serde_xml::read_request::<O, OpenProfile>(self.body) {
            Ok(theirs) => assert!(theirs == owned, "serde-xml-rs reads other values"),
            Err(error) => panic!("serde-xml-rs refuses what the core reads: {error}"),
        }
        let text = emis_serde_xml::write_request::<O, OpenProfile>(&owned).expect("it can be written");
        let message = request(&mut client, &owned).expect("it can be called");
        assert!(message == wrapped(text.as_bytes()), "serde-xml-rs writes otherwise");
    }
}

struct Response<'m> {
    message: &'m [u8],
    body: &'m str,
}

impl<'m> VisitOwned<'m> for Response<'m> {
    fn visit<B, O, R>(self, fields: &'static str)
    where
        B: Operation + Decode<'m>,
        O: for<'r> Operation<Response<'r> = R> + Message + TryFrom<B>,
        R: Message + TryFrom<B::Response<'m>>,
    {
        let least = least(O::DESCRIPTOR, fields);
        let (call, asked) = accepted::<O>(&mut pair(kind(O::DESCRIPTOR), VERSION).1, least);
        let owned: Option<R> = read(&asked, self.message);
        let asked = accepted::<B>(&mut pair(kind(O::DESCRIPTOR), VERSION).1, least).1;
        let borrowed: Option<B::Response<'m>> = read(&asked, self.message);
        let kept: Option<R> = borrowed.and_then(|read| read.try_into().ok());
        assert!(owned == kept, "borrowed and kept, and read as owned");
        let Some(owned) = owned else { return };
        same_json(&owned, self.body, O::DESCRIPTOR.response_name, O::DESCRIPTOR.response);
        match emis_serde_xml::read_response::<O, OpenProfile>(self.body) {
            Ok(theirs) => assert!(theirs == owned, "serde-xml-rs reads other values"),
            Err(error) => panic!("serde-xml-rs refuses what the core reads: {error}"),
        }
        let text = emis_serde_xml::write_response::<O, OpenProfile>(&owned).expect("it can be written");
        assert!(respond::<O>(&call, &owned) == wrapped(text.as_bytes()), "serde-xml-rs writes otherwise");
    }
}

fn read<'m, O: Operation>(request: &O, reply: &'m [u8]) -> Option<O::Response<'m>> {
    let (mut client, _) = pair(kind(O::DESCRIPTOR), VERSION);
    let mut out = [0; 2048];
    client.call(request, &mut out, NOW).expect("the shortest request can be sent").read(reply).ok()
}

/// `roxmltree` finds the same values.
fn same_json<T: Message>(read: &T, body: &str, name: &str, fields: &[emis_core::messages::FieldDescriptor]) {
    let ours = serde_json::to_value(read).expect("it can be written");
    assert_eq!(tree::message(body, name, fields), Some(ours), "roxmltree reads other values");
}
