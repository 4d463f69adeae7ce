//! The owned messages read and written with `serde-xml-rs`: whole Body elements, of every operation, both ways.
//!
//! It is a second opinion on the core's reader and writer, for tests and for tools: other tokens, other namespaces,
//! other mapping to fields. What it shares with the core are the tables of fields, which say what may be left out, and
//! the types of single values. It allocates for every element, so it is not meant for production.
//!
//! ```
//! use emis_core::owned::appointments::CancelAppointment;
//! use emis_core::owned::types::Text;
//! use emis_core::profile::OpenProfile;
//!
//! let request = CancelAppointment { slot_id: 7, reason: Some(Text::new("better & well")?) };
//! let body = emis_serde_xml::write_request::<_, OpenProfile>(&request)?;
//! assert_eq!(
//!     body,
//!     "<CancelAppointment xmlns=\"urn:emis-ps:1\"><SlotId>7</SlotId><Reason>better &amp; well</Reason></CancelAppointment>"
//! );
//! assert!(emis_serde_xml::read_request::<CancelAppointment, OpenProfile>(&body)? == request);
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! # What it does not check
//!
//! It accepts everything that the core accepts, and reads the same values. It also accepts some of what the core
//! refuses:
//!
//! - It knows no session: neither the SessionHash nor the schema version is looked at. Every field that any version has
//!   is read, and written.
//! - The limits of protocol.md section 5 are not kept: depth, names, attributes, declarations, the length of the whole.
//!   Give it nothing longer than you would give the core.
//! - It finds what XML forbids only as far as its parser does.
//! - A whole number may have a plus sign or leading zeros.
//! - An unknown word in a request is kept, where the core reports FieldInvalid.
//! - White space written as references is white space between elements.
//!
//! BeginSession, its response and the Header's blocks are exact forms, and have none here. A Fault is SOAP's element
//! around a FaultDetail; the FaultDetail is read and written.
//!
//! # Secrets
//!
//! A registration's response has a key in it. What is written here is an ordinary `String`, and what is read passes
//! through ordinary buffers, which are not wiped.
//!
//! `serde-xml-rs` writes **every text** that it reads to the `log` crate at level trace. The feature `no-wire-log`, on
//! by default, compiles that level out of the whole program. If you turn it off, keep the target `serde_xml_rs` out of
//! the logs.
#![forbid(unsafe_code)]

mod error;
mod plain;

use core::fmt;

use emis_core::messages::{Operation, Side};
use emis_core::owned::fault::Fault;
use emis_core::profile::Profile;
use serde_core::de::DeserializeOwned;
use serde_core::{Serialize, Serializer};
use serde_xml_rs::SerdeXml;
use xml::{EmitterConfig, ParserConfig};

pub use error::{ReadError, ReadErrorKind, WriteError};

use plain::Element;

/// Reads the Body of a request of [`owned`](emis_core::owned).
///
/// # Errors
/// [`ReadError`].
pub fn read_request<O: Operation + DeserializeOwned, P: Profile>(body: &str) -> Result<O, ReadError> {
    let info = O::DESCRIPTOR;
    read::<O, P>(body, Element { name: info.name, fields: info.request, side: Side::Request })
}

/// Reads the Body of a response to a request of [`owned`](emis_core::owned).
///
/// # Errors
/// [`ReadError`].
pub fn read_response<O: Operation, P: Profile>(body: &str) -> Result<O::Response<'static>, ReadError>
where
    O::Response<'static>: DeserializeOwned,
{
    let info = O::DESCRIPTOR;
    read::<_, P>(body, Element { name: info.response_name, fields: info.response, side: Side::Response })
}

/// Reads a FaultDetail, as it stands in the Detail of a Fault.
///
/// # Errors
/// [`ReadError`].
pub fn read_fault_detail<P: Profile>(element: &str) -> Result<Fault, ReadError> {
    let fields = Fault::FIELDS;
    read::<_, P>(element, Element { name: FAULT_DETAIL, fields, side: Side::Response })
}

/// Writes the Body of a request.
///
/// # Errors
/// [`WriteError`].
pub fn write_request<O: Operation + Serialize, P: Profile>(request: &O) -> Result<String, WriteError> {
    write::<_, P>(request, O::DESCRIPTOR.name)
}

/// Writes the Body of a response.
///
/// # Errors
/// [`WriteError`].
pub fn write_response<O: Operation, P: Profile>(response: &O::Response<'static>) -> Result<String, WriteError>
where
    O::Response<'static>: Serialize,
{
    write::<_, P>(response, O::DESCRIPTOR.response_name)
}

/// Writes a FaultDetail, for the Detail of a Fault.
///
/// # Errors
/// [`WriteError`].
pub fn write_fault_detail<P: Profile>(fault: &Fault) -> Result<String, WriteError> {
    write::<_, P>(fault, FAULT_DETAIL)
}

const FAULT_DETAIL: &str = "FaultDetail";

fn read<T: DeserializeOwned, P: Profile>(text: &str, expected: Element) -> Result<T, ReadError> {
    let plain = plain::plain(text, expected, P::NAMESPACE)?;
    // By default it would take the white space from around texts.
    let parser = ParserConfig::new().whitespace_to_characters(true);
    let config = SerdeXml::new().parser(parser);
    let mut deserializer = serde_xml_rs::Deserializer::from_config(config, plain.as_bytes());
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| ReadError::of_value(&error, expected))
}

fn write<T: Serialize, P: Profile>(message: &T, name: &'static str) -> Result<String, WriteError> {
    // As the core writes: no declaration in front of it, and an end tag for an empty element too.
    let emitter = EmitterConfig::new().write_document_declaration(false).normalize_empty_elements(false);
    let config = SerdeXml::new().emitter(emitter).default_namespace(P::NAMESPACE);
    let text = config.to_string(&Named { name, message }).map_err(|_| WriteError)?;
    // The emitter writes a carriage return as it is, which is read as a line feed. There are none but those of texts.
    Ok(text.replace('\r', "&#13;"))
}

/// A message under its element's name.
struct Named<'m, T> {
    name: &'static str,
    message: &'m T,
}

impl<T: Serialize> Serialize for Named<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(self.name, self.message)
    }
}

impl<T> fmt::Debug for Named<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
