//! The exact bytes of the later operations' requests and responses, written out by hand: the shortest form and the
//! fullest. (The first ones are in `message_bytes`.)

mod messaging;
mod prescribing;
mod record;
mod registering;

use crate::common::catalogue::begun_for;
use crate::common::kept::kept;
use crate::common::{body, received, time};
use emis_core::codec::Decode;
use emis_core::messages::Operation;
use emis_core::profile::Version;
use emis_core::types::{Date, DateTime, Guid, Text};

/// What a client writes, and a server reads and writes the same.
#[track_caller]
fn request<O: Operation>(request: &O, expected: &str) {
    let name = O::DESCRIPTOR.name;
    let expected = format!("<{name} xmlns=\"urn:emis-ps:1\">{expected}</{name}>");
    let mut begun = begun_for(O::DESCRIPTOR, Version::V2_1);
    let mut out = vec![0; 20_000];
    let call = begun.client.call(request, &mut out, time(0)).unwrap();
    assert_eq!(body(kept(call.bytes())), expected);
    let again =
        crate::common::catalogue::requests().into_iter().find(|row| row.info.name == name).unwrap().again;
    assert_eq!(again(&expected, Version::V2_1), expected);
}

/// What a server writes, and a client reads and writes the same.
#[track_caller]
fn response<'r, O: Operation<Response<'r> = R>, R: Decode<'r>>(asked: &O, answered: &R, expected: &str) {
    let name = O::DESCRIPTOR.response_name;
    let expected = format!("<{name} xmlns=\"urn:emis-ps:1\">{expected}</{name}>");
    let mut begun = begun_for(O::DESCRIPTOR, Version::V2_1);
    let (mut out, mut reply) = (vec![0; 20_000], vec![0; 20_000]);
    let call = begun.client.call(asked, &mut out, time(0)).unwrap();
    let carried = begun.server.accept(&received::<crate::common::Null>(call.bytes())).unwrap();
    let (length, _) = carried.respond::<O>(answered, &mut reply).unwrap();
    assert_eq!(body(kept(&reply[..length])), expected);
    let again = crate::common::catalogue::responses()
        .into_iter()
        .find(|row| row.info.name == O::DESCRIPTOR.name)
        .unwrap()
        .again;
    assert_eq!(again(&expected, Version::V2_1), expected);
}

fn text<const N: usize>(text: &str) -> Text<'_, N> {
    Text::new(text).unwrap()
}

#[allow(clippy::unnecessary_wraps)] // what stands in a field
fn some<const N: usize>(of: &str) -> Option<Text<'_, N>> {
    Some(text(of))
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn when(text: &str) -> DateTime {
    DateTime::parse(text).unwrap()
}

/// `01010101-0101-…` for 1.
fn guid(n: u8) -> Guid {
    Guid::from_bytes([n; 16])
}

const G1: &str = "01010101-0101-0101-0101-010101010101";
const G2: &str = "02020202-0202-0202-0202-020202020202";
