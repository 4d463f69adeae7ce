//! What is known of each fault: `core/src/fault/code.rs`.

use core::fmt::Write as _;

use super::File;
use super::rust::module_doc;
use crate::catalogue::Catalogue;

/// The file.
pub(super) fn files(catalogue: &Catalogue) -> Vec<File> {
    let (mut numbers, mut reasons, mut receivers) = (String::new(), String::new(), Vec::new());
    for fault in &catalogue.faults.all {
        let name = &fault.name;
        if let Some(number) = fault.supplier {
            let _ = writeln!(numbers, "Self::{name} => {number},");
        }
        let reason = &fault.reason;
        let _ = writeln!(reasons, "Self::{name} => \"{reason}\",");
        if fault.receiver {
            receivers.push(format!("Self::{name}"));
        }
    }
    let doc = "What is known of each fault: the supplier's number, whose fault it is, and a sentence.";
    let text = format!(
        "{}
        use super::FaultCode;
        use crate::codec::find_word;

        impl FaultCode<'_> {{
            /// The code without what a message lent it; `None` for a word that is not known.
            #[must_use]
            pub fn known(&self) -> Option<FaultCode<'static>> {{
                match self {{
                    Self::Unknown(_) => None,
                    known => find_word(Self::WORDS, known.as_str()).map(FaultCode::at),
                }}
            }}

            /// The supplier's number, where one is publicly known.
            #[must_use]
            pub fn supplier_code(&self) -> Option<i64> {{
                Some(match self {{
                    {numbers}
                    _ => return None,
                }})
            }}

            /// Whether it is the server's fault and not the request's.
            #[must_use]
            pub fn is_receiver(&self) -> bool {{
                matches!(self, {})
            }}

            /// A sentence for engineers and logs. Screens for patients have their own words.
            #[must_use]
            pub fn reason(&self) -> &'static str {{
                match self {{
                    {reasons}
                    Self::Unknown(_) => \"{}\",
                }}
            }}
        }}
        ",
        module_doc(doc),
        receivers.join(" | "),
        catalogue.faults.unknown_reason
    );
    vec![("core/src/fault/code.rs".into(), text)]
}
