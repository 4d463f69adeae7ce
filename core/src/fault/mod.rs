//! Faults: what a server says when it does not do what it was asked.
//!
//! A fault is only to be believed if it came in a verified reply (protocol.md section 4). Its `Code` decides; SOAP's own
//! code and subcode are written for SOAP tools and never read.

mod code;
mod detail;
mod practice;

use core::fmt;

pub use detail::{Fault, FaultCode};
pub use practice::PracticeFault;

use crate::codec::{Context, Decode, ElementWriter, Encode, Side, decode_item};
use crate::profile::{Profile, SOAP_NAMESPACE, Version};
use crate::types::Guid;
use crate::xml::{Namespaces, Node, Ns, Validated, Writer, local_name};

impl<'a> Fault<'a> {
    /// A fault of this code, with its supplier's number.
    #[must_use]
    pub fn new(code: FaultCode<'a>, correlation_id: Guid) -> Self {
        Self {
            code,
            supplier_code: code.supplier_code(),
            correlation_id,
            field: None,
            required_version: None,
            practice_version: None,
        }
    }

    /// Reads the Fault in a Body. `None` if the Body is no Fault; `Some(None)` if it is one without a readable
    /// FaultDetail, which stands for InternalError (protocol.md section 5).
    #[allow(clippy::option_option)] // no Fault, a Fault that cannot be read, a Fault
    pub(crate) fn read(
        body: &Validated<'a>,
        version: Version,
        names: &'static Namespaces,
    ) -> Option<Option<Self>> {
        let mut cursor = body.cursor();
        match cursor.node() {
            Node::Child { local: "Fault", .. } if body.root() == Ns::Soap => {}
            _ => return None,
        }
        let detail = body.fault_detail().filter(|_| body.foreign().is_none());
        // FaultDetail's own fields are of every version: an older session learns of a newer one by them.
        let context = Context { version, side: Side::Response, names, streamed: false };
        Some(detail.and_then(|detail| decode_item(detail, "FaultDetail", context, Self::decode).ok()))
    }

    /// Whether bytes of a Body may be a Fault at all. If not, nothing else need be looked at.
    pub(crate) fn is_likely(body: &str) -> bool {
        // Of the first element, whatever its prefix.
        local_name(body.as_bytes()) == b"Fault"
    }

    /// Writes the Body's `s:Fault`, which declares both namespaces itself.
    pub(crate) fn write<P: Profile>(&self, writer: &mut Writer<'_>, version: Version) {
        writer.raw("<s:Fault xmlns:s=\"");
        writer.raw(SOAP_NAMESPACE);
        writer.raw("\" xmlns=\"");
        writer.raw(P::NAMESPACE);
        writer.raw("\"><s:Code><s:Value>");
        writer.raw(if self.code.is_receiver() { "s:Receiver" } else { "s:Sender" });
        writer.raw("</s:Value><s:Subcode><s:Value>");
        self.code.encode(&mut ElementWriter::new(writer, version, Side::Response));
        writer.raw("</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang=\"en\">");
        writer.text(self.code.reason());
        writer.raw("</s:Text></s:Reason><s:Detail><FaultDetail>");
        self.encode(&mut ElementWriter::new(writer, version, Side::Response));
        writer.raw("</FaultDetail></s:Detail></s:Fault>");
    }
}

impl fmt::Display for Fault<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.reason())?;
        if let Some(required) = self.required_version {
            write!(f, " (needs version {required})")?;
        }
        write!(f, " [{}]", self.correlation_id)
    }
}
