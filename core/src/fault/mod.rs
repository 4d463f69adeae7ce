//! Faults: what a server says when it does not do what it was asked.
//!
//! A fault is only to be believed if it came in a verified reply (protocol.md section 4). Its `Code` decides; SOAP's own
//! code and subcode are written for SOAP tools and never read.

mod code;
mod detail;
mod words;

use core::fmt;

pub use detail::Fault;
pub use words::FaultCode;

use crate::envelope::local_name;
use crate::messages::walk::{Out, Record, write_record};
use crate::messages::{Context, Fields, Input, Row, Side, macros};
use crate::profile::{Profile, SOAP_NAMESPACE, Version};
use crate::types::{self, Guid};
use crate::xml::{Cursor, Judged, Namespaces, Node, Ns, Writer};

/// What a fault's Detail has in it.
static ELEMENT: Row = Row::element("FaultDetail");

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
        body: &Judged<'a>,
        version: Version,
        names: &'static Namespaces,
    ) -> Option<Option<Self>> {
        let mut cursor = body.cursor();
        match cursor.node() {
            Node::Child { local: "Fault", .. } if body.root() == Ns::Soap => {}
            _ => return None,
        }
        let detail = body.fault_detail().filter(|_| body.foreign().is_none());
        Some(detail.and_then(|detail| {
            let mut cursor = Cursor::judged(detail, None);
            cursor.node();
            // FaultDetail's own fields are of every version: an older session is told of a newer one by them.
            let context = Context { version, side: Side::Response, names, streamed: false };
            let mut fault = Self::blank();
            let mut input = Input::new(cursor, context, &ELEMENT);
            fault.read(&mut input).ok().map(|()| fault)
        }))
    }

    /// Whether octets of a Body may be a Fault at all. If not, nothing else need be looked at.
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
        self.code.write_word(writer);
        writer.raw("</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang=\"en\">");
        writer.text(self.code.reason());
        writer.raw("</s:Text></s:Reason><s:Detail><FaultDetail>");
        write_record(self, Self::ROWS, &mut Out::new(writer, version, Side::Response));
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
