//! A fault as the client got it: from the core's own client, or picked out of a reply's text.

use emis_core::client::ClientError;
use emis_core::messages::Operation;
use emis_core::session::{CallError, Outcome};

use crate::common::Answer;
use crate::common::kiosk::Kiosk;

#[derive(Debug, PartialEq)]
pub struct Told {
    pub code: String,
    pub supplier: Option<i64>,
    pub field: Option<String>,
    pub required: Option<String>,
    pub practice: Option<String>,
    /// Whether it came in a verified reply.
    pub verified: bool,
    /// The HTTP status, where the text was looked at.
    pub status: Option<u16>,
}

impl Told {
    /// What the core's client made of a call.
    #[track_caller]
    pub fn by<O: Operation>(kiosk: &mut Kiosk<'_>, request: &O) -> Self {
        let Err(error) = kiosk.front.call(&mut kiosk.session, request) else {
            panic!("{} was carried out", O::DESCRIPTOR.name)
        };
        let outcome = error.outcome();
        let ClientError::Call(CallError::Fault(fault)) = error else { panic!("{error}") };
        assert!(fault.code.is_some());
        let unknown = fault.word() == "InternalError";
        assert_eq!(outcome, if unknown { Outcome::Unknown } else { Outcome::NotCarriedOut });
        Self {
            code: fault.word().to_owned(),
            supplier: fault.supplier_code,
            field: fault.field.map(str::to_owned),
            required: fault.required_version.map(|version| version.to_string()),
            practice: fault.practice_version.map(|version| version.to_string()),
            verified: true,
            status: None,
        }
    }
}

impl From<Answer> for Told {
    fn from(answer: Answer) -> Self {
        let text = |name| answer.value(name).map(str::to_owned);
        assert!(emis_core::types::Guid::parse(answer.value("CorrelationId").unwrap()).is_ok());
        Self {
            code: text("Code").unwrap(),
            supplier: answer.value("SupplierCode").map(|code| code.parse().unwrap()),
            field: text("Field"),
            required: text("RequiredVersion"),
            practice: text("PracticeVersion"),
            verified: answer.is_authenticated(),
            status: Some(answer.status),
        }
    }
}
